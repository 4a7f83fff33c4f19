"""The tree of merges behind `Agglomerative`: nearest-neighbour chains on a square of distances."""

from __future__ import annotations

import numpy as np

__all__ = ["merges_of"]

_COMPACT = 0.75  # of the rows still in use: below that the others are left out
_ROWS_MOVED = 64  # at a time
_SMALL = 64  # rows; copying a smaller square gains nothing


def merges_of(distances: np.ndarray, linkage: str) -> np.ndarray:
    """Return the merges of a tree as SciPy writes it, nearest first.

    A chain goes from a cluster to its nearest, to that one's nearest, until two are each other's nearest; these merge.
    For the four linkages that gives the same tree as merging the closest pair of all, in time n_items squared.

    Parameters
    ----------
    distances :
        (n_items, n_items), symmetric, float32 or float64; used up. For "ward" squared.
    linkage :
        "complete", "average", "single" or "ward".

    Returns
    -------
    numpy.ndarray
        (n_items - 1, 4): two nodes, their distance, the items below; node n_items + i is made by row i.

    Examples
    --------
    >>> merges_of(np.array([[0.0, 1.0, 5.0], [1.0, 0.0, 4.0], [5.0, 4.0, 0.0]]), "complete").tolist()
    [[0.0, 1.0, 1.0, 2.0], [2.0, 3.0, 5.0, 3.0]]
    """
    np.fill_diagonal(distances, np.inf)
    square = _Square(distances, linkage)
    n_merges = len(distances) - 1
    first, second, heights = np.empty(n_merges, int), np.empty(n_merges, int), np.empty(n_merges)
    chain: list[int] = []
    for step in range(n_merges):
        chain = square.compacted(chain)
        i, j = _mutual(square, chain)
        first[step], second[step], heights[step] = square.item[i], square.item[j], square.distances[i, j]
        square.merge(i, j)
    order = np.argsort(heights, kind="stable")
    return _tree(first[order], second[order], heights[order])


def _mutual(square: _Square, chain: list[int]) -> tuple[int, int]:
    """Lengthen the chain until its last two are each other's nearest, take these off and return them."""
    if not chain:
        chain.append(square.any_row())
    while True:
        tip = chain[-1]
        near = square.nearest(tip)
        row = square.distances[tip]
        if len(chain) > 1 and row[near] >= row[chain[-2]]:  # of two equally near, the one we came from: no circles
            chain.pop()
            return tip, chain.pop()
        chain.append(near)


class _Square:
    """Distances between the clusters there are now; `item` is one item of each row's cluster."""

    def __init__(self, distances: np.ndarray, linkage: str) -> None:
        self.distances = distances
        self.linkage = linkage
        self.item = np.arange(len(distances))
        self.size = np.ones(len(distances))
        self.gone = np.zeros(len(distances), distances.dtype)  # infinite where a row was merged away
        self.n_left = len(distances)
        self._sum = np.empty_like(self.gone)

    def any_row(self) -> int:
        return int(self.gone.argmin())

    def nearest(self, i: int) -> int:
        return int(np.add(self.distances[i], self.gone, out=self._sum).argmin())

    def merge(self, i: int, j: int) -> None:
        merged = self._merged(i, j)
        merged[i] = np.inf
        self.distances[i] = self.distances[:, i] = merged
        self.gone[j] = np.inf
        self.size[i] += self.size[j]
        self.n_left -= 1

    def _merged(self, i: int, j: int) -> np.ndarray:
        """Lance and Williams: how far the others are from the two together."""
        a, b = self.distances[i], self.distances[j]
        if self.linkage == "complete":
            return np.maximum(a, b)
        if self.linkage == "single":
            return np.minimum(a, b)
        n_a, n_b = self.size[i], self.size[j]
        if self.linkage == "average":
            return (n_a * a + n_b * b) / (n_a + n_b)
        return ((n_a + self.size) * a + (n_b + self.size) * b - self.size * a[j]) / (n_a + n_b + self.size)

    def compacted(self, chain: list[int]) -> list[int]:
        """Leave out the rows that are gone once they are many; return the chain in the new rows."""
        if self.n_left > _COMPACT * len(self.item) or len(self.item) <= _SMALL:
            return chain
        kept = np.flatnonzero(self.gone == 0)
        place = np.empty(len(self.item), int)
        place[kept] = np.arange(len(kept))
        self.distances = _closed_up(self.distances, kept)
        self.item, self.size = self.item[kept], self.size[kept]
        self.gone, self._sum = self.gone[kept], self._sum[kept]
        return place[chain].tolist()


def _closed_up(square: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """Move the kept rows and columns together inside the same memory: a row is never written before it is read."""
    flat, n_kept = square.reshape(-1), len(kept)
    for start in range(0, n_kept, _ROWS_MOVED):
        rows = kept[start : start + _ROWS_MOVED]
        flat[start * n_kept : (start + len(rows)) * n_kept] = square[np.ix_(rows, kept)].reshape(-1)
    return flat[: n_kept * n_kept].reshape(n_kept, n_kept)


def _tree(first: np.ndarray, second: np.ndarray, heights: np.ndarray) -> np.ndarray:
    """Name the two nodes of each merge by following one item of each up to where it is by now."""
    n_items = len(heights) + 1
    up = list(range(2 * n_items - 1))
    size = [1] * n_items
    rows = []
    for step, (i, j, height) in enumerate(zip(first.tolist(), second.tolist(), heights.tolist(), strict=True)):
        low, high = sorted((_top(up, i), _top(up, j)))
        up[low] = up[high] = n_items + step
        size.append(size[low] + size[high])
        rows.append((low, high, height, size[-1]))
    return np.array(rows, dtype=np.float64).reshape(-1, 4)


def _top(up: list[int], node: int) -> int:
    while up[node] != node:
        up[node] = up[up[node]]
        node = up[node]
    return node
