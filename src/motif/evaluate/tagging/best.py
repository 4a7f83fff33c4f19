"""The best classes of each item, found without sorting all of its scores."""

from __future__ import annotations

import numpy as np

from motif.core.check import few
from motif.core.errors import InputError

__all__ = ["best_classes", "blocks_of_rows", "require_finite"]

_AT_ONCE = 1_200_000  # scores looked at at a time: 5 MB of float32 stay near the processor
_DEEPEST = 16  # columns folded into one maximum: beyond this the partition is no longer what costs


def blocks_of_rows(n_items: int, n_classes: int) -> list[slice]:
    """Return slices that cover all rows, each of a size that stays near the processor.

    Examples
    --------
    >>> blocks_of_rows(5, 600_000)
    [slice(0, 2, None), slice(2, 4, None), slice(4, 6, None)]
    """
    step = max(1, _AT_ONCE // n_classes)
    return [slice(start, start + step) for start in range(0, n_items, step)]


def best_classes(scores: np.ndarray, n_best: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the n_best classes of each item with the highest scores, best first, and these scores.

    Every row's columns are folded into groups; the n_best-th largest of the groups' maxima cannot exceed the n_best-th
    largest score, so that only scores at least as high are sorted. Equal scores stand in one fixed shuffled order of
    the classes: by their numbers they would favour the common classes of a vocabulary that is sorted by frequency.

    Parameters
    ----------
    scores :
        (n_items, n_classes), finite, float32 or what becomes it; float64 is kept.
    n_best :
        How many, at most n_classes.

    Returns
    -------
    Classes, (n_items, n_best) int32, and their scores in the dtype of the comparison.

    Raises
    ------
    InputError
        When scores are NaN or infinite.

    Examples
    --------
    >>> classes, values = best_classes(np.array([[0.1, 0.9, 0.4]]), 2)
    >>> classes.tolist(), values.tolist()
    ([[1, 2]], [[0.9, 0.4]])
    """
    n_items, n_classes = scores.shape
    dtype = np.result_type(scores.dtype, np.float32)
    classes, values = np.empty((n_items, n_best), np.int32), np.empty((n_items, n_best), dtype)
    for rows in blocks_of_rows(n_items, n_classes):
        block = np.ascontiguousarray(scores[rows], dtype=dtype)
        _require_finite(block, rows.start)
        classes[rows], values[rows] = _sorted(*_candidates(block, n_best), n_best)
    return classes, values


def require_finite(scores: np.ndarray) -> None:
    """Refuse scores, (n_items, n_classes), that are NaN or infinite.

    Examples
    --------
    >>> require_finite(np.array([[0.5, np.nan]]))
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: scores must be finite; from row 0 on, 1 rows are not: 0
    """
    for rows in blocks_of_rows(*scores.shape):
        _require_finite(scores[rows], rows.start)


def _require_finite(block: np.ndarray, start: int) -> None:
    if not (np.isfinite(block.max()) and np.isfinite(block.min())):
        wrong = np.flatnonzero(~np.isfinite(block).all(axis=1)) + start
        raise InputError(
            f"scores must be finite; from row {start} on, {len(wrong)} rows are not: {few(wrong.tolist())}"
        )


def _candidates(block: np.ndarray, n_best: int) -> tuple[np.ndarray, np.ndarray]:
    """Return classes and scores of all that may be among the best, (n_rows, width); what is too much scores -inf."""
    n_rows, n_classes = block.shape
    depth = min(_DEEPEST, n_classes // (4 * n_best))
    if depth < 2:
        return np.broadcast_to(np.arange(n_classes, dtype=np.int32), block.shape), block
    n_groups = n_classes // depth
    maxima = block[:, : depth * n_groups].reshape(n_rows, depth, n_groups).max(axis=1)
    bound = np.partition(maxima, n_groups - n_best, axis=1)[:, n_groups - n_best]
    cells = np.flatnonzero(block >= bound[:, None])
    rows = cells // n_classes
    counts = np.bincount(rows, minlength=n_rows)
    places = np.arange(len(cells)) - np.repeat(np.cumsum(counts) - counts, counts)
    classes = np.zeros((n_rows, int(counts.max())), np.int32)
    values = np.full(classes.shape, -np.inf, block.dtype)
    classes[rows, places], values[rows, places] = cells - rows * n_classes, block.ravel()[cells]
    return classes, values


def _sorted(classes: np.ndarray, values: np.ndarray, n_best: int) -> tuple[np.ndarray, np.ndarray]:
    order = np.argsort(-values, axis=1)
    ranked = np.take_along_axis(values, order[:, : n_best + 1], axis=1)
    tied = np.flatnonzero((ranked[:, 1:] == ranked[:, :-1]).any(axis=1))
    if len(tied):
        among_equals = _shuffled(classes[tied])
        order[tied] = np.lexsort((among_equals, -values[tied]), axis=1)
    return np.take_along_axis(classes, order[:, :n_best], axis=1), ranked[:, :n_best]


def _shuffled(classes: np.ndarray) -> np.ndarray:
    """Return a number for each class that is always the same and follows no order of the classes' own numbers."""
    mixed = (classes.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)  # Fibonacci hashing, Knuth 6.4
    return (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
