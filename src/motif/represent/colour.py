"""The colours of a picture as numbers: a histogram in CIE Lab, and the few colours that stand for it.

Both are those of a copy of at most 128 pixels a side, and of what is opaque. OpenCV's Lab of floats: lightness 0 to
100, a (green to red) and b (blue to yellow) about -100 to 100, white point D65.
"""

from __future__ import annotations

import numpy as np

from motif.core.check import integer
from motif.core.errors import InputError
from motif.represent.reduce import smaller

__all__ = ["HISTOGRAM_BINS", "colour_histogram", "colour_word", "hex_colour", "palette"]

_SIDE = 128
HISTOGRAM_BINS = (6, 9, 9)
"""Steps of lightness, a and b: 486 numbers; neighbouring steps share what lies between them."""

_LOW, _HIGH = (0.0, -64.0, -64.0), (100.0, 64.0, 64.0)  # beyond 64 hardly a colour of a photograph lies
_FINE = (16, 24, 24)  # cells of the palette's own histogram, whose means are gathered
_N_ROUNDS = 20
_GREYS = ((15, "black"), (40, "dark grey"), (75, "grey"), (92, "light grey"), (101, "white"))  # below this lightness
_GREYISH = 9.0  # chroma below which no hue is seen
_PALE = 15.0  # the same above the lightness of white: warm paper is white, lemon (chroma 97) is not
_HUES = (  # from which hue angle in Lab on, degrees: ours, by eye on a wheel of equal lightness
    (0.0, "pink"), (25.0, "red"), (50.0, "orange"), (80.0, "yellow"), (110.0, "green"), (175.0, "turquoise"),
    (230.0, "blue"), (300.0, "purple"), (335.0, "pink"),
)  # fmt: skip
_FAR = 0.5  # how much a colour's share counts against its distance when a palette's first colours are picked


def colour_histogram(pixels: np.ndarray) -> np.ndarray:
    """Return how a picture's colours are spread, as square roots of shares: Euclidean distance is then Hellinger's.

    Parameters
    ----------
    pixels :
        sRGB, (height, width, 3 or 4) uint8; with alpha, what is opaque counts more.

    Returns
    -------
    ndarray
        (486,) float32, of length 1; all 0 where everything is transparent.

    Examples
    --------
    >>> red, blue = np.zeros((2, 8, 8, 3), np.uint8)
    >>> red[..., 0], blue[..., 2] = 255, 255
    >>> round(float(np.linalg.norm(colour_histogram(red) - colour_histogram(blue))), 2)
    1.41
    """
    colours, weights = _colours(pixels)
    steps = np.array(HISTOGRAM_BINS)
    at = (np.clip(colours, _LOW, _HIGH) - _LOW) / np.subtract(_HIGH, _LOW) * (steps - 1)
    below = np.minimum(at.astype(np.int64), steps - 2)
    rest = at - below
    total = np.zeros(int(steps.prod()))
    for corner in np.ndindex(2, 2, 2):
        share = np.where(corner, rest, 1 - rest).prod(axis=1) * weights
        total += np.bincount(np.ravel_multi_index((below + corner).T, HISTOGRAM_BINS), share, len(total))
    return np.sqrt(total / (total.sum() or 1)).astype(np.float32)


def palette(pixels: np.ndarray, *, n_colours: int = 6) -> np.ndarray:
    """Return the few colours that stand for a picture, the most frequent first.

    k-means in Lab, begun with colours that are frequent and far from each other: no chance is in it.

    Parameters
    ----------
    pixels :
        As for `colour_histogram`.
    n_colours :
        How many; a picture of fewer has rows of share 0 at the end.

    Returns
    -------
    ndarray
        (n_colours, 4) float32: lightness, a, b, share.

    Examples
    --------
    >>> flag = np.zeros((4, 8, 3), np.uint8)
    >>> flag[:, :2] = 255
    >>> palette(flag, n_colours=2)[:, [0, 3]].round(2).tolist()
    [[0.0, 0.75], [100.0, 0.25]]
    """
    n_colours = integer(n_colours, what="n_colours", low=1)
    cells, shares = _cells(*_colours(pixels))
    found = np.zeros((n_colours, 4), np.float32)
    if len(cells):
        centres = _first(cells, shares, n_colours)
        for _ in range(_N_ROUNDS):
            nearest = _nearest(cells, centres)
            sums = np.bincount(nearest, shares, len(centres))
            moved = np.stack([np.bincount(nearest, shares * axis, len(centres)) for axis in cells.T], axis=1)
            centres = np.where(sums[:, None] > 0, moved / np.maximum(sums, 1e-12)[:, None], centres)
        sums = np.bincount(_nearest(cells, centres), shares, len(centres))
        order = np.argsort(-sums, kind="stable")
        found[: len(centres)] = np.column_stack([centres, sums])[order]
    return found


def colour_word(lab: np.ndarray) -> str:
    """Return a word for a Lab colour: a grey by its lightness, else a hue; dark orange and yellow are brown.

    What is very dark is black whatever its hue, as no hue is seen there; what is very light is white only without one.

    Examples
    --------
    >>> [colour_word(np.array(lab)) for lab in ([53, 80, 67], [30, 15, 25], [60, 0, 2], [97, 0, 0], [97, -22, 94])]
    ['red', 'brown', 'grey', 'white', 'yellow']
    """
    lightness, chroma = float(lab[0]), float(np.hypot(lab[1], lab[2]))
    colourless = chroma < (_GREYISH if lightness < _GREYS[3][0] else _PALE)
    if colourless or lightness <= _GREYS[0][0]:
        return next(word for top, word in _GREYS if lightness < top)
    angle = float(np.degrees(np.arctan2(lab[2], lab[1]))) % 360
    word = next(word for start, word in reversed(_HUES) if angle >= start)
    return "brown" if word in ("orange", "yellow") and lightness < 55 else word


def hex_colour(lab: np.ndarray) -> str:
    """Return a Lab colour as sRGB text.

    Examples
    --------
    >>> hex_colour(np.array([53.24, 80.09, 67.2]))
    '#ff0000'
    """
    import cv2

    rgb = cv2.cvtColor(np.asarray(lab, np.float32).reshape(1, 1, 3), cv2.COLOR_LAB2RGB)[0, 0]
    return "#{:02x}{:02x}{:02x}".format(*np.rint(255 * np.clip(rgb, 0, 1)).astype(int).tolist())


def _colours(pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the Lab colours of a small copy, (n_pixels, 3), and how much each counts."""
    import cv2

    if pixels.ndim != 3 or pixels.shape[2] not in (3, 4) or pixels.dtype != np.uint8 or 0 in pixels.shape:
        raise InputError(f"pixels must be sRGB, (height, width, 3 or 4) uint8; given {pixels.shape} {pixels.dtype}")
    pixels = smaller(pixels, _SIDE)
    opacity = pixels[..., 3].ravel() / 255.0 if pixels.shape[2] == 4 else np.ones(pixels[..., 0].size)
    rgb = np.ascontiguousarray(pixels[..., :3], np.float32) / np.float32(255)
    return cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB).reshape(-1, 3).astype(np.float64), opacity


def _cells(colours: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean colour and the share of each cell of a fine histogram that has any."""
    at = (np.clip(colours, _LOW, _HIGH) - _LOW) / np.subtract(_HIGH, _LOW) * np.array(_FINE)
    cell = np.ravel_multi_index(np.minimum(at.astype(np.int64), np.array(_FINE) - 1).T, _FINE)
    names, owner = np.unique(cell, return_inverse=True)
    total = np.bincount(owner, weights, len(names))
    seen = total > 0
    sums = np.stack([np.bincount(owner, weights * axis, len(names)) for axis in colours.T], axis=1)
    return sums[seen] / total[seen, None], total[seen] / (total.sum() or 1)


def _first(cells: np.ndarray, shares: np.ndarray, n_colours: int) -> np.ndarray:
    """Return the most frequent colour, then each time the one whose distance to those before, times share, is most."""
    chosen = [int(shares.argmax())]
    distance = np.full(len(cells), np.inf)
    for _ in range(min(len(cells), n_colours) - 1):
        distance = np.minimum(distance, ((cells - cells[chosen[-1]]) ** 2).sum(axis=1))
        chosen.append(int((distance * shares**_FAR).argmax()))
    return cells[sorted(set(chosen))]


def _nearest(cells: np.ndarray, centres: np.ndarray) -> np.ndarray:
    return ((cells[:, None] - centres[None]) ** 2).sum(axis=2).argmin(axis=1)
