"""Each person alone: one alpha for all people, taken apart."""

from __future__ import annotations

import cv2
import numpy as np
from scipy import ndimage

__all__ = ["each_person"]

_CORE = 0.5  # of a piece's greatest depth: what lies deeper is the core of a body
_LEAST_CORE = 0.4  # of the piece's largest core: a smaller one is no second body
_LEAST = 0.02  # of the largest person: less is a scrap, not a person
_LONGEST = 320  # long side at which bodies are told apart, pixels


def each_person(alpha: np.ndarray) -> list[np.ndarray]:
    """Return the alpha of each person alone, from left to right.

    Pieces that do not touch are different people. A piece is taken apart where it holds several bodies: its pixels
    deeper than half of its greatest depth are cores, and each pixel goes to the nearest core. People who overlap, or
    differ much in size, stay together; arms spread wide may be split. Ours.

    Parameters
    ----------
    alpha :
        (height, width) float32 in [0, 1].

    Returns
    -------
    Alphas of the same shape that add up to the given one, scraps smaller than 0.02 of the largest person left out;
    none when nobody is there.

    Examples
    --------
    >>> alpha = np.zeros((40, 90), np.float32)
    >>> alpha[10:, 10:30] = alpha[10:, 60:80] = 1
    >>> [int(one.sum()) for one in each_person(alpha)]
    [600, 600]
    """
    scale = min(1.0, _LONGEST / max(alpha.shape))
    size = tuple(max(1, round(side * scale)) for side in alpha.shape[::-1])
    shape = (cv2.resize(alpha, size, interpolation=cv2.INTER_AREA) > 0.5).astype(np.uint8)
    labels = _bodies(shape)
    areas = np.bincount(labels.ravel())[1:]
    if not areas.size:
        return []
    kept = [number for number in range(1, len(areas) + 1) if areas[number - 1] >= _LEAST * areas.max()]
    kept.sort(key=lambda number: float(np.nonzero(labels == number)[1].mean()))
    owner = cv2.resize(_spread(labels), alpha.shape[::-1], interpolation=cv2.INTER_NEAREST)
    return [alpha * (owner == number) for number in kept]


def _bodies(shape: np.ndarray) -> np.ndarray:
    """Return the number of the body that each pixel of the shape belongs to, 0 outside."""
    n_pieces, pieces = cv2.connectedComponents(shape)
    framed = cv2.copyMakeBorder(shape, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)  # bodies end where the picture ends
    depth = cv2.distanceTransform(framed, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)[1:-1, 1:-1]
    deepest = ndimage.maximum(depth, pieces, np.arange(n_pieces))
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


def _spread(labels: np.ndarray) -> np.ndarray:
    """Return the label of the nearest labelled pixel, for every pixel."""
    _, nearest = cv2.distanceTransformWithLabels(
        (labels == 0).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    of_pixel = np.zeros(int(nearest.max()) + 1, np.int32)
    of_pixel[nearest[labels > 0]] = labels[labels > 0]
    return of_pixel[nearest]
