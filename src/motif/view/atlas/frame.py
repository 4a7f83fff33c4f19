"""Where items and regions lie on a drawing: one scale for both axes, a margin, and the core of each region."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from motif.core.check import few, matrix, same_length
from motif.core.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["MOST_NAMES", "Frame", "by_size", "checked_map", "core", "middle", "ranks_of"]

MOST_NAMES = 60  # that one drawing has room for; the largest regions have one
_MARGIN_X, _MARGIN_Y = 0.04, 0.08  # of the map's width and height, free of points
_FLATTEST, _TALLEST = 0.55, 1.1  # height of a map, as a share of its width
_CORE = 0.5  # a region is drawn around the half of its items nearest to its middle
_FEWEST_IN_REGION = 8


@dataclass(frozen=True, slots=True)
class Frame:
    """What of the plane is drawn: its middle, its width and height, one scale for both.

    Examples
    --------
    >>> frame = Frame.around(np.array([[0.0, 0.0], [10.0, 10.0]]))
    >>> frame.places(np.array([[0.0, 0.0]])).round(2).tolist(), round(frame.ratio, 3)
    ([[0.04, 0.92]], 1.095)
    """

    x: float
    y: float
    width: float
    height: float

    @classmethod
    def around(cls, codes: np.ndarray) -> Frame:
        """Return the frame that holds all codes, (n_items, 2), with a margin."""
        low, high = codes.min(axis=0), codes.max(axis=0)
        width, height = ((high - low) / (1 - 2 * np.array([_MARGIN_X, _MARGIN_Y]))).tolist()
        width = max(width, height / _TALLEST) or 1.0
        height = max(height, width * _FLATTEST)
        x, y = ((low + high) / 2).tolist()
        return cls(x, y, width, height)

    @property
    def ratio(self) -> float:
        """Height over width."""
        return self.height / self.width

    def places(self, codes: np.ndarray) -> np.ndarray:
        """Return shares of the drawing's width, from the left, and of its height, from the top."""
        return np.column_stack([0.5 + (codes[:, 0] - self.x) / self.width, 0.5 - (codes[:, 1] - self.y) / self.height])


def checked_map(codes: ArrayLike, labels: ArrayLike, names: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return codes as floats and labels as whole numbers, one of each for every item.

    Raises
    ------
    InputError
        When the shapes do not fit together or a label has no name.

    Examples
    --------
    >>> checked_map([[0, 1]], [0], ["a"])
    (array([[0., 1.]]), array([0]))
    """
    codes, labels = matrix(codes, what="codes").astype(np.float64), np.asarray(labels)
    if codes.shape[1] != 2:
        raise InputError(f"codes must have shape (n_items, 2); given {codes.shape}")
    if labels.ndim != 1 or labels.dtype.kind not in "iu":
        raise InputError(f"labels must be one whole number for each item; given {labels.dtype} {labels.shape}")
    same_length(len(labels), len(codes), what="labels")
    if int(labels.max()) >= len(names):
        nameless = sorted({int(label) for label in labels if label >= len(names)})
        raise InputError(f"labels must index the {len(names)} names; these have none: {few(nameless)}")
    return codes, labels


def by_size(labels: np.ndarray) -> list[int]:
    """Return the labels that occur, the commonest first; negative ones are none.

    Examples
    --------
    >>> by_size(np.array([2, 0, 2, -1]))
    [2, 0]
    """
    found, counts = np.unique(labels[labels >= 0], return_counts=True)
    return [int(label) for label in found[np.argsort(-counts, kind="stable")]]


def ranks_of(labels: np.ndarray) -> np.ndarray:
    """Return the place of each item's region by size, (n_items,); -1 for none.

    Examples
    --------
    >>> ranks_of(np.array([2, 0, 2, -1])).tolist()
    [0, 1, 0, -1]
    """
    order = by_size(labels)
    rank_of = np.full(max(int(labels.max()), 0) + 2, -1)  # the last is that of label -1
    rank_of[order] = np.arange(len(order))
    return rank_of[np.maximum(labels, -1)]


def middle(places: np.ndarray) -> np.ndarray:
    """Return the middle of a region, (2,): the median of its places, which strays do not move.

    Examples
    --------
    >>> middle(np.array([[0.0, 0.0], [1.0, 1.0], [1.0, 9.0]])).tolist()
    [1.0, 1.0]
    """
    return np.median(places, axis=0)


def core(places: np.ndarray, ratio: float) -> np.ndarray | None:
    """Return the corners of the hull of a region's core, (n_corners, 2); None where its items are few or in one line.

    Parameters
    ----------
    places :
        (n_items, 2), shares of the drawing's width and height.
    ratio :
        Height over width of the drawing.

    Examples
    --------
    >>> core(np.array([[0.0, 0.0], [1.0, 1.0]]), 1.0) is None
    True
    """
    from scipy.spatial import ConvexHull, QhullError

    if len(places) < _FEWEST_IN_REGION:
        return None
    distance = np.linalg.norm((places - middle(places)) * [1, ratio], axis=1)
    nearest = places[np.argsort(distance, kind="stable")[: math.ceil(len(places) * _CORE)]]
    try:
        return nearest[ConvexHull(nearest).vertices]
    except QhullError:
        return None
