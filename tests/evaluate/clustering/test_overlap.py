"""Sums over pairs of items that share labels equal a plain double loop, in both ways of getting them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from motif.evaluate.clustering.overlap import ByPair, BySubset, overlap_of

kinds = st.lists(st.sets(st.integers(0, 5), min_size=1).map(sorted), min_size=1, max_size=6)


@pytest.mark.parametrize(("most_subsets", "way"), [(10**6, BySubset), (0, ByPair)])
@settings(derandomize=True, max_examples=40, deadline=None)
@given(held=kinds, seed=st.integers(0, 999))
def test_sums_equal_a_double_loop(most_subsets, way, held, seed):
    """Pairs that share a label, and 1 / labels shared, added up kind by kind."""
    rng = np.random.default_rng(seed)
    counts = rng.integers(0, 4, size=(3, len(held)))
    weights = rng.random((3, len(held))) * counts
    shared = np.array([[len(set(one) & set(other)) for other in held] for one in held])
    parts = np.divide(1, shared, out=np.zeros(shared.shape), where=shared > 0)
    overlap = overlap_of(held, n_labels=6, most_subsets=most_subsets)
    assert isinstance(overlap, way)
    table, part = csr_array(counts), csr_array(weights)
    assert overlap.sharing(counts.sum(axis=0)) == pytest.approx((shared > 0) @ counts.sum(axis=0), abs=1e-9)
    assert overlap.both(table) == pytest.approx(((counts @ (shared > 0)) * counts).sum(axis=1), abs=1e-9)
    assert overlap.alike(part, table) == pytest.approx(((weights @ parts) * counts).sum(), abs=1e-9)


def test_items_of_many_labels_do_not_need_their_subsets():
    """Forty labels have a million million subsets; pairs of kinds are looked at instead."""
    overlap = overlap_of([list(range(40)), list(range(20, 60))], n_labels=60)
    assert overlap.sharing(np.array([2, 3])).tolist() == [5.0, 5.0]
    assert overlap.alike(csr_array([[1, 0]]), csr_array([[0, 1]])) == pytest.approx(1 / 20)
