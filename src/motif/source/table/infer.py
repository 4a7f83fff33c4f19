"""Types of columns: text becomes a number, a date or a truth value only where nothing that it said is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["MISSING", "typed"]

MISSING = ("NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "NULL", "null", "Null", "None", "none", "\\N")
"""Texts that say in a column of numbers, dates or truth values that the value is missing."""

_Converter: TypeAlias = Callable[[pa.ChunkedArray], pa.ChunkedArray | None]
_SAMPLE = 100
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-][0-9]+))?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EXACT = 15  # every decimal number of so many digits comes back unchanged from a double (IEEE 754)
_BOOLS = (("true", "false"), ("True", "False"), ("TRUE", "FALSE"))


def typed(column: pa.ChunkedArray, *, as_text: bool = False) -> tuple[pa.ChunkedArray, int]:
    """Return a column of text in the narrowest type that keeps what every cell says, and its missing markers.

    An empty cell is missing in every type. The rules are in `motif.source.table.read_table`.

    Parameters
    ----------
    column :
        Text.
    as_text :
        Whether it stays text whatever it holds.

    Returns
    -------
    column, n_missing_markers
        int64, float64, date32, bool or string; the number of cells such as NA that became missing.

    Examples
    --------
    >>> for cells in (["7", ""], ["007", "8"], ["0.5", "NA"], ["1.50", "0.25"], ["1e5", "2"], ["1.35e-06", "0"]):
    ...     print(cells, typed(pa.chunked_array([cells]))[0].type)
    ['7', ''] int64
    ['007', '8'] string
    ['0.5', 'NA'] double
    ['1.50', '0.25'] double
    ['1e5', '2'] string
    ['1.35e-06', '0'] double
    """
    empty = pc.equal(column, "")
    if pc.any(empty).as_py():
        column = pc.if_else(empty, pa.scalar(None, pa.string()), column)
    converters = [] if as_text else _candidates(column)
    if not converters:
        return column, 0
    result = _first(converters, column)
    if result is not None:  # a marker is no number, date or truth value, so there is none
        return result, 0
    marked = pc.is_in(column, value_set=_missing())
    n_marked = pc.sum(marked).as_py() or 0
    result = _first(converters, pc.if_else(marked, pa.scalar(None, pa.string()), column)) if n_marked else None
    return (column, 0) if result is None else (result, n_marked)


def _first(converters: list[_Converter], column: pa.ChunkedArray) -> pa.ChunkedArray | None:
    """What the first of the converters makes of a column that can."""
    return next((result for convert in converters if (result := convert(column)) is not None), None)


@cache
def _missing() -> pa.StringArray:
    return pa.array(MISSING)  # not on import: making an array imports pandas where that is installed


def _candidates(column: pa.ChunkedArray) -> list[_Converter]:
    """The types that the first cells allow."""
    there = column.drop_null()
    sample = [cell for cell in there.slice(0, _SAMPLE).to_pylist() if cell not in MISSING]
    if not sample and len(there) > _SAMPLE:
        rest = there.filter(pc.invert(pc.is_in(there, value_set=_missing())))
        sample = rest.slice(0, _SAMPLE).to_pylist()
    if not sample:
        return []
    numbers = [_NUMBER.fullmatch(cell) for cell in sample]
    if all(numbers):
        whole = all(match and match.group(2) is match.group(3) is None for match in numbers)
        return [_whole, _decimal] if whole else [_decimal]
    if all(_DATE.fullmatch(cell) for cell in sample):
        return [_date]
    if any(set(sample) <= set(pair) for pair in _BOOLS):
        return [_truth]
    return []


def _whole(column: pa.ChunkedArray) -> pa.ChunkedArray | None:
    return _there_and_back(column, pa.int64())


def _date(column: pa.ChunkedArray) -> pa.ChunkedArray | None:
    return _there_and_back(column, pa.date32())


def _there_and_back(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray | None:
    try:
        result = pc.cast(column, kind)
    except pa.ArrowInvalid:
        return None
    if kind == pa.int64() and all(_surely_whole(chunk) for chunk in column.chunks):
        return result
    return result if pc.all(pc.equal(pc.cast(result, pa.string()), column)).as_py() else None


def _surely_whole(chunk: pa.StringArray) -> bool:
    """Whether all cells, known to be whole numbers, come back unchanged: digits alone, no zero before others."""
    _, offsets, values = chunk.buffers()
    if chunk.null_count or not len(chunk):
        return False
    edges = np.frombuffer(offsets, np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
    text = np.frombuffer(values, np.uint8)[edges[0] : edges[-1]]
    begins, n = edges[:-1] - edges[0], np.diff(edges)
    is_digit = (text >= ord("0")) & (text <= ord("9"))
    return bool(is_digit.all()) and not ((text[begins] == ord("0")) & (n > 1)).any()


def _truth(column: pa.ChunkedArray) -> pa.ChunkedArray | None:
    for yes, no in _BOOLS:
        if pc.all(pc.is_in(column.drop_null(), value_set=pa.array([yes, no]))).as_py():
            return pc.equal(column, yes)
    return None


def _decimal(column: pa.ChunkedArray) -> pa.ChunkedArray | None:
    try:
        numbers = pc.cast(column, pa.float64())
    except pa.ArrowInvalid:
        return None
    if not pc.all(pc.is_finite(numbers)).as_py():
        return None
    doubtful = np.concatenate([~_surely_exact(chunk) for chunk in column.chunks])
    rest = column.filter(pa.array(doubtful))
    shortest = pc.cast(pc.cast(rest, pa.float64()), pa.string())  # the shortest text that gives the same double
    rest = rest.filter(pc.not_equal(shortest, rest))
    return numbers if _fits(rest.unique().to_pylist(), column) else None


def _surely_exact(chunk: pa.StringArray) -> np.ndarray:
    """Which cells, known to be numbers, come back unchanged: few digits, no needless zeros, no exponent; or missing."""
    if chunk.null_count == len(chunk):
        return np.ones(len(chunk), dtype=bool)
    _, offsets, values = chunk.buffers()
    edges = np.frombuffer(offsets, np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
    text = np.frombuffer(values, np.uint8)[: edges[-1]]
    begin = np.minimum(edges[:-1], len(text) - 1)
    begin = begin + (text[begin] == ord("-"))
    n = edges[1:] - begin
    first, second, last, before_last = (
        text[np.clip(places, 0, len(text) - 1)] for places in (begin, begin + 1, edges[1:] - 1, edges[1:] - 2)
    )
    doubtful = (n > _EXACT) | (first == ord(".")) | (last == ord("."))
    doubtful |= (n > 1) & (first == ord("0")) & (second != ord("."))
    doubtful |= (n > 1) & (last == ord("0")) & (before_last != ord("."))
    letters = np.flatnonzero(text[edges[0] :] > ord("9")) + edges[0]
    doubtful[np.searchsorted(edges, letters, side="right") - 1] = True
    return ~doubtful | (edges[1:] == edges[:-1])


def _fits(texts: list[str], column: pa.ChunkedArray) -> bool:
    """Whether the other ways to write a number lose nothing: an exponent with its sign, a fixed number of decimals."""
    matches = [_NUMBER.fullmatch(text) for text in texts[:1]]
    if matches and matches[0] is not None:
        _, fraction, exponent = matches[0].groups()
        form = f".{len(fraction or '')}{'e' if exponent else 'f'}"
        if all(format(float(text), form) == text for text in texts) and _all_have(len(fraction or ""), column):
            return True
    fixed: set[int] = set()
    for text in texts:
        match = _NUMBER.fullmatch(text)
        if match is None or not _exact(text, *match.groups()):
            return False
        fraction = match.group(2) or ""
        if fraction.endswith("0") and fraction != "0":
            fixed.add(len(fraction))
    return not fixed or (len(fixed) == 1 and _all_have(fixed.pop(), column))


def _all_have(n_decimals: int, column: pa.ChunkedArray) -> bool:
    pattern = rf"^-?[0-9]+\.[0-9]{{{n_decimals}}}(?:[eE][+-][0-9]+)?$"
    return bool(pc.all(pc.match_substring_regex(column, pattern)).as_py())


def _exact(text: str, whole: str, fraction: str | None, exponent: str | None) -> bool:
    """Whether a double, written with as many decimals, gives the same number again."""
    fraction = fraction or ""
    if len((whole + fraction).lstrip("0")) <= _EXACT:
        return True
    again = f"{float(text):.{len(fraction)}{'e' if exponent else 'f'}}"
    return again == text or Decimal(again) == Decimal(text)
