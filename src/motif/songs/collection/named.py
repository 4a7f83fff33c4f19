"""Naming: which song of a collection an id means, whichever id, link, row or file somebody knows it by."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from motif.songs.collection.decide import GIVEN
from motif.songs.source.column import ID_WORDS, plain_name
from motif.songs.source.track import track_id

if TYPE_CHECKING:
    from motif.collection.base import Collection

__all__ = ["artists_of", "row_of_id", "rows_of_name"]


def row_of_id(collection: Collection, name: str) -> int | None:
    """Return the position of the song of an id, also as a URI or link, or of one that went into it; None for no id.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> songs = Collection("song", {"id": ["b", "0WiKz86jAqiP6ZnuAZv8nz"]})
    >>> row_of_id(songs, "spotify:track:0WiKz86jAqiP6ZnuAZv8nz"), row_of_id(songs, "c")
    (1, None)
    """
    ids = collection.items["id"]
    merges = collection.tables.get("merges")
    for one in dict.fromkeys((name, name.strip(), track_id(name) or name)):
        at = pc.index(ids, one).as_py()
        if at < 0 and merges is not None:
            into = pc.index(merges["merged"], one).as_py()
            at = -1 if into < 0 else pc.index(ids, merges["id"][into]).as_py()
        if at >= 0:
            return int(at)
    return None


def rows_of_name(collection: Collection, name: str) -> list[int]:
    """Return the positions of the songs that a table or folder knows by a name: its own id, its row, or a file.

    Those are the names that `--same` takes too: what a column of ids says, "songs.csv:17", and the path in `media` or
    that in `origins` with the file's name.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> songs = Collection("song", {"id": ["row-1", "row-2"], "song_id": [17, 18], "media": [None, "rock/a.mp3"]})
    >>> rows_of_name(songs, "18"), rows_of_name(songs, "rock/a.mp3"), rows_of_name(songs, "19")
    ([1], [1], [])
    """
    name = name.strip()
    if not name:
        return []
    found: set[int] = set()
    for column in _id_columns(collection):
        text = pc.utf8_trim_whitespace(column.cast(pa.string()))
        found.update(pc.indices_nonzero(pc.fill_null(pc.equal(text, name), fill_value=False)).to_pylist())
    return sorted(found | _of_origin(collection, name))


def artists_of(collection: Collection) -> list[tuple[str, ...]]:
    """Return all artists of each song; none where they are not known.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> artists_of(Collection("song", {"id": ["a", "b"], "artists": [["X", "Guest"], None]}))
    [('X', 'Guest'), ()]
    """
    items = collection.items
    if "artists" in items.column_names and pa.types.is_list(items.schema.field("artists").type):
        first = items["artist"].to_pylist() if "artist" in items.column_names else [None] * items.num_rows
        pairs = zip(items["artists"].to_pylist(), first, strict=True)
        return [tuple(several or ([one] if one else [])) for several, one in pairs]
    if "artist" not in items.column_names:
        return [()] * items.num_rows
    return [(one,) if one else () for one in items["artist"].to_pylist()]


def _id_columns(collection: Collection) -> list[pa.ChunkedArray]:
    items = collection.items
    names = [
        name
        for name in items.column_names
        if name in (GIVEN, "media") or (name != "id" and plain_name(name) in ID_WORDS)
    ]
    return [items[name] for name in names if not pa.types.is_nested(items.schema.field(name).type)]


def _of_origin(collection: Collection, name: str) -> set[int]:
    """The songs of a row of a table, "songs.csv:17", or of a file in a folder that was gathered, "music/rock/a.mp3"."""
    if "origins" not in collection.tables:
        return set()
    origins = collection.tables["origins"]
    place, _, number = name.rpartition(":")
    if place and number.isdecimal():
        wanted = pc.and_(pc.equal(origins["origin"], place), pc.equal(origins["position"], int(number[:15])))
        return _positions(collection, origins["id"].filter(wanted).to_pylist())
    path = PurePosixPath(name)
    if "media" not in collection.items.column_names or len(path.parts) < 2:
        return set()
    inside = _positions(collection, origins["id"].filter(pc.equal(origins["origin"], str(path.parent))).to_pylist())
    media = collection.items["media"]
    return {row for row in inside if PurePosixPath(media[row].as_py() or "").name == path.name}


def _positions(collection: Collection, ids: list[str]) -> set[int]:
    wanted = set(ids)
    return {row for row, one in enumerate(collection.ids) if one in wanted} if wanted else set()
