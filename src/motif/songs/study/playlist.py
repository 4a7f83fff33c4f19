"""`playlist`: songs in their order as a file that players read (M3U8) or that tables are made of (CSV)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from motif.collection.export import csv_safe, write_table
from motif.core import check
from motif.core.errors import InputError
from motif.core.files import is_there, make_folder, write_text

if TYPE_CHECKING:
    from motif.collection.base import Collection

__all__ = ["Playlist", "playlist"]

_SUFFIXES = (".m3u8", ".csv")
_COLUMNS = ("song", "artist", "album", "duration_s")
_UNKNOWN_S = -1  # how an M3U says that it does not know how long a song is


@dataclass(frozen=True, slots=True)
class Playlist:
    """What was written.

    Parameters
    ----------
    out :
        The file's name.
    n_songs :
        How many songs it lists.
    no_file :
        Ids of the songs that an M3U8 leaves out, because the collection has no file of them.

    Examples
    --------
    >>> Playlist("a.csv", 2, ()).as_dict()
    {'out': 'a.csv', 'n_songs': 2, 'no_file': []}
    """

    out: str
    n_songs: int
    no_file: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return asdict(self) | {"no_file": list(self.no_file)}


def playlist(
    collection: Collection,
    songs: Sequence[str],
    *,
    out: str | Path,
    music: str | Path | None = None,
    overwrite: bool = False,
) -> Playlist:
    """Write songs of a collection as a playlist, in the order given, with paths relative to the playlist.

    Parameters
    ----------
    collection :
        Songs.
    songs :
        Their ids; one may stand twice.
    out :
        The file to write: .m3u8 for players, .csv for tables, which also lists songs without a file.
    music :
        The folder in which the collection's `media` paths begin; None writes these paths as they are, which is right
        where the playlist lies in that folder.
    overwrite :
        Whether a file that is there is replaced.

    Raises
    ------
    InputError
        When an id is not there, the file exists or has another suffix, or an M3U8 would list no song at all.
    SourceError
        When it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from motif.collection import Collection
    >>> facts = {"id": ["a", "b"], "song": ["Vienna", "Domino"], "artist": ["Billy Joel", "Jessie J"]}
    >>> held = Collection("song", facts | {"duration_s": [214.0, None], "media": ["piano/vienna.mp3", None]})
    >>> out = Path(tempfile.mkdtemp()) / "evening.m3u8"
    >>> playlist(held, ["a", "b"], out=out).no_file
    ('b',)
    >>> print(out.read_text(encoding="utf-8").strip())
    #EXTM3U
    #EXTINF:214,Billy Joel - Vienna
    piano/vienna.mp3
    """
    path = check.path(out, what="out")
    check.in_choices(path.suffix.lower(), _SUFFIXES, what="the playlist's suffix")
    if is_there(path) and not overwrite:
        raise InputError(f"{path.name!r} exists; choose another name, or overwrite it")
    if not len(songs):
        raise InputError("a playlist needs at least one song")
    rows = _facts(collection, songs)
    for row in rows:
        row["media"] = _relative(row["media"], path, music)
        row["duration_s"] = None if row["duration_s"] is None else round(row["duration_s"], 3)
    make_folder(path.parent)
    if path.suffix.lower() == ".csv":
        for row in rows:
            row["media"] = _unlike_formula(row["media"])
        write_table(pa.Table.from_pylist(rows), path)
        return Playlist(path.name, len(rows), ())
    playable = [row for row in rows if row["media"] is not None]
    if not playable:
        raise InputError(f"the collection has no file of any of these {len(rows)} songs; write a .csv instead")
    write_text(path, "\n".join(["#EXTM3U", *(line for row in playable for line in _entry(row))]) + "\n")
    return Playlist(path.name, len(playable), tuple(row["id"] for row in rows if row["media"] is None))


def _facts(collection: Collection, songs: Sequence[str]) -> list[dict[str, Any]]:
    place = {id_: row for row, id_ in enumerate(collection.ids)}
    unknown = [id_ for id_ in songs if id_ not in place]
    if unknown:
        raise InputError(f"no songs of the collection: {check.few(unknown)}")
    names = [name for name in ("id", *_COLUMNS, "media") if name in collection.items.column_names]
    facts = collection.items.select(names).take([place[id_] for id_ in songs]).to_pylist()
    return [{"position": at} | dict.fromkeys(("id", *_COLUMNS, "media")) | row for at, row in enumerate(facts, start=1)]


def _relative(media: str | None, playlist_at: Path, music: str | Path | None) -> str | None:
    """Return the way from the playlist to a file, with forward slashes; None where there is no file.

    A name with a line break cannot stand in an M3U, which would read two: such a song counts as one without a file.
    """
    if not media or any(sign in media for sign in "\r\n\0"):
        return None
    if music is None or "://" in media:
        return media
    # where links really lead: "../music" from a linked folder is the folder beside its target
    way = os.path.relpath(Path(os.path.realpath(music)) / PurePosixPath(media), os.path.realpath(playlist_at.parent))
    return Path(way).as_posix()


def _unlike_formula(media: str | None) -> str | None:
    """A path that a spreadsheet would run, as the same path that it does not, instead of one that leads nowhere."""
    return f"./{media}" if media and csv_safe(pa.table({"media": [media]}))["media"][0].as_py() != media else media


def _entry(row: dict[str, Any]) -> list[str]:
    seconds = _UNKNOWN_S if row["duration_s"] is None else round(row["duration_s"])
    name = " - ".join(" ".join(str(part).split()) for part in (row["artist"], row["song"]) if part) or row["id"]
    shown = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in name)
    media = row["media"] if not row["media"].startswith("#") else f"./{row['media']}"  # "#" would begin a comment
    return [f"#EXTINF:{seconds},{shown}", media]
