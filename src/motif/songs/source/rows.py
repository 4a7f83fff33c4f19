"""Rows: what every source of songs becomes, so that tables and music folders can be merged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from motif.core.digest import bytes_digest, content_id
from motif.core.record import Drop

__all__ = ["FACTS", "Rows", "Source", "row_id", "stacked"]

FACTS = pa.schema(
    [
        ("id", pa.string()),  # never null
        ("is_given", pa.bool_()),  # the source gave the id: a second row of it is the same song
        ("lacks_id", pa.bool_()),  # the source gives ids, but none here
        ("spelling", pa.string()),  # the id as the source writes it
        ("song", pa.string()),
        ("stem", pa.string()),  # what the song's file is called, which is its name where none is known
        ("artists", pa.list_(pa.string())),  # null where none is known
        ("album", pa.string()),
        ("duration_s", pa.float64()),
        ("media", pa.string()),
        ("playlist", pa.string()),
        ("source", pa.int32()),  # which of the sources
        ("origin", pa.string()),  # the row or file, as drops call it
        ("place", pa.string()),  # the folder inside a music folder
        ("position", pa.int64()),  # the row of a table, the place in a folder, counted from 1
    ]
)


@dataclass(frozen=True)
class Source:
    """One thing that was gathered from.

    Parameters
    ----------
    name :
        What it is called: a file's or folder's name, relative.
    kind :
        "table" or "folder".
    n_gathered :
        Rows or files that it has, those included that came to nothing.
    dropped :
        Reason -> how many of them came to nothing when they were read.
    dirt :
        Kind of dirt -> how often it was met.
    digest :
        sha256 of a table's bytes; empty for a folder.

    Examples
    --------
    >>> Source("songs.csv", "table", n_gathered=523).dirt
    {}
    """

    name: str
    kind: str
    n_gathered: int
    dropped: Mapping[str, int] = field(default_factory=dict)
    dirt: Mapping[str, int] = field(default_factory=dict)
    digest: str = ""


@dataclass(frozen=True, eq=False)
class Rows:
    """Songs on their way into a collection, in the order of their sources.

    Parameters
    ----------
    facts :
        One row a song, with the columns `FACTS`.
    extra :
        The other columns of the sources, (n_rows) each.
    blocks :
        Name -> (n_rows, n_columns) float32, NaN in an empty cell; a row of NaN is a song that has none.
    drops :
        What the sources left out.
    sources :
        What was gathered from; `facts["source"]` counts in them.
    """

    facts: pa.Table
    extra: pa.Table
    blocks: Mapping[str, np.ndarray]
    drops: tuple[Drop, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def n_rows(self) -> int:
        """How many songs there are."""
        return self.facts.num_rows

    def take(self, rows: np.ndarray) -> Rows:
        """Return some of the rows, with all drops and sources."""
        blocks = {name: values[rows] for name, values in self.blocks.items()}
        extra = self.extra.take(rows) if self.extra.num_columns else self.extra
        return Rows(self.facts.take(rows), extra, blocks, self.drops, self.sources)


def row_id(*parts: object) -> str:
    """Return the id of a song whose source gives none: what identifies it, as 16 hex digits.

    Examples
    --------
    >>> row_id("Stay", "Eternal") == row_id("Stay", "Eternal"), len(row_id("Stay", None))
    (True, 20)
    """
    return f"row-{content_id(bytes_digest(repr(parts).encode(errors='backslashreplace')))}"


def stacked(sources: Sequence[Rows]) -> Rows:
    """Return the rows of several sources one under the other.

    A column or block that one source lacks is empty there; columns of one name and different kinds become text.

    Examples
    --------
    >>> empty = Rows(FACTS.empty_table(), pa.table({}), {}, sources=(Source("a.csv", "table", 0),))
    >>> len(stacked([empty, empty]).sources)
    2
    """
    facts, extra, n_before = [], [], 0
    for one in sources:
        at = one.facts.schema.get_field_index("source")
        moved = pa.array(one.facts["source"].to_numpy() + n_before, pa.int32())
        facts.append(one.facts.set_column(at, FACTS.field("source"), moved))
        extra.append(_with_all(one.extra, one.n_rows, sources))
        n_before += len(one.sources)
    names = list(dict.fromkeys(name for one in sources for name in one.blocks))
    return Rows(
        facts=pa.concat_tables(facts).combine_chunks(),
        extra=pa.concat_tables(extra).combine_chunks(),
        blocks={name: _stacked_block(name, sources) for name in names},
        drops=tuple(drop for one in sources for drop in one.drops),
        sources=tuple(source for one in sources for source in one.sources),
    )


def _with_all(extra: pa.Table, n_rows: int, sources: Sequence[Rows]) -> pa.Table:
    kinds: dict[str, set[pa.DataType]] = {}
    for one in sources:
        for column in one.extra.schema:
            kinds.setdefault(column.name, set()).add(column.type)
    columns = {}
    for name, types in kinds.items():
        kind = _common(types)
        columns[name] = _as(extra[name], kind) if name in extra.column_names else pa.nulls(n_rows, kind)
    return pa.table(columns)


def _common(types: set[pa.DataType]) -> pa.DataType:
    known = {kind for kind in types if not pa.types.is_null(kind)}
    if len(known) < 2:
        return next(iter(known), pa.string())
    is_number = all(pa.types.is_integer(kind) or pa.types.is_floating(kind) for kind in known)
    return pa.float64() if is_number else pa.string()


def _as(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    if column.type == kind:
        return column
    if pa.types.is_nested(column.type):
        return pa.chunked_array([pa.array([None if cell is None else str(cell) for cell in column.to_pylist()], kind)])
    return column.cast(kind, safe=False)


def _stacked_block(name: str, sources: Sequence[Rows]) -> np.ndarray:
    width = next(one.blocks[name].shape[1] for one in sources if name in one.blocks)
    empty = [np.full((one.n_rows, width), np.nan, dtype=np.float32) for one in sources]
    return np.concatenate([one.blocks.get(name, none) for one, none in zip(sources, empty, strict=True)])
