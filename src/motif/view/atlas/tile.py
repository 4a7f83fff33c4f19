"""Small pictures of all items, in sheets that a page can hold."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from motif.core.errors import InputError
from motif.source.image import encode_image
from motif.view.atlas.sheet import Sheet
from motif.view.part import Picture
from motif.view.token import COLOURS, rgb

if TYPE_CHECKING:
    from motif.collection.block import Block

__all__ = ["picture_sheets"]

_SIDES_PX = (96, 64, 48, 32, 24)  # the longer side of a tile, tried from the largest
_MOST_BYTES = 3_000_000  # of all sheets together
_PER_SHEET = 1024  # tiles: a page decodes a sheet when the first of its items is looked at
_TRIED = 256  # tiles that tell how many bytes one takes
_LOSSLESS_PX = 16  # up to this side, blur would be seen: the page magnifies small pictures by whole pixels
_QUALITY, _LOSSLESS = 80, 100


def picture_sheets(
    pictures: np.ndarray | Block, *, rows: np.ndarray | None = None, white: float = 1.0, ink: bool = False
) -> tuple[Sheet, ...]:
    """Return tiles of pictures in sheets of 1,024, as large as fits 3 MB; none where even small tiles do not fit.

    Parameters
    ----------
    pictures :
        (n_items, height, width) grey, or with a last axis of 1 or 3: an array, or a block, of which a sheet's pictures
        are read at a time. Values beyond 0 and `white` are cut off.
    rows :
        Positions of the pictures that are wanted, in order; None for all.
    white :
        The value of full light, or of full ink.
    ink :
        Whether 1 in a grey picture is ink on paper; it is light otherwise.

    Raises
    ------
    InputError
        For other shapes.

    Examples
    --------
    >>> sheets = picture_sheets(np.zeros((1030, 8, 6)))
    >>> len(sheets), sheets[0].width, sheets[0].height, sheets[1].n_columns * sheets[1].n_rows
    (2, 6, 8, 6)
    """
    shape = tuple(side or 0 for side in pictures.shape)
    n_channels = shape[3] if len(shape) == 4 else 1
    if len(shape) not in (3, 4) or n_channels not in (1, 3) or 0 in shape:
        raise InputError(f"pictures must be grey or RGB, (n_items, height, width[, 1 or 3]); given {pictures.shape}")
    chosen = np.arange(shape[0]) if rows is None else np.asarray(rows)
    longest = max(shape[1:3])
    sides = [longest] if longest <= _SIDES_PX[-1] else sorted({min(side, longest) for side in _SIDES_PX})[::-1]

    def sheet(positions: np.ndarray, side: int) -> Sheet:
        return _sheet(_tiles(np.asarray(pictures[positions]) / white, side, ink))

    some = chosen[:: math.ceil(len(chosen) / _TRIED)]
    for side in sides:
        if len(sheet(some, side).picture.data) * len(chosen) / len(some) <= _MOST_BYTES:
            starts = range(0, len(chosen), _PER_SHEET)
            return tuple(sheet(chosen[start : start + _PER_SHEET], side) for start in starts)
    return ()


def _sheet(tiles: np.ndarray) -> Sheet:
    n_items, height, width = tiles.shape[:3]
    n_columns = math.ceil(math.sqrt(n_items))
    n_rows = math.ceil(n_items / n_columns)
    laid = np.zeros((n_rows * n_columns, height, width, 3), np.uint8)
    laid[:n_items] = tiles
    pixels = laid.reshape(n_rows, n_columns, height, width, 3).swapaxes(1, 2).reshape(n_rows * height, -1, 3)
    quality = _LOSSLESS if max(height, width) <= _LOSSLESS_PX else _QUALITY
    picture = Picture(encode_image(pixels, format="webp", quality=quality), "image/webp", f"{n_items} pictures")
    return Sheet(picture, width=width, height=height, n_columns=n_columns, n_rows=n_rows)


def _tiles(pictures: np.ndarray, side: int, ink: bool) -> np.ndarray:
    """Return pictures as RGB, (n_items, height, width, 3) uint8, the longer side at most `side` px."""
    values = np.clip(pictures, 0, 1).astype(np.float32)
    values = values.reshape(*values.shape[:3], -1)
    if max(values.shape[1:3]) > side:
        values = _smaller(values, side)
    if ink and values.shape[3] == 1:
        paper, dark = (np.array(rgb(COLOURS["light"][name]), np.float32) for name in ("paper", "ink"))
        return np.rint(paper + values * (dark - paper)).astype(np.uint8)
    return np.rint(255 * np.repeat(values, 3 // values.shape[3], axis=3)).astype(np.uint8)


def _smaller(values: np.ndarray, side: int) -> np.ndarray:
    import cv2

    height, width, n_channels = values.shape[1:]
    scale = side / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    shrunk = [cv2.resize(picture, size, interpolation=cv2.INTER_AREA) for picture in values]
    return np.stack(shrunk).reshape(len(values), size[1], size[0], n_channels)
