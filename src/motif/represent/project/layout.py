"""The layout of a map: neighbours draw each other near, all others push each other apart."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from motif.represent.project.repel import Repulsion

__all__ = ["lay_out", "neighbour_graph"]

_EARLY, _EARLY_SHARE = 12.0, 0.3  # exaggeration at first, and for how much of the rounds: van der Maaten's, Belkina's
_MOMENTUM, _EARLY_MOMENTUM = 0.8, 0.5
_START = 1e-4  # spread of the start along its first axis: all begin close, so that nobody is in the way
_JITTER = 1e-2  # of that spread: items that start on one line could never leave it
_GAIN_UP, _GAIN_DOWN, _LEAST_GAIN = 0.2, 0.8, 0.01


def neighbour_graph(positions: np.ndarray) -> sparse.csr_array:
    """Return how strongly items attract each other: symmetric, (n_items, n_items), entries that sum to 1.

    Parameters
    ----------
    positions :
        (n_items, n_neighbors): the nearest others of each item, which count alike. One that names its neighbour and is
        not named back counts half as much as a mutual one.

    Examples
    --------
    >>> neighbour_graph(np.array([[1], [0], [1]])).toarray().round(2)
    array([[0.  , 0.33, 0.  ],
           [0.33, 0.  , 0.17],
           [0.  , 0.17, 0.  ]])
    """
    n_items, n_neighbors = positions.shape
    ends = np.arange(0, positions.size + 1, n_neighbors)
    ones = np.ones(positions.size)
    named = sparse.csr_array((ones, positions.ravel(), ends), shape=(n_items, n_items))
    return sparse.csr_array((named + named.T) / (2 * positions.size))


def lay_out(
    graph: sparse.csr_array, start: np.ndarray, *, exaggeration: float, max_iter: int, chance: np.random.Generator
) -> np.ndarray:
    """Return the places of items on a map, (n_items, n_components), around 0, float32.

    Gradient descent on the loss of t-SNE from a given start, with momentum and a step size for each coordinate.

    Parameters
    ----------
    graph :
        As `neighbour_graph` returns it.
    start :
        (n_items, n_components): places to start from; scaled down first.
    exaggeration :
        How much stronger neighbours attract than t-SNE has it, at least 1.
    max_iter :
        How many rounds; in the first 30 % neighbours attract 12 times as strongly, which sorts the groups.
    chance :
        Tells items apart that start at one place.

    Examples
    --------
    >>> pairs = neighbour_graph(np.array([[1], [0], [3], [2]]))
    >>> start = np.array([[0.0], [1.0], [10.0], [11.0]])
    >>> codes = lay_out(pairs, start, exaggeration=1.0, max_iter=200, chance=np.random.default_rng(0))
    >>> bool(abs(codes[0] - codes[1]) < abs(codes[1] - codes[2]))
    True
    """
    codes = _scaled_down(start, chance)
    n_items = len(codes)
    heads = np.repeat(np.arange(n_items), np.diff(graph.indptr))
    strengths = graph.data.astype(np.float32)
    velocity, gains, repel = np.zeros_like(codes), np.ones_like(codes), Repulsion()
    rate = n_items / _EARLY  # Belkina et al. 2019
    n_early = int(max_iter * _EARLY_SHARE)
    for step in range(max_iter):
        early = step < n_early
        apart = codes[heads] - codes[graph.indices]
        weights = strengths / (1 + np.einsum("ij,ij->i", apart, apart))
        pull = sparse.csr_array((weights, graph.indices, graph.indptr), shape=graph.shape)
        drawn = codes * pull.sum(axis=1)[:, None] - pull @ codes
        pushed, total = repel(codes)
        uphill = 4 * ((_EARLY if early else exaggeration) * drawn - pushed / total)
        gains = np.maximum(np.where(uphill * velocity < 0, gains + _GAIN_UP, gains * _GAIN_DOWN), _LEAST_GAIN)
        velocity = (_EARLY_MOMENTUM if early else _MOMENTUM) * velocity - rate * gains * uphill
        codes = (codes + velocity).astype(np.float32)
    return codes - codes.mean(axis=0)


def _scaled_down(start: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    spread = start[:, 0].std()
    scaled = (start - start.mean(axis=0)) * (_START / spread if spread > 0 else 0.0)
    return (scaled + chance.normal(scale=_START * _JITTER, size=start.shape)).astype(np.float32)
