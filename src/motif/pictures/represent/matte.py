"""The cut-out: how much of each pixel belongs to the subject, and how sure that is.

`selfie` sees the whole picture, then the square around the person it found, straight and mirrored, and that square once
more with inverted colours: people are known by their shape, but cats, coins and retinas by their colours, so that
they vanish. The first look squeezes a long picture, so squares along it are looked at for whoever is still missing.
Settings were chosen on three reference pictures and checked on three others (docs/pictures.md).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from motif.core.check import in_choices
from motif.core.errors import InputError
from motif.pictures.represent.edge import MATTINGS, Matting, refined
from motif.pictures.represent.look import Network, Segmenter, person, tiled

__all__ = ["NOBODY", "Matte", "person_matte", "thing_matte"]

NOBODY = 0.001  # share of the picture: a person smaller than this counts as none
_WORKING = 1080  # long side at which the border is found, pixels: that of the reference pictures
_MARGIN = 0.2  # of the person's box, on each side
_DECIDED = 0.1  # a probability nearer than this to 0 or 1 is a decision
_AGREE = 0.5  # overlap (IoU) below which two looks contradict each other
_LONG = 1.4  # a picture's long side over its short one, from which on squares along it are looked at
_STEP = 0.75  # from one such square to the next, of its side
_MOST_SQUARES = 12
_SOMEBODY = 0.04  # depth of a body, of the square's side: what is shallower is a border that two looks draw differently
_BELIEVED, _SUSPECTED = 0.65, 0.3  # confidence in somebody whom the first look missed


@dataclass(frozen=True, slots=True, eq=False)
class Matte:
    """The subject's share of each pixel.

    Parameters
    ----------
    alpha :
        (height, width) float32 in [0, 1]; all 0 when nobody was found.
    confidence :
        In [0, 1], 0 when nobody was found. For people it is the square root of three shares: of pixels that the network
        is decided about, of agreement between whole picture and square, and of agreement after inverting the colours.
        For other subjects it is the first of them alone.

    Examples
    --------
    >>> Matte(np.zeros((2, 3), np.float32), 0.0).alpha.shape
    (2, 3)
    """

    alpha: np.ndarray
    confidence: float


def person_matte(pixels: np.ndarray, network: Network, *, matting: Matting = "guided", tiles: bool = False) -> Matte:
    """Return the alpha of the people in a picture.

    Parameters
    ----------
    pixels :
        sRGB, (height, width, 3) uint8.
    network :
        Takes a batch (1, 3, 256, 256) float32 in [0, 1], returns the probability of "person", (1, 1, 256, 256).
    matting :
        How the border is drawn: "guided", "closed-form" or "none".
    tiles :
        Whether six overlapping parts are looked at as well: for small or many people.

    Raises
    ------
    InputError
        When the pixels have another shape or type, or the matting is unknown.

    Examples
    --------
    >>> left_half = lambda batch: np.tile(np.arange(256) < 128, (1, 1, 256, 1)).astype(np.float32)
    >>> matte = person_matte(np.zeros((4, 8, 3), np.uint8), left_half)
    >>> matte.alpha.shape, person_matte(np.zeros((4, 8, 3), np.uint8), lambda batch: 0 * batch[:, :1]).confidence
    ((4, 8), 0.0)
    """
    working = _checked(pixels, matting)

    def look(part: np.ndarray) -> np.ndarray:
        return person(part, network)

    first = tiled(working, look) if tiles else look(working)
    found, confidence = _closer(working, first, look) if _is_anybody(first) else (np.zeros_like(first), 0.0)
    if tiles:
        found = np.maximum(found, first)
    found, confidence = _with_missed(working, found, confidence, look)
    if not _is_anybody(found):
        return _nothing(pixels)
    return Matte(refined(found, working, pixels, matting), confidence)


def thing_matte(pixels: np.ndarray, segmenter: Segmenter, *, matting: Matting = "guided", tiles: bool = False) -> Matte:
    """Return the alpha of what a segmenter finds, in one look.

    Parameters
    ----------
    pixels, matting, tiles :
        As for `person_matte`.
    segmenter :
        Takes sRGB (height, width, 3) uint8 of any size, returns the subject's probability, (height, width) float32.

    Raises
    ------
    InputError
        As for `person_matte`.

    Examples
    --------
    >>> white = lambda pixels: (pixels[..., 0] == 255).astype(np.float32)
    >>> thing_matte(np.full((4, 8, 3), 255, np.uint8), white).confidence
    1.0
    """
    working = _checked(pixels, matting)
    found = tiled(working, segmenter) if tiles else segmenter(working)
    if not _is_anybody(found):
        return _nothing(pixels)
    return Matte(refined(found, working, pixels, matting), round(_decided(found), 3))


def _checked(pixels: np.ndarray, matting: str) -> np.ndarray:
    """Return the picture at the size at which the border is found."""
    in_choices(matting, MATTINGS, what="matting")
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8 or 0 in pixels.shape:
        raise InputError(f"a cut-out needs RGB pixels, (height, width, 3) uint8; given {pixels.shape} {pixels.dtype}")
    height, width = pixels.shape[:2]
    scale = _WORKING / max(height, width)
    if scale >= 1:
        return pixels
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


def _is_anybody(probability: np.ndarray) -> bool:
    return bool(np.count_nonzero(probability > 0.5) >= NOBODY * probability.size)


def _nothing(pixels: np.ndarray) -> Matte:
    return Matte(np.zeros(pixels.shape[:2], np.float32), 0.0)


def _closer(working: np.ndarray, first: np.ndarray, look: Segmenter) -> tuple[np.ndarray, float]:
    """Return what the square around the person shows, and the confidence.

    Straight and mirrored are averaged, but for a network that contradicts itself: then straight counts.
    """
    window = _square_around(first > 0.5)
    square = np.ascontiguousarray(working[window])
    straight, mirrored = look(square), _mirror(look(_mirror(square)))
    second = (straight + mirrored) / 2 if _overlap(straight, mirrored) >= _AGREE else straight
    inverted = look(cv2.bitwise_not(square))
    found = np.zeros_like(first)
    found[window] = second
    agreement = _overlap(first, found) * _overlap(inverted, second)
    return found, round(float(np.sqrt(_decided(second) * agreement)), 3)


def _with_missed(
    working: np.ndarray, found: np.ndarray, confidence: float, look: Segmenter
) -> tuple[np.ndarray, float]:
    """Return what is found and whoever is missing from it in a long picture, and the least of the confidences.

    Somebody who is only suspected stays out, and lowers the confidence.
    """
    everybody, confidences = found.copy(), [confidence] if confidence else []
    for square in _squares_along(found.shape):
        part = np.ascontiguousarray(working[square])
        first = look(part)
        if not _is_new_body(first, everybody[square]):
            continue
        second, sure = _closer(part, first, look)
        if sure >= _SUSPECTED and _is_new_body(second, everybody[square]):
            confidences.append(sure)
            if sure >= _BELIEVED:
                everybody[square] = np.maximum(everybody[square], second)
    return everybody, min(confidences, default=0.0)


def _squares_along(shape: tuple[int, ...]) -> list[tuple[slice, slice]]:
    """Return overlapping squares that cover a long picture from end to end; none for one that is nearly square."""
    side, length = sorted(shape)
    if length < _LONG * side:
        return []
    n_squares = min(_MOST_SQUARES, 1 + int(np.ceil((length / side - 1) / _STEP)))
    starts = np.linspace(0, length - side, n_squares).round().astype(int).tolist()
    across, along = slice(0, side), [slice(start, start + side) for start in starts]
    return [(across, part) if shape[1] > shape[0] else (part, across) for part in along]


def _is_new_body(seen: np.ndarray, known: np.ndarray) -> bool:
    """Return whether a look decides for something as deep as a body where nobody is known."""
    new = ((seen >= 1 - _DECIDED) & (known <= 0.5)).astype(np.uint8)
    depth = cv2.distanceTransform(cv2.copyMakeBorder(new, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0), cv2.DIST_L2, 3)
    return bool(depth.max() >= max(1.5, _SOMEBODY * min(seen.shape)))


def _mirror(values: np.ndarray) -> np.ndarray:
    return cv2.flip(values, 1)


def _decided(probability: np.ndarray) -> float:
    """Return the share of decided pixels, among those that may be the subject."""
    possible = probability > _DECIDED
    n_possible = np.count_nonzero(possible)
    return float(np.count_nonzero(probability >= 1 - _DECIDED) / n_possible) if n_possible else 0.0


def _overlap(one: np.ndarray, other: np.ndarray) -> float:
    """Return the intersection of two masks over their union; nothing overlaps with nothing by 0."""
    seen, seen_too = one > 0.5, other > 0.5
    n_either = np.count_nonzero(seen | seen_too)
    return float(np.count_nonzero(seen & seen_too) / n_either) if n_either else 0.0


def _square_around(subject: np.ndarray) -> tuple[slice, slice]:
    """Return the box of the true pixels with a margin, grown towards a square as far as the picture allows.

    A narrow box would be stretched to the network's square: on a far skier that cost 0.03 of IoU.
    """
    boxes = []
    for axis in (1, 0):
        occupied = np.flatnonzero(subject.any(axis=axis))
        margin = _MARGIN * (occupied[-1] + 1 - occupied[0])
        boxes.append((max(0.0, occupied[0] - margin), min(subject.shape[1 - axis], occupied[-1] + 1 + margin)))
    side = max(high - low for low, high in boxes)
    rows, columns = (_stretch(*box, side, length) for box, length in zip(boxes, subject.shape, strict=True))
    return rows, columns


def _stretch(low: float, high: float, side: float, length: int) -> slice:
    wanted = min(length, int(np.ceil(side)))
    start = min(max(0, round((low + high - wanted) / 2)), length - wanted)
    return slice(start, start + wanted)
