"""A map on which neighbours stay neighbours, with nothing but NumPy and SciPy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
from sklearn.base import BaseEstimator
from threadpoolctl import threadpool_limits

from motif.core.check import in_choices, in_range, integer
from motif.core.seed import generator
from motif.represent.estimator import matrix_to_fit
from motif.represent.nearest import METRICS, Metric, nearest
from motif.represent.nearest.row import packed, unit_rows
from motif.represent.project.layout import lay_out, neighbour_graph
from motif.represent.project.place import MapMixin
from motif.represent.project.row import distinct_rows
from motif.represent.project.start import first_axes

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["NeighbourMap"]

_FEWEST = 15  # items that neighbours can sort: of fewer, they draw some on one line or far out of sight
_NEIGHBOUR_SHARE = 3  # one in so many of the other items: where nearly all of them draw, all fall on one point


class NeighbourMap(MapMixin, BaseEstimator):
    """Lays items out on a map so that near neighbours stay near; what lies far apart on it says little.

    The loss is that of t-SNE: each item draws its nearest neighbours near, all others push it away. The start is PCA.
    Of more items than `n_landmarks`, a random choice makes the map and all others are placed between their neighbours
    on it, which is also how `transform` places new items: each by itself, a fitted item at its own place. Equal items
    lie on one point. Fewer than 15 different items lie where PCA has them.

    Parameters
    ----------
    n_components :
        Numbers for each item: 2 for a map, 1 for an order.
    n_neighbors :
        How many neighbours draw an item near; at most a third of the other items.
    metric :
        "euclidean", or "cosine" for the angle between items (a row of zeros has none and counts as far from all).
    exaggeration :
        1 keeps most neighbours; up to about 4 draws groups together and keeps fewer, as UMAP does.
    n_landmarks :
        How many items make the map at most, at least 2.
    max_iter :
        Rounds of the layout.
    random_state :
        Where chance comes from: the choice of landmarks, and a hair's breadth at the start. None is unpredictable.

    Attributes
    ----------
    landmarks_ :
        (n_landmarks, n_features): the different items that made the map; of length 1 under "cosine". Sparse items are
        kept as a dict of the arrays of their CSR matrix.
    codes_ :
        (n_landmarks, n_components): where they lie, around 0; the unit is that of t-SNE's kernel.
    n_iter_ :
        Rounds that were made; 0 of fewer than 15 items.

    Raises
    ------
    InputError
        For settings out of range, and for what is no finite matrix with at least 2 rows.

    Notes
    -----
    Follows van der Maaten and Hinton 2008; PCA at the start and the step size as in Kobak and Berens 2019 and Belkina
    et al. 2019; equal weights for the nearest neighbours and `exaggeration` as in Böhm et al. 2022; repulsion on a grid
    as in Linderman et al. 2019. The way new items are placed is ours. Sizes of groups and distances between them
    on the map are not to be read.

    Examples
    --------
    >>> X = np.vstack([np.eye(4)[[0] * 20], np.eye(4)[[1] * 20]]) + np.random.default_rng(0).normal(0, 0.1, (40, 4))
    >>> Z = NeighbourMap(random_state=0).fit_transform(X)
    >>> within, between = Z[:20].std(axis=0).max(), np.linalg.norm(Z[:20].mean(axis=0) - Z[20:].mean(axis=0))
    >>> Z.shape, bool(between > 3 * within)
    ((40, 2), True)
    """

    def __init__(
        self,
        n_components: Literal[1, 2] = 2,
        *,
        n_neighbors: int = 15,
        metric: Metric = "euclidean",
        exaggeration: float = 1.0,
        n_landmarks: int = 20_000,
        max_iter: int = 500,
        random_state: RandomState = None,
    ) -> None:
        self.n_components = n_components
        self.n_neighbors = n_neighbors
        self.metric = metric
        self.exaggeration = exaggeration
        self.n_landmarks = n_landmarks
        self.max_iter = max_iter
        self.random_state = random_state

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Lay out the map; X is (n_items, n_features), dense or sparse."""
        self._check_settings()
        X = matrix_to_fit(self, X, min_items=2, accept_sparse=True)
        chance = generator(self.random_state)
        if X.shape[0] > self.n_landmarks:
            X = X[np.sort(chance.choice(X.shape[0], self.n_landmarks, replace=False))]
        known = unit_rows(X) if self.metric == "cosine" else X
        known = known[distinct_rows(known)]
        with threadpool_limits(limits=1):  # threads would sum in an order that changes from run to run
            codes = self._laid_out(known, chance)
        self.landmarks_, self.codes_ = packed(known), codes.astype(X.dtype)
        self.n_iter_ = self.max_iter if len(codes) >= _FEWEST else 0
        return self

    def _check_settings(self) -> None:
        integer(self.n_components, what="n_components", low=1, high=2)
        integer(self.n_neighbors, what="n_neighbors", low=1)
        in_choices(self.metric, METRICS, what="metric")
        in_range(self.exaggeration, what="exaggeration", low=1)
        integer(self.n_landmarks, what="n_landmarks", low=2)
        integer(self.max_iter, what="max_iter", low=1)

    def _laid_out(self, known: Any, chance: np.random.Generator) -> np.ndarray:
        if known.shape[0] < 2:
            return np.zeros((known.shape[0], self.n_components))
        start = first_axes(known, self.n_components, chance)
        if known.shape[0] < _FEWEST:
            return start
        fewer = max(1, (known.shape[0] - 1) // _NEIGHBOUR_SHARE)
        _, positions = nearest(known, n=min(self.n_neighbors, fewer))
        graph = neighbour_graph(positions)
        return lay_out(graph, start, exaggeration=self.exaggeration, max_iter=self.max_iter, chance=chance)
