"""`describe`: the songs of a collection in groups with names in words, numbers that stay, and typical songs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pyarrow as pa

from motif.core import check
from motif.core.digest import array_digest
from motif.core.errors import InputError
from motif.core.record import RunRecord, recording
from motif.core.seed import generator, integer_seed, recorded_seed
from motif.model import store
from motif.model.kept import n_starts, saved_with, with_labels
from motif.model.naming import distinctive
from motif.model.number import NumberChoice, choose_n_clusters
from motif.model.steady import SteadyKMeans
from motif.songs.collection.carry import DESCRIBE_STEP
from motif.songs.model.word import WORDS, titles, word
from motif.songs.represent import SongSpace, song_space

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.core.seed import RandomState
    from motif.model.match import Matched
    from motif.model.naming import Profile, Trait

__all__ = ["Description", "SongGroup", "Told", "describe"]

_N_TYPICAL = 5
_N_TRAITS = 8
_SAMPLED = 20_000  # songs whose traits are set beside chance: enough for effects of a fiftieth of an sd
_FEWEST = 6


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that sets a group apart.

    Parameters
    ----------
    feature :
        The column of the block.
    word :
        "fast", "minor", "acoustic"; "high mfcc_3" where there is no word.
    effect :
        Mean of the group less that of all other songs, in sd of all songs, of the ranks turned normal.
    inside, outside :
        The middle song's value in the group and among the others, in the feature's own unit; the share of songs for
        what is only yes or no; NaN where no song's is known.
    p :
        Family-wise over all groups and features.

    Examples
    --------
    >>> Told("tempo", "fast", 1.2, 172.0, 118.0, 0.005).word
    'fast'
    """

    feature: str
    word: str
    effect: float
    inside: float
    outside: float
    p: float


@dataclass(frozen=True, slots=True)
class SongGroup:
    """One group of songs.

    Parameters
    ----------
    number :
        What it is called in the column of groups; it stays when the collection grows.
    name :
        In words, each only once: "fast, loud, minor".
    n_songs :
        How many it holds.
    traits :
        What sets it apart, the largest difference first.
    typical :
        Ids of the songs nearest to its middle, by different artists, nearest first.
    is_new :
        Whether an older grouping did not have it; False where there was none.

    Examples
    --------
    >>> SongGroup(0, "fast, loud", 12, (), ("a",), False).as_dict()["typical"]
    ['a']
    """

    number: int
    name: str
    n_songs: int
    traits: tuple[Told, ...]
    typical: tuple[str, ...]
    is_new: bool

    def as_dict(self) -> dict[str, Any]:
        """Return the group as plain JSON values."""
        return asdict(self) | {"traits": [asdict(told) for told in self.traits], "typical": list(self.typical)}


@dataclass(frozen=True, eq=False)
class Description:
    """What `describe` found.

    Parameters
    ----------
    collection :
        With two more columns: `name`, the number of each song's group, and `name` + "_name"; both are empty where a
        song has no features, or fewer than half of them.
    name :
        Of the column, and of the model.
    space :
        Where the songs lie.
    labels :
        (n_items,): the number of each song's group; -1 where it has no features, or fewer than half of them.
    groups :
        The groups, in the order of their numbers.
    model :
        The fitted groups.
    choice :
        How the number of groups was chosen; None where it was given.
    kept :
        How an older grouping's numbers were kept; None where there was none.
    record :
        How it was made.

    Examples
    --------
    >>> from motif.collection import Collection, dense
    >>> block = dense(np.repeat([[90.0], [170.0]], 20, axis=0), columns=["tempo"])
    >>> songs = Collection("song", {"id": [f"{n}" for n in range(40)]}, blocks={"spotify": block})
    >>> found = describe(songs, n_groups=2)
    >>> found.n_absent, sorted(found.name_of().values())
    (0, ['fast', 'slow'])
    """

    collection: Collection
    name: str
    space: SongSpace
    labels: np.ndarray
    groups: tuple[SongGroup, ...]
    model: SteadyKMeans
    choice: NumberChoice | None
    kept: Matched | None
    record: RunRecord

    @property
    def n_absent(self) -> int:
        """How many songs have no features, or fewer than half of them, and so no group."""
        return int((self.labels < 0).sum())

    def name_of(self) -> dict[int, str]:
        """Return the name of each group by its number."""
        return {group.number: group.name for group in self.groups}

    def save(self, path: str | Path, *, overwrite: bool = False) -> Collection:
        """Write the collection with its groups and the fitted model, all or nothing, and return it as it is there.

        Raises
        ------
        InputError
            When the folder holds another collection, without `overwrite`.
        SourceError
            When it cannot be written.
        """
        return saved_with(self.collection, self.name, self.model, path, overwrite=overwrite)

    def as_dict(self) -> dict[str, Any]:
        """Return all but the collection, the space and the model as plain JSON values."""
        kept = self.kept
        return {
            "name": self.name,
            "block": self.space.blocks[0],
            "n_songs": len(self.labels),
            "absent": self.n_absent,
            "groups": [group.as_dict() for group in self.groups],
            "choice": None if self.choice is None else self.choice.as_dict(),
            "kept": None
            if kept is None
            else {"stayed": list(kept.stayed), "new": list(kept.new), "gone": list(kept.gone), "moved": kept.n_moved},
            "record": self.record.as_dict(),
        }


def describe(
    collection: Collection,
    *,
    block: str | None = None,
    n_groups: int | Literal["auto"] = "auto",
    name: str = "group",
    like: Collection | None = None,
    random_state: RandomState = 0,
) -> Description:
    """Return the songs gathered into groups by how they sound, each group named in words.

    Where the collection has groups already, or `like` has, the groups are found anew among all songs, and those that
    share at least half of the smaller one's songs with an old group keep its number; new ones get numbers that were
    never used. Groups that were found by another block are other groups, and are replaced.

    Parameters
    ----------
    collection :
        Songs with a block `spotify` or `sound`.
    block :
        Which; None takes `spotify`, or `sound` where that is not there.
    n_groups :
        How many; "auto" chooses by stability and silhouette, and says how sure that is.
    name :
        Of the columns and of the model.
    like :
        An older collection with groups of that name, whose numbers are kept; None looks in `collection` itself.
    random_state :
        Where chance comes from, in groups, choice and nulls.

    Raises
    ------
    InputError
        When there is no such block, there are too few songs, or fewer than groups are asked for.

    Examples
    --------
    >>> from motif.collection import Collection, dense
    >>> rng = np.random.default_rng(0)
    >>> tempo = np.repeat([90.0, 170.0], 20) + rng.normal(size=40)
    >>> block = dense(np.column_stack([tempo, rng.normal(size=40)]), columns=["tempo", "valence"])
    >>> songs = Collection("song", {"id": [f"{n}" for n in range(40)]}, blocks={"spotify": block})
    >>> sorted(group.name for group in describe(songs, n_groups=2).groups)
    ['cheerful, slow', 'gloomy, fast']
    """
    check.name(name, what="name")
    if n_groups != "auto":
        n_groups = check.integer(n_groups, what="n_groups", low=1)
    found = song_space(collection, block=block)
    if len(found.rows) < _FEWEST:
        raise InputError(f"{len(found.rows)} songs have features; groups need at least {_FEWEST}")
    if n_groups != "auto" and n_groups > len(found.rows):
        raise InputError(f"n_groups is {n_groups}, and {len(found.rows)} songs have features; give at most as many")
    settings: dict[str, Any] = {"block": found.blocks[0], "n_groups": n_groups, "name": name}
    inputs = {found.blocks[0]: array_digest(found.values)}
    with recording(DESCRIBE_STEP, parameters=settings, inputs=inputs, seed=recorded_seed(random_state)) as watch:
        chance = generator(random_state)
        choice, number = _number(found.X, n_groups, chance)
        model = SteadyKMeans(number, n_init=n_starts(len(found.rows)), random_state=integer_seed(chance)).fit(found.X)
        kept = _kept(model, collection, found, name=name, like=like)
        profiles = _profiles(found, model.labels_, chance)
    groups = _groups(collection, found, model, profiles, kept)
    outcome = {"n_found": len(groups)} | ({} if choice is None else {"confidence": choice.confidence})
    record = replace(watch.record, parameters=settings | outcome)
    labels = np.full(collection.n_items, -1, dtype=np.int64)
    labels[found.rows] = model.labels_
    grouped = with_labels(collection, name, labels, {group.number: group.name for group in groups})
    return Description(grouped.with_record(record), name, found, labels, groups, model, choice, kept, record)


def _number(
    X: np.ndarray, n_groups: int | Literal["auto"], chance: np.random.Generator
) -> tuple[NumberChoice | None, int]:
    if n_groups != "auto":
        return None, n_groups
    choice = choose_n_clusters(X, random_state=chance)
    return choice, choice.n_clusters


def _kept(
    model: SteadyKMeans, collection: Collection, found: SongSpace, *, name: str, like: Collection | None
) -> Matched | None:
    """Give the groups the numbers that an older grouping of the songs has, where there is one."""
    older = collection if like is None else like
    if name not in older.items.column_names:
        if like is not None:
            raise InputError(f"the older collection has no groups {name!r}; describe it first, or give another name")
        return None
    by_block = [
        one["parameters"]["block"] for one in older.records if one["step"] == DESCRIBE_STEP and _names(one) == name
    ]
    if by_block and by_block[-1] != found.blocks[0]:
        return None  # groups of another kind of feature are other groups
    column = older.items[name]
    if not pa.types.is_integer(column.type):
        raise InputError(f"column {name!r} holds no groups but {column.type}; give another name")
    number_of = dict(zip(older.ids, column.to_pylist(), strict=True))
    ids = collection.ids
    before = [number_of.get(ids[row]) for row in found.rows]
    next_number = 0
    if name in older.models:
        next_number = int(store.load(older.models[name]).next_number_)
    return model.keep([-1 if number is None else number for number in before], next_number=next_number)


def _names(record: Mapping[str, Any]) -> str:
    return record["parameters"]["name"]


def _profiles(found: SongSpace, labels: np.ndarray, chance: np.random.Generator) -> tuple[Profile, ...]:
    """Return what sets each group apart, in ranks: one long song does not move a mean."""
    rows = np.sort(chance.permutation(len(labels))[:_SAMPLED])
    known = np.flatnonzero(np.isfinite(found.scores).any(axis=0)).tolist()  # of a key, there is neither much nor little
    told = [at for at in known if found.features[at] in WORDS] or known
    names = [found.features[at] for at in told]
    scores = np.nan_to_num(found.scores[rows][:, told])
    return distinctive(scores, labels[rows], names, n_traits=_N_TRAITS, random_state=chance)


def _groups(
    collection: Collection, found: SongSpace, model: SteadyKMeans, profiles: tuple[Profile, ...], kept: Matched | None
) -> tuple[SongGroup, ...]:
    named, told = titles(profiles), {profile.label: profile for profile in profiles}
    artists = collection.items["artist"].to_pylist() if "artist" in collection.items.column_names else collection.ids
    ids, distances = collection.ids, model.transform(found.X)
    column_of = {int(number): at for at, number in enumerate(model.numbers_)}
    groups = []
    for number in np.unique(model.labels_).tolist():
        inside = np.flatnonzero(model.labels_ == number)
        order = inside[np.argsort(distances[inside, column_of[number]], kind="stable")]
        rows = _one_of_each([(artists[row], row) for row in found.rows[order].tolist()])
        traits = tuple(_told(found, trait, model.labels_ == number) for trait in told[number].traits)
        is_new = kept is not None and number in kept.new
        by_effect = tuple(sorted(traits, key=lambda trait: -abs(trait.effect)))
        groups.append(SongGroup(number, named[number], len(inside), by_effect, tuple(ids[row] for row in rows), is_new))
    return tuple(groups)


def _one_of_each(songs: list[tuple[Any, int]]) -> list[int]:
    """Return the first rows of different artists; of the same where there are no others."""
    first = {}
    for artist, row in songs:
        first.setdefault(artist, row)
    rows = list(first.values())[:_N_TYPICAL]
    return rows + [row for _, row in songs if row not in rows][: _N_TYPICAL - len(rows)]


def _told(found: SongSpace, trait: Trait, inside: np.ndarray) -> Told:
    values = found.values[:, found.features.index(trait.feature)]
    known = np.isfinite(values)
    here, elsewhere = _typical(values[known & inside]), _typical(values[known & ~inside])
    return Told(trait.feature, word(trait), trait.effect, here, elsewhere, trait.p)


def _typical(values: np.ndarray) -> float:
    """Return the middle value, or the mean where a feature only says yes or no."""
    if not len(values):
        return float("nan")
    return float(values.mean() if set(np.unique(values).tolist()) <= {0.0, 1.0} else np.median(values))
