"""The sink of a gathering: what the engine makes goes into a collection on disk, batch by batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from motif.collection import grow, store
from motif.collection.block import Block
from motif.collection.build import dense, ragged, sparse
from motif.collection.choose import checked_table
from motif.collection.contents import Contents, drop_table, item_table
from motif.collection.disk import LazyTable
from motif.collection.manifest import MANIFEST
from motif.collection.plain import one_line, plain_json
from motif.core import check
from motif.core.errors import InputError
from motif.core.files import is_there
from motif.core.record import Drop, RunRecord

__all__ = ["CollectionSink", "Row"]

_OWN = ("id", "origin")  # columns that the sink fills


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

    Examples
    --------
    >>> Row("1f", {"title": "Alien"}, tables={"tags": [{"tag": "ship"}]}).columns["title"]
    'Alien'
    """

    id: str
    columns: Mapping[str, Any] = field(default_factory=dict)
    blocks: Mapping[str, Any] = field(default_factory=dict)
    tables: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)


class CollectionSink:
    """Keeps rows in a collection on disk; each batch is a commit, so a kill loses at most the batch under way.

    Every item gets a column `origin`: the id of the work that made it, by which a resumed run knows what is done. An
    item whose id is there already becomes a drop with the reason `duplicate_content`. A column that appears later is
    empty for the items before.

    Parameters
    ----------
    path :
        The collection's folder: new, or one that an earlier run began.
    kind :
        What an item is.
    blocks :
        Name -> a block that says what they will be, such as ``dense(np.zeros((0, 64), np.uint8))``; its own rows, if it
        has any, are not taken.
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
        self._folder, self._kind = check.path(path).absolute(), check.name(kind, what="kind")
        self._blocks = dict(blocks or {})
        self._record = record
        self._ids: set[str] = set()
        self._done: set[str] = set()
        self._contents: Contents | None = None
        if is_there(self._folder / MANIFEST):
            self._resume()

    def _resume(self) -> None:
        contents = store.read(self._folder)
        if contents.kind != self._kind:
            name = self._folder.name
            raise InputError(
                f"{name!r} is a collection of kind {contents.kind!r}, not {self._kind!r}; choose another name"
            )
        if contents.items.n_rows:
            self._check_blocks(contents)
            items = contents.items.load(["id", "origin"])
            if "origin" not in items.column_names:
                message = f"{self._folder.name!r} was not begun by such a run: its items have no column 'origin'"
                raise InputError(f"{message}; choose another name")
            self._ids, self._done = set(items["id"].to_pylist()), set(items["origin"].to_pylist())
        self._contents = contents
        self._done |= set(contents.drops.column("origin").to_pylist())

    def _check_blocks(self, contents: Contents) -> None:
        layouts = {name: (block.info.layout, block.columns) for name, block in contents.blocks.items()}
        if layouts != {name: (block.info.layout, block.columns) for name, block in self._blocks.items()}:
            here, now = check.few(contents.blocks.values()) or "none", check.few(self._blocks.values()) or "none"
            message = f"{self._folder.name!r} was begun with other blocks ({here}) than now ({now})"
            raise InputError(f"{message}; choose another name")

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
            self._contents = grow.append(self._folder, generation, added, known_ids=self._ids, widen=True)
        self._ids |= {row.id for _, row in fresh}
        self._done |= {origin for origin, _ in batch} | {drop.origin for drop in drops}

    def close(self) -> None:
        """Do nothing: every batch is whole on disk."""

    def _fresh(self, batch: list[tuple[str, Row]]) -> tuple[list[tuple[str, Row]], list[Drop]]:
        fresh, repeated, new = [], [], set[str]()
        for origin, row in batch:
            if row.id in self._ids or row.id in new:
                repeated.append(Drop(origin, "gather", "duplicate_content", id=row.id))
            else:
                new.add(row.id)
                fresh.append((origin, row))
        return fresh, repeated

    def _batch(self, rows: list[tuple[str, Row]], drops: list[Drop]) -> Contents:
        unknown = sorted({name for _, row in rows for name in row.blocks} - set(self._blocks))
        if unknown:
            raise InputError(f"rows have the blocks {check.few(unknown)}, which the sink was not told of")
        names = list(dict.fromkeys(name for _, row in rows for name in row.columns))
        if own := [name for name in names if name in _OWN]:
            raise InputError(f"rows cannot have the columns {check.few(own)}: the sink fills them")
        columns = {name: [row.columns.get(name) for _, row in rows] for name in names}
        own = {"id": _text([row.id for _, row in rows]), "origin": _text([origin for origin, _ in rows])}
        items = item_table({**own, **columns})
        first = [self._record.as_dict()] if self._record is not None and self._contents is None else []
        return Contents(
            kind=self._kind,
            items=LazyTable.of(items),
            blocks={
                name: _block(name, like, [row.blocks.get(name) for _, row in rows])
                for name, like in self._blocks.items()
            },
            tables=_tables([row for _, row in rows]),
            drops=LazyTable.of(drop_table(drops)),
            records=tuple(plain_json(record, what="a run record") for record in first),
        )


def _text(values: list[str]) -> pa.Array:
    try:
        return pa.array(values, pa.string())
    except (pa.ArrowException, UnicodeError, TypeError) as error:
        raise InputError(f"ids and origins must be text in UTF-8: {one_line(error)}") from error


def _block(name: str, like: Block, rows: list[Any]) -> Block:
    """The rows of one block, None for an item that has none, made to the measure of `like`."""
    if not rows:
        return like.take(np.zeros(0, dtype=np.int64))
    present = np.array([row is not None for row in rows], dtype=bool)
    info = like.info
    facts: dict[str, Any] = {"step": info.step, "parameters": info.parameters, "parents": info.parents}
    facts |= {"scale": info.scale, "columns": like.columns, "present": None if present.all() else present}
    if info.kind == "sparse":
        from scipy.sparse import csr_array, vstack

        empty = csr_array((1, *info.item_shape), dtype=like.dtype)
        filled = [empty if row is None else _fitting_row(name, row, like) for row in rows]
        return sparse(vstack([empty, *filled], format="csr")[1:], **facts)
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


def _fitting_row(name: str, row: Any, like: Block) -> Any:
    given, expected = getattr(row, "shape", None), (1, *like.info.item_shape)
    if given != expected or not hasattr(row, "tocsr") or row.dtype != like.dtype:
        kind = f"{type(row).__name__} {given} given"
        raise InputError(f"block {name!r} does not line up: {kind}, sparse {like.dtype} {expected} expected")
    return row


def _tables(rows: list[Row]) -> dict[str, LazyTable]:
    names = list(dict.fromkeys(name for row in rows for name in row.tables))
    return {name: checked_table(name, _facts(name, rows)) for name in names}


def _facts(name: str, rows: list[Row]) -> dict[str, Any]:
    """The columns of one table; a fact that one row does not state is empty there."""
    facts = [{**fact, "id": row.id} for row in rows for fact in row.tables.get(name, ())]
    columns = ["id", *dict.fromkeys(column for fact in facts for column in fact if column != "id")]
    return {column: [fact.get(column) for fact in facts] for column in columns}
