"""Listening: a folder of music as rows: its tags, and the features of its sound, each file heard once.

What a file gave is kept in the cache under the digest of its bytes. So a second gathering hears only what is new,
wherever the files lie by then, and one that was killed goes on where it was.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from motif.core.cache import default_cache
from motif.core.digest import file_digest
from motif.core.errors import DataError, SourceError
from motif.engine import MemorySink, map_items
from motif.songs.source.rows import FACTS, Rows, Source
from motif.source.audio import audio_files, read_audio, read_tags
from motif.source.file import open_bytes

__all__ = ["VERSION", "Heard", "Request", "hear", "listen", "music_files"]

VERSION = 1
"""Raised when hearing the same file gives something else; what the cache holds of before is not found then."""

_STEP = "songs.sound"
_MOST_BYTES = 1 << 40  # no limit in practice: nothing is read whole
_EXTRA = ("date", "track", "genre", "isrc", "musicbrainz_recording")


@dataclass(frozen=True)
class Request:
    """One file on its way to a worker.

    Parameters
    ----------
    path :
        Where it is.
    most_s :
        Of a longer file, windows of so much in all are heard.
    """

    path: Path
    most_s: float


@dataclass(frozen=True)
class Heard:
    """What one file gave.

    Parameters
    ----------
    id :
        16 hex digits of the decoded sound.
    duration_s :
        Of the whole file.
    sampled :
        Whether only windows of it were heard.
    tags :
        What the file says of itself, see `source.audio.Tags`.
    features :
        One number for each of `represent.sound.FEATURES`, NaN where it cannot be told.
    """

    id: str
    duration_s: float
    sampled: bool
    tags: dict[str, Any]
    features: tuple[float, ...]


def listen(folder: str | Path, *, name: str, prefix: str, jobs: int = 1, most_s: float = 300.0) -> Rows:
    """Return the songs of a folder of music, or of one file, one row a file.

    A file without a title has its file's name in `stem`, which merging falls back on. A file that cannot be read is a
    drop with its reason.

    Parameters
    ----------
    folder :
        Searched to the bottom; or a file.
    name :
        What origins call it.
    prefix :
        What `media` paths begin with: the way from the media root to the folder.
    jobs :
        Processes, >= 1.
    most_s :
        Of a longer file, windows of so much in all are heard.

    Raises
    ------
    SourceError
        When the folder cannot be read, or holds no music (reason no_music).
    Interrupted
        After Ctrl-C; what was heard is kept.
    """
    from motif.represent.sound import FEATURES

    root, files = music_files(folder, name=name)
    origins = [_text("/".join((name, *file.parts))) if Path(folder) == root else name for file in files]
    requests = [Request(root / file, most_s) for file in files]
    sink = MemorySink()
    map_items(
        hear,
        zip(origins, requests, strict=True),
        out=sink,
        jobs=jobs,
        shard_size=1,  # what is heard is kept at once: nothing is gained by waiting for others
        title="Listening",
        total=len(files),
    )
    places = [place for place, origin in enumerate(origins) if origin in sink.results]
    heard = [sink.results[origins[place]] for place in places]
    dropped = Counter(drop.reason for drop in sink.drops)
    untitled = sum(one.tags["song"] is None for one in heard)
    dirt = {"song_from_file_name": untitled} if untitled else {}
    source = Source(name, "folder", len(files), dropped=dict(dropped), dirt=dirt)
    facts = _facts(heard, places, files, origins, prefix)
    features = np.array([one.features for one in heard], dtype=np.float32).reshape(len(heard), len(FEATURES))
    return Rows(facts, _extra(heard), {"sound": features}, tuple(sink.drops), (source,))


def music_files(folder: str | Path, *, name: str) -> tuple[Path, list[Path]]:
    """Return a folder and the sound files below it, or the folder of one file and that file alone.

    Parameters
    ----------
    folder :
        Searched to the bottom; or a file.
    name :
        What messages call it.

    Raises
    ------
    SourceError
        When the folder cannot be read or holds no music (reason no_music), or the one file is missing or no file.

    Examples
    --------
    >>> music_files("gone.mp3", name="gone.mp3")
    Traceback (most recent call last):
        ...
    motif.core.errors.SourceError: cannot read 'gone.mp3': there is no such file
    """
    folder = Path(folder)
    if not folder.is_dir():
        with open_bytes(folder, max_bytes=_MOST_BYTES, gunzip=False, allow_empty=True):
            return folder.parent, [Path(folder.name)]
    files = audio_files(folder)
    if not files:
        message = f"there is no music in {name!r}; give a folder of mp3, ogg, opus, flac, m4a or wav"
        raise SourceError(message, reason="no_music")
    return folder, files


def hear(request: Request) -> Heard:
    """Return what a file gives: from the cache where it was heard before, else by decoding and describing it.

    Raises
    ------
    SourceError, DataError
        As `source.audio.read_audio`.
    """
    from motif.represent.sound import FEATURES

    cache = default_cache()
    names = [feature.name for feature in FEATURES]
    key = cache.key(file_digest(request.path), step=_STEP, version=VERSION, most_s=request.most_s, features=names)
    known = _known(cache.read(key), len(names))
    if known is not None:
        return known
    heard = _heard(request)
    with suppress(SourceError):  # a cache that cannot be written costs time, not the song
        cache.write(key, json.dumps(asdict(heard)).encode())
    return heard


def _heard(request: Request) -> Heard:
    from motif.represent.sound import describe

    sound = read_audio(request.path, most_s=request.most_s)
    try:
        features = tuple(float(value) for value in np.asarray(describe(sound)))
    except DataError as error:
        raise DataError(f"{_text(request.path.name)!r}: {error}", reason=error.reason) from error
    tags = asdict(read_tags(request.path))
    return Heard(sound.id, float(sound.duration_s or 0.0), sound.sampled, tags, features)


def _known(entry: bytes | None, n_features: int) -> Heard | None:
    """What an entry of the cache says; None where there is none, or it is damaged."""
    if entry is None:
        return None
    try:
        said: dict[str, Any] = json.loads(entry)
        heard = replace(Heard(**said), features=tuple(said["features"]))
    except (ValueError, TypeError, KeyError):
        return None
    return heard if len(heard.features) == n_features else None


def _facts(
    heard: Sequence[Heard], places: Sequence[int], files: Sequence[Path], origins: Sequence[str], prefix: str
) -> pa.Table:
    mine = [files[place] for place in places]
    columns = {
        "id": [one.id for one in heard],
        "is_given": [True] * len(heard),
        "lacks_id": [False] * len(heard),
        "song": [one.tags["song"] for one in heard],
        "stem": [_text(file.stem) for file in mine],
        "artists": [list(one.tags["artists"]) or None for one in heard],
        "album": [one.tags["album"] for one in heard],
        "duration_s": [one.duration_s for one in heard],
        "media": [_media(prefix, file) for file in mine],
        "source": [0] * len(heard),
        "origin": [origins[place] for place in places],
        "place": [_text(file.parent.as_posix()) if len(file.parts) > 1 else None for file in mine],
        "position": [place + 1 for place in places],
    }
    return pa.table([pa.array(columns.get(f.name, [None] * len(heard)), f.type) for f in FACTS], schema=FACTS)


def _extra(heard: Sequence[Heard]) -> pa.Table:
    columns: dict[str, list[Any]] = {name: [one.tags.get(name) for one in heard] for name in _EXTRA}
    told = {name: values for name, values in columns.items() if any(value is not None for value in values)}
    return pa.table({**told, "sampled": pa.array([one.sampled for one in heard], pa.bool_())})


def _media(prefix: str, file: Path) -> str | None:
    """The way from the media root; None for a name that other systems would read as another path."""
    way = "/".join((prefix, *file.parts)) if prefix else file.as_posix()
    return way if "\\" not in way and _text(way) == way else None


def _text(name: str) -> str:
    """A name as text that can be kept and shown: bytes that are no UTF-8 and control characters are spelled out."""
    text = name.encode(errors="backslashreplace").decode()
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
