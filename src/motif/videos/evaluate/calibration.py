"""Whether labels said with probability p are right in a share p of the cases.

Judged are each video's 20 likeliest labels, as many as a file of predictions lists: over all labels the many that
nobody would name decide, and everything looks calibrated. A probability that is the same for all videos, each label's
share, is calibrated and tells nothing; so the squared error stands beside, which rewards both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from motif.core.check import same_length
from motif.core.errors import InputError
from motif.core.seed import generator
from motif.evaluate.figure import Figure
from motif.evaluate.null import resampling_interval
from motif.evaluate.row import numbers
from motif.evaluate.tagging.best import best_classes
from motif.evaluate.tagging.given import Labels, validate

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from motif.core.seed import RandomState
    from motif.evaluate.tagging.given import GivenLabels

__all__ = ["Calibration", "ReliabilityBin", "calibrate"]

_TOP = 20
_EDGES = np.array([0, 0.01, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
_CANNOT = {
    "calibration_error": "Each label's share, said of every video, is calibrated too, and tells no video from another.",
    "squared_error": "It mixes how well labels are told apart with how well probabilities fit.",
}


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Labels said with about the same probability.

    Parameters
    ----------
    low, high :
        The probabilities.
    n :
        How many, over all videos.
    said, right :
        The mean probability, and the share that is right.
    interval :
        95 % of `right`, over videos or groups; None for fewer than 8.

    Examples
    --------
    >>> ReliabilityBin(0.9, 1.0, 120, 0.94, 0.9, (0.85, 0.95)).right
    0.9
    """

    low: float
    high: float
    n: int
    said: float
    right: float
    interval: tuple[float, float] | None


@dataclass(frozen=True, eq=False)
class Calibration:
    """How far probabilities can be taken at their word.

    Parameters
    ----------
    figures :
        "calibration_error" and "squared_error", with what each label's share would have as the trivial answer.
    bins :
        From the least likely to the likeliest; empty ones are left out.

    Examples
    --------
    >>> Calibration({}, (ReliabilityBin(0.9, 1.0, 120, 0.94, 0.9, None),)).bins[0].n
    120
    """

    figures: dict[str, Figure]
    bins: tuple[ReliabilityBin, ...]


def calibrate(
    scores: ArrayLike,
    labels: GivenLabels,
    *,
    prevalence: ArrayLike,
    groups: ArrayLike | None = None,
    n_resamples: int = 200,
    random_state: RandomState = None,
) -> Calibration:
    """Return how far the probabilities of each video's 20 likeliest labels are right.

    Parameters
    ----------
    scores :
        (n_items, n_classes), probabilities.
    labels :
        As `motif.evaluate.tagging.evaluate` takes them.
    prevalence :
        (n_classes,), each label's share, in [0, 1], such as among training videos: the trivial answer.
    groups :
        (n_items,), such as creators: intervals are over whole groups; None takes items for independent.
    n_resamples :
        Half-samples, for intervals.
    random_state :
        Where chance comes from.

    Raises
    ------
    InputError
        When scores are no probabilities.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> p = rng.random((400, 5))
    >>> found = calibrate(p, rng.random(p.shape) < p, prevalence=np.full(5, 0.5), random_state=0)
    >>> found.figures["calibration_error"].value < 0.05, found.figures["squared_error"].trivial["prevalence"] > 1
    (True, True)
    """
    array, right = validate(scores, labels)
    common = numbers(prevalence, what="prevalence")
    same_length(len(common), right.n_classes, what="prevalence", other="labels")
    if array.min() < 0 or array.max() > 1 or common.min() < 0 or common.max() > 1:
        raise InputError(f"probabilities must be in [0, 1]; scores reach from {array.min():g} to {array.max():g}")
    rng = generator(random_state)
    said, hits = _listed(array, right)
    trivial = _listed(np.broadcast_to(common, array.shape[:1] + common.shape), right)
    total = right.per_item
    values = {"calibration_error": _error(said, hits), "squared_error": _squared(said, hits, total)}
    shares = {"calibration_error": _error(*trivial), "squared_error": _squared(*trivial, total)}
    statistics = {
        "calibration_error": lambda some: _error(said[some], hits[some]),
        "squared_error": lambda some: _squared(said[some], hits[some], total[some]),
    }
    names = {"calibration_error": "calibration error", "squared_error": "squared error of a video"}
    figures = {
        key: Figure(
            names[key], value, None, {"prevalence": shares[key]},
            resampling_interval(statistics[key], len(said), n=n_resamples, groups=groups, random_state=rng), len(said),
            False, _CANNOT[key],
        )
        for key, value in values.items()
    }  # fmt: skip
    return Calibration(figures, _bins(said, hits, rng, n_resamples, None if groups is None else np.asarray(groups)))


def _listed(scores: np.ndarray, right: Labels) -> tuple[np.ndarray, np.ndarray]:
    """Each video's likeliest labels: how likely they are said to be, and whether they are right."""
    classes, values = best_classes(scores, min(_TOP, scores.shape[1]))
    cells = right.items * np.int64(right.n_classes) + right.classes
    asked = np.arange(len(scores))[:, None] * np.int64(right.n_classes) + classes
    return values.astype(np.float64), np.isin(asked, cells)


def _error(said: np.ndarray, hits: np.ndarray) -> float:
    """The mean over labels of how far the bin's mean probability is from its share of right ones."""
    place = np.searchsorted(_EDGES, said.ravel(), side="right") - 1
    gap = np.bincount(place, weights=said.ravel() - hits.ravel(), minlength=len(_EDGES))
    return float(np.abs(gap).sum() / said.size)


def _squared(said: np.ndarray, hits: np.ndarray, total: np.ndarray) -> float:
    """The squared error of a video, summed over labels; a label that is not listed counts as said with 0."""
    missed = total - hits.sum(axis=1)
    return float((((said - hits) ** 2).sum(axis=1) + missed).mean())


def _bins(
    said: np.ndarray, hits: np.ndarray, rng: np.random.Generator, n_resamples: int, groups: np.ndarray | None
) -> tuple[ReliabilityBin, ...]:
    place = np.searchsorted(_EDGES, said, side="right") - 1
    highs, bins = [*_EDGES[1:].tolist(), 1.0], []
    for one in np.unique(place).tolist():
        inside = place == one
        n_in, n_right = inside.sum(axis=1), (inside & hits).sum(axis=1)
        videos = np.flatnonzero(n_in)
        interval = resampling_interval(
            lambda some, of=n_right[videos], by=n_in[videos]: float(of[some].sum() / by[some].sum()), len(videos),
            n=n_resamples, groups=None if groups is None else groups[videos], random_state=rng,
        )  # fmt: skip
        mean, share = float(said[inside].mean()), float(hits[inside].mean())
        bins.append(ReliabilityBin(float(_EDGES[one]), highs[one], int(inside.sum()), mean, share, interval))
    return tuple(bins)
