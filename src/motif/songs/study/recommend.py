"""`recommend`: songs to play after some, found by name, id or file, each pick with its reasons."""

from __future__ import annotations

from collections.abc import Collection as Several
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from motif.core.check import few, in_choices, integer
from motif.core.digest import array_digest
from motif.core.errors import InputError
from motif.core.record import RunRecord, recording
from motif.core.seed import integer_seed, recorded_seed
from motif.songs.collection.key import Names
from motif.songs.model.lookup import Match, look_up, the_one
from motif.songs.model.recommend import MODES, Cap, Mode, Recommender
from motif.songs.represent import SongSpace, song_space
from motif.songs.study.listen import Request, hear
from motif.songs.study.reason import reasons

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.core.seed import RandomState

__all__ = ["Pick", "Recommendation", "SongFact", "choices", "recommend"]

_STEP = "songs.recommend"
_RECORDING = "punctuation"  # the widest rule: nobody wants the remaster after the song
_GROUP = "group"
_MOST_S = 300.0  # of a file that is asked about


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


@dataclass(frozen=True, slots=True)
class Pick:
    """A song that is recommended.

    Parameters
    ----------
    rank :
        From 1, in the order in which songs are meant.
    song :
        Which it is.
    distance :
        From the seeds, in the unit of the space, lower is nearer; in a path, from the straight line.
    reasons :
        Why: what it has in common with the seeds that is unusual, and what differs.

    Examples
    --------
    >>> Pick(1, SongFact("a", "Vienna", "Billy Joel"), 0.25, ("both slow",)).as_dict()["song"]
    'Vienna'
    """

    rank: int
    song: SongFact
    distance: float
    reasons: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the pick as plain JSON values."""
        return {"rank": self.rank, **asdict(self.song), "distance": self.distance, "reasons": list(self.reasons)}


@dataclass(frozen=True, eq=False)
class Recommendation:
    """What `recommend` found.

    Parameters
    ----------
    seeds :
        The songs asked about; in a path, its start and its end.
    picks :
        The songs found, in order.
    mode :
        How they were picked.
    blocks :
        What distances were measured in.
    note :
        What a reader has to know beside, as one line; empty where there is nothing.
    record :
        How it was made.

    Examples
    --------
    >>> from motif.collection import Collection, dense
    >>> tempo = dense([[90.0], [92.0], [171.0]], columns=["tempo"])
    >>> found = recommend(Collection("song", {"id": ["a", "b", "c"]}, blocks={"spotify": tempo}), "a", n=1)
    >>> found.ids, found.mode, found.blocks
    (['b'], 'nearest', ('spotify',))
    """

    seeds: tuple[SongFact, ...]
    picks: tuple[Pick, ...]
    mode: Mode
    blocks: tuple[str, ...]
    note: str
    record: RunRecord

    @property
    def ids(self) -> list[str]:
        """The ids of the picks, in order."""
        return [pick.song.id for pick in self.picks]

    def as_dict(self) -> dict[str, Any]:
        """Return the recommendation as plain JSON values."""
        return {
            "mode": self.mode,
            "blocks": list(self.blocks),
            "seeds": [asdict(seed) for seed in self.seeds],
            "picks": [pick.as_dict() for pick in self.picks],
            "note": self.note,
            "record": self.record.as_dict(),
        }


def choices(collection: Collection, song: str, *, artist: str | None = None, most: int = 10) -> list[SongFact]:
    """Return the songs that a name fits, the likeliest first, with their ids.

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
    return [_fact(collection, match.position) for match in _matches(collection, song, artist, most)]


def recommend(
    collection: Collection,
    songs: str | Path | Sequence[str | Path],
    *,
    artist: str | None = None,
    n: int = 10,
    mode: Mode = "nearest",
    to: str | None = None,
    diversity: float = 0.4,
    per_artist: int | None = None,
    per_album: int | None = None,
    exclude: Several[str] = (),
    block: str | None = None,
    mix: bool = False,
    random_state: RandomState = 0,
) -> Recommendation:
    """Return songs to play after some, never these themselves and no recording twice.

    Parameters
    ----------
    collection :
        Songs with a block of features.
    songs :
        The seeds: an id, a name (misspelt or with its artist's), or a `Path` to a sound file from outside, whose sound
        is measured now; or several of these.
    artist :
        The artist of the songs that are given by name.
    n :
        How many to pick; fewer come back where no more are allowed.
    mode :
        "nearest", "diverse", "group" or "path", as for `Recommender`. Groups are those of the column `group` where
        `describe` has made one.
    to :
        Where a "path" ends: an id or a name.
    diversity :
        In [0, 1], for "diverse": how much being unlike those picked counts.
    per_artist, per_album :
        At most so many picks of one; None is no limit. Seeds do not count.
    exclude :
        Ids, or names of artists, that are not wanted.
    block, mix :
        As for `song_space`.
    random_state :
        Where the chance in "group" comes from.

    Raises
    ------
    InputError
        When no song or several fit a name (reason "unknown_song", "several"; see `choices`), a song has no features, or
        a file is given where distances are not those of sound.
    SourceError, DataError
        When a file cannot be read.

    Examples
    --------
    >>> from motif.collection import Collection, dense
    >>> facts = {"id": list("abc"), "song": ["Vienna", "Vienna (Remastered)", "Hiroshima Mon Amour"]}
    >>> facts["artist"] = ["Ultravox"] * 3
    >>> tempo = dense([[90.0], [90.0], [171.0]], columns=["tempo"])
    >>> recommend(Collection("song", facts, blocks={"spotify": tempo}), "viena").ids
    ['c']
    """
    in_choices(mode, MODES, what="mode")
    n = integer(n, what="n", low=1)
    given = [songs] if isinstance(songs, str | Path) else list(songs)
    if not given:
        raise InputError("recommend needs at least one song: an id, a name or a file")
    settings = {"mode": mode, "n": n, "diversity": diversity, "per_artist": per_artist, "per_album": per_album,
                "exclude": sorted(exclude), "n_seeds": len(given), "mix": mix}  # fmt: skip
    space = song_space(collection, block=_block(given, block), mix=mix)
    settings["blocks"] = list(space.blocks)
    inputs = {"+".join(space.blocks): array_digest(space.values)}
    with recording(_STEP, parameters=settings, inputs=inputs, seed=recorded_seed(random_state)) as watch:
        seeds = _Seeds.of(collection, space, given, artist)
        end = None if to is None else space.position(_row(collection, to, artist=None))
        model = Recommender(mode, diversity=diversity, random_state=integer_seed(random_state))
        model.fit(space.X, _groups(collection, space) if mode == "group" else None)
        distances, positions = model.pick(
            seeds.asked,
            n=n,
            to=end,
            exclude=_left_out(collection, space, exclude),
            caps=_caps(collection, space, per_artist, per_album),
        )
    facts = [*seeds.facts, *([] if end is None else [_fact(collection, int(space.rows[end]))])]
    picks = [
        Pick(
            rank,
            _fact(collection, int(space.rows[at])),
            float(distance),
            reasons(seeds.scores, space.scores[at], space.features),
        )
        for rank, (distance, at) in enumerate(zip(distances, positions.tolist(), strict=True), start=1)
    ]
    return Recommendation(tuple(facts), tuple(picks), mode, space.blocks, space.note, watch.record)


@dataclass(frozen=True, eq=False)
class _Seeds:
    """The songs asked about: positions in the space, or places where one of them is a file; and what they are like."""

    facts: list[SongFact]
    asked: np.ndarray
    scores: np.ndarray

    @classmethod
    def of(cls, collection: Collection, space: SongSpace, given: Sequence[str | Path], artist: str | None) -> _Seeds:
        """Look the songs up, and listen to files."""
        facts, places, positions, scores = [], [], [], []
        for one in given:
            if isinstance(one, Path):
                fact, features = _heard(one)
                places.append(space.place(features[None], "sound")[0])
                scores.append(space.scalers[0].scores(features[None])[0])
            else:
                at = space.position(_row(collection, one, artist=artist))
                fact = _fact(collection, int(space.rows[at]))
                positions.append(at)
                places.append(space.X[at])
                scores.append(space.scores[at])
            facts.append(fact)
        own_alone = len(positions) == len(given)
        asked = np.array(positions) if own_alone else np.array(places)
        return cls(facts, asked, np.mean(scores, axis=0))


def _block(given: Sequence[str | Path], block: str | None) -> str | None:
    """A file has a sound and nothing else, so that distances to it are those of sound."""
    return "sound" if block is None and any(isinstance(one, Path) for one in given) else block


def _heard(path: Path) -> tuple[SongFact, np.ndarray]:
    """A file from outside, heard as those of a folder are: once, as long as the cache holds it."""
    heard = hear(Request(path, _MOST_S))
    tags = heard.tags
    named = SongFact("", tags["song"] or path.stem, ", ".join(tags["artists"]), tags["album"] or "", heard.duration_s)
    return named, np.array(heard.features, dtype=np.float32)


def _row(collection: Collection, song: str, *, artist: str | None) -> int:
    """Return the position of the song that an id or a name means."""
    ids = collection.items["id"]
    at = pc.index(ids, song).as_py()
    return at if at >= 0 else the_one(_matches(collection, song, artist, 10), song).position


def _matches(collection: Collection, song: str, artist: str | None, most: int) -> list[Match]:
    return look_up(_texts(collection, "song"), _texts(collection, "artist"), song, artist=artist, most=most)


def _texts(collection: Collection, name: str) -> list[str]:
    if name not in collection.items.column_names:
        return [""] * collection.n_items
    return [value or "" for value in collection.items[name].to_pylist()]


def _fact(collection: Collection, row: int) -> SongFact:
    (facts,) = collection.items.slice(row, 1).to_pylist()
    return SongFact(
        facts["id"],
        facts.get("song") or "",
        facts.get("artist") or "",
        facts.get("album") or "",
        facts.get("duration_s"),
        facts.get("media"),
    )


def _groups(collection: Collection, space: SongSpace) -> np.ndarray | None:
    if _GROUP not in collection.items.column_names:
        return None
    column = collection.items[_GROUP]
    if not pa.types.is_integer(column.type):
        return None
    return np.asarray(pc.fill_null(column, -1))[space.rows]


def _left_out(collection: Collection, space: SongSpace, exclude: Several[str]) -> list[int]:
    """Return the positions of songs that are excluded by id or by their artist's name."""
    if not exclude:
        return []
    ids, artists = collection.ids, _texts(collection, "artist")
    names = {name.casefold() for name in exclude}
    wanted, known = set(exclude), set()
    found = []
    for at, row in enumerate(space.rows.tolist()):
        if ids[row] in wanted or artists[row].casefold() in names:
            found.append(at)
            known |= {ids[row], artists[row].casefold()}
    unknown = [name for name in exclude if name not in known and name.casefold() not in known]
    if unknown:
        raise InputError(f"exclude names {few(unknown)}, which is neither an id nor an artist of a song with features")
    return found


def _caps(collection: Collection, space: SongSpace, per_artist: int | None, per_album: int | None) -> list[Cap]:
    caps = [Cap(_recordings(collection, space), 1, counts_seeds=True)]
    artists = _texts(collection, "artist")
    if per_artist is not None:
        caps.append(Cap([artists[row] or None for row in space.rows], per_artist))
    if per_album is not None:
        albums = _texts(collection, "album")
        caps.append(Cap([(artists[row], albums[row]) if albums[row] else None for row in space.rows], per_album))
    return caps


def _recordings(collection: Collection, space: SongSpace) -> list[int | None]:
    """Return what tells one recording from another: song and artists but for case, notes and punctuation.

    None where either is not known: such songs are no duplicates of each other.
    """
    songs = pa.array([name or None for name in _texts(collection, "song")], pa.string())
    if "artists" in collection.items.column_names:
        artists = collection.items["artists"].combine_chunks().cast(pa.list_(pa.string()))
    else:
        artists = pa.array([[name] if name else None for name in _texts(collection, "artist")], pa.list_(pa.string()))
    keys = Names(songs, artists).keys(_RECORDING).tolist()
    return [keys[row] if keys[row] >= 0 else None for row in space.rows.tolist()]
