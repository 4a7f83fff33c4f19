"""Likeness of two pictures of the same size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from motif.core.errors import InputError
from motif.evaluate.image.colour import difference, lab

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["FORMULAS", "RADIUS", "SOMEWHERE", "colour_difference", "inner", "mse", "ssim", "validate"]

_SIGMA, RADIUS = 1.5, 5  # Wang et al. 2004: an 11 x 11 Gaussian window
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
_PIXELS_AT_ONCE = 1 << 18  # whose colours are held as float64: about 60 MB
SOMEWHERE = "above 0 somewhere further than 5 pixels from the border"


def validate(before: ArrayLike, after: ArrayLike, mask: ArrayLike | None = None) -> tuple[np.ndarray, ...]:
    """Return both pictures with a channel axis, and the weights of their pixels as float64.

    Raises
    ------
    InputError
        When a picture is not uint8, has alpha, is smaller than 11 x 11, or the shapes differ; when the mask has
        another size, negative weights or none.

    Examples
    --------
    >>> grey = np.zeros((16, 20), np.uint8)
    >>> [array.shape for array in validate(grey, grey)]
    [(16, 20, 1), (16, 20, 1), (16, 20)]
    """
    pictures = []
    for what, given in (("before", before), ("after", after)):
        pixels = np.asarray(given)
        pixels = pixels[..., None] if pixels.ndim == 2 else pixels
        if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] not in (1, 3):
            rule = "uint8 pixels of shape (height, width) or (height, width, 1 or 3)"
            raise InputError(f"{what} must be {rule}; given {pixels.dtype} {np.shape(given)}")
        pictures.append(pixels)
    first, second = pictures
    if first.shape != second.shape:
        raise InputError(f"before and after must have one shape; given {first.shape} and {second.shape}")
    if min(first.shape[:2]) <= 2 * RADIUS:
        raise InputError(f"a picture must be at least 11 x 11 pixels; given {first.shape[:2]}")
    return first, second, _weights(mask, first.shape[:2])


def mse(before: ArrayLike, after: ArrayLike, *, mask: ArrayLike | None = None) -> float:
    """Return the mean squared error in squared levels, over pixels and channels.

    Parameters
    ----------
    before, after :
        uint8, (height, width) or (height, width, channels).
    mask :
        (height, width), which pixels count; None counts all.

    Examples
    --------
    >>> black = np.zeros((16, 16), np.uint8)
    >>> mse(black, black + 3)
    9.0
    """
    return _mse(*validate(before, after, mask))


def ssim(before: ArrayLike, after: ArrayLike, *, mask: ArrayLike | None = None) -> float:
    """Return the structural similarity of two pictures, averaged over windows and channels: 1 is equal.

    Source: Wang, Bovik, Sheikh and Simoncelli 2004: 11 x 11 Gaussian window of sigma 1.5, K1 = 0.01, K2 = 0.03, windows
    inside the picture only. Colour by the mean over channels, as scikit-image does.

    Parameters
    ----------
    before, after :
        uint8, (height, width) or (height, width, channels), at least 11 x 11.
    mask :
        (height, width), how much each window's centre counts; None counts all alike.

    Examples
    --------
    >>> picture = np.arange(256, dtype=np.uint8).reshape(16, 16)
    >>> ssim(picture, picture), ssim(picture, picture[::-1]) < 0.5
    (1.0, True)
    """
    return _ssim(*validate(before, after, mask))


def colour_difference(before: ArrayLike, after: ArrayLike, *, mask: ArrayLike | None = None) -> float:
    """Return the mean CIEDE2000 difference of two sRGB pictures; about 1 is just noticeable, 0 is equal.

    Source: Sharma, Wu and Dalal 2005, all weights 1, white point D65. Grey is taken as red = green = blue.

    Parameters
    ----------
    before, after :
        uint8 sRGB, (height, width) or (height, width, channels), at least 11 x 11.
    mask :
        (height, width), which pixels count; None counts all.

    Examples
    --------
    >>> white = np.full((16, 16, 3), 255, np.uint8)
    >>> round(colour_difference(white, white * 0), 1)
    100.0
    """
    return _colour_difference(*validate(before, after, mask))


def _weights(mask: ArrayLike | None, shape: tuple[int, ...]) -> np.ndarray:
    if mask is None:
        return np.ones(shape)
    weights = np.asarray(mask, dtype=np.float64)
    if weights.shape != shape:
        raise InputError(f"mask must have the picture's size {shape}; given {weights.shape}")
    if not np.isfinite(weights).all() or (weights < 0).any() or not inner(weights).any():
        raise InputError(f"mask must be finite, at least 0, and {SOMEWHERE}")
    return weights


def inner(array: np.ndarray) -> np.ndarray:
    """Return what the centres of whole windows cover.

    Examples
    --------
    >>> inner(np.ones((16, 20))).shape
    (6, 10)
    """
    return array[RADIUS:-RADIUS, RADIUS:-RADIUS]


def _mse(before: np.ndarray, after: np.ndarray, weights: np.ndarray) -> float:
    squared = np.square(before.astype(np.float64) - after).mean(axis=2)
    return float((squared * weights).sum() / weights.sum())


def _ssim(before: np.ndarray, after: np.ndarray, weights: np.ndarray) -> float:
    counted = inner(weights)
    channels = range(before.shape[2])
    likeness = sum((_likeness(before[..., c], after[..., c]) * counted).sum() for c in channels)
    return float(likeness / (counted.sum() * before.shape[2]))


def _likeness(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Return the SSIM of each whole window of one channel."""
    x, y = before.astype(np.float64), after.astype(np.float64)
    mean_x, mean_y = _windowed(x), _windowed(y)
    variance_x, variance_y = _windowed(x * x) - mean_x**2, _windowed(y * y) - mean_y**2
    covariance = _windowed(x * y) - mean_x * mean_y
    luminance = (2 * mean_x * mean_y + _C1) / (mean_x**2 + mean_y**2 + _C1)
    return luminance * (2 * covariance + _C2) / (variance_x + variance_y + _C2)


def _windowed(channel: np.ndarray) -> np.ndarray:
    import cv2

    offsets = np.arange(-RADIUS, RADIUS + 1)
    window = np.exp(-(offsets**2) / (2 * _SIGMA**2))
    window /= window.sum()
    return inner(cv2.sepFilter2D(channel, cv2.CV_64F, window, window))


def _colour_difference(before: np.ndarray, after: np.ndarray, weights: np.ndarray) -> float:
    step = max(1, _PIXELS_AT_ONCE // before.shape[1])
    rows = (slice(start, start + step) for start in range(0, len(before), step))
    apart = sum(float((difference(lab(before[some]), lab(after[some])) * weights[some]).sum()) for some in rows)
    return float(apart / weights.sum())


FORMULAS = {"ssim": _ssim, "mse": _mse, "colour_difference": _colour_difference}
