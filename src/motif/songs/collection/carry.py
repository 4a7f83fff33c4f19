"""Carrying over: the groups of a collection that is gathered anew, so that their numbers stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from motif.core.record import RunRecord

if TYPE_CHECKING:
    from motif.collection import Collection

__all__ = ["DESCRIBE_STEP", "with_groups_of"]

DESCRIBE_STEP = "songs.describe"
"""The step under which `describe` is on record."""


def with_groups_of(collection: Collection, older: Collection) -> Collection:
    """Return a collection of songs with the groups that an older one of the same songs has.

    Songs that the older one had keep their group, also where they now stand under the id of a song that they went
    into; the others have none until `describe` finds the groups again, with the numbers of before.

    Parameters
    ----------
    collection :
        As it was gathered.
    older :
        What it takes the place of; without groups, nothing is carried over.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> older = Collection("song", {"id": ["a", "b"]})
    >>> with_groups_of(Collection("song", {"id": ["a", "c"]}), older).items.column_names
    ['id']
    """
    records = {one["parameters"]["name"]: one for one in older.records if one["step"] == DESCRIBE_STEP}
    for name, record in records.items():
        columns = [column for column in (name, f"{name}_name") if column in older.items.column_names]
        if name not in older.models or name not in columns or name in collection.items.column_names:
            continue
        for column in columns:
            collection = collection.with_column(column, _carried(collection, older, column))
        collection = collection.with_model(name, older.models[name]).with_record(RunRecord(**record))
    return collection


def _carried(collection: Collection, older: Collection, column: str) -> pa.Array:
    """The cells of the older collection's songs, empty where a song was not there."""
    cells = older.items[column]
    known = dict(zip(older.ids, cells.to_pylist(), strict=True))
    merged = collection.tables.get("merges", pa.table({"id": [], "merged": []}))
    under: dict[str, Any] = {}
    for id_, gone in zip(merged["id"].to_pylist(), merged["merged"].to_pylist(), strict=True):
        if gone in known:
            under.setdefault(id_, known[gone])
    return pa.array([known.get(id_, under.get(id_)) for id_ in collection.ids], cells.type)
