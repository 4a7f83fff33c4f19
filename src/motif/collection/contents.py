"""What a collection holds, whether in memory or on disk: the value that the store writes and reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from motif.collection.block import Block
from motif.collection.disk import LazyTable
from motif.collection.plain import one_line, plain_table
from motif.core import check
from motif.core.errors import InputError
from motif.core.record import MACHINE_PATH, Drop

__all__ = [
    "DROP_SCHEMA",
    "THUMB_SCHEMA",
    "Contents",
    "Home",
    "as_table",
    "check_media",
    "drop_table",
    "id_table",
    "item_table",
    "thumb_table",
]

_LONGEST_ID = 1000  # characters: a link is shorter, and an id stands in messages, file names and pages
_OUTSIDE = rf"{MACHINE_PATH}|^(/|~|file:)|\\|(^|/)\.\.(/|$)"  # what leads out of the media root
DROP_SCHEMA = pa.schema([(name, pa.string()) for name in ("origin", "id", "step", "reason", "detail")])
THUMB_SCHEMA = pa.schema([("id", pa.string()), ("data", pa.binary())])
_THUMB_GROUP = 1024
_MOST_THUMB_BYTES = 1 << 18  # of one: a preview, not the picture again


@dataclass(frozen=True, eq=False)
class Contents:
    """Items, blocks, tables, drops, models, thumbs and records of one kind of thing.

    `home` says where it was read from; what is still the same object as there need not be written again.
    """

    kind: str
    items: LazyTable
    blocks: Mapping[str, Block] = field(default_factory=dict)
    tables: Mapping[str, LazyTable] = field(default_factory=dict)
    drops: LazyTable = field(default_factory=lambda: LazyTable.of(DROP_SCHEMA.empty_table()))
    models: Mapping[str, Path] = field(default_factory=dict)
    thumbs: LazyTable = field(default_factory=lambda: LazyTable.of(THUMB_SCHEMA.empty_table()))
    media_root: str | None = None
    records: tuple[Mapping[str, Any], ...] = ()
    home: Home | None = None


@dataclass(frozen=True, eq=False)
class Home:
    """The folder and generation that contents were read from, and what they were then."""

    folder: Path
    generation: int
    pristine: Contents


def as_table(values: object, *, what: str) -> pa.Table:
    """Return an Arrow table of plain types from a table, a dictionary of columns, or a pandas or polars frame.

    Raises
    ------
    InputError
        When it is none of these, its columns differ in length, or one cannot be kept.

    Examples
    --------
    >>> as_table({"id": ["a"]}, what="items").num_rows
    1
    """
    known = isinstance(values, Mapping | pa.Table) or hasattr(values, "__arrow_c_stream__")
    if not known:
        kind = type(values).__name__
        raise InputError(f"{what} must be a table, a dictionary of columns or a data frame, not {kind}")
    try:
        table = values if isinstance(values, pa.Table) else pa.table(_columns(values, what))
    except (pa.ArrowException, TypeError, ValueError) as error:
        raise InputError(f"{what} cannot be made a table: {one_line(error)}") from error
    return plain_table(table, what=what)


def _columns(values: object, what: str) -> Any:
    if isinstance(values, Mapping):
        return {str(name): _column(str(name), cells, what) for name, cells in values.items()}
    return values


def _column(name: str, cells: Any, what: str) -> pa.Array | pa.ChunkedArray:
    if isinstance(cells, pa.Array | pa.ChunkedArray):
        return cells
    try:
        if isinstance(cells, str | bytes):
            raise TypeError("it is one text, not a list of values")
        return pa.array(cells)
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
        raise InputError(f"column {name!r} of {what} cannot be kept: {one_line(error)}") from error


def id_table(values: object, *, what: str) -> pa.Table:
    """Return a table whose first column is `id`: text, none missing.

    Raises
    ------
    InputError
        When there is no such column, or an id is missing, empty, no text or too long.

    Examples
    --------
    >>> id_table({"title": ["Alien"], "id": ["f1"]}, what="items").column_names
    ['id', 'title']
    """
    table = as_table(values, what=what)
    if "id" not in table.column_names:
        raise InputError(f"{what} must have a column 'id'; given the columns {check.few(table.column_names)}")
    ids = table["id"]
    if not pa.types.is_string(ids.type) and not pa.types.is_large_string(ids.type):
        wrong = ids.drop_null().to_pylist() or ids.to_pylist()
        if wrong:
            raise InputError(f"ids of {what} must be non-empty text; {len(wrong)} are not: {check.few(wrong)}")
    ids = ids.cast(pa.string())
    wrong = ids.filter(pc.fill_null(pc.equal(ids, ""), True)).to_pylist()
    if wrong:
        raise InputError(f"ids of {what} must be non-empty text; {len(wrong)} are not: {check.few(wrong)}")
    long = ids.filter(pc.greater(pc.utf8_length(ids), _LONGEST_ID)).to_pylist()
    if long:
        begun = check.few([f"{id_[:20]}…" for id_ in long])
        raise InputError(f"ids of {what} must have at most {_LONGEST_ID} characters; {len(long)} have more: {begun}")
    names = ["id", *(name for name in table.column_names if name != "id")]
    return table.select(names).set_column(0, "id", ids)


def item_table(values: object) -> pa.Table:
    """Return the items as a table whose first column is `id`: text, unique, none missing.

    Raises
    ------
    InputError
        When `id` is missing, ids are missing or given twice, or `media` leads out of the collection's media root.

    Examples
    --------
    >>> item_table({"title": ["Alien"], "id": ["f1"]}).column_names
    ['id', 'title']
    """
    table = id_table(values, what="items")
    if len(table["id"].unique()) < table.num_rows:  # in half the time of `count_distinct`
        check.unique_ids(table["id"].to_pylist())
    if "media" in table.column_names:
        check_media(table["media"])
    return table


def check_media(media: pa.ChunkedArray) -> None:
    """Refuse a column `media` that leads out of the collection's media root.

    Raises
    ------
    InputError
        With the names of what lies outside, without their folders.

    Examples
    --------
    >>> check_media(pa.chunked_array([["trip/7.jpg", "https://example.org/7.jpg", None]]))
    """
    if not pa.types.is_string(media.type) and not pa.types.is_large_string(media.type):
        return
    if media.null_count == len(media):
        return
    outside = media.filter(pc.match_substring_regex(media, _OUTSIDE)).to_pylist()
    if outside:
        names = check.few([PureWindowsPath(path).name for path in outside])
        raise InputError(f"`media` must be links or paths below the media root; {len(outside)} are not: {names}")


def drop_table(drops: Iterable[Drop] | pa.Table) -> pa.Table:
    """Return drops as a table: origin, id, step, reason, detail.

    Raises
    ------
    InputError
        When it holds something else, a cell is missing, or an origin is a path of a machine.

    Examples
    --------
    >>> drop_table([Drop("a.jpg", "read", "truncated")]).to_pylist()[0]["reason"]
    'truncated'
    """
    if not isinstance(drops, pa.Table):
        rows = list(drops)
        if strange := [row for row in rows if not isinstance(row, Drop)]:
            raise InputError(f"drops must be Drop records or a table of them; given {check.few(strange)}")
        drops = as_table({name: [getattr(row, name) for row in rows] for name in DROP_SCHEMA.names}, what="drops")
    if missing := [name for name in DROP_SCHEMA.names if name not in drops.column_names]:
        raise InputError(f"a table of drops must have the columns {check.few(missing)}")
    try:
        table = plain_table(drops.select(DROP_SCHEMA.names), what="drops").cast(DROP_SCHEMA)
    except pa.ArrowException as error:
        raise InputError(f"drops must be text in each column: {one_line(error)}") from error
    if any(table[name].null_count for name in DROP_SCHEMA.names):
        raise InputError("drops must have an origin, id, step, reason and detail each, if empty ones")
    for reason in table["reason"].unique().to_pylist():
        Drop("", "", reason)  # which refuses what is no fixed word
    for origin in (
        table["origin"].filter(pc.match_substring_regex(table["origin"], MACHINE_PATH)).slice(0, 1).to_pylist()
    ):
        Drop(origin, "", "unknown")  # which refuses the paths of a machine
    return table


def thumb_table(thumbs: Mapping[str, bytes], ids: pa.ChunkedArray) -> pa.Table:
    """Return small previews as a table: the item's id, and the bytes of a picture file.

    Parameters
    ----------
    thumbs :
        Id -> PNG, JPEG or WebP, at most 256 KiB each; items without one are left out.
    ids :
        The ids that there are.

    Raises
    ------
    InputError
        When an id is not there, or a preview is no bytes, empty or too large.

    Examples
    --------
    >>> thumb_table({"a": b"RIFF"}, pa.chunked_array([["a", "b"]])).to_pylist()
    [{'id': 'a', 'data': b'RIFF'}]
    """
    wrong = [
        id_ for id_, data in thumbs.items() if not isinstance(data, bytes) or not 0 < len(data) <= _MOST_THUMB_BYTES
    ]
    if wrong:
        rule = f"the bytes of a picture file, at most {_MOST_THUMB_BYTES >> 10} KiB"
        raise InputError(f"a thumb must be {rule}; {len(wrong)} are not: {check.few(wrong)}")
    strange = sorted(set(thumbs) - set(ids.to_pylist()))
    if strange:
        raise InputError(f"thumbs belong to items; {len(strange)} ids are not there: {check.few(strange)}")
    rows = [*thumbs.items()]
    pieces = [_thumb_batch(rows[start : start + _THUMB_GROUP]) for start in range(0, len(rows), _THUMB_GROUP)]
    return pa.Table.from_batches(pieces, THUMB_SCHEMA)


def _thumb_batch(rows: Sequence[tuple[str, bytes]]) -> pa.RecordBatch:
    """A part of the previews: Arrow doubles the room of a column as it grows, which for all at once is much."""
    return pa.record_batch([[id_ for id_, _ in rows], [data for _, data in rows]], schema=THUMB_SCHEMA)
