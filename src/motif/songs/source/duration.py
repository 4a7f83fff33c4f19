"""Durations: how long songs are, in s, whichever unit and spelling a column has."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from motif.songs.source.feature import numbers

__all__ = ["durations"]

_CLOCK = r"^\s*(?:(?P<h>\d+):)?(?P<m>\d+):(?P<s>\d{1,2}(?:\.\d+)?)\s*$"
_THOUSANDS = r"^\s*\d{1,3}(,\d{3})+\s*$"
_LONGEST_S = 10_000  # a column whose middle cell reaches this counts in ms, whatever its name says
_SHORTEST_MS = 1000  # one whose middle cell is below this counts in s: songs last longer than a second


def durations(cells: pa.ChunkedArray, *, says_ms: bool = False) -> np.ndarray:
    """Return durations in s, NaN where a cell is empty, no duration or not above 0.

    Cells like "3:45" are minutes and seconds. The unit of the others, s or ms, is decided for the whole column by its
    middle cell, and so is whether a comma stands before thousands ("1,292" among cells like "220") or decimals.

    Parameters
    ----------
    cells :
        (n_rows,) numbers or text.
    says_ms :
        Whether the column's name says that it counts in ms.

    Examples
    --------
    >>> durations(pa.chunked_array([["220", "1,292", "3:45", None]])).tolist()
    [220.0, 1292.0, 225.0, nan]
    >>> durations(pa.chunked_array([[220040, 197000]])).tolist(), durations(pa.chunked_array([[41.5]])).tolist()
    ([220.04, 197.0], [41.5])
    """
    clock = np.full(len(cells), np.nan)
    if pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type):
        cells = _without_thousands(cells)
        if pc.any(pc.match_substring_regex(cells, _CLOCK)).as_py():
            parts = pc.extract_regex(cells, _CLOCK)
            h, m, s = (numbers(pc.struct_field(parts, name), words={})[0] for name in "hms")
            clock = np.nan_to_num(h) * 3600 + m * 60 + s
    values = numbers(cells, words={})[0]
    with np.errstate(invalid="ignore"):
        values = np.where(values > 0, values, np.nan)
    known = values[np.isfinite(values)]
    if len(known) and np.median(known) >= (_SHORTEST_MS if says_ms else _LONGEST_S):
        values = values / 1000
    return np.where(np.isnan(clock), values, clock)


def _without_thousands(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """The cells without the commas before thousands, where the column writes them: at few cells, and at no other."""
    has_comma = pc.fill_null(pc.match_substring(cells, ","), fill_value=False)
    n_commas = pc.sum(has_comma).as_py() or 0
    n_thousands = pc.sum(pc.match_substring_regex(cells, _THOUSANDS)).as_py() or 0
    if not n_commas or n_commas != n_thousands or 2 * n_commas >= len(cells) - cells.null_count:
        return cells
    return pc.replace_substring(cells, ",", "")
