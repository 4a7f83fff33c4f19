"""Rows of a matrix, dense or sparse: made one long, and kept as plain arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

__all__ = ["packed", "row_squares", "unit_rows", "unpacked"]


def unit_rows(X: Any) -> Any:
    """Return the rows with length 1, in the float type of X, dense or CSR; rows of zeros stay.

    No square leaves the range of numbers, so that rows of 1e-200 or 1e200 have their direction too.

    Parameters
    ----------
    X :
        (n_items, n_features), dense or CSR, finite.

    Examples
    --------
    >>> unit_rows(np.array([[3.0, 4.0], [0.0, 0.0], [1e-200, 0.0]]))
    array([[0.6, 0.8],
           [0. , 0. ],
           [1. , 0. ]])
    """
    if sparse.issparse(X):
        return _sparse_unit_rows(X)
    kind = X.dtype if X.dtype.kind == "f" else np.float64
    rows = X.astype(np.float64)
    peaks = np.maximum(rows.max(axis=1, keepdims=True), -rows.min(axis=1, keepdims=True))
    rows /= np.where(peaks > 0, peaks, 1)
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))[:, None]
    rows /= np.where(lengths > 0, lengths, 1)
    return rows.astype(kind, copy=False)


def _sparse_unit_rows(X: Any) -> sparse.csr_array:
    rows = sparse.csr_array(X, dtype=np.float64, copy=True)
    rows.sum_duplicates()
    rows.eliminate_zeros()
    counts = np.diff(rows.indptr)
    peaks = np.asarray(abs(rows).max(axis=1).toarray()).ravel()
    rows.data /= np.repeat(peaks, counts)
    rows.data /= np.repeat(np.sqrt(row_squares(rows)), counts)
    return rows.astype(X.dtype) if X.dtype.kind == "f" else rows


def row_squares(rows: sparse.csr_array) -> np.ndarray:
    """Return the squared length of each row of a CSR matrix, (n_items,).

    Examples
    --------
    >>> row_squares(sparse.csr_array([[3.0, 4.0]]))
    array([25.])
    """
    return np.asarray(rows.multiply(rows).sum(axis=1)).ravel()


def packed(X: Any) -> Any:
    """Return a matrix as plain arrays, which can be saved: itself, or the parts of a CSR matrix by name.

    Examples
    --------
    >>> sorted(packed(sparse.csr_array(np.eye(2))))
    ['data', 'indices', 'indptr', 'shape']
    """
    if not sparse.issparse(X):
        return X
    return {"data": X.data, "indices": X.indices, "indptr": X.indptr, "shape": X.shape}


def unpacked(kept: Any) -> Any:
    """Return the matrix that `packed` took apart.

    Examples
    --------
    >>> unpacked(packed(sparse.csr_array(np.eye(2)))).toarray()
    array([[1., 0.],
           [0., 1.]])
    """
    if not isinstance(kept, dict):
        return kept
    return sparse.csr_array((kept["data"], kept["indices"], kept["indptr"]), shape=kept["shape"])
