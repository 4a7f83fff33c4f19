"""Rows of a map's matrix, dense or sparse: told apart, made one long, and kept as plain arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

__all__ = ["as_directions", "distinct_rows", "packed", "unpacked"]


def distinct_rows(X: Any) -> np.ndarray:
    """Return the positions of the first of each set of equal rows, in order.

    Parameters
    ----------
    X :
        (n_items, n_features), dense or CSR; 0 and -0 are equal.

    Examples
    --------
    >>> distinct_rows(np.array([[1.0, 0.0], [2.0, 0.0], [1.0, -0.0]])).tolist()
    [0, 1]
    """
    if sparse.issparse(X):
        return _distinct_sparse_rows(X)
    rows = np.ascontiguousarray(X + 0.0)  # which makes 0 of -0
    whole = rows.view(np.dtype((np.void, rows.itemsize * rows.shape[1]))).ravel()
    _, first = np.unique(whole, return_index=True)
    return np.sort(first)


def _distinct_sparse_rows(X: Any) -> np.ndarray:
    tidy = sparse.csr_array(X, copy=True)
    tidy.sum_duplicates()
    tidy.eliminate_zeros()
    seen: dict[tuple[bytes, bytes], int] = {}
    for row, (start, end) in enumerate(zip(tidy.indptr, tidy.indptr[1:], strict=False)):
        seen.setdefault((tidy.indices[start:end].tobytes(), tidy.data[start:end].tobytes()), row)
    return np.fromiter(seen.values(), dtype=np.int64)


def as_directions(X: Any) -> Any:
    """Return the rows with length 1, in the float type of X, dense or CSR; rows of zeros stay.

    Examples
    --------
    >>> as_directions(np.array([[3.0, 4.0], [0.0, 0.0]]))
    array([[0.6, 0.8],
           [0. , 0. ]])
    """
    if sparse.issparse(X):
        values, counts = X.astype(np.float64), np.diff(X.indptr)
        lengths = np.sqrt(np.asarray(values.multiply(values).sum(axis=1)).ravel())
        data = values.data / np.repeat(np.where(lengths > 0, lengths, 1), counts)
        return sparse.csr_array((data.astype(X.dtype), X.indices, X.indptr), shape=X.shape)
    values = X.astype(np.float64)
    lengths = np.sqrt(np.einsum("ij,ij->i", values, values))[:, None]
    return (values / np.where(lengths > 0, lengths, 1)).astype(X.dtype)


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
