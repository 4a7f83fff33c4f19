"""Clusters as clouds: each item belongs to several, each with a probability."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Self, get_args

import numpy as np
from sklearn import mixture
from sklearn.base import BaseEstimator, ClusterMixin
from threadpoolctl import threadpool_limits

from motif.core.check import in_choices, in_range, integer
from motif.core.errors import InputError
from motif.core.seed import integer_seed
from motif.represent.estimator import door, matrix_to_fit, matrix_to_use

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["CovarianceType", "GaussianMixture"]

CovarianceType = Literal["full", "tied", "diag", "spherical"]
_COLLAPSED = "ill-defined empirical covariance"  # scikit-learn's words for a cloud of repeated items


class GaussianMixture(ClusterMixin, BaseEstimator):
    """Fits `n_clusters` Gaussian clouds whose mixture makes the items likely; membership is a probability.

    scikit-learn's expectation-maximisation from a k-means start, in float64 and at one thread: the same seed gives the
    same bytes on one machine. It finds a local optimum; `n_init` runs keep the best.

    Parameters
    ----------
    n_clusters :
        How many clouds, in [1, n_items].
    covariance_type :
        Each cloud's form: "full" its own ellipsoid, "tied" one ellipsoid for all, "diag" along the axes, "spherical".
        "full" learns n_features**2 / 2 numbers a cloud: with many features take another, or fewer features.
    n_init :
        How many runs from other seeds.
    max_iter :
        The most rounds of one run, at least 1.
    regularisation :
        Added to each variance, in squared units of X, at least 0; keeps a cloud from shrinking to one item.
    random_state :
        Where chance comes from; None is unpredictable.

    Attributes
    ----------
    weights_ :
        (n_clusters,): each cloud's share, summing to 1.
    means_ :
        (n_clusters, n_features).
    covariances_ :
        (n_clusters, n_features, n_features) for "full", (n_features, n_features) for "tied", (n_clusters, n_features)
        for "diag", (n_clusters,) for "spherical".
    precisions_cholesky_ :
        The Cholesky factors of the inverse covariances, in the same shapes.
    labels_ :
        (n_items,): the likeliest cloud of each item; what `predict` says of the same items.
    n_clusters_ :
        How many clouds are somebody's likeliest; at most `n_clusters`.
    converged_, n_iter_ :
        Whether the best run came to rest, and after how many rounds.

    Raises
    ------
    InputError
        For more clouds than items, settings out of range, what is no finite matrix, and clouds that collapse.

    Examples
    --------
    >>> model = GaussianMixture(n_clusters=2, random_state=0).fit([[0.0], [1.0], [10.0], [11.0]])
    >>> model.means_.ravel().round(3).tolist() in ([0.5, 10.5], [10.5, 0.5])
    True
    >>> model.predict_proba([[0.2]]).max() > 0.99
    np.True_
    """

    def __init__(
        self,
        n_clusters: int = 8,
        *,
        covariance_type: CovarianceType = "full",
        n_init: int = 1,
        max_iter: int = 100,
        regularisation: float = 1e-6,
        random_state: RandomState = None,
    ) -> None:
        self.n_clusters = n_clusters
        self.covariance_type = covariance_type
        self.n_init = n_init
        self.max_iter = max_iter
        self.regularisation = regularisation
        self.random_state = random_state

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Find the clouds; X is (n_items, n_features), at least 2 items."""
        X = matrix_to_fit(self, X, min_items=2).astype(np.float64, copy=False)
        model = self._unfitted(n_items=len(X))
        with threadpool_limits(limits=1):  # threads would sum in an order that changes from run to run
            self._fit_theirs(model, X)
            self.labels_ = model.predict(X)
        self.weights_, self.means_ = model.weights_, model.means_
        self.covariances_, self.precisions_cholesky_ = model.covariances_, model.precisions_cholesky_
        self.converged_, self.n_iter_ = bool(model.converged_), int(model.n_iter_)
        self.n_clusters_ = len(np.unique(self.labels_))
        return self

    def _fit_theirs(self, model: mixture.GaussianMixture, X: np.ndarray) -> None:
        with door():
            try:
                model.fit(X)
            except ValueError as error:
                if _COLLAPSED not in str(error):
                    raise
                raise InputError(
                    f"a cloud has no width at regularisation={self.regularisation!r}; give more, or fewer clusters"
                ) from error

    def _unfitted(self, *, n_items: int) -> mixture.GaussianMixture:
        n_clusters = integer(self.n_clusters, what="n_clusters", low=1)
        if n_clusters > n_items:
            raise InputError(f"n_clusters={n_clusters} asked of n_samples={n_items}; give at most one cluster an item")
        in_choices(self.covariance_type, get_args(CovarianceType), what="covariance_type")
        in_range(self.regularisation, what="regularisation", low=0)
        return mixture.GaussianMixture(
            n_clusters,
            covariance_type=self.covariance_type,
            n_init=integer(self.n_init, what="n_init", low=1),
            max_iter=integer(self.max_iter, what="max_iter", low=1),
            reg_covar=self.regularisation,
            random_state=integer_seed(self.random_state),
        )

    def predict(self, X: Any) -> np.ndarray:
        """Return the likeliest cloud of each item, (n_items,), in [0, n_clusters)."""
        return self._fitted().predict(self._rows(X))

    def predict_proba(self, X: Any) -> np.ndarray:
        """Return how likely each item belongs to each cloud, (n_items, n_clusters), each row summing to 1."""
        return self._fitted().predict_proba(self._rows(X))

    def score_samples(self, X: Any) -> np.ndarray:
        """Return the logarithm of each item's density, (n_items,), in nats; higher is likelier."""
        return self._fitted().score_samples(self._rows(X))

    def bic(self, X: Any) -> float:
        """Return the Bayesian information criterion on these items; lower is better, a difference of 10 is clear."""
        return float(self._fitted().bic(self._rows(X)))

    def _rows(self, X: Any) -> np.ndarray:
        return matrix_to_use(self, X).astype(np.float64, copy=False)

    def _fitted(self) -> mixture.GaussianMixture:
        """scikit-learn's estimator with what ours has learned: nothing else needs to be kept, or saved."""
        model = mixture.GaussianMixture(self.n_clusters, covariance_type=self.covariance_type)
        for name in ("weights_", "means_", "covariances_", "precisions_cholesky_"):
            setattr(model, name, getattr(self, name, None))
        return model
