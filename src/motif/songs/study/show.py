"""`show`: what is known of a collection of songs, for one page: map, groups, features, scores, what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from motif.core.errors import InputError
from motif.core.files import is_there
from motif.core.record import RunRecord, recording
from motif.core.seed import integer_seed, recorded_seed
from motif.evaluate import projection
from motif.represent.project import NeighbourMap
from motif.songs.collection.ledger import STEP as LEDGER_STEP
from motif.songs.collection.ledger import Ledger, ledger
from motif.songs.study.describe import Description, describe
from motif.songs.study.score import Score, score
from motif.songs.view.page import write

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.core.seed import RandomState
    from motif.evaluate.figure import Figure
    from motif.songs.represent import SongSpace

__all__ = ["FeatureRow", "Shown", "show", "titled"]

_STEP = "songs.show"
_TOLD = ("neighbours_kept", "distance_correlation")
_FEWEST_JUDGED = 20
_N_QUERIES = 500
_N_DRAWS = 99


@dataclass(frozen=True, slots=True)
class FeatureRow:
    """How one feature is spread, and where the groups lie in it.

    Parameters
    ----------
    name :
        The column of the block.
    n_missing :
        Songs of which it is not known.
    low, middle, high :
        What 5, 50 and 95 % of the songs lie below, in the feature's unit.
    place_of :
        Group number -> the share of all songs that lie below the group's middle song, in [0, 1].

    Examples
    --------
    >>> FeatureRow("tempo", 0, 80.0, 120.0, 172.0, {0: 0.25, 1: 0.75}).spread
    0.5
    """

    name: str
    n_missing: int
    low: float
    middle: float
    high: float
    place_of: Mapping[int, float]

    @property
    def spread(self) -> float:
        """How far apart the groups lie, in [0, 1]."""
        places = self.place_of.values()
        return max(places) - min(places) if places else 0.0


@dataclass(frozen=True, eq=False)
class Shown:
    """What the page shows.

    Parameters
    ----------
    description :
        The groups.
    places :
        (n_songs, 2): the map, in the order of the description's space.
    titles :
        (n_songs,): "song – artist".
    features :
        How the features are spread, those in which the groups lie farthest apart first.
    figures :
        How far the map can be trusted.
    ledger :
        What became of each source's songs; None for songs that were not gathered.
    facts :
        What is to be said of the collection as a whole: name -> number.
    score :
        What `score` returned; None where nothing was to score by.
    record :
        How it was made.
    is_straight :
        Whether the map is the two directions in which the songs vary most, as it is of few songs.

    Examples
    --------
    >>> from motif.collection import Collection, dense
    >>> block = dense(np.random.default_rng(0).normal(size=(40, 3)), columns=["tempo", "valence", "energy"])
    >>> songs = Collection("song", {"id": [f"{n}" for n in range(40)]}, blocks={"spotify": block})
    >>> sorted(show(songs, n_groups=2).as_dict())
    ['description', 'facts', 'figures', 'ledger', 'record', 'score']
    """

    description: Description
    places: np.ndarray
    titles: tuple[str, ...]
    features: tuple[FeatureRow, ...]
    figures: Mapping[str, Figure]
    ledger: Ledger | None
    facts: Mapping[str, int]
    score: Score | None
    record: RunRecord
    is_straight: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return all but the places as plain JSON values."""
        return {
            "description": self.description.as_dict(),
            "facts": dict(self.facts),
            "ledger": None if self.ledger is None else self.ledger.as_dict(),
            "figures": {name: figure.as_dict() for name, figure in self.figures.items()},
            "score": None if self.score is None else self.score.as_dict(),
            "record": self.record.as_dict(),
        }


def show(
    collection: Collection,
    *,
    out: str | Path | None = None,
    block: str | None = None,
    n_groups: int | Literal["auto"] = "auto",
    label: str | None = None,
    apart: str | None = None,
    with_score: bool = True,
    overwrite: bool = False,
    random_state: RandomState = 0,
) -> Shown:
    """Return what is known of a collection of songs, and write a page about it.

    Parameters
    ----------
    collection :
        Songs, as `gather` returns them.
    out :
        The page to write, .html; beside it goes the map to search and to zoom, `NAME.map.html`. None writes nothing.
    block, n_groups :
        As for `describe`.
    label, apart :
        What recommendations are scored by, as for `score`; None takes the artist where some have several songs.
    with_score :
        Whether they are scored at all.
    overwrite :
        Whether files that are there are replaced.
    random_state :
        Where chance comes from.

    Raises
    ------
    InputError
        When a file exists or has another suffix, or the collection has no features.

    Examples
    --------
    >>> from motif.collection import Collection, dense
    >>> rng = np.random.default_rng(0)
    >>> block = dense(rng.normal(size=(40, 3)), columns=["tempo", "valence", "energy"])
    >>> songs = Collection("song", {"id": [f"{n}" for n in range(40)]}, blocks={"spotify": block})
    >>> show(songs, n_groups=2).places.shape
    (40, 2)
    """
    if out is not None:
        _check_out(out, overwrite=overwrite)
    described = describe(collection, block=block, n_groups=n_groups, random_state=random_state)
    found = described.space
    settings = {"block": found.blocks[0], "n_groups": n_groups}
    with recording(_STEP, parameters=settings, seed=recorded_seed(random_state)) as watch:
        layout = NeighbourMap(random_state=integer_seed(random_state))
        places = layout.fit_transform(found.X)
        figures = _figures(found, places, random_state)
    shown = Shown(
        description=described,
        places=places,
        titles=titled(collection, found.rows),
        features=_features(described),
        figures=figures,
        ledger=_ledger(collection),
        facts=_facts(collection),
        score=_scored(collection, label, apart, block, random_state) if with_score else None,
        record=watch.record,
        is_straight=layout.n_iter_ == 0,
    )
    if out is not None:
        write(shown, Path(out))
    return shown


def titled(collection: Collection, rows: np.ndarray) -> tuple[str, ...]:
    """Return "song – artist" of some songs; the id where there is no name."""
    items = collection.items.take(rows)
    columns = [items[name].to_pylist() if name in items.column_names else [None] * len(rows)
               for name in ("song", "artist")]  # fmt: skip
    ids = items["id"].to_pylist()
    return tuple(" – ".join(part for part in pair if part) or id_ for *pair, id_ in zip(*columns, ids, strict=True))


def _ledger(collection: Collection) -> Ledger | None:
    return ledger(collection) if any(record["step"] == LEDGER_STEP for record in collection.records) else None


def _check_out(out: str | Path, *, overwrite: bool) -> None:
    path = Path(out)
    if path.suffix.lower() != ".html":
        raise InputError(f"the page must end in .html, not {path.name!r}")
    for one in (path, path.with_suffix(".map.html")):
        if is_there(one) and not overwrite:
            raise InputError(f"{one.name!r} exists; choose another name, or overwrite it")


def _scored(
    collection: Collection, label: str | None, apart: str | None, block: str | None, random_state: RandomState
) -> Score | None:
    """Return the score; None where nothing was asked for and artists tell nothing: one alone, or none of two songs."""
    if label is None:
        artists = collection.items["artist"].to_pylist() if "artist" in collection.items.column_names else []
        known = [artist for artist in artists if artist]
        if len(set(known)) in (1, len(known)):
            return None
    return score(collection, label=label or "artist", apart=apart, block=block, random_state=random_state)


def _figures(found: SongSpace, places: np.ndarray, random_state: RandomState) -> dict[str, Figure]:
    if len(places) < _FEWEST_JUDGED or found.X.shape[1] <= 2:
        return {}
    figures = projection.evaluate(
        found.X,
        places,
        trivial={"first_two_numbers": found.X[:, :2]},
        n_queries=_N_QUERIES,
        n_permutations=_N_DRAWS,
        random_state=random_state,
    )
    return {name: figures[name] for name in _TOLD}


def _features(described: Description) -> tuple[FeatureRow, ...]:
    found, labels = described.space, described.model.labels_
    rows = [_feature(name, found.values[:, at], labels) for at, name in enumerate(found.features)]
    return tuple(sorted((row for row in rows if np.isfinite(row.middle)), key=lambda row: -row.spread))


def _feature(name: str, values: np.ndarray, labels: np.ndarray) -> FeatureRow:
    known = np.sort(values[np.isfinite(values)])
    low, middle, high = np.quantile(known, (0.05, 0.5, 0.95)).tolist() if len(known) else [float("nan")] * 3
    places = {}
    for number in np.unique(labels).tolist():
        inside = values[(labels == number) & np.isfinite(values)]
        if len(inside):
            at = float(np.median(inside))
            below, up_to = np.searchsorted(known, at, side="left"), np.searchsorted(known, at, side="right")
            places[number] = float(below + up_to) / (2 * len(known))
    return FeatureRow(name, len(values) - len(known), low, middle, high, places)


def _facts(collection: Collection) -> dict[str, int]:
    items = collection.items
    facts = {"songs": collection.n_items}
    for name, column in (("artists", "artist"), ("albums", "album")):
        if column in items.column_names:
            facts[name] = len({value for value in items[column].to_pylist() if value})
    if "complete" in items.column_names:
        facts["complete"] = sum(value is True for value in items["complete"].to_pylist())
    return facts
