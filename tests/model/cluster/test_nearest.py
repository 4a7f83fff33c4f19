"""Nearest centres: by hand, and beside the plain computation, dense and sparse, euclidean and cosine."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from motif.model.cluster.nearest import inertia, nearest


def test_of_two_equally_near_the_first():
    """A tie goes to the first centre."""
    assert nearest(np.array([[1.0]]), np.array([[2.0], [0.0]]), cosine=False).tolist() == [0]


@settings(derandomize=True, max_examples=25, deadline=None)
@given(seed=st.integers(0, 1000), thin=st.booleans(), cosine=st.booleans(), n_items=st.sampled_from([1, 50, 9000]))
def test_what_the_plain_computation_says(seed, thin, cosine, n_items):
    """Labels and error are those of all distances laid out, in one run of items or several."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n_items, 3)) * rng.integers(2, size=(n_items, 3))
    X[X.any(axis=1) == 0, 0] = 1
    centres = rng.normal(size=(20, 3))
    if cosine:
        centres /= np.linalg.norm(centres, axis=1, keepdims=True)
        errors = 1 - X / np.linalg.norm(X, axis=1, keepdims=True) @ centres.T
    else:
        errors = ((X[:, None] - centres) ** 2).sum(axis=2)
    rows = sparse.csr_array(X) if thin else X
    labels = nearest(rows, centres, cosine=cosine)
    np.testing.assert_array_equal(labels, errors.argmin(axis=1))
    assert inertia(rows, centres, labels, cosine=cosine) == pytest.approx(errors.min(axis=1).sum(), rel=1e-9)


@pytest.mark.parametrize("offset", [1e5, 1e7])
def test_far_from_the_origin_nothing_is_lost(offset):
    """Labels do not change when items and centres are moved together."""
    rng = np.random.default_rng(0)
    X, centres = rng.normal(size=(500, 4)), rng.normal(size=(9, 4))
    np.testing.assert_array_equal(
        nearest(X + offset, centres + offset, cosine=False), nearest(X, centres, cosine=False)
    )


def test_items_are_left_as_they_are():
    """Neither the items nor the centres are changed."""
    X, centres = np.array([[3.0, 4.0]]), np.array([[0.6, 0.8], [1.0, 0.0]])
    before = X.copy(), centres.copy()
    inertia(X, centres, nearest(X, centres, cosine=True), cosine=True)
    nearest(X, centres, cosine=False)
    np.testing.assert_array_equal(X, before[0])
    np.testing.assert_array_equal(centres, before[1])


def test_sparse_inertia_is_never_below_zero():
    """Where every item is its centre, rounding does not show."""
    rng = np.random.default_rng(0)
    for _ in range(20):
        centres = rng.normal(size=(5, 30)) * 1e4
        labels = rng.integers(5, size=200)
        assert 0 <= inertia(sparse.csr_array(centres[labels]), centres, labels, cosine=False) < 1
