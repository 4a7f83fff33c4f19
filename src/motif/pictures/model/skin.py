"""Skin: which pixels may be someone's, by colour alone."""

from __future__ import annotations

import cv2
import numpy as np

__all__ = ["skin"]

_HUES = (30.0, 69.0)  # degrees in Lab, red to orange; fair hair, sand and wool lie beyond 72
_NEAR_HUES = (22.0, 76.0)  # of what counts beside skin: shades are yellower, cheeks redder
_CHROMA, _NEAR_CHROMA = (10.0, 48.0), (6.0, 50.0)  # of Lab: grey walls have less, an orange suit more
_DARKEST = 60  # lightness in [0, 255], below which the colour says nothing
_GROWTH = 30  # long side over how far skin grows into what is nearly as coloured
_PATCH = 1 / 400  # of the picture: smaller patches are no face and no hand


def skin(lab: np.ndarray) -> np.ndarray:
    """Return where the colour is that of skin, in patches large enough for a face or a hand.

    Light and dark skin differ in lightness and hardly in hue. Wood, brick and red hair have that hue too and count as
    skin; skin in coloured light, and in grey pictures, does not.

    Parameters
    ----------
    lab :
        (height, width, 3) uint8, smoothed.

    Returns
    -------
    (height, width) bool.

    Examples
    --------
    >>> picture = np.full((40, 40, 3), (128, 128, 128), np.uint8)
    >>> picture[:, 20:] = 190, 140, 148
    >>> skin(picture)[0, [0, 39]].tolist()
    [False, True]
    """
    red, yellow = (lab[..., i].astype(np.float32) - 128 for i in (1, 2))
    chroma, hue = cv2.cartToPolar(red, yellow, angleInDegrees=True)
    light = lab[..., 0] >= _DARKEST
    core = _large(light & _between(hue, _HUES) & _between(chroma, _CHROMA))
    reach = 2 * (max(core.shape) // _GROWTH) + 1
    around = cv2.dilate(core, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))) > 0
    return _large(around & light & _between(hue, _NEAR_HUES) & _between(chroma, _NEAR_CHROMA)) > 0


def _between(values: np.ndarray, borders: tuple[float, float]) -> np.ndarray:
    return (values >= borders[0]) & (values <= borders[1])


def _large(where: np.ndarray) -> np.ndarray:
    """Return the true pixels that hang together in large patches, as 0 and 1."""
    n, label, stats, _ = cv2.connectedComponentsWithStats(where.astype(np.uint8), connectivity=4)
    large = stats[:, cv2.CC_STAT_AREA] >= _PATCH * where.size
    large[0] = False
    return large[label].astype(np.uint8) if n > 1 else np.zeros(where.shape, np.uint8)
