"""Tables by chance: labels dealt out to items, or to whole groups of them, at random, and half-samples of these."""

from __future__ import annotations

import math

import numpy as np
from scipy.sparse import csr_array

from motif.evaluate.clustering.label import Kinds
from motif.evaluate.clustering.tally import Tally, table_of, tally, tally_dense
from motif.evaluate.null import FEWEST_RESAMPLED, half_samples
from motif.evaluate.place import exchanged

__all__ = ["halved", "halved_groups", "permuted"]

_DRAWN_AT_ONCE = 2_000_000  # cells of random tables held at a time: 16 MB, and as much again for each sum


def permuted(
    codes: np.ndarray,
    of_item: np.ndarray,
    kinds: Kinds,
    *,
    n: int,
    expected: float,
    rng: np.random.Generator,
    groups: np.ndarray | None = None,
) -> Tally:
    """Return the sums of n tables in which the labels are dealt out to the items, cluster sizes kept.

    A table with fewer cells than items is drawn as a whole, in a time that does not grow with the items.

    Parameters
    ----------
    codes, of_item :
        (n_items,), the cluster and the kind of each item, numbers from 0 that all occur.
    kinds :
        What the kinds are.
    n :
        How many tables.
    expected :
        The mean information by chance of the table as it is.
    groups :
        (n_items,), the number of each item's group: labels go from group to group together (`exchanged`). None deals
        them out to single items.

    Examples
    --------
    >>> codes = np.repeat([0, 1], 10)
    >>> drawn = permuted(codes, codes, Kinds(2), n=5, expected=0.0, rng=np.random.default_rng(0))
    >>> drawn.precision.shape, drawn.together.tolist()
    ((5,), [200.0, 200.0, 200.0, 200.0, 200.0])
    """
    sizes, gold_sizes = np.bincount(codes), np.bincount(of_item)
    shape = (len(sizes), len(gold_sizes))
    if min(shape) == 1:  # nothing to draw; scipy 1.17 draws negative counts here
        return Tally.stacked([tally(table_of(codes, of_item, shape), kinds, expected=expected)] * n)
    if groups is None and kinds.overlap is None and math.prod(shape) <= len(codes):
        return _drawn_whole(sizes, gold_sizes, n=n, expected=expected, rng=rng)
    same = expected if kinds.one_row_each else None  # items with many rows change the sizes in rows
    tables = (table_of(codes[_dealt(len(codes), groups, rng)], of_item, shape) for _ in range(n))
    return Tally.stacked([tally(table, kinds, expected=same) for table in tables])


def halved(table: csr_array, kinds: Kinds, *, n: int, rng: np.random.Generator) -> Tally | None:
    """Return the sums of the tables of n half-samples of the items; None for fewer than 8 items.

    Each half has clusters of its own sizes, and so its own mean information by chance, which the interval of AMI needs.

    Parameters
    ----------
    table :
        (n_clusters, n_kinds) counts of items.
    kinds :
        What the columns are.
    n :
        How many half-samples.

    Examples
    --------
    >>> table = csr_array(np.array([[30, 0], [10, 20]]))
    >>> halved(table, Kinds(2), n=3, rng=np.random.default_rng(0)).n_items.tolist()
    [30.0, 30.0, 30.0]
    """
    n_items = int(table.data.sum())
    if n_items < FEWEST_RESAMPLED:
        return None
    tallies = []
    batch = max(1, _DRAWN_AT_ONCE // len(table.data))
    for start in range(0, n, batch):
        size = min(batch, n - start)
        for counts in rng.multivariate_hypergeometric(table.data, n_items // 2, size=size, method="marginals"):
            half = csr_array((counts, table.indices, table.indptr), shape=table.shape, copy=True)
            half.eliminate_zeros()
            tallies.append(tally(half, kinds))
    return Tally.stacked(tallies)


def halved_groups(
    codes: np.ndarray, of_item: np.ndarray, kinds: Kinds, groups: np.ndarray, *, n: int, rng: np.random.Generator
) -> Tally | None:
    """Return the sums of the tables of n half-samples of whole groups; None for fewer than 8 groups.

    Parameters
    ----------
    codes, of_item, groups :
        (n_items,), the cluster, the kind and the group of each item, numbers from 0 that all occur.
    kinds :
        What the kinds are.
    n :
        How many half-samples.

    Examples
    --------
    >>> codes, groups = np.repeat([0, 1], 10), np.arange(20) // 2
    >>> halved_groups(codes, codes, Kinds(2), groups, n=3, rng=np.random.default_rng(0)).n_items.tolist()
    [10.0, 10.0, 10.0]
    """
    shape = (int(codes.max()) + 1, int(of_item.max()) + 1)
    halves = [tally(table_of(codes[rows], of_item[rows], shape), kinds) for rows in half_samples(groups, n, rng)]
    return Tally.stacked(halves) if halves else None


def _dealt(n_items: int, groups: np.ndarray | None, rng: np.random.Generator) -> np.ndarray:
    return rng.permutation(n_items) if groups is None else exchanged(groups, np.arange(n_items), rng)[0]


def _drawn_whole(
    sizes: np.ndarray, gold_sizes: np.ndarray, *, n: int, expected: float, rng: np.random.Generator
) -> Tally:
    from scipy.stats import random_table

    chance = random_table(sizes, gold_sizes)
    batch = max(1, _DRAWN_AT_ONCE // (len(sizes) * len(gold_sizes)))
    parts = [min(batch, n - start) for start in range(0, n, batch)]
    drawn = (chance.rvs(part, random_state=rng).reshape(part, len(sizes), len(gold_sizes)) for part in parts)
    return Tally.stacked([tally_dense(tables, expected=expected) for tables in drawn])
