"""`score`: how good recommendations from a collection are, each way of picking by itself, beside chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core.check import in_choices, integer
from motif.core.digest import array_digest
from motif.core.errors import InputError
from motif.core.record import RunRecord, recording
from motif.core.seed import generator, integer_seed, recorded_seed
from motif.evaluate import clustering
from motif.evaluate.group import group_numbers
from motif.songs import evaluate
from motif.songs.model.recommend import MODES, Mode, Recommender
from motif.songs.represent import SongScaling, SongSpace, song_space
from motif.songs.study.label import Labels, labels_of

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.core.seed import RandomState
    from motif.evaluate.figure import Figure

__all__ = ["Score", "Size", "score"]

_STEP = "songs.score"
_GATHER = "songs.gather"
_MOST = 50_000  # songs that are asked in "nearest", some 10 s of 13 features
_FEW = 2_000  # songs asked in the modes that pick one by one: half of the interval on bdda is then 0.01
_PATHS = 300
_SHARES = (8, 4, 2, 1)  # of the collection, for the question whether more songs are better
_FEWEST = 20
_COMPARED: dict[str, SongScaling] = {"plain_scaling": "plain", "unscaled_features": "none"}
_PATH_KNOWS = "The end was chosen to share the label, which the songs near it profit from."
_N_DRAWS, _N_RESAMPLES = 199, 50


@dataclass(frozen=True, eq=False)
class Size:
    """What a part of the collection scores.

    Parameters
    ----------
    n_songs :
        How many songs, drawn at random.
    figures :
        As for the mode "nearest", each song asked for its neighbours among them.
    """

    n_songs: int
    figures: dict[str, Figure]


@dataclass(frozen=True, eq=False)
class Score:
    """What `score` found.

    Parameters
    ----------
    label, source :
        By what songs were taken for alike, and the column or table it is in.
    apart :
        Songs of the same value of this were no candidates for each other; None where all were.
    k :
        How many places count.
    blocks :
        What distances were measured in.
    dedupe :
        How songs were merged when they were gathered; None where that is not on record.
    n_items, n_songs :
        Songs of the collection, and those of them with features.
    modes :
        Mode -> figures, see `songs.evaluate.evaluate`.
    groups :
        Groups against labels, see `motif.evaluate.clustering`; None where labels and groups cannot be compared.
    growth :
        The same for an eighth, a quarter, a half and all of the songs.
    note :
        What a reader has to know beside, as one line.
    record :
        How it was made.

    Examples
    --------
    >>> from motif.collection import Collection, dense
    >>> facts = {"id": [f"{n}" for n in range(40)], "artist": ["slow" if n < 20 else "fast" for n in range(40)]}
    >>> tempo = dense([[90.0 + n + 60 * (n >= 20)] for n in range(40)], columns=["tempo"])
    >>> found = score(Collection("song", facts, blocks={"spotify": tempo}), modes=["nearest"], growth=False, k=5)
    >>> found.label, found.n_songs, found.modes["nearest"]["precision_at_5"].stands_out()
    ('artist', 40, True)
    """

    label: str
    source: str
    apart: str | None
    k: int
    blocks: tuple[str, ...]
    dedupe: str | None
    n_items: int
    n_songs: int
    modes: dict[str, dict[str, Figure]]
    groups: dict[str, Figure] | None
    growth: tuple[Size, ...]
    note: str
    record: RunRecord

    def as_dict(self) -> dict[str, Any]:
        """Return the score as plain JSON values."""
        return {
            "label": self.label,
            "source": self.source,
            "apart": self.apart,
            "k": self.k,
            "blocks": list(self.blocks),
            "dedupe": self.dedupe,
            "n_items": self.n_items,
            "n_songs": self.n_songs,
            "modes": {mode: _plain(figures) for mode, figures in self.modes.items()},
            "groups": None if self.groups is None else _plain(self.groups),
            "growth": [{"n_songs": size.n_songs, **_plain(size.figures)} for size in self.growth],
            "note": self.note,
            "record": self.record.as_dict(),
        }


def score(
    collection: Collection,
    *,
    label: str = "artist",
    list_separator: str | None = None,
    apart: str | None = None,
    block: str | None = None,
    mix: bool = False,
    modes: Sequence[Mode] = MODES,
    k: int = 10,
    growth: bool = True,
    random_state: RandomState = 0,
) -> Score:
    """Return how good recommendations are: whether songs picked for a song share its label.

    In "nearest" every song is asked (at most 50,000, drawn at random); in the other modes 2,000 are, and for a "path"
    300 pairs of songs that share a label, whose songs between are judged by the label of the first. Beside chance and
    the commonest songs, each figure has what the nearest songs would score without any scaling of the features, and
    with a plain one (logarithms, logits, mean 0 and sd 1).

    Parameters
    ----------
    collection :
        Songs with a block of features.
    label, list_separator :
        See `labels_of`: "genre", "artist", "album", "playlist", or a column.
    apart :
        A word or column like `label`: songs of the same value are no candidates for each other, such as songs of the
        same artist when genres are asked for.
    block, mix :
        As for `song_space`.
    modes :
        Which are scored.
    k :
        How many places count.
    growth :
        Whether parts of the collection are scored too.
    random_state :
        Where chance comes from.

    Raises
    ------
    InputError
        When there is no such label or block, only one label, or no two songs share one.

    Examples
    --------
    >>> from motif.collection import Collection, dense
    >>> rng = np.random.default_rng(0)
    >>> tempo = dense(np.repeat([[90.0], [170.0]], 30, axis=0) + rng.normal(size=(60, 1)), columns=["tempo"])
    >>> facts = {"id": [f"{n}" for n in range(60)], "genre": ["dub"] * 30 + ["jungle"] * 30}
    >>> found = score(Collection("song", facts, blocks={"spotify": tempo}), label="genre", modes=["nearest"])
    >>> found.modes["nearest"]["precision_at_10"].verdict()[:18]
    'better than chance'
    """
    for mode in modes:
        in_choices(mode, MODES, what="modes")
    labels = labels_of(collection, label, list_separator=list_separator)
    space = song_space(collection, block=block, mix=mix)
    settings = {"label": label, "list_separator": list_separator, "apart": apart, "blocks": list(space.blocks),
                "modes": list(modes), "k": integer(k, what="k", low=1)}  # fmt: skip
    inputs = {"+".join(space.blocks): array_digest(space.values)}
    with recording(_STEP, parameters=settings, inputs=inputs, seed=recorded_seed(random_state)) as watch:
        asked = _Asked.of(collection, space, labels, apart, k=k, rng=generator(random_state))
        compared = {name: song_space(collection, block=block, mix=mix, kind=kind).X for name, kind in _COMPARED.items()}
        found: dict[str, dict[str, Figure]] = {mode: asked.judged(mode, compared) for mode in modes}
        groups = _groups(collection, space, asked)
        sizes = asked.growth() if growth else ()
    return Score(
        label=label,
        source=labels.source,
        apart=apart,
        k=k,
        blocks=space.blocks,
        dedupe=_dedupe(collection),
        n_items=collection.n_items,
        n_songs=len(space.rows),
        modes=found,
        groups=groups,
        growth=sizes,
        note=_note(space, labels),
        record=watch.record,
    )


@dataclass(frozen=True, eq=False)
class _Asked:
    """The songs with features, what is known of each, and which of them are asked."""

    X: np.ndarray
    labels: Labels
    whose: np.ndarray | None
    artists: np.ndarray
    queries: np.ndarray
    k: int
    rng: np.random.Generator

    @classmethod
    def of(cls, collection: Collection, space: SongSpace, labels: Labels, apart: str | None, *, k: int,
           rng: np.random.Generator) -> _Asked:  # fmt: skip
        """Take what is known of the songs that have features."""
        kept = Labels(labels.name, labels.source, [labels.values[row] for row in space.rows])
        whose = None if apart is None else _numbers(labels_of(collection, apart).values, space.rows)
        artists = np.arange(len(space.rows))
        if "artist" in collection.items.column_names:
            artists = _numbers(collection.items["artist"].to_pylist(), space.rows)
        known = np.flatnonzero([value is not None and value != [] for value in kept.values])
        if not len(known):
            raise InputError(f"no song with features has a {labels.name}; score by something else")
        if len(kept.distinct) == 1:
            (only,) = kept.distinct
            raise InputError(
                f"all {len(known):,} songs with a {labels.name} have the same one, {only[:60]!r} "
                f"({labels.source}), so there is nothing to tell apart; score by something else"
            )
        queries = np.sort(rng.permutation(known)[:_MOST])
        return cls(space.X, kept, whose, artists, queries, k, rng)

    def judged(self, mode: Mode, compared: dict[str, np.ndarray]) -> dict[str, Figure]:
        """Return the figures of a mode."""
        if mode == "path":
            queries, lists = self._paths()
        else:
            queries = self.queries if mode == "nearest" else np.sort(self.rng.permutation(self.queries)[:_FEW])
            model = Recommender(mode, random_state=integer_seed(self.rng)).fit(self.X)
            lists = self._lists(model, queries)
        others = {name: self._lists(Recommender(local_scaling=0).fit(X), queries) for name, X in compared.items()}
        figures = self._figures(lists, queries, self.X, others)
        if mode != "path":
            return figures
        return {
            name: replace(figure, cannot_show=f"{_PATH_KNOWS} {figure.cannot_show}") for name, figure in figures.items()
        }

    def growth(self) -> tuple[Size, ...]:
        """Return what parts of the songs score, the smallest first; parts without any two songs alike are left out."""
        order = self.rng.permutation(len(self.X))
        sizes = []
        for share in _SHARES:
            rows = np.sort(order[: len(order) // share])
            part = self._part(rows)
            if len(rows) < _FEWEST or not len(part.queries):
                continue
            try:
                figures = part.judged("nearest", {})
            except InputError:  # nobody in this part shares a label with anybody
                continue
            sizes.append(Size(len(rows), figures))
        return tuple(sizes)

    def _part(self, rows: np.ndarray) -> _Asked:
        labels = Labels(self.labels.name, self.labels.source, [self.labels.values[row] for row in rows])
        queries = np.flatnonzero(np.isin(rows, self.queries))
        whose = None if self.whose is None else self.whose[rows]
        return _Asked(self.X[rows], labels, whose, self.artists[rows], queries, self.k, self.rng)

    def _lists(self, model: Recommender, queries: np.ndarray) -> np.ndarray:
        return model.lists(queries, n=self.k, apart=self.whose)

    def _figures(
        self, lists: np.ndarray, queries: np.ndarray, X: np.ndarray, others: dict[str, np.ndarray]
    ) -> dict[str, Figure]:
        return evaluate.evaluate(
            _ended(lists),
            self.labels.values,
            queries=queries,
            X=X,
            artists=self.artists,
            apart=self.whose,
            others={name: _ended(one) for name, one in others.items()},
            k=self.k,
            random_state=self.rng,
        )

    def _paths(self) -> tuple[np.ndarray, np.ndarray]:
        """Return songs, and what lies on the way from each to a song that shares a label with it."""
        model, pairs = Recommender("path").fit(self.X), []
        for start in self.rng.permutation(self.queries).tolist():
            ends = self._alike(start)
            if len(ends):
                pairs.append((start, int(self.rng.choice(ends))))
            if len(pairs) == _PATHS:
                break
        if not pairs:
            raise InputError(f"no two songs with features share a {self.labels.name}; score by something else")
        pairs.sort()
        lists = np.full((len(pairs), self.k), -1, dtype=np.int64)
        for row, (start, end) in zip(lists, pairs, strict=True):
            own = () if self.whose is None else np.flatnonzero(self.whose == self.whose[start]).tolist()
            picked = model.pick([start], n=self.k, to=end, exclude=own)[1]
            row[: len(picked)] = picked
        return np.array([start for start, _ in pairs]), lists

    def _alike(self, start: int) -> np.ndarray:
        """Return the candidates that share a label with a song."""
        own = _as_set(self.labels.values[start])
        alike = np.array([not own.isdisjoint(_as_set(value)) for value in self.labels.values])
        alike[start] = False
        if self.whose is not None:
            alike &= self.whose != self.whose[start]
        return np.flatnonzero(alike)


def _groups(collection: Collection, space: SongSpace, asked: _Asked) -> dict[str, Figure] | None:
    """Return how groups agree with labels: the collection's own groups, else those of the mode "group"."""
    column = "group"
    if column in collection.items.column_names:
        values = collection.items[column].to_pylist()
        groups = [values[row] for row in space.rows]
    else:
        groups = Recommender("group", random_state=integer_seed(asked.rng)).fit(space.X).groups_.tolist()
    gold = asked.labels.commonest()
    kept = [at for at in asked.queries.tolist() if groups[at] is not None and gold[at] is not None]
    if len({gold[at] for at in kept}) < 2:
        return None
    return clustering.evaluate(
        [groups[at] for at in kept],
        [str(gold[at]) for at in kept],
        random_state=asked.rng,
        n_permutations=_N_DRAWS,
        n_resamples=_N_RESAMPLES,
    )


def _ended(lists: np.ndarray) -> np.ndarray:
    """Return the lists with an end that says that there is no more: places that are missing are misses."""
    return np.pad(lists, ((0, 0), (0, 1)), constant_values=-1)


def _as_set(value: Any) -> set[Any]:
    return set(value) if isinstance(value, list) else set() if value is None else {value}


def _numbers(values: list[Any], rows: np.ndarray) -> np.ndarray:
    """Return the number of each song's value; a song of which it is not known has one of its own."""
    told = [("alone", int(row)) if values[row] is None else ("of", str(values[row])) for row in rows]
    seen: dict[tuple[str, Any], int] = {}
    return group_numbers([seen.setdefault(one, len(seen)) for one in told])


def _dedupe(collection: Collection) -> str | None:
    rules = [record["parameters"].get("dedupe") for record in collection.records if record["step"] == _GATHER]
    return rules[-1] if rules else None


def _note(space: SongSpace, labels: Labels) -> str:
    several = "groups are compared with each song's commonest label" if labels.has_several else ""
    return "; ".join(part for part in (space.note, several) if part)


def _plain(figures: dict[str, Figure]) -> dict[str, Any]:
    return {name: figure.as_dict() for name, figure in figures.items()}
