"""Matching: the groups of a new grouping recognised as those of an older one, so that their numbers stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

from motif.core.check import integer, same_length
from motif.core.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["Matched", "matched"]

_LEAST = 0.5  # of the smaller of the two groups: below, neither is the other


@dataclass(frozen=True, eq=False)
class Matched:
    """A new grouping with the numbers of an older one.

    Parameters
    ----------
    labels :
        (n_items,): the new groups, numbered as the old ones where they are the same; -1 where an item has none.
    number_of :
        Label of a new group, as it was given -> its number now.
    stayed, new, gone :
        Numbers that both groupings have, that only the new one has, and that only the old one had; ascending.
    n_moved :
        Items that were in a group and now are in another.

    Examples
    --------
    >>> matched([0, 0, 1], [7, 7, -1]).stayed
    (7,)
    """

    labels: np.ndarray
    number_of: dict[int, int]
    stayed: tuple[int, ...]
    new: tuple[int, ...]
    gone: tuple[int, ...]
    n_moved: int


def matched(labels: ArrayLike, before: ArrayLike, *, next_number: int = 0) -> Matched:
    """Return a new grouping in which the groups that were there before have kept their numbers.

    Old and new groups are paired so that as many items as possible stay (an optimal assignment); a pair counts when it
    shares at least half of the smaller group's items, among those that are in a group both times. Every other new group
    takes a number that was never used.

    Parameters
    ----------
    labels :
        (n_items,), whole numbers, the new grouping; below 0 for no group.
    before :
        (n_items,), the old numbers of the same items; below 0 for items that are new or had none.
    next_number :
        The first number that no group has ever had; those of `before` are never given again either.

    Raises
    ------
    InputError
        When the two do not line up.

    Examples
    --------
    >>> found = matched([0, 0, 0, 1, 1, 2], [4, 4, 4, 2, 2, -1])
    >>> found.labels.tolist(), found.new
    ([4, 4, 4, 2, 2, 5], (5,))
    """
    labels, before = _whole(labels, what="labels"), _whole(before, what="before")
    same_length(len(before), len(labels), what="before")
    kinds, old = np.unique(labels[labels >= 0]), np.unique(before[before >= 0])
    both = (labels >= 0) & (before >= 0)
    table = np.zeros((len(kinds), len(old)), dtype=np.int64)
    np.add.at(table, (np.searchsorted(kinds, labels[both]), np.searchsorted(old, before[both])), 1)
    number_of = {int(kinds[row]): int(old[at]) for row, at in _pairs(table)}
    following = max(integer(next_number, what="next_number", low=0), int(old.max(initial=-1)) + 1)
    stayed = tuple(sorted(number_of.values()))
    fresh = [kind for kind in kinds.tolist() if kind not in number_of]
    number_of |= {kind: following + at for at, kind in enumerate(fresh)}
    numbered = np.array([number_of.get(label, -1) for label in labels.tolist()], dtype=np.int64)
    return Matched(
        labels=numbered,
        number_of=number_of,
        stayed=stayed,
        new=tuple(number_of[kind] for kind in fresh),
        gone=tuple(sorted(set(old.tolist()) - set(stayed))),
        n_moved=int((numbered[both] != before[both]).sum()),
    )


def _pairs(table: np.ndarray) -> list[tuple[int, int]]:
    rows, columns = linear_sum_assignment(table, maximize=True)
    smaller = np.minimum(table.sum(axis=1)[rows], table.sum(axis=0)[columns])
    shared = table[rows, columns]
    kept = (shared > 0) & (shared >= _LEAST * smaller)
    return [(int(row), int(at)) for row, at in zip(rows[kept], columns[kept], strict=True)]


def _whole(labels: ArrayLike, *, what: str) -> np.ndarray:
    found = np.asarray(labels)
    if found.ndim != 1 or (found.dtype.kind not in "iu" and len(found)):
        raise InputError(f"{what} must be whole numbers in one row; given {found.dtype} of shape {found.shape}")
    return found.astype(np.int64)
