"""The sticker: a cut-out with a white border all around, as a die cuts it from paper."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from motif.core.check import in_range
from motif.core.errors import InputError
from motif.pictures.model.compose import on_background, opacity

__all__ = ["sticker"]

_WIDTH = 1 / 60  # of the border, of the long side: chosen by eye among 1/100, 1/60 and 1/40
_NARROWEST = 1.0  # pixels
_THINNEST = 0.1  # pixels that can be asked for
_THREAD, _BODY = 0.35, 0.85  # alpha: below the first a hair's colour is the old background's, above the second its own
_WORKING = 1600  # long side at which the outline is found, pixels, as long as the border has
_FINEST = 10.0  # pixels there
_WIDEST = 1 / 4  # of the long side: more would be a sheet of paper
_PIXEL = np.float32(0.25)  # between what straight borders (0) and round ones (0.5) lose, as distances end at centres
_SPECK = 0.02  # of the largest piece: a smaller one is no part of the sticker
_STRIP = 512  # rows that are put on paper at once, as floats of the whole would be large
_HOLE = 3.0  # a hole narrower than this many borders is paper


def sticker(pixels: np.ndarray, alpha: np.ndarray, *, width: float | None = None, padded: bool = False) -> np.ndarray:
    """Return a cut-out on white paper, cut around with a smooth white border, transparent outside.

    The outline is the subject's, moved outwards by the border's width and rounded: bays narrower than two borders
    close, small holes become paper, and specks that lie apart are dropped.

    Parameters
    ----------
    pixels :
        The subject's colours, sRGB (h, w, 3) uint8, best cleaned of the old background.
    alpha :
        The subject's share of each pixel, (h, w), uint8 or float in [0, 1].
    width :
        Of the border, in pixels, 0.1 to a quarter of the long side; None takes a sixtieth of it, at least 1.
    padded :
        Whether the canvas grows by the border on each side, so that nothing of the subject is covered. False keeps
        the size: where the subject reaches the edge of the picture, the border covers its outermost pixels.

    Returns
    -------
    RGBA, (h, w, 4) uint8, white where nothing is seen; larger by the border, rounded up, and one pixel on
    each side when padded.

    Raises
    ------
    InputError
        When shapes, types or the width do not fit.

    Examples
    --------
    >>> red, middle = np.zeros((60, 60, 3), np.uint8) + np.uint8([255, 0, 0]), np.zeros((60, 60))
    >>> middle[20:40, 20:40] = 1
    >>> made = sticker(red, middle, width=5)
    >>> made[30, [10, 17, 30]].tolist()
    [[255, 255, 255, 0], [255, 255, 255, 255], [255, 0, 0, 255]]
    """
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8 or 0 in pixels.shape:
        raise InputError(f"a sticker needs RGB pixels, (height, width, 3) uint8; given {pixels.shape} {pixels.dtype}")
    share = opacity(alpha, pixels)
    border = max(_NARROWEST, max(share.shape) * _WIDTH) if width is None else width
    in_range(border, what="width", low=_THINNEST, high=max(_NARROWEST, max(share.shape) * _WIDEST))
    margin = int(np.ceil(border)) + 1
    room = 2 * margin  # the outline goes out by two borders, and one back in
    frame = cv2.copyMakeBorder(_levels(share), room, room, room, room, cv2.BORDER_CONSTANT, value=0)
    del share
    if not padded:
        _clear_edges(frame, room, border)
    outline, near = _outline(frame, border)
    cut = room - margin if padded else room
    frame, near, outline = (part[cut:-cut, cut:-cut] for part in (frame, near, outline))
    if padded:
        pixels = cv2.copyMakeBorder(pixels, margin, margin, margin, margin, cv2.BORDER_REPLICATE)
    return _on_paper(pixels, frame, near, outline)


def _firm(share: np.ndarray) -> np.ndarray:
    """Return an alpha without the threads that are grey on white paper."""
    firm = np.clip((share - np.float32(_THREAD)) / np.float32(_BODY - _THREAD), 0, 1)
    return firm * firm * (np.float32(3) - np.float32(2) * firm)


def _clear_edges(frame: np.ndarray, room: int, border: float) -> None:
    """Clear a strip as wide as the border along the picture's edges, its last pixel in part."""
    whole = room + int(border)
    for turned in (frame, frame.T):
        for one in (turned, turned[::-1]):
            one[:whole] = 0
            one[whole] = one[whole] * (1 - (border - int(border)))


def _outline(share: np.ndarray, border: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the paper's share of each pixel, and where the subject counts: on the pieces kept, and just around.

    All are uint8.

    A wide border is as smooth when it is found at a smaller size.
    """
    scale = min(1.0, max(_WORKING / max(share.shape), _FINEST / border))
    size = share.shape[::-1]
    small = cv2.resize(share, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else share
    depth, near = _fields(small / np.float32(255), border * scale)
    near = _levels(near)
    if scale < 1:
        near = cv2.resize(near, size, interpolation=cv2.INTER_LINEAR)
        depth = cv2.resize(depth, size, interpolation=cv2.INTER_LINEAR)
        depth /= np.float32(scale)
    depth += _PIXEL
    return _levels(depth), near


def _levels(share: np.ndarray) -> np.ndarray:
    """Return a share in levels of 255, a quarter of the room; what lies outside of [0, 1] is clipped."""
    levels = np.empty(share.shape, np.uint8)
    for start in range(0, len(share), _STRIP):
        rows = slice(start, start + _STRIP)
        levels[rows] = np.rint(np.clip(share[rows], 0, 1) * np.float32(255))
    return levels


def _fields(share: np.ndarray, border: float) -> tuple[np.ndarray, np.ndarray]:
    """Return how deep each pixel lies in the paper, in pixels, and where the subject counts."""
    shape = _kept(share >= 0.5, border)
    if not shape.any():
        return np.full_like(share, -1), np.zeros_like(share)
    apart = _distance(~shape)
    depth = _distance(apart <= 2 * border) - np.float32(border)  # bays narrower than two borders have closed
    near = np.clip(np.float32(1.25) - apart / np.float32(0.8 * border), 0, 1)  # fades out where paper alone belongs
    return cv2.GaussianBlur(depth, (0, 0), max(0.6, border / 6)), near


def _kept(shape: np.ndarray, border: float) -> np.ndarray:
    """Return the pieces that are no specks, their small holes filled."""
    pieces = _large(shape, lambda areas: _SPECK * areas.max())
    return ~_large(~pieces, lambda _: (_HOLE * border) ** 2)


def _large(shape: np.ndarray, least: Callable[[np.ndarray], float]) -> np.ndarray:
    """Return the shape without its connected pieces of fewer pixels than the least."""
    n, labels, statistics, _ = cv2.connectedComponentsWithStats(shape.astype(np.uint8), connectivity=4)
    if n == 1:
        return shape
    areas = statistics[1:, cv2.CC_STAT_AREA]
    return np.concatenate([[False], areas >= least(areas)])[labels]


def _distance(where: np.ndarray) -> np.ndarray:
    """Return each pixel's distance to the nearest one that is not there, 0 for those themselves, in pixels."""
    return cv2.distanceTransform(where.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)


def _on_paper(pixels: np.ndarray, share: np.ndarray, near: np.ndarray, outline: np.ndarray) -> np.ndarray:
    made = np.empty((*share.shape, 4), np.uint8)
    for start in range(0, len(made), _STRIP):
        rows = slice(start, start + _STRIP)
        seen = _firm(share[rows] / np.float32(255)) * (near[rows] / np.float32(255))
        made[rows, :, :3] = on_background(pixels[rows], seen, "white")
    made[..., 3] = outline
    return made
