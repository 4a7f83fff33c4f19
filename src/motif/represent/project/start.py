"""Where the layout of a map starts: along the directions in which the items vary most."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import LinearOperator, svds

from motif.represent.project.pca import PCA

__all__ = ["first_axes"]

_SMALL = 2000  # rows or columns up to which all directions are found at once; beyond, only the ones that are wanted


def first_axes(X: Any, n_axes: int, chance: np.random.Generator) -> np.ndarray:
    """Return the items' coordinates along the directions of most variance, (n_items, n_axes), float64.

    Parameters
    ----------
    X :
        (n_items, n_features), dense or CSR, at least 2 rows.
    n_axes :
        How many; those beyond min(n_items, n_features) are 0.
    chance :
        Where the search for directions starts, in large matrices.

    Examples
    --------
    >>> first_axes(np.array([[0.0, 0.0], [3.0, 4.0]]), 1, np.random.default_rng(0)).round(3)
    array([[-2.5],
           [ 2.5]])
    """
    codes = np.zeros((X.shape[0], n_axes))
    n_found = min(n_axes, *X.shape)
    if min(X.shape) > _SMALL:
        codes[:, :n_found] = _searched(X, n_found, chance)
    else:
        dense = X.toarray() if sparse.issparse(X) else X
        codes[:, :n_found] = PCA(n_found).fit(dense).transform(dense)
    return codes


def _searched(X: Any, n_axes: int, chance: np.random.Generator) -> np.ndarray:
    """The first directions by Lanczos' method, on a matrix that is never centred nor copied whole."""
    mean = np.asarray(X.mean(axis=0, dtype=np.float64)).ravel()
    centred = LinearOperator(
        X.shape,
        matvec=lambda v: X @ v.ravel() - mean @ v.ravel(),
        rmatvec=lambda u: X.T @ u.ravel() - mean * u.sum(),
        dtype=np.float64,
    )
    left, lengths, right = svds(centred, k=n_axes, v0=chance.normal(size=min(X.shape)), tol=1e-4)
    order = np.argsort(lengths)[::-1]
    largest = np.abs(right).argmax(axis=1)
    signs = np.where(right[np.arange(n_axes), largest] < 0, -1.0, 1.0)
    return (left * lengths * signs)[:, order]
