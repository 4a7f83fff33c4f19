"""Columns of any shape brought to the shape of a bell, by rank."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from scipy.special import ndtri
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils import Tags

from motif.core.check import integer
from motif.represent.estimator import matrix_to_fit, matrix_to_use

__all__ = ["RankGauss"]


class RankGauss(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Gives each value the place on the normal curve that its rank in the column has.

    Outliers lose their weight and skew goes; what is left is the order. The value of rank r of n becomes the normal
    quantile of (r - 1/2) / n; equal values share their mean rank, and values between two of the fit lie between their
    scores. Beyond the fit's smallest and largest value the score stays where it was.

    Parameters
    ----------
    n_knots :
        How many values of a column are kept at most, evenly over its ranks, at least 2. Up to that many different
        values the scores are exact, beyond they are straight lines between.

    Attributes
    ----------
    values_, scores_ :
        For each column the values that were kept, rising, and their scores, in [-5.7, 5.7] for up to 10**8 items.

    Raises
    ------
    InputError
        For n_knots out of range, and for what is no finite matrix.

    Notes
    -----
    The scores are Hazen's (1914) normal scores; scikit-learn's `QuantileTransformer` is near it, with another rule for
    the ends and for equal values. A constant column becomes 0.

    Examples
    --------
    >>> RankGauss().fit_transform([[1.0], [2.0], [1000.0]]).round(2)
    array([[-0.97],
           [ 0.  ],
           [ 0.97]])
    """

    def __init__(self, n_knots: int = 1000) -> None:
        self.n_knots = n_knots

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Learn the order of each column; X is (n_items, n_features)."""
        n_knots = integer(self.n_knots, what="n_knots", low=2)
        X = matrix_to_fit(self, X)
        knots = [_knots(column, n_knots) for column in X.T]
        self.values_ = [values for values, _ in knots]
        self.scores_ = [scores for _, scores in knots]
        return self

    def transform(self, X: Any) -> np.ndarray:
        """Return the scores, (n_items, n_features), in the float type of X."""
        X = matrix_to_use(self, X)
        return _interpolated(X, self.values_, self.scores_)

    def inverse_transform(self, X: Any) -> np.ndarray:
        """Return the values that have the scores X (n_items, n_features); exact where the knots are."""
        X = matrix_to_use(self, X)
        return _interpolated(X, self.scores_, self.values_)

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags


def _knots(column: np.ndarray, n_knots: int) -> tuple[np.ndarray, np.ndarray]:
    values, counts = np.unique(column.astype(np.float64), return_counts=True)
    shares = (np.cumsum(counts) - counts / 2) / len(column)
    kept = np.unique(np.searchsorted(shares, np.linspace(shares[0], shares[-1], n_knots)).clip(0, len(values) - 1))
    if len(values) <= n_knots:
        kept = np.arange(len(values))
    scores = ndtri(shares[kept]) if len(values) > 1 else np.zeros(1)
    return values[kept], scores


def _interpolated(X: np.ndarray, given: list[np.ndarray], wanted: list[np.ndarray]) -> np.ndarray:
    found = np.empty_like(X)
    for place, (points, heights) in enumerate(zip(given, wanted, strict=True)):
        found[:, place] = np.interp(X[:, place].astype(np.float64), points, heights)
    return found
