"""What a sound file says of itself: title, artists, album and the ids of others, as text that is safe to show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from motif.source.audio.container import opened

__all__ = ["LONGEST", "Tags", "read_tags"]

LONGEST = 500
"""The most characters of one tag; titles of a megabyte have been seen."""

_MOST_ARTISTS = 50
_JOINERS = "\u200c\u200d"  # without a width of their own, and part of the spelling of several scripts and of emoji
_BETWEEN_ARTISTS = re.compile(r"[;\0]|\s/\s|(?<=\S)//(?=\S)")  # never a lone "/", "&" or ",", which names contain
_ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}\d{7}")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_KEYS = {  # as FFmpeg and libsndfile name what ID3, Vorbis comments and MP4 hold; compared without case, blanks and "_"
    "song": ("title", "tit2"),
    "artists": ("artists", "artist", "tpe1", "albumartist"),
    "album": ("album", "talb"),
    "date": ("originaldate", "date", "tdrc", "tyer", "year"),
    "track": ("track", "tracknumber", "trck"),
    "genre": ("genre", "tcon"),
    "isrc": ("isrc", "tsrc"),
    "musicbrainz_recording": ("musicbrainztrackid", "musicbrainzrecordingid"),
    "musicbrainz_artist": ("musicbrainzartistid",),
    "musicbrainz_album": ("musicbrainzalbumid", "musicbrainzreleaseid"),
}


@dataclass(frozen=True, slots=True)
class Tags:
    """What a sound file says of itself; None where it says nothing.

    Text has at most `LONGEST` characters, single blanks, and its control characters are spelled out. Markup is left as
    it is: whoever makes a page escapes it.

    Parameters
    ----------
    song, album, genre :
        As written.
    artists :
        In order; empty where none is named.
    date :
        As written: a year, or more.
    track :
        The position on the album, at least 1.
    isrc :
        The recording's 12 characters; None for what is no ISRC.
    musicbrainz_recording, musicbrainz_artist, musicbrainz_album :
        MusicBrainz' ids, in lower case, the first of several; None for what is no such id.

    Examples
    --------
    >>> Tags(song="Vienna", artists=("Billy Joel",)).album is None
    True
    """

    song: str | None = None
    artists: tuple[str, ...] = ()
    album: str | None = None
    date: str | None = None
    track: int | None = None
    genre: str | None = None
    isrc: str | None = None
    musicbrainz_recording: str | None = None
    musicbrainz_artist: str | None = None
    musicbrainz_album: str | None = None


def read_tags(source: str | Path | bytes) -> Tags:
    """Return what a sound file says of itself; nothing is decoded.

    Several artists are told apart where the file does (ID3v2.4, Vorbis comments) or writes `;`, ` / ` or `//`.

    Parameters
    ----------
    source :
        A path, or the bytes themselves.

    Raises
    ------
    SourceError, DataError
        As for `read_audio`.

    Examples
    --------
    >>> import io, wave
    >>> stream = io.BytesIO()
    >>> with wave.open(stream, "wb") as file:
    ...     file.setparams((1, 2, 8000, 0, "NONE", ""))
    ...     file.writeframes(bytes(8000))
    >>> read_tags(stream.getvalue()) == Tags()
    True
    """
    with opened(source) as file:
        return as_tags(file.tags)


def as_tags(said: Mapping[str, str]) -> Tags:
    r"""Return tags from the names and texts that a file holds.

    Examples
    --------
    >>> as_tags({"TITLE": " A\tsong ", "ARTIST": "One;Two", "track": "3/12", "TSRC": "no code"})
    Tags(song='A song', artists=('One', 'Two'), album=None, date=None, track=3, genre=None, isrc=None, ...
    """
    named = {re.sub(r"[\s_]", "", key).lower(): text for key, text in said.items()}
    found = {
        field: next((named[key] for key in keys if named.get(key, "").strip(" \0")), "")
        for field, keys in _KEYS.items()
    }
    plain = {field: _plain(found[field]) for field in ("song", "album", "date", "genre")}
    ids = {field: _first(_UUID, text.lower()) for field, text in found.items() if field.startswith("musicbrainz")}
    isrc = _first(_ISRC, found["isrc"].upper().replace("-", ""))
    return Tags(artists=_artists(found["artists"]), track=_track(found["track"]), isrc=isrc, **plain, **ids)


def _plain(text: str) -> str | None:
    """One line of at most `LONGEST` characters in which control characters are shown, not obeyed."""
    line = " ".join(text[: 4 * LONGEST].replace("\0", " ").split())
    shown = "".join(c if c.isprintable() or c in _JOINERS else c.encode("unicode_escape").decode() for c in line)
    return (shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…") or None


def _artists(text: str) -> tuple[str, ...]:
    parts = _BETWEEN_ARTISTS.split(text[: _MOST_ARTISTS * LONGEST], maxsplit=_MOST_ARTISTS)
    names = (_plain(part) for part in parts[:_MOST_ARTISTS])
    return tuple(dict.fromkeys(name for name in names if name))


def _track(text: str) -> int | None:
    number = re.match(r"\s*(\d{1,5})", text, re.ASCII)
    return int(number[1]) or None if number else None


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text[:LONGEST])
    return found[0] if found else None
