"""Append: a collection on disk grows by a part; what was there stays untouched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from motif.collection.block import Block
from motif.collection.contents import Contents
from motif.collection.disk import LazyTable, file_schema, write_block, write_parquet
from motif.collection.lock import writer_lock
from motif.collection.manifest import Manifest, StoredBlock, StoredTable, load_manifest
from motif.collection.store import check_unchanged, commit, opened, stored_drops, sweeping
from motif.core import check
from motif.core.errors import InputError

__all__ = ["append"]


def append(folder: Path, generation: int, added: Contents, known_ids: set[str] | None = None) -> Contents:
    """Add items and drops to a collection on disk as one more part, and return it.

    Parameters
    ----------
    folder, generation :
        The collection, and the generation it was read at.
    added :
        Items with the same columns, blocks and kind; more drops.
    known_ids :
        The ids that are there, where the caller keeps count; None reads them.

    Raises
    ------
    InputError
        When columns, blocks, kind or ids do not fit.
    SourceError
        When it cannot be written, is being written, or has changed.
    """
    with writer_lock(folder):
        before = load_manifest(folder)
        check_unchanged(folder, before, generation)
        held = opened(folder, before)
        items = _fitting_items(folder, before, held, added, known_ids)
        _check_blocks(before, added)
        stem = f"{len(before.parts):04d}-g{before.generation + 1:06d}"
        with sweeping(folder, before):
            manifest = _appended(folder, before, added, items, stem)
            commit(folder, manifest)
    return opened(folder, manifest)


def _fitting_items(
    folder: Path, before: Manifest, held: Contents, added: Contents, known_ids: set[str] | None
) -> pa.Table:
    if added.kind != held.kind:
        raise InputError(f"a collection of kind {held.kind!r} cannot take items of kind {added.kind!r}")
    items = added.items.whole
    # the newest file: a column that held nothing before may have got its type there
    schema = file_schema(folder, before.items.files[-1]) if before.n_items else items.schema
    ids = items["id"].to_pylist()
    known = known_ids if known_ids is not None else set(held.items.column("id").to_pylist())
    again = [id_ for id_ in ids if id_ in known]
    if again:
        raise InputError(f"ids must be new; already there: {check.few(again)}")
    new = [name for name in items.column_names if name not in schema.names]
    if new:
        raise InputError(f"the collection has no column {check.few(new)}; add it to the items there first")
    return _cast(items, schema)


def _cast(items: pa.Table, schema: pa.Schema) -> pa.Table:
    columns = []
    for wanted in schema:
        if wanted.name not in items.column_names:
            columns.append(pa.nulls(items.num_rows, wanted.type))
        elif pa.types.is_null(wanted.type):
            columns.append(items[wanted.name])
        else:
            try:
                columns.append(items[wanted.name].cast(wanted.type))
            except pa.ArrowException as error:
                given = items.schema.field(wanted.name).type
                raise InputError(f"column {wanted.name!r} holds {wanted.type}, not {given}") from error
    return pa.table(columns, names=schema.names)


def _check_blocks(before: Manifest, added: Contents) -> None:
    if not before.n_items or not added.items.n_rows:
        return
    if set(added.blocks) != set(before.blocks):
        given, wanted = check.few(sorted(added.blocks)) or "none", check.few(sorted(before.blocks)) or "none"
        raise InputError(f"new items need the blocks of the collection ({wanted}); given {given}")
    for name, block in added.blocks.items():
        wanted, given = before.blocks[name].info, block.info
        if wanted.layout != given.layout:
            raise InputError(f"block {name!r} does not line up: {wanted} there, {given} given")


def _appended(folder: Path, before: Manifest, added: Contents, items: pa.Table, stem: str) -> Manifest:
    drops = stored_drops(folder, added.drops.whole, stem)
    held = before.drops
    reasons = dict(sorted((Counter(held.by_reason) + Counter(drops.by_reason)).items()))
    after = before.next(
        drops=StoredTable(held.n_rows + drops.n_rows, held.files + drops.files, reasons),
        tables=_more_tables(folder, before.tables, added.tables, stem),
        records=before.records + added.records,
    )
    if not items.num_rows:
        return after
    if not before.n_items:  # an empty collection takes its shape from the first items it is given
        after = replace(after, parts=(), items=StoredTable(0), blocks={})
    n_items = after.items.n_rows + items.num_rows
    files = (*after.items.files, write_parquet(folder, f"items/{stem}.parquet", items))
    blocks = {name: _grown(folder, after.blocks.get(name), name, block, stem) for name, block in added.blocks.items()}
    parts = (*after.parts, items.num_rows)
    return replace(after, n_items=n_items, parts=parts, items=StoredTable(n_items, files), blocks=blocks)


def _grown(folder: Path, held: StoredBlock | None, name: str, block: Block, stem: str) -> StoredBlock:
    new = write_block(folder, block, name, lambda _: stem, [slice(0, len(block))])
    return new if held is None else StoredBlock(held.info, held.parts + new.parts, held.columns)


def _more_tables(
    folder: Path, before: Mapping[str, StoredTable], added: Mapping[str, LazyTable], stem: str
) -> dict[str, StoredTable]:
    tables = dict(before)
    for name, table in added.items():
        if table.n_rows or name not in tables:
            held = tables.get(name, StoredTable(0))
            file = write_parquet(folder, f"tables/{name}/{stem}.parquet", table.whole)
            tables[name] = StoredTable(held.n_rows + table.n_rows, (*held.files, file))
    return tables
