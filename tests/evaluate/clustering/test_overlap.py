"""Sums over pairs of items that share labels equal a plain double loop, in both ways of getting them."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from motif.evaluate.clustering import overlap as module
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


@pytest.mark.parametrize("held", [0, 10**6])
def test_pairs_looked_at_a_few_at_a_time_add_up_to_the_same(monkeypatch, held):
    """However many pairs are held or looked at together, the sums are the same."""
    rng = np.random.default_rng(2)
    kinds = [sorted(rng.choice(20, size=rng.integers(1, 6), replace=False).tolist()) for _ in range(50)]
    table, part = csr_array(rng.integers(0, 3, size=(4, 50))), csr_array(rng.random((4, 50)))
    whole = overlap_of(kinds, n_labels=20, most_subsets=0)
    monkeypatch.setattr(module, "_PAIRS_AT_ONCE", 120)
    monkeypatch.setattr(module, "_BYTES_HELD", held)
    some = overlap_of(kinds, n_labels=20, most_subsets=0)
    assert (some.shared is None) == (held == 0)
    assert some.sharing(np.arange(50)) == pytest.approx(whole.sharing(np.arange(50)), rel=1e-12)
    assert some.both(table) == pytest.approx(whole.both(table), rel=1e-12)
    assert some.alike(part, table) == pytest.approx(whole.alike(part, table), rel=1e-12)


def test_inclusion_and_exclusion_stop_before_they_lose_digits():
    """With 12 labels a kind, 1e-12 is kept; kinds of 13 are looked at in pairs."""
    rng = np.random.default_rng(0)
    kinds = [sorted(rng.choice(18, size=12, replace=False).tolist()) for _ in range(12)]
    subsets, pairs = overlap_of(kinds, n_labels=18), overlap_of(kinds, n_labels=18, most_subsets=0)
    assert isinstance(subsets, BySubset)
    table, part = csr_array(rng.integers(0, 50, size=(3, 12))), csr_array(rng.random((3, 12)))
    assert subsets.alike(part, table) == pytest.approx(pairs.alike(part, table), rel=1e-12)
    assert isinstance(overlap_of([list(range(13))], n_labels=13), ByPair)


@pytest.mark.parametrize(("n_kinds", "n_each", "way"), [(48, 12, BySubset), (480, 12, ByPair), (3000, 13, ByPair)])
def test_memory_is_bounded(n_kinds, n_each, way):
    """Many labels an item, one of which all have, take tens of megabytes, not hundreds."""
    rng = np.random.default_rng(0)
    kinds = [[0, *sorted((1 + rng.choice(400, size=n_each - 1, replace=False)).tolist())] for _ in range(n_kinds)]
    table = csr_array(np.ones((2, n_kinds), dtype=np.int64))
    tracemalloc.start()
    try:
        overlap = overlap_of(kinds, n_labels=401)
        assert overlap.both(table).tolist() == [n_kinds**2] * 2  # all share the first label
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(overlap, way)
    assert peak < 64e6
