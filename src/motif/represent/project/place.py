"""New items on a map that stands: each goes between the places of its nearest known items."""

from __future__ import annotations

import numpy as np

from motif.represent.project.near import nearest

__all__ = ["distinct_rows", "place"]

_ROWS_BYTES = 64 << 20  # of differences to neighbours at a time


def distinct_rows(X: np.ndarray) -> np.ndarray:
    """Return the positions of the first of each set of equal rows, in order.

    Parameters
    ----------
    X :
        (n_items, n_features); 0 and -0 are equal.

    Examples
    --------
    >>> distinct_rows(np.array([[1.0, 0.0], [2.0, 0.0], [1.0, -0.0]])).tolist()
    [0, 1]
    """
    rows = np.ascontiguousarray(X + 0.0)  # which makes 0 of -0
    whole = rows.view(np.dtype((np.void, rows.itemsize * rows.shape[1]))).ravel()
    _, first = np.unique(whole, return_index=True)
    return np.sort(first)


def place(X: np.ndarray, known: np.ndarray, codes: np.ndarray, *, n_neighbors: int) -> np.ndarray:
    """Return the places of items on a map of known items, (n_items, n_components), in the float type of X.

    An item goes to the mean place of its nearest known items, weighted by (1 / d - 1 / d')^2, where d is the distance
    to each and d' that to the first one which is no longer counted. So a known item keeps its own place, and places
    change smoothly where neighbours come and go. Each item is placed by itself.

    Parameters
    ----------
    X :
        (n_items, n_features).
    known :
        (n_known, n_features), no two rows equal.
    codes :
        (n_known, n_components): where they are on the map.
    n_neighbors :
        How many known items decide, at least 1.

    Notes
    -----
    The weights are those of Franke and Little (Franke 1982) with a reach of its own for each item.

    Examples
    --------
    >>> place(np.array([[1.0], [5.0]]), np.array([[0.0], [2.0], [5.0]]), np.array([[0.0], [1.0], [9.0]]), n_neighbors=2)
    array([[0.5],
           [9. ]])
    """
    n_asked = min(n_neighbors + 1, len(known))
    _, positions = nearest(known, X, n_asked)
    distances = _distances(X, known, positions)
    weights = _weights(distances, reach=n_asked > n_neighbors)
    return np.einsum("ij,ijk->ik", weights, codes[positions].astype(np.float64)).astype(X.dtype)


def _distances(X: np.ndarray, known: np.ndarray, positions: np.ndarray) -> np.ndarray:
    """Distances to the neighbours from differences in float64: 0 for a known item, the same alone or among others."""
    distances = np.empty(positions.shape)
    n_rows = max(1, _ROWS_BYTES // (8 * positions.shape[1] * X.shape[1]))
    for start in range(0, len(X), n_rows):
        rows = slice(start, start + n_rows)
        apart = known[positions[rows]].astype(np.float64)
        apart -= X[rows, None]
        distances[rows] = np.sqrt(np.einsum("ijk,ijk->ij", apart, apart))
    return distances


def _weights(distances: np.ndarray, *, reach: bool) -> np.ndarray:
    """(n_items, n_asked), rows that sum to 1; with a reach, the farthest of the asked counts nothing."""
    nearest_one = distances.min(axis=1, keepdims=True)
    closeness = np.ones_like(distances)
    np.divide(nearest_one, distances, out=closeness, where=distances > 0)  # 1 for the nearest, also where it is at 0
    if reach:
        farthest = distances.max(axis=1, keepdims=True)
        closeness *= 1 - np.divide(distances, farthest, out=np.zeros_like(distances), where=farthest > 0)
    weights = closeness**2
    total = weights.sum(axis=1, keepdims=True)
    return np.where(total > 0, weights / np.where(total > 0, total, 1), 1 / distances.shape[1])
