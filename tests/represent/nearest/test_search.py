"""The nearest rows: hand-computed cases, then a brute-force search in float64 on what float32 finds hard."""

import tracemalloc
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import sparse
from sklearn.neighbors import NearestNeighbors

from motif.core.errors import InputError
from motif.represent.nearest import METRICS, nearest, search, space

FEW = settings(derandomize=True, deadline=None, max_examples=60)
SMALL = st.integers(-3, 3).map(float)


def _brute(X, queries, n, metric):
    """Every distance in float64, sorted by distance and position."""
    X, queries = np.asarray(X, float), np.asarray(queries, float)
    if metric == "euclidean":
        distances = np.stack([np.sqrt(np.square(X - query).sum(axis=1)) for query in queries])
    else:
        X, queries = (
            rows / np.where(rows.any(axis=1), np.linalg.norm(rows, axis=1), 1)[:, None] for rows in (X, queries)
        )
        distances = 1 - queries @ X.T
    positions = np.argsort(distances, axis=1, kind="stable")[:, :n]
    return np.take_along_axis(distances, positions, 1), positions


def _agree(X, queries, n, metric):
    distances, positions = nearest(X, queries, n, metric=metric)
    true, places = _brute(X, queries, n, metric)
    np.testing.assert_allclose(distances, true, rtol=1e-12, atol=1e-12)  # two ways to round in float64
    assert np.array_equal(positions, places)


def test_by_hand():
    """Three points on a line: distances ascend, positions say whose they are."""
    distances, positions = nearest([[0.0, 0.0], [3.0, 4.0], [0.0, 1.0]], [[0.0, 0.0]], 3)
    assert distances.tolist() == [[0.0, 1.0, 5.0]]
    assert positions.tolist() == [[0, 2, 1]]


def test_cosine_by_hand():
    """The angle counts, not the length: 0 for the same direction, 1 at a right angle, 2 for the opposite."""
    distances, positions = nearest([[-1.0, 0.0], [0.0, 7.0], [9.0, 0.0]], [[2.0, 0.0]], 3, metric="cosine")
    assert distances.tolist() == [[0.0, 1.0, 2.0]]
    assert positions.tolist() == [[2, 1, 0]]


def test_a_row_is_not_its_own_neighbour():
    """Without queries each row gets the others, its duplicates among them."""
    distances, positions = nearest([[0.0], [5.0], [0.0], [5.0]], n=2)
    assert positions.tolist() == [[2, 1], [3, 0], [0, 1], [1, 0]]
    assert distances.tolist() == [[0.0, 5.0]] * 4


def test_a_row_with_more_duplicates_than_asked_for():
    """It is left out even where its earlier duplicates fill the answer."""
    _, positions = nearest(np.zeros((6, 2)), n=2)
    assert positions.tolist() == [[1, 2], [0, 2], [0, 1], [0, 1], [0, 1], [0, 1]]


def test_fewer_rows_than_asked_for():
    """All there are come back: with itself left out, one fewer."""
    assert nearest([[0.0], [1.0]], [[0.0]], 9)[1].tolist() == [[0, 1]]
    assert nearest([[0.0], [1.0]], n=9)[1].tolist() == [[1], [0]]
    assert nearest([[0.0]], n=9)[1].shape == (1, 0)


def test_ties_go_to_the_earlier():
    """Of equally distant rows the first come first, across the blocks that X is read in too."""
    X = np.ones((search._ITEMS * 2 + 5, 3), np.float32)
    X[[10, search._ITEMS + 1]] = 0
    assert nearest(X, [[0.0, 0.0, 0.0]], 4)[1].tolist() == [[10, search._ITEMS + 1, 0, 1]]
    assert nearest(-X[::-1], [[1.0, 1.0, 1.0]], 3)[1].tolist() == [[search._ITEMS + 3, 2 * search._ITEMS - 6, 0]]


@pytest.mark.parametrize("of", [np.asarray, sparse.csr_array], ids=["dense", "sparse"])
def test_a_row_of_zeros_has_cosine_distance_one(of):
    """It points nowhere: 1 from everything, from another such row too."""
    distances, positions = nearest(of([[1.0, 0.0], [0.0, 0.0], [-1.0, 0.0]]), of([[0.0, 0.0]]), 3, metric="cosine")
    assert distances.tolist() == [[1.0, 1.0, 1.0]]
    assert positions.tolist() == [[0, 1, 2]]
    assert nearest(of([[0.0, 0.0], [-1.0, 0.0]]), of([[1.0, 0.0]]), 2, metric="cosine")[0].tolist() == [[1.0, 2.0]]


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16, np.int16, np.uint8, bool])
def test_equal_to_brute_force_over_several_blocks(metric, dtype):
    """Any type of number, more rows than a block and more queries than a run."""
    rng = np.random.default_rng(0)
    X = (rng.normal(size=(search._ITEMS + 700, 5)) * 20 + 60).clip(0, 250).astype(dtype)
    _agree(X, X[: search._QUERIES + 30][::-1] if metric == "euclidean" else X[:7] + X[1:8], 6, metric)


@pytest.mark.parametrize("far", [0.0, 300.0, 1e5])
def test_one_query_alone(far):
    """One query in float32 is measured another way than many, with the same answer; also where rows are equal."""
    rng = np.random.default_rng(2)
    X = (rng.normal(size=(search._ITEMS * 5, 13)).round(1) + far).astype(np.float32)
    X[900:950] = X[7]
    for query in (X[7:8], X[8:9].astype(float), X[9:10] + np.float32(0.01), X[5:6] * 50):
        _agree(X, query, 20, "euclidean")


@pytest.mark.parametrize("far", [0.0, 1e3, 1e6, -1e9])
@pytest.mark.parametrize("size", [1.0, 1e-3, 1e-30, 1e30, 1e200, 1e-200])
def test_what_float32_cannot_tell_apart(far, size):
    """Points far from 0, tiny or huge: float32 alone is lost there, and the answer is still exact."""
    rng = np.random.default_rng(1)
    X = (rng.normal(size=(3000, 4)) + far) * size
    queries = (rng.normal(size=(9, 4)) + far) * size
    distances, positions = nearest(X, queries, 10)
    true, places = _brute(X / size, queries / size, 10, "euclidean")
    np.testing.assert_allclose(distances / size, true, rtol=1e-6, atol=3e-16 * abs(far))  # rounding of X itself
    assert (positions == places).mean() > (0.99 if abs(far) < 1e9 else 0.9)  # the division above rounds too


def test_one_row_dwarfs_the_others():
    """A single huge row makes float32 blind for the rest, and float64 decides."""
    X = np.random.default_rng(2).normal(size=(500, 3))
    X[100] = 1e12
    _agree(X, X[:20] + 0.01, 5, "euclidean")


TAILED = {
    "a long column": lambda rng, X: np.exp(4 * X) * (np.arange(X.shape[1]) == 0) + X,
    "long columns": lambda rng, X: np.exp(4 * X),
    "a few huge cells": lambda rng, X: np.where(rng.random(X.shape) < 0.001, 1e5 * X, X),
    "a time in milliseconds": lambda rng, X: X + 1.6e12 * (np.arange(X.shape[1]) == 0) * (1 + rng.random(X.shape)),
    "two far groups": lambda rng, X: X + np.where(rng.random(len(X)) < 0.5, 3e4, -3e4)[:, None],
    "beyond float32": lambda rng, X: np.where(np.arange(len(X))[:, None] == 5, 1e100, X),
}


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("kind", TAILED)
def test_a_heavy_tail_leaves_few_to_measure(kind, dtype, monkeypatch):
    """Beside rows of very different size the answer is exact, and hardly more rows are measured than without them."""
    rng = np.random.default_rng(0)
    X = TAILED[kind](rng, rng.normal(size=(20_040, 8)))
    X = np.minimum(X, 1e38 if dtype == np.float32 else np.inf).astype(dtype)
    X, queries = X[:20_000], X[20_000:]
    measured = []
    space = type(search.space_of(X, X, "euclidean"))
    exact = space.exact
    monkeypatch.setattr(space, "exact", lambda self, q, rows: measured.append(len(rows)) or exact(self, q, rows))
    _agree(X, queries, 5, "euclidean")
    assert sum(measured) < 0.1 * len(X) * len(queries)


def test_far_queries_in_float32():
    """Queries that lie a million times as far as the rows are wide are not rounded away."""
    rng = np.random.default_rng(5)
    X, queries = rng.normal(size=(9000, 3)).astype(np.float32), (1e6 * rng.normal(size=(50, 3))).astype(np.float32)
    _agree(X, queries, 4, "euclidean")


def test_sparse_items_are_prepared_once(monkeypatch):
    """However many batches of queries there are."""
    X = sparse.random_array((300, 20), density=0.2, random_state=0, format="csr")
    whole = nearest(X, n=3, metric="cosine")
    made = []
    tidy = space._tidy
    monkeypatch.setattr(space, "_tidy", lambda *given, **more: made.append(1) or tidy(*given, **more))
    monkeypatch.setattr(search, "_BATCH", 32)
    by_batches = nearest(X, n=3, metric="cosine")
    assert len(made) == 1
    assert np.array_equal(whole[0], by_batches[0])
    assert np.array_equal(whole[1], by_batches[1])


def test_one_far_query_beside_near_ones():
    """Each query has its own allowance for rounding."""
    X = np.random.default_rng(3).normal(size=(900, 3))
    _agree(X, np.vstack([X[:3] + 0.1, X[3:6] * 1e9]), 5, "euclidean")


@pytest.mark.parametrize("metric", METRICS)
def test_nearest_last(metric):
    """Rows that come nearer and nearer, the worst order for a running threshold, change nothing."""
    angles = np.linspace(3, 0, 3 * search._ITEMS)
    X = np.column_stack([np.cos(angles), np.sin(angles)]) * (1 + angles[:, None])
    _agree(X, [[1.0, 0.0], [0.0, 1.0]], 20, metric)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("of", [np.asarray, sparse.csr_array], ids=["dense", "sparse"])
@FEW
@given(
    X=hnp.arrays(float, st.tuples(st.integers(1, 30), st.just(3)), elements=SMALL),
    queries=hnp.arrays(float, st.tuples(st.integers(1, 5), st.just(3)), elements=SMALL),
    n=st.integers(1, 35),
)
def test_small_whole_numbers(metric, of, X, queries, n):
    """Full of duplicates, ties and zero rows: distances are those of brute force, and ties stand by position."""
    distances, positions = nearest(of(X), of(queries), n, metric=metric)
    np.testing.assert_allclose(distances, _brute(X, queries, n, metric)[0], rtol=0, atol=1e-12)  # float64 rounding
    for row, places in zip(distances, positions, strict=True):
        assert np.unique(places).size == len(places)
        assert all(a < b or row[i] < row[i + 1] for i, (a, b) in enumerate(pairwise(places)))


@FEW
@given(
    X=hnp.arrays(float, st.tuples(st.integers(2, 20), st.just(2)), elements=st.floats(-100, 100, width=32)),
    seed=st.integers(0, 9),
)
def test_order_of_items_and_of_queries(X, seed):
    """Items in another order keep their distances; a query alone gets the row it gets among others."""
    order = np.random.default_rng(seed).permutation(len(X))
    whole = nearest(X, X, 5)
    assert np.array_equal(nearest(X[order], X, 5)[0], whole[0])
    alone = [nearest(X, X[i : i + 1], 5) for i in range(len(X))]
    assert np.array_equal(np.vstack([found[0] for found in alone]), whole[0])
    assert np.array_equal(np.vstack([found[1] for found in alone]), whole[1])


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("of", [np.asarray, sparse.csr_array], ids=["dense", "sparse"])
def test_equal_to_scikit_learn(metric, of):
    """scikit-learn's brute force finds the same neighbours of each row."""
    rng = np.random.default_rng(4)
    X = rng.normal(size=(600, 8)) * (rng.random((600, 8)) < 0.5)
    X[:, :2] = rng.normal(size=(600, 2))  # so that no two distances tie
    theirs = NearestNeighbors(n_neighbors=7, metric=metric, algorithm="brute").fit(of(X)).kneighbors()
    distances, positions = nearest(of(X), n=7, metric=metric)
    np.testing.assert_allclose(distances, theirs[0], rtol=1e-6)  # theirs subtracts squares
    assert np.array_equal(positions, theirs[1])


def test_dense_and_sparse_may_be_mixed():
    """Queries are brought to the form of X."""
    X, queries = np.eye(4), np.array([[0.0, 0.9, 0.1, 0.0]])
    for one, other in ((X, sparse.csr_array(queries)), (sparse.csc_array(X), queries)):
        assert nearest(one, other, 2)[1].tolist() == [[1, 2]]


def test_repeated_and_stored_zero_entries_of_a_sparse_matrix():
    """However its entries are written down, a row is the row."""
    written = sparse.csr_array((np.array([1.0, 1.0, 0.0, 2.0]), np.array([1, 1, 0, 1]), np.array([0, 3, 4])))
    assert nearest(written, [[0.0, 2.0]], 2)[0].tolist() == [[0.0, 0.0]]
    assert nearest(written, [[0.0, 5.0]], 2, metric="cosine")[1].tolist() == [[0, 1]]


@pytest.mark.parametrize("of", [np.asarray, sparse.csr_array], ids=["dense", "sparse"])
def test_many_copies_are_not_all_measured(of, monkeypatch):
    """Of equal rows only as many are measured as can be in an answer."""
    measured = []
    kind = type(search.space_of(of(np.ones((2, 2))), of(np.ones((1, 2))), "euclidean"))
    exact = kind.exact
    monkeypatch.setattr(kind, "exact", lambda self, q, rows: measured.append(len(rows)) or exact(self, q, rows))
    X = of(np.tile([[1.0, 2.0]], (3 * search._ITEMS, 1)))
    assert nearest(X, of([[0.0, 0.0]] * 50), 2)[1].tolist() == [[0, 1]] * 50
    assert sum(measured) <= 3 * 2 * 50


def test_memory_is_bounded():
    """A million distances for each of many queries are never held at once."""
    X = np.random.default_rng(6).random((100_000, 8), dtype=np.float32)
    nearest(X[:10], X[:1], 1)
    tracemalloc.start()
    nearest(X, X[:2000], 10)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60e6  # 2,000 x 100,000 float32 would be 800 MB


@pytest.mark.parametrize(
    ("X", "queries", "options", "message"),
    [
        ([[1.0, np.nan]], None, {}, "X has NaN or infinite values in 1 rows: 0"),
        (sparse.csr_array([[0.0, 1.0], [np.inf, 1.0]]), None, {}, "X has NaN or infinite values in 1 rows: 1"),
        (sparse.csr_array(([0.0, np.nan], [0, 0], [0, 1, 2])), None, {}, "X has NaN or infinite values in 1 rows: 1"),
        ([[1.0]], [[np.nan]], {}, "queries has NaN or infinite values"),
        ([[1.0]], [[1.0, 2.0]], {}, r"queries have shape \(1, 2\), X \(1, 1\)"),
        ([1.0, 2.0], None, {}, r"X must have shape \(n_items, n_features\)"),
        (sparse.csr_array((3, 0)), None, {}, "X must be numeric with rows and columns"),
        ([[1.0]], [[1.0]], {"n": 0}, "n must be at least 1, not 0"),
        ([[1.0]], [[1.0]], {"metric": "taxi"}, "metric must be one of 'euclidean', 'cosine', not 'taxi'"),
    ],
)
def test_refusals(X, queries, options, message):
    """What cannot be measured is refused with its place or its shape."""
    with pytest.raises(InputError, match=message):
        nearest(X, queries, **options)
