"""Delimited text (CSV, TSV): cells as they stand, each row that does not fit left out with its number.

Arrow's reader does the work where quotes leave one way only to cut the rows. Where they do not, rows are cut one at a
time by the `csv` module, and a row with a broken quote costs itself alone.
"""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from motif.core.errors import DataError
from motif.core.record import Drop
from motif.source.table.dialect import NO_DELIMITER, QUOTE, Dialect, header_of, quotes_are_plain, quoting_of, sniff

__all__ = ["STEP", "Cells", "read_delimited"]

STEP = "read_table"
_BLOCK = 1 << 23
_BATCH = 1 << 14
_SNIPPET = 60
_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?")


@dataclass(slots=True)
class Cells:
    """The cells of a file by column, all as text; the row numbers that belong to them; what was left out.

    Examples
    --------
    >>> cells = Cells(["song"], [pa.chunked_array([["Stay"]])], numbers=np.array([2]))
    >>> cells.names, cells.drops
    (['song'], [])
    """

    names: list[str]
    columns: list[pa.ChunkedArray]
    numbers: np.ndarray
    drops: list[Drop] = field(default_factory=list)
    dirt: dict[str, int] = field(default_factory=dict)
    delimiter: str = ","
    quote: str = QUOTE


def read_delimited(data: bytes, *, name: str, delimiter: str | None = None, columns: list[str] | None = None) -> Cells:
    r"""Return the cells of a delimited text.

    Parameters
    ----------
    data :
        The text, as UTF-8.
    name :
        How messages and drops call the file.
    delimiter :
        The character between cells; None finds it.
    columns :
        Names of the columns, for a file without a header; None takes them from the first row.

    Raises
    ------
    DataError
        reason empty, no_header, header_mismatch.

    Examples
    --------
    >>> cells = read_delimited(b"id,song\n1,Stay\n2\n", name="a.csv")
    >>> cells.names, cells.columns[1].to_pylist(), cells.drops[0].origin
    (['id', 'song'], ['Stay'], 'a.csv:3')
    """
    delimiter = delimiter or sniff(data)
    plain = quotes_are_plain(data, delimiter)
    quoted = plain or quoting_of(data, delimiter)
    header = columns or header_of(data, delimiter, quoted=quoted)
    if not any(cell.strip() for cell in header):
        raise DataError(f"{name!r} is empty: it holds only blanks", reason="empty")
    cells = _fast(data, delimiter, header, name) if plain else None
    if cells is None:
        cells = _careful(data, delimiter, header, name, quoted=quoted)
    _leave_out_blank(cells)
    if columns is None:
        _leave_out_headers(cells, header, name)
        _check_header(cells, header, name=name)
    _refuse_mismatch(cells, header, name=name)
    cells.delimiter = "" if delimiter == NO_DELIMITER else delimiter
    cells.quote = QUOTE if quoted else ""
    return cells


def _check_header(cells: Cells, header: list[str], *, name: str) -> None:
    """Refuse a first row of nothing but numbers; count the numbers in one.

    Numbers that count the columns are names: data frames without names write them.
    """
    filled = [cell.strip() for cell in header if cell.strip()]
    numbers = [float(cell) for cell in filled if _NUMBER.fullmatch(cell)]
    if not numbers or numbers in (list(range(len(numbers))), list(range(1, len(numbers) + 1))):
        return
    if len(numbers) == len(filled):
        message = f"{name!r} has no header: its first row holds only numbers ({', '.join(filled[:3])})"
        raise DataError(f"{message}; add the names or give them as columns", reason="no_header")
    _count(cells, "number_header", len(numbers))


def _refuse_mismatch(cells: Cells, header: list[str], *, name: str) -> None:
    """Refuse a text in which fewer than one row in ten fits the header: prose with commas, a title above the table."""
    ragged = [drop for drop in cells.drops if drop.reason == "ragged_row"]
    n_rows = len(cells.numbers)
    if ragged and n_rows < (n_rows + len(ragged)) / 10:
        message = f"{name!r}: {n_rows} of {n_rows + len(ragged)} rows have {len(header)} cells, one for each column"
        raise DataError(
            f"{message}; row {ragged[0].origin.rpartition(':')[2]} has {ragged[0].detail}; "
            "put one name for each column into the first line and nothing above it",
            reason="header_mismatch",
        )


def _ragged(name: str, number: int, actual: int, expected: int, text: str) -> Drop:
    snippet = " ".join(text.split())[:_SNIPPET]
    return Drop(f"{name}:{number}", STEP, "ragged_row", detail=f"{actual} cells, {expected} expected: {snippet!r}")


def _fast(data: bytes, delimiter: str, header: list[str], name: str) -> Cells | None:
    """Read by Arrow; None when rows end with empty cells beyond the header, which only the careful way can cut."""
    width = len(header)
    try:
        table, invalid = _parse(data, delimiter, width, block=_BLOCK)
    except pa.ArrowInvalid:  # a row longer than a block: all in one
        table, invalid = _parse(data, delimiter, width, block=len(data) + 1)
    surplus = [row.text.rstrip("\r\n") for row in invalid if row.actual_columns > width]
    if any(text.endswith((delimiter, QUOTE + QUOTE)) for text in surplus):
        return None
    everything = np.arange(1, table.num_rows + len(invalid) + 1)
    numbers = np.delete(everything, [row.number - 1 for row in invalid])
    drops = [_ragged(name, row.number, row.actual_columns, width, row.text) for row in invalid]
    return Cells(list(header), table.columns, numbers, drops, {"ragged_row": len(drops)} if drops else {})


def _parse(data: bytes, delimiter: str, width: int, *, block: int) -> tuple[pa.Table, list[arrow_csv.InvalidRow]]:
    invalid: list[arrow_csv.InvalidRow] = []

    def skip(row: arrow_csv.InvalidRow) -> str:
        invalid.append(row)
        return "skip"

    names = [str(place) for place in range(width)]
    read = arrow_csv.ReadOptions(use_threads=False, column_names=names, block_size=block)  # threads lose row numbers
    parse = arrow_csv.ParseOptions(
        delimiter=delimiter,
        quote_char=QUOTE,
        newlines_in_values=b'"' in data,
        ignore_empty_lines=False,
        invalid_row_handler=skip,
    )
    types = dict.fromkeys(names, pa.string())
    convert = arrow_csv.ConvertOptions(column_types=types, strings_can_be_null=False, check_utf8=False)
    return arrow_csv.read_csv(pa.BufferReader(data), read, parse, convert), invalid


class _Lines:
    """Lines that can be taken back, so that a broken row costs one line and not all that it swallowed."""

    def __init__(self, data: bytes) -> None:
        self._stream = io.TextIOWrapper(io.BytesIO(data), "utf-8", newline="")
        self._again: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._stream)
        self.taken.append(line)
        return line

    def give_back(self) -> str:
        """Keep only the first line of the row as read, and return it."""
        self._again.extendleft(reversed(self.taken[1:]))
        return self.taken[0]


def _rows(data: bytes, dialect: Dialect) -> Iterator[tuple[int, list[str] | None, str]]:
    """Yield (row number, cells or None for a broken row, its text or what is wrong)."""
    lines = _Lines(data)
    number = 0
    reader = csv.reader(lines, dialect)
    while True:
        lines.taken.clear()
        number += 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            first = " ".join(lines.give_back().split())[:_SNIPPET]
            reader = csv.reader(lines, dialect)
            yield number, None, f"{error}: {first!r}"
            continue
        if row is None:
            return
        yield number, row, lines.taken[0]


def _careful(data: bytes, delimiter: str, header: list[str], name: str, *, quoted: bool) -> Cells:
    cells = _careful_once(data, Dialect(delimiter, quoted=quoted), header, name)
    if quoted and cells.dirt.get("malformed_row") and b'\\"' in data:
        escaped = _careful_once(data, Dialect(delimiter, escaped=True), header, name)
        return min(cells, escaped, key=lambda each: len(each.drops))
    return cells


def _careful_once(data: bytes, dialect: Dialect, header: list[str], name: str) -> Cells:
    width = len(header)
    batch: list[list[str]] = []
    batches: list[list[pa.Array]] = []
    cells = Cells(list(header), [], np.empty(0, dtype=np.int64))
    numbers: list[int] = []
    for number, row, text in _rows(data, dialect):
        if row is None:
            cells.drops.append(Drop(f"{name}:{number}", STEP, "malformed_row", detail=text))
            continue
        if len(row) > width and not any(row[width:]):
            _count(cells, "trailing_delimiter")
            row = row[:width]
        if not row:
            row = [""] * width
        if len(row) != width:
            cells.drops.append(_ragged(name, number, len(row), width, text))
            continue
        batch.append(row)
        numbers.append(number)
        if len(batch) == _BATCH:
            batches.append(_columns(batch, width))
            batch = []
    batches.append(_columns(batch, width))
    cells.columns = [pa.chunked_array(list(chunks), pa.string()) for chunks in zip(*batches, strict=True)]
    cells.numbers = np.array(numbers, dtype=np.int64)
    for drop in cells.drops:
        _count(cells, drop.reason)
    return cells


def _columns(rows: list[list[str]], width: int) -> list[pa.Array]:
    if not rows:
        return [pa.array([], pa.string())] * width
    return [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]


def _count(cells: Cells, kind: str, n: int = 1) -> None:
    if n:
        cells.dirt[kind] = cells.dirt.get(kind, 0) + n


def _keep(cells: Cells, mask: np.ndarray) -> None:
    first = int(mask.argmax())
    if mask[first:].all():  # only rows at the beginning go, as the header does: nothing is copied
        cells.columns = [column.slice(first) for column in cells.columns]
        cells.numbers = cells.numbers[first:]
        return
    kept = pa.array(mask)
    cells.columns = [column.filter(kept) for column in cells.columns]
    cells.numbers = cells.numbers[mask]


def _equal(cells: Cells, row: list[str]) -> np.ndarray:
    """Which rows hold exactly these cells."""
    same = np.ones(len(cells.numbers), dtype=bool)
    for column, cell in zip(cells.columns, row, strict=True):
        if not same.any():
            break
        same &= pc.equal(column, cell).to_numpy(zero_copy_only=False)
    return same


def _leave_out_blank(cells: Cells) -> None:
    blank = _equal(cells, [""] * len(cells.columns))
    if blank.any():
        _count(cells, "blank_row", int(blank.sum()))
        _keep(cells, ~blank)


def _leave_out_headers(cells: Cells, header: list[str], name: str) -> None:
    """Leave out the header, which is the first row that holds anything, and record where it comes again."""
    again = _equal(cells, header)
    repeated = cells.numbers[again][1:].tolist()
    cells.drops += [Drop(f"{name}:{number}", STEP, "repeated_header") for number in repeated]
    _count(cells, "repeated_header", len(repeated))
    if again.any():
        _keep(cells, ~again)
