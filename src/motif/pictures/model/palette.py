"""Palettes: the few colours that a picture is painted in, white and black always among them."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from motif.core.check import few
from motif.core.errors import InputError

__all__ = ["found_palette", "given_palette", "nearest_colour", "to_lab", "to_rgb"]

_PINNED = np.array([[255.0, 128.0, 128.0], [0.0, 128.0, 128.0]])  # white and black, in Lab of 8 bits
_IMPORTANCE = np.array([0.5, 1.0, 1.0])  # of squared distances in Lab: shades of a thing keep together
_BINS = 32  # of each axis of Lab, to count colours in
_TEMPER = 0.6  # a colour's weight is its count to this power: a wall has less say, a lip more
_ROUNDS = 30  # of k-means; it settles in fewer
_N_SKIN = 3  # tones of skin: shade, skin, light
_SKIN_BORDERS = (0.2, 0.88)  # shares of the skin, by lightness, where shade ends and light begins
_SKIN_SPREAD = np.array([0.85, 0.4, 0.4])  # of the tones around their mean, in Lab: shades of one colour
_SKIN_LIGHTER = np.array([8.0, 0.0, 0.0])  # ink around them makes faces look darker than they are
_SKIN_MOST = np.array([38.0, 6.0, 6.0])  # a tone's distance from the mean at most, levels
_FEWEST_WITH_SKIN = 6  # colours; with fewer no tones are set apart for skin


def to_rgb(lab: np.ndarray) -> np.ndarray:
    """Return colours in Lab of 8 bits, (n, 3), as RGB, (n, 3) uint8.

    Examples
    --------
    >>> to_rgb(np.array([[255, 128, 128], [0, 128, 128]])).tolist()
    [[255, 255, 255], [0, 0, 0]]
    """
    return cv2.cvtColor(np.rint(lab).astype(np.uint8)[None], cv2.COLOR_LAB2RGB)[0]


def to_lab(rgb: np.ndarray) -> np.ndarray:
    """Return RGB colours, (n, 3) uint8, in Lab of 8 bits, (n, 3) float64.

    Examples
    --------
    >>> to_lab(np.array([[255, 255, 255]], np.uint8)).tolist()
    [[255.0, 128.0, 128.0]]
    """
    return cv2.cvtColor(rgb[None], cv2.COLOR_RGB2LAB)[0].astype(np.float64)


def given_palette(colours: Sequence[str]) -> np.ndarray:
    """Return colours such as "#ff8800" as RGB, (n, 3) uint8.

    Raises
    ------
    InputError
        For no colour, more than 255, or what is none.

    Examples
    --------
    >>> given_palette(["#ff8800", "#000000"]).tolist()
    [[255, 136, 0], [0, 0, 0]]
    """
    wrong = [one for one in colours if not _is_colour(one)]
    if wrong:
        raise InputError(f"a palette's colours are written '#rrggbb', not {few(wrong)}")
    if not 1 <= len(colours) <= 255:
        raise InputError(f"a palette has 1 to 255 colours; given {len(colours)}")
    return np.array([list(bytes.fromhex(one[1:])) for one in colours], np.uint8)


def _is_colour(text: object) -> bool:
    digits = "0123456789abcdefABCDEF"
    return isinstance(text, str) and len(text) == 7 and text[0] == "#" and all(one in digits for one in text[1:])


def found_palette(
    lab: np.ndarray,
    n_colours: int,
    *,
    weight: np.ndarray,
    skin: np.ndarray,
    random_state: np.random.Generator,
) -> tuple[np.ndarray, int]:
    """Return the colours that stand for a picture: white, black, tones of skin, and the centres of a weighted k-means.

    Parameters
    ----------
    lab :
        (height, width, 3) uint8.
    n_colours :
        At most as many are found, >= 2; white and black count.
    weight :
        What each pixel counts, (height, width), >= 0.
    skin :
        Where there is skin, (height, width) bool.

    Returns
    -------
    palette :
        In Lab of 8 bits, (n, 3): white, black, tones of skin from dark to light, others.
    n_skin :
        How many are tones of skin.

    Examples
    --------
    >>> red = np.full((4, 4, 3), (136, 208, 195), np.uint8)
    >>> everywhere, nowhere = np.ones((4, 4)), np.zeros((4, 4), bool)
    >>> palette, n = found_palette(red, 5, weight=everywhere, skin=nowhere, random_state=np.random.default_rng(0))
    >>> np.rint(palette).astype(int).tolist(), n
    ([[255, 128, 128], [0, 128, 128], [136, 208, 195]], 0)
    """
    tones = np.empty((0, 3))
    if n_colours >= _FEWEST_WITH_SKIN and (weight[skin] > 0).any():
        tones = _skin_tones(lab[skin], weight[skin])
    points, mass = _counted(lab[~skin] if len(tones) else lab.reshape(-1, 3), weight[~skin] if len(tones) else weight)
    fixed = np.concatenate([_PINNED, tones])
    free = _settled(points, mass, n_colours - len(fixed), random_state)
    return np.concatenate([fixed, free]), len(tones)


def _skin_tones(lab: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return shade, skin and light: the mean colours of the darkest fifth, the middle and the lightest eighth.

    The middle takes most of a face, so that it stays whole; the other two are drawn towards it.
    """
    seen = lab[weight > 0, 0]
    low, high = np.quantile(seen, _SKIN_BORDERS)
    group = (lab[:, 0] > low).astype(int) + (lab[:, 0] > high)
    tones = np.array([np.average(lab[part], axis=0, weights=weight[part]) for part in _parts(group, weight)])
    middle = np.average(lab, axis=0, weights=weight)
    drawn = middle + np.clip((tones - middle) * _SKIN_SPREAD, -_SKIN_MOST, _SKIN_MOST)
    return np.clip(drawn + _SKIN_LIGHTER, 0, 250)


def _parts(group: np.ndarray, weight: np.ndarray) -> list[np.ndarray]:
    parts = [(group == i) for i in range(_N_SKIN)]
    return [part for part in parts if weight[part].sum() > 0]


def _counted(lab: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean colours of the bins that are occupied, and what they count."""
    flat, weight = lab.reshape(-1, 3), weight.ravel().astype(np.float64)
    bins = (flat // (256 // _BINS)).astype(np.int64) @ np.array([_BINS * _BINS, _BINS, 1])
    mass = np.bincount(bins, weight, minlength=_BINS**3)
    sums = np.stack([np.bincount(bins, weight * flat[:, i], minlength=_BINS**3) for i in range(3)], axis=-1)
    occupied = mass > 0
    return sums[occupied] / mass[occupied, None], mass[occupied] ** _TEMPER


def _settled(points: np.ndarray, mass: np.ndarray, n_free: int, random_state: np.random.Generator) -> np.ndarray:
    """Return at most `n_free` centres of the points; those near white and black belong to these, which do not move."""
    centres = np.empty((0, 3))
    for _ in range(min(n_free, len(points))):  # k-means++: the next is drawn far from those there are
        far = mass * _distances(points, np.concatenate([_PINNED, centres])).min(axis=1)
        if far.sum() < 1e-6 * mass.sum():
            break
        centres = np.concatenate([centres, points[random_state.choice(len(points), p=far / far.sum())][None]])
    for _ in range(_ROUNDS):
        group = _distances(points, np.concatenate([_PINNED, centres])).argmin(axis=1) - len(_PINNED)
        moved = [np.average(points[group == i], axis=0, weights=mass[group == i]) for i in np.unique(group[group >= 0])]
        settled = len(moved) == len(centres) and np.allclose(np.reshape(moved, (-1, 3)), centres)
        centres = np.reshape(moved, (-1, 3))
        if settled:
            break
    return centres[np.argsort(centres[:, 0], kind="stable")]


def _distances(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    return ((points[:, None] - centres) ** 2) @ _IMPORTANCE


def nearest_colour(lab: np.ndarray, palette: np.ndarray) -> np.ndarray:
    """Return the position of each pixel's nearest colour, (height, width) uint8; the first of two that are as near.

    Examples
    --------
    >>> nearest_colour(np.array([[[250, 128, 128], [9, 128, 128]]], np.uint8), _PINNED).tolist()
    [[0, 1]]
    """
    pixels = lab.astype(np.float32)
    least = np.full(lab.shape[:2], np.inf, np.float32)
    result = np.zeros(lab.shape[:2], np.uint8)
    for i, colour in enumerate(palette.astype(np.float32)):
        distance = ((pixels - colour) ** 2) @ _IMPORTANCE.astype(np.float32)
        nearer = distance < least
        result[nearer], least[nearer] = i, distance[nearer]
    return result
