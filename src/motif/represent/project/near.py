"""Nearest items of a map: by distance, or by angle."""

from __future__ import annotations

import numpy as np
from sklearn.neighbors import NearestNeighbors

__all__ = ["nearest", "nearest_others"]


def nearest(X: np.ndarray, queries: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    distances, positions = NearestNeighbors(n_neighbors=n, algorithm="brute").fit(X).kneighbors(queries)
    return distances, positions


def nearest_others(X: np.ndarray, n: int) -> np.ndarray:
    """Return the positions of the n nearest other items of each item, (n_items, n), nearest first.

    Examples
    --------
    >>> nearest_others(np.array([[0.0], [1.0], [3.0]]), 1).ravel().tolist()
    [1, 0, 1]
    """
    _, positions = nearest(X, X, n + 1)
    own = positions == np.arange(len(X))[:, None]
    own[~own.any(axis=1), -1] = True  # more items at distance 0 than asked for: the last one goes instead
    return positions[~own].reshape(len(X), n)
