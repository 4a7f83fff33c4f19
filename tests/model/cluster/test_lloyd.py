"""Rounds on samples: what is prepared leads back, seeds and exchanges help, chance comes from the generator only."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.cluster import KMeans as TheirKMeans

from motif.model.cluster.lloyd import Plan, find_centres, prepared


def _plan(n_clusters: int, **settings) -> Plan:
    defaults = {"n_runs": 1, "n_sample": 10**6, "max_iter": 300, "max_full_rounds": 20, "least_gain": 5e-4}
    return Plan(n_clusters, **(defaults | settings))


def _separate(n_items: int = 8000, n_clusters: int = 40) -> np.ndarray:
    rng = np.random.default_rng(0)
    return 10 * rng.normal(size=(n_clusters, 6))[rng.integers(n_clusters, size=n_items)] + rng.normal(size=(n_items, 6))


def _error(X: np.ndarray, centres: np.ndarray) -> float:
    return float(((X[:, None] - centres) ** 2).sum(axis=2).min(axis=1).sum())


@pytest.mark.parametrize("make", [np.asarray, sparse.csr_array], ids=["dense", "sparse"])
@pytest.mark.parametrize("size", [1e-30, 1.0, 1e30])
def test_what_is_prepared_leads_back(make, size):
    """Rows times scale plus offset are the items, whatever their size; lengths are the rows' squares."""
    X = np.array([[1.0, 0.0], [3.0, -2.0], [0.0, 5.0]]) * size
    items, offset, scale = prepared(make(X), cosine=False)
    rows = items.rows.toarray() if sparse.issparse(items.rows) else items.rows
    assert rows.dtype == np.float32
    np.testing.assert_allclose(rows * scale + offset, X, rtol=1e-6, atol=1e-6 * size)
    np.testing.assert_allclose(items.lengths, (rows**2).sum(axis=1), rtol=1e-6)


def test_equal_items_are_prepared():
    """Items without any spread keep the scale 1."""
    items, offset, scale = prepared(np.full((3, 2), 7.0), cosine=False)
    assert (items.rows.any(), offset.tolist(), scale) == (False, [7.0, 7.0], 1.0)


def test_exchanges_find_what_seeds_miss():
    """On separate clusters one run is at least as good as the best of ten of scikit-learn's."""
    X = _separate()
    items, offset, scale = prepared(X, cosine=False)
    centres, _ = find_centres(items, _plan(40), rng=np.random.default_rng(0))
    theirs = TheirKMeans(40, n_init=10, random_state=0).fit(X)
    assert _error(X, centres * scale + offset) <= 1.001 * theirs.inertia_


def test_full_rounds_lower_the_error_of_the_sample_s_centres():
    """More rounds on all items never raise the error."""
    X = np.random.default_rng(0).random((4000, 5))
    items, offset, scale = prepared(X, cosine=False)
    errors = []
    for max_full_rounds in (1, 3, 30):
        plan = _plan(20, n_sample=200, max_full_rounds=max_full_rounds, least_gain=0.0)
        centres, n_rounds = find_centres(items, plan, rng=np.random.default_rng(0))
        assert n_rounds <= max_full_rounds
        errors.append(_error(X, centres * scale + offset))
    assert errors[0] > errors[1] > errors[2]


def test_the_generator_is_the_only_chance():
    """Equal generators give equal bytes, others give others."""
    items, _, _ = prepared(np.random.default_rng(0).random((2000, 3)), cosine=False)
    plan = _plan(10, n_sample=300)
    one, two, other = (find_centres(items, plan, rng=np.random.default_rng(s))[0].tobytes() for s in (1, 1, 2))
    assert one == two != other


def test_one_cluster_is_the_mean():
    """With one cluster nothing is exchanged and the centre is the mean of all items."""
    X = np.random.default_rng(0).random((1000, 3))
    items, offset, scale = prepared(X, cosine=False)
    centres, _ = find_centres(items, _plan(1, n_sample=50), rng=np.random.default_rng(0))
    np.testing.assert_allclose(centres * scale + offset, X.mean(axis=0)[None], atol=1e-6)
