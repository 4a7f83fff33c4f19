"""The sums of a table, one at a time and many at once."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from motif.evaluate.clustering.label import Kinds, kinds_of
from motif.evaluate.clustering.tally import Tally, table_of, tally, tally_alone, tally_dense


def test_sums_by_hand():
    """Clusters {a a b}, {b}: each sum counted by hand."""
    sums = tally(csr_array(np.array([[2, 1], [0, 1]])), Kinds(2))
    assert (sums.n, sums.squares, sums.label_squares, sums.gold_squares, sums.majority) == (4, 6, 10, 8, 3)
    assert (sums.together, sums.sharing, sums.both) == (10, 8, 6)
    assert sums.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert sums.recall == pytest.approx((1 + 1 + 1 / 2 + 1 / 2) / 4)


@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.integers(2, 5), st.integers(2, 5), st.integers(0, 999))
def test_many_at_once_equal_one_at_a_time(n_clusters, n_labels, seed):
    """Random tables of equal margins have the same sums on both ways."""
    from scipy.stats import random_table

    rng = np.random.default_rng(seed)
    n = int(rng.integers(n_clusters + n_labels, 60))
    rows = 1 + rng.multinomial(n - n_clusters, np.ones(n_clusters) / n_clusters)
    columns = 1 + rng.multinomial(n - n_labels, np.ones(n_labels) / n_labels)
    tables = random_table(rows, columns).rvs(3, random_state=rng)
    together = tally_dense(tables, expected=0.1)
    for i, table in enumerate(tables):
        alone = tally(csr_array(table), Kinds(n_labels), expected=0.1)
        for one in fields(Tally):
            assert getattr(together, one.name)[i] == pytest.approx(float(getattr(alone, one.name)), abs=1e-9), one.name


def test_alone_is_the_table_of_singletons():
    """The shortcut equals a table in which every item is a cluster; with several rows an item, every row is."""
    of_item, kinds = kinds_of([["a"], ["a", "b"], ["b"]], every_row=False)
    table = table_of(np.array([0, 0, 1]), of_item, (2, 3))
    plain = tally(table_of(np.arange(3), of_item, (3, 3)), kinds)
    assert [float(getattr(tally_alone(table, kinds), one.name)) for one in fields(Tally)] == pytest.approx(
        [float(getattr(plain, one.name)) for one in fields(Tally)]
    )
    of_item, kinds = kinds_of([["a"], ["a", "b"], ["b"]], every_row=True)
    rows = tally_alone(table_of(np.array([0, 0, 1]), of_item, (2, 3)), kinds)
    assert (rows.n, rows.n_items, rows.label_squares, rows.gold_squares, rows.together) == (4, 3, 4, 8, 3)
