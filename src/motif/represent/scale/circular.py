"""Columns that run in a circle, laid on it: the last hour of a day beside the first, B beside C."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils import Tags

from motif.core.check import in_range, matrix, same_length
from motif.core.errors import InputError
from motif.represent.estimator import matrix_to_fit, matrix_to_use, require_fitted

__all__ = ["Circular"]


class Circular(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Turns each column into two, the cosine and the sine of its place on a circle.

    Neighbours on the circle are neighbours then: key 11 and key 0, 23 h and 0 h. All values lie on a circle of radius
    1, so that opposite ones are at distance 2.

    Parameters
    ----------
    period :
        After how much a column is where it began, above 0: 12 for keys, 24 for hours, 360 for degrees, 2 pi for angles.
        One number for all columns, or one for each.

    Attributes
    ----------
    period_ :
        (n_features,), float64.

    Raises
    ------
    InputError
        For a period that is no number above 0, for another number of periods than columns, and for what is no finite
        matrix.

    Examples
    --------
    >>> keys = Circular(period=12).fit([[0.0], [3.0]])
    >>> keys.transform([[0.0], [3.0], [12.0]]).round(6) + 0.0
    array([[1., 0.],
           [0., 1.],
           [1., 0.]])
    >>> keys.get_feature_names_out(["key"]).tolist()
    ['key_cos', 'key_sin']
    """

    def __init__(self, period: float | Sequence[float] = 2 * np.pi) -> None:
        self.period = period

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Learn how many columns there are; X is (n_items, n_features)."""
        X = matrix_to_fit(self, X)
        periods = np.atleast_1d(np.asarray(self.period, dtype=object))
        if periods.ndim != 1:
            raise InputError(f"period must be one number, or one for each column; given shape {periods.shape}")
        if np.ndim(self.period):
            same_length(len(periods), X.shape[1], what="period", other="columns")
        for period in periods.tolist():
            in_range(period, what="period", low=np.finfo(np.float64).tiny, high=np.finfo(np.float64).max)
        self.period_ = np.broadcast_to(periods.astype(np.float64), X.shape[1]).copy()
        return self

    def transform(self, X: Any) -> np.ndarray:
        """Return cosine and sine of each column in turn, (n_items, 2 * n_features), in the float type of X."""
        X = matrix_to_use(self, X)
        angles = np.mod(X.astype(np.float64), self.period_) * (2 * np.pi / self.period_)
        return np.stack([np.cos(angles), np.sin(angles)], axis=2).reshape(len(X), -1).astype(X.dtype)

    def inverse_transform(self, X: Any) -> np.ndarray:
        """Return the values in [0, period) that lie at the cosines and sines X, (n_items, n_features).

        Raises
        ------
        InputError
            When X has another number of columns than two for each of the fit.
        """
        require_fitted(self)
        X = matrix(X)
        n_features = len(self.period_)
        if X.shape[1] != 2 * n_features:
            raise InputError(f"X has shape {X.shape}; expected (n_items, {2 * n_features}), two columns a feature")
        pairs = X.astype(np.float64).reshape(len(X), n_features, 2)
        turns = np.arctan2(pairs[:, :, 1], pairs[:, :, 0]) / (2 * np.pi)
        values = np.mod(turns, 1) * self.period_
        values = np.where(values < self.period_, values, 0)  # where a hair below 0 was rounded up to a whole turn
        return values.astype(np.float32) if X.dtype == np.float32 else values

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """Return the names of the columns with "_cos" and "_sin", (2 * n_features,)."""
        names = super().get_feature_names_out(input_features)
        return np.array([f"{name}_{part}" for name in names for part in ("cos", "sin")], dtype=object)

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags
