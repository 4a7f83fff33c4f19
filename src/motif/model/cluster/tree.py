"""Clusters from a tree of merges, bottom up: the closest two are joined, again and again."""

from __future__ import annotations

from typing import Any, Literal, Self, get_args

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils import Tags
from threadpoolctl import threadpool_limits

from motif.core.check import in_choices, integer
from motif.core.errors import InputError
from motif.model.cluster.merge import merges_of
from motif.represent.estimator import matrix_to_fit, require_fitted
from motif.represent.nearest import METRICS, Metric
from motif.represent.nearest.row import unit_rows

__all__ = ["Agglomerative", "Linkage"]

Linkage = Literal["complete", "average", "single", "ward"]
_MOST_BYTES = 12 * 10**9  # of distances


class Agglomerative(ClusterMixin, BaseEstimator):
    """Joins the two closest clusters, starting from every item alone, until `n_clusters` are left.

    The whole tree is kept: `cut` gives any other number of clusters without another fit. There is no `predict`: a tree
    says nothing of items that were not in it.

    Parameters
    ----------
    n_clusters :
        How many, in [1, n_items].
    linkage :
        How far two clusters are apart: "complete" as their farthest items, "average" as all pairs on average, "single"
        as their nearest items, "ward" by how much the sum of squares would grow (euclidean only).
    metric :
        How far two items are apart: "euclidean", or "cosine" as 1 - cos, in [0, 2]; a row of zeros is at 1 from all.

    Attributes
    ----------
    labels_ :
        (n_items,), in [0, n_clusters), numbered in the order in which the items show them.
    n_clusters_ :
        How many clusters; always `n_clusters`.
    merges_ :
        (n_items - 1, 4): each merge's two nodes, their distance and how many items are below it, nearest first, as
        `scipy.cluster.hierarchy` writes a tree (which can draw it).

    Raises
    ------
    InputError
        For more clusters than items, more items than a square of distances can hold, settings out of range, and what
        is no finite matrix.

    Notes
    -----
    Nearest-neighbour chains with the updates of Lance and Williams 1967 (Murtagh 1983), on a square of distances by
    BLAS: time and memory grow with n_items squared, 4 n_items**2 bytes for cosine of a float32 X and 8 n_items**2
    otherwise (0.1 GB and 0.2 GB for 5,000 items). More than 12 GB are refused (some 38,000 items; half an
    hour): take `KMeans`. Where distances tie,
    another order of items can give another tree.

    Examples
    --------
    >>> model = Agglomerative(n_clusters=2).fit([[0.0], [10.0], [1.0], [11.0]])
    >>> model.labels_.tolist(), model.merges_[:, 2].tolist()
    ([0, 1, 0, 1], [1.0, 1.0, 11.0])
    >>> model.cut(3).tolist()
    [0, 1, 0, 2]
    """

    def __init__(self, n_clusters: int = 8, *, linkage: Linkage = "complete", metric: Metric = "euclidean") -> None:
        self.n_clusters = n_clusters
        self.linkage = linkage
        self.metric = metric

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Grow the tree and cut it; X is (n_items, n_features), dense or sparse."""
        X = matrix_to_fit(self, X, accept_sparse=True)
        in_choices(self.linkage, get_args(Linkage), what="linkage")
        in_choices(self.metric, METRICS, what="metric")
        if self.linkage == "ward" and self.metric != "euclidean":
            raise InputError(f"linkage='ward' needs metric='euclidean', not {self.metric!r}; take 'average'")
        n_clusters = _fitting(self.n_clusters, n_items=X.shape[0])
        _refuse_large(X.shape[0], X.dtype.itemsize if self.metric == "cosine" else 8)
        with threadpool_limits(limits=1):  # threads would sum in an order that changes from run to run
            squared = self.linkage in ("ward", "complete", "single") and self.metric == "euclidean"
            self.merges_ = merges_of(_distances(X, self.metric, squared=squared), self.linkage)
        if squared:
            self.merges_[:, 2] = np.sqrt(self.merges_[:, 2])
        self.labels_ = _cut(self.merges_, n_clusters)
        self.n_clusters_ = n_clusters
        return self

    def cut(self, n_clusters: int) -> np.ndarray:
        """Return the labels at another number of clusters, (n_items,), numbered in the order of the items.

        Raises
        ------
        NotFitted
            Before the fit.
        InputError
            For more clusters than items.
        """
        require_fitted(self)
        return _cut(self.merges_, _fitting(n_clusters, n_items=len(self.merges_) + 1))

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags


def _fitting(n_clusters: int, *, n_items: int) -> int:
    n_clusters = integer(n_clusters, what="n_clusters", low=1)
    if n_clusters > n_items:
        raise InputError(f"n_clusters={n_clusters} asked of n_samples={n_items}; give at most one cluster an item")
    return n_clusters


def _refuse_large(n_items: int, n_bytes: int) -> None:
    needed = n_items**2 * n_bytes
    if needed > _MOST_BYTES:
        gigabytes = f"{needed / 1e9:,.0f} GB, more than {_MOST_BYTES / 1e9:,.0f}"
        raise InputError(f"all distances of {n_items:,} items need {gigabytes}; take KMeans, or fewer items")


def _distances(X: Any, metric: Metric, *, squared: bool) -> np.ndarray:
    """All distances as a square, exactly symmetric.

    1 - cos loses nothing that matters in float32; a difference of squares would, so "euclidean" is in float64.
    """
    if metric == "cosine":
        products = _products(unit_rows(X))
        np.subtract(1, products, out=products)
    else:
        X = X.astype(np.float64)
        if not sparse.issparse(X):
            X -= X.mean(axis=0)  # far from the origin the products would drown the differences
        products = _products(X)
        lengths = products.diagonal().copy()
        products *= -2
        products += lengths[:, None]
        products += lengths
    np.maximum(products, 0, out=products)
    return products if squared or metric == "cosine" else np.sqrt(products, out=products)


def _products(X: Any) -> np.ndarray:
    products = X @ X.T  # one matrix with itself: BLAS computes a half and mirrors it
    return products.toarray() if sparse.issparse(products) else products


def _cut(merges: np.ndarray, n_clusters: int) -> np.ndarray:
    """Undo the last merges: follow each item up to the last node that is left."""
    n_items = len(merges) + 1
    n_kept = n_items - n_clusters
    up = np.arange(n_items + n_kept)
    pairs = merges[:n_kept, :2].astype(int)
    up[pairs] = np.arange(n_items, n_items + n_kept)[:, None]
    while not np.array_equal(further := up[up], up):
        up = further
    _, first, labels = np.unique(up[:n_items], return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[labels]
