"""Clusters: items gathered around centres."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
from scipy import sparse
from sklearn import cluster
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, ClusterMixin, TransformerMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics.pairwise import cosine_distances, euclidean_distances
from sklearn.utils import Tags
from threadpoolctl import threadpool_limits

from motif.core.check import in_choices, integer
from motif.core.errors import InputError
from motif.core.seed import generator, integer_seed
from motif.model.cluster.lloyd import Plan, find_centres, prepared
from motif.model.cluster.nearest import inertia, nearest
from motif.represent.estimator import float64_rows, matrix_to_fit, matrix_to_use
from motif.represent.nearest import METRICS, Metric

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["KMeans"]

_SAMPLE_EACH = 256  # items a cluster: the centres then lie within half a percent of the error they end with
_SAMPLE_LEAST = 20_000  # up to here scikit-learn's exact rounds take about a second
_LEAST_GAIN = 5e-4  # of the error, by one round on all items; see benchmarks/kmeans.py for what that costs


class KMeans(ClassNamePrefixFeaturesOutMixin, TransformerMixin, ClusterMixin, BaseEstimator):
    """Gathers items around `n_clusters` centres so that the sum of squared distances to them is small.

    Few items: Lloyd's algorithm from seeds by k-means++, both scikit-learn's. Many: the same on a sample, with centres
    exchanged where that helps, then a few rounds on all items. At one thread: the same seed gives the same bytes on one
    machine, whatever else it is doing. It finds a local optimum; `n_init` runs keep the best.

    Parameters
    ----------
    n_clusters :
        How many, in [1, n_items].
    n_init :
        How many runs from other seeds; "auto" is one. On a sample, the best there goes on to all items.
    max_iter :
        The most rounds of one run, at least 1.
    metric :
        "euclidean", or "cosine": only directions count, and centres are directions (spherical k-means). A row of zeros
        has none, and is at 1 from every centre.
    sample :
        How many items the sample has, at least `n_clusters`. "auto" is 256 a cluster and at least 20,000; None takes
        all items. Where there are no more items than that, all of them are used.
    max_full_rounds :
        The most rounds on all items after those on a sample, at least 1.
    random_state :
        Where chance comes from; None is unpredictable.

    Attributes
    ----------
    cluster_centers_ :
        (n_clusters, n_features), in the float type of X; at unit length for "cosine".
    labels_ :
        (n_items,): the nearest centre of each item, in [0, n_clusters); what `predict` says of the same items.
    n_clusters_ :
        How many centres have items; fewer than `n_clusters` where items repeat.
    inertia_ :
        The sum over items of the squared distance to their centre, or of 1 - cos for "cosine"; lower is tighter.
    n_iter_ :
        The rounds of the best run that saw all items.
    n_sample_ :
        How many items the seeds and the first rounds saw.

    Raises
    ------
    InputError
        For more clusters than items, settings out of range, and what is no finite matrix.

    Notes
    -----
    Follows Lloyd 1982, Arthur and Vassilvitskii 2007, Dhillon and Modha 2001 (cosine); the exchange of centres is after
    Fritzke 2020, on a sample only. Beside a dense X, a sample's fit needs a float32 copy of it. Centres say nothing
    about whether there are clusters at all: set the result beside a null.

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
        metric: Metric = "euclidean",
        sample: int | Literal["auto"] | None = "auto",
        max_full_rounds: int = 20,
        random_state: RandomState = None,
    ) -> None:
        self.n_clusters = n_clusters
        self.n_init = n_init
        self.max_iter = max_iter
        self.metric = metric
        self.sample = sample
        self.max_full_rounds = max_full_rounds
        self.random_state = random_state

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Find the centres; X is (n_items, n_features), dense or sparse."""
        X = matrix_to_fit(self, X, accept_sparse=True)
        plan = self._plan(n_items=X.shape[0])
        sampled = self.metric == "cosine" or plan.n_sample < X.shape[0]
        with threadpool_limits(limits=1):  # threads would sum in an order that changes from run to run
            centres, self.n_iter_ = self._sampled(X, plan) if sampled else self._lloyd(X, plan)
            self.cluster_centers_ = np.ascontiguousarray(centres, dtype=X.dtype)
            self.labels_ = self._nearest(X)
            self.inertia_ = inertia(X, self.cluster_centers_, self.labels_, cosine=self.metric == "cosine")
        self.n_sample_ = plan.n_sample
        self.n_clusters_ = np.count_nonzero(np.bincount(self.labels_))
        if sampled and self.n_clusters_ < plan.n_clusters:  # scikit-learn's own fit has said it already
            warnings.warn(
                f"only {self.n_clusters_} distinct clusters found, not {plan.n_clusters}; do items repeat?",
                ConvergenceWarning,
                stacklevel=2,
            )
        return self

    def _plan(self, *, n_items: int) -> Plan:
        in_choices(self.metric, METRICS, what="metric")
        n_clusters = integer(self.n_clusters, what="n_clusters", low=1)
        if n_clusters > n_items:
            raise InputError(f"n_clusters={n_clusters} asked of n_samples={n_items}; give at most one cluster an item")
        n_sample = n_items
        if self.sample == "auto":
            n_sample = max(_SAMPLE_EACH * n_clusters, _SAMPLE_LEAST)
        elif self.sample is not None:
            n_sample = integer(self.sample, what="sample", low=n_clusters)
        return Plan(
            n_clusters,
            n_runs=1 if self.n_init == "auto" else integer(self.n_init, what="n_init", low=1),
            n_sample=min(n_sample, n_items),
            max_iter=integer(self.max_iter, what="max_iter", low=1),
            max_full_rounds=integer(self.max_full_rounds, what="max_full_rounds", low=1),
            least_gain=_LEAST_GAIN,
        )

    def _lloyd(self, X: Any, plan: Plan) -> tuple[np.ndarray, int]:
        seed = integer_seed(self.random_state)
        model = cluster.KMeans(plan.n_clusters, n_init=plan.n_runs, max_iter=plan.max_iter, random_state=seed).fit(X)
        return model.cluster_centers_, int(model.n_iter_)

    def _sampled(self, X: Any, plan: Plan) -> tuple[np.ndarray, int]:
        items, offset, scale = prepared(X, cosine=self.metric == "cosine")
        centres, n_rounds = find_centres(items, plan, rng=generator(self.random_state))
        return centres * scale + offset, n_rounds

    def _nearest(self, X: Any) -> np.ndarray:
        return nearest(X, self.cluster_centers_, cosine=self.metric == "cosine")

    def predict(self, X: Any) -> np.ndarray:
        """Return the nearest centre of each item, (n_items,), in [0, n_clusters)."""
        return self._nearest(matrix_to_use(self, X, accept_sparse=True))

    def transform(self, X: Any) -> np.ndarray:
        """Return the distance from each item to each centre, (n_items, n_clusters): euclidean, or 1 - cos."""
        X = matrix_to_use(self, X, accept_sparse=True)
        if self.metric == "cosine":
            return cosine_distances(X, self.cluster_centers_)
        if sparse.issparse(X):
            return euclidean_distances(X, self.cluster_centers_)
        middle = self.cluster_centers_.mean(axis=0, dtype=np.float64)  # far from the origin squares drown differences
        found = np.empty((len(X), len(self.cluster_centers_)), X.dtype)
        for run, rows in float64_rows(X):
            found[run] = euclidean_distances(rows - middle, self.cluster_centers_ - middle)
        return found

    @property
    def _n_features_out(self) -> int:
        return len(self.cluster_centers_)

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags
