"""Labels as they come in: one or several for each item, made into numbers from 0."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array

from motif.core.check import few, missing, same_length
from motif.core.errors import InputError
from motif.evaluate.clustering.overlap import Overlap, overlap_of, sparse_rows
from motif.evaluate.row import holds_several, names

__all__ = ["Kinds", "kinds_of", "memberships", "validate"]


def validate(labels: ArrayLike, gold: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return both labellings as numbers from 0, refused unless there is one label for each item in each.

    What is judged comes first; scikit-learn's order is the other way round (`labels_true, labels_pred`).

    Raises
    ------
    InputError
        When a labelling is empty, missing labels, not one row, or not as long as the other.

    Examples
    --------
    >>> validate(["b", "a", "b"], [7, 7, 9])
    (array([1, 0, 1]), array([0, 0, 1]))
    """
    codes, gold_codes = _codes(labels, what="labels"), _codes(gold, what="gold")
    same_length(len(codes), len(gold_codes), what="labels", other="gold labels")
    return codes, gold_codes


def memberships(labels: ArrayLike, gold: Sequence[object]) -> tuple[np.ndarray, np.ndarray, Kinds]:
    """Return labels as numbers, the kind of each item by its gold labels, and the kinds.

    Parameters
    ----------
    labels :
        (n_items,), one label each.
    gold :
        (n_items,), one label each, or a list, tuple or set of at least one label for each item.

    Raises
    ------
    InputError
        As `validate`, and when an item has no gold label, or a missing one (None, NaN) among its labels.

    Examples
    --------
    >>> codes, of_item, kinds = memberships([0, 0, 1], [["hero"], ["hero", "fool"], ["fool"]])
    >>> of_item, kinds.n_labels
    (array([0, 1, 2]), 2)
    """
    given = names(gold, what="gold", nested=True)
    if not any(map(holds_several, given)):
        codes, gold_codes = validate(labels, given)
        return codes, gold_codes, Kinds(int(gold_codes.max()) + 1)
    codes = _codes(labels, what="labels")
    same_length(len(codes), len(given), what="labels", other="gold labels")
    of_item, kinds = kinds_of(_cells(given), every_row=False)
    return codes, of_item, kinds


def kinds_of(gold: Sequence[Sequence[object]], *, every_row: bool) -> tuple[np.ndarray, Kinds]:
    """Return the kind of each item, and the kinds: items of one kind have the same first label and the same labels.

    Parameters
    ----------
    gold :
        The distinct labels of each item, at least one.
    every_row :
        Whether a hard partition has a row for each label of an item; otherwise one, for the first.

    Examples
    --------
    >>> of_item, kinds = kinds_of([["hero"], ["hero", "fool"], ["hero"]], every_row=True)
    >>> of_item, kinds.hard.toarray().tolist()
    (array([0, 1, 0]), [[1, 0], [1, 1]])
    """
    labels: dict[object, int] = {}
    seen: dict[tuple[int, frozenset[int]], int] = {}
    of_item = np.empty(len(gold), dtype=np.int64)
    for i, given in enumerate(gold):
        numbers = [labels.setdefault(label, len(labels)) for label in given]
        of_item[i] = seen.setdefault((numbers[0], frozenset(numbers)), len(seen))
    if all(len(held) == 1 for _, held in seen):
        return of_item, Kinds(len(labels))
    held = [sorted(numbers) for _, numbers in seen]
    hard = sparse_rows(held if every_row else [[first] for first, _ in seen], len(labels))
    return of_item, Kinds(len(labels), hard, overlap_of(held, n_labels=len(labels)))


@dataclass(frozen=True, eq=False)
class Kinds:
    """What kinds of items there are by their gold labels.

    Parameters
    ----------
    n_labels :
        Gold labels.
    hard :
        (n_kinds, n_labels): how many rows an item of the kind has in the table of a hard partition; None when kinds
        are labels, one row each.
    overlap :
        Which kinds share labels; None when kinds are labels.

    Examples
    --------
    >>> Kinds(n_labels=3).one_row_each
    True
    """

    n_labels: int
    hard: csr_array | None = None
    overlap: Overlap | None = None

    @property
    def one_row_each(self) -> bool:
        """Whether each item has one row in the table of a hard partition."""
        return self.hard is None or bool((self.hard.sum(axis=1) == 1).all())


def _codes(values: ArrayLike, *, what: str) -> np.ndarray:
    """Return labels as numbers, in the order of the labels where they have one, else as they appear."""
    row = names(values, what=what)
    try:
        order = sorted(set(row))
    except TypeError:  # labels of several kinds, such as 1 and "1"
        order = list(dict.fromkeys(row))
    number = {label: i for i, label in enumerate(order)}
    return np.array([number[label] for label in row])


def _cells(given: Sequence[Any]) -> list[list[Any]]:
    """Return the distinct labels of each item, in the order in which they are given."""
    bare, empty = [cell for cell in given if not holds_several(cell)], [cell for cell in given if not _size(cell)]
    if bare or empty:
        raise InputError(
            "gold must give each item one label, or each a list of at least one; "
            f"{len(bare)} are no lists, {len(empty)} are empty"
        )
    cells = [cell.tolist() if isinstance(cell, np.ndarray) else list(cell) for cell in given]
    wrong = [label for cell in cells for label in cell if not isinstance(label, Hashable) or missing(label)]
    if wrong:
        raise InputError(f"gold must list labels only; {len(wrong)} are missing, or lists themselves ({few(wrong)})")
    return [list(dict.fromkeys(cell)) for cell in cells]


def _size(cell: Any) -> int:
    return len(cell) if holds_several(cell) else 1
