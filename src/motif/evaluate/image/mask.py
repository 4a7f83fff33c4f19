"""Agreement of two masks: where the subject is, and how well its edge is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from motif.core.check import integer
from motif.core.errors import InputError
from motif.core.seed import generator
from motif.evaluate.figure import Figure
from motif.evaluate.null import null_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from motif.core.seed import RandomState

__all__ = ["boundary_band", "boundary_error", "evaluate_mask", "iou"]

_BAND = 21  # pixels along a side of the square that widens the edge
_SEEN, _FULL = 0.02, 0.98  # alpha above the first is something, alpha above the second is all subject
_CANNOT = {
    "iou": "The area says nothing about the edge: hair and fingers are a few pixels. One picture, so no interval.",
    "boundary_error": "Only the band around the true edge is looked at: a hole elsewhere costs nothing. One picture.",
}


def iou(mask: ArrayLike, reference: ArrayLike) -> float:
    """Return the intersection over union of two masks, in [0, 1]; two empty masks agree fully.

    Parameters
    ----------
    mask, reference :
        (height, width): truth values, shares in [0, 1] (inside above 0.5) or uint8 levels (inside above 127).

    Examples
    --------
    >>> iou([[1.0, 0.6, 0.2]], [[True, False, False]])
    0.5
    """
    first, second = (alpha > 0.5 for alpha in _pair(mask, reference))
    union = int((first | second).sum())
    return int((first & second).sum()) / union if union else 1.0


def boundary_band(reference: ArrayLike, *, size: int = _BAND) -> np.ndarray:
    """Return the pixels around the edge of a mask, (height, width) truth values.

    What a square of `size` pixels reaches from anything seen (alpha above 0.02), without what lies deeper than that
    inside the full subject (alpha above 0.98). Beyond the picture's border there is no edge.

    Examples
    --------
    >>> boundary_band(np.arange(9)[None] >= 4, size=3).astype(int).tolist()
    [[0, 0, 0, 1, 1, 0, 0, 0, 0]]
    """
    import cv2

    alpha = _alpha(reference, what="reference")
    square = np.ones((integer(size, what="size", low=1),) * 2, np.uint8)
    reached = cv2.dilate((alpha > _SEEN).astype(np.uint8), square)
    deep = cv2.erode((alpha > _FULL).astype(np.uint8), square)
    return (reached > 0) & (deep == 0)


def boundary_error(mask: ArrayLike, reference: ArrayLike, *, size: int = _BAND) -> float:
    """Return the mean absolute error of alpha in the band around the reference's edge, in [0, 1]; 0 is equal.

    Source: ours, after the "unknown region" of a trimap in matting, where errors are seen.

    Parameters
    ----------
    mask, reference :
        (height, width): truth values, shares in [0, 1] or uint8 levels.
    size :
        Pixels along a side of the square that makes the band.

    Raises
    ------
    InputError
        When shapes differ, or the reference has no edge inside the picture.

    Examples
    --------
    >>> edge = np.tile(np.arange(64) >= 32, (64, 1))
    >>> boundary_error(edge, edge), boundary_error(np.full((64, 64), 0.5), edge)
    (0.0, 0.5)
    """
    alpha, wanted = _pair(mask, reference)
    band = _band(wanted, size)
    return _mean_error(alpha[band], wanted[band])


def evaluate_mask(
    mask: ArrayLike,
    reference: ArrayLike,
    *,
    random_state: RandomState = None,
    n_permutations: int = 200,
) -> dict[str, Figure]:
    """Return how a mask agrees with a reference, each figure with its null and the trivial answers.

    Parameters
    ----------
    mask, reference :
        (height, width): truth values, shares in [0, 1] or uint8 levels.
    random_state :
        Seed of the null.
    n_permutations :
        Draws of the null: the same mask moved to a random place, what leaves on one side coming in on the other. Fewer
        than elsewhere, since each draw goes through the whole picture again.

    Returns
    -------
    Figures under "iou" and "boundary_error".

    Examples
    --------
    >>> disc = np.hypot(*np.mgrid[-32:32, -32:32]) < 12
    >>> figures = evaluate_mask(disc, disc, random_state=0, n_permutations=99)
    >>> figures["iou"].value, figures["iou"].null.kind, round(figures["iou"].trivial["whole_picture"], 2)
    (1.0, 'moved_mask', 0.11)
    """
    n_permutations = integer(n_permutations, what="n_permutations", low=1)
    alpha, wanted = _pair(mask, reference)
    band = _band(wanted, _BAND)
    rng = generator(random_state)
    moves = np.stack([rng.integers(side, size=n_permutations) for side in alpha.shape], axis=1)
    whole, nothing = np.ones_like(wanted), np.zeros_like(wanted)
    trivial = {"whole_picture": whole, "nothing": nothing}
    half = np.full_like(wanted, 0.5)
    return {
        "iou": _figure(
            "iou",
            "IoU",
            iou(alpha, wanted),
            _moved_ious(alpha > 0.5, wanted > 0.5, moves),
            {name: iou(answer, wanted) for name, answer in trivial.items()},
            alpha.size,
        ),
        "boundary_error": _figure(
            "boundary_error",
            "alpha error at the edge",
            _mean_error(alpha[band], wanted[band]),
            [_mean_error(drawn, wanted[band]) for drawn in _moved(alpha, band, moves)],
            {name: _mean_error(answer[band], wanted[band]) for name, answer in {**trivial, "half": half}.items()},
            int(band.sum()),
        ),
    }


def _alpha(mask: ArrayLike, *, what: str) -> np.ndarray:
    """Return a mask as shares in [0, 1], float32 or the float that it came in."""
    array = np.asarray(mask)
    if array.ndim != 2 or not array.size:
        raise InputError(f"{what} must have shape (height, width); given {array.shape}")
    if array.dtype == np.uint8:
        return array / np.float32(255)
    if array.dtype.kind not in "bf" or (array.dtype.kind == "f" and not ((array >= 0) & (array <= 1)).all()):
        raise InputError(f"{what} must hold truth values, shares in [0, 1] or uint8 levels; given {array.dtype}")
    return array.astype(np.float32) if array.dtype == bool else array


def _pair(mask: ArrayLike, reference: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    first, second = _alpha(mask, what="mask"), _alpha(reference, what="reference")
    if first.shape != second.shape:
        raise InputError(f"mask and reference must have one shape; given {first.shape} and {second.shape}")
    return first, second


def _band(reference: np.ndarray, size: int) -> np.ndarray:
    band = boundary_band(reference, size=size)
    if not band.any():
        raise InputError(f"reference must have an edge inside the picture; given {reference.shape} without one")
    return band


def _mean_error(alpha: np.ndarray, wanted: np.ndarray) -> float:
    return float(np.abs(alpha - wanted).mean(dtype=np.float64))


def _moved(values: np.ndarray, where: np.ndarray, moves: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the values that come to lie on some pixels when the picture is moved, once around at the borders."""
    rows, columns = np.nonzero(where)
    height, width = values.shape
    for down, right in moves:
        yield values[(rows - down) % height, (columns - right) % width]


def _moved_ious(inside: np.ndarray, wanted: np.ndarray, moves: np.ndarray) -> list[float]:
    areas = int(np.count_nonzero(inside) + np.count_nonzero(wanted))
    shared = [int(np.count_nonzero(drawn)) for drawn in _moved(inside, wanted, moves)]
    return [both / (areas - both) if areas else 1.0 for both in shared]


def _figure(key: str, name: str, value: float, draws: list[float], trivial: dict[str, float], n_pixels: int) -> Figure:
    higher_is_better = key == "iou"
    return Figure(
        name=name,
        value=value,
        null=null_of(value, draws, kind="moved_mask", higher_is_better=higher_is_better, magnitude=1),
        trivial=trivial,
        interval=None,
        n=n_pixels,
        higher_is_better=higher_is_better,
        cannot_show=_CANNOT[key],
    )
