"""Columns bent by a fixed curve: amounts by the logarithm, shares by the logit."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from scipy.special import expit, logit
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils import Tags

from motif.core.check import few, in_range
from motif.core.errors import InputError
from motif.represent.estimator import float64_rows, matrix_to_fit, matrix_to_use

__all__ = ["Log", "Logit"]

_LEAST_MARGIN, _MOST_MARGIN = 1e-12, 0.499


class Log(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Takes the logarithm of amounts, so that equal factors become equal steps.

    Parameters
    ----------
    offset :
        None takes sign(x) ln(1 + |x|), which is `log1p` for counts and amounts, 0 at 0, and takes negative values too.
        A number takes ln(x + offset) of values above -offset, such as offset=0 for revenues that are never 0.

    Raises
    ------
    InputError
        For values at or below -offset, and for what is no finite matrix.

    Examples
    --------
    >>> Log().fit_transform([[0.0], [np.e - 1], [1 - np.e]])
    array([[ 0.],
           [ 1.],
           [-1.]])
    >>> Log(offset=0).fit_transform([[1.0], [0.0]])
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: X has values at or below 0 in 1 rows: 1; give a larger offset, or None
    """

    def __init__(self, offset: float | None = None) -> None:
        self.offset = offset

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Check that the curve takes these values; X is (n_items, n_features)."""
        if self.offset is not None:
            in_range(self.offset, what="offset")
        self._require_above(matrix_to_fit(self, X))
        return self

    def transform(self, X: Any) -> np.ndarray:
        """Return the logarithms, (n_items, n_features), in the float type of X."""
        X = matrix_to_use(self, X)
        self._require_above(X)
        bent = np.empty_like(X)
        for rows, part in float64_rows(X):
            signed = np.sign(part) * np.log1p(np.abs(part))
            bent[rows] = signed if self.offset is None else np.log(part + self.offset)
        return bent

    def inverse_transform(self, X: Any) -> np.ndarray:
        """Return the amounts that have the logarithms X, (n_items, n_features)."""
        X = matrix_to_use(self, X)
        restored = np.empty_like(X)
        for rows, part in float64_rows(X):
            signed = np.sign(part) * np.expm1(np.abs(part))
            restored[rows] = signed if self.offset is None else np.exp(part) - self.offset
        return restored

    def _require_above(self, X: np.ndarray) -> None:
        if self.offset is None:
            return
        wrong = np.flatnonzero(np.less_equal(X, -self.offset).any(axis=1))
        if len(wrong):
            least = f"{-self.offset + 0.0:g}"
            rows = f"{len(wrong)} rows: {few(wrong.tolist())}"
            raise InputError(f"X has values at or below {least} in {rows}; give a larger offset, or None")

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags


class Logit(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Takes the logit of shares, so that 0.98 and 0.99 lie as far apart as 0.66 and 0.80 do.

    A value x becomes ln(s / (1 - s)), where s is its place between low and high, kept `margin` away from both.

    Parameters
    ----------
    low, high :
        The ends of the scale, such as 0 and 1; values beyond are refused. None takes each column's smallest and largest
        value of the fit, and later values beyond these are clipped.
    margin :
        How near to the ends a share may come, in [1e-12, 0.499]; 0.001 gives results in [-6.91, 6.91].

    Attributes
    ----------
    low_, high_ :
        (n_features,), float64: the ends of each column's scale. A column with equal ends becomes 0.

    Raises
    ------
    InputError
        For values beyond given ends, and for what is no finite matrix.

    Examples
    --------
    >>> Logit(low=0, high=1).fit_transform([[0.5], [0.9], [1.0]]).round(2)
    array([[0.  ],
           [2.2 ],
           [6.91]])
    """

    def __init__(self, low: float | None = None, high: float | None = None, *, margin: float = 0.001) -> None:
        self.low = low
        self.high = high
        self.margin = margin

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Learn the ends that are not given; X is (n_items, n_features)."""
        in_range(self.margin, what="margin", low=_LEAST_MARGIN, high=_MOST_MARGIN)
        if self.low is not None:
            in_range(self.low, what="low")
        if self.high is not None:
            in_range(self.high, what="high", low=self.low)
        X = matrix_to_fit(self, X)
        self._require_inside(X)
        low = X.min(axis=0) if self.low is None else np.full(X.shape[1], self.low)
        high = X.max(axis=0) if self.high is None else np.full(X.shape[1], self.high)
        self.low_, self.high_ = low.astype(np.float64), high.astype(np.float64)
        return self

    def transform(self, X: Any) -> np.ndarray:
        """Return the logits, (n_items, n_features), in the float type of X."""
        X = matrix_to_use(self, X)
        self._require_inside(X)
        width = self.high_ - self.low_
        bent = np.empty_like(X)
        for rows, part in float64_rows(X):
            shares = np.where(width > 0, (part - self.low_) / np.where(width > 0, width, 1), 0.5)
            bent[rows] = logit(np.clip(shares, self.margin, 1 - self.margin))
        return bent

    def inverse_transform(self, X: Any) -> np.ndarray:
        """Return the values that have the logits X, (n_items, n_features); what was clipped stays at the margin."""
        X = matrix_to_use(self, X)
        restored = np.empty_like(X)
        for rows, part in float64_rows(X):
            restored[rows] = self.low_ + (self.high_ - self.low_) * expit(part)
        return restored

    def _require_inside(self, X: np.ndarray) -> None:
        outside = np.zeros(len(X), dtype=bool)
        if self.low is not None:
            outside |= np.less(X, self.low).any(axis=1)
        if self.high is not None:
            outside |= np.greater(X, self.high).any(axis=1)
        if outside.any():
            wrong = np.flatnonzero(outside).tolist()
            ends = f"low={self.low!r} and high={self.high!r}"
            raise InputError(f"X has values beyond {ends} in {len(wrong)} rows: {few(wrong)}; give wider ends, or None")

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags
