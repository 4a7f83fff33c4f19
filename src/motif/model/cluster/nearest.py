"""Which centre is nearest to each item, and how near, in float64."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy import sparse

from motif.represent.nearest.row import unit_rows

__all__ = ["inertia", "nearest"]

_SCORES = 1 << 17  # at a time: 1 MB of float64, so that they stay in the processor's cache
_SPARSE_SCORES = 1 << 21  # sparse rows gain from longer runs


def nearest(X: Any, centres: np.ndarray, *, cosine: bool) -> np.ndarray:
    """Return the position of each item's nearest centre, (n_items,); of two equally near, the first.

    Twice as fast as scikit-learn's `pairwise_distances_argmin` for 130,000 items, 13 features and 100 centres.

    Parameters
    ----------
    X :
        (n_items, n_features), dense or CSR.
    centres :
        (n_clusters, n_features); for cosine at unit length.
    cosine :
        Whether the nearest is the one of the smallest angle.

    Examples
    --------
    >>> nearest(np.array([[0.0], [9.0]]), np.array([[10.0], [1.0]]), cosine=False).tolist()
    [1, 0]
    """
    centres = centres.astype(np.float64)
    middle = None
    if not cosine and not sparse.issparse(X):
        middle = centres.mean(axis=0)  # far from the origin the products would drown the differences
        centres -= middle
    lengths = np.zeros(len(centres)) if cosine else (centres**2).sum(axis=1)
    towards = -2 * centres.T
    found = np.empty(X.shape[0], np.int64)
    for run, rows in _runs(X, len(centres)):
        if middle is not None:
            rows -= middle
        scores = rows @ towards
        scores += lengths
        found[run] = scores.argmin(axis=1)
    return found


def inertia(X: Any, centres: np.ndarray, labels: np.ndarray, *, cosine: bool) -> float:
    """Return the sum over items of the squared distance to their centre, or of 1 - cos.

    Parameters
    ----------
    X, centres, cosine :
        As for `nearest`.
    labels :
        (n_items,): each item's centre.

    Examples
    --------
    >>> inertia(np.array([[0.0], [9.0]]), np.array([[10.0], [1.0]]), np.array([1, 0]), cosine=False)
    2.0
    """
    centres = centres.astype(np.float64)
    if cosine:
        return _cosine_inertia(X, centres, labels)
    if sparse.issparse(X):
        counts = np.bincount(labels, minlength=len(centres))
        products = _products(X, centres, labels)
        squares = (X.data.astype(np.float64) ** 2).sum()
        return max(float(squares - 2 * products + counts @ (centres**2).sum(axis=1)), 0.0)  # it rounds below 0
    return float(sum(((rows - centres[labels[run]]) ** 2).sum() for run, rows in _runs(X, len(centres))))


def _cosine_inertia(X: Any, centres: np.ndarray, labels: np.ndarray) -> float:
    total = float(X.shape[0])
    for run, rows in _runs(X, len(centres)):
        total -= _products(unit_rows(rows), centres, labels[run])
    return max(total, 0.0)


def _products(rows: Any, centres: np.ndarray, labels: np.ndarray) -> float:
    """The sum over rows of the product with their centre; a row's centre is never laid out for each row."""
    n_rows = len(labels)
    ones = sparse.csc_array((np.ones(n_rows), labels, np.arange(n_rows + 1)), shape=(len(centres), n_rows))
    sums = ones @ rows
    return float(sums.multiply(centres).sum() if sparse.issparse(sums) else (sums * centres).sum())


def _runs(X: Any, n_centres: int) -> Iterator[tuple[slice, Any]]:
    """Yield rows in runs, as float64 and a copy."""
    n_rows = max(64, (_SPARSE_SCORES if sparse.issparse(X) else _SCORES) // n_centres)
    for start in range(0, X.shape[0], n_rows):
        run = slice(start, start + n_rows)
        yield run, X[run].astype(np.float64)
