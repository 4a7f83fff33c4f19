"""Combine: contents one under the other, or side by side by a key; blocks stay lined up with the items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from motif.collection.block import ABSENT, KINDS, Block
from motif.collection.contents import Contents, check_media, drop_table
from motif.collection.disk import LazyTable
from motif.collection.merge import chosen_of_equal, matched_rows, stacked
from motif.collection.plain import common_type
from motif.core import check
from motif.core.errors import InputError
from motif.core.record import Drop, is_machine_path

__all__ = ["block_over", "concatenated", "deduped", "joined", "taken"]


def concatenated(contents: Sequence[Contents], *, repeated: str) -> Contents:
    """Return contents one under the other.

    Raises
    ------
    InputError
        When kinds, blocks or columns do not fit, or an id repeats and `repeated` is "refuse".
    """
    kinds = sorted({one.kind for one in contents})
    if len(kinds) > 1:
        raise InputError(f"collections of different kinds cannot be joined into one: {check.few(kinds)}")
    roots = {one.media_root for one in contents if one.items.n_rows}
    if len(roots) > 1:
        raise InputError(f"the media of the collections start at different roots: {check.few(sorted(map(str, roots)))}")
    rows, drops = _fresh_rows(contents, repeated=repeated)
    items = stacked([one.items.whole for one in contents], what="items").take(pa.array(rows))
    names = list(dict.fromkeys(name for one in contents for name in one.blocks))
    facts = list(dict.fromkeys(name for one in contents for name in one.tables))
    models: dict[str, Path] = {name: folder for one in reversed(contents) for name, folder in one.models.items()}
    ledgers = [*(one.drops.whole for one in contents), drop_table(drops)]
    return Contents(
        kind=kinds[0],
        items=LazyTable.of(items),
        blocks={name: block_over(name, contents).take(rows) for name in names},
        tables={name: _joined_table(name, contents) for name in facts},
        drops=LazyTable.of(pa.concat_tables(ledgers)),
        models=models,
        thumbs=_joined_thumbs(contents),
        media_root=roots.pop() if roots else contents[0].media_root,
        records=tuple(record for one in contents for record in one.records),
    )


def _fresh_rows(contents: Sequence[Contents], *, repeated: str) -> tuple[np.ndarray, list[Drop]]:
    ids = [id_ for one in contents for id_ in one.items.column("id").to_pylist()]
    seen: set[str] = set()
    again, rows = [], []
    for row, id_ in enumerate(ids):
        if id_ in seen:
            again.append(id_)
        else:
            seen.add(id_)
            rows.append(row)
    if again and repeated == "refuse":
        message = f"{len(again)} ids are in more than one collection: {check.few(again)}"
        raise InputError(f"{message}; ask for repeated='first' to keep the first of each")
    return np.array(rows, dtype=np.int64), [_left_out(id_, "concat", "duplicate_id") for id_ in again]


def _left_out(id_: str, step: str, reason: str, detail: str = "") -> Drop:
    """An item as a drop; an id may be any text, an origin no path of a machine."""
    return Drop("" if is_machine_path(id_) else id_, step, reason, id=id_, detail=detail)


def block_over(name: str, contents: Sequence[Contents]) -> Block:
    """Return a block over the rows of all contents, one under the other; absent where one does not have it.

    Raises
    ------
    InputError
        When they are not of one layout.
    """
    held = [one.blocks[name] for one in contents if name in one.blocks]
    first = held[0]
    for block in held[1:]:
        one, other = first.info, block.info
        if one.layout != other.layout:
            raise InputError(f"block {name!r} does not line up between the collections: {one} and {other}")
        if first.columns != block.columns:
            raise InputError(f"block {name!r} has other column names in another collection")
    parts = [part for block in held for part in block.parts]
    rows, start = [], 0
    for one in contents:
        if name not in one.blocks:
            rows.append(np.full(one.items.n_rows, ABSENT, dtype=np.int64))
            continue
        block = one.blocks[name]
        n_stored = sum(part.n_items for part in block.parts)
        own = np.arange(n_stored) if block.rows is None else block.rows
        rows.append(np.where(own == ABSENT, ABSENT, own + start))
        start += n_stored
    return KINDS[first.info.kind](first.info, parts, rows=np.concatenate(rows), column_names=first.column_names)


def _joined_table(name: str, contents: Sequence[Contents]) -> LazyTable:
    held: list[Mapping[str, LazyTable]] = [one.tables for one in contents if name in one.tables]
    return LazyTable.of(stacked([tables[name].whole for tables in held], what=f"tables {name!r}"))


def _joined_thumbs(contents: Sequence[Contents]) -> LazyTable:
    """The previews of all items; of one that is there twice, that of the first who has it."""
    table = pa.concat_tables([one.thumbs.whole for one in contents])
    first = {id_: row for row, id_ in reversed([*enumerate(table["id"].to_pylist())])}
    return LazyTable.of(table.take(pa.array(sorted(first.values()), pa.int64())))


def taken(contents: Contents, rows: np.ndarray) -> Contents:
    """Return contents of some items, in the order of the rows; tables keep what belongs to them, drops stay."""
    items = contents.items.whole.take(pa.array(rows))
    return replace(
        contents,
        items=LazyTable.of(items),
        blocks={name: block.take(rows) for name, block in contents.blocks.items()},
        tables={name: _belonging(table, items["id"]) for name, table in contents.tables.items()},
        thumbs=_belonging(contents.thumbs, items["id"]),
        home=None,
    )


def _belonging(table: LazyTable, ids: pa.ChunkedArray) -> LazyTable:
    return LazyTable.of(table.whole.filter(pc.is_in(table.whole["id"], ids.combine_chunks())))


def deduped(contents: Contents, keys: Sequence[Any], rank: Sequence[Any] | None, *, words: str) -> Contents:
    """Return contents with one item of each key; what goes is a drop, and the table `merges` says into what.

    Parameters
    ----------
    contents :
        What to look through.
    keys, rank :
        As for `chosen_of_equal`.
    words :
        By what items were found equal, for the drops.
    """
    ids = contents.items.column("id").to_pylist()
    rows, merged = chosen_of_equal(ids, keys, rank)
    drops = [_left_out(m.merged, "dedupe", "duplicate", f"equal to {m.kept} by {words}") for m in merged]
    columns = {"id": [m.kept for m in merged], "merged": [m.merged for m in merged], "key": [m.key for m in merged]}
    decisions = pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
    before = [contents.tables["merges"].whole] if "merges" in contents.tables else []
    found = taken(contents, rows)
    return replace(
        found,
        tables={**found.tables, "merges": LazyTable.of(stacked([*before, decisions], what="merge decisions"))},
        drops=LazyTable.of(pa.concat_tables([contents.drops.whole, drop_table(drops)])),
    )


def joined(contents: Contents, table: pa.Table, blocks: Mapping[str, Block], *, on: str) -> Contents:
    """Return contents with the columns of a table and the blocks of its rows, matched by a key.

    Raises
    ------
    InputError
        When the key is missing on a side or stands twice in the table, a name is there already, or `media` leads out
        of the collection's media root.
    """
    items = contents.items.whole
    for side, names in (("the items", items.column_names), ("the other table", table.column_names)):
        if on not in names:
            raise InputError(f"{side} have no column {on!r} to join on; there are {check.few(names)}")
    new = [name for name in table.column_names if name not in (on, "id")]
    again = [name for name in new if name in items.column_names]
    again += [name for name in blocks if name in contents.blocks]
    if again:
        raise InputError(f"already there: {check.few(again)}; rename what you join")
    if common_type(table[on].type, items[on].type) is None:
        kinds = f"{items[on].type} here, {table[on].type} there"
        raise InputError(f"the column {on!r} to join on holds different kinds of values: {kinds}")
    rows = matched_rows(items[on].to_pylist(), table[on].to_pylist(), what=f"values of {on!r}")
    if "media" in new:
        check_media(table["media"])
    places = pa.array(rows, mask=rows == ABSENT)
    for name in new:
        items = items.append_column(name, table[name].take(places))
    taken = {name: block.take(rows) for name, block in blocks.items()}
    return replace(contents, items=LazyTable.of(items), blocks={**contents.blocks, **taken})
