"""The levels that stand for a channel: k-means on its histogram, with as many centroids as its groups ask for.

Follows `k_histogram` and `update_C` of the printed program (see `khist`), decision by decision, on whole arrays.
"""

from __future__ import annotations

import math

import numpy as np

__all__ = ["MIN_GROUP", "SIGNIFICANCE", "colour_levels", "looks_normal", "nearest", "normality"]

_START = 128  # the first centroid, as printed
MIN_GROUP = 80  # levels; a group of fewer is never split, as printed
_NARROWEST = 3  # levels between the neighbours of a centroid that may be split, as printed
SIGNIFICANCE = 0.001  # of the test for normality, as printed


def colour_levels(counts: np.ndarray, *, alpha: float = SIGNIFICANCE, min_group: int = MIN_GROUP) -> np.ndarray:
    """Return the levels that stand for a histogram: k-means on its bins, with as many centroids as its groups ask for.

    It begins with one centroid. A group of `min_group` or more occupied levels whose *counts* do not look normal is
    split in two, half-way to the neighbours, and the centroids settle again, until their number stays the same.

    Parameters
    ----------
    counts :
        How many pixels have each level, (n_levels,), whole numbers >= 0.
    alpha :
        Level of the test for normality, in (0, 1); the larger, the more groups are split.
    min_group :
        The fewest occupied levels of a group that may be split, >= 8, as the test needs.

    Returns
    -------
    Centroids, (k,), ascending.

    Examples
    --------
    >>> counts = np.zeros(256, int)
    >>> counts[[10, 12]] = 30, 10
    >>> colour_levels(counts)
    array([10.])
    """
    occupied = np.flatnonzero(counts)
    heights = counts[occupied].astype(np.float64)
    centroids, seen = np.array([_START], np.float64), set[bytes]()
    while True:
        centroids, group = _settle(centroids, occupied, heights)
        proposed = _divided(centroids, group, heights, len(counts), alpha, min_group)
        if len(proposed) == len(centroids) or proposed.tobytes() in seen:
            return centroids
        seen.add(proposed.tobytes())  # a proposal that comes back would come back for ever
        centroids = proposed


def nearest(levels: np.ndarray, centroids: np.ndarray) -> np.ndarray:
    """Return the position of each level's nearest centroid; the first of two that are as near.

    Examples
    --------
    >>> nearest(np.array([0, 5, 9]), np.array([0.0, 10.0]))
    array([0, 0, 1])
    """
    return np.abs(levels[:, None] - centroids).argmin(axis=1)


def _settle(centroids: np.ndarray, levels: np.ndarray, heights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the settled centroids and each level's group.

    Means are cut to whole numbers, and the rounds end when the moves add up to nothing: opposite moves cancel, and what
    is returned is from before the last move, so a fraction can survive. Both as the seed does.
    """
    k, seen = len(centroids), set[bytes]()
    while True:
        group = nearest(levels, centroids)
        mass = np.bincount(group, heights, minlength=k)
        moment = np.bincount(group, heights * levels, minlength=k)
        moved = np.where(mass > 0, np.trunc(moment / np.maximum(mass, 1)), centroids)
        if (moved - centroids).sum() == 0 or moved.tobytes() in seen:
            return centroids, group
        seen.add(moved.tobytes())
        centroids = moved


def _divided(
    centroids: np.ndarray,
    group: np.ndarray,
    heights: np.ndarray,
    n_levels: int,
    alpha: float,
    min_group: int,
) -> np.ndarray:
    """Return the centroids of the groups that have members, those in two halves that should be split."""
    edges = np.concatenate([[0.0], centroids, [n_levels - 1.0]])  # beyond the first and last lie the ends
    proposed = []
    for i in np.unique(group):
        left, centre, right = edges[i : i + 3]
        members = heights[group == i]
        may = len(members) >= min_group and right - left >= _NARROWEST
        split = may and not looks_normal(members, alpha=alpha)
        proposed += [(centre + left) / 2, (centre + right) / 2] if split else [centre]
    return np.unique(proposed)


def looks_normal(values: np.ndarray, *, alpha: float = SIGNIFICANCE) -> bool:
    """Return whether D'Agostino and Pearson's omnibus test leaves open that the values are normal (p >= alpha).

    The squares of the z-scores of skewness (D'Agostino 1970) and kurtosis (Anscombe and Glynn 1983) add up to a
    chi-squared number of 2 degrees of freedom, whose tail is exp(-x / 2). Decides as `scipy.stats.normaltest` does,
    without the time and memory that loading it takes. Values that are all equal are left alone.

    Parameters
    ----------
    values :
        (n,), n at least 8.
    alpha :
        Level of the test, in (0, 1).

    Examples
    --------
    >>> looks_normal(np.array([-3, -2, -1, -1, 0, 0, 0, 0, 1, 1, 2, 3.0])), looks_normal(np.array([0.0] * 50 + [1]))
    (True, False)
    """
    mean = float(np.mean(values))
    centred = values - mean
    squares = centred**2
    variance = float(np.mean(squares))
    if variance <= (np.finfo(float).eps * mean) ** 2:
        return True
    skewness = float(np.mean(squares * centred)) / variance**1.5
    kurtosis = float(np.mean(squares**2)) / variance**2
    return not normality(skewness, kurtosis, float(len(values))) < alpha


def normality(skewness: float, kurtosis: float, n: float) -> float:
    """Return how likely a normal sample of size n strays as far in skewness and kurtosis, p in [0, 1] or NaN.

    Parameters
    ----------
    skewness, kurtosis :
        Of the sample; 0 and 3 are those of the normal distribution.
    n :
        Size of the sample, at least 8.

    Examples
    --------
    >>> normality(0, 3, 500) > 0.5, normality(0, 1.8, 500) < 0.001
    (True, True)
    """
    omnibus = _skewness_score(skewness, n) ** 2 + _kurtosis_score(kurtosis, n) ** 2
    return math.exp(-omnibus / 2)


def _skewness_score(skewness: float, n: float) -> float:
    """Return D'Agostino's z-score; b, w and a are the paper's beta_2, W and alpha."""
    y = skewness * math.sqrt((n + 1) * (n + 3) / (6 * (n - 2))) or 1.0
    b = 3 * (n * n + 27 * n - 70) * (n + 1) * (n + 3) / ((n - 2) * (n + 5) * (n + 7) * (n + 9))
    w_squared = math.sqrt(2 * (b - 1)) - 1
    a = math.sqrt(2 / (w_squared - 1))
    return math.asinh(y / a) / math.sqrt(math.log(w_squared) / 2)


def _kurtosis_score(kurtosis: float, n: float) -> float:
    """Return Anscombe and Glynn's z-score; s and a are the paper's sqrt(beta_1) and A."""
    expected = 3 * (n - 1) / (n + 1)
    spread = math.sqrt(24 * n * (n - 2) * (n - 3) / ((n + 1) ** 2 * (n + 3) * (n + 5)))
    s = 6 * (n * n - 5 * n + 2) / ((n + 7) * (n + 9)) * math.sqrt(6 * (n + 3) * (n + 5) / (n * (n - 2) * (n - 3)))
    a = 6 + 8 / s * (2 / s + math.sqrt(1 + 4 / s**2))
    x = 1 + (kurtosis - expected) / spread * math.sqrt(2 / (a - 4))
    if x == 0:
        return math.nan  # the transform has no value there; NaN decides for normal, as scipy's does
    root = math.copysign(((1 - 2 / a) / abs(x)) ** (1 / 3), x)
    return (1 - 2 / (9 * a) - root) / math.sqrt(2 / (9 * a))
