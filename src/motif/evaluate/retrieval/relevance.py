"""Who is relevant to whom: items that share a label, those of the same group apart."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core.check import few, missing
from motif.core.errors import InputError
from motif.evaluate.group import group_numbers
from motif.evaluate.row import holds_several, listed, names

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["Relevance"]

_PAIRS_AT_ONCE = 4_000_000  # pairs of cells compared at a time
_WORD = 64  # bits


@dataclass(frozen=True, eq=False)
class Relevance:
    """The labelled items: the cell and the group of each, and which cells share a label.

    Parameters
    ----------
    positions :
        (n_labelled,): where the labelled items stand among all, ascending; the other fields speak of these only.
    cells :
        (n_labelled,): the number of each item's set of labels.
    groups :
        (n_labelled,): the number of each item's group.
    bits :
        (n_cells, n_words), uint64: a bit for each label that the cell holds. (n_cells, 0) where each cell holds one
        label of its own, so that only equal cells share one.
    n_items :
        How many items there are, with or without a label.

    Examples
    --------
    >>> songs = Relevance.of([["rock"], ["rock", "folk"], [], ["folk"]], groups=None)
    >>> songs.positions.tolist(), songs.n_relevant().tolist(), songs.n_candidates().tolist()
    ([0, 1, 3], [1, 2, 1], [2, 2, 2])
    """

    positions: np.ndarray
    cells: np.ndarray
    groups: np.ndarray
    bits: np.ndarray
    n_items: int

    @classmethod
    def of(cls, labels: Iterable[Any], groups: ArrayLike | None) -> Relevance:
        """Number labels and groups.

        Raises
        ------
        InputError
            When labels are no row, nothing is labelled, or there is not one group for each item.
        """
        given = _cells(names(labels, what="labels", nested=True))
        positions = np.flatnonzero([bool(cell) for cell in given])
        if not len(positions):
            raise InputError(f"labels must say something of at least one item; of {len(given)} items none has a label")
        distinct = {cell: number for number, cell in enumerate(dict.fromkeys(given[i] for i in positions))}
        cells = np.array([distinct[given[i]] for i in positions])
        owners = np.arange(len(given)) if groups is None else group_numbers(groups, len(given))
        return cls(positions, cells, owners[positions], _bits(list(distinct)), len(given))

    @property
    def n_labelled(self) -> int:
        """How many items have a label."""
        return len(self.positions)

    @property
    def grouped(self) -> bool:
        """Whether any group holds several labelled items."""
        return int(np.bincount(self.groups).max()) > 1

    def n_candidates(self) -> np.ndarray:
        """Return how many items may be found for each, (n_labelled,)."""
        return self.n_labelled - np.bincount(self.groups)[self.groups]

    def popularity(self) -> np.ndarray:
        """Return how many items each one shares a label with, itself among them, (n_labelled,)."""
        counts = np.bincount(self.cells)
        return self._sharing(np.arange(len(counts)), counts)[self.cells]

    def n_relevant(self) -> np.ndarray:
        """Return how many of its candidates are relevant to each, (n_labelled,)."""
        n_cells = int(self.cells.max()) + 1
        codes = self.groups.astype(np.int64) * n_cells + self.cells
        kinds, which, counts = np.unique(codes, return_inverse=True, return_counts=True)
        own = counts.copy()  # of the group's items those of the same cell; others of the group follow
        starts = np.flatnonzero(np.diff(kinds // n_cells, prepend=-1))
        for start, end in zip(starts, np.append(starts[1:], len(kinds)), strict=True):
            if end - start > 1:
                own[start:end] = self._sharing(kinds[start:end] % n_cells, counts[start:end])
        return self.popularity() - own[which]

    def between(self, queries: np.ndarray, lists: np.ndarray) -> np.ndarray:
        """Return whether listed items are relevant to their query, shaped as `lists`; -1 is not.

        `queries` are (n_queries,) and `lists` (n_queries, n_places) positions among the labelled items.
        """
        asked, found = self.cells[queries][:, None], self.cells[lists]
        return self._share(asked, found) & (lists >= 0)

    def candidate(self, queries: np.ndarray, lists: np.ndarray) -> np.ndarray:
        """Return whether listed items are candidates of their query, shaped as `lists`; -1 is not."""
        return (self.groups[queries][:, None] != self.groups[lists]) & (lists >= 0)

    def _sharing(self, cells: np.ndarray, counts: np.ndarray) -> np.ndarray:
        """Return how many items share a label with each of some cells, given how many items each of these has."""
        if not self.bits.shape[1]:
            return counts
        step = max(1, _PAIRS_AT_ONCE // len(cells))
        parts = (cells[start : start + step, None] for start in range(0, len(cells), step))
        return np.concatenate([self._share(some, cells[None]) @ counts for some in parts])

    def _share(self, asked: np.ndarray, found: np.ndarray) -> np.ndarray:
        if not self.bits.shape[1]:
            return asked == found
        shared = np.zeros(np.broadcast_shapes(asked.shape, found.shape), bool)
        for word in self.bits.T:
            shared |= (word[asked] & word[found]) != 0
        return shared


def _cells(given: list[Any]) -> list[frozenset[Any]]:
    """Return each item's labels as a set, missing ones left out."""
    inside = [listed(cell) if holds_several(cell) else [cell] for cell in given]
    wrong = [label for cell in inside for label in cell if not isinstance(label, Hashable)]
    if wrong:
        raise InputError(f"labels must be text or numbers, or a list of them for each item; given {few(wrong)}")
    return [frozenset(label for label in cell if not missing(label) and label != "") for cell in inside]


def _bits(cells: list[frozenset[Any]]) -> np.ndarray:
    names = {label: number for number, label in enumerate(dict.fromkeys(label for cell in cells for label in cell))}
    if all(len(cell) == 1 for cell in cells):
        return np.zeros((len(cells), 0), np.uint64)
    numbers = np.array([names[label] for cell in cells for label in cell])
    rows = np.repeat(np.arange(len(cells)), [len(cell) for cell in cells])
    bits = np.zeros((len(cells), (len(names) - 1) // _WORD + 1), np.uint64)
    np.bitwise_or.at(bits, (rows, numbers // _WORD), np.uint64(1) << (numbers % _WORD).astype(np.uint64))
    return bits
