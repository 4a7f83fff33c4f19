"""Which items have gold labels in common, where an item may have several: sums over pairs of kinds of items."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

import numpy as np
from scipy.sparse import csc_array, csr_array

__all__ = ["ByPair", "BySubset", "Overlap", "overlap_of", "scaled", "sparse_rows"]

_MOST_SUBSETS = 200_000  # of the labels of all kinds together: 45 MB while they are numbered; beyond, pairs of kinds
_MOST_LABELS = 12  # of a kind: inclusion and exclusion lose digits with each; 5e-13 was measured here, 1e-10 at 20
_BYTES_HELD = 64_000_000  # for the labels that pairs of kinds share: 8,000 kinds; beyond, they are counted at each use
_PAIRS_AT_ONCE = 1_000_000  # pairs of kinds, or of a kind and a cluster, looked at at a time: 8 MB for each table


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
    """The same sums over all pairs of kinds, some kinds at a time, where the subsets of their labels are too many.

    The time grows with the square of the kinds, the memory does not.

    Parameters
    ----------
    member :
        (n_kinds, n_labels): 1 where a kind has a label.
    shared :
        (n_kinds, n_kinds): how many labels two kinds share; None where that is too large to be held.

    Examples
    --------
    >>> overlap_of([[0], [0, 1]], n_labels=2, most_subsets=0).sharing(np.array([3, 1])).tolist()
    [4.0, 4.0]
    """

    member: csr_array
    shared: np.ndarray | None

    @classmethod
    def of(cls, member: csr_array) -> ByPair:
        """Count the shared labels of all pairs where there are not too many."""
        by_pair = cls(member, None)
        n_kinds, count = member.shape[0], np.min_scalar_type(int(np.diff(member.indptr).max(initial=0)))
        if n_kinds**2 * count.itemsize > _BYTES_HELD:
            return by_pair
        held = np.empty((n_kinds, n_kinds), count)
        for some, shared in by_pair.columns(1):
            held[:, some] = shared
        return cls(member, held)

    def columns(self, n_clusters: int) -> Iterator[tuple[slice, np.ndarray]]:
        """Yield how many labels all kinds share with some, (n_kinds, n_some), until each kind had its turn."""
        n_kinds = self.member.shape[0]
        step = max(1, _PAIRS_AT_ONCE // max(n_kinds, n_clusters))
        for start in range(0, n_kinds, step):
            some = slice(start, min(start + step, n_kinds))
            if self.shared is None:
                yield some, csr_array(self.member @ self.member[some].T).toarray()
            else:
                yield some, self.shared[:, some]

    def sharing(self, of_kind: np.ndarray) -> np.ndarray:
        """Return with how many items those of each kind share a label, themselves included."""
        return np.concatenate([of_kind @ _sharing(shared) for _, shared in self.columns(1)])

    def both(self, table: csr_array) -> np.ndarray:
        """Return the ordered pairs of items in each cluster that share a label."""
        return self._weighed(_sharing, table, table)

    def alike(self, part: csr_array, table: csr_array) -> float:
        """Return the sum of 1 / labels shared over pairs in one cluster; the first of each counts as in `part`."""
        return float(self._weighed(_likeness, part, table).sum())

    def _weighed(self, weigh: Callable[[np.ndarray], np.ndarray], first: csr_array, second: csr_array) -> np.ndarray:
        """Return for each cluster the sum over pairs in it of their weight, (n_clusters,)."""
        by_column = csc_array(first)
        sums = np.zeros(first.shape[0])
        for some, shared in self.columns(len(sums)):
            sums += by_column[:, some].multiply(second @ weigh(shared)).sum(axis=1)
        return sums


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
        Above so many sets of labels, or 12 labels of one kind, pairs of kinds are looked at.

    Examples
    --------
    >>> type(overlap_of([[0, 1]], n_labels=2)).__name__, type(overlap_of([range(30)], n_labels=30)).__name__
    ('BySubset', 'ByPair')
    """
    if max(map(len, held)) > _MOST_LABELS or sum(2 ** len(labels) for labels in held) > most_subsets:
        return ByPair.of(sparse_rows(held, n_labels))
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


def _sharing(shared: np.ndarray) -> np.ndarray:
    return (shared > 0).astype(np.float64)


def _likeness(shared: np.ndarray) -> np.ndarray:
    return np.divide(1.0, shared, out=np.zeros(shared.shape), where=shared > 0)
