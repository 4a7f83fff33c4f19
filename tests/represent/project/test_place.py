"""Placing: weights by hand, and places that change smoothly."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from motif.represent.project.place import place

KNOWN = np.array([[0.0], [1.0], [4.0], [10.0]])
CODES = np.array([[0.0], [10.0], [20.0], [30.0]])


def test_weights_by_hand():
    """At 2 of the three asked: 1 and 4 and 0 lie at 1, 2, 2; the last is the reach, so only the first counts."""
    np.testing.assert_allclose(place(np.array([[2.0]]), KNOWN, CODES, n_neighbors=2), [[10.0]])


def test_nearer_counts_more_by_hand():
    """At 0.25: distances 1/4, 3/4 and a reach of 15/4 give weights (4 - 4/15)^2 and (4/3 - 4/15)^2."""
    first, second = (4 - 4 / 15) ** 2, (4 / 3 - 4 / 15) ** 2
    expected = 10 * second / (first + second)
    np.testing.assert_allclose(place(np.array([[0.25]]), KNOWN, CODES, n_neighbors=2), [[expected]])


def test_known_items_keep_their_places():
    """Exactly, whatever the number of neighbours."""
    for n_neighbors in (1, 2, 3, 10):
        np.testing.assert_array_equal(place(KNOWN, KNOWN, CODES, n_neighbors=n_neighbors), CODES)


def test_item_as_far_from_all_goes_to_the_middle():
    """Where no neighbour is nearer than the reach, all count alike."""
    corners = np.eye(4)
    found = place(np.zeros((1, 4)), corners, np.array([[0.0], [1.0], [2.0], [5.0]]), n_neighbors=3)
    np.testing.assert_allclose(found, [[2.0]])


def test_one_known_item_takes_all():
    """There is but one place to go to."""
    assert place(np.array([[3.0]]), KNOWN[:1], CODES[1:2], n_neighbors=15).tolist() == [[10.0]]


@settings(derandomize=True, max_examples=50, deadline=None)
@given(st.floats(-3, 13), st.integers(1, 5))
def test_places_change_smoothly(at, n_neighbors):
    """A step of a millionth moves a place by little, also where neighbours come and go, and stays between the known."""
    pair = place(np.array([[at], [at + 1e-6]]), KNOWN, CODES, n_neighbors=n_neighbors)
    if n_neighbors > 1:  # with one neighbour a place jumps from one item to the next
        assert abs(pair[0, 0] - pair[1, 0]) < 1e-3
    assert CODES.min() - 1e-9 <= pair.min() <= pair.max() <= CODES.max() + 1e-9


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_sparse_rows_go_where_dense_ones_go(dtype):
    """The kind of matrix makes no difference."""
    rng = np.random.default_rng(0)
    known, new = (rng.poisson(0.5, size=(30, 20)).astype(dtype) for _ in range(2))
    codes = rng.normal(size=(30, 2))
    there = place(new, known, codes, n_neighbors=5)
    np.testing.assert_allclose(
        place(sparse.csr_array(new), sparse.csr_array(known), codes, n_neighbors=5), there, rtol=1e-5, atol=1e-6
    )
    assert there.dtype == dtype
