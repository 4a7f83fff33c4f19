"""Distances measured by how dense it is where the items lie, so that no item is everybody's neighbour.

In many dimensions a few items, the hubs, are among the nearest of very many others without being like them. Dividing a
distance by what is usual around both of its ends takes that away. These are functions of distances and no estimator: a
column a fitted item is no matrix to work on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from motif.core.check import integer, matrix, same_length
from motif.core.errors import InputError
from motif.represent.nearest import Metric, nearest
from motif.represent.nearest.search import without_own

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["hubness", "local_scales", "local_scaling"]


def local_scales(
    X: Any,
    queries: Any = None,
    *,
    n_neighbors: int = 7,
    n_sampled: int | None = None,
    metric: Metric = "euclidean",
) -> np.ndarray:
    """Return how far each item's neighbourhood reaches: the distance to its n-th nearest item of X.

    Parameters
    ----------
    X :
        (n_items, n_features), dense or sparse, at least 2 rows.
    queries :
        (n_queries, n_features); None asks for the rows of X, whose neighbours are the other rows.
    n_neighbors :
        Which neighbour, at least 1; the last where there are fewer. 7 is Zelnik-Manor and Perona's.
    n_sampled :
        Among how many rows of X, evenly spread over it, neighbours are looked for, at least 2: the reach is larger then
        for all, and much the same beside the others', at n_queries x n_sampled distances. None looks among all.
    metric :
        "euclidean" or "cosine".

    Returns
    -------
    (n_queries,), float64; 0 where there are so many duplicates.

    Examples
    --------
    >>> local_scales([[0.0], [1.0], [3.0], [100.0]], n_neighbors=1)
    array([ 1.,  1.,  2., 97.])
    """
    n_neighbors = integer(n_neighbors, what="n_neighbors", low=1)
    if n_sampled is not None:
        n_sampled = integer(n_sampled, what="n_sampled", low=2)
        X = sparse.csr_array(X) if sparse.issparse(X) else matrix(X)
        if n_sampled < X.shape[0]:
            return _among(n_sampled, X, queries, n_neighbors, metric)
    distances, _ = nearest(X, queries, n_neighbors, metric=metric)
    if not distances.shape[1]:
        raise InputError("one item has no neighbourhood; give at least 2")
    return distances[:, -1]


def _among(n_sampled: int, X: Any, queries: Any, n_neighbors: int, metric: Metric) -> np.ndarray:
    sampled = np.linspace(0, X.shape[0] - 1, n_sampled).round().astype(int)
    if queries is not None:
        return nearest(X[sampled], queries, n_neighbors, metric=metric)[0][:, -1]
    distances, found = nearest(X[sampled], X, n_neighbors + 1, metric=metric)
    return without_own(distances, sampled[found], np.arange(X.shape[0]))[0][:, -1]


def local_scaling(distances: ArrayLike, query_scales: ArrayLike, item_scales: ArrayLike) -> np.ndarray:
    """Return distances as one sees them from both ends: 1 - exp(-d^2 / (s t)), in [0, 1].

    Here s and t are the scales of the two items. What lies well inside both neighbourhoods comes near 0, what lies
    outside of both near 1; the order of the distances from one item may change.

    Parameters
    ----------
    distances :
        (n_queries, n_items), at least 0.
    query_scales, item_scales :
        (n_queries,) and (n_items,), at least 0, as `local_scales` returns them. Where one is 0, all but equal items are
        as far as can be.

    Raises
    ------
    InputError
        For lengths that do not fit and for numbers below 0.

    Notes
    -----
    One minus the affinity of Zelnik-Manor and Perona 2004; used against hubs by Schnitzer et al. 2012, section 3.1.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [3.0], [100.0]])
    >>> scales = local_scales(X, n_neighbors=1)
    >>> local_scaling(abs(X - X.T), scales, scales)[3].round(2)  # to the lonely item, all are rather far
    array([1., 1., 1., 0.])
    """
    d = matrix(distances, what="distances").astype(np.float64)
    s, t = np.asarray(query_scales, dtype=np.float64), np.asarray(item_scales, dtype=np.float64)
    same_length(s.size, d.shape[0], what="query_scales", other="rows of distances")
    same_length(t.size, d.shape[1], what="item_scales", other="columns of distances")
    if not (d.min() >= 0 and s.min() >= 0 and t.min() >= 0):
        raise InputError("distances and scales must be at least 0, and some are not")
    usual = np.sqrt(s)[:, None] * np.sqrt(t)  # of roots, so that no product leaves the range of float64
    with np.errstate(over="ignore"):  # infinitely far is 1
        ratio = np.divide(d, usual, out=np.where(d > 0, np.inf, 0.0), where=usual > 0)
        return -np.expm1(-(ratio**2))


def hubness(positions: ArrayLike, n_items: int) -> float:
    """Return how unevenly items occur among others' nearest: the skewness of their counts.

    Parameters
    ----------
    positions :
        (n_queries, n_neighbors), positions of the nearest items.
    n_items :
        How many items could be named.

    Returns
    -------
    0 where counts lie evenly around their mean; above 1 there are hubs (Radovanović et al. 2010, section 2).

    Examples
    --------
    >>> round(hubness([[0], [0], [0], [0], [1]], n_items=5), 2)
    1.29
    """
    named = np.asarray(positions)
    n_items = integer(n_items, what="n_items", low=1)
    if named.dtype.kind not in "iu" or not named.size or named.min() < 0 or named.max() >= n_items:
        raise InputError(f"positions must be whole numbers in [0, {n_items - 1}], at least one")
    counts = np.bincount(named.ravel(), minlength=n_items).astype(np.float64)
    off = counts - counts.mean()
    spread = counts.std()
    return float((off**3).mean() / spread**3) if spread > 0 else 0.0
