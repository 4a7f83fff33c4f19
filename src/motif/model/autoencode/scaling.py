"""What a matrix holds, in one pass of runs of rows: whether it is finite, its range, its middle and its spread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from motif.core.check import finite_rows
from motif.core.errors import DataError, InputError
from motif.model.train.blame import far_item
from motif.model.train.row import Rows

__all__ = ["Summary", "runs", "summarise"]

_RUN_BYTES = 32 << 20
_HIGHEST = 1e37  # float32 ends at 3.4e38
_EXACT = 256  # squares of bytes whose sum float32 holds exactly: 256 * 255^2 < 2^24
_FAR = 1e6  # times the typical distance from the middle: beside such an item, all others look alike
_GLANCE = 32
_FIRST = 1000  # rows whose mean is taken off first, so that squares lose no digits


@dataclass(frozen=True, slots=True, eq=False)
class Summary:
    """What a likelihood asks of the items.

    Parameters
    ----------
    low, high :
        The smallest and the largest value.
    mean :
        (n_features,): of each column.
    spread :
        The root of the mean variance of the columns; 1 where nothing varies.
    whole :
        What counts as 1 in bounded data: 255 for uint8, else 1.

    Examples
    --------
    >>> round(summarise(Rows(np.array([[0.0, 2.0], [2.0, 2.0]]))).spread, 3)
    0.707
    """

    low: float
    high: float
    mean: np.ndarray
    spread: float
    whole: float


def runs(rows: Rows, *, most: int | None = None) -> list[slice]:
    """Return slices that cover the rows, each of at most 32 MB as float64, and of at most so many rows.

    Examples
    --------
    >>> runs(Rows(np.zeros((3, 2))))
    [slice(0, 3, None)]
    >>> runs(Rows(np.zeros((3, 2))), most=2)
    [slice(0, 2, None), slice(2, 3, None)]
    """
    n_items, n_features = len(rows), rows.X.shape[1]
    n_rows = max(1, _RUN_BYTES // (8 * n_features))
    n_rows = n_rows if most is None else min(n_rows, most)
    return [slice(start, min(start + n_rows, n_items)) for start in range(0, n_items, n_rows)]


def summarise(rows: Rows) -> Summary:
    """Return the summary of all items.

    Raises
    ------
    InputError
        When there are NaN or infinite values, with the first rows that hold them, or numbers that float32 cannot hold.
    DataError
        When an item lies a million times as far out as the typical one.

    Examples
    --------
    >>> found = summarise(Rows(np.array([[0, 255]], dtype=np.uint8)))
    >>> found.high, found.whole, found.spread
    (255.0, 255.0, 1.0)
    """
    if rows.X.dtype == np.uint8:
        return _of_bytes(rows)
    n_items, n_features = len(rows), rows.X.shape[1]
    low, high, origin = np.inf, -np.inf, None
    total, squares = np.zeros(n_features), np.zeros(n_features)
    for run in runs(rows):
        part = rows.take(run).double().numpy()
        if not np.isfinite(part).all():
            finite_rows(rows.X)
        low, high = min(low, float(part.min())), max(high, float(part.max()))
        if max(-low, high) > _HIGHEST:
            raise InputError(f"X has values from {low:.3g} to {high:.3g}, too large for float32; rescale it")
        if origin is None:
            origin = part[:_FIRST].mean(axis=0)
        part -= origin
        total += part.sum(axis=0)
        squares += np.einsum("ij,ij->j", part, part)
    _no_far_item(rows, high - low)
    mean = total / n_items + (0 if origin is None else origin)
    variance = np.maximum(squares / n_items - (total / n_items) ** 2, 0).mean()
    spread = float(np.sqrt(variance)) if variance > 0 else 1.0
    return Summary(low, high, mean, spread, 1.0)


def _no_far_item(rows: Rows, width: float) -> None:
    """Refuse an item beside which the others look alike; a glance at few rows tells where there can be none."""
    few = rows.take(np.arange(0, len(rows), max(1, len(rows) // _GLANCE))).double().numpy()
    apart = np.median(np.abs(np.diff(few, axis=0)).max(axis=1)) if len(few) > 1 else 0.0
    if width <= _FAR * apart / 4:  # two rows are at most twice as far from each other as from the middle
        return
    for run in runs(rows):
        row, times = far_item(rows, run)
        if times > _FAR:
            raise DataError(f"item {row} of X lies {times:.0e} times as far out as the typical item, and beside it all "
                            "others look alike; leave it out or rescale X", reason="outlier")  # fmt: skip


def _of_bytes(rows: Rows) -> Summary:
    """Return the same of bytes in a tenth of the time: in short sums float32 is exact, and nothing is NaN."""
    n_items, n_features = len(rows), rows.X.shape[1]
    low, high, squares, total = 255.0, 0.0, 0.0, np.zeros(n_features)
    for start in range(0, n_items, _EXACT):
        part = rows.take(slice(start, min(start + _EXACT, n_items))).numpy()
        low, high = min(low, float(part.min())), max(high, float(part.max()))
        total += np.ones(len(part), dtype=np.float32) @ part
        squares += float(np.einsum("ij,ij->j", part, part).sum(dtype=np.float64))
    mean = total / n_items
    variance = max(0.0, (squares / n_items - float(mean @ mean)) / n_features)
    return Summary(low, high, mean, float(np.sqrt(variance)) if variance > 0 else 1.0, 255.0)
