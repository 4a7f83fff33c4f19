"""The levels that stand for a channel, `khist`'s idea mended: groups of values that are normal, on a line or a circle.

Follows Hamerly and Elkan 2003, "Learning the k in k-means" (G-means), with the omnibus test of D'Agostino and Pearson
in place of theirs. The test is on the values, where the printed program takes the histogram's heights. Pixels are no
independent sample, and among millions every test finds something, so a group counts as a sample of at most 400 (ours).
"""

from __future__ import annotations

import math

import numpy as np

from motif.pictures.model.level import SIGNIFICANCE, nearest, normality

__all__ = ["bells", "bells_on_circle"]

_SAMPLE = 400  # most that a group counts as; with 400 a kurtosis of 2.3 and a skewness of 0.45 are refused at 0.001
_SMALLEST = 8  # what the test needs
_TAIL = 0.01  # share of a group at either end that does not widen it
_NARROWEST = 1.5  # levels of standard deviation: narrower groups are one colour to the eye
_MOST_ROUNDS = 200  # of k-means; settles in far fewer
_SMOOTH = 7  # levels of hue that are looked at together, to find where the circle is emptiest


def bells(counts: np.ndarray, *, alpha: float = SIGNIFICANCE, min_group: int = 48) -> np.ndarray:
    """Return the levels that stand for a histogram: the means of groups whose values look normal.

    Parameters
    ----------
    counts :
        How many pixels have each level, (n_levels,), >= 0; fractions are weights.
    alpha :
        Level of the test for normality, in (0, 1); the larger, the more groups are split.
    min_group :
        The fewest levels that a group which may be split lies across, but for its outer hundredths, >= 1.

    Returns
    -------
    Centroids, (k,), ascending; fractions of levels.

    Examples
    --------
    >>> counts = np.zeros(256)
    >>> counts[[10, 12]] = 30, 10
    >>> bells(counts)
    array([10.5])
    """
    levels = np.flatnonzero(counts)
    mass = counts[levels].astype(np.float64)
    if not len(levels):
        return np.empty(0)
    centroids = np.array([np.average(levels, weights=mass)])
    while True:
        group = nearest(levels, centroids)
        parts = [_halves(levels[group == i], mass[group == i], alpha, min_group) for i in np.unique(group)]
        proposed = np.concatenate(parts)
        if len(proposed) <= len(centroids):
            return _merged(centroids, levels, mass, alpha, min_group)
        centroids = _settled(proposed, levels, mass)


def bells_on_circle(counts: np.ndarray, *, alpha: float = SIGNIFICANCE, min_group: int = 48) -> np.ndarray:
    """Return the levels that stand for a histogram whose ends meet, as those of hue do.

    The circle is opened where it is emptiest, so that red, on both sides of 0, is one group.

    Parameters
    ----------
    counts, alpha, min_group :
        As for `bells`.

    Returns
    -------
    Centroids, (k,), ascending, in [0, n_levels).

    Examples
    --------
    >>> counts = np.zeros(180)
    >>> counts[[0, 1, 178, 179]] = 1
    >>> bells_on_circle(counts)
    array([179.5])
    """
    n = len(counts)
    around = np.concatenate([counts[-_SMOOTH:], counts, counts[:_SMOOTH]]).astype(np.float64)
    smooth = np.convolve(around, np.ones(_SMOOTH), mode="same")[_SMOOTH : _SMOOTH + n]
    start = _middle_of_gap(smooth <= smooth.min())
    return np.sort((bells(np.roll(counts, -start), alpha=alpha, min_group=min_group) + start) % n)


def _middle_of_gap(empty: np.ndarray) -> int:
    """Return the middle of the longest run of true values on a circle."""
    n = len(empty)
    if empty.all():
        return 0
    first = int(np.flatnonzero(~empty)[0])
    turned = np.concatenate([np.roll(empty, -first), [False]]).astype(np.int8)
    steps = np.diff(turned, prepend=0)
    starts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    longest = int(np.argmax(ends - starts))
    return int((starts[longest] + ends[longest]) // 2 + first) % n


def _halves(levels: np.ndarray, mass: np.ndarray, alpha: float, min_group: int) -> np.ndarray:
    """Return a group's mean, or, where its values are not normal, the means on both sides of a bell of its width."""
    total = mass.sum()
    mean = (levels * mass).sum() / total
    away = levels - mean
    variance = (away**2 * mass).sum() / total
    if _span(levels, mass) < min_group or variance < _NARROWEST**2:
        return np.array([mean])
    skewness = (away**3 * mass).sum() / total / variance**1.5
    kurtosis = (away**4 * mass).sum() / total / variance**2
    if not normality(skewness, kurtosis, max(_SMALLEST, min(_SAMPLE, total))) < alpha:
        return np.array([mean])
    reach = math.sqrt(2 * variance / math.pi)  # mean distance of a normal value from its mean: G-means starts there
    return np.array([mean - reach, mean + reach])


def _merged(centroids: np.ndarray, levels: np.ndarray, mass: np.ndarray, alpha: float, min_group: int) -> np.ndarray:
    """Return the centroids, neighbours joined that together would not be split: a bell cut on the way to others."""
    i = 0
    while i + 1 < len(centroids):
        group = nearest(levels, centroids)
        both = (group == i) | (group == i + 1)
        joined = _halves(levels[both], mass[both], alpha, min_group)
        if len(joined) == 1:
            centroids = _settled(np.concatenate([centroids[:i], joined, centroids[i + 2 :]]), levels, mass)
            i = 0
        else:
            i += 1
    return centroids


def _span(levels: np.ndarray, mass: np.ndarray) -> float:
    """Return how many levels the group lies across, without the hundredth at either end."""
    share = np.cumsum(mass) / mass.sum()
    return levels[np.searchsorted(share, 1 - _TAIL)] - levels[np.searchsorted(share, _TAIL)] + 1


def _settled(centroids: np.ndarray, levels: np.ndarray, mass: np.ndarray) -> np.ndarray:
    for _ in range(_MOST_ROUNDS):
        group = nearest(levels, centroids)
        weight = np.bincount(group, mass, minlength=len(centroids))
        moment = np.bincount(group, mass * levels, minlength=len(centroids))
        moved = moment[weight > 0] / weight[weight > 0]
        if len(moved) == len(centroids) and np.allclose(moved, centroids, atol=1e-6):
            break
        centroids = moved
    return centroids
