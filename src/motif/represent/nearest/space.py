"""Rows and queries under a metric, dense or sparse: quick scores with the error they can have, and exact distances."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from scipy import sparse

__all__ = ["SAMPLE", "Space", "runs", "space_of"]

SAMPLE = 4096  # rows, evenly spread over X, that stand for all
_PAIRS = 1 << 17  # of sparse rows that are measured at a time
_ROW_BYTES = 4 << 20  # of float64 rows that are measured at a time
_SAFE_EXPONENT = 40  # beyond 2**±40 squares of float32 leave its range; rows are then scaled by a power of two
_SMALLEST = 2.0**-120  # what products of float32 can lose below its range


class Space(Protocol):
    """Rows and queries under a metric: quick scores (higher is nearer) with their error, and exact distances."""

    n_items: int
    n_queries: int
    lowest: np.ndarray  # (n_queries,) the distance below which nothing can lie

    def block(self, rows: slice) -> Any:
        """Return rows of X as `scores` and `error` want them."""

    def keys(self, rows: slice) -> list[bytes]:
        """Return for each row what only an equal row has too."""

    def scores(self, queries: slice, block: Any) -> np.ndarray:
        """Return (n_queries, n_rows) scores."""

    def error(self, queries: slice, block: Any) -> np.ndarray:
        """Return the largest error that each query's scores can have: (n_queries,)."""

    def exact(self, queries: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Return the distances of pairs, in the space's own unit."""

    def score(self, distances: np.ndarray) -> np.ndarray:
        """Return the exact score at a distance from each query: (n_queries,)."""

    def unit(self, distances: np.ndarray) -> np.ndarray:
        """Return distances in the unit of X."""


def space_of(X: Any, queries: Any, metric: str) -> Space:
    """Return rows and queries, checked, as a space: sparse where X is."""
    if sparse.issparse(X):
        return _SparseSpace(X, sparse.csr_array(queries), cosine=metric == "cosine")
    return _DenseSpace(X, queries.toarray() if sparse.issparse(queries) else queries, cosine=metric == "cosine")


def runs(n: int, size: int) -> list[slice]:
    """Return the rows 0 to n in consecutive slices of at most `size`."""
    return [slice(start, min(start + size, n)) for start in range(0, n, size)]


def _power_of_two(peak: float) -> float:
    """The factor that brings numbers of this size near 1; 1 where there is no need."""
    exponent = int(np.frexp(peak)[1])
    return 1.0 if peak == 0 or abs(exponent) <= _SAFE_EXPONENT else float(np.ldexp(1.0, -max(exponent, -1000)))


def _peak(values: np.ndarray) -> float:
    return max(abs(float(values.max(initial=0))), abs(float(values.min(initial=0))))


class _DenseSpace:
    """Rows of an array. Euclidean: score = q x - |x|^2 / 2 about a common centre, in one product of matrices.

    Taking the centre away first keeps float32's error small where the rows lie far from 0.
    """

    def __init__(self, X: np.ndarray, queries: np.ndarray, *, cosine: bool) -> None:
        self.X, self.queries, self.cosine = X, queries, cosine
        self.n_items, self.n_queries = len(X), len(queries)
        self.scale = _power_of_two(max(_peak(X), _peak(queries)))
        self.centre = np.zeros(X.shape[1]) if cosine else self._middle()
        moved = self._moved(queries)
        self.squares = np.square(moved, dtype=np.float64).sum(axis=1)
        self.lowest = np.where(self.squares > 0, 0.0, 1.0) if cosine else np.zeros(len(queries))
        self.left = np.ones((len(queries), X.shape[1] + 1), np.float32)
        self.left[:, :-1] = moved
        self._errors = (X.shape[1] + 8) * np.finfo(np.float32).eps / 2

    def _middle(self) -> np.ndarray:
        some = self.X[:: max(1, len(self.X) // SAMPLE)].astype(np.float64)
        return (some * self.scale).mean(axis=0).astype(np.float32).astype(np.float64)

    def _moved(self, rows: np.ndarray) -> np.ndarray:
        """Rows with the centre taken away, or made one long: in float64, or in float32 where that rounds but once."""
        if self.cosine:
            return _one_long(rows.astype(np.float64))
        if rows.dtype == np.float32 and self.scale == 1:
            return rows - self.centre.astype(np.float32)
        return rows.astype(np.float64) * self.scale - self.centre

    def keys(self, rows: slice) -> list[bytes]:
        return [row.tobytes() for row in self.X[rows]]

    def block(self, rows: slice) -> tuple[np.ndarray, float]:
        moved = self._moved(self.X[rows])
        right = np.empty((len(moved), moved.shape[1] + 1), np.float32)
        right[:, :-1] = moved
        squares = np.einsum("ij,ij->i", right[:, :-1], right[:, :-1])
        right[:, -1] = 0 if self.cosine else squares / -2
        return right, float(np.sqrt(squares.max(initial=0)))

    def scores(self, queries: slice, block: tuple[np.ndarray, float]) -> np.ndarray:
        return self.left[queries] @ block[0].T

    def error(self, queries: slice, block: tuple[np.ndarray, float]) -> np.ndarray:
        """Higham 2002, section 3.1: a sum of m products is off by at most m u of the sum of their sizes."""
        squares, longest = self.squares[queries], block[1]
        rounding = np.sqrt(squares) * longest + longest**2 + 1e-8 * squares  # the last for `score`, in float64
        return self._errors * rounding + len(self.centre) * _SMALLEST

    def exact(self, queries: np.ndarray, rows: np.ndarray) -> np.ndarray:
        distances = np.empty(len(rows))
        for run in runs(len(rows), max(1, _ROW_BYTES // (8 * self.X.shape[1]))):
            ours = np.asarray(self.X[rows[run]], dtype=np.float64)
            theirs = np.asarray(self.queries[queries[run]], dtype=np.float64)
            if self.cosine:
                distances[run] = _cosine_distance(_one_long(ours), _one_long(theirs))
            else:
                distances[run] = np.sqrt(np.square(ours * self.scale - theirs * self.scale).sum(axis=1))
        return distances

    def score(self, distances: np.ndarray) -> np.ndarray:
        return 1 - distances if self.cosine else (self.squares - distances**2) / 2

    def unit(self, distances: np.ndarray) -> np.ndarray:
        return distances if self.cosine else distances / self.scale


def _one_long(rows: np.ndarray) -> np.ndarray:
    peaks = np.abs(rows).max(axis=1, keepdims=True)
    rows = rows / np.where(peaks > 0, peaks, 1)  # so that no square leaves the range of float64
    lengths = np.sqrt(np.square(rows).sum(axis=1, keepdims=True))
    return rows / np.where(lengths > 0, lengths, 1)


def _cosine_distance(ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """Half the squared distance of rows of length one, which is 1 - cosine without its loss of digits near 0."""
    without = ~(ours.any(axis=1) & theirs.any(axis=1))
    return np.where(without, 1.0, np.square(ours - theirs).sum(axis=1) / 2)


class _SparseSpace:
    """Rows of a CSR matrix, all in float64: scores differ from distances by rounding only."""

    def __init__(self, X: sparse.csr_array, queries: sparse.csr_array, *, cosine: bool) -> None:
        self.cosine = cosine
        self.n_items, self.n_queries = X.shape[0], queries.shape[0]
        self.scale = _power_of_two(max(_peak(X.data), _peak(queries.data)))
        self.X, self.queries = (_tidy(rows, self.scale, cosine=cosine) for rows in (X, queries))
        self.item_squares, self.squares = _row_squares(self.X), _row_squares(self.queries)
        self.lowest = np.where(self.squares > 0, 0.0, 1.0) if cosine else np.zeros(self.n_queries)

    def block(self, rows: slice) -> tuple[sparse.csr_array, np.ndarray]:
        return self.X[rows].T.tocsr(), self.item_squares[rows]

    def keys(self, rows: slice) -> list[bytes]:
        chosen = self.X[rows]
        bounds = zip(chosen.indptr, chosen.indptr[1:], strict=False)
        return [chosen.indices[a:b].tobytes() + chosen.data[a:b].tobytes() for a, b in bounds]

    def scores(self, queries: slice, block: tuple[sparse.csr_array, np.ndarray]) -> np.ndarray:
        products = (self.queries[queries] @ block[0]).toarray()
        return products if self.cosine else products - block[1] / 2

    def error(self, queries: slice, block: tuple[sparse.csr_array, np.ndarray]) -> np.ndarray:
        squares, longest = self.squares[queries], float(block[1].max(initial=0))
        return (self.X.shape[1] + 8) * np.finfo(np.float64).eps * (squares + longest)

    def exact(self, queries: np.ndarray, rows: np.ndarray) -> np.ndarray:
        distances = np.empty(len(rows))
        for run in runs(len(rows), _PAIRS):
            squares = _row_squares(self.X[rows[run]] - self.queries[queries[run]])
            if self.cosine:
                known = (self.item_squares[rows[run]] > 0) & (self.squares[queries[run]] > 0)
                distances[run] = np.where(known, squares / 2, 1.0)
            else:
                distances[run] = np.sqrt(squares)
        return distances

    def score(self, distances: np.ndarray) -> np.ndarray:
        return 1 - distances if self.cosine else (self.squares - distances**2) / 2

    def unit(self, distances: np.ndarray) -> np.ndarray:
        return distances if self.cosine else distances / self.scale


def _row_squares(rows: sparse.csr_array) -> np.ndarray:
    return np.asarray(rows.multiply(rows).sum(axis=1)).ravel()


def _tidy(rows: sparse.csr_array, scale: float, *, cosine: bool) -> sparse.csr_array:
    """A copy in float64, each entry once and in order, so that equal rows give equal distances."""
    tidy = sparse.csr_array(rows, dtype=np.float64, copy=True)
    tidy.sum_duplicates()
    tidy.data *= scale
    if cosine:
        tidy.eliminate_zeros()
        counts = np.diff(tidy.indptr)
        peaks = np.asarray(abs(tidy).max(axis=1).toarray()).ravel()
        tidy.data /= np.repeat(peaks, counts)
        tidy.data /= np.repeat(np.sqrt(_row_squares(tidy)), counts)
    return tidy
