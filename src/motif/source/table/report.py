"""What reading a table gives: the table itself, and what its file was like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from motif.core.check import few
from motif.core.errors import InputError
from motif.core.record import Drop

__all__ = ["Table", "TableReport"]

_SAYS = {
    "bad_line": "lines left out: not JSON",
    "blank_row": "rows left out: nothing in them",
    "byte_order_mark": "byte order marks at the beginning",
    "duplicate_header": "columns renamed: another has the same name",
    "duplicate_key": "keys twice in one object: the last one counts",
    "empty_column": "columns that hold nothing",
    "empty_header": "columns without a name: called by their place",
    "lone_surrogate": "cells with half a character: shown as '?'",
    "malformed_row": "rows left out: broken quotes",
    "missing_marker": "cells of NA, NaN, null and the like in columns of numbers, dates or truth values: missing",
    "mixed_column": "columns of mixed values: kept as text",
    "nested_column": "columns of nested values: kept as JSON text",
    "not_a_number": "values NaN or infinite, which JSON does not have: missing",
    "not_an_object": "entries left out: not a JSON object",
    "null_byte": "NUL characters removed",
    "number_header": "column names that are numbers: a file without a header needs its columns named",
    "ragged_row": "rows left out: more or fewer cells than the header",
    "repeated_header": "rows left out: the header again",
    "trailing_delimiter": "rows with empty cells beyond the header: cut",
    "trimmed_header": "column names with blanks around them: cut",
    "undecodable_bytes": "characters that the encoding does not have: shown as '\N{REPLACEMENT CHARACTER}'",
}


@dataclass(frozen=True, slots=True)
class TableReport:
    """What a table's file was like: nothing that was changed or left out goes unsaid.

    Parameters
    ----------
    kind :
        What the bytes are: csv, tsv, json, jsonl or parquet.
    encoding :
        utf-8, utf-16-le, cp1252, …; empty for Parquet.
    delimiter, quote :
        The characters between and around cells; empty where there are none.
    compression :
        "gzip" or None.
    n_rows :
        Rows in the table, after what was left out.
    renamed :
        New name of a column -> the name in the file.
    dirt :
        Kind of dirt -> how often it was met, in a fixed order; counts also the rows left out.
    drops :
        The rows left out, with the origin `file:row`; the row is the one that a spreadsheet shows, the header being 1
        (JSON: the entry, counted from 1; JSONL: the line).

    Examples
    --------
    >>> TableReport(kind="csv", n_rows=2, dirt={"blank_row": 1}).lines()
    ['1 rows left out: nothing in them']
    """

    kind: str
    encoding: str = ""
    delimiter: str = ""
    quote: str = ""
    compression: str | None = None
    n_rows: int = 0
    renamed: Mapping[str, str] = field(default_factory=dict)
    dirt: Mapping[str, int] = field(default_factory=dict)
    drops: tuple[Drop, ...] = ()

    def lines(self) -> list[str]:
        """Return the dirt as one line for each kind, for people."""
        return [f"{count} {_SAYS[kind]}" for kind, count in self.dirt.items()]

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain JSON values, the rows left out as a count for each reason."""
        plain = {name: getattr(self, name) for name in ("kind", "encoding", "delimiter", "quote", "compression")}
        reasons = [drop.reason for drop in self.drops]
        by_reason = {reason: reasons.count(reason) for reason in sorted(set(reasons))}
        return {
            **plain,
            "n_rows": self.n_rows,
            "renamed": dict(self.renamed),
            "dirt": dict(self.dirt),
            "drops": by_reason,
        }


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table as it was read: columns by name, and the report of its file.

    Parameters
    ----------
    data :
        The columns, with types that lose nothing of the text (see `read_table`).
    report :
        What the file was like.

    Examples
    --------
    >>> table = Table(pa.table({"song": ["Stay"]}), TableReport(kind="csv", n_rows=1))
    >>> table.columns, table.n_rows, table.column("song").to_pylist()
    (['song'], 1, ['Stay'])
    """

    data: pa.Table
    report: TableReport

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in the order of the file."""
        return self.data.column_names

    @property
    def n_rows(self) -> int:
        """How many rows the table has."""
        return self.data.num_rows

    def column(self, name: str) -> pa.ChunkedArray:
        """Return a column by its name.

        Raises
        ------
        InputError
            With the names there are.
        """
        if name not in self.columns:
            raise InputError(f"there is no column {name!r}; the table has {few(self.columns, most=20)}")
        return self.data.column(name)
