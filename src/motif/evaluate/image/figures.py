"""Likeness beside the null of shuffled tiles and the trivial answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from motif.core.check import in_choices, integer
from motif.core.errors import InputError
from motif.core.seed import generator
from motif.evaluate.figure import Figure
from motif.evaluate.image.likeness import FORMULAS, RADIUS, SOMEWHERE, inner, validate
from motif.evaluate.null import null_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from motif.core.seed import RandomState

__all__ = ["Likeness", "evaluate"]

Likeness: TypeAlias = Literal["ssim", "mse", "colour_difference"]
_PER_SIDE = 4  # tiles along each side for the null
_CANNOT = (
    "High likeness means little was changed, not that the change is good: doing nothing scores best. "
    "One picture, so there is no interval."
)
_NAMES = {"ssim": ("SSIM", ""), "mse": ("MSE", "squared levels"), "colour_difference": ("CIEDE2000", "")}


def evaluate(
    before: ArrayLike,
    after: ArrayLike,
    *,
    mask: ArrayLike | None = None,
    random_state: RandomState = None,
    n_permutations: int = 1000,
    max_pixels: int = 512 * 512,
    metrics: Sequence[Likeness] = ("ssim", "mse"),
    trivial: Mapping[str, ArrayLike] | None = None,
) -> dict[str, Figure]:
    """Return the likeness of two pictures, each figure with its null and the trivial answers.

    Parameters
    ----------
    before, after :
        uint8, (height, width) or (height, width, channels).
    mask :
        (height, width), which pixels count, such as the person only; None counts all.
    random_state :
        Seed of the tiles' permutations.
    n_permutations :
        Draws of the null: 4 x 4 tiles of `after`, dealt out to the places of `before`; windows that would cross two
        tiles are left out, also of the picture in place when z and p are taken. Pictures with a side below 44 pixels,
        and masks without weight on any of these windows' centres, have no null.
    max_pixels :
        Larger pictures are reduced to this many pixels first, as Wang et al. advise to judge at viewing size.
    metrics :
        Which figures are wanted, of "ssim", "mse" and "colour_difference"; the null of the last takes seconds.
    trivial :
        Name -> a further picture made without effort, as `after`, such as a strongly packed one.

    Returns
    -------
    Figures under the names of `metrics`.

    Examples
    --------
    >>> picture = np.tile(np.arange(64, dtype=np.uint8) * 4, (64, 1))
    >>> figures = evaluate(picture, 255 - picture, random_state=0, n_permutations=99)
    >>> figures["ssim"].trivial["doing_nothing"], figures["mse"].unit
    (1.0, 'squared levels')
    """
    n_permutations = integer(n_permutations, what="n_permutations", low=1)
    for name in metrics:
        in_choices(name, tuple(FORMULAS), what="a metric of pictures")
    first, second, weights = _reduced(*validate(before, after, mask), max_pixels=max_pixels)
    rng = generator(random_state)
    answers = {"doing_nothing": first, "gaussian_blur": _blurred(first), "flat_colour": _flat(first, weights)}
    for name, picture in (trivial or {}).items():
        answers[name] = _reduced(*validate(before, picture, mask), max_pixels=max_pixels)[1]
    orders = _orders(weights, n=n_permutations, rng=rng)

    def figure(key: str) -> Figure:
        metric, higher_is_better = FORMULAS[key], key == "ssim"
        name, unit = _NAMES[key]
        value = metric(first, second, weights)
        in_place, *draws = _shuffled(metric, first, second, weights, orders) if len(orders) else (value,)
        kind = "shuffled_tiles"
        return Figure(
            name=name,
            value=value,
            null=null_of(in_place, draws, kind=kind, higher_is_better=higher_is_better, magnitude=1) if draws else None,
            trivial={answer: metric(first, picture, weights) for answer, picture in answers.items()},
            interval=None,
            n=int(np.count_nonzero(weights)),
            higher_is_better=higher_is_better,
            cannot_show=_CANNOT,
            unit=unit,
        )

    return {key: figure(key) for key in metrics}


_Metric = Callable[[np.ndarray, np.ndarray, np.ndarray], float]


def _reduced(
    before: np.ndarray, after: np.ndarray, weights: np.ndarray, *, max_pixels: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    height, width = weights.shape
    scale = (integer(max_pixels, what="max_pixels", low=44 * 44) / (height * width)) ** 0.5
    if scale >= 1:
        return before, after, weights
    import cv2

    size = (max(round(width * scale), 2 * RADIUS + 1), max(round(height * scale), 2 * RADIUS + 1))
    first, second, weights = (
        cv2.resize(array, size, interpolation=cv2.INTER_AREA) for array in (before, after, weights)
    )
    if not inner(weights).any():
        raise InputError(f"mask must be {SOMEWHERE} of the picture as judged, {weights.shape}; give more max_pixels")
    shape = (*weights.shape, before.shape[2])
    return first.reshape(shape), second.reshape(shape), weights


def _blurred(picture: np.ndarray) -> np.ndarray:
    import cv2

    sigma = max(picture.shape) / 256  # 2 pixels at 512: a soft photograph, all things still there
    return cv2.GaussianBlur(picture, (0, 0), sigma).reshape(picture.shape)


def _flat(picture: np.ndarray, weights: np.ndarray) -> np.ndarray:
    colour = np.average(picture.reshape(-1, picture.shape[2]), axis=0, weights=weights.ravel())
    return np.broadcast_to(colour.round().astype(np.uint8), picture.shape)


def _orders(weights: np.ndarray, *, n: int, rng: np.random.Generator) -> np.ndarray:
    """Return the tiles in place and n permutations, (1 + n, n_tiles); nothing when no window in a tile counts."""
    small = min(weights.shape) // _PER_SIDE <= 2 * RADIUS
    if small or not any(inner(tile).any() for tile in _tiles(weights)):
        return np.empty((0, 0), np.int64)
    in_place = np.arange(_PER_SIDE**2)
    return np.array([in_place, *(rng.permutation(in_place) for _ in range(n))])


def _tiles(array: np.ndarray) -> list[np.ndarray]:
    height, width = array.shape[0] // _PER_SIDE, array.shape[1] // _PER_SIDE
    grid = [(row * height, column * width) for row in range(_PER_SIDE) for column in range(_PER_SIDE)]
    return [array[top : top + height, left : left + width] for top, left in grid]


def _shuffled(
    metric: _Metric, before: np.ndarray, after: np.ndarray, weights: np.ndarray, orders: np.ndarray
) -> np.ndarray:
    """Return the metric with the tiles of `after` in each order, from all pairs of tiles compared once."""
    places = [(tile, weight) for tile, weight in zip(_tiles(before), _tiles(weights), strict=True)]
    importance = np.array([inner(weight).sum() for _, weight in places])
    counted = np.flatnonzero(importance > 0)
    pairs = np.zeros((len(places), len(places)))
    for place in counted:
        tile, weight = places[place]
        pairs[place] = [metric(tile, other, weight) for other in _tiles(after)]
    chosen = pairs[counted, orders[:, counted]]
    return chosen @ importance[counted] / importance.sum()
