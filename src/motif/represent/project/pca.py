"""PCA: items described by their coordinates along the directions in which they vary most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np
from scipy.linalg import eigh
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils import Tags

from motif.core.check import integer, matrix
from motif.core.errors import InputError
from motif.represent.estimator import float64_rows, matrix_to_fit, matrix_to_use, require_fitted

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["PCA"]


class PCA(ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator):
    """Describes each item by its coordinates along the directions in which the items vary most.

    Exact: the eigenvectors of the covariance, or of the matrix of inner products where there are fewer items than
    features, in float64 whatever the type of X. X is read in runs of rows and never copied whole unless it is wider
    than long.

    Parameters
    ----------
    n_components :
        Numbers for each item, in [1, min(n_items, n_features)].
    random_state :
        Taken so that every estimator is built alike; the result is exact, so chance plays no part.

    Attributes
    ----------
    components_ :
        (n_components, n_features): orthonormal rows, most variance first. In each, the loading of largest size is
        positive, so that the same data always give the same signs.
    explained_variance_ :
        (n_components,): variance of the items along each (over n_items - 1).
    explained_variance_ratio_ :
        (n_components,), in [0, 1]: its share of the variance of all features; zeros when nothing varies.
    mean_ :
        (n_features,): the mean item.

    Raises
    ------
    InputError
        For n_components outside its range, and for what is no finite matrix with at least 2 rows.

    Notes
    -----
    Follows Pearson 1901; equal to scikit-learn's `PCA(svd_solver="full")` up to rounding. Squaring costs digits:
    variances below about 1e-15 of the largest are noise here, where an SVD of X would still see them.

    Examples
    --------
    >>> pca = PCA(n_components=1).fit([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0]])
    >>> pca.components_.round(3), pca.explained_variance_ratio_.round(3)
    (array([[0.6, 0.8]]), array([1.]))
    >>> pca.transform([[6.0, 8.0]]).round(3)
    array([[5.]])
    """

    def __init__(self, n_components: int = 2, random_state: RandomState = None) -> None:
        self.n_components = n_components
        self.random_state = random_state

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Learn the directions of most variance; X is (n_items, n_features)."""
        X = matrix_to_fit(self, X, min_items=2)
        n_items, n_features = X.shape
        n_components = _n_components(self.n_components, n_items, n_features)
        self.mean_ = sum(part.sum(axis=0) for _, part in float64_rows(X)) / n_items
        if n_features <= n_items:
            sums, components, total = _from_covariance(X, self.mean_, n_components)
        else:
            sums, components, total = _from_inner_products(X - self.mean_, n_components)
        self.components_ = _with_fixed_signs(components)
        self.explained_variance_ = np.maximum(sums, 0) / (n_items - 1)
        self.explained_variance_ratio_ = np.maximum(sums, 0) / total if total > 0 else np.zeros(n_components)
        return self

    def transform(self, X: Any) -> np.ndarray:
        """Return the items' coordinates, (n_items, n_components), in the float type of X."""
        X = matrix_to_use(self, X)
        codes = np.empty((len(X), len(self.components_)), dtype=X.dtype)
        for rows, part in float64_rows(X):
            codes[rows] = (part - self.mean_) @ self.components_.T
        return codes

    def inverse_transform(self, Z: Any) -> np.ndarray:
        """Return the items nearest to X that have the codes Z (n_items, n_components): (n_items, n_features).

        Raises
        ------
        InputError
            When Z has another number of columns than the fit has components.
        """
        require_fitted(self)
        Z = matrix(Z, what="Z")
        if Z.shape[1] != len(self.components_):
            raise InputError(
                f"Z has shape {Z.shape}; expected (n_items, {len(self.components_)}), one column a component"
            )
        restored = Z.astype(np.float64) @ self.components_ + self.mean_
        return restored.astype(np.float32) if Z.dtype == np.float32 else restored

    @property
    def _n_features_out(self) -> int:
        return len(self.components_)

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags


def _n_components(given: object, n_items: int, n_features: int) -> int:
    n_components = integer(given, what="n_components", low=1)
    if n_components > min(n_items, n_features):
        shape = f"n_items = {n_items} and n_features = {n_features}"
        raise InputError(f"n_components must be at most {min(n_items, n_features)} for {shape}; given {n_components}")
    return n_components


def _largest(symmetric: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    size = len(symmetric)
    values, vectors = eigh(symmetric, subset_by_index=(size - n, size - 1), overwrite_a=True, check_finite=False)
    return values[::-1], vectors[:, ::-1]


def _from_covariance(X: np.ndarray, mean: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray, float]:
    scatter = np.zeros((X.shape[1], X.shape[1]))
    for _, part in float64_rows(X):
        part -= mean
        scatter += part.T @ part
    total = float(np.trace(scatter))
    sums, vectors = _largest(scatter, n)
    return sums, vectors.T, total


def _from_inner_products(centred: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray, float]:
    products = centred @ centred.T
    total = float(np.trace(products))
    sums, vectors = _largest(products, n)
    # QR keeps the columns' directions, makes them exactly orthonormal, and completes them where the variance is zero
    orthonormal, _ = np.linalg.qr(centred.T @ vectors)
    return sums, orthonormal.T, total


def _with_fixed_signs(components: np.ndarray) -> np.ndarray:
    largest = np.abs(components).argmax(axis=1)
    signs = np.where(components[np.arange(len(components)), largest] < 0, -1.0, 1.0)
    return np.ascontiguousarray(components * signs[:, None])
