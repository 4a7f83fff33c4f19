"""Tones: a picture smoothed up to its edges, and its lightness in a few steps.

Follows Winnemöller, Olsen and Gooch 2006, "Real-time video abstraction", sections 3.1 and 3.3: rounds of a bilateral
filter in Lab, then steps of lightness with soft borders.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from motif.pictures.model.band import enlarged, shrunk

__all__ = ["SIDE", "full_lightness", "guided_maps", "lightness_steps", "smoothed_lab", "step_table", "strengthened"]

_RADIUS, _EPSILON = 2, 30.0  # of the guided enlargement: pixels of the small copy, squared levels
SIDE = 1000  # long side at which tones are computed, pixels
_DIAMETER, _NEAR, _ALIKE = 9, 4.0, 14.0  # of the bilateral filter: pixels, pixels, levels of Lab in 8 bits


def smoothed_lab(pixels: np.ndarray, *, smooth: int) -> np.ndarray:
    """Return a small copy in Lab (8 bits), smoothed up to its edges.

    Parameters
    ----------
    pixels :
        RGB, (height, width, 3) uint8.
    smooth :
        Rounds of the filter, >= 0.

    Examples
    --------
    >>> smoothed_lab(np.full((2, 2, 3), 255, np.uint8), smooth=1)[0, 0].tolist()
    [255, 128, 128]
    """
    lab = cv2.cvtColor(shrunk(pixels, SIDE), cv2.COLOR_RGB2LAB)
    for _ in range(smooth):
        lab = cv2.bilateralFilter(lab, _DIAMETER, _ALIKE, _NEAR, borderType=cv2.BORDER_REPLICATE)
    return lab


def strengthened(lab: np.ndarray, saturation: float) -> np.ndarray:
    """Return colours in Lab (8 bits) with their distance from grey multiplied.

    Examples
    --------
    >>> strengthened(np.array([[[50, 118, 138]]], np.uint8), 1.5).tolist()
    [[[50, 113, 143]]]
    """
    if saturation == 1:
        return lab
    stronger = np.clip(np.rint(128 + (np.arange(256) - 128) * saturation), 0, 255).astype(np.uint8)
    return cv2.LUT(lab, np.stack([np.arange(256, dtype=np.uint8), stronger, stronger], axis=-1)[None])


def lightness_steps(levels: int) -> np.ndarray:
    """Return the lightnesses of equal steps from black to white, (levels,), in [0, 255].

    Examples
    --------
    >>> lightness_steps(3).tolist()
    [0.0, 127.5, 255.0]
    """
    return np.linspace(0, 255, levels) if levels > 1 else np.array([127.5])


def step_table(levels: int, *, sharpness: float) -> np.ndarray:
    """Return the stepped lightness of each of 256, (256,) uint8, never falling.

    Between two steps it climbs as tanh does: flat at the steps, steep half-way.

    Parameters
    ----------
    levels :
        Number of steps, >= 1.
    sharpness :
        > 0; the share of a step that is flat grows with it, and infinity makes steps with hard borders.

    Examples
    --------
    >>> np.unique(step_table(2, sharpness=np.inf)).tolist(), step_table(2, sharpness=3)[[0, 64, 128, 255]].tolist()
    ([0, 255], [0, 12, 129, 255])
    """
    if levels == 1:
        return np.full(256, 128, np.uint8)
    at = np.arange(256) / 255 * (levels - 1)
    below = np.minimum(np.floor(at), levels - 2)
    away = 2 * (at - below) - 1  # -1 at the lower step, 1 at the upper
    climb = np.sign(away) if np.isinf(sharpness) else np.tanh(sharpness * away) / np.tanh(sharpness)
    return np.rint((below + (1 + climb) / 2) * 255 / (levels - 1)).astype(np.uint8)


def guided_maps(guide: np.ndarray, target: np.ndarray, *, radius: int, epsilon: float) -> tuple[np.ndarray, np.ndarray]:
    """Return slope and offset of the local linear model target = slope * guide + offset (He and Sun 2015, section 3).

    Enlarged and applied to a larger guide they enlarge the target with the larger picture's own edges.

    Parameters
    ----------
    guide, target :
        (height, width) float32.
    radius :
        Of the neighbourhood, pixels.
    epsilon :
        Variance of the guide below which the slope falls to nothing.

    Examples
    --------
    >>> slope, offset = guided_maps(np.ones((3, 3), np.float32), np.full((3, 3), 5, np.float32), radius=1, epsilon=1)
    >>> float(slope.max()), float(offset.min())
    (0.0, 5.0)
    """

    def mean(part: np.ndarray) -> np.ndarray:
        return cv2.blur(part, (2 * radius + 1, 2 * radius + 1), borderType=cv2.BORDER_REPLICATE)

    guide_mean, target_mean = mean(guide), mean(target)
    variance = np.maximum(mean(guide * guide) - guide_mean * guide_mean, 0)
    slope = (mean(guide * target) - guide_mean * target_mean) / (variance + np.float32(epsilon))
    return mean(slope), mean(target_mean - slope * guide_mean)


def full_lightness(pixels: np.ndarray, small: np.ndarray) -> Callable[[slice], np.ndarray]:
    """Return what gives the smoothed lightness of a band of rows at full size, its edges those of the picture.

    Parameters
    ----------
    pixels :
        RGB, (height, width, 3) uint8.
    small :
        Lightness of the small copy, smoothed, (rows, columns) uint8.

    Examples
    --------
    >>> full_lightness(np.zeros((4, 2, 3), np.uint8), np.full((4, 2), 7, np.uint8))(slice(1, 2)).tolist()
    [[7, 7]]
    """
    if small.shape == pixels.shape[:2]:
        return lambda band: np.ascontiguousarray(small[band])
    grey = cv2.cvtColor(shrunk(pixels, SIDE), cv2.COLOR_RGB2GRAY).astype(np.float32)
    maps = np.dstack(guided_maps(grey, small.astype(np.float32), radius=_RADIUS, epsilon=_EPSILON))

    def of_band(band: slice) -> np.ndarray:
        slope, offset = cv2.split(enlarged(maps, pixels.shape, band))
        full = cv2.cvtColor(pixels[band], cv2.COLOR_RGB2GRAY)
        return np.clip(np.rint(slope * full + offset), 0, 255).astype(np.uint8)

    return of_band
