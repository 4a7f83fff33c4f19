"""Items with a distance: who is nearest to some of them, and what rank others have from there, exactly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

import numpy as np
from scipy import sparse

from motif.core.check import in_choices

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    Rows: TypeAlias = np.ndarray | csr_array

__all__ = ["Metric", "Space"]

Metric = Literal["euclidean", "cosine"]
_BYTES = 32 << 20  # distances, and rows in float64, held at a time
_NARROW = 8  # up to here differences are taken coordinate by coordinate, which cancels nothing
_ROUNDING = 1e-14  # of two squared lengths: a squared distance below it is that of two equal rows


class Space:
    """Items with a distance: from a few of them to all, a block at a time, in float64.

    Parameters
    ----------
    rows :
        (n_items, n_features), dense or CSR, finite.
    metric :
        "euclidean", or "cosine", by which a row of zeros is at distance 1 from all others.

    Examples
    --------
    >>> line = Space(np.array([[0.0], [1.0], [3.0], [10.0]]))
    >>> near, ranks = line.survey(np.array([3]), np.array([[[0, 2]]]), k=2)
    >>> near.tolist(), ranks.tolist()
    ([[2, 1]], [[[3, 1]]])
    """

    def __init__(self, rows: Rows, metric: Metric = "euclidean") -> None:
        in_choices(metric, get_args(Metric), what="metric")
        self.rows, self.metric = rows, metric
        self.n_items = rows.shape[0]
        self._narrow = metric == "euclidean" and not sparse.issparse(rows) and rows.shape[1] <= _NARROW
        self._centre = self._middle()
        self._squares = np.zeros(self.n_items)  # of the rows' lengths
        for part, values in self._parts():
            self._squares[part] = (values * values).sum(axis=1)

    def among(self, chosen: np.ndarray) -> Space:
        """Return some of the items alone."""
        return Space(self.rows[chosen], self.metric)

    def distances(self, positions: np.ndarray) -> np.ndarray:
        """Return what orders as the distances from some items to all do, (n_positions, n_items), float64."""
        if self._narrow:
            from scipy.spatial.distance import cdist

            return cdist(self.rows[positions], self.rows, "sqeuclidean")
        products = np.empty((len(positions), self.n_items))
        asked = self._dense(positions)
        for part, values in self._parts():
            products[:, part] = (values @ asked.T).T
        return self._cosine(products, positions) if self.metric == "cosine" else self._squared(products, positions)

    def survey(self, queries: np.ndarray, lists: np.ndarray, *, k: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the k nearest of each query, (n_queries, k), and the ranks of listed items, shaped as `lists`.

        `lists` is (n_lists, n_queries, any): positions of items whose rank from the query is wanted.
        """
        near, ranks = np.empty((len(queries), k), np.int64), np.empty(lists.shape, np.int64)
        step = max(1, _BYTES // (8 * max(self.rows.shape)))
        for start in range(0, len(queries), step):
            for at, row in enumerate(self.distances(queries[start : start + step]), start):
                row[queries[at]] = -1.0  # the item itself comes before all others, and so counts ranks from 1
                ordered = np.sort(row)
                near[at] = _nearest(row, ordered[k], k)
                ranks[:, at] = np.searchsorted(ordered, row[lists[:, at]])
        return near, ranks

    def _middle(self) -> np.ndarray | float:
        """Return values of some row near the middle: taken off, whole numbers stay whole and their distances exact."""
        if sparse.issparse(self.rows) or self.metric == "cosine":
            return 0.0
        some = self.rows[:: max(1, self.n_items // 1000)]
        return np.quantile(some.astype(np.float64), 0.5, axis=0, method="lower")

    def _parts(self) -> Iterator[tuple[slice, Any]]:
        step = self.n_items if sparse.issparse(self.rows) else max(1, _BYTES // (8 * self.rows.shape[1]))
        for start in range(0, self.n_items, step):
            part = slice(start, min(start + step, self.n_items))
            values = self.rows[part].astype(np.float64)
            yield part, values if sparse.issparse(values) else values - self._centre

    def _dense(self, positions: np.ndarray) -> np.ndarray:
        rows: Any = self.rows[positions].astype(np.float64)
        return rows.toarray() if sparse.issparse(rows) else rows - self._centre

    def _squared(self, products: np.ndarray, positions: np.ndarray) -> np.ndarray:
        sums = self._squares[positions, None] + self._squares
        squared = sums - 2 * products
        squared[squared < _ROUNDING * sums] = 0.0
        return squared

    def _cosine(self, products: np.ndarray, positions: np.ndarray) -> np.ndarray:
        with np.errstate(divide="ignore"):
            shrink = np.where(self._squares > 0, 1 / np.sqrt(self._squares), 0.0)
        products *= shrink
        distances = 1 - products * shrink[positions, None]
        distances[distances < _ROUNDING] = 0.0
        return distances


def _nearest(row: np.ndarray, threshold: float, k: int) -> np.ndarray:
    """Return the k positions of the smallest values but the smallest, which is negative; equal ones by position."""
    below = np.flatnonzero((row < threshold) & (row >= 0))
    return np.concatenate([below, np.flatnonzero(row == threshold)[: k - len(below)]])
