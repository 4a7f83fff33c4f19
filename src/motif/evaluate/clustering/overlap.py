"""Which items have gold labels in common, where an item may have several: sums over pairs of kinds of items."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

import numpy as np
from scipy.sparse import csr_array

__all__ = ["ByPair", "BySubset", "Overlap", "overlap_of", "scaled", "sparse_rows"]

_MOST_SUBSETS = 2_000_000  # of the labels of all kinds together: 24 MB; beyond, pairs of kinds are looked at one by one


@dataclass(frozen=True, eq=False)
class BySubset:
    """Sums over pairs by inclusion and exclusion over sets of labels: the time grows with the kinds, not their square.

    Parameters
    ----------
    held :
        (n_kinds, n_subsets): which sets of labels a kind has all of.
    share, likeness :
        (n_subsets,): weights that add up, over the sets that two kinds have in common, to 1 if they share a label, and
        to 1 / the number of labels they share.

    Examples
    --------
    >>> overlap_of([[0], [0, 1]], n_labels=2).sharing(np.array([3, 1])).tolist()
    [4.0, 4.0]
    """

    held: csr_array
    share: np.ndarray
    likeness: np.ndarray

    def sharing(self, of_kind: np.ndarray) -> np.ndarray:
        """Return with how many items those of each kind share a label, themselves included."""
        return self.held @ (self.share * (of_kind @ self.held))

    def both(self, table: csr_array) -> np.ndarray:
        """Return the ordered pairs of items in each cluster that share a label."""
        found = csr_array(table @ self.held)
        return scaled(found, self.share).multiply(found).sum(axis=1)

    def alike(self, part: csr_array, table: csr_array) -> float:
        """Return the sum of 1 / labels shared over pairs in one cluster; the first of each counts as in `part`."""
        return float(scaled(csr_array(part @ self.held), self.likeness).multiply(csr_array(table @ self.held)).sum())


@dataclass(frozen=True, eq=False)
class ByPair:
    """The same sums from tables of all pairs of kinds, for kinds of so many labels that their subsets are too many.

    Parameters
    ----------
    share, likeness :
        (n_kinds, n_kinds): 1, and 1 / the number of labels shared, where two kinds share a label.

    Examples
    --------
    >>> overlap_of([[0], [0, 1]], n_labels=2, most_subsets=0).sharing(np.array([3, 1])).tolist()
    [4.0, 4.0]
    """

    share: csr_array
    likeness: csr_array

    def sharing(self, of_kind: np.ndarray) -> np.ndarray:
        """Return with how many items those of each kind share a label, themselves included."""
        return self.share @ of_kind

    def both(self, table: csr_array) -> np.ndarray:
        """Return the ordered pairs of items in each cluster that share a label."""
        return csr_array(table @ self.share).multiply(table).sum(axis=1)

    def alike(self, part: csr_array, table: csr_array) -> float:
        """Return the sum of 1 / labels shared over pairs in one cluster; the first of each counts as in `part`."""
        return float(csr_array(part @ self.likeness).multiply(table).sum())


Overlap: TypeAlias = BySubset | ByPair


def overlap_of(held: Sequence[Sequence[int]], *, n_labels: int, most_subsets: int = _MOST_SUBSETS) -> Overlap:
    """Return which kinds share labels.

    Parameters
    ----------
    held :
        The labels of each kind, ascending numbers from 0.
    n_labels :
        How many labels there are.
    most_subsets :
        Above so many sets of labels, pairs of kinds are looked at.

    Examples
    --------
    >>> type(overlap_of([[0, 1]], n_labels=2)).__name__, type(overlap_of([range(30)], n_labels=30)).__name__
    ('BySubset', 'ByPair')
    """
    if sum(2 ** len(labels) for labels in held) > most_subsets:
        return _by_pair(sparse_rows(held, n_labels))
    numbers: dict[tuple[int, ...], int] = {}
    rows = [[numbers.setdefault(part, len(numbers)) for part in _parts(labels)] for labels in held]
    size = np.array([len(part) for part in numbers])
    sign = np.where(size % 2, 1.0, -1.0)
    harmonic = np.array([math.fsum(1 / i for i in range(1, k + 1)) for k in range(int(size.max()) + 1)])
    return BySubset(sparse_rows(rows, len(numbers)), sign, sign * harmonic[size])


def sparse_rows(rows: Iterable[Sequence[int]], width: int) -> csr_array:
    """Return a matrix of zeros with ones at the columns that each row lists.

    Examples
    --------
    >>> sparse_rows([[0], [0, 2]], 3).toarray().tolist()
    [[1, 0, 0], [1, 0, 1]]
    """
    listed = list(rows)
    lengths = [len(row) for row in listed]
    columns = np.fromiter((number for row in listed for number in row), dtype=np.int64, count=sum(lengths))
    pointers = np.concatenate([[0], np.cumsum(lengths)])
    return csr_array((np.ones(len(columns), dtype=np.int64), columns, pointers), shape=(len(listed), width))


def scaled(table: csr_array, factors: np.ndarray) -> csr_array:
    """Return the table with each column multiplied by its factor.

    Examples
    --------
    >>> scaled(csr_array(np.array([[1, 2]])), np.array([0.5, 3.0])).toarray().tolist()
    [[0.5, 6.0]]
    """
    product = table.astype(np.float64)
    product.data = product.data * factors[product.indices]
    return product


def _parts(labels: Sequence[int]) -> Iterable[tuple[int, ...]]:
    return (part for size in range(1, len(labels) + 1) for part in combinations(labels, size))


def _by_pair(member: csr_array) -> ByPair:
    shared = csr_array(member @ member.T)
    share, likeness = shared.astype(np.float64), shared.astype(np.float64)
    share.data = np.ones(len(shared.data))
    likeness.data = 1 / likeness.data
    return ByPair(share, likeness)
