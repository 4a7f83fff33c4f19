"""Putting a cut-out on something: a colour, its own background blurred, another picture.

Conventions: pixels are sRGB (h, w, 3) uint8; an alpha is (h, w), uint8 or float in [0, 1].

Blending is done on the sRGB values, as browsers and picture editors blend a PNG that has an alpha, so that a cut-out
put on a colour here is what its RGBA file shows on that colour elsewhere. Blending light instead (linear) is what a
lens does, but no viewer does it, and it thins dark hair on white: where subject and white both have a share, five
portraits with reference mattes come out 8 to 31 levels of 255 brighter by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, TypeAlias

import cv2
import numpy as np

from motif.core.errors import InputError

__all__ = ["Background", "blurred", "crop_box", "on_background", "opacity", "parse_background"]

Background: TypeAlias = str | np.ndarray

_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_STRIP = 256  # rows blended at once: floats of a whole 12 Mpx picture would take 430 MB
_WORKING = 640  # long side at which a background is blurred, pixels
_BLUR = 1 / 50  # radius of the blurred background's disc, of the long side
_GUARD = 1 / 100  # of the long side: this near to the person, the old background has some of the person's colour
_HARDLY = 1e-4  # less weight than this is none
_SEEN = 0.1  # an alpha below this does not count for the box
_WIDE = 6  # discs: the bell that answers where the disc lies within the person
_TRUSTED = 0.05  # share of background under the disc from which it answers alone
_GAMMA = 2.2


def parse_background(background: Background) -> tuple[int, int, int] | Literal["blur"] | np.ndarray:
    """Return what a background means: a colour (r, g, b), the word "blur", or the picture itself.

    Parameters
    ----------
    background :
        "white", "#rrggbb", "#rgb", "blur", or a picture, sRGB (h, w, 3) uint8 of any size.

    Raises
    ------
    InputError
        When it is none of these.

    Examples
    --------
    >>> parse_background("#f80"), parse_background("white")
    ((255, 136, 0), (255, 255, 255))
    >>> parse_background("beach")
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: background must be "white", "blur", a colour like "#ffcc00", or a picture (height,
    width, 3) uint8, not 'beach'
    """
    if isinstance(background, np.ndarray):
        return _pixels(background, what="a background picture")
    if isinstance(background, str):
        word = background.strip().lower()
        if word == "blur":
            return "blur"
        if word == "white":
            return 255, 255, 255
        if _HEX.fullmatch(word):
            digits = word[1:] if len(word) == 7 else "".join(2 * digit for digit in word[1:])
            return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    expected = '"white", "blur", a colour like "#ffcc00", or a picture (height, width, 3) uint8'
    raise InputError(f"background must be {expected}, not {background!r}")


def on_background(
    pixels: np.ndarray, alpha: np.ndarray, background: Background, *, photo: np.ndarray | None = None
) -> np.ndarray:
    """Return a cut-out on a background, at the cut-out's size.

    Parameters
    ----------
    pixels :
        The subject's colours.
    alpha :
        The subject's share of each pixel.
    background :
        As for `parse_background`. A picture is scaled until it covers, and its middle is taken; "blur" is the
        photograph's own background out of focus, in which the subject has no share.
    photo :
        The photograph that "blur" takes its background from, of the pixels' size; None takes `pixels`, which is right
        as long as their colours were not cleaned of the old background.

    Returns
    -------
    (h, w, 3) uint8.

    Raises
    ------
    InputError
        When shapes, types or the background do not fit.

    Examples
    --------
    >>> black, half = np.zeros((1, 2, 3), np.uint8), np.array([[255, 51]], np.uint8)
    >>> on_background(black, half, "#ff0000")[0].tolist()
    [[0, 0, 0], [204, 0, 0]]
    """
    _pixels(pixels, what="a cut-out")
    share = opacity(alpha, pixels)
    found = parse_background(background)
    if isinstance(found, tuple):
        row = np.tile(np.array(found, np.uint8), (1, pixels.shape[1], 1))  # whole rows are copied at once
        behind = np.broadcast_to(row, pixels.shape)
    elif isinstance(found, np.ndarray):
        behind = _covering(found, pixels.shape[0], pixels.shape[1])
    else:
        behind = blurred(pixels if photo is None else photo, share)
    composed = np.empty_like(pixels)
    for rows in _strips(len(pixels)):
        composed[rows] = _mixed(pixels[rows], share[rows], behind[rows])
    return composed


def _mixed(pixels: np.ndarray, share: np.ndarray, behind: np.ndarray) -> np.ndarray:
    """Return the pixels over what is behind; only the few that are seen in part are reckoned."""
    mixed = cv2.copyTo(pixels, (share >= 1).astype(np.uint8), np.array(behind, order="C"))
    soft = (share > 0) & (share < 1)
    back = behind[soft].astype(np.float32)
    mixed[soft] = np.rint(back + (pixels[soft] - back) * share[soft][:, None])
    return mixed


def blurred(photo: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """Return a photograph's background out of focus, without the subject bleeding into it.

    A disc, as a lens draws it, moves over the light (linear values) of the background alone: every sum is divided by
    the background's share under the disc. Where the disc lies within the subject, a wide bell answers.

    Parameters
    ----------
    photo :
        The whole photograph.
    alpha :
        The subject's share of each pixel.

    Examples
    --------
    >>> photo = np.full((40, 40, 3), 200, np.uint8)
    >>> photo[10:30, 10:30] = 0  # a black subject
    >>> subject = (photo[..., 0] == 0).astype(np.float32)
    >>> np.unique(blurred(photo, subject)).tolist()
    [200]
    """
    _pixels(photo, what="a photograph")
    height, width = photo.shape[:2]
    scale = min(1.0, _WORKING / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(photo, size, interpolation=cv2.INTER_AREA)
    light = (small.astype(np.float32) / np.float32(255)) ** np.float32(_GAMMA)
    share = cv2.resize(opacity(alpha, photo), size, interpolation=cv2.INTER_AREA)
    weight = 1 - cv2.dilate(share, _disc(max(size) * _GUARD))
    weight[weight < _HARDLY] = 0
    if not weight.any():  # no background to be seen: what is behind does not show either
        weight[:] = 1
    spread = _without_holes(light, weight, radius=max(size) * _BLUR)
    levels = np.rint(255 * np.clip(spread, 0, 1) ** np.float32(1 / _GAMMA)).astype(np.uint8)
    return cv2.resize(levels, (width, height), interpolation=cv2.INTER_LINEAR)


def crop_box(alpha: np.ndarray, margin: float = 0.05) -> tuple[slice, slice]:
    """Return rows and columns of the box around what is seen, with a margin as far as the picture allows.

    Parameters
    ----------
    alpha :
        (h, w), uint8 or float in [0, 1]. One that is nowhere above 0.1 gives the whole picture.
    margin :
        On each side, as a share of the box's longer side, at least 0.

    Examples
    --------
    >>> alpha = np.zeros((10, 10))
    >>> alpha[2:4, 3:5] = 1
    >>> crop_box(alpha, margin=0.5)
    (slice(1, 5, None), slice(2, 6, None))
    """
    seen = alpha > (_SEEN * 255 if alpha.dtype == np.uint8 else _SEEN)
    if not seen.any():
        return slice(0, alpha.shape[0]), slice(0, alpha.shape[1])
    spans = [(int(found[0]), int(found[-1]) + 1) for found in (np.flatnonzero(seen.any(axis=axis)) for axis in (1, 0))]
    room = round(margin * max(high - low for low, high in spans))
    rows, columns = (
        slice(max(0, low - room), min(length, high + room))
        for (low, high), length in zip(spans, alpha.shape, strict=True)
    )
    return rows, columns


def opacity(alpha: np.ndarray, pixels: np.ndarray) -> np.ndarray:
    """Return an alpha as float32 in [0, 1], after a look at its shape and type.

    Raises
    ------
    InputError
        When it does not lie on the pixels, with both shapes; when it is neither uint8 nor float.

    Examples
    --------
    >>> opacity(np.array([[255, 51]], np.uint8), np.zeros((1, 2, 3), np.uint8)).round(2).tolist()
    [[1.0, 0.20000000298023224]]
    """
    if alpha.shape != pixels.shape[:2]:
        raise InputError(f"alpha must have one value for each pixel; given {alpha.shape} for pixels {pixels.shape}")
    if alpha.dtype == np.uint8:
        return alpha.astype(np.float32) / np.float32(255)
    if alpha.dtype.kind != "f":
        raise InputError(f"alpha must be uint8, or float in [0, 1]; given {alpha.dtype}")
    if alpha.min() < 0 or alpha.max() > 1:
        alpha = np.clip(alpha, 0, 1)
    return alpha.astype(np.float32, copy=False)


def _pixels(given: np.ndarray, *, what: str) -> np.ndarray:
    if given.ndim != 3 or given.shape[2] != 3 or given.dtype != np.uint8 or 0 in given.shape:
        raise InputError(f"{what} must be RGB pixels, (height, width, 3) uint8; given {given.shape} {given.dtype}")
    return given


def _strips(height: int) -> Iterator[slice]:
    return (slice(start, start + _STRIP) for start in range(0, height, _STRIP))


def _covering(picture: np.ndarray, height: int, width: int) -> np.ndarray:
    """Return the middle of a picture, scaled so that it just covers (height, width)."""
    rows, columns = picture.shape[:2]
    scale = max(height / rows, width / columns)
    kept_rows, kept_columns = (min(n, max(1, round(s / scale))) for n, s in ((rows, height), (columns, width)))
    top, left = (rows - kept_rows) // 2, (columns - kept_columns) // 2
    middle = picture[top : top + kept_rows, left : left + kept_columns]
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cv2.resize(np.ascontiguousarray(middle), (width, height), interpolation=method)


def _disc(radius: float) -> np.ndarray:
    reach = max(1, round(radius))
    across = np.arange(-reach, reach + 1)
    return (across**2 + across[:, None] ** 2 <= (reach + 0.5) ** 2).astype(np.uint8)


def _without_holes(light: np.ndarray, weight: np.ndarray, *, radius: float) -> np.ndarray:
    """Return the weighted means under a disc; those of a wide bell, or of all, where there is next to nothing."""
    weighted = light * weight[..., None]
    disc = _disc(radius).astype(np.float32)
    sharp = [cv2.filter2D(part, -1, disc / disc.sum(), borderType=cv2.BORDER_REFLECT) for part in (weighted, weight)]
    wide = [_wide(part, _WIDE * radius) for part in (weighted, weight)]
    spread = np.broadcast_to(weighted.sum(axis=(0, 1)) / weight.sum(), light.shape)
    for total, share in (wide, sharp):
        trust = np.minimum(1, share / np.float32(_TRUSTED))[..., None]
        spread = spread + (total / np.maximum(share, np.float32(_HARDLY))[..., None] - spread) * trust
    return spread


def _wide(values: np.ndarray, sigma: float) -> np.ndarray:
    """Return the values under a bell so wide that a quarter of the size shows it."""
    size = values.shape[1::-1]
    small = cv2.resize(values, tuple(max(1, side // 4) for side in size), interpolation=cv2.INTER_AREA)
    return cv2.resize(cv2.GaussianBlur(small, (0, 0), sigma / 4), size, interpolation=cv2.INTER_LINEAR)
