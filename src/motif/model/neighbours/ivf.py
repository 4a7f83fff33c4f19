"""An inverted file by faiss: rows gathered around centres, of which a search looks at the nearest few only.

What it finds is measured again in float64; what it misses is the price, and `tuned` measures that too.
"""

from __future__ import annotations

import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core.extra import extra
from motif.core.seed import generator, integer_seed
from motif.represent.nearest import Metric, nearest
from motif.represent.nearest.row import unit_rows
from motif.represent.nearest.search import without_own
from motif.represent.nearest.space import runs, space_of

if TYPE_CHECKING:
    import faiss

    from motif.core.seed import RandomState

__all__ = ["Lists", "built", "search", "tuned"]

_LISTS_PER_ROOT = 4  # times the root of n_items: faiss' guidelines ask for 4 to 16
_LEAST_PER_LIST = 40  # below 39 rows a centre faiss holds its training for unsafe
_ROWS = 1 << 16  # that are float64 at a time
_ROUNDS = 10  # of k-means: more hardly move the lists (faiss' own for inverted files)
_JUDGES = 256  # queries that choose the number of lists to look at, and as many again that measure the recall
_QUERIES = 256  # whose candidates are measured at a time
_ROUNDING = 1e-12  # relative: the same distance by two ways to scale
_LIVE: weakref.WeakKeyDictionary[Lists, Any] = weakref.WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class Lists:
    """The rows of a matrix by lists, as plain arrays that can be saved.

    Parameters
    ----------
    X :
        (n_items, n_features), dense.
    metric :
        "euclidean" or "cosine".
    centres :
        (n_lists, n_numbers) float32, about `origin`.
    members :
        (n_items,) int64: the list of each row.
    origin :
        (n_numbers,): what is taken from each row, so that float32 is fine enough.
    """

    X: np.ndarray
    metric: Metric
    centres: np.ndarray
    members: np.ndarray
    origin: np.ndarray

    def plain(self, rows: np.ndarray) -> np.ndarray:
        """Return rows as faiss gets them: float32 numbers whose squared differences order rows as the metric does."""
        plain = np.empty((len(rows), len(self.origin)), np.float32)
        for run in runs(len(rows), _ROWS):
            plain[run] = _plain(rows[run], self.metric) - self.origin
        return plain


def _plain(rows: np.ndarray, metric: Metric) -> np.ndarray:
    """Rows in float64; for "cosine" of length one, and rows of zeros a corner of their own, as far from all as 90°."""
    rows = rows.astype(np.float64)
    if metric == "euclidean":
        return rows
    rows = unit_rows(rows)
    return np.hstack([rows, ~rows.any(axis=1, keepdims=True)])


def built(X: np.ndarray, metric: Metric, random_state: RandomState) -> Lists:
    """Return the rows of X gathered in lists by faiss' k-means.

    Raises
    ------
    MissingExtra
        When faiss is not installed.
    """
    with extra("faiss"):
        import faiss
    n_items = len(X)
    n_lists = max(1, min(int(_LISTS_PER_ROOT * n_items**0.5), n_items // _LEAST_PER_LIST))
    origin = np.sum([_plain(X[run], metric).sum(axis=0) for run in runs(n_items, _ROWS)], axis=0) / n_items
    lists = Lists(X, metric, np.empty((0, len(origin)), np.float32), np.empty(0, np.int64), origin)
    rows = lists.plain(X)
    settings = {"niter": _ROUNDS, "seed": integer_seed(random_state), "min_points_per_centroid": 1}
    means = faiss.Kmeans(len(origin), n_lists, **settings)
    means.train(rows)
    members = means.index.search(rows, 1)[1].ravel()
    return Lists(X, metric, np.asarray(means.centroids), members.astype(np.int64), origin)


def search(lists: Lists, queries: np.ndarray, n: int, *, n_probes: int) -> tuple[np.ndarray, np.ndarray]:
    """Return distances and positions as `nearest` does, of rows in the `n_probes` lists whose centres are nearest.

    A query that finds fewer than n rows there is answered by the exact search.
    """
    index = _live(lists)
    index.nprobe = n_probes
    n = min(n, len(lists.X))
    candidates = index.search(lists.plain(queries), n)[1]
    distances, positions = np.empty(candidates.shape), np.empty(candidates.shape, dtype=np.int64)
    for run in runs(len(queries), _QUERIES):
        distances[run], positions[run] = _measured(lists, queries[run], candidates[run])
    short = np.flatnonzero((candidates < 0).any(axis=1))
    if len(short):
        distances[short], positions[short] = nearest(lists.X, queries[short], n, metric=lists.metric)
    return distances, positions


def tuned(lists: Lists, n: int, *, recall: float, random_state: RandomState) -> tuple[int, float]:
    """Return the smallest power of two of lists to look at that reaches a recall, and the recall measured with it.

    Some of the rows themselves are the queries; those that choose are not those that measure. The recall is the share
    of the n exact neighbours that are found, where any row as near as the n-th counts.
    """
    rng, n_lists = generator(random_state), len(lists.centres)
    rows = rng.permutation(len(lists.X))[: 2 * _JUDGES]
    choosing, measuring = rows[: (len(rows) + 1) // 2], rows[len(rows) // 2 :]
    n_probes = 1
    while n_probes < n_lists and _recall(lists, choosing, n, n_probes) < recall:
        n_probes = min(2 * n_probes, n_lists)
    return n_probes, _recall(lists, measuring, n, n_probes)


def _recall(lists: Lists, rows: np.ndarray, n: int, n_probes: int) -> float:
    n = min(n, len(lists.X) - 1)
    if n < 1:
        return 1.0
    queries = lists.X[rows]
    exact = without_own(*nearest(lists.X, queries, n + 1, metric=lists.metric), rows)[0]
    found = without_own(*search(lists, queries, n + 1, n_probes=n_probes), rows)[0]
    return float((found <= exact[:, -1:] * (1 + _ROUNDING)).mean())


def _measured(lists: Lists, queries: np.ndarray, candidates: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    owners, places = np.nonzero(candidates >= 0)
    rows = candidates[owners, places]
    distances = np.full(candidates.shape, np.inf)
    if len(rows):
        space = space_of(lists.X[rows], queries, lists.metric)
        distances[owners, places] = space.unit(space.exact(owners, np.arange(len(rows))))
    order = np.lexsort((candidates, distances), axis=1)
    return np.take_along_axis(distances, order, 1), np.take_along_axis(candidates, order, 1)


def _live(lists: Lists) -> faiss.IndexIVFFlat:
    """The faiss index of these lists, made when it is first used; not part of what is saved."""
    if lists not in _LIVE:
        with extra("faiss"):
            import faiss
        n_lists, n_numbers = lists.centres.shape
        centres = faiss.IndexFlatL2(n_numbers)
        centres.add(lists.centres)
        index = faiss.IndexIVFFlat(centres, n_numbers, n_lists, faiss.METRIC_L2)
        rows, members = lists.plain(lists.X), np.ascontiguousarray(lists.members)
        index.is_trained = True
        index.add_core(len(rows), faiss.swig_ptr(rows), None, faiss.swig_ptr(members))
        _LIVE[lists] = index
    return _LIVE[lists]
