"""How good each label's ranking is, beside how many videos there were to learn it from (Figure 5 of the paper)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.stats import rankdata

from motif.core.check import same_length
from motif.core.seed import generator
from motif.evaluate.figure import Figure
from motif.evaluate.null import FEWEST_RESAMPLED, permutation_null, resampling_interval
from motif.evaluate.tagging.given import validate
from motif.evaluate.tagging.whole import average_precisions

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from motif.core.seed import RandomState
    from motif.evaluate.tagging.given import GivenLabels

__all__ = ["FrequencyBin", "LabelPrecision", "by_frequency", "label_precisions"]

_EDGES = (0, 1, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000)
_CANNOT = "Higher is not better: it says how much rare labels lag behind, and they are judged on few videos."


@dataclass(frozen=True, eq=False)
class LabelPrecision:
    """The average precision of each label.

    Parameters
    ----------
    labels :
        (n_labels,): those that a video has.
    precision, chance :
        (n_labels,): average precision over the videos, and what a ranking by chance has on average (the share of the
        videos that have the label).
    n_train, n_judged :
        (n_labels,): videos with the label that there were to learn from, and on which it is judged.

    Examples
    --------
    >>> one, two = np.array([7, 9]), np.array([40, 400])
    >>> [row["label"] for row in LabelPrecision(one, one / 10, one / 100, two, two).rows()]
    [9, 7]
    """

    labels: np.ndarray
    precision: np.ndarray
    chance: np.ndarray
    n_train: np.ndarray
    n_judged: np.ndarray

    def rows(self) -> list[dict[str, Any]]:
        """Return one dictionary a label, the most frequent first."""
        order = np.lexsort((self.labels, -self.n_train))
        return [
            {
                "label": int(self.labels[i]), "average_precision": float(self.precision[i]),
                "chance": float(self.chance[i]), "n_train": int(self.n_train[i]), "n_judged": int(self.n_judged[i]),
            }
            for i in order
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class FrequencyBin:
    """Labels with about as many videos to learn from.

    Parameters
    ----------
    low, high :
        Fewest and most videos, both included.
    n_labels :
        How many labels.
    precision, chance :
        Mean average precision, and what chance has.
    interval :
        95 %, over labels; None for fewer than 8.

    Examples
    --------
    >>> FrequencyBin(10, 29, 3, 0.5, 0.01, None).n_labels
    3
    """

    low: int
    high: int
    n_labels: int
    precision: float
    chance: float
    interval: tuple[float, float] | None


def label_precisions(
    scores: ArrayLike, labels: GivenLabels, *, numbers: ArrayLike, n_train: ArrayLike
) -> LabelPrecision:
    """Return the average precision of every label that a video has; equal scores form one threshold.

    Parameters
    ----------
    scores, labels :
        As `motif.evaluate.tagging.evaluate` takes them.
    numbers, n_train :
        (n_labels,): which label each column is, and how many videos there were to learn it from.

    Examples
    --------
    >>> found = label_precisions([[0.9, 0.1], [0.2, 0.8]], [[0], [0]], numbers=[7, 9], n_train=[5, 5])
    >>> found.labels.tolist(), found.precision.tolist(), found.chance.tolist()
    ([7], [1.0], [1.0])
    """
    array, right = validate(scores, labels)
    told, counts = np.asarray(numbers), np.asarray(n_train)
    same_length(len(told), right.n_classes, what="numbers", other="labels")
    same_length(len(counts), right.n_classes, what="n_train", other="labels")
    found, per_class = average_precisions(array, right)[0], right.per_class
    has = per_class > 0
    return LabelPrecision(told[has], found[has], per_class[has] / right.n_items, counts[has], per_class[has])


def by_frequency(
    found: LabelPrecision, *, random_state: RandomState = None, n_permutations: int = 999
) -> tuple[Figure, tuple[FrequencyBin, ...]]:
    """Return how far frequent labels are told better than rare ones, and mean precision by frequency.

    The figure is Spearman's rank correlation of the videos that there were to learn from with average precision; the
    paper finds that of text flatter than that of sight and sound. It is not better when it is higher.

    Examples
    --------
    >>> n = np.arange(1, 31)
    >>> labels = LabelPrecision(n, n / 40, n / 400, n * 20, n)
    >>> figure, bins = by_frequency(labels, random_state=0)
    >>> figure.value, [(one.low, one.high, one.n_labels) for one in bins]
    (1.0, [(10, 29, 1), (30, 99, 3), (100, 299, 10), (300, 999, 16)])
    """
    ranks, rng = rankdata(found.n_train), generator(random_state)
    of_precision = rankdata(found.precision)

    def correlation(values: np.ndarray) -> float:
        return _correlation(ranks, values)

    value = correlation(of_precision)
    null = None
    if np.isfinite(value):
        null = permutation_null(correlation, of_precision, n=n_permutations, random_state=rng, magnitude=1)
    interval = resampling_interval(
        lambda some: _correlation(rankdata(found.n_train[some]), rankdata(found.precision[some])), len(ranks),
        random_state=rng,
    )  # fmt: skip
    figure = Figure("frequency and AP, rank correlation", value, null, {}, interval, len(ranks), True, _CANNOT)
    return figure, _bins(found, rng)


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    one, other = one - one.mean(), other - other.mean()
    size = np.sqrt((one @ one) * (other @ other))
    return float(one @ other / size) if size > 0 else float("nan")


def _bins(found: LabelPrecision, rng: np.random.Generator) -> tuple[FrequencyBin, ...]:
    place = np.searchsorted(_EDGES, found.n_train, side="right") - 1
    bins = []
    for one in np.unique(place).tolist():
        inside = found.precision[place == one]
        high = _EDGES[one + 1] - 1 if one + 1 < len(_EDGES) else int(found.n_train.max())
        interval = None
        if len(inside) >= FEWEST_RESAMPLED:
            interval = resampling_interval(
                lambda some, of=inside: float(of[some].mean()), len(inside), random_state=rng
            )
        chance = float(found.chance[place == one].mean())
        bins.append(FrequencyBin(_EDGES[one], high, len(inside), float(inside.mean()), chance, interval))
    return tuple(bins)
