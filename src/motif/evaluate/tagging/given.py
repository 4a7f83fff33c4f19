"""What is judged: a score for each item and class, and the labels, however they are written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from motif.core.check import few, same_length
from motif.core.errors import InputError
from motif.evaluate.tagging.best import blocks_of_rows

if TYPE_CHECKING:
    from numpy.typing import ArrayLike
    from scipy.sparse import sparray, spmatrix

    GivenLabels: TypeAlias = ArrayLike | sparray | spmatrix | Sequence[Sequence[int]]

__all__ = ["Labels", "joined", "validate"]


@dataclass(frozen=True, eq=False)
class Labels:
    """The classes that are right, as pairs in the order of the items.

    Parameters
    ----------
    items, classes :
        (n_labels,), int32: the item and the class of each label.
    n_items, n_classes :
        How many there are, also those without a label.
    """

    items: np.ndarray
    classes: np.ndarray
    n_items: int
    n_classes: int

    @property
    def per_item(self) -> np.ndarray:
        """How many labels each item has, (n_items,)."""
        return np.bincount(self.items, minlength=self.n_items)

    @property
    def per_class(self) -> np.ndarray:
        """How many items have each class, (n_classes,)."""
        return np.bincount(self.classes, minlength=self.n_classes)


def validate(scores: ArrayLike, labels: GivenLabels) -> tuple[np.ndarray, Labels]:
    """Return the scores as an array and the labels as pairs, refused unless they fit each other.

    Parameters
    ----------
    scores :
        (n_items, n_classes), numbers, higher is surer.
    labels :
        Of the same items: an array or a scipy sparse matrix of the shape of `scores` that holds 0 and 1, or a list with
        a list of class numbers for each item. A list of lists of the scores' own shape is taken for an array.

    Raises
    ------
    InputError
        When shapes differ, labels are not 0 or 1, or a class number is unknown or repeated.

    Examples
    --------
    >>> scores, labels = validate([[0.9, 0.1], [0.2, 0.8]], [[0], []])
    >>> labels.items.tolist(), labels.classes.tolist(), labels.n_items
    ([0], [0], 2)
    """
    array = np.asarray(scores)
    if array.ndim != 2 or 0 in array.shape or array.dtype.kind not in "biuf":
        shape = "numbers of shape (n_items, n_classes), both at least 1"
        raise InputError(f"scores must be {shape}; given {array.dtype} {array.shape}")
    return array, _labels(labels, array.shape)


def joined(parts: Sequence[Labels]) -> Labels:
    """Return the labels of several batches of items as one, in their order.

    Examples
    --------
    >>> _, one = validate([[0.9, 0.1]], [[1]])
    >>> joined([one, one]).items.tolist()
    [0, 1]
    """
    starts = np.cumsum([0, *(part.n_items for part in parts)])
    items = [part.items + np.int32(start) for part, start in zip(parts, starts[:-1], strict=True)]
    classes = np.concatenate([part.classes for part in parts])
    return Labels(np.concatenate(items), classes, int(starts[-1]), parts[0].n_classes)


def _labels(labels: Any, shape: tuple[int, int]) -> Labels:
    if hasattr(labels, "tocsr"):
        return _of_sparse(labels, shape)
    if not isinstance(labels, np.ndarray):
        lists = list(labels)
        if not _is_indicator(lists, shape):
            return _of_lists(lists, shape)
        labels = np.asarray(lists)
    _same_shape(labels.shape, shape)
    pairs = [_positives(labels[rows], rows.start) for rows in blocks_of_rows(*shape)]
    items, classes = (np.concatenate(part) for part in zip(*pairs, strict=True))
    return Labels(items, classes, *shape)


def _is_indicator(lists: list[Any], shape: tuple[int, int]) -> bool:
    return len(lists) == shape[0] and all(np.shape(row) == (shape[1],) for row in lists)


def _same_shape(given: tuple[int, ...], shape: tuple[int, int]) -> None:
    if tuple(given) != shape:
        raise InputError(f"labels must have the shape of the scores {shape}; given {tuple(given)}")


def _positives(block: np.ndarray, start: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the items and classes of the ones in some rows of an array of zeros and ones."""
    if block.dtype.kind not in "biuf" or block.min() < 0 or block.max() > 1:
        raise InputError(f"labels must be 0 or 1; the rows from {start} on hold other values ({block.dtype})")
    if block.dtype.kind == "f" and not ((block == 0) | (block == 1)).all():  # shares, and NaN
        raise InputError(f"labels must be 0 or 1; the rows from {start} on hold shares of 1 or NaN")
    block = np.ascontiguousarray(block).view(bool) if block.dtype.itemsize == 1 else block == 1  # 1 byte, 0 or 1
    cells = np.flatnonzero(block)
    items = cells // block.shape[1]
    return (items + start).astype(np.int32), (cells - items * block.shape[1]).astype(np.int32)


def _of_sparse(labels: Any, shape: tuple[int, int]) -> Labels:
    _same_shape(labels.shape, shape)
    rows = labels.tocsr(copy=True)
    rows.sum_duplicates()
    rows.eliminate_zeros()
    if not (rows.data == 1).all():
        raise InputError("labels must be 0 or 1; the sparse matrix holds other values")
    items = np.repeat(np.arange(shape[0], dtype=np.int32), np.diff(rows.indptr))
    return Labels(items, rows.indices.astype(np.int32), *shape)


def _of_lists(lists: list[Any], shape: tuple[int, int]) -> Labels:
    n_items, n_classes = shape
    same_length(len(lists), n_items, what="labels", other="rows of scores")
    rows = [np.asarray(given) for given in lists]
    wrong = [i for i, row in enumerate(rows) if row.ndim != 1 or (row.size and row.dtype.kind not in "iu")]
    if wrong:
        raise InputError(f"labels must be a list of class numbers for each item; not so for items {few(wrong)}")
    items = np.repeat(np.arange(n_items, dtype=np.int32), [row.size for row in rows])
    classes = np.concatenate([row.astype(np.int64) for row in rows])
    unknown = np.unique(classes[(classes < 0) | (classes >= n_classes)])
    if len(unknown):
        raise InputError(f"labels must be class numbers from 0 to {n_classes - 1}; not {few(unknown.tolist())}")
    cells = np.unique(items * np.int64(n_classes) + classes)
    if len(cells) < len(classes):
        raise InputError(f"labels must name a class once for each item; {len(classes) - len(cells)} are repeated")
    return Labels((cells // n_classes).astype(np.int32), (cells % n_classes).astype(np.int32), *shape)
