"""The tree of merges: by hand, and beside SciPy's on distances that no points have."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

from motif.model.cluster.merge import merges_of


def _square(n_items: int, *, seed: int) -> np.ndarray:
    """Distances in no order at all, all different."""
    n_pairs = n_items * (n_items - 1) // 2
    return squareform(np.random.default_rng(seed).permutation(n_pairs) + 1.0)


def test_a_chain_that_turns_back():
    """Four points at growing gaps merge from the left, whatever row the chain starts in."""
    x = np.array([0.0, 1.0, 3.0, 7.0])
    merges = merges_of(np.abs(x[:, None] - x), "single")
    assert merges.tolist() == [[0, 1, 1, 2], [2, 4, 2, 3], [3, 5, 4, 4]]


@settings(derandomize=True, max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 1000), n_items=st.integers(2, 30), linkage=st.sampled_from(["complete", "single", "average"])
)
def test_the_tree_is_scipy_s_on_any_distances(seed, n_items, linkage):
    """Distances need not be those of points."""
    square = _square(n_items, seed=seed)
    theirs = hierarchy.linkage(squareform(square), linkage)
    np.testing.assert_allclose(np.sort(merges_of(square, linkage)[:, 2]), theirs[:, 2])


@pytest.mark.parametrize("n_items", [64, 65, 400])
def test_rows_left_out_on_the_way_change_nothing(n_items):
    """Larger squares are copied without the rows that are gone, and the tree is the same."""
    square = _square(n_items, seed=1)
    theirs = hierarchy.linkage(squareform(square), "complete")
    np.testing.assert_array_equal(merges_of(square, "complete"), theirs)


def test_equal_distances_come_to_an_end():
    """Where all are equally far apart, every merge is at that distance."""
    square = np.ones((100, 100), np.float32) - np.eye(100, dtype=np.float32)
    assert set(merges_of(square, "average")[:, 2].tolist()) == {1.0}
