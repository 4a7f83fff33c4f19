"""The cartoon style `khist`: flat colours from a histogram of each channel, and the outlines drawn in black.

Follows the K-histogram program that the seed of this wing prints (S. Chakraborty 2021; the code of T. Lu's
cartoonizer, 2014), pixel for pixel and with its faults, which `docs/pictures.md` lists. Ours is written anew: each
decision is made once for each of the 256 levels, never once for each pixel, and no pixels are copied without need.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from motif.core.errors import InputError

__all__ = ["Cartoon", "colour_levels", "khist", "looks_normal"]

_DIAMETER, _SIGMA = 5, 50  # of the bilateral filter, in pixels and in levels: as printed
_EDGE_LOW, _EDGE_HIGH = 100, 200  # Canny's thresholds, as printed
_START = 128  # the first centroid, as printed
_SMALLEST_GROUP = 80  # levels; a group of fewer is never split, as printed
_NARROWEST = 3  # levels between the neighbours of a centroid that may be split, as printed
_SIGNIFICANCE = 0.001  # of the test for normality, as printed
_N_LEVELS = {"H": 180, "S": 256, "V": 256}  # OpenCV keeps hue in steps of two degrees
_BAND = 1 << 16  # pixels that are converted at a time: three channels of them stay in a processor's cache


@dataclass(frozen=True, slots=True, eq=False)
class Cartoon:
    """A cartoon and the levels it was painted with.

    Parameters
    ----------
    pixels :
        RGB, (height, width, 3) uint8.
    centroids :
        "H", "S", "V" -> the levels that channel may take, ascending, in [0, 255] (H in [0, 179]); they may be
        fractions, of which the picture shows the whole part. The channels are computed on B, G, R order, as the seed
        does, so that H is not the hue that people see.
    """

    pixels: np.ndarray
    centroids: dict[str, tuple[float, ...]]


def khist(pixels: np.ndarray, *, where: np.ndarray | None = None) -> Cartoon:
    """Return the picture as a K-histogram cartoon.

    Each channel is smoothed by a bilateral filter; edges come from Canny; hue, saturation and value are each reduced to
    the few levels that `colour_levels` finds in their histogram; the outer contours of the edges are drawn in black.

    Parameters
    ----------
    pixels :
        RGB, (height, width, 3) uint8; not changed.
    where :
        The pixels whose colours count, (height, width) bool; None counts all, as the seed does. Every pixel is painted
        either way.

    Raises
    ------
    InputError
        When the array has another shape or type, or `where` is false everywhere.

    Examples
    --------
    >>> grey = np.full((8, 8, 3), 119, np.uint8)
    >>> cartoon = khist(grey)
    >>> cartoon.centroids["V"], cartoon.pixels[0, 0].tolist()
    ((119.0,), [119, 119, 119])
    """
    _check(pixels, where)
    canvas = _smoothed(pixels)
    edges = cv2.Canny(canvas, _EDGE_LOW, _EDGE_HIGH)
    counts = _to_hsv(canvas, where)
    centroids = {name: colour_levels(counts[i, :n]) for i, (name, n) in enumerate(_N_LEVELS.items())}
    _paint(canvas, list(centroids.values()))
    outlines, _ = cv2.findContours(edges, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(canvas, outlines, -1, (0, 0, 0), thickness=1)
    return Cartoon(canvas, {name: tuple(levels.tolist()) for name, levels in centroids.items()})


def _check(pixels: np.ndarray, where: np.ndarray | None) -> None:
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8 or 0 in pixels.shape:
        raise InputError(f"khist needs RGB pixels, (height, width, 3) uint8; given {pixels.shape} {pixels.dtype}")
    if where is not None and (where.shape != pixels.shape[:2] or where.dtype != np.bool_):
        raise InputError(f"where must be {pixels.shape[:2]} bool, as the picture is; given {where.shape} {where.dtype}")
    if where is not None and not where.any():
        raise InputError("where must be true somewhere: no pixel counts, so there are no colours to find")


def _smoothed(pixels: np.ndarray) -> np.ndarray:
    """Return the filtered picture in B, G, R order: where channels tie, Canny takes the first."""
    canvas = np.empty_like(pixels, order="C")
    for channel in range(3):
        canvas[..., 2 - channel] = cv2.bilateralFilter(pixels[..., channel], _DIAMETER, _SIGMA, _SIGMA)
    return canvas


def _bands(canvas: np.ndarray) -> list[slice]:
    step = max(1, _BAND // canvas.shape[1])
    return [slice(top, top + step) for top in range(0, canvas.shape[0], step)]


def _to_hsv(canvas: np.ndarray, where: np.ndarray | None) -> np.ndarray:
    """Turn the canvas into hue, saturation and value in place; return their counts, (3, 256).

    B, G, R is passed on as if it were R, G, B: the seed's slip, kept.
    """
    counts = np.zeros((3, 256), np.int64)
    for band in _bands(canvas):
        canvas[band] = cv2.cvtColor(canvas[band], cv2.COLOR_RGB2HSV)
        mask = None if where is None else where[band].view(np.uint8)
        for i in range(3):
            counts[i] += cv2.calcHist([canvas[band]], [i], mask, [256], [0, 256]).ravel().astype(np.int64)
    return counts


def _paint(canvas: np.ndarray, centroids: list[np.ndarray]) -> None:
    """Move each pixel to its nearest levels, and the canvas from hue, saturation and value to R, G, B, in place."""
    levels = np.arange(256)
    table = np.stack([nearest[_nearest(levels, nearest)] for nearest in centroids], axis=-1).astype(np.uint8)
    for band in _bands(canvas):
        # what the seed calls R, G, B is B, G, R: HSV2BGR turns it round on the way back
        canvas[band] = cv2.cvtColor(cv2.LUT(canvas[band], table[None]), cv2.COLOR_HSV2BGR)


def colour_levels(counts: np.ndarray) -> np.ndarray:
    """Return the levels that stand for a histogram: k-means on its bins, with as many centroids as its groups ask for.

    It begins with one centroid. A group of 80 or more occupied levels whose *counts* do not look normal is split in
    two, half-way to the neighbours, and the centroids settle again, until their number stays the same.

    Parameters
    ----------
    counts :
        How many pixels have each level, (n_levels,), whole numbers >= 0.

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
        proposed = _divided(centroids, group, heights, n_levels=len(counts))
        if len(proposed) == len(centroids) or proposed.tobytes() in seen:
            return centroids
        seen.add(proposed.tobytes())  # a proposal that comes back would come back for ever
        centroids = proposed


def _nearest(levels: np.ndarray, centroids: np.ndarray) -> np.ndarray:
    """Return the position of each level's nearest centroid; the lower of two that are as near."""
    return np.abs(levels[:, None] - centroids).argmin(axis=1)


def _settle(centroids: np.ndarray, levels: np.ndarray, heights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the settled centroids and each level's group.

    Means are cut to whole numbers, and the rounds end when the moves add up to nothing: opposite moves cancel, and what
    is returned is from before the last move, so a fraction can survive. Both as the seed does.
    """
    k, seen = len(centroids), set[bytes]()
    while True:
        group = _nearest(levels, centroids)
        mass = np.bincount(group, heights, minlength=k)
        moment = np.bincount(group, heights * levels, minlength=k)
        moved = np.where(mass > 0, np.trunc(moment / np.maximum(mass, 1)), centroids)
        if (moved - centroids).sum() == 0 or moved.tobytes() in seen:
            return centroids, group
        seen.add(moved.tobytes())
        centroids = moved


def _divided(centroids: np.ndarray, group: np.ndarray, heights: np.ndarray, *, n_levels: int) -> np.ndarray:
    """Return the centroids of the groups that have members, those in two halves that should be split."""
    edges = np.concatenate([[0.0], centroids, [n_levels - 1.0]])  # beyond the first and last lie the ends
    proposed = []
    for i in np.unique(group):
        left, centre, right = edges[i : i + 3]
        members = heights[group == i]
        split = len(members) >= _SMALLEST_GROUP and right - left >= _NARROWEST and not looks_normal(members)
        proposed += [(centre + left) / 2, (centre + right) / 2] if split else [centre]
    return np.unique(proposed)


def looks_normal(values: np.ndarray) -> bool:
    """Return whether D'Agostino and Pearson's omnibus test leaves open that the values are normal (p >= 0.001).

    The squares of the z-scores of skewness (D'Agostino 1970) and kurtosis (Anscombe and Glynn 1983) add up to a
    chi-squared number of 2 degrees of freedom, whose tail is exp(-x / 2). Decides as `scipy.stats.normaltest` does,
    without the time and memory that loading it takes. Values that are all equal are left alone.

    Parameters
    ----------
    values :
        (n,), n at least 8.

    Examples
    --------
    >>> looks_normal(np.array([-3, -2, -1, -1, 0, 0, 0, 0, 1, 1, 2, 3.0])), looks_normal(np.array([0.0] * 50 + [1]))
    (True, False)
    """
    n, mean = float(len(values)), float(np.mean(values))
    centred = values - mean
    squares = centred**2
    variance = float(np.mean(squares))
    if variance <= (np.finfo(float).eps * mean) ** 2:
        return True
    skewness = float(np.mean(squares * centred)) / variance**1.5
    kurtosis = float(np.mean(squares**2)) / variance**2
    omnibus = _skewness_score(skewness, n) ** 2 + _kurtosis_score(kurtosis, n) ** 2
    return not math.exp(-omnibus / 2) < _SIGNIFICANCE


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
