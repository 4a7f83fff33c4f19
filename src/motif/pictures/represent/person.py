"""Each person alone: one alpha for all people, taken apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

import cv2
import numpy as np

__all__ = ["each_person"]

_CORE = 0.5  # of a piece's greatest depth: what lies deeper is the core of a body
_LEAST_CORE = 0.4  # of the piece's largest core: a smaller one is no second body
_SURE = 0.9  # alpha of what certainly belongs to somebody
_LEAST = 0.25  # of the deepest person's depth, where sure: what is shallower is a scrap, not a person
_LONGEST = 320  # long side at which bodies are told apart, pixels


class _People(Sequence[np.ndarray]):
    """One alpha and, at a small size, whom each of its pixels belongs to; an alpha of one is made when asked for."""

    def __init__(self, alpha: np.ndarray, owner: np.ndarray, numbers: Sequence[int]) -> None:
        self._alpha, self._owner, self._numbers = alpha, owner, numbers

    @overload
    def __getitem__(self, at: int) -> np.ndarray: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[np.ndarray]: ...
    def __getitem__(self, at: int | slice) -> np.ndarray | Sequence[np.ndarray]:
        if isinstance(at, slice):
            return _People(self._alpha, self._owner, self._numbers[at])
        own = (self._owner == self._numbers[at]).astype(np.uint8)
        own = cv2.resize(own, self._alpha.shape[::-1], interpolation=cv2.INTER_NEAREST)
        return self._alpha * own

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[np.ndarray]:
        return (self[i] for i in range(len(self)))


def each_person(alpha: np.ndarray) -> Sequence[np.ndarray]:
    """Return the alpha of each person alone, from left to right, made when it is asked for.

    Pieces that do not touch are different people. A piece is taken apart where it holds several bodies: its pixels
    deeper than half of its greatest depth are cores, and each pixel goes to the nearest core. People who overlap, or
    differ much in size, stay together; arms spread wide may be split. Ours.

    Parameters
    ----------
    alpha :
        (height, width) float32 in [0, 1].

    Returns
    -------
    Alphas of the same shape that add up to the given one, scraps left out that are nowhere a quarter as deep as
    the deepest person, where the alpha is sure; none when nobody is there.

    Examples
    --------
    >>> alpha = np.zeros((40, 90), np.float32)
    >>> alpha[10:, 10:30] = alpha[10:, 60:80] = 1
    >>> [int(one.sum()) for one in each_person(alpha)]
    [600, 600]
    """
    scale = min(1.0, _LONGEST / max(alpha.shape))
    size = tuple(max(1, round(side * scale)) for side in alpha.shape[::-1])
    small = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
    labels = _bodies((small > 0.5).astype(np.uint8))
    if not labels.any():
        return ()
    deepest = _deepest(_depth((small >= _SURE).astype(np.uint8)), labels, int(labels.max()) + 1)
    deepest[0] = -1  # what belongs to nobody
    kept = np.flatnonzero(deepest >= _LEAST * deepest.max()).tolist()
    kept.sort(key=lambda number: float(np.nonzero(labels == number)[1].mean()))
    return _People(alpha, _spread(labels), kept)


def _bodies(shape: np.ndarray) -> np.ndarray:
    """Return the number of the body that each pixel of the shape belongs to, 0 outside."""
    n_pieces, pieces = cv2.connectedComponents(shape)
    depth = _depth(shape)
    deepest = _deepest(depth, pieces, n_pieces)
    n_cores, cores = cv2.connectedComponents(((depth >= _CORE * deepest[pieces]) & (shape > 0)).astype(np.uint8))
    areas = np.bincount(cores.ravel(), minlength=n_cores)
    home = np.zeros(n_cores, np.int64)
    home[cores.ravel()] = pieces.ravel()
    largest = np.array([areas[1:].max(initial=0, where=home[1:] == piece) for piece in range(n_pieces)])
    small = areas < _LEAST_CORE * largest[home]
    cores[small[cores]] = 0
    bodies = np.zeros_like(cores)
    for piece in range(1, n_pieces):
        here = pieces == piece
        bodies[here] = _spread(np.where(here, cores, 0))[here]
    return bodies


def _depth(shape: np.ndarray) -> np.ndarray:
    """Return each pixel's distance to the end of the shape, which ends at the latest where the picture does."""
    framed = cv2.copyMakeBorder(shape, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    return cv2.distanceTransform(framed, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)[1:-1, 1:-1]


def _deepest(depth: np.ndarray, labels: np.ndarray, n_labels: int) -> np.ndarray:
    """Return the greatest depth under each label."""
    deepest = np.zeros(n_labels, depth.dtype)
    np.maximum.at(deepest, labels.reshape(-1).astype(np.intp), depth.reshape(-1))
    return deepest


def _spread(labels: np.ndarray) -> np.ndarray:
    """Return the label of the nearest labelled pixel, for every pixel."""
    _, nearest = cv2.distanceTransformWithLabels(
        (labels == 0).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    of_pixel = np.zeros(int(nearest.max()) + 1, np.int32)
    of_pixel[nearest[labels > 0]] = labels[labels > 0]
    return of_pixel[nearest]
