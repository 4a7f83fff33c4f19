"""The cut-out: how much of each pixel belongs to the person, from a small frozen network and the picture's own edges.

The network sees the whole picture, then once more the square around the person it found; a guided filter moves the
rough border to the edges of the picture. Settings were chosen on three reference pictures and checked on three
others (docs/pictures.md); the filter is that of He and Sun 2015, "Fast guided filter", section 3.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np

from motif.core.errors import InputError

__all__ = ["NOBODY", "Matte", "Network", "person_matte"]

Network: TypeAlias = Callable[[np.ndarray], np.ndarray]

NOBODY = 0.001  # share of the picture: a person smaller than this counts as none
_SIDE = 256  # the network's own input, pixels
_WORKING = 1080  # long side at which the border is found, pixels: that of the reference pictures
_MARGIN = 0.15  # of the person's box, on each side
_RADIUS, _EPSILON = 8, 1e-3  # of the guided filter, in pixels and in squared grey levels of [0, 1]
_DECIDED = 0.1  # a probability nearer than this to 0 or 1 is a decision


@dataclass(frozen=True, slots=True, eq=False)
class Matte:
    """The person's share of each pixel.

    Parameters
    ----------
    alpha :
        (height, width) float32 in [0, 1]; all 0 when nobody was found.
    confidence :
        In [0, 1]: the share of decided pixels times the agreement of the two passes; 0 when nobody was found. It says
        how sure the network is, not that it is right: it is as sure of a cat that fills the picture.
    """

    alpha: np.ndarray
    confidence: float


def person_matte(pixels: np.ndarray, network: Network) -> Matte:
    """Return the alpha of the people in a picture.

    Parameters
    ----------
    pixels :
        sRGB, (height, width, 3) uint8.
    network :
        Takes a batch (1, 3, 256, 256) float32 in [0, 1], returns the probability of "person", (1, 1, 256, 256).

    Raises
    ------
    InputError
        When the pixels have another shape or type.

    Examples
    --------
    >>> left_half = lambda batch: np.tile(np.arange(256) < 128, (1, 1, 256, 1)).astype(np.float32)
    >>> matte = person_matte(np.zeros((4, 8, 3), np.uint8), left_half)
    >>> matte.alpha.shape, person_matte(np.zeros((4, 8, 3), np.uint8), lambda batch: 0 * batch[:, :1]).confidence
    ((4, 8), 0.0)
    """
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8 or 0 in pixels.shape:
        raise InputError(f"a cut-out needs RGB pixels, (height, width, 3) uint8; given {pixels.shape} {pixels.dtype}")
    working = _shrunk(pixels)
    first = _probability(working, network)
    if (first > 0.5).mean() < NOBODY:
        return Matte(np.zeros(pixels.shape[:2], np.float32), 0.0)
    second = np.zeros_like(first)
    window = _square_around(first > 0.5)
    second[window] = _probability(working[window], network)
    return Matte(_refined(second, working, pixels), _confidence(first, second))


def _shrunk(pixels: np.ndarray) -> np.ndarray:
    height, width = pixels.shape[:2]
    scale = _WORKING / max(height, width)
    if scale >= 1:
        return pixels
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


def _probability(pixels: np.ndarray, network: Network) -> np.ndarray:
    """Return the network's answer at the size of the pixels it was shown."""
    small = cv2.resize(pixels, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    batch = np.ascontiguousarray(small.transpose(2, 0, 1)[None], np.float32) / 255
    answer = np.ascontiguousarray(network(batch)[0, 0], np.float32)
    return np.clip(cv2.resize(answer, pixels.shape[1::-1], interpolation=cv2.INTER_LINEAR), 0, 1)


def _square_around(person: np.ndarray) -> tuple[slice, slice]:
    """Return the box of the true pixels with a margin, grown towards a square as far as the picture allows.

    A narrow box would be stretched to the network's square: on a far skier that cost 0.03 of IoU.
    """
    boxes = []
    for axis in (1, 0):
        occupied = np.flatnonzero(person.any(axis=axis))
        margin = _MARGIN * (occupied[-1] + 1 - occupied[0])
        boxes.append((max(0.0, occupied[0] - margin), min(person.shape[1 - axis], occupied[-1] + 1 + margin)))
    side = max(high - low for low, high in boxes)
    rows, columns = (_stretch(*box, side, length) for box, length in zip(boxes, person.shape, strict=True))
    return rows, columns


def _stretch(low: float, high: float, side: float, length: int) -> slice:
    wanted = min(length, int(np.ceil(side)))
    start = min(max(0, round((low + high - wanted) / 2)), length - wanted)
    return slice(start, start + wanted)


def _refined(probability: np.ndarray, working: np.ndarray, pixels: np.ndarray) -> np.ndarray:
    """Return the alpha at full size: the guided filter's two maps, enlarged and applied to the full grey picture."""
    guide = _grey(working)
    slope, offset = _guided_maps(guide, _smoothstep(probability, 0.3, 0.7))
    size = pixels.shape[1::-1]
    if working is not pixels:
        guide = _grey(pixels)
        slope, offset = (cv2.resize(part, size, interpolation=cv2.INTER_LINEAR) for part in (slope, offset))
    guide *= slope
    guide += offset
    return _smoothstep(guide, 0.15, 0.85)


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


def _confidence(first: np.ndarray, second: np.ndarray) -> float:
    """Return the share of decided pixels, among those that may be a person, times the two passes' overlap (IoU)."""
    possible = second > _DECIDED
    either = ((first > 0.5) | (second > 0.5)).sum()
    if not possible.any():
        return 0.0
    decided = (second[possible] >= 1 - _DECIDED).mean()
    return round(float(decided * ((first > 0.5) & (second > 0.5)).sum() / either), 3)
