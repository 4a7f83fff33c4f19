"""New items on a map that stands: each goes between the places of its nearest known items."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.base import ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils import Tags

from motif.represent.estimator import matrix_to_use
from motif.represent.nearest import nearest
from motif.represent.nearest.row import unit_rows, unpacked

__all__ = ["MapMixin", "place"]


class MapMixin(ClassNamePrefixFeaturesOutMixin, TransformerMixin):
    """What maps share once they are laid out: `landmarks_` at `codes_`, and places between them for all other items.

    An estimator has the parameters `metric` and `n_neighbors`, and learns `landmarks_` (as `packed` returns it) and
    `codes_`.

    Examples
    --------
    >>> from motif.represent.project.neighbour import NeighbourMap
    >>> issubclass(NeighbourMap, MapMixin)
    True
    """

    metric: Any
    n_neighbors: Any
    landmarks_: Any
    codes_: np.ndarray

    def transform(self, X: Any) -> np.ndarray:
        """Return the items' places on the map, (n_items, n_components), in the float type of X."""
        X = matrix_to_use(self, X, accept_sparse=True)
        items = unit_rows(X) if self.metric == "cosine" else X
        return place(items, unpacked(self.landmarks_), self.codes_, n_neighbors=self.n_neighbors)

    @property
    def _n_features_out(self) -> int:
        return self.codes_.shape[1]

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags


def place(X: Any, known: Any, codes: np.ndarray, *, n_neighbors: int) -> np.ndarray:
    """Return the places of items on a map of known items, (n_items, n_components), in the float type of X.

    An item goes to the mean place of its nearest known items, weighted by (1 / d - 1 / d')^2, where d is the distance
    to each and d' that to the first one which is no longer counted. So a known item keeps its own place, and places
    change smoothly where neighbours come and go. Each item is placed by itself.

    Parameters
    ----------
    X :
        (n_items, n_features), dense or CSR.
    known :
        (n_known, n_features), no two rows equal.
    codes :
        (n_known, n_components): where they are on the map.
    n_neighbors :
        How many known items decide, at least 1.

    Notes
    -----
    The weights are those of Franke and Little (Franke 1982) with a reach of its own for each item.

    Examples
    --------
    >>> place(np.array([[1.0], [5.0]]), np.array([[0.0], [2.0], [5.0]]), np.array([[0.0], [1.0], [9.0]]), n_neighbors=2)
    array([[0.5],
           [9. ]])
    """
    n_asked = min(n_neighbors + 1, known.shape[0])
    distances, positions = nearest(known, X, n_asked)
    weights = _weights(distances, reach=n_asked > n_neighbors)
    return np.einsum("ij,ijk->ik", weights, codes[positions].astype(np.float64)).astype(X.dtype)


def _weights(distances: np.ndarray, *, reach: bool) -> np.ndarray:
    """(n_items, n_asked), rows that sum to 1; with a reach, the farthest of the asked counts nothing."""
    nearest_one = distances.min(axis=1, keepdims=True)
    closeness = np.ones_like(distances)
    np.divide(nearest_one, distances, out=closeness, where=distances > 0)  # 1 for the nearest, also where it is at 0
    if reach:
        farthest = distances.max(axis=1, keepdims=True)
        closeness *= 1 - np.divide(distances, farthest, out=np.zeros_like(distances), where=farthest > 0)
    weights = closeness**2
    total = weights.sum(axis=1, keepdims=True)
    return np.where(total > 0, weights / np.where(total > 0, total, 1), 1 / distances.shape[1])
