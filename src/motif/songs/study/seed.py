"""Seeds: the songs that are asked about, found by id, by name or by ear, and which songs of the collection they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from motif.songs.collection.key import Names
from motif.songs.collection.ledger import STEP as GATHER_STEP
from motif.songs.model.lookup import Match, look_up, near_misses, nearest_artists, the_one
from motif.songs.study.listen import Heard, Request, hear

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.songs.represent import SongSpace

__all__ = ["Seeds", "SongFact", "choices", "fact", "recordings", "row_of", "texts"]

_RECORDING = "punctuation"  # the widest rule: nobody wants the remaster after the song
_MOST_S = 300.0  # of a file, where it is not on record how much was heard of the collection's
_N_CHOICES = 10


@dataclass(frozen=True, slots=True)
class SongFact:
    """A song as people know it.

    Parameters
    ----------
    id :
        Of the song; empty for a file from outside the collection.
    song, artist, album :
        Its names; empty where they are not known.
    duration_s :
        None where it is not known.
    media :
        Its file, relative to the collection's media root; None where there is none.

    Examples
    --------
    >>> SongFact("a", "Vienna", "Billy Joel").album
    ''
    """

    id: str
    song: str
    artist: str
    album: str = ""
    duration_s: float | None = None
    media: str | None = None


@dataclass(frozen=True, eq=False)
class Seeds:
    """The songs asked about.

    Parameters
    ----------
    facts :
        What they are called.
    places :
        (n_seeds, n_columns), where they lie in the space.
    own :
        (n_seeds,), the position in the space of each that is a song of it; -1 of one from outside.
    scores :
        (n_features,), what they are like on average, in sd.

    Examples
    --------
    >>> from motif.collection import Collection, dense
    >>> from motif.songs.represent import song_space
    >>> tempo = dense([[90.0], [120.0], [171.0]], columns=["tempo"])
    >>> held = Collection("song", {"id": ["a", "b", "c"]}, blocks={"spotify": tempo})
    >>> Seeds.of(held, song_space(held), ["c", "a"]).own
    array([2, 0])
    """

    facts: tuple[SongFact, ...]
    places: np.ndarray
    own: np.ndarray
    scores: np.ndarray

    @classmethod
    def of(
        cls, collection: Collection, space: SongSpace, given: Sequence[str | Path], *, artist: str | None = None
    ) -> Seeds:
        """Look songs up and listen to files; a file whose sound or recording the collection has is that song of it.

        Parameters
        ----------
        collection, space :
            Songs, and where they lie.
        given :
            Ids, names, and `Path`s to sound files.
        artist :
            Of the songs that are given by name.

        Raises
        ------
        InputError
            When no song or several fit a name, a song has no features, or a file is given where distances are not
            those of sound.
        SourceError, DataError
            When a file cannot be read.
        """
        heard = {path: hear(Request(path, _most_s(collection))) for path in given if isinstance(path, Path)}
        rows = dict(zip(heard, _held(collection, space, list(heard.values())), strict=True))
        found = [
            _from_file(collection, space, one, heard[one], rows[one])
            if isinstance(one, Path)
            else _from_collection(collection, space, row_of(collection, one, artist=artist))
            for one in given
        ]
        facts, places, own, scores = zip(*found, strict=True)
        return cls(tuple(facts), np.array(places), np.array(own), np.mean(scores, axis=0))


_Seed = tuple[SongFact, np.ndarray, int, np.ndarray]


def _from_collection(collection: Collection, space: SongSpace, row: int) -> _Seed:
    at = space.position(row)
    return fact(collection, row), space.X[at], at, space.scores[at]


def _from_file(collection: Collection, space: SongSpace, path: Path, heard: Heard, row: int | None) -> _Seed:
    """A file that the collection has is that song, and lies where the collection has it, if it has features there."""
    if row is not None and row in space.rows:
        return _from_collection(collection, space, row)
    features = np.array([heard.features], dtype=np.float32)
    named = _fact_of_file(path, heard) if row is None else fact(collection, row)
    return named, space.place(features, "sound")[0], -1, space.scalers[0].scores(features)[0]


def _fact_of_file(path: Path, heard: Heard) -> SongFact:
    tags = heard.tags
    return SongFact("", tags["song"] or path.stem, ", ".join(tags["artists"]), tags["album"] or "", heard.duration_s)


def _most_s(collection: Collection) -> float:
    """How much of a long file is heard: as much as of the collection's, or the sound would be another."""
    told = [one["parameters"].get("most_s") for one in collection.records if one["step"] == GATHER_STEP]
    return float(told[-1]) if told and told[-1] else _MOST_S


def _held(collection: Collection, space: SongSpace, heard: Sequence[Heard]) -> list[int | None]:
    """Return which song of the collection each file is, None for one that it has not.

    That is the song of the same sound, also where the file went into another song when it was gathered; else one of
    the same recording, by the tags: one with features before one without.
    """
    if not heard:
        return []
    row_of_id = {id_: row for row, id_ in enumerate(collection.ids)}
    merged = _merged_into(collection)
    keys = recordings(collection, beside=[one.tags for one in heard])
    has_place = np.isin(np.arange(collection.n_items), space.rows)
    rows: list[int | None] = []
    for at, one in enumerate(heard):
        row = row_of_id.get(one.id, row_of_id.get(merged.get(one.id, "")))
        key = keys[collection.n_items + at]
        if row is None and key >= 0:
            same = np.flatnonzero(keys[: collection.n_items] == key)
            row = int(same[np.argmax(has_place[same])]) if len(same) else None
        rows.append(row)
    return rows


def _merged_into(collection: Collection) -> dict[str, str]:
    """Id that went into another song when it was gathered -> that song's."""
    if "merges" not in collection.tables:
        return {}
    merges = collection.tables["merges"]
    return dict(zip(merges["merged"].to_pylist(), merges["id"].to_pylist(), strict=True))


def recordings(collection: Collection, *, beside: Sequence[Mapping[str, Any]] = ()) -> np.ndarray:
    """Return what tells one recording from another: song and artists but for case, notes and punctuation.

    Parameters
    ----------
    collection :
        Songs.
    beside :
        The tags of files that are compared with them: "song" and "artists".

    Returns
    -------
    (n_items + n_beside,) whole numbers, -1 where song or artist is not known: such songs are no duplicates.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> facts = {"id": ["a", "b", "c"], "song": ["Vienna", "Vienna (Remastered)", None], "artist": ["Ultravox"] * 3}
    >>> recordings(Collection("song", facts), beside=[{"song": "VIENNA", "artists": ("ultravox",)}]).tolist()
    [0, 0, -1, 0]
    """
    songs = [name or None for name in texts(collection, "song")] + [tags["song"] or None for tags in beside]
    if "artists" in collection.items.column_names:
        artists = collection.items["artists"].to_pylist()
    else:
        artists = [[name] if name else None for name in texts(collection, "artist")]
    artists += [list(tags["artists"]) or None for tags in beside]
    return Names(pa.array(songs, pa.string()), pa.array(artists, pa.list_(pa.string()))).keys(_RECORDING)


def row_of(collection: Collection, song: str, *, artist: str | None = None) -> int:
    """Return the position of the song that an id or a name means.

    Raises
    ------
    InputError
        When no song or several fit: reason "unknown_artist", "unknown_song" or "several", with what comes nearest.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> row_of(Collection("song", {"id": ["a", "b"], "song": ["Vienna", "Domino"]}), "domino")
    1
    """
    at = pc.index(collection.items["id"], song).as_py()
    if at >= 0:
        return at
    songs, artists = texts(collection, "song"), texts(collection, "artist")
    found = look_up(songs, artists, song, artist=artist, most=_N_CHOICES)
    if found:
        return the_one(found, song).position
    near = [] if artist is None else nearest_artists(artists, artist)
    return the_one([], song, artist=artist, artists=near, misses=near_misses(songs, artists, song)).position


def choices(collection: Collection, song: str, *, artist: str | None = None, most: int = 10) -> list[SongFact]:
    """Return the songs that a name fits, the likeliest first, with their ids; where none fits, those that come nearest.

    Parameters
    ----------
    collection :
        Songs.
    song :
        A name, also misspelt or with the artist's name in it.
    artist :
        The artist, where it is given by itself.
    most :
        How many to return.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> facts = {"id": ["a", "b"], "song": ["Vienna", "Vienna"], "artist": ["Billy Joel", "Ultravox"]}
    >>> [found.id for found in choices(Collection("song", facts), "viena ultravox")]
    ['b']
    """
    songs, artists = texts(collection, "song"), texts(collection, "artist")
    found: list[Match] = look_up(songs, artists, song, artist=artist, most=most)
    return [fact(collection, match.position) for match in found or near_misses(songs, artists, song, most=most)]


def fact(collection: Collection, row: int) -> SongFact:
    """Return what the song at a position is called.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> fact(Collection("song", {"id": ["a"], "song": ["Vienna"]}), 0).song
    'Vienna'
    """
    (facts,) = collection.items.slice(row, 1).to_pylist()
    return SongFact(
        facts["id"],
        facts.get("song") or "",
        facts.get("artist") or "",
        facts.get("album") or "",
        facts.get("duration_s"),
        facts.get("media"),
    )


def texts(collection: Collection, name: str) -> list[str]:
    """Return a column of text, empty where it is not there or not known.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> texts(Collection("song", {"id": ["a", "b"], "song": ["Vienna", None]}), "song")
    ['Vienna', '']
    """
    if name not in collection.items.column_names:
        return [""] * collection.n_items
    return [value or "" for value in collection.items[name].to_pylist()]
