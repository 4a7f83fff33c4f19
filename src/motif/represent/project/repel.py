"""How the items of a map push each other apart: all pairs for few, a grid and Fourier transforms for many."""

from __future__ import annotations

from itertools import product

import numpy as np
from scipy import fft, sparse

from motif.core.check import matrix

__all__ = ["FEW", "Repulsion", "repel_exactly"]

FEW = 300  # items: from here on the grid is the faster of the two
_SPACING = 1 / 3  # of a grid, in units of the kernel's width: forces then are within 3 % of all pairs'
_FEWEST = 48  # nodes along an axis: a small map gets a finer grid
_MOST = {
    1: 1 << 16,
    2: 512,
}  # by the number of axes: beyond 170 units a plane's is coarser; at 270, forces are 10 % off
_STEP = 1.05  # grids come in sizes that differ by this factor, so that a kernel serves many rounds
_NEAR = 3  # nodes along an axis that carry an item: a parabola through them


def repel_exactly(codes: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the push on each item from all others, and the sum of all similarities, from all pairs.

    With the similarity s(i, j) = 1 / (1 + |z_i - z_j|^2) of t-SNE, the push is sum_j s(i, j)^2 (z_i - z_j).

    Parameters
    ----------
    codes :
        (n_items, n_components).

    Returns
    -------
    push, total :
        (n_items, n_components), and sum of s over all ordered pairs of two items.

    Examples
    --------
    >>> push, total = repel_exactly(np.array([[0.0], [1.0]]))
    >>> push.ravel().tolist(), total
    ([-0.25, 0.25], 1.0)
    """
    codes = matrix(codes, what="codes")
    similar = np.ones((len(codes), len(codes)))
    for column in codes.T:
        similar += (column[:, None] - column) ** 2
    similar = 1 / similar
    total = float(similar.sum()) - len(codes)
    similar *= similar
    return codes * similar.sum(axis=1)[:, None] - similar @ codes, total


class Repulsion:
    """Pushes of many items in time that grows with their number, not with their pairs.

    Items are spread onto a regular grid, the grid is convolved with the kernels by Fourier transforms, and the sums are
    read off at the items' places. Up to 300 items are summed exactly.

    Notes
    -----
    The idea is that of FIt-SNE (Linderman et al. 2019). Ours has one regular grid, a parabola through three nodes along
    each axis, the force itself as kernel (one transform of the charges instead of three), and keeps the transformed
    kernels as long as the map has the same size.

    Examples
    --------
    >>> codes = np.random.default_rng(0).normal(scale=5, size=(1000, 2))
    >>> (push, total), (exact, exact_total) = Repulsion()(codes), repel_exactly(codes)
    >>> bool(np.linalg.norm(push - exact) < 0.05 * np.linalg.norm(exact)), abs(total / exact_total - 1) < 0.01
    (True, True)
    """

    def __init__(self) -> None:
        self._size: tuple[int, float] = (0, 0.0)
        self._kernels: list[np.ndarray] = []

    def __call__(self, codes: np.ndarray) -> tuple[np.ndarray, float]:
        """Return the push on each item, (n_items, n_components), and the sum of similarities of all ordered pairs."""
        if len(codes) <= FEW:
            return repel_exactly(codes)
        low = codes.min(axis=0)
        n_nodes, spacing = _grid(float((codes.max(axis=0) - low).max()), codes.shape[1])
        spread = _spread((codes - low) / spacing + 1, n_nodes)
        shape = (2 * n_nodes,) * codes.shape[1]  # the empty half keeps the convolution from running around
        inside = (slice(n_nodes),) * codes.shape[1]
        charges = (spread.T @ np.ones(len(codes), dtype=np.float32)).reshape((n_nodes,) * codes.shape[1])
        transformed = fft.rfftn(charges, shape, workers=1)
        sums = [
            fft.irfftn(transformed * kernel, shape, workers=1)[inside].ravel()
            for kernel in self._kernels_of(n_nodes, spacing, codes.shape[1])
        ]
        read = spread @ np.column_stack(sums)
        return read[:, 1:], float(read[:, 0].sum(dtype=np.float64)) - len(codes)

    def _kernels_of(self, n_nodes: int, spacing: float, n_components: int) -> list[np.ndarray]:
        if (n_nodes, spacing) != self._size:
            steps = np.arange(2 * n_nodes)
            along = (np.where(steps < n_nodes, steps, steps - 2 * n_nodes) * spacing).astype(np.float32)
            offsets = np.meshgrid(*[along] * n_components, indexing="ij", sparse=True)
            similar = 1 / (1 + sum(offset**2 for offset in offsets))
            kernels = [similar, *(similar**2 * offset for offset in offsets)]
            self._kernels = [fft.rfftn(kernel, workers=1) for kernel in kernels]
            self._size = (n_nodes, spacing)
        return self._kernels


def _grid(span: float, n_components: int) -> tuple[int, float]:
    """Return how many nodes along an axis, and how far apart."""
    wanted = max(min(_SPACING, span / _FEWEST), span / _MOST[n_components], np.finfo(np.float32).tiny)
    spacing = float(_STEP ** np.ceil(np.log(wanted) / np.log(_STEP)))
    return fft.next_fast_len(int(span / spacing) + _NEAR + 1, real=True), spacing


def _spread(places: np.ndarray, n_nodes: int) -> sparse.csr_array:
    """Return (n_items, n_nodes ** n_components): the share of each item that each grid node near it carries."""
    n_items, n_components = places.shape
    middle = np.floor(places + 0.5).astype(np.int64)
    off = places - middle
    weights = np.stack([off * (off - 1) / 2, 1 - off * off, off * (off + 1) / 2], axis=-1).astype(np.float32)
    shares, nodes = [], []
    for near in product(range(_NEAR), repeat=n_components):
        shares.append(np.prod([weights[:, axis, step] for axis, step in enumerate(near)], axis=0))
        nodes.append(sum((middle[:, a] + s - 1) * n_nodes ** (n_components - 1 - a) for a, s in enumerate(near)))
    ends = np.arange(0, n_items * len(shares) + 1, len(shares))
    entries = (np.column_stack(shares).ravel(), np.column_stack(nodes).ravel(), ends)
    return sparse.csr_array(entries, shape=(n_items, n_nodes**n_components))
