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
from motif.songs.collection.named import artists_of, row_of_id, rows_of_name
from motif.songs.model.recommend import MODES, Cap, Mode, Recommender
from motif.songs.represent import SongSpace, song_space
from motif.songs.study.reason import reasons
from motif.songs.study.seed import Seeds, SongFact, choices, fact, recordings, texts

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.core.seed import RandomState

__all__ = ["Pick", "Recommendation", "SongFact", "choices", "recommend"]

_STEP = "songs.recommend"
_GROUP, _SOUND = "group", "sound"


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


def recommend(
    collection: Collection,
    songs: str | Path | Sequence[str | Path],
    *,
    artist: str | None = None,
    n: int = 10,
    mode: Mode = "nearest",
    to: str | Path | None = None,
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
        The seeds: an id or link, what the song's table or folder calls it, a name (misspelt or with its artist's), or a
        `Path` to a sound file, whose sound is measured now; or several of these, where the same one counts once. A
        file that the collection has, by its sound or by the recording that its tags name, is that song.
    artist :
        The artist of the songs that are given by name.
    n :
        How many to pick; fewer come back where no more are allowed.
    mode :
        "nearest", "diverse", "group" or "path", as for `Recommender`. Groups are those of the column `group` where
        `describe` has made one.
    to :
        Where a "path" ends: an id, a name, or a file of a song that the collection has.
    diversity :
        In [0, 1], for "diverse": how much being unlike those picked counts.
    per_artist, per_album :
        At most so many picks of one; None is no limit. A song by several artists counts for each; seeds do not count.
    exclude :
        Ids as in `songs`, or names of artists, that are not wanted; a song by several artists is by each of them.
    block, mix :
        As for `song_space`.
    random_state :
        Where the chance in "group" comes from.

    Raises
    ------
    InputError
        When no song or several fit a name (reason "unknown_artist", "unknown_song", "several"; see `choices`), a song
        has no features, a file is given where distances are not those of sound, or a path has no end.
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
    if to is not None and mode != "path":
        raise InputError(f"to is where a path ends, and the mode is {mode!r}; leave to out, or take mode 'path'")
    if to is None and mode == "path":
        raise InputError("a path has one start and one end; name the song where it ends (to)")
    asked = given if to is None else [*given, to]
    space = song_space(collection, block=_block(collection, asked, block, mix=mix), mix=mix)
    settings["blocks"] = list(space.blocks)
    inputs = {"+".join(space.blocks): array_digest(space.values)}
    with recording(_STEP, parameters=settings, inputs=inputs, seed=recorded_seed(random_state)) as watch:
        seeds = Seeds.of(collection, space, given, artist=artist)
        end, guessed = (None, ()) if to is None else _end(collection, space, to, seeds)
        model = Recommender(mode, diversity=diversity, random_state=integer_seed(random_state))
        model.fit(space.X, _groups(collection, space) if mode == "group" else None)
        distances, positions = model.pick(
            seeds.places,
            own=seeds.own.tolist(),
            n=n,
            to=end,
            exclude=_left_out(collection, space, exclude),
            caps=_caps(collection, space, per_artist, per_album),
        )
    facts = [*seeds.facts, *([] if end is None else [fact(collection, int(space.rows[end]))])]
    picks = [
        Pick(
            rank,
            fact(collection, int(space.rows[at])),
            float(distance),
            reasons(seeds.scores, space.scores[at], space.features),
        )
        for rank, (distance, at) in enumerate(zip(distances, positions.tolist(), strict=True), start=1)
    ]
    note = "; ".join(part for part in (*seeds.taken, *guessed, space.note) if part)
    return Recommendation(tuple(facts), tuple(picks), mode, space.blocks, note, watch.record)


def _block(collection: Collection, given: Sequence[str | Path], block: str | None, *, mix: bool) -> str | None:
    """A file has a sound and nothing else, so that distances to it are those of sound."""
    file = next((one for one in given if isinstance(one, Path)), None)
    if file is None:
        return block
    if mix:
        raise InputError("of a sound file the sound alone is known; leave mix out, or give songs of the collection")
    if _SOUND not in collection.blocks:
        what = f"{file.name!r} is a sound file, and of the collection's songs no sound was measured"
        raise InputError(f"{what} (no block {_SOUND!r}); gather their files, or name a song of the collection")
    return _SOUND if block is None else block


def _end(collection: Collection, space: SongSpace, to: str | Path, seeds: Seeds) -> tuple[int, tuple[str, ...]]:
    """Return the position in the space of the song where a path ends, and what was guessed about it."""
    found = Seeds.of(collection, space, [to])
    at = int(found.own[0])
    if at < 0:
        what = f"a path ends at a song of the collection with features, and {Path(to).name!r} is none"
        raise InputError(f"{what}; begin with the file and end with a song")
    if at in seeds.own.tolist():
        raise InputError(f"a path leads from one song to another, and both ends are {found.facts[0].quoted}")
    return at, found.taken


def _groups(collection: Collection, space: SongSpace) -> np.ndarray | None:
    if _GROUP not in collection.items.column_names:
        return None
    column = collection.items[_GROUP]
    if not pa.types.is_integer(column.type):
        return None
    return np.asarray(pc.fill_null(column, -1))[space.rows]


def _left_out(collection: Collection, space: SongSpace, exclude: Several[str]) -> list[int]:
    """Return the positions of songs that are excluded by id or by the name of one of their artists."""
    if not exclude:
        return []
    rows_by: dict[str, list[int]] = {}
    for row, artists in enumerate(artists_of(collection)):
        for artist in artists:
            rows_by.setdefault(artist.strip().casefold(), []).append(row)
    rows, unknown = set[int](), []
    for name in exclude:
        row = row_of_id(collection, name)
        found = rows_by.get(name.strip().casefold()) or rows_of_name(collection, name) if row is None else [row]
        rows.update(found)
        unknown += [] if found else [name]
    if unknown:
        raise InputError(f"exclude names {few(unknown)}, which is neither an id nor an artist of a song here")
    return np.flatnonzero(np.isin(space.rows, list(rows))).tolist()


def _caps(collection: Collection, space: SongSpace, per_artist: int | None, per_album: int | None) -> list[Cap]:
    keys = recordings(collection)[space.rows].tolist()
    caps = [Cap([key if key >= 0 else None for key in keys], 1, counts_seeds=True)]
    artists = artists_of(collection)
    if per_artist is not None:
        caps.append(Cap([frozenset(artists[row]) for row in space.rows], per_artist))
    if per_album is not None:
        albums = texts(collection, "album")
        named = [(artists[row][:1], albums[row]) if albums[row] else None for row in space.rows]
        caps.append(Cap(named, per_album))
    return caps
