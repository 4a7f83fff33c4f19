"""The sink of a gathering: what the engine makes goes into a collection on disk, batch by batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from motif.collection import grow, store
from motif.collection.block import Block
from motif.collection.build import dense, ragged, sparse
from motif.collection.contents import Contents, drop_table, item_table
from motif.collection.disk import LazyTable
from motif.collection.manifest import MANIFEST, load_manifest
from motif.core import check
from motif.core.errors import InputError
from motif.core.record import Drop, RunRecord

__all__ = ["CollectionSink", "Row"]

_MOST_PARTS = 64  # more parts than this are put together at the end, so that opening stays quick


@dataclass(frozen=True, slots=True)
class Row:
    """One item on its way into a collection.

    Parameters
    ----------
    id :
        The item's id; usually the content id of what was decoded.
    columns :
        Its facts.
    blocks :
        Name -> array, or None where the item has none.
    tables :
        Name -> rows of facts; their `id` is filled in.
    """

    id: str
    columns: Mapping[str, Any] = field(default_factory=dict)
    blocks: Mapping[str, Any] = field(default_factory=dict)
    tables: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)


class CollectionSink:
    """Keeps rows in a collection on disk; each batch is a commit, so a kill loses at most the batch under way.

    Every item gets a column `origin`: the id of the work that made it, by which a resumed run knows what is done. An
    item whose id is there already becomes a drop with the reason `duplicate_content`.

    Parameters
    ----------
    path :
        The collection's folder: new, or one that an earlier run began.
    kind :
        What an item is.
    blocks :
        Name -> a block without rows that says what they will be, such as ``dense(np.zeros((0, 64), np.uint8))``.
    record :
        How the collection is made; written with the first batch.

    Raises
    ------
    InputError
        When the folder holds a collection of another kind.

    Examples
    --------
    >>> import tempfile
    >>> sink = CollectionSink(Path(tempfile.mkdtemp()) / "c.motif", kind="picture")
    >>> sink.append([("a.png", Row("1f", {"width": 3}))], [Drop("b.png", "read", "truncated")])
    >>> sorted(sink.done())
    ['a.png', 'b.png']
    >>> sink.close()
    """

    def __init__(
        self, path: str | Path, *, kind: str, blocks: Mapping[str, Block] | None = None, record: RunRecord | None = None
    ) -> None:
        self._folder, self._kind = Path(path), check.name(kind, what="kind")
        self._blocks = dict(blocks or {})
        self._record = record
        self._ids: set[str] = set()
        self._done: set[str] = set()
        self._contents: Contents | None = None
        if (self._folder / MANIFEST).exists():
            self._resume()

    def _resume(self) -> None:
        contents = store.read(self._folder)
        if contents.kind != self._kind:
            name = self._folder.name
            raise InputError(
                f"{name!r} is a collection of kind {contents.kind!r}, not {self._kind!r}; choose another name"
            )
        self._contents = contents
        self._ids = set(contents.items.column("id").to_pylist())
        if contents.items.n_rows:
            self._done = set(contents.items.column("origin").to_pylist())
        self._done |= set(contents.drops.column("origin").to_pylist())

    def done(self) -> set[str]:
        """Return the origins of all items and drops that are kept."""
        return set(self._done)

    def append(self, batch: list[tuple[str, Row]], drops: list[Drop]) -> None:
        """Keep a batch for good."""
        fresh, repeated = self._fresh(batch)
        if not fresh and not drops and not repeated:
            return
        added = self._batch(fresh, [*drops, *repeated])
        if self._contents is None or self._contents.home is None:
            self._contents = store.save(added, self._folder)
        else:
            generation = self._contents.home.generation
            self._contents = grow.append(self._folder, generation, added, known_ids=self._ids)
        self._ids |= {row.id for _, row in fresh}
        self._done |= {origin for origin, _ in batch} | {drop.origin for drop in drops}

    def close(self) -> None:
        """Put many small parts together into large ones, so that opening stays quick."""
        if self._contents is not None and len(load_manifest(self._folder).parts) > _MOST_PARTS:
            self._contents = store.save(replace(self._contents, home=None), self._folder, overwrite=True)

    def _fresh(self, batch: list[tuple[str, Row]]) -> tuple[list[tuple[str, Row]], list[Drop]]:
        fresh, repeated, seen = [], [], set(self._ids)
        for origin, row in batch:
            if row.id in seen:
                repeated.append(Drop(origin, "gather", "duplicate_content", id=row.id))
            else:
                seen.add(row.id)
                fresh.append((origin, row))
        return fresh, repeated

    def _batch(self, rows: list[tuple[str, Row]], drops: list[Drop]) -> Contents:
        unknown = sorted({name for _, row in rows for name in row.blocks} - set(self._blocks))
        if unknown:
            raise InputError(f"rows have the blocks {check.few(unknown)}, which the sink was not told of")
        names = list(dict.fromkeys(name for _, row in rows for name in row.columns))
        columns = {name: [row.columns.get(name) for _, row in rows] for name in names}
        given = {"id": pa.array([row.id for _, row in rows], pa.string()), **columns}
        items = item_table({**given, "origin": pa.array([origin for origin, _ in rows], pa.string())})
        records = (self._record.as_dict(),) if self._record is not None and self._contents is None else ()
        return Contents(
            kind=self._kind,
            items=LazyTable.of(items),
            blocks={
                name: _block(name, like, [row.blocks.get(name) for _, row in rows])
                for name, like in self._blocks.items()
            },
            tables=_tables([row for _, row in rows]),
            drops=LazyTable.of(drop_table(drops)),
            records=records,
        )


def _block(name: str, like: Block, rows: list[Any]) -> Block:
    """The rows of one block, None for an item that has none, made to the measure of `like`."""
    present = np.array([row is not None for row in rows], dtype=bool)
    info = like.info
    facts: dict[str, Any] = {"step": info.step, "parameters": info.parameters, "parents": info.parents}
    facts |= {"scale": info.scale, "columns": like.columns, "present": None if present.all() else present}
    if info.kind == "sparse":
        from scipy.sparse import csr_array, vstack

        empty = csr_array((1, *info.item_shape), dtype=like.dtype)
        return sparse(vstack([empty, *(empty if row is None else row for row in rows)], format="csr")[1:], **facts)
    if info.kind == "ragged":
        empty = np.zeros((0, *info.item_shape), dtype=like.dtype)
        return ragged(
            [empty if row is None else _fitting(name, row, like, 1) for row in rows], offset=info.offset, **facts
        )
    values = np.zeros((len(rows), *info.item_shape), dtype=like.dtype)
    for place in np.flatnonzero(present):
        values[place] = _fitting(name, rows[place], like, 0)
    return dense(values, offset=info.offset, **facts)


def _fitting(name: str, row: Any, like: Block, n_free: int) -> np.ndarray:
    array = np.asarray(row)
    if array.shape[n_free:] != like.info.item_shape or array.dtype != like.dtype:
        given = f"{array.dtype} {array.shape} given"
        raise InputError(f"block {name!r} does not line up: {given}, {like.dtype} {like.info.item_shape} expected")
    return array


def _tables(rows: list[Row]) -> dict[str, LazyTable]:
    names = list(dict.fromkeys(name for row in rows for name in row.tables))
    return {
        name: LazyTable.of(
            pa.Table.from_pylist([{"id": row.id, **fact} for row in rows for fact in row.tables.get(name, ())])
        )
        for name in names
    }
