"""Rows and queries under a metric, dense or sparse: bounds of scores by float32, and exact distances."""

from __future__ import annotations

from copy import copy
from typing import Any, NamedTuple, Protocol

import numpy as np
from scipy import sparse

from motif.represent.nearest.row import row_squares, unit_rows

__all__ = ["SAMPLE", "Space", "runs", "space_of"]

SAMPLE = 4096  # rows, evenly spread over X, that stand for all
_PAIRS = 1 << 17  # of sparse rows that are measured at a time
_PEAK_NUMBERS = 1 << 17  # that are looked through at a time
_ROW_BYTES = 4 << 20  # of float64 rows that are measured at a time
_SAFE_EXPONENT = 40  # beyond 2**±40 squares of float32 leave its range; rows are then scaled by a power of two
_LOST = {4: 2.0**-108, 8: 2.0**-1000}  # what a product, one factor up to 2**40, can lose below its range, by bytes


class Space(Protocol):
    """Rows and queries under a metric: bounds of their scores (higher is nearer), and exact distances."""

    n_items: int
    n_queries: int
    lowest: np.ndarray  # (n_queries,) the distance below which nothing can lie
    slack: np.ndarray  # (n_queries,) what bounds and exact distances round, but for what each row adds to its bound
    is_fine: bool  # whether bounds are in float64 in any case

    def asking(self, batch: slice) -> Space:
        """Return the space with some of the queries only, ready for scores: (n_queries, ...) is theirs from then on."""

    def block(self, rows: slice, *, below: bool = False, fine: bool = False) -> Any:
        """Return rows of X as `bounds` wants them: for upper bounds or lower ones, in float32 or in float64."""

    def keys(self, rows: slice) -> list[bytes]:
        """Return for each row what only an equal row has too."""

    def bounds(self, queries: slice, block: Any) -> np.ndarray:
        """Return numbers that the exact scores do not exceed, or not fall short of: (n_queries, n_rows)."""

    def exact(self, queries: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Return the distances of pairs, in the space's own unit."""

    def score(self, distances: np.ndarray) -> np.ndarray:
        """Return what the score at a distance from each query is not below: (n_queries,)."""

    def unit(self, distances: np.ndarray) -> np.ndarray:
        """Return distances in the unit of X."""


def space_of(X: Any, queries: Any, metric: str) -> Space:
    """Return rows and queries, checked, as a space: sparse where X is. Scores want it `asking` first."""
    if sparse.issparse(X):
        return _SparseSpace(X, X if queries is X else sparse.csr_array(queries), cosine=metric == "cosine")
    return _DenseSpace(X, queries.toarray() if sparse.issparse(queries) else queries, cosine=metric == "cosine")


def runs(n: int, size: int) -> list[slice]:
    """Return the rows 0 to n in consecutive slices of at most `size`."""
    return [slice(start, min(start + size, n)) for start in range(0, n, size)]


def _power_of_two(peak: float) -> float:
    """The factor that brings numbers of this size near 1; 1 where there is no need."""
    exponent = int(np.frexp(peak)[1])
    return 1.0 if peak == 0 or abs(exponent) <= _SAFE_EXPONENT else float(np.ldexp(1.0, -max(exponent, -1000)))


def _peak(values: np.ndarray) -> float:
    """The largest size of a number, some rows at a time, which are fetched from memory but once for both ends."""
    parts = [values[run] for run in runs(len(values), max(1, _PEAK_NUMBERS // max(1, values[:1].size)))]
    ends = [abs(float(end)) for part in parts for end in (part.max(initial=0), part.min(initial=0))]
    return max(ends, default=0.0)


def _rounding(n_terms: int, kind: Any) -> float:
    """Higham 2002, section 3.1: a sum of so many products is off by at most this share of the sum of their sizes.

    Eight more cover what is rounded beside the sum.
    """
    share = (n_terms + 8) * float(np.finfo(kind).eps) / 2
    return share / max(1 - share, 0.5)


class _Plain(NamedTuple):
    """Rows of X as they are, for a query that stands alone, and which bounds of its scores are wanted."""

    rows: np.ndarray
    below: bool


class _DenseSpace:
    """Rows of an array. Euclidean: score = q x - |x|^2 / 2 about a common centre, in one product of matrices.

    Taking the centre away first keeps float32's error small where the rows lie far from 0; the median is where most of
    them are, whatever the tails do. The error, c (|q| |x| + |x|^2), is a part of the same product: so each pair has its
    own, and a few huge rows or queries cost the others nothing.

    For one query in float32 the rows' differences from it are formed instead: score = (|q|^2 - |q - x|^2) / 2, which
    needs neither centre nor sizes of the rows, and so a good part less time.
    """

    is_fine = False
    moved: np.ndarray  # what belongs to the queries is there once they are `asking`
    squares: np.ndarray
    lowest: np.ndarray
    slack: np.ndarray
    left: np.ndarray
    alone: np.ndarray | None = None

    def __init__(self, X: np.ndarray, queries: np.ndarray, *, cosine: bool) -> None:
        self.X, self.queries, self.cosine = X, queries, cosine
        self.n_items, self.n_queries = len(X), len(queries)
        self.scale = _power_of_two(max(_peak(X), _peak(queries)))
        self.centre = np.zeros(X.shape[1]) if cosine else self._middle()

    def _middle(self) -> np.ndarray:
        some = self.X[:: max(1, len(self.X) // SAMPLE)].astype(np.float64)
        return np.median(some * self.scale, axis=0).astype(np.float32).astype(np.float64)

    def asking(self, batch: slice) -> _DenseSpace:
        space = copy(self)
        space.queries = self.queries[batch]
        space.n_queries = len(space.queries)
        space.moved = self._moved(space.queries)
        space.squares = np.square(space.moved).sum(axis=1)
        space.lowest = np.where(space.squares > 0, 0.0, 1.0) if self.cosine else np.zeros(space.n_queries)
        lost = _rounding(self.X.shape[1], np.float64)  # what exact distances round is no reason to leave a row out
        space.slack = 4 * lost * space.squares
        space.left = space._towards(slice(None), np.float32)
        space.alone = space._alone()
        return space

    def _alone(self) -> np.ndarray | None:
        """The one query in float32, where that and the rows are exact so; None elsewhere."""
        if self.n_queries != 1 or self.cosine or self.scale != 1 or self.X.dtype != np.float32:
            return None
        query = self.queries[0].astype(np.float32)
        return query if (query == self.queries[0]).all() else None

    def _towards(self, queries: slice, kind: Any) -> np.ndarray:
        moved = self.moved[queries]
        left = np.ones((len(moved), moved.shape[1] + 2), kind)
        left[:, :-2] = moved
        left[:, -1] = np.sqrt(self.squares[queries]) * self._lost(kind)
        return left

    def _lost(self, kind: Any) -> float:
        return _rounding(self.X.shape[1] + 2, kind) * (1 if kind == np.float32 else 4)

    def _moved(self, rows: np.ndarray) -> np.ndarray:
        """Rows in float64 with the centre taken away, or made one long."""
        if self.cosine:
            return unit_rows(rows.astype(np.float64))
        return rows.astype(np.float64) * self.scale - self.centre

    def keys(self, rows: slice) -> list[bytes]:
        return [row.tobytes() for row in self.X[rows]]

    def block(self, rows: slice, *, below: bool = False, fine: bool = False) -> np.ndarray | _Plain:
        chosen, kind = self.X[rows], np.float64 if fine else np.float32
        if self.alone is not None and not fine:
            return _Plain(chosen, below)
        quick = not fine and not self.cosine and chosen.dtype == np.float32 and self.scale == 1
        right = np.empty((len(chosen), chosen.shape[1] + 2), kind)
        if quick:  # rounds but once, as the other way does
            np.subtract(chosen, self.centre.astype(np.float32), out=right[:, :-2])
        else:
            right[:, :-2] = self._moved(chosen)
        squares = np.einsum("ij,ij->i", right[:, :-2], right[:, :-2])
        sign = -1 if below else 1
        lost = sign * self.X.shape[1] * _LOST[right.itemsize]
        right[:, -2] = lost if self.cosine else squares * (sign * self._lost(kind) - 0.5) + lost
        right[:, -1] = sign * np.sqrt(squares)
        return right

    def bounds(self, queries: slice, block: np.ndarray | _Plain) -> np.ndarray:
        if isinstance(block, _Plain):
            return self._bounds_alone(block)
        left = self.left[queries] if block.dtype == np.float32 else self._towards(queries, np.float64)
        return left @ block.T

    def _bounds_alone(self, block: _Plain) -> np.ndarray:
        """Bounds of (|q|^2 - |q - x|^2) / 2: what float32 rounds is a share of both, since nothing cancels before."""
        apart = block.rows - self.alone
        squares = np.einsum("ij,ij->i", apart, apart)
        sign, own = -1 if block.below else 1, float(self.squares[0])
        share = 2 * _rounding(block.rows.shape[1] + 2, np.float32)
        lost = block.rows.shape[1] * _LOST[4]
        squares *= np.float32((sign * share - 1) / 2)
        squares += np.float32(own * (1 + sign * share) / 2 + sign * lost)
        return squares[None]

    def exact(self, queries: np.ndarray, rows: np.ndarray) -> np.ndarray:
        distances = np.empty(len(rows))
        for run in runs(len(rows), max(1, _ROW_BYTES // (8 * self.X.shape[1]))):
            ours = np.asarray(self.X[rows[run]], dtype=np.float64)
            theirs = np.asarray(self.queries[queries[run]], dtype=np.float64)
            if self.cosine:
                distances[run] = _cosine_distance(unit_rows(ours), unit_rows(theirs))
            else:
                distances[run] = np.sqrt(np.square(ours * self.scale - theirs * self.scale).sum(axis=1))
        return distances

    def score(self, distances: np.ndarray) -> np.ndarray:
        if self.cosine:
            return 1 - distances - self.slack
        return (self.squares - distances**2) / 2 - self.slack - 4 * _rounding(self.X.shape[1], float) * distances**2

    def unit(self, distances: np.ndarray) -> np.ndarray:
        return distances if self.cosine else distances / self.scale


def _cosine_distance(ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """Half the squared distance of rows of length one, which is 1 - cosine without its loss of digits near 0."""
    without = ~(ours.any(axis=1) & theirs.any(axis=1))
    return np.where(without, 1.0, np.square(ours - theirs).sum(axis=1) / 2)


class _SparseSpace:
    """Rows of a CSR matrix, all in float64: scores differ from distances by rounding only."""

    is_fine = True
    squares: np.ndarray  # what belongs to the queries is there once they are `asking`
    lowest: np.ndarray
    slack: np.ndarray

    def __init__(self, X: sparse.csr_array, queries: sparse.csr_array, *, cosine: bool) -> None:
        self.cosine = cosine
        self.n_items, self.n_queries = X.shape[0], queries.shape[0]
        self.scale = _power_of_two(max(_peak(X.data), _peak(queries.data)))
        self.X = _tidy(X, self.scale, cosine=cosine)
        self.queries = self.X if queries is X else _tidy(queries, self.scale, cosine=cosine)
        self.item_squares = row_squares(self.X)
        self.lost = 4 * _rounding(X.shape[1], np.float64)

    def asking(self, batch: slice) -> _SparseSpace:
        space = copy(self)
        space.queries = self.queries[batch]
        space.n_queries = space.queries.shape[0]
        space.squares = row_squares(space.queries)
        space.lowest = np.where(space.squares > 0, 0.0, 1.0) if self.cosine else np.zeros(space.n_queries)
        space.slack = self.lost * space.squares
        return space

    def block(self, rows: slice, *, below: bool = False, fine: bool = False) -> tuple[sparse.csr_array, np.ndarray]:
        del fine
        squares = self.item_squares[rows]
        lost = (-1 if below else 1) * 1.5 * self.lost * squares  # |q| |x| is at most the mean of their squares
        return self.X[rows].T.tocsr(), lost if self.cosine else lost - squares / 2

    def keys(self, rows: slice) -> list[bytes]:
        chosen = self.X[rows]
        limits = zip(chosen.indptr, chosen.indptr[1:], strict=False)
        return [chosen.indices[a:b].tobytes() + chosen.data[a:b].tobytes() for a, b in limits]

    def bounds(self, queries: slice, block: tuple[sparse.csr_array, np.ndarray]) -> np.ndarray:
        products = (self.queries[queries] @ block[0]).toarray()
        products += block[1]
        return products

    def exact(self, queries: np.ndarray, rows: np.ndarray) -> np.ndarray:
        distances = np.empty(len(rows))
        for run in runs(len(rows), _PAIRS):
            squares = row_squares(self.X[rows[run]] - self.queries[queries[run]])
            if self.cosine:
                known = (self.item_squares[rows[run]] > 0) & (self.squares[queries[run]] > 0)
                distances[run] = np.where(known, squares / 2, 1.0)
            else:
                distances[run] = np.sqrt(squares)
        return distances

    def score(self, distances: np.ndarray) -> np.ndarray:
        exact = 1 - distances if self.cosine else (self.squares - distances**2) / 2
        return exact - self.slack - self.lost * distances**2

    def unit(self, distances: np.ndarray) -> np.ndarray:
        return distances if self.cosine else distances / self.scale


def _tidy(rows: sparse.csr_array, scale: float, *, cosine: bool) -> sparse.csr_array:
    """A copy in float64, each entry once and in order, so that equal rows give equal distances."""
    tidy = sparse.csr_array(rows, dtype=np.float64, copy=True)
    if cosine:
        return unit_rows(tidy)
    tidy.sum_duplicates()
    tidy.data *= scale
    return tidy
