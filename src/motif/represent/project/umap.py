"""UMAP, by the package umap-learn, behind the face of Motif's maps."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator
from threadpoolctl import threadpool_limits

from motif.core.check import in_choices, in_range, integer
from motif.core.extra import extra
from motif.core.seed import generator, integer_seed
from motif.represent.estimator import matrix_to_fit
from motif.represent.nearest import METRICS, Metric
from motif.represent.nearest.row import packed, unit_rows
from motif.represent.project.place import MapMixin
from motif.represent.project.row import distinct_rows
from motif.represent.project.start import first_axes

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["UMAP"]

_FEWEST = 3  # different items that umap-learn can lay out
_JITTER = 1e-2  # of the start's spread: umap-learn divides by each axis's spread, which may be none


class UMAP(MapMixin, BaseEstimator):
    """Lays items out by UMAP: like `NeighbourMap`, with tighter groups and fewer neighbours kept.

    Needs the extra `umap`, which is loaded when `fit` is called. New items are placed between their nearest fitted ones
    as `NeighbourMap` does it, each by itself, and not by umap-learn, where an item's place depends on which others come
    with it.

    Parameters
    ----------
    n_components :
        Numbers for each item, at least 1.
    n_neighbors :
        How many neighbours, itself among them, an item is held by, at least 2; fewer where there are fewer items.
    min_dist :
        How near items may come, in [0, 1], in the unit of the map.
    metric :
        "euclidean", or "cosine" for the angle between items (a row of zeros has none and counts as far from all).
    random_state :
        Where chance comes from; None is unpredictable.

    Attributes
    ----------
    landmarks_ :
        (n_landmarks, n_features): the different items of the fit; of length 1 under "cosine". Sparse items are kept as
        a dict of the arrays of their CSR matrix.
    codes_ :
        (n_landmarks, n_components): where they lie, around 0.

    Raises
    ------
    MissingExtra
        When umap-learn is not installed.
    InputError
        For settings out of range, and for what is no finite matrix with at least 2 rows.

    Notes
    -----
    Follows McInnes et al. 2018. The start is PCA, which keeps the large picture as well as umap-learn's own (Kobak and
    Linderman 2021) and cannot fail on few items. One thread, so that the same seed gives the same map.

    Examples
    --------
    >>> UMAP(n_neighbors=5, random_state=0)
    UMAP(n_neighbors=5, random_state=0)
    """

    def __init__(
        self,
        n_components: int = 2,
        *,
        n_neighbors: int = 15,
        min_dist: float = 0.1,
        metric: Metric = "euclidean",
        random_state: RandomState = None,
    ) -> None:
        self.n_components = n_components
        self.n_neighbors = n_neighbors
        self.min_dist = min_dist
        self.metric = metric
        self.random_state = random_state

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Lay out the map; X is (n_items, n_features), dense or sparse."""
        integer(self.n_components, what="n_components", low=1)
        integer(self.n_neighbors, what="n_neighbors", low=2)
        in_range(self.min_dist, what="min_dist", low=0, high=1)
        in_choices(self.metric, METRICS, what="metric")
        X = matrix_to_fit(self, X, min_items=2, accept_sparse=True)
        chance = generator(self.random_state)
        known = unit_rows(X) if self.metric == "cosine" else X
        known = known[distinct_rows(known)]
        with threadpool_limits(limits=1):  # threads would sum in an order that changes from run to run
            codes = self._laid_out(known, chance)
        self.landmarks_, self.codes_ = packed(known), (codes - codes.mean(axis=0)).astype(X.dtype)
        return self

    def _laid_out(self, known: Any, chance: np.random.Generator) -> np.ndarray:
        n_known = known.shape[0]
        start = first_axes(known, self.n_components, chance) if n_known > 1 else np.zeros((1, self.n_components))
        if n_known < _FEWEST:
            return start
        start += chance.normal(scale=_JITTER * start[:, 0].std(), size=start.shape)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of TensorFlow, which is not needed, and of what scikit-learn will rename
            with extra("umap"):
                import umap
            model = umap.UMAP(
                n_neighbors=min(self.n_neighbors, n_known - 1),
                n_components=self.n_components,
                min_dist=self.min_dist,
                metric=self.metric,
                init=start.astype(np.float32),
                random_state=integer_seed(chance),
                n_jobs=1,
            )
            rows = sparse.csr_matrix(known) if sparse.issparse(known) else known  # it does not know sparse arrays
            return np.asarray(model.fit_transform(rows), dtype=np.float64)
