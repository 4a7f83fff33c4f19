"""The five figures, each beside what labels dealt out at random and the commonest classes would score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np

from motif.core.check import in_choices, integer, same_length
from motif.core.seed import integer_seed
from motif.evaluate.figure import Figure
from motif.evaluate.null import FEWEST_RESAMPLED, interval_around, null_of
from motif.evaluate.row import numbers
from motif.evaluate.tagging.best import best_classes
from motif.evaluate.tagging.given import Labels, validate
from motif.evaluate.tagging.histogram import Bounded
from motif.evaluate.tagging.listed import Listed, deepest, mean_over_classes, require_labels
from motif.evaluate.tagging.whole import average_precisions, halved_precisions

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from motif.core.seed import RandomState
    from motif.evaluate.tagging.given import GivenLabels

__all__ = ["EmptyClasses", "evaluate", "stream_figures"]

EmptyClasses: TypeAlias = Literal["drop", "zero"]
_LARGEST_HALVED = 2_000_000_000  # scores looked at for the interval of `map_full`: 15 s
_DRAWN_AT_ONCE = 20_000_000  # items of dealings or of half-samples held at a time: 80 MB
_NAMES = {
    "gap": "GAP@20",
    "hit_at_one": "Hit@1",
    "perr": "PERR",
    "map_full": "mAP, all scores",
    "map_top20": "mAP of the top 20",
}
_CANNOT = {
    "gap": "It pools all items, so common classes decide it: a rare class may never be found.",
    "hit_at_one": "One right class for each item is enough: the others may all be wrong.",
    "perr": "Items with many labels and items with one count alike; an item without any counts as 0.",
    "map_full": "A class with one label counts as much as the commonest; a good ranking is not a good threshold.",
    "map_top20": "A right class below an item's 20 best counts as missed, so it differs from the mAP of other texts.",
}
_LISTED = ("gap", "hit_at_one", "perr", "map_top20")


def evaluate(
    scores: ArrayLike,
    labels: GivenLabels,
    *,
    random_state: RandomState = None,
    n_permutations: int = 200,
    n_resamples: int = 200,
    empty_classes: EmptyClasses = "drop",
    popularity: ArrayLike | None = None,
) -> dict[str, Figure]:
    """Return GAP, Hit@1, PERR and both mAPs of scores held in memory, each with its null, trivial answer and interval.

    Parameters
    ----------
    scores :
        (n_items, n_classes), finite, higher is surer; PERR counts only what is above 0.
    labels :
        Of the same items: an array or a sparse matrix of zeros and ones, or a list of class numbers for each item.
    random_state :
        Seed of the permutations and of the half-samples.
    n_permutations :
        Draws of the null: the items' sets of labels dealt out to the items at random. Fewer than elsewhere, since each
        draw goes through all the scores again.
    n_resamples :
        Half-samples for the intervals, over items; there is none below 8 items, and none for `map_full` where they
        would look at more than 2,000,000,000 scores.
    empty_classes :
        What `map_top20` does with classes without a label: "drop" leaves them out, "zero" counts them as 0.
    popularity :
        (n_classes,), how common each class is, such as in a training set; None counts the labels given, which favours
        the trivial answer.

    Returns
    -------
    Figures under "gap", "hit_at_one", "perr", "map_full" and "map_top20".

    Raises
    ------
    InputError
        When scores and labels do not fit each other, or no item has a label.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> labels = rng.random((60, 5)) < 0.3
    >>> figures = evaluate(labels + rng.random((60, 5)), labels, random_state=0, n_permutations=99)
    >>> [round(figure.value, 2) for figure in figures.values()], figures["gap"].verdict()
    ([1.0, 0.77, 0.77, 1.0, 1.0], 'better than chance by 0.72')
    """
    array, right = validate(scores, labels)
    require_labels(right)
    chance = _Chance.of(right.n_items, random_state, n_permutations=n_permutations, n_resamples=n_resamples)
    listed = Listed.of(array, right, n_best=deepest(right))
    figures = _listed_figures(listed, chance, empty_classes=empty_classes, popularity=popularity)
    figures["map_full"] = _map_full(array, right, chance)
    return {key: figures[key] for key in _NAMES}


def stream_figures(
    listed: Listed,
    map_full: Bounded | None,
    *,
    random_state: RandomState,
    n_permutations: int,
    n_resamples: int,
    empty_classes: EmptyClasses,
    popularity: ArrayLike | None,
) -> dict[str, Figure]:
    """Return the figures of items whose scores are no longer at hand: those that lists show, and mAP as it is bounded.

    Without the scores nothing can be dealt out for the mAP over all of them: it has no null and no interval.
    """
    require_labels(listed.labels)
    n_items = listed.labels.n_items
    chance = _Chance.of(n_items, random_state, n_permutations=n_permutations, n_resamples=n_resamples)
    figures = _listed_figures(listed, chance, empty_classes=empty_classes, popularity=popularity)
    if map_full is not None:
        trivial = _trivial_map_full(listed.labels)
        figure = _figure("map_full", map_full.value, [], trivial, [], n_items)
        counted = f"Counted in bins: the exact value lies between {map_full.low:.6f} and {map_full.high:.6f}"
        figures["map_full"] = replace(figure, cannot_show=f"{figure.cannot_show} {counted}; chance was not drawn.")
    return {key: figures[key] for key in _NAMES if key in figures}


@dataclass(frozen=True)
class _Chance:
    """The dealings of the null and the half-samples, drawn anew in the same way whenever they are gone through."""

    n_items: int
    n_permutations: int
    n_resamples: int
    seed: int

    @classmethod
    def of(cls, n_items: int, random_state: RandomState, *, n_permutations: int, n_resamples: int) -> _Chance:
        n_permutations = integer(n_permutations, what="n_permutations", low=1)
        n_resamples = integer(n_resamples, what="n_resamples", low=2)
        return cls(n_items, n_permutations, n_resamples, integer_seed(random_state))

    def receivers(self) -> Iterator[np.ndarray]:
        """Yield the item that receives each item's labels, (n_items,)."""
        rng, items = np.random.default_rng([self.seed, 0]), np.arange(self.n_items, dtype=np.int32)
        yield from (rng.permutation(items) for _ in range(self.n_permutations))

    def halves(self) -> Iterator[np.ndarray]:
        """Yield half of the items as truth values, (n_items,); nothing where there are too few."""
        if self.n_items >= FEWEST_RESAMPLED:
            rng, chosen = np.random.default_rng([self.seed, 1]), np.arange(self.n_items) < self.n_items // 2
            yield from (rng.permutation(chosen) for _ in range(self.n_resamples))


def _popular(labels: Labels, popularity: ArrayLike | None) -> np.ndarray:
    """Return how common each class is, (n_classes,) float64: as given, or the share of the items that have it."""
    if popularity is None:
        return labels.per_class / labels.n_items
    common = numbers(popularity, what="popularity")
    same_length(len(common), labels.n_classes, what="popularity", other="classes")
    return common


def _listed_figures(
    listed: Listed, chance: _Chance, *, empty_classes: EmptyClasses, popularity: ArrayLike | None
) -> dict[str, Figure]:
    """Return the figures that need no more than each item's best classes."""
    in_choices(empty_classes, get_args(EmptyClasses), what="empty_classes")
    n_averaged = None if empty_classes == "drop" else listed.labels.n_classes
    trivial = _dealt(_popular_list(listed, _popular(listed.labels, popularity)), n_averaged)
    values = _dealt(listed, n_averaged)
    draws = np.array([_dealt(listed, n_averaged, receiver) for receiver in chance.receivers()])
    replicates = np.array(_halved(listed, n_averaged, chance.halves())).reshape(-1, len(_LISTED))
    n_items = listed.labels.n_items
    return {
        key: _figure(key, values[of], draws[:, of].tolist(), trivial[of], replicates[:, of].tolist(), n_items)
        for of, key in enumerate(_LISTED)
    }


def _figure(
    key: str, value: float, draws: list[float], trivial: float, replicates: list[float], n_items: int
) -> Figure:
    """Return one of the figures; without draws there is no null, without replicates no interval."""
    return Figure(
        name=_NAMES[key],
        value=value,
        null=null_of(value, draws, kind="permuted_labels", higher_is_better=True, magnitude=1) if draws else None,
        trivial={"popularity": trivial},
        interval=interval_around(value, replicates) if replicates else None,
        n=n_items,
        higher_is_better=True,
        cannot_show=_CANNOT[key],
    )


def _dealt(listed: Listed, n_averaged: int | None, receiver: np.ndarray | None = None) -> list[float]:
    """Return the values in the order of `_LISTED`, each item's labels at the item that receives them."""
    labels = listed.labels
    items, places = listed.places(receiver)
    hits = listed.hits(items, places)
    return [
        listed.gap(hits, len(labels.items)),
        listed.hit_at_one(places),
        float(listed.perr_shares(items, places).sum() / labels.n_items),
        listed.map_top(hits, labels.per_class, n_averaged=n_averaged),
    ]


def _halved(listed: Listed, n_averaged: int | None, halves: Iterator[np.ndarray]) -> list[list[float]]:
    """Return the values over half-samples; one without a single label is left out."""
    labels = listed.labels
    items, places = listed.places()
    shares = listed.perr_shares(items, places)
    found = []
    for half in halves:
        chosen, kept = np.flatnonzero(half), half[items]
        if not kept.any():
            continue
        hits = listed.hits(items[kept], places[kept])
        n_positive = np.bincount(labels.classes[kept], minlength=labels.n_classes)
        found.append(
            [
                listed.gap(hits, int(kept.sum()), chosen),
                float(np.count_nonzero(places[kept] == 0) / len(chosen)),
                float(shares[kept].sum() / len(chosen)),
                listed.map_top(hits, n_positive, chosen, n_averaged=n_averaged),
            ]
        )
    return found


def _popular_list(listed: Listed, popularity: np.ndarray) -> Listed:
    """Return every item's list as the commonest classes, their popularity as the score."""
    classes, scores = best_classes(popularity[None], listed.classes.shape[1])
    shape = listed.classes.shape
    return replace(listed, classes=np.broadcast_to(classes, shape), scores=np.broadcast_to(scores, shape))


def _map_full(scores: np.ndarray, labels: Labels, chance: _Chance) -> Figure:
    value = float(np.nanmean(average_precisions(scores, labels)))
    draws = [found for some in _stacks(chance.receivers()) for found in average_precisions(scores, labels, some)]
    halves = chance.halves() if chance.n_resamples * scores.size <= _LARGEST_HALVED else iter(())
    halved = [found for some in _stacks(halves) for found in halved_precisions(scores, labels, some)]
    null, replicates = ([float(np.nanmean(row)) for row in rows if not np.isnan(row).all()] for rows in (draws, halved))
    return _figure("map_full", value, null, _trivial_map_full(labels), replicates, labels.n_items)


def _stacks(rows: Iterator[np.ndarray]) -> Iterator[np.ndarray]:
    """Yield the rows several at a time, as arrays of bounded size."""
    for row in rows:
        more = islice(rows, max(1, _DRAWN_AT_ONCE // len(row)) - 1)
        yield np.array([row, *more])


def _trivial_map_full(labels: Labels) -> float:
    """Return the mAP over all scores where all items have one score a class: each class's share of the items."""
    per_class = labels.per_class
    return mean_over_classes(per_class * (per_class / labels.n_items), per_class)
