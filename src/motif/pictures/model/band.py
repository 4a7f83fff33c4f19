"""Work in bands of rows, that stay in a processor's cache and need little memory; side by side where OpenCV may."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import cv2
import numpy as np

__all__ = ["enlarged", "in_bands", "shrunk"]

Value = TypeVar("Value")

_BAND = 1 << 17  # pixels worked on at a time; at 12 megapixels half and double of it are no faster


def in_bands(work: Callable[[slice], Value], shape: Sequence[int]) -> list[Value]:
    """Return what the work gives for each band of rows, in order.

    Examples
    --------
    >>> in_bands(lambda band: (band.start, band.stop), (3, 2))
    [(0, 3)]
    """
    height, width = shape[:2]
    step = max(1, _BAND // width)
    bands = [slice(top, min(height, top + step)) for top in range(0, height, step)]
    n_threads = min(cv2.getNumThreads(), len(bands))
    if n_threads < 2:
        return [work(band) for band in bands]
    with ThreadPoolExecutor(n_threads) as pool:
        return list(pool.map(work, bands))


def shrunk(pixels: np.ndarray, side: int) -> np.ndarray:
    """Return the picture with a long side of at most `side` pixels: the mean of what each pixel covers.

    Examples
    --------
    >>> shrunk(np.zeros((40, 20, 3), np.uint8), 10).shape, shrunk(np.zeros((4, 2), np.uint8), 10).shape
    ((10, 5, 3), (4, 2))
    """
    height, width = pixels.shape[:2]
    scale = side / max(height, width)
    if scale >= 1:
        return pixels
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


def enlarged(part: np.ndarray, shape: Sequence[int], band: slice) -> np.ndarray:
    """Return the rows of a band of the part enlarged to a height and width, linear between its pixels.

    The rows are what enlarging the whole would give, but for rounding.

    Examples
    --------
    >>> enlarged(np.array([[0, 8]], np.float32), (2, 4), slice(1, 2)).tolist()
    [[0.0, 2.0, 6.0, 8.0]]
    """
    height, width = shape[:2]
    rows, columns = part.shape[:2]
    if (rows, columns) == (height, width):
        return part[band]
    ratio = rows / height
    top = max(0, int(np.floor((band.start + 0.5) * ratio - 0.5)))
    bottom = min(rows, int(np.floor((band.stop - 0.5) * ratio - 0.5)) + 2)
    wide = cv2.resize(part[top:bottom], (width, bottom - top), interpolation=cv2.INTER_LINEAR)
    at = np.clip((np.arange(band.start, band.stop) + 0.5) * ratio - 0.5 - top, 0, bottom - top - 1).astype(np.float32)
    above = np.floor(at).astype(np.intp)
    below = np.minimum(above + 1, bottom - top - 1)
    share = (at - above).reshape(-1, *(1,) * (part.ndim - 1))
    if part.dtype == np.uint8:
        fixed = np.rint(share * 128).astype(np.uint16)
        return ((wide[above] * (128 - fixed) + wide[below] * fixed + 64) >> 7).astype(np.uint8)
    return wide[above] * (1 - share) + wide[below] * share
