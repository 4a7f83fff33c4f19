"""The border: from a network's rough probability to an alpha that follows the picture's own edges.

The guided filter is that of He and Sun 2015, "Fast guided filter", section 3; closed-form matting is Levin et al.
2006, by PyMatting.
"""

from __future__ import annotations

import functools
import logging
from importlib.util import find_spec
from typing import Literal, TypeAlias

import cv2
import numpy as np

from motif.core.check import in_choices
from motif.core.extra import extra

__all__ = ["MATTINGS", "Matting", "check_matting", "refined"]

Matting: TypeAlias = Literal["guided", "none", "closed-form"]
MATTINGS: tuple[Matting, ...] = ("guided", "none", "closed-form")

_log = logging.getLogger(__name__)
_RADIUS, _EPSILON = 8, 1e-3  # of the guided filter, in pixels and in squared grey levels of [0, 1]
_CLOSED_SIDE = 512  # long side at which closed-form matting is solved, pixels
_SURE = 0.1  # a probability nearer than this to 0 or 1 is known to closed-form matting
_UNSURE_REACH = 9  # pixels of the solved picture: the border lies within this square of an undecided pixel
_STRIP = 512  # rows that are finished at once: a whole 12 Mpx picture in floats would take 50 MB a map


def check_matting(matting: object) -> None:
    """Refuse a matting that there is not, and one whose package is not installed, without loading it.

    Raises
    ------
    InputError
        When it is unknown.
    MissingExtra
        When closed-form matting is asked for and PyMatting is not installed.

    Examples
    --------
    >>> check_matting("guided")
    """
    in_choices(matting, MATTINGS, what="matting")
    if matting == "closed-form" and find_spec("pymatting") is None:
        with extra("matting"):
            import pymatting  # noqa: F401 - which says what is missing


def refined(probability: np.ndarray, working: np.ndarray, pixels: np.ndarray, matting: Matting) -> np.ndarray:
    """Return the alpha at full size.

    Parameters
    ----------
    probability :
        Of the subject, (rows, columns) float32 in [0, 1].
    working :
        The picture at that size, sRGB uint8.
    pixels :
        The picture at full size.
    matting :
        "guided": a guided filter on the grey picture, between two smoothsteps. "closed-form": closed-form matting of
        what is undecided, enlarged by the same filter; needs the extra `matting`. "none": the probability, enlarged.

    Returns
    -------
    (height, width) float32 in [0, 1].

    Raises
    ------
    MissingExtra
        When closed-form matting is asked for and PyMatting is not installed.

    Examples
    --------
    >>> grey = np.full((3, 3, 3), 9, np.uint8)
    >>> float(refined(np.ones((3, 3), np.float32), grey, grey, "guided").min())
    1.0
    """
    if matting == "none":
        size = pixels.shape[1::-1]
        return probability if working is pixels else cv2.resize(probability, size, interpolation=cv2.INTER_LINEAR)
    if matting == "closed-form":
        solved = _closed_form(probability, working)
        return _applied(_guided_maps(_grey(working), solved), working, pixels, low=0.02, high=0.98)
    maps = _guided_maps(_grey(working), _smoothstep(probability, 0.3, 0.7))
    return _applied(maps, working, pixels, low=0.15, high=0.85)


def _applied(
    maps: tuple[np.ndarray, np.ndarray], working: np.ndarray, pixels: np.ndarray, *, low: float, high: float
) -> np.ndarray:
    """Return slope * grey + offset at full size, strip by strip, through a smoothstep."""
    size = pixels.shape[1::-1]
    if working is not pixels:
        maps = tuple(cv2.resize(part, size, interpolation=cv2.INTER_LINEAR) for part in maps)  # type: ignore[assignment]
    slope, offset = maps
    for start in range(0, len(pixels), _STRIP):
        rows = slice(start, start + _STRIP)
        offset[rows] = _smoothstep(_grey(pixels[rows]) * slope[rows] + offset[rows], low, high)
    return offset


def _grey(pixels: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32) / np.float32(255)


def _guided_maps(guide: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the means of slope and offset of the local linear model target = slope * guide + offset."""

    def mean(part: np.ndarray) -> np.ndarray:
        return cv2.blur(part, (2 * _RADIUS + 1, 2 * _RADIUS + 1))

    guide_mean, target_mean = mean(guide), mean(target)
    variance = mean(guide * guide) - guide_mean * guide_mean
    slope = (mean(guide * target) - guide_mean * target_mean) / (variance + np.float32(_EPSILON))
    return mean(slope), mean(target_mean - slope * guide_mean)


def _smoothstep(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """Return 0 below `low`, 1 above `high`, and 3t² - 2t³ between them."""
    t = np.clip((values - np.float32(low)) / np.float32(high - low), 0, 1)
    return t * t * (np.float32(3) - np.float32(2) * t)


def _closed_form(probability: np.ndarray, working: np.ndarray) -> np.ndarray:
    """Return the alpha that closed-form matting finds where the network is undecided, at the working size."""
    with extra("matting"):
        from pymatting import estimate_alpha_cf
    _notice()
    scale = min(1.0, _CLOSED_SIDE / max(probability.shape))
    size = tuple(max(1, round(side * scale)) for side in probability.shape[::-1])
    small = cv2.resize(working, size, interpolation=cv2.INTER_AREA)
    known = cv2.resize(probability, size, interpolation=cv2.INTER_AREA)
    trimap = np.where(known >= 1 - _SURE, 1.0, np.where(known <= _SURE, 0.0, 0.5))
    square = np.ones((_UNSURE_REACH, _UNSURE_REACH), np.uint8)
    trimap[(cv2.dilate(known, square) > 0.5) & (cv2.erode(known, square) < 0.5)] = 0.5
    if min(size) < 3 or not ((trimap == 0).any() and (trimap == 1).any() and (trimap == 0.5).any()):
        return probability  # nothing to solve, or nothing to start from
    solved = np.asarray(estimate_alpha_cf(small.astype(np.float64) / 255, trimap), np.float32)
    return cv2.resize(np.clip(solved, 0, 1), probability.shape[::-1], interpolation=cv2.INTER_LINEAR)


@functools.cache
def _notice() -> None:
    """Say once in a process what runs."""
    _log.warning(
        "closed-form matting is solved by PyMatting (MIT licence): seconds for the first picture, then twice the time"
    )
