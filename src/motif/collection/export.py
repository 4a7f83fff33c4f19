"""Export: the items for other programs, as Parquet or CSV."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from motif.collection.plain import one_line
from motif.core import check
from motif.core.errors import InputError
from motif.core.files import atomic_file, is_there

__all__ = ["FORMATS", "csv_safe", "write_table"]

FORMATS = ("csv", "parquet")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # OWASP's list for CSV injection


def write_table(table: pa.Table, path: str | Path) -> None:
    """Write a table as the path's suffix says; a file that is there is replaced only by a whole one.

    In CSV, lists and records are JSON text, bytes hex digits, and text that a spreadsheet would run as a formula gets a
    leading apostrophe.

    Parameters
    ----------
    table :
        What to write.
    path :
        Ends in .csv or .parquet; its folder must exist.

    Raises
    ------
    InputError
        For another suffix.
    SourceError
        When it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "items.csv"
    >>> write_table(pa.table({"id": ["a"], "title": ["=1+1"]}), path)
    >>> print(path.read_text().strip())
    "id","title"
    "a","'=1+1"
    """
    path = check.path(path)
    suffix = path.suffix.lower().lstrip(".")
    check.in_choices(suffix, FORMATS, what="the export's suffix")
    if not is_there(path.parent) or not path.parent.is_dir():
        raise InputError(f"the folder of {path.name!r} does not exist; make it first")
    write = _write_parquet if suffix == "parquet" else _write_csv
    with atomic_file(path) as stream:
        try:
            write(table, stream)
        except pa.ArrowException as error:
            raise InputError(f"{path.name!r} cannot be written as {suffix}: {one_line(error)}") from error


def _write_parquet(table: pa.Table, stream: IO[bytes]) -> None:
    import pyarrow.parquet as pq

    pq.write_table(table, stream, compression="zstd")


def _write_csv(table: pa.Table, stream: IO[bytes]) -> None:
    from pyarrow import csv

    csv.write_csv(csv_safe(table), stream)


def csv_safe(table: pa.Table) -> pa.Table:
    """Return a table whose cells are plain values, and whose text no spreadsheet takes for a formula.

    Examples
    --------
    >>> csv_safe(pa.table({"tags": [["a", "b"], None]}))["tags"].to_pylist()
    ['["a", "b"]', None]
    """
    columns = [_plain(table[name]) for name in table.column_names]
    return pa.table(columns, names=[_disarmed(name) for name in table.column_names])


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray | pa.Array:
    if pa.types.is_nested(column.type):
        texts = [None if value is None else _json(value) for value in column.to_pylist()]
        return pa.array(texts, pa.string())
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        return pa.array([None if value is None else value.hex() for value in column.to_pylist()], pa.string())
    if pa.types.is_fixed_size_binary(column.type):
        return _plain(column.cast(pa.binary()))
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return pa.array([_disarmed(value) for value in column.to_pylist()], pa.string())
    return column


def _json(value: Any) -> str:
    return json.dumps(
        value, ensure_ascii=False, default=lambda held: held.hex() if isinstance(held, bytes) else str(held)
    )


def _disarmed(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
