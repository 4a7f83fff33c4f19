"""Clusters: items gathered around centres."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
from sklearn import cluster
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, ClusterMixin, TransformerMixin
from sklearn.metrics.pairwise import euclidean_distances, pairwise_distances_argmin
from sklearn.utils import Tags
from threadpoolctl import threadpool_limits

from motif.core.check import integer
from motif.core.errors import InputError
from motif.core.seed import integer_seed
from motif.represent.estimator import matrix_to_fit, matrix_to_use

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["KMeans"]


class KMeans(ClassNamePrefixFeaturesOutMixin, TransformerMixin, ClusterMixin, BaseEstimator):
    """Gathers items around `n_clusters` centres so that the sum of squared distances to them is small.

    Lloyd's algorithm from seeds by k-means++, both scikit-learn's, at one thread: the same seed gives the same bytes on
    one machine, whatever else it is doing. It finds a local optimum; `n_init` runs keep the best.

    Parameters
    ----------
    n_clusters :
        How many, in [1, n_items].
    n_init :
        How many runs from other seeds; "auto" is one.
    max_iter :
        The most rounds of one run, at least 1.
    random_state :
        Where chance comes from; None is unpredictable.

    Attributes
    ----------
    cluster_centers_ :
        (n_clusters, n_features), in the float type of X.
    labels_ :
        (n_items,): the nearest centre of each item, in [0, n_clusters); what `predict` says of the same items.
    inertia_ :
        The sum of squared distances from items to their centre; lower is tighter.
    n_iter_ :
        The rounds of the best run.

    Raises
    ------
    InputError
        For more clusters than items, settings out of range, and what is no finite matrix.

    Notes
    -----
    Follows Lloyd 1982 and Arthur and Vassilvitskii 2007. Centres say nothing about whether there are clusters at all:
    set the result beside a null.

    Examples
    --------
    >>> model = KMeans(n_clusters=2, random_state=0).fit([[0.0], [1.0], [10.0], [11.0]])
    >>> sorted(model.cluster_centers_.ravel().tolist()), model.inertia_
    ([0.5, 10.5], 1.0)
    >>> bool(model.predict([[0.2]])[0] == model.labels_[0])
    True
    """

    def __init__(
        self,
        n_clusters: int = 8,
        *,
        n_init: int | Literal["auto"] = "auto",
        max_iter: int = 300,
        random_state: RandomState = None,
    ) -> None:
        self.n_clusters = n_clusters
        self.n_init = n_init
        self.max_iter = max_iter
        self.random_state = random_state

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Find the centres; X is (n_items, n_features), dense or sparse."""
        X = matrix_to_fit(self, X, accept_sparse=True)
        lloyd = self._lloyd(n_items=X.shape[0])
        with threadpool_limits(limits=1):  # threads would sum in an order that changes from run to run
            lloyd.fit(X)
            self.cluster_centers_ = np.ascontiguousarray(lloyd.cluster_centers_)
            self.labels_ = pairwise_distances_argmin(X, self.cluster_centers_)
        self.inertia_ = float(lloyd.inertia_)
        self.n_iter_ = int(lloyd.n_iter_)
        return self

    def _lloyd(self, *, n_items: int) -> cluster.KMeans:
        n_clusters = integer(self.n_clusters, what="n_clusters", low=1)
        if n_clusters > n_items:
            raise InputError(f"n_clusters={n_clusters} asked of n_samples={n_items}; give at most one cluster an item")
        n_init = self.n_init if self.n_init == "auto" else integer(self.n_init, what="n_init", low=1)
        max_iter = integer(self.max_iter, what="max_iter", low=1)
        seed = integer_seed(self.random_state)
        return cluster.KMeans(n_clusters, n_init=n_init, max_iter=max_iter, random_state=seed)

    def predict(self, X: Any) -> np.ndarray:
        """Return the nearest centre of each item, (n_items,), in [0, n_clusters)."""
        X = matrix_to_use(self, X, accept_sparse=True)
        return pairwise_distances_argmin(X, self.cluster_centers_)

    def transform(self, X: Any) -> np.ndarray:
        """Return the distance from each item to each centre, (n_items, n_clusters)."""
        X = matrix_to_use(self, X, accept_sparse=True)
        return euclidean_distances(X, self.cluster_centers_)

    @property
    def _n_features_out(self) -> int:
        return len(self.cluster_centers_)

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags
