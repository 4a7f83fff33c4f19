"""Likeness of two pictures of the same size, and agreement of two masks.

Conventions
-----------
- Pictures are uint8, (height, width) or (height, width, channels) with 1 or 3 channels, of equal shape; put a picture
  with alpha on a background first. `before` is what was given, `after` what was made of it.
- `mask` says which pixels count, (height, width): truth values or weights of at least 0, such as the person only.
- Chance: the tiles of `after` dealt out to the places of `before` at random. Trivial answers: doing nothing, a slight
  blur, one flat colour. Doing nothing always wins: likeness is not quality.

Metrics
-------
- `mse`: mean squared error in squared levels (0 to 65,025), over pixels and channels. Lower is better.
- `ssim`: structural similarity, at most 1. Higher is better.
- `iou`: shared area of two masks divided by the area of both together, in [0, 1]. Higher is better.
"""

from __future__ import annotations

from collections.abc import Callable
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

__all__ = ["evaluate", "iou", "mse", "ssim", "validate"]

_SIGMA, _RADIUS = 1.5, 5  # Wang et al. 2004: an 11 x 11 Gaussian window
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
_PER_SIDE = 4  # tiles along each side for the null
_SOMEWHERE = "above 0 somewhere further than 5 pixels from the border"
_CANNOT = (
    "High likeness means little was changed, not that the change is good: doing nothing scores best. "
    "One picture, so there is no interval."
)


def validate(before: ArrayLike, after: ArrayLike, mask: ArrayLike | None = None) -> tuple[np.ndarray, ...]:
    """Return both pictures with a channel axis, and the weights of their pixels as float64.

    Raises
    ------
    InputError
        When a picture is not uint8, has alpha, is smaller than 11 x 11, or the shapes differ; when the mask has
        another size, negative weights or none.

    Examples
    --------
    >>> grey = np.zeros((16, 20), np.uint8)
    >>> [array.shape for array in validate(grey, grey)]
    [(16, 20, 1), (16, 20, 1), (16, 20)]
    """
    pictures = []
    for what, given in (("before", before), ("after", after)):
        pixels = np.asarray(given)
        pixels = pixels[..., None] if pixels.ndim == 2 else pixels
        if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] not in (1, 3):
            rule = "uint8 pixels of shape (height, width) or (height, width, 1 or 3)"
            raise InputError(f"{what} must be {rule}; given {pixels.dtype} {np.shape(given)}")
        pictures.append(pixels)
    first, second = pictures
    if first.shape != second.shape:
        raise InputError(f"before and after must have one shape; given {first.shape} and {second.shape}")
    if min(first.shape[:2]) <= 2 * _RADIUS:
        raise InputError(f"a picture must be at least 11 x 11 pixels; given {first.shape[:2]}")
    return first, second, _weights(mask, first.shape[:2])


def mse(before: ArrayLike, after: ArrayLike, *, mask: ArrayLike | None = None) -> float:
    """Return the mean squared error in squared levels, over pixels and channels.

    Parameters
    ----------
    before, after :
        uint8, (height, width) or (height, width, channels).
    mask :
        (height, width), which pixels count; None counts all.

    Examples
    --------
    >>> black = np.zeros((16, 16), np.uint8)
    >>> mse(black, black + 3)
    9.0
    """
    return _mse(*validate(before, after, mask))


def ssim(before: ArrayLike, after: ArrayLike, *, mask: ArrayLike | None = None) -> float:
    """Return the structural similarity of two pictures, averaged over windows and channels: 1 is equal.

    Source: Wang, Bovik, Sheikh and Simoncelli 2004: 11 x 11 Gaussian window of sigma 1.5, K1 = 0.01, K2 = 0.03, windows
    inside the picture only. Colour by the mean over channels, as scikit-image does.

    Parameters
    ----------
    before, after :
        uint8, (height, width) or (height, width, channels), at least 11 x 11.
    mask :
        (height, width), how much each window's centre counts; None counts all alike.

    Examples
    --------
    >>> picture = np.arange(256, dtype=np.uint8).reshape(16, 16)
    >>> ssim(picture, picture), ssim(picture, picture[::-1]) < 0.5
    (1.0, True)
    """
    return _ssim(*validate(before, after, mask))


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
    first, second = _inside(mask, what="mask"), _inside(reference, what="reference")
    if first.shape != second.shape:
        raise InputError(f"mask and reference must have one shape; given {first.shape} and {second.shape}")
    union = int((first | second).sum())
    return int((first & second).sum()) / union if union else 1.0


def evaluate(
    before: ArrayLike,
    after: ArrayLike,
    *,
    mask: ArrayLike | None = None,
    random_state: RandomState = None,
    n_permutations: int = 1000,
    max_pixels: int = 512 * 512,
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

    Returns
    -------
    Figures under "ssim" and "mse".

    Examples
    --------
    >>> picture = np.tile(np.arange(64, dtype=np.uint8) * 4, (64, 1))
    >>> figures = evaluate(picture, 255 - picture, random_state=0, n_permutations=99)
    >>> figures["ssim"].trivial["doing_nothing"], figures["mse"].unit
    (1.0, 'squared levels')
    """
    n_permutations = integer(n_permutations, what="n_permutations", low=1)
    first, second, weights = _reduced(*validate(before, after, mask), max_pixels=max_pixels)
    rng = generator(random_state)
    trivial = {"doing_nothing": first, "gaussian_blur": _blurred(first), "flat_colour": _flat(first, weights)}
    orders = _orders(weights, n=n_permutations, rng=rng)

    def figure(name: str, unit: str, metric: _Metric, *, higher_is_better: bool) -> Figure:
        value = metric(first, second, weights)
        in_place, *draws = _shuffled(metric, first, second, weights, orders) if len(orders) else (value,)
        kind = "shuffled_tiles"
        return Figure(
            name=name,
            value=value,
            null=null_of(in_place, draws, kind=kind, higher_is_better=higher_is_better) if draws else None,
            trivial={answer: metric(first, picture, weights) for answer, picture in trivial.items()},
            interval=None,
            n=int(np.count_nonzero(weights)),
            higher_is_better=higher_is_better,
            cannot_show=_CANNOT,
            unit=unit,
        )

    return {
        "ssim": figure("SSIM", "", _ssim, higher_is_better=True),
        "mse": figure("MSE", "squared levels", _mse, higher_is_better=False),
    }


_Metric = Callable[[np.ndarray, np.ndarray, np.ndarray], float]


def _weights(mask: ArrayLike | None, shape: tuple[int, ...]) -> np.ndarray:
    if mask is None:
        return np.ones(shape)
    weights = np.asarray(mask, dtype=np.float64)
    if weights.shape != shape:
        raise InputError(f"mask must have the picture's size {shape}; given {weights.shape}")
    if not np.isfinite(weights).all() or (weights < 0).any() or not _inner(weights).any():
        raise InputError(f"mask must be finite, at least 0, and {_SOMEWHERE}")
    return weights


def _inside(mask: ArrayLike, *, what: str) -> np.ndarray:
    array = np.asarray(mask)
    if array.ndim != 2 or not array.size:
        raise InputError(f"{what} must have shape (height, width); given {array.shape}")
    if array.dtype == np.uint8:
        return array > 127
    if array.dtype.kind not in "bf" or (array.dtype.kind == "f" and not ((array >= 0) & (array <= 1)).all()):
        raise InputError(f"{what} must hold truth values, shares in [0, 1] or uint8 levels; given {array.dtype}")
    return array > 0.5


def _inner(array: np.ndarray) -> np.ndarray:
    """Return what the centres of whole windows cover."""
    return array[_RADIUS:-_RADIUS, _RADIUS:-_RADIUS]


def _mse(before: np.ndarray, after: np.ndarray, weights: np.ndarray) -> float:
    squared = np.square(before.astype(np.float64) - after).mean(axis=2)
    return float((squared * weights).sum() / weights.sum())


def _ssim(before: np.ndarray, after: np.ndarray, weights: np.ndarray) -> float:
    inner = _inner(weights)
    channels = range(before.shape[2])
    likeness = sum((_likeness(before[..., c], after[..., c]) * inner).sum() for c in channels)
    return float(likeness / (inner.sum() * before.shape[2]))


def _likeness(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Return the SSIM of each whole window of one channel."""
    x, y = before.astype(np.float64), after.astype(np.float64)
    mean_x, mean_y = _windowed(x), _windowed(y)
    variance_x, variance_y = _windowed(x * x) - mean_x**2, _windowed(y * y) - mean_y**2
    covariance = _windowed(x * y) - mean_x * mean_y
    luminance = (2 * mean_x * mean_y + _C1) / (mean_x**2 + mean_y**2 + _C1)
    return luminance * (2 * covariance + _C2) / (variance_x + variance_y + _C2)


def _windowed(channel: np.ndarray) -> np.ndarray:
    import cv2

    offsets = np.arange(-_RADIUS, _RADIUS + 1)
    window = np.exp(-(offsets**2) / (2 * _SIGMA**2))
    window /= window.sum()
    return _inner(cv2.sepFilter2D(channel, cv2.CV_64F, window, window))


def _reduced(
    before: np.ndarray, after: np.ndarray, weights: np.ndarray, *, max_pixels: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    height, width = weights.shape
    scale = (integer(max_pixels, what="max_pixels", low=44 * 44) / (height * width)) ** 0.5
    if scale >= 1:
        return before, after, weights
    import cv2

    size = (max(round(width * scale), 2 * _RADIUS + 1), max(round(height * scale), 2 * _RADIUS + 1))
    first, second, weights = (
        cv2.resize(array, size, interpolation=cv2.INTER_AREA) for array in (before, after, weights)
    )
    if not _inner(weights).any():
        raise InputError(f"mask must be {_SOMEWHERE} of the picture as judged, {weights.shape}; give more max_pixels")
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
    small = min(weights.shape) // _PER_SIDE <= 2 * _RADIUS
    if small or not any(_inner(tile).any() for tile in _tiles(weights)):
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
    importance = np.array([_inner(weight).sum() for _, weight in places])
    counted = np.flatnonzero(importance > 0)
    pairs = np.zeros((len(places), len(places)))
    for place in counted:
        tile, weight = places[place]
        pairs[place] = [metric(tile, other, weight) for other in _tiles(after)]
    chosen = pairs[counted, orders[:, counted]]
    return chosen @ importance[counted] / importance.sum()
