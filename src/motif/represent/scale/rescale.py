"""Columns or rows brought to comparable size by an offset and a scale, and a scaler that does nothing."""

from __future__ import annotations

from typing import Any, Literal, Self, TypeAlias, get_args

import numpy as np
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils import Tags

from motif.core.check import in_choices
from motif.core.errors import InputError
from motif.represent.estimator import float64_rows, matrix_to_fit, matrix_to_use

__all__ = ["Rescaler", "RescalerKind"]

RescalerKind: TypeAlias = Literal["none", "standard", "range", "unit"]


class Rescaler(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Brings features to comparable size, in one of four ways behind one face.

    A column that is the same for all items has no spread to divide by: it is shifted and not divided (scale 1), and
    counted in `n_constant_`, since a constant column often means a mistake further up.

    Parameters
    ----------
    kind :
        "none" leaves the matrix alone; "standard" gives each column mean 0 and standard deviation 1 (over n_items);
        "range" maps each column's smallest and largest value of the fit to 0 and 1; "unit" gives each row Euclidean
        length 1 (a row of zeros stays).

    Attributes
    ----------
    offset_, scale_ :
        (n_features,), float64: what is subtracted from and then divides each column; zeros and ones where nothing is.
    n_constant_ :
        How many columns were constant in the fit; 0 for "none" and "unit", which do not look.

    Raises
    ------
    InputError
        For a kind that is none of these, and for what is no finite matrix.

    Notes
    -----
    The mathematics is that of scikit-learn's `StandardScaler`, `MinMaxScaler` and `Normalizer`; ours is the one face
    with a do-nothing member, the exact test for constant columns, and sums in float64 for float32 blocks.

    Examples
    --------
    >>> scaler = Rescaler(kind="range").fit([[0.0, 7.0], [10.0, 7.0]])
    >>> scaler.transform([[5.0, 7.0]]), scaler.n_constant_
    (array([[0.5, 0. ]]), 1)
    """

    def __init__(self, kind: RescalerKind = "standard") -> None:
        self.kind = kind

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Learn each column's offset and scale; X is (n_items, n_features)."""
        in_choices(self.kind, get_args(RescalerKind), what="kind")
        X = matrix_to_fit(self, X)
        self.offset_ = np.zeros(X.shape[1])
        self.scale_ = np.ones(X.shape[1])
        self.n_constant_ = 0
        if self.kind in ("standard", "range"):
            self._learn_columns(X)
        return self

    def _learn_columns(self, X: np.ndarray) -> None:
        low, high = X.min(axis=0).astype(np.float64), X.max(axis=0).astype(np.float64)
        constant = low == high
        if self.kind == "range":
            self.offset_, scale = low, high - low
        else:
            mean = sum(part.sum(axis=0) for _, part in float64_rows(X)) / len(X)
            self.offset_ = np.where(constant, low, mean)
            scale = np.sqrt(sum(((part - self.offset_) ** 2).sum(axis=0) for _, part in float64_rows(X)) / len(X))
        self.scale_ = np.where(constant | (scale == 0), 1.0, scale)  # a spread below float64's smallest square is 0 too
        self.n_constant_ = int(constant.sum())

    def transform(self, X: Any) -> np.ndarray:
        """Return the scaled matrix, (n_items, n_features), in the float type of X."""
        X = matrix_to_use(self, X)
        if self.kind == "none":
            return X
        scaled = np.empty_like(X)
        for rows, part in float64_rows(X):
            scaled[rows] = part / _lengths(part) if self.kind == "unit" else (part - self.offset_) / self.scale_
        return scaled

    def inverse_transform(self, X: Any) -> np.ndarray:
        """Return the matrix before scaling, (n_items, n_features).

        Raises
        ------
        InputError
            For "unit", which forgets each row's length.
        """
        X = matrix_to_use(self, X)
        if self.kind == "unit":
            raise InputError("Rescaler(kind='unit') forgets each row's length and cannot be undone; keep the original")
        restored = np.empty_like(X)
        for rows, part in float64_rows(X):
            restored[rows] = part * self.scale_ + self.offset_
        return restored

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags


def _lengths(rows: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.where(lengths == 0, 1.0, lengths)
