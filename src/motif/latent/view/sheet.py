"""Small pictures side by side: on paper, magnified without blur, in rows or at places of their own.

Pixels here are RGB in [0, 255] on the light mode's paper, in dark pages too: a sheet is a printed plate. They are float
until they are printed.
"""

from __future__ import annotations

import math

import numpy as np

from motif.core.errors import InputError
from motif.view.token import CATEGORIES, COLOURS

__all__ = ["category", "colour", "contact_sheet", "magnified", "on_paper", "plate", "printed"]

_DOT = 0.35  # how dark the dot of an item is that others would cover
_BATCH = 256  # pictures coloured at a time: in floats they take 24 times the room
_APART = 1.05  # of their size, between two items on a plate


def colour(name: str) -> np.ndarray:
    """Return a colour of the light mode as RGB, (3,), float in [0, 255].

    Examples
    --------
    >>> colour("paper")
    array([250., 248., 243.])
    """
    return _rgb(COLOURS["light"][name])


def category(rank: int) -> np.ndarray:
    """Return the colour of a category as RGB, (3,): the grey of all others from the ninth on.

    Examples
    --------
    >>> bool((category(8) == colour("other")).all())
    True
    """
    known = CATEGORIES["light"]
    return _rgb(known[rank]) if rank < len(known) else colour("other")


def _rgb(code: str) -> np.ndarray:
    return np.array([int(code[i : i + 2], 16) for i in (1, 3, 5)], dtype=np.float64)


def on_paper(pictures: np.ndarray, *, ink: bool = False, tint: np.ndarray | None = None) -> np.ndarray:
    """Return pictures as they look on paper.

    Parameters
    ----------
    pictures :
        (n_items, height, width) grey, or with a last axis of 1 (grey) or 3 (RGB); values beyond [0, 1] are cut off.
    ink :
        Whether 1 in a grey picture is ink on the paper; it is white light otherwise.
    tint :
        (3,) or (n_items, 3): the colour of the ink; None is the page's own.

    Returns
    -------
    (n_items, height, width, 3), float in [0, 255].

    Raises
    ------
    InputError
        For other shapes.

    Examples
    --------
    >>> on_paper(np.array([[[0.0, 1.0]]]), ink=True).tolist()
    [[[[250.0, 248.0, 243.0], [29.0, 27.0, 24.0]]]]
    """
    n_channels = pictures.shape[3] if pictures.ndim == 4 else 1
    if pictures.ndim not in (3, 4) or n_channels not in (1, 3):
        raise InputError(f"pictures must be grey or RGB, (n_items, height, width[, 1 or 3]); given {pictures.shape}")
    values = np.clip(pictures, 0, 1).reshape(*pictures.shape[:3], n_channels).astype(np.float64)
    if not ink or n_channels == 3:
        return np.repeat(values, 3 // n_channels, axis=3) * 255
    dark = np.reshape(colour("ink") if tint is None else tint, (-1, 1, 1, 3))
    return colour("paper") + values * (dark - colour("paper"))


def magnified(pictures: np.ndarray, longer_px: int) -> np.ndarray:
    """Return pictures whose longer side is at most `longer_px`: whole pixels repeated, or areas averaged.

    Parameters
    ----------
    pictures :
        (n_items, height, width, 3).
    longer_px :
        The room for a picture; small ones are magnified by the largest whole number that fits.

    Examples
    --------
    >>> magnified(np.zeros((2, 8, 6, 3)), 40).shape, magnified(np.zeros((1, 100, 50, 3)), 40).shape
    ((2, 40, 30, 3), (1, 40, 20, 3))
    """
    height, width = pictures.shape[1:3]
    times = longer_px // max(height, width)
    if times >= 1:
        return pictures.repeat(times, axis=1).repeat(times, axis=2)
    import cv2

    scale = longer_px / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.stack([cv2.resize(picture, size, interpolation=cv2.INTER_AREA) for picture in pictures])


def printed(pictures: np.ndarray, longer_px: int, *, ink: bool = False, tint: np.ndarray | None = None) -> np.ndarray:
    """Return pictures on paper, magnified, in whole levels: a few at a time, so that many need little memory.

    Parameters
    ----------
    pictures, ink, tint :
        As for `on_paper`.
    longer_px :
        As for `magnified`.

    Returns
    -------
    (n_items, height, width, 3) uint8.

    Examples
    --------
    >>> printed(np.zeros((1, 1, 1)), 2, ink=True).tolist()
    [[[[250, 248, 243], [250, 248, 243]], [[250, 248, 243], [250, 248, 243]]]]
    """
    batches = []
    for start in range(0, max(len(pictures), 1), _BATCH):
        rows = slice(start, start + _BATCH)
        colours = tint[rows] if tint is not None and tint.ndim == 2 else tint
        large = magnified(on_paper(pictures[rows], ink=ink, tint=colours), longer_px)
        batches.append(np.rint(large).astype(np.uint8))
    return np.concatenate(batches)


def contact_sheet(
    tiles: np.ndarray, *, n_columns: int, n_cells: int | None = None, gap_px: int = 0, margin_px: int = 0
) -> np.ndarray:
    """Return tiles in rows from the left, on paper.

    Parameters
    ----------
    tiles :
        (n_items, height, width, 3), in [0, 255].
    n_columns :
        Tiles in a row.
    n_cells :
        Room for so many tiles, those that are missing left empty; None for as many as there are.
    gap_px, margin_px :
        Paper between tiles, and around all of them.

    Returns
    -------
    (height, width, 3) uint8.

    Examples
    --------
    >>> contact_sheet(np.zeros((3, 8, 8, 3)), n_columns=2, gap_px=1, margin_px=4).shape
    (25, 25, 3)
    """
    step = np.add(tiles.shape[1:3], gap_px)
    n_rows = math.ceil((len(tiles) if n_cells is None else n_cells) / n_columns)
    height, width = step * [n_rows, n_columns] - gap_px + 2 * margin_px
    sheet = np.tile(colour("paper").astype(np.uint8), (height, width, 1))
    for place, tile in enumerate(tiles):
        top, left = step * divmod(place, n_columns) + margin_px
        sheet[top : top + tile.shape[0], left : left + tile.shape[1]] = np.rint(tile)
    return sheet


def plate(
    tiles: np.ndarray, codes: np.ndarray, tints: np.ndarray, *, width_px: int, margin_px: int = 0, narrow: float = 1.0
) -> tuple[np.ndarray, int]:
    """Return tiles at the places that their codes give them, none over another, and how many found room.

    An item that an earlier one would cover is a dot. One scale for both axes; the second points up.

    Parameters
    ----------
    tiles :
        (n_items, height, width, 3), in [0, 255].
    codes :
        (n_items, 2).
    tints :
        (n_items, 3), the colours of the dots.
    width_px, margin_px :
        Of the plate, and of the paper around all items.
    narrow :
        The share of a tile's width that is not empty: so far, two may share their empty sides.

    Returns
    -------
    ((height, width_px, 3) uint8, how many tiles are drawn).

    Examples
    --------
    >>> codes = np.array([[0, 0], [0.1, 0], [1, 1]])
    >>> drawn, n_shown = plate(np.zeros((3, 8, 8, 3)), codes, np.zeros((3, 3)), width_px=80)
    >>> drawn.shape, n_shown
    ((80, 80, 3), 2)
    """
    size = np.array(tiles.shape[2:0:-1])
    places = _places(codes, room_px=width_px - int(size[0]) - 2 * margin_px) + margin_px
    canvas = np.tile(colour("paper"), (int(places[:, 1].max() + size[1] + margin_px), width_px, 1))
    shown = _uncovered(places, size * [narrow * _APART, _APART])
    for row in np.flatnonzero(~shown):
        x, y = places[row] + size // 2
        canvas[y - 1 : y + 1, x - 1 : x + 1] += _DOT * (tints[row] - canvas[y - 1 : y + 1, x - 1 : x + 1])
    for row in np.flatnonzero(shown):
        x, y = places[row]
        canvas[y : y + size[1], x : x + size[0]] = np.minimum(canvas[y : y + size[1], x : x + size[0]], tiles[row])
    return np.rint(canvas).astype(np.uint8), int(shown.sum())


def _places(codes: np.ndarray, *, room_px: int) -> np.ndarray:
    """Return left and top of each item in px, (n_items, 2)."""
    low, high = codes.min(axis=0), codes.max(axis=0)
    reach = max(high[0] - low[0], (high[1] - low[1]) / 2) or 1  # no plate is more than twice as high as wide
    places = np.rint((codes - low) * room_px / reach).astype(int)
    places[:, 1] = places[:, 1].max() - places[:, 1]
    places[:, 0] += (room_px - places[:, 0].max()) // 2
    return places


def _uncovered(places: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """Return which items are drawn: each, in order, that none drawn before it would cover."""
    shown, drawn, n_drawn = np.zeros(len(places), dtype=bool), np.empty_like(places), 0
    for row, place in enumerate(places):
        if (np.abs(drawn[:n_drawn] - place) >= apart).any(axis=1).all():
            shown[row], drawn[n_drawn] = True, place
            n_drawn += 1
    return shown
