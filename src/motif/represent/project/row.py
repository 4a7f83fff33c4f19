"""Rows of a map's matrix, dense or sparse, told apart."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

__all__ = ["distinct_rows"]


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
