"""Clusters where items lie dense; what lies between them is left unassigned."""

from __future__ import annotations

from typing import Any, Literal, Self, get_args

import numpy as np
from sklearn import cluster
from sklearn.base import BaseEstimator, ClusterMixin
from threadpoolctl import threadpool_limits

from motif.core.check import in_choices, in_range, integer
from motif.core.errors import InputError
from motif.represent.estimator import matrix_to_fit
from motif.represent.nearest import METRICS, Metric
from motif.represent.nearest.row import unit_rows

__all__ = ["HDBSCAN", "Selection"]

Selection = Literal["stable", "leaf"]
_THEIRS = {"stable": "eom", "leaf": "leaf"}


class HDBSCAN(ClusterMixin, BaseEstimator):
    """Finds clusters of any form and density, and how many; items between them get -1.

    scikit-learn's HDBSCAN, at one thread; no chance plays. There is no `predict`: whether a new item lies dense depends
    on the others. With many features everything lies equally far apart and most items stay unassigned: reduce them
    first, to 2 to 20.

    Parameters
    ----------
    min_cluster_size :
        The fewest items of a cluster, at least 2.
    min_samples :
        How many items near an item, itself counted, make it lie dense, in [1, n_items]; more leave more unassigned.
        None takes `min_cluster_size`, or n_items where that is less.
    metric :
        "euclidean", or "cosine": the euclidean distance of the rows at unit length, which orders pairs as 1 - cos does.
    selection :
        "stable" takes the clusters that last longest as density falls, "leaf" the smallest and most even.
    epsilon :
        Clusters nearer than this are not split, in units of X, at least 0.
    allow_single_cluster :
        Whether one cluster alone may be the answer.

    Attributes
    ----------
    labels_ :
        (n_items,), in [0, n_clusters_), or -1 for unassigned.
    probabilities_ :
        (n_items,): how firmly each item belongs to its cluster, in [0, 1]; 0 where unassigned.
    n_clusters_ :
        How many clusters were found; can be 0.

    Raises
    ------
    InputError
        For settings out of range and what is no finite matrix.

    Notes
    -----
    Follows Campello, Moulavi and Sander 2013.

    Examples
    --------
    >>> X = [[0.0], [0.1], [0.2], [5.0], [5.1], [5.2], [99.0]]
    >>> model = HDBSCAN(min_cluster_size=3, min_samples=2).fit(X)
    >>> model.n_clusters_, model.labels_[-1] == -1
    (2, np.True_)
    """

    def __init__(
        self,
        min_cluster_size: int = 5,
        *,
        min_samples: int | None = None,
        metric: Metric = "euclidean",
        selection: Selection = "stable",
        epsilon: float = 0.0,
        allow_single_cluster: bool = False,
    ) -> None:
        self.min_cluster_size = min_cluster_size
        self.min_samples = min_samples
        self.metric = metric
        self.selection = selection
        self.epsilon = epsilon
        self.allow_single_cluster = allow_single_cluster

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Find the clusters; X is (n_items, n_features), at least 2 items."""
        X = matrix_to_fit(self, X, min_items=2)
        model = self._theirs(n_items=len(X))
        with threadpool_limits(limits=1):
            model.fit(unit_rows(X) if self.metric == "cosine" else X)
        self.labels_ = model.labels_.astype(np.int64)
        self.probabilities_ = model.probabilities_
        self.n_clusters_ = int(self.labels_.max()) + 1
        return self

    def _theirs(self, *, n_items: int) -> cluster.HDBSCAN:
        min_cluster_size = integer(self.min_cluster_size, what="min_cluster_size", low=2)
        in_choices(self.metric, METRICS, what="metric")
        in_choices(self.selection, get_args(Selection), what="selection")
        in_range(self.epsilon, what="epsilon", low=0)
        if not isinstance(self.allow_single_cluster, bool):
            raise InputError(f"allow_single_cluster must be True or False, not {self.allow_single_cluster!r}")
        n_near = min(min_cluster_size, n_items)
        if self.min_samples is not None:
            n_near = integer(self.min_samples, what="min_samples", low=1, high=n_items)
        return cluster.HDBSCAN(
            min_cluster_size=min_cluster_size,
            min_samples=n_near,
            cluster_selection_epsilon=float(self.epsilon),
            cluster_selection_method=_THEIRS[self.selection],
            allow_single_cluster=self.allow_single_cluster,
            copy=True,
        )
