"""Seeds: the songs that are asked about, found by id, by name or by ear, and which songs of the collection they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from motif.core.check import few
from motif.core.errors import InputError
from motif.songs.collection.key import Names
from motif.songs.collection.ledger import STEP as GATHER_STEP
from motif.songs.collection.named import artists_of, row_of_id, rows_of_name
from motif.songs.model.lookup import Match, look_up, near_misses, nearest_artists, the_one
from motif.songs.study.listen import Heard, Request, hear
from motif.source.audio import SUFFIXES

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.songs.represent import SongSpace

__all__ = ["Seeds", "SongFact", "choices", "fact", "meant", "recordings", "row_of", "texts"]

_RECORDING = "punctuation"  # the widest rule: nobody wants the remaster after the song
_MOST_S = 300.0  # of a file, where it is not on record how much was heard of the collection's
_N_CHOICES = 10
_SHOWN = 80  # characters of a name in a message


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

    @property
    def quoted(self) -> str:
        """How messages call it: by its name and artist in quotes, else by its id."""
        return " by ".join(repr(part[:_SHOWN]) for part in (self.song or self.id, self.artist) if part)


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
    taken :
        What was guessed, as one line each: a name that no song has, and the song that it was taken for.

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
    taken: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, collection: Collection, space: SongSpace, given: Sequence[str | Path], *, artist: str | None = None
    ) -> Seeds:
        """Look songs up and listen to files; a file whose sound or recording the collection has is that song of it.

        A song that is given twice counts once.

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
        found: dict[str, _Seed] = {}
        taken = []
        for one in dict.fromkeys(given):
            if isinstance(one, Path):
                seed = _from_file(collection, space, one, heard[one], rows[one])
                found.setdefault(seed[0].id or heard[one].id, seed)
                continue
            row, note = meant(collection, one, artist=artist)
            found.setdefault(collection.ids[row], _from_collection(collection, space, row))
            taken += [note] if note else []
        facts, places, own, scores = zip(*found.values(), strict=True)
        return cls(tuple(facts), np.array(places), np.array(own), np.mean(scores, axis=0), tuple(taken))


_Seed = tuple[SongFact, np.ndarray, int, np.ndarray]


def _from_collection(collection: Collection, space: SongSpace, row: int) -> _Seed:
    known = fact(collection, row)
    if row not in space.rows:
        has = "fewer than half of the" if row in space.aside else "no"
        raise InputError(f"{known.quoted} has {has} features in {' and '.join(space.blocks)}; choose another song")
    at = space.position(row)
    return known, space.X[at], at, space.scores[at]


def _from_file(collection: Collection, space: SongSpace, path: Path, heard: Heard, row: int | None) -> _Seed:
    """A file that the collection has is that song, and lies where the collection has it, if it has features there."""
    if row is not None and row in space.rows:
        return _from_collection(collection, space, row)
    features = np.array([heard.features], dtype=np.float32)
    used = np.asarray(np.isfinite(space.values).any(axis=0))
    if features.shape[1] == len(used) and 2 * np.isfinite(features[:, used]).sum() < used.sum():
        raise InputError(f"of {path.name!r} fewer than half of the features can be told; choose another song")
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
    artists = [list(several) or None for several in artists_of(collection)]
    artists += [list(tags["artists"]) or None for tags in beside]
    return Names(pa.array(songs, pa.string()), pa.array(artists, pa.list_(pa.string()))).keys(_RECORDING)


def row_of(collection: Collection, song: str, *, artist: str | None = None) -> int:
    """Return the position of the song that an id or a name means.

    Raises
    ------
    InputError
        As `meant`.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> row_of(Collection("song", {"id": ["a", "b"], "song": ["Vienna", "Domino"]}), "domino")
    1
    """
    return meant(collection, song, artist=artist)[0]


def meant(collection: Collection, song: str, *, artist: str | None = None) -> tuple[int, str]:
    """Return the position of the song that an id, a link or a name means, and what was guessed, if anything.

    Ids come first, in all spellings; then the names that a table or folder has for it (its own id, "songs.csv:17", a
    file), unless a song is called so; then songs' and artists' names, also misspelt.

    Raises
    ------
    InputError
        When no song or several fit: reason "unknown_artist", "unknown_song", "unknown_file" or "several", with what
        comes nearest.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> meant(Collection("song", {"id": ["a", "b"], "song": ["Tune 7", "Domino"], "artist": ["X", "Y"]}), "Tnue 7")
    (0, "'Tnue 7' is taken for 'Tune 7' by 'X'")
    """
    row = row_of_id(collection, song)
    if row is not None:
        return row, ""
    songs, artists = texts(collection, "song"), artists_of(collection)
    if song.casefold() not in (one.casefold() for one in songs):
        rows = rows_of_name(collection, song)
        if len(rows) > 1:
            ids = few([collection.ids[row] for row in rows])
            raise InputError(f"{song!r} names {len(rows)} songs: {ids}; give one of these ids", reason="several")
        if rows:
            return rows[0], ""
        if Path(song).suffix.lower() in SUFFIXES:
            name = Path(song).name
            what = f"cannot read {name!r}: there is no such file, and no song of the collection is called so"
            raise InputError(what, reason="unknown_file")
    found = look_up(songs, artists, song, artist=artist, most=_N_CHOICES)
    if found:
        match = the_one(found, song)
        known = fact(collection, match.position)
        return match.position, "" if match.is_sure else f"{song[:_SHOWN]!r} is taken for {known.quoted}"
    near = [] if artist is None else nearest_artists(artists, artist)
    return the_one([], song, artist=artist, artists=near, misses=near_misses(songs, artists, song)).position, ""


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
    songs, artists = texts(collection, "song"), artists_of(collection)
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
