"""Append: a collection on disk grows by a part; small parts at its end are put together, the others stay untouched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from motif.collection.combine import block_over
from motif.collection.contents import DROP_SCHEMA, Contents
from motif.collection.disk import file_schema, read_table, write_block, write_parquet
from motif.collection.lock import writer_lock
from motif.collection.manifest import Manifest, StoredBlock, StoredFile, StoredTable, load_manifest, part_stem
from motif.collection.plain import common_type, one_line
from motif.collection.store import ID_SCHEMA, PART_ROWS, check_unchanged, commit, opened, stored_drops, sweeping
from motif.core import check
from motif.core.errors import InputError

__all__ = ["append"]

_TOGETHER = (
    16  # parts of like size that become one: n batches leave about 15 log16(n) parts, each row written log16(n) times
)
_MOST_BYTES = 256 << 20  # of files that are written again; larger parts stay as they are


def append(
    folder: Path, generation: int, added: Contents, known_ids: set[str] | None = None, *, widen: bool = False
) -> Contents:
    """Add items, table rows and drops to a collection on disk, and return it.

    An empty collection without blocks takes its shape from what it is given first.

    Parameters
    ----------
    folder, generation :
        The collection, and the generation it was read at.
    added :
        Items with the same columns, blocks and kind; more drops. Its models stay behind: they know other items.
    known_ids :
        The ids that are there, where the caller keeps count; None reads them.
    widen :
        Whether columns that are not there yet are taken over; they are empty for the items before.

    Raises
    ------
    InputError
        When columns, blocks, kind, media root or ids do not fit.
    SourceError
        When it cannot be written, is being written, or has changed.
    """
    load_manifest(folder)  # before a lock is laid where there is no collection
    with writer_lock(folder):
        before = load_manifest(folder)
        check_unchanged(folder, before, generation)
        held = opened(folder, before)
        _check_fits(held, added, known_ids)
        grown = _Growth(folder, before, held, added, widen=widen or not before.n_items)
        with sweeping(folder):
            manifest = grown.write()
            commit(folder, manifest)
    return opened(folder, manifest)


def _check_fits(held: Contents, added: Contents, known_ids: set[str] | None) -> None:
    if added.kind != held.kind:
        raise InputError(f"a collection of kind {held.kind!r} cannot take items of kind {added.kind!r}")
    if added.items.n_rows and added.media_root not in (None, held.media_root):
        here, there = repr(held.media_root), repr(added.media_root)
        raise InputError(f"the media of the new items start at {there}, those of the collection at {here}")
    known = known_ids if known_ids is not None else set(held.items.column("id").to_pylist())
    again = [id_ for id_ in added.items.column("id").to_pylist() if id_ in known]
    if again:
        raise InputError(f"ids must be new; already there: {check.few(again)}")
    if added.items.n_rows and (held.blocks or held.items.n_rows):
        _check_blocks(held, added)


def _check_blocks(held: Contents, added: Contents) -> None:
    if set(added.blocks) != set(held.blocks):
        given, wanted = check.few(sorted(added.blocks)) or "none", check.few(sorted(held.blocks)) or "none"
        raise InputError(f"new items need the blocks of the collection ({wanted}); given {given}")
    for name, block in added.blocks.items():
        wanted, given = held.blocks[name], block
        if wanted.info.layout != given.info.layout:
            raise InputError(f"block {name!r} does not line up: {wanted.info} there, {given.info} given")
        if wanted.columns != given.columns:
            raise InputError(f"block {name!r} has other column names than the collection's")


class _Growth:
    """Writes what is added, together with the small parts before it, as one generation."""

    def __init__(self, folder: Path, before: Manifest, held: Contents, added: Contents, *, widen: bool) -> None:
        self._folder, self._before, self._held, self._added, self._widen = folder, before, held, added, widen
        n_bytes = [sum(file.bytes for file in files) for files in _files_of_parts(before)]
        self._first = _kept(before.parts, n_bytes, added.items.n_rows) if before.n_items else 0

    def write(self) -> Manifest:
        tables = dict(self._before.tables)
        for name, table in self._added.tables.items():
            if table.n_rows or name not in tables:
                stored, stem = tables.get(name, StoredTable()), self._stem(len(self._before.parts))
                tables[name] = self._grown(stored, table.whole, f"tables/{name}/{stem}.parquet", what=f"table {name!r}")
        after = self._before.next(
            drops=self._drops(),
            tables=tables,
            thumbs=self._thumbs(),
            records=self._before.records + self._added.records,
        )
        return self._with_items(after) if self._added.items.n_rows else after

    def _stem(self, number: int) -> str:
        return part_stem(number, self._before.generation + 1)

    def _drops(self) -> StoredTable:
        held, added = self._before.drops, self._added.drops.whole
        if not added.num_rows:
            return held
        first = _kept(held.parts, [file.bytes for file in held.files], added.num_rows)
        tail = read_table(self._folder, _from(held, first), DROP_SCHEMA).whole
        new = stored_drops(self._folder, pa.concat_tables([tail, added]), self._stem(first))
        reasons = Counter(held.by_reason) + Counter(added["reason"].to_pylist())
        return StoredTable(
            held.parts[:first] + new.parts, held.files[:first] + new.files, dict(sorted(reasons.items()))
        )

    def _thumbs(self) -> StoredTable:
        held, added = self._before.thumbs, self._added.thumbs
        if not added.n_rows:
            return held
        path = f"thumbs/{self._stem(len(self._before.parts))}.parquet"
        return self._grown(held, added.whole, path, what="thumbs")

    def _grown(self, held: StoredTable, added: pa.Table, path: str, *, what: str) -> StoredTable:
        schema = file_schema(self._folder, held.files[-1]) if held.files else added.schema
        rows = _cast(added, schema, what=what, widen=self._widen)
        first = _kept(held.parts, [file.bytes for file in held.files], added.num_rows)
        tail = read_table(self._folder, _from(held, first), ID_SCHEMA).whole
        whole = pa.concat_tables([tail, rows], promote_options="permissive")
        file = write_parquet(self._folder, path, whole)
        return StoredTable((*held.parts[:first], whole.num_rows), (*held.files[:first], file))

    def _with_items(self, after: Manifest) -> Manifest:
        first, stem = self._first, self._stem(self._first)
        start = sum(after.parts[:first])
        tail_rows = np.arange(start, after.n_items)
        tail = replace(
            self._held,
            items=read_table(self._folder, _from(after.items, first), ID_SCHEMA),
            blocks={name: block.take(tail_rows) for name, block in self._held.blocks.items()},
        )
        given, files = self._added.items.whole, after.items.files
        # the newest file: a column that held nothing before may have got its type there
        schema = file_schema(self._folder, files[-1]) if files else given.schema
        rows = _cast(given, schema, what="items", widen=self._widen)
        items = pa.concat_tables([tail.items.whole, rows], promote_options="permissive")
        file = write_parquet(self._folder, f"items/{stem}.parquet", items)
        parts = (*after.parts[:first], items.num_rows)
        return replace(
            after,
            n_items=sum(parts),
            parts=parts,
            items=StoredTable(parts, (*files[:first], file)),
            blocks={name: self._block(name, tail) for name in self._added.blocks},
        )

    def _block(self, name: str, tail: Contents) -> StoredBlock:
        held = self._before.blocks.get(name)
        block = block_over(name, [tail, self._added])
        new = write_block(
            self._folder, block, name, lambda _: self._stem(self._first), [slice(0, len(block))], named=held is None
        )
        return new if held is None else replace(held, parts=held.parts[: self._first] + new.parts)


def _files_of_parts(manifest: Manifest) -> list[list[StoredFile]]:
    blocks = [block.parts for block in manifest.blocks.values()]
    return [
        [items, *(file for part in parts for file in part.values())]
        for items, *parts in zip(manifest.items.files, *blocks, strict=True)
    ]


def _from(stored: StoredTable, first: int) -> StoredTable:
    return StoredTable(stored.parts[first:], stored.files[first:])


def _kept(sizes: Sequence[int], n_bytes: Sequence[int], new: int) -> int:
    """How many parts stay as they are when `new` rows come; those after them are written again together with these."""
    first = len(sizes)
    while first >= _TOGETHER - 1:
        window = slice(first - _TOGETHER + 1, first)
        rows = new + sum(sizes[window])
        if max(sizes[window]) > _TOGETHER * new or rows > PART_ROWS or sum(n_bytes[window]) > _MOST_BYTES:
            break
        first, new = window.start, rows
    return first


def _cast(table: pa.Table, schema: pa.Schema, *, what: str, widen: bool) -> pa.Table:
    """The table with the columns of those before it, in their order and types."""
    new = [name for name in table.column_names if name not in schema.names]
    if new and not widen:
        raise InputError(f"{what} of the collection: there is no column {check.few(new)}; add it there first")
    columns = {field.name: _fitted(table, field, what) for field in schema}
    return pa.table(columns | {name: table[name] for name in new})


def _fitted(table: pa.Table, field: pa.Field, what: str) -> pa.ChunkedArray | pa.Array:
    if field.name not in table.column_names:
        return pa.nulls(table.num_rows, field.type)
    column = table[field.name]
    wanted = common_type(column.type, field.type)
    try:
        if wanted is not None:
            return column.cast(wanted)
    except pa.ArrowException as error:
        raise InputError(f"column {field.name!r} of {what} holds {field.type}: {one_line(error)}") from error
    raise InputError(f"column {field.name!r} of {what} holds {field.type}, not {column.type}")
