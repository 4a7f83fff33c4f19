"""Reducing: a smaller copy of a picture, to which only what can be seen contributes."""

from __future__ import annotations

import numpy as np

__all__ = ["smaller"]

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
