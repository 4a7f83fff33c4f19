"""Labels: what is known of songs, by the words that people use for it: genre, artist, album, playlist, or a column."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from motif.core.check import few
from motif.core.errors import InputError
from motif.songs.source.column import plain_name

if TYPE_CHECKING:
    from motif.collection.base import Collection

__all__ = ["ALIASES", "Labels", "labels_of"]

ALIASES: dict[str, tuple[str, ...]] = {
    "genre": ("genre", "genres", "top_genre", "track_genre", "main_genre", "playlist_genre", "artist_genres"),
    "artist": ("artist",),
    "album": ("album_id", "album"),
    "playlist": (),
}
"""Word -> the columns that it may mean, the first that is there, in any letter case and with blanks for `_`; playlists
are in the table of origins."""
_LISTS = ("playlist", "folder", "album")  # kinds of origin that somebody put together
_SEPARATOR = ";"


@dataclass(frozen=True, eq=False)
class Labels:
    """What is known of each song.

    Parameters
    ----------
    name :
        What was asked for.
    source :
        The column or table it came from.
    values :
        (n_items,): a label, a list of labels, or None.
    """

    name: str
    source: str
    values: list[Any]

    @property
    def has_several(self) -> bool:
        """Whether a song can have more than one."""
        return any(isinstance(value, list) for value in self.values)

    @property
    def distinct(self) -> set[str]:
        """The different labels, as text."""
        listed = (value if isinstance(value, list) else [value] for value in self.values)
        return {str(label) for values in listed for label in values if label is not None}

    def commonest(self) -> list[Any]:
        """Return one label for each song: of several, the one that most songs have; of equals, the first."""
        counts = Counter(label for value in self.values for label in (value if isinstance(value, list) else [value]))
        return [
            (max(value, key=lambda label: counts[label]) if value else None) if isinstance(value, list) else value
            for value in self.values
        ]


def labels_of(collection: Collection, label: str, *, list_separator: str | None = None) -> Labels:
    """Return what is known of the songs under a word or in a column.

    Parameters
    ----------
    collection :
        Songs.
    label :
        "genre", "artist", "album" (of the artist, where albums have no ids), "playlist", or a column.
    list_separator :
        What stands between several labels of a cell; None takes cells whole, but for "genre", where it is `;`.

    Raises
    ------
    InputError
        When there is no such column, or nothing in it.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> songs = Collection("song", {"id": ["a", "b"], "genre": ["rock; folk", None]})
    >>> labels_of(songs, "genre").values
    [['rock', 'folk'], None]
    """
    columns = collection.items.column_names
    if label == "playlist" and label not in columns:
        found = Labels(label, "origins", _lists(collection))
    else:
        column = _column(label, columns)
        if column is None:
            there = {word: _column(word, columns) is not None for word in ALIASES}
            words = [word for word in ALIASES if there[word] or (word == "playlist" and any(_lists(collection)))]
            known = few(list(dict.fromkeys([*words, *columns])), most=len(ALIASES) + len(columns))
            raise InputError(f"there is no column {label!r} to score by; there are: {known}")
        values = collection.items[column].to_pylist()
        if label == "album" and column == "album":
            values = _of_artist(values, collection)
        separator = _SEPARATOR if label == "genre" and list_separator is None else list_separator
        found = Labels(label, column, values if separator is None else [_parts(value, separator) for value in values])
    if all(value is None or value == [] for value in found.values):
        raise InputError(f"nothing is known of any song under {label!r} ({found.source}); score by something else")
    return found


def _column(label: str, columns: list[str]) -> str | None:
    """The column of that very name, else the first that the word may mean."""
    if label in columns and label not in ALIASES:
        return label
    by_plain: dict[str, str] = {}
    for name in columns:
        by_plain.setdefault(plain_name(name), name)
    words = ALIASES.get(label, (label, plain_name(label)))
    return next((word if word in columns else by_plain[word] for word in words if word in by_plain), None)


def _of_artist(albums: list[Any], collection: Collection) -> list[Any]:
    """Albums of one name by different artists are different."""
    if "artist" not in collection.items.column_names:
        return albums
    pairs = zip(albums, collection.items["artist"].to_pylist(), strict=True)
    return [None if album is None else f"{artist}: {album}" for album, artist in pairs]


def _parts(value: Any, separator: str) -> Any:
    """Return the labels of a cell of text; what is no text is left."""
    if not isinstance(value, str):
        return value
    return list(dict.fromkeys(part.strip() for part in value.split(separator) if part.strip()))


def _lists(collection: Collection) -> list[list[str]]:
    """Return the playlists that each song was found in, else the folders or albums."""
    origins = collection.tables.get("origins", pa.table({"id": [], "kind": [], "origin": []}))
    rows = list(zip(*(origins[name].to_pylist() for name in ("id", "kind", "origin")), strict=True))
    kind = next((kind for kind in _LISTS if any(row[1] == kind for row in rows)), None)
    inside = defaultdict(list)
    for id, of_kind, origin in rows:
        if of_kind == kind:
            inside[id].append(origin)
    return [list(dict.fromkeys(inside[id])) for id in collection.ids]
