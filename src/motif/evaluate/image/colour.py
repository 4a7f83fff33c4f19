"""How far apart two colours look: sRGB to CIE Lab, and the CIEDE2000 difference."""

from __future__ import annotations

import numpy as np

__all__ = ["difference", "lab"]

_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)  # IEC 61966-2-1, white point D65
_LEVELS = np.arange(256) / 255
_LINEAR = np.where(_LEVELS <= 0.04045, _LEVELS / 12.92, ((_LEVELS + 0.055) / 1.055) ** 2.4)
_KNEE = 6 / 29  # CIE 15: below its cube the cube root is a straight line
_25_7 = 25.0**7


def lab(picture: np.ndarray) -> np.ndarray:
    """Return the CIE Lab colours of sRGB levels: lightness 0 to 100, then green to red and blue to yellow.

    Parameters
    ----------
    picture :
        uint8, (height, width, 1 or 3); one channel is grey.

    Examples
    --------
    >>> lab(np.array([[[255, 255, 255], [255, 0, 0]]], np.uint8)).round(1)[0].tolist()
    [[100.0, 0.0, 0.0], [53.2, 80.1, 67.2]]
    """
    linear = _LINEAR[np.broadcast_to(picture, (*picture.shape[:2], 3))]
    shares = linear @ (_TO_XYZ / _TO_XYZ.sum(axis=1, keepdims=True)).T
    roots = np.where(shares > _KNEE**3, np.cbrt(shares), shares / (3 * _KNEE**2) + 4 / 29)
    x, y, z = np.moveaxis(roots, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def difference(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the CIEDE2000 difference of each pair of Lab colours, at least 0; about 1 is just noticeable.

    Source: Sharma, Wu and Dalal 2005, "The CIEDE2000 color-difference formula", equations 2 to 22; k_L = k_C = k_H = 1.

    Parameters
    ----------
    first, second :
        (..., 3), lightness, a, b.

    Examples
    --------
    >>> float(difference(np.array([50.0, 2.6772, -79.7751]), np.array([50.0, 0.0, -82.7485])).round(4))
    2.0425
    """
    (light_1, a_1, b_1), (light_2, a_2, b_2) = (np.moveaxis(np.asarray(c, dtype=float), -1, 0) for c in (first, second))
    mean_7 = ((np.hypot(a_1, b_1) + np.hypot(a_2, b_2)) / 2) ** 7
    stretch = 1.5 - 0.5 * np.sqrt(mean_7 / (mean_7 + _25_7))
    chroma_1, chroma_2 = np.hypot(a_1 * stretch, b_1), np.hypot(a_2 * stretch, b_2)
    hue_1, hue_2 = (np.degrees(np.arctan2(b, a * stretch)) % 360 for a, b in ((a_1, b_1), (a_2, b_2)))
    grey = chroma_1 * chroma_2 == 0
    turn = np.where(grey, 0, (hue_2 - hue_1 + 180) % 360 - 180)
    turn = np.where((turn == -180) & (hue_2 > hue_1), 180, turn)
    apart_hue = 2 * np.sqrt(chroma_1 * chroma_2) * np.sin(np.radians(turn) / 2)
    hue = _mean_hue(hue_1, hue_2, grey)
    return _weighted(
        light_2 - light_1, chroma_2 - chroma_1, apart_hue, (light_1 + light_2) / 2, chroma_1 + chroma_2, hue
    )


def _mean_hue(hue_1: np.ndarray, hue_2: np.ndarray, grey: np.ndarray) -> np.ndarray:
    """Return the mean of two hues in degrees the short way round; of a grey and a colour, the sum (equation 14)."""
    total, far = hue_1 + hue_2, np.abs(hue_1 - hue_2) > 180
    return np.where(grey, total, np.where(far, (total + np.where(total < 360, 360, -360)) / 2, total / 2))


def _weighted(
    lightness: np.ndarray, chroma: np.ndarray, hue: np.ndarray, mean: np.ndarray, both: np.ndarray, angle: np.ndarray
) -> np.ndarray:
    """Return the length of the three differences, each divided by its weight at this lightness, chroma and hue."""
    mean_chroma, turn = both / 2, np.radians(angle)
    swing = 1 - 0.17 * np.cos(turn - np.pi / 6) + 0.24 * np.cos(2 * turn) + 0.32 * np.cos(3 * turn + np.radians(6))
    swing -= 0.20 * np.cos(4 * turn - np.radians(63))
    off = (mean - 50) ** 2
    lightness = lightness / (1 + 0.015 * off / np.sqrt(20 + off))
    chroma, hue = chroma / (1 + 0.045 * mean_chroma), hue / (1 + 0.015 * mean_chroma * swing)
    mean_7 = mean_chroma**7
    blue = np.radians(60) * np.exp(-(((angle - 275) / 25) ** 2))  # 2 * 30 degrees: how blues are rotated
    rotated = -2 * np.sqrt(mean_7 / (mean_7 + _25_7)) * np.sin(blue) * chroma * hue
    return np.sqrt(np.maximum(lightness**2 + chroma**2 + hue**2 + rotated, 0))
