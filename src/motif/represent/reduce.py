"""Reducing: what is seen of a picture, as a smaller copy or on white paper; what is transparent hides its colours."""

from __future__ import annotations

import numpy as np

__all__ = ["on_white", "smaller"]

_TOP = 255


def smaller(pixels: np.ndarray, side: int) -> np.ndarray:
    """Return a picture whose longer side is at most `side` pixels, as the mean over each new pixel's area.

    With alpha, a colour counts by how opaque it is: what lies hidden under transparent pixels does not bleed in.

    Parameters
    ----------
    pixels :
        (height, width, 1, 3 or 4) uint8; of four channels the last is alpha.
    side :
        The longest side, pixels, at least 1. Nothing is magnified.

    Examples
    --------
    >>> smaller(np.zeros((300, 600, 3), np.uint8), 256).shape
    (128, 256, 3)
    >>> smaller(np.array([[[255, 0, 0, 255]] * 2 + [[0, 255, 0, 0]]], np.uint8), 1).tolist()
    [[[255, 0, 0, 170]]]
    """
    import cv2

    scale = side / max(pixels.shape[:2])
    if scale >= 1:
        return pixels
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    if pixels.shape[2] != 4 or pixels[..., 3].min() == _TOP:
        return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).reshape(size[1], size[0], -1)
    weighed = pixels.astype(np.uint16)  # 255 x 255 fits: no rounding before the mean
    weighed[..., :3] *= weighed[..., 3:]
    weighed[..., 3] *= _TOP
    small = cv2.resize(weighed, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    colour = _TOP * small[..., :3] / np.maximum(small[..., 3:], 1)
    return np.rint(np.dstack([np.minimum(colour, _TOP), small[..., 3] / _TOP])).astype(np.uint8)


def on_white(pixels: np.ndarray) -> np.ndarray:
    """Return what is seen of a picture on white paper, (height, width, 3) uint8.

    Parameters
    ----------
    pixels :
        sRGB, (height, width, 3 or 4) uint8; without alpha it is returned as it is.

    Examples
    --------
    >>> on_white(np.array([[[0, 0, 0, 0], [9, 9, 9, 255]]], np.uint8)).tolist()
    [[[255, 255, 255], [9, 9, 9]]]
    """
    import cv2

    if pixels.shape[2] == 3:
        return pixels
    opacity = cv2.cvtColor(pixels[..., 3], cv2.COLOR_GRAY2RGB)
    seen = cv2.multiply(pixels[..., :3], opacity, scale=1 / _TOP)
    return cv2.add(seen, cv2.bitwise_not(opacity))
