"""The rows of a matrix that lie nearest to given rows: exact, fast, in little memory.

Scores in float32 (matrix products, block by block), each raised by the largest error that it can have, say which rows
can be among the nearest at all: those that reach a running threshold of their query. Where too many do, the same is
done in float64. Those few are measured again in float64, from the differences themselves, and that decides.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
from scipy import sparse

from motif.core.check import finite_rows, in_choices, integer, matrix
from motif.core.errors import InputError
from motif.represent.nearest.space import SAMPLE, Space, runs, space_of

__all__ = ["METRICS", "Metric", "nearest", "without_own"]

Metric: TypeAlias = Literal["euclidean", "cosine"]
METRICS: tuple[str, ...] = get_args(Metric)
_ITEMS = 4096  # rows of X scored at a time: with 256 queries 4 MB of scores, which stay in the processor's cache
_QUERIES = 256
_ROOMY = 4  # times as many rows at a time for a few queries, whose scores are small
_BATCH = 8192  # queries that share one pass over X
_PENDING = 1 << 17  # candidates that wait to be measured in float64
_CROWD = 8  # times n candidates a query in one block: so many come of equal rows


def nearest(X: Any, queries: Any = None, n: int = 10, *, metric: Metric = "euclidean") -> tuple[np.ndarray, np.ndarray]:
    """Return the distances and positions of the n rows of X that are nearest to each query, the nearest first.

    The answer is that of measuring every distance in float64 and sorting by distance, then by position: equal
    distances are told apart by position, the earlier first.

    Parameters
    ----------
    X :
        (n_items, n_features), dense or sparse, finite.
    queries :
        (n_queries, n_features); None asks for the neighbours of each row of X among the other rows.
    n :
        How many, at least 1. Where there are fewer rows, all are returned.
    metric :
        "euclidean", or "cosine": 1 - the cosine of the angle, in [0, 2]. A row of zeros has no direction; its cosine
        distance is 1 from everything.

    Returns
    -------
    (n_queries, min(n, n_items)) float64 distances and int64 positions of rows of X; one column fewer at most where
    `queries` is None, as a row is not its own neighbour.

    Raises
    ------
    InputError
        For NaN or infinite values, another number of features, or an unknown metric.

    Notes
    -----
    Ours. Beside X and the answer it holds some 50 MB, whatever n_items. Rows that differ but tie with the n-th
    neighbour must all be measured, which costs time where there are many; of equal rows only the first n are.

    Examples
    --------
    >>> distances, positions = nearest([[0.0], [1.0], [3.0]], [[0.9]], 2)
    >>> distances.round(1), positions
    (array([[0.1, 0.9]]), array([[1, 0]]))
    >>> nearest([[0.0], [1.0], [3.0]], n=1)[1].ravel()
    array([1, 0, 1])
    """
    in_choices(metric, METRICS, what="metric")
    n = integer(n, what="n", low=1)
    X, to_itself = _rows(X, what="X"), queries is None
    queries = X if to_itself else _rows(queries, what="queries")
    if queries.shape[1] != X.shape[1]:
        raise InputError(f"queries have shape {queries.shape}, X {X.shape}; they must have the same features")
    n_found = min(n + to_itself, X.shape[0])
    distances = np.empty((queries.shape[0], n_found))
    positions = np.empty((queries.shape[0], n_found), dtype=np.int64)
    space = space_of(X, queries, metric)
    for batch in runs(len(distances), _BATCH):
        distances[batch], positions[batch] = _search(space.asking(batch), n_found)
    return without_own(distances, positions, np.arange(len(positions))) if to_itself else (distances, positions)


def _rows(X: Any, *, what: str) -> Any:
    if not sparse.issparse(X):
        return matrix(X, what=what)
    rows = sparse.csr_array(X)
    if 0 in rows.shape or rows.dtype.kind not in "biuf":
        raise InputError(f"{what} must be numeric with rows and columns; given {rows.dtype} of shape {rows.shape}")
    finite_rows(rows, what=what)
    return rows


def without_own(distances: np.ndarray, positions: np.ndarray, own: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return neighbours of rows that are items themselves, one too many, without the row's own position or the last."""
    others = positions != own[:, None]
    others[others.all(axis=1), -1] = False  # a row with many duplicates may not have found itself
    shape = (len(positions), positions.shape[1] - 1)
    return distances[others].reshape(shape), positions[others].reshape(shape)


def _search(space: Space, n: int) -> tuple[np.ndarray, np.ndarray]:
    found = _Found(space, n)
    for items in runs(space.n_items, _ITEMS * (_ROOMY if space.n_queries * _ROOMY <= _QUERIES else 1)):
        block = _Block(space, items, n)
        for queries in runs(space.n_queries, _QUERIES):
            rows, columns = block.candidates(queries, found.floor[queries])
            if len(rows):
                found.offer(rows + queries.start, columns + items.start)
    found.settle()
    return space.unit(found.distances), found.positions


class _Block:
    """Some rows of X, and which of them can be among the n nearest; what only a crowd needs is made for a crowd."""

    def __init__(self, space: Space, items: slice, n: int) -> None:
        self.space, self.items, self.n = space, items, n
        self.quick = space.block(items)

    @cached_property
    def fine(self) -> tuple[Any, Any]:
        return self.space.block(self.items, fine=True), self.space.block(self.items, fine=True, below=True)

    @cached_property
    def first_copies(self) -> np.ndarray:
        return _first_copies(self.space.keys(self.items), self.n)

    def candidates(self, queries: slice, floor: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return pairs of query, counted from the first of these, and row, counted from the block's first.

        Where float32 cannot tell the rows apart, float64 raises the floor, in place, and leaves fewer.
        """
        reach = _reaching(self.space.bounds(queries, self.quick), floor)
        crowd = _CROWD * self.n * len(floor)
        if not self.space.is_fine and np.count_nonzero(reach) > crowd:
            above, below = self.fine
            if self.n <= reach.shape[1]:
                least = _nth_best(self.space.bounds(queries, below), self.n) - self.space.slack[queries]
                np.maximum(floor, least, out=floor)
            reach &= _reaching(self.space.bounds(queries, above), floor)
        pairs = np.flatnonzero(reach.reshape(-1))
        rows, columns = np.divmod(pairs, reach.shape[1])
        if len(pairs) > crowd:
            kept = self.first_copies[columns]
            return rows[kept], columns[kept]
        return rows, columns


def _reaching(bounds: np.ndarray, floor: np.ndarray) -> np.ndarray:
    least = floor.astype(bounds.dtype)
    return bounds >= np.nextafter(least, -np.inf, where=least < np.inf, out=least.copy())[:, None]


def _first_copies(keys: list[bytes], n: int) -> np.ndarray:
    """Whether each row is among the first n of those equal to it; the others cannot be in any answer."""
    n_before: Counter[bytes] = Counter()
    first = np.empty(len(keys), dtype=bool)
    for place, key in enumerate(keys):
        first[place] = n_before[key] < n
        n_before[key] += 1
    return first


class _Found:
    """The nearest so far, the candidates that wait, and the score that a row must reach to become one."""

    def __init__(self, space: Space, n: int) -> None:
        self.space = space
        self.distances = np.full((space.n_queries, n), np.inf)
        self.positions = np.full((space.n_queries, n), -1, dtype=np.int64)
        self.floor = _sampled_floor(space, n)
        self._waiting: list[tuple[np.ndarray, np.ndarray]] = []
        self._n_waiting = 0

    def offer(self, queries: np.ndarray, rows: np.ndarray) -> None:
        """Take candidates; for each query, rows must be offered in order."""
        self._waiting.append((queries, rows))
        self._n_waiting += len(rows)
        if self._n_waiting > max(_PENDING, 4 * self.distances.size):
            self.settle()

    def settle(self) -> None:
        """Measure the candidates that wait and keep the nearest."""
        if not self._waiting:
            return
        queries, rows = (np.concatenate(parts) for parts in zip(*self._waiting, strict=True))
        self._waiting, self._n_waiting = [], 0
        distances = self.space.exact(queries, rows)
        near = distances <= self.distances[queries, -1]
        self._merge(queries[near], rows[near], distances[near])
        last = self.distances[:, -1]
        settled = last < np.inf
        self.floor[settled] = np.maximum(self.floor, self.space.score(np.where(settled, last, 0)))[settled]
        self.floor[last <= self.space.lowest] = np.inf  # later rows could only tie, and the earlier go first

    def _merge(self, queries: np.ndarray, rows: np.ndarray, distances: np.ndarray) -> None:
        n, touched = self.distances.shape[1], np.unique(queries)
        queries = np.concatenate([queries, np.repeat(touched, n)])
        rows = np.concatenate([rows, self.positions[touched].ravel()])
        distances = np.concatenate([distances, self.distances[touched].ravel()])
        order = np.lexsort((rows, distances, queries))
        firsts = np.searchsorted(queries[order], touched)
        kept = order[firsts[:, None] + np.arange(n)]
        self.distances[touched], self.positions[touched] = distances[kept], rows[kept]


def _sampled_floor(space: Space, n: int) -> np.ndarray:
    """What the score of the n-th nearest row of a sample is not below: no row that cannot reach it is among them."""
    size = min(space.n_items, max(SAMPLE, 4 * n))
    block = space.block(slice(0, None, space.n_items // size), below=True)
    floor = np.empty(space.n_queries)
    for queries in runs(space.n_queries, max(1, _ITEMS * _QUERIES // size)):
        floor[queries] = _nth_best(space.bounds(queries, block), n) - space.slack[queries]
    return floor


def _nth_best(scores: np.ndarray, n: int) -> np.ndarray:
    place = scores.shape[1] - n
    return np.partition(scores, place, axis=1)[:, place]
