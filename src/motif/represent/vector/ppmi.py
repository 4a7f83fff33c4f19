"""Word vectors without a network: positive pointwise mutual information, reduced by a singular value decomposition."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import svds
from threadpoolctl import threadpool_limits

__all__ = ["information", "reduced"]

_SMOOTHING = 0.75  # of how often a context occurs: Levy, Goldberg and Dagan 2015, section 3.2
_DENSE = 200  # words: below that the whole decomposition is made


def information(together: Any) -> sparse.csr_array:
    """Return how much more often words stand together than chance would have it, in nats; 0 where it is less.

    max(0, log p(word, context) / (p(word) p(context))), the contexts' frequencies raised to 0.75, so that rare contexts
    do not count for everything.

    Parameters
    ----------
    together :
        (n_words, n_words): how often, symmetric.

    Examples
    --------
    >>> information(sparse.csr_array([[0.0, 2.0], [2.0, 0.0]])).toarray().round(3).tolist()
    [[0.0, 0.693], [0.693, 0.0]]
    """
    pairs = sparse.coo_array(together)
    totals = np.asarray(pairs.sum(axis=1)).ravel()
    contexts = totals**_SMOOTHING
    values = np.log(pairs.data) + np.log(contexts.sum())
    values -= np.log(totals[pairs.row]) + np.log(contexts[pairs.col])
    kept = values > 0
    return sparse.csr_array((values[kept], (pairs.row[kept], pairs.col[kept])), shape=pairs.shape)


def reduced(X: Any, n_features: int) -> np.ndarray:
    """Return the first left singular vectors of a matrix as its rows' coordinates, (n_rows, n_features), float32.

    The singular values are left out: without them words come out better (Levy, Goldberg and Dagan 2015, section 3.3,
    and here). Signs are fixed, so that the same matrix gives the same numbers.

    Parameters
    ----------
    X :
        (n_rows, n_columns), sparse.
    n_features :
        At most; fewer where the matrix has fewer directions.

    Examples
    --------
    >>> reduced(sparse.csr_array([[2.0, 0.0], [0.0, 1.0]]), 1).tolist()
    [[1.0], [0.0]]
    """
    with threadpool_limits(limits=1):  # threads would sum in an order that changes from run to run
        if min(X.shape) <= max(_DENSE, n_features + 1):
            left, values, _ = np.linalg.svd(X.toarray(), full_matrices=False)
        else:
            start = np.ones(min(X.shape))
            left, values, _ = svds(X, k=n_features, v0=start, solver="arpack", return_singular_vectors="u")
    order = np.argsort(-values, kind="stable")[:n_features]
    order = order[values[order] > 1e-10 * values.max(initial=0)]
    left = left[:, order]
    peaks = left[np.abs(left).argmax(axis=0), np.arange(len(order))]
    return (left * np.sign(peaks)).astype(np.float32)
