"""The two halves of a space agree: quick scores lie within their stated error of the exact ones."""

import numpy as np
import pytest
from scipy import sparse

from motif.represent.nearest import METRICS
from motif.represent.nearest.space import runs, space_of


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("of", [np.asarray, sparse.csr_array], ids=["dense", "sparse"])
@pytest.mark.parametrize("far", [0.0, 100.0])
@pytest.mark.parametrize("n_features", [1, 30, 2000])
def test_scores_keep_within_their_error(metric, of, far, n_features):
    """The error that a search allows for is never smaller than the one made."""
    rng = np.random.default_rng(0)
    X, queries = rng.normal(size=(200, n_features)) + far, rng.normal(size=(20, n_features)) + far
    space = space_of(of(X), of(queries), metric)
    block = space.block(slice(None))
    scores, error = space.scores(slice(0, 20), block), space.error(slice(0, 20), block)
    for row in range(200):
        true = space.score(space.exact(np.arange(20), np.full(20, row)))
        assert (np.abs(scores[:, row] - true) <= error).all()


def test_a_block_is_some_rows_of_x():
    """Scores of a block are those columns of the scores of all."""
    X = np.random.default_rng(1).normal(size=(30, 3))
    space = space_of(X, X[:4], "euclidean")
    whole = space.scores(slice(0, 4), space.block(slice(None)))
    np.testing.assert_allclose(
        space.scores(slice(1, 3), space.block(slice(7, 12))), whole[1:3, 7:12], rtol=1e-5, atol=1e-6
    )


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
