"""A collection's previews as sheets: each in its own proportions, on nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from motif.core.errors import DataError
from motif.represent.reduce import smaller
from motif.source.image import encode_image, read_image, to_srgb
from motif.view.atlas.sheet import Sheet
from motif.view.part import Picture

__all__ = ["thumb_sheets"]

_SIDES_PX = (96, 64, 48, 32, 24)  # of a square tile, tried from the largest
_MOST_BYTES = 3_000_000  # of all sheets together
_PER_SHEET = 1024  # tiles: a page decodes a sheet when the first of its items is looked at
_TRIED = 64  # previews that tell how many bytes one takes
_QUALITY = 80


def thumb_sheets(thumbs: Mapping[str, bytes], ids: Sequence[str]) -> tuple[Sheet, ...]:
    """Return square tiles of previews in sheets of 1,024, as large as fits 3 MB; none where small ones do not fit.

    Parameters
    ----------
    thumbs :
        Id -> the bytes of a picture file.
    ids :
        Whose are wanted, in order; who has none, or one that cannot be read, has an empty tile.

    Examples
    --------
    >>> wide = encode_image(np.zeros((20, 60, 3), np.uint8), format="png")
    >>> sheets = thumb_sheets({"a": wide}, ["a", "b"])
    >>> len(sheets), sheets[0].width, sheets[0].height
    (1, 96, 96)
    """

    def sheet(chosen: Sequence[str], side: int) -> Sheet:
        return _sheet([_tile(thumbs.get(id_), side) for id_ in chosen], side)

    some = ids[:: math.ceil(len(ids) / _TRIED)] if ids else ()
    for side in _SIDES_PX if some else ():
        if len(sheet(some, side).picture.data) * len(ids) / len(some) <= _MOST_BYTES:
            return tuple(sheet(ids[start : start + _PER_SHEET], side) for start in range(0, len(ids), _PER_SHEET))
    return ()


def _sheet(tiles: Sequence[np.ndarray], side: int) -> Sheet:
    n_columns = math.ceil(math.sqrt(len(tiles)))
    n_rows = math.ceil(len(tiles) / n_columns)
    laid = np.zeros((n_rows * side, n_columns * side, 4), np.uint8)
    for position, tile in enumerate(tiles):
        top, left = position // n_columns * side, position % n_columns * side
        laid[top : top + side, left : left + side] = tile
    picture = Picture(encode_image(laid, format="webp", quality=_QUALITY), "image/webp", f"{len(tiles)} pictures")
    return Sheet(picture, width=side, height=side, n_columns=n_columns, n_rows=n_rows)


def _tile(data: bytes | None, side: int) -> np.ndarray:
    """Return a preview in the middle of a square that is transparent around it; never magnified."""
    square = np.zeros((side, side, 4), np.uint8)
    try:
        pixels = None if data is None else to_srgb(read_image(data))
    except DataError:
        pixels = None
    if pixels is None:
        return square
    small = smaller(pixels, side)
    height, width = small.shape[:2]
    top, left = (side - height) // 2, (side - width) // 2
    inside = square[top : top + height, left : left + width]
    inside[..., : small.shape[2]] = small
    if small.shape[2] == 3:
        inside[..., 3] = 255
    return square
