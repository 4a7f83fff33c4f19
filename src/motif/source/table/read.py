"""`read_table`: the door through which every table comes in, whatever its file is called."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.parquet as pq

from motif.core.check import few, in_choices
from motif.core.errors import DataError, InputError
from motif.source.file import HEAD, MAX_BYTES, describe, is_gzip, kind_of, open_bytes, read_bytes
from motif.source.table.delimited import read_delimited
from motif.source.table.infer import typed
from motif.source.table.lines import looks_like_lines, read_json, read_json_lines
from motif.source.table.name import unique_names
from motif.source.table.report import Table, TableReport
from motif.source.table.text import Text, to_utf8

__all__ = ["KINDS", "SUFFIXES", "Kind", "read_table"]

Kind = Literal["csv", "tsv", "json", "jsonl", "parquet"]
KINDS: tuple[Kind, ...] = ("csv", "tsv", "json", "jsonl", "parquet")
SUFFIXES = (".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson", ".parquet", ".gz")
"""Endings of the files that `read_table` reads, for listings; what a file is follows from its bytes."""

_BROKEN = (pa.ArrowException, OSError, ValueError, LookupError, TypeError)  # what damage leads Arrow's reader into
_TAB_SUFFIXES = (".tsv", ".tab")
_TEXT_SUFFIXES = (".csv", ".txt", *_TAB_SUFFIXES)
_LINES_SUFFIXES = (".jsonl", ".ndjson")
_JSON = re.compile(rb'\s*(\[\s*(\{|\])|\{\s*")')  # what no header of a delimited text begins with


def read_table(
    source: str | Path,
    *,
    kind: Kind | None = None,
    text_columns: Collection[str] = (),
    columns: Sequence[str] | None = None,
    max_bytes: int = MAX_BYTES,
) -> Table:
    r"""Return a table with its columns by name, their types, and a report of all dirt.

    What a file is follows from its bytes: gzip and Parquet from their marks, JSON from its first character; else it is
    delimited text, whose delimiter is the one that fits most rows to the header. Rows that do not fit are left out and
    stand in the report with their number; nothing is guessed into place.

    Cells keep what they say. A column of delimited text becomes

    - int64 when every cell is a whole number as one writes it: `7`, `-3`; not `007`, `+7` or more than 64 bits;
    - float64 when every cell is a decimal number that comes back from a double unchanged: `0.25`, `7`, `7.0`, also with
      a fixed number of decimals down the column (`1.50`, `0.25`) or an exponent with its sign (`1.35e-06`). `1e5`,
      `1.10` among `1.9`, and more digits than a double holds stay text;
    - date32 when every cell is `YYYY-MM-DD`, bool when every cell is true or false in one spelling;
    - text otherwise.

    An empty cell is missing in every column. `NA`, `NaN`, `null` and the like are missing in columns of numbers, dates
    and truth values (and counted), and stay words in columns of text. JSON keeps its own types: lists of one kind
    become list columns, other nested values stay JSON text.

    Parameters
    ----------
    source :
        A path.
    kind :
        What the file is to be read as; None finds it.
    text_columns :
        Names of columns that stay text whatever they hold.
    columns :
        Names for the columns of delimited text without a header; None takes them from the first row.
    max_bytes :
        The most bytes that are read, also after unpacking.

    Raises
    ------
    SourceError
        reason missing, folder, not_a_file, unreadable.
    DataError
        reason empty, too_large, truncated, damaged, not_a_table, mislabelled, no_header, header_mismatch, not_json,
        not_a_list, no_objects, too_many_columns.
    InputError
        When `text_columns` names a column that is not there.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_text
    >>> path = Path(tempfile.mkdtemp()) / "songs.csv"
    >>> write_text(path, "id,song,tempo\n007,Stay,115.1\n008,Such A Night\n009,\"Hello, Goodbye\",\n")
    >>> table = read_table(path)
    >>> table.data.to_pylist()
    [{'id': '007', 'song': 'Stay', 'tempo': 115.1}, {'id': '009', 'song': 'Hello, Goodbye', 'tempo': None}]
    >>> table.report.drops[0].origin, table.report.drops[0].reason
    ('songs.csv:3', 'ragged_row')
    """
    if kind is not None:
        in_choices(kind, KINDS, what="kind")
    path = Path(source)
    with open_bytes(path, max_bytes=max_bytes, gunzip=False) as stream:
        compression = "gzip" if is_gzip(stream.read(HEAD)) else None
    data = read_bytes(path, max_bytes=max_bytes)
    is_parquet = kind_of(data[:HEAD]) == "parquet"
    if kind is not None and is_parquet != (kind == "parquet"):
        message = f"{path.name!r} is {describe(data[:HEAD])}, not {kind}; leave the kind out to read it as what it is"
        raise DataError(message, reason="mislabelled")
    if is_parquet:
        return _parquet(data, name=path.name, compression=compression, max_bytes=max_bytes, text_columns=text_columns)
    text = to_utf8(data, name=path.name)
    del data
    found = kind or _kind(text.data, _suffix(path))
    if columns is not None and found in ("json", "jsonl"):
        raise InputError(f"columns are names for delimited text; {path.name!r} is {found}, whose columns have names")
    if found in ("json", "jsonl"):
        return _objects(text, found, name=path.name, compression=compression, text_columns=text_columns)
    delimiter = "\t" if found == "tsv" else None
    return _delimited(
        text, delimiter, name=path.name, compression=compression, text_columns=text_columns, columns=columns
    )


def _suffix(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    return next((suffix for suffix in reversed(suffixes) if suffix != ".gz"), "")


def _kind(data: bytes, suffix: str) -> str:
    first = data.lstrip()[:1]
    if suffix in _LINES_SUFFIXES or (first == b"{" and looks_like_lines(data)):
        return "jsonl"
    if suffix == ".json" or (first in (b"[", b"{") and suffix not in _TEXT_SUFFIXES) or _JSON.match(data):
        return "json"
    return "tsv" if suffix in _TAB_SUFFIXES else "csv"


def _check_text_columns(given: Collection[str], names: list[str]) -> None:
    unknown = [name for name in given if name not in names]
    if unknown or isinstance(given, str):
        shown = few(unknown) if unknown else repr(given)
        raise InputError(f"text_columns must name columns of the table ({few(names, most=20)}), not {shown}")


def _delimited(
    text: Text,
    delimiter: str | None,
    *,
    name: str,
    compression: str | None,
    text_columns: Collection[str],
    columns: Sequence[str] | None,
) -> Table:
    cells = read_delimited(text.data, name=name, delimiter=delimiter, columns=list(columns) if columns else None)
    names, renamed, dirt = unique_names(cells.names)
    _check_text_columns(text_columns, names)
    result, n_marked, n_empty = {}, 0, 0
    for column_name, cells_of in zip(names, cells.columns, strict=True):
        column, marked = typed(cells_of, as_text=column_name in text_columns)
        result[column_name] = column
        n_marked += marked
        n_empty += len(column) > 0 and column.null_count == len(column)
    counts = {**text.dirt, **dirt, **cells.dirt, "missing_marker": n_marked, "empty_column": n_empty}
    report = TableReport(
        kind="tsv" if cells.delimiter == "\t" else "csv",
        encoding=text.encoding,
        delimiter=cells.delimiter,
        quote=cells.quote,
        compression=compression,
        n_rows=len(cells.numbers),
        renamed=renamed,
        dirt=_ordered(counts),
        drops=tuple(sorted(cells.drops, key=lambda drop: int(drop.origin.rpartition(":")[2]))),
    )
    return Table(pa.table(result), report)


def _ordered(counts: dict[str, int]) -> dict[str, int]:
    return {kind: counts[kind] for kind in sorted(counts) if counts[kind]}


def _objects(text: Text, kind: str, *, name: str, compression: str | None, text_columns: Collection[str]) -> Table:
    if not text.data.strip():
        raise DataError(f"{name!r} is empty: it holds only blanks", reason="empty")
    read = read_json if kind == "json" else read_json_lines
    objects = read(text.data, name=name)
    table = objects.table()
    _check_text_columns(text_columns, table.column_names)
    for column in text_columns:
        table = table.set_column(table.column_names.index(column), column, _as_text(table.column(column)))
    report = TableReport(
        kind=kind,
        encoding=text.encoding,
        compression=compression,
        n_rows=table.num_rows,
        renamed=objects.renamed,
        dirt=_ordered({**text.dirt, **objects.dirt}),
        drops=tuple(objects.drops),
    )
    return Table(table, report)


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_string(column.type):
        return column
    values = [
        None if value is None else json.dumps(value, ensure_ascii=False, default=str) for value in column.to_pylist()
    ]
    return pa.chunked_array([pa.array(values, pa.string())])


def _parquet(
    data: bytes, *, name: str, compression: str | None, max_bytes: int, text_columns: Collection[str]
) -> Table:
    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        n_bytes = sum(file.metadata.row_group(place).total_byte_size for place in range(file.metadata.num_row_groups))
        if n_bytes > max_bytes:
            message = f"{name!r} unpacks to {n_bytes:,} bytes, more than the {max_bytes:,} allowed; raise max_bytes"
            raise DataError(message, reason="too_large")
        table = file.read()
        table.validate(full=True)  # text that is not UTF-8, offsets that lead out of the column
    except _BROKEN as error:
        if not data.endswith((b"PAR1", b"PARE")):
            message = f"{name!r} ends early: a Parquet table ends with its index, this one is cut; fetch it again"
            raise DataError(message, reason="truncated") from error
        cause = str(error).partition("\n")[0]
        raise DataError(f"{name!r} is a damaged Parquet table: {cause}", reason="damaged") from error
    names, renamed, dirt = unique_names(table.column_names)
    _check_text_columns(text_columns, names)
    table = table.rename_columns(names)
    for column in text_columns:
        table = table.set_column(names.index(column), column, _as_text(table.column(column)))
    report = TableReport(
        kind="parquet", compression=compression, n_rows=table.num_rows, renamed=renamed, dirt=_ordered(dirt)
    )
    return Table(table, report)
