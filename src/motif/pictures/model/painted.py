"""What every style gives back, and the check that every style begins with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from motif.core.errors import InputError

__all__ = ["Cartoon", "check_pixels"]


@dataclass(frozen=True, slots=True, eq=False)
class Cartoon:
    """A cartoon and the levels it was painted with.

    Parameters
    ----------
    pixels :
        RGB, (height, width, 3) uint8; with a fourth channel, alpha, where the style leaves paper free.
    centroids :
        The levels of each channel, ascending: "H", "S", "V" of `khist` and `khist2` (H in [0, 180), the others in
        [0, 255]), "L" of `soft` and `pencil` (lightness in [0, 255]). `poster` has "R", "G", "B", the palette's
        colours in one order.
    stages :
        "smoothed", "quantised" (RGB), "edges", "contours" ((height, width) uint8, 255 where there is ink), those that
        the style has; empty unless they were asked for.

    Examples
    --------
    >>> Cartoon(np.zeros((1, 1, 3), np.uint8), {"L": (0.0,)}).stages
    {}
    """

    pixels: np.ndarray
    centroids: dict[str, tuple[float, ...]]
    stages: Mapping[str, np.ndarray] = field(default_factory=dict)


def check_pixels(pixels: np.ndarray, where: np.ndarray | None = None, *, style: str) -> None:
    """Refuse what is no RGB picture in 8 bits, and a choice of pixels that is not the picture's or is empty.

    Raises
    ------
    InputError
        With the shape and dtype given.

    Examples
    --------
    >>> check_pixels(np.zeros((4, 4, 3), np.uint8), style="soft")
    """
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8 or 0 in pixels.shape:
        raise InputError(f"{style} needs RGB pixels, (height, width, 3) uint8; given {pixels.shape} {pixels.dtype}")
    if where is not None and (where.shape != pixels.shape[:2] or where.dtype != np.bool_):
        raise InputError(f"where must be {pixels.shape[:2]} bool, as the picture is; given {where.shape} {where.dtype}")
    if where is not None and not where.any():
        raise InputError("where must be true somewhere: no pixel counts, so there are no colours to find")
