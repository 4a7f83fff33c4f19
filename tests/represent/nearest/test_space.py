"""The two halves of a space agree: exact scores lie between their bounds."""

import numpy as np
import pytest
from scipy import sparse

from motif.represent.nearest import METRICS
from motif.represent.nearest.space import runs, space_of


def _clouds(kind: str, n_features: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    X, queries = rng.normal(size=(200, n_features)), rng.normal(size=(20, n_features))
    if kind == "far":
        return X + 100, queries + 100
    if kind == "tailed":
        return np.exp(4 * X), np.exp(4 * queries)
    if kind == "far queries":
        return X.astype(np.float32), (queries * 1e6).astype(np.float32)
    return X, queries


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("of", [np.asarray, sparse.csr_array], ids=["dense", "sparse"])
@pytest.mark.parametrize("kind", ["normal", "far", "tailed", "far queries"])
@pytest.mark.parametrize("n_features", [1, 30, 2000])
@pytest.mark.parametrize("fine", [False, True])
def test_scores_lie_between_their_bounds(metric, of, kind, n_features, fine):
    """What the score at the exact distance is said not to be below is never above the upper bound, nor the reverse."""
    X, queries = _clouds(kind, n_features)
    space = space_of(of(X), of(queries), metric).asking(slice(None))
    above, below = (space.bounds(slice(None), space.block(slice(None), below=b, fine=fine)) for b in (False, True))
    for row in range(200):
        distances = space.exact(np.arange(20), np.full(20, row))
        assert (space.score(distances) <= above[:, row]).all()
        true = 1 - distances if metric == "cosine" else (space.squares - distances**2) / 2
        assert (true >= below[:, row] - space.slack - 1e-15 * space.squares).all()


@pytest.mark.parametrize("kind", ["normal", "far", "tailed", "far queries"])
@pytest.mark.parametrize("n_features", [1, 13, 2000])
def test_scores_of_one_query_lie_between_their_bounds(kind, n_features):
    """Measured by differences, which are off by a share of the score's two terms; by hand from float64."""
    X, queries = (part.astype(np.float32) for part in _clouds(kind, n_features))
    X[3] = queries[0]
    X[4] = np.nextafter(queries[0], np.float32(np.inf))
    space = space_of(X, queries[:1].astype(np.float64), "euclidean").asking(slice(None))
    assert (space.alone is None) == (space.scale != 1)
    above, below = (space.bounds(slice(None), space.block(slice(None), below=b))[0] for b in (False, True))
    distances = space.exact(np.zeros(200, int), np.arange(200))
    true = (space.squares[0] - distances**2) / 2
    assert (below - space.slack <= true).all()
    assert (true <= above + space.slack).all()
    assert ((above - below) <= 1e-6 * (n_features + 20) * (space.squares[0] + distances**2)).all()


def test_a_query_that_float32_cannot_hold_is_measured_as_many_are():
    """Its rounding would be no share of the difference."""
    X = np.random.default_rng(0).normal(size=(50, 8)).astype(np.float32)
    assert space_of(X, X[:1] + 1e-12, "euclidean").asking(slice(None)).alone is not None  # float32 still
    assert space_of(X, X[:1].astype(np.float64) + 1e-12, "euclidean").asking(slice(None)).alone is None
    assert space_of(X, X[:2], "euclidean").asking(slice(None)).alone is None


def test_bounds_are_near():
    """A huge row widens its own bounds only."""
    X = np.random.default_rng(0).normal(size=(50, 8)).astype(np.float32)
    X[7] = 1e8
    space = space_of(X, X[:5], "euclidean").asking(slice(None))
    above, below = (space.bounds(slice(None), space.block(slice(None), below=b)) for b in (False, True))
    widths = np.delete(above - below, 7, axis=1)
    assert 0 < widths.max() < 1e-3


def test_a_block_is_some_rows_of_x():
    """Bounds of a block are those columns of the bounds of all; asking for some queries gives their rows."""
    X = np.random.default_rng(1).normal(size=(30, 3))
    space = space_of(X, X[:4], "euclidean")
    whole = space.asking(slice(None)).bounds(slice(0, 4), space.block(slice(None)))
    some = space.asking(slice(1, 3)).bounds(slice(None), space.block(slice(7, 12)))
    np.testing.assert_allclose(some, whole[1:3, 7:12], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("of", [np.asarray, sparse.csr_array], ids=["dense", "sparse"])
def test_keys_are_equal_for_equal_rows_only(of):
    """What tells copies from others."""
    first, second, third = space_of(of([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]), of([[1.0, 0.0]]), "euclidean").keys(
        slice(None)
    )
    assert first == third != second


def test_runs_cover_everything_once():
    """Consecutive slices, the last one shorter."""
    assert runs(5, 2) == [slice(0, 2), slice(2, 4), slice(4, 5)]
    assert runs(0, 2) == []
