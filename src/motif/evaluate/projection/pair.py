"""Distances between the same items in two spaces, compared by rank."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from motif.evaluate.projection.space import Space

__all__ = ["Paired"]


@dataclass(frozen=True, eq=False)
class Paired:
    """The distances between the same items in X and in a map, (n_items, n_items) each.

    Examples
    --------
    >>> there, here = (Space(np.array(places)) for places in ([[0.0], [1.0], [3.0]], [[0.0], [2.0], [6.0]]))
    >>> Paired.of(there, here, np.arange(3)).correlation()
    1.0
    """

    X: np.ndarray
    Z: np.ndarray

    @classmethod
    def of(cls, space: Space, placed: Space, chosen: np.ndarray) -> Paired:
        """Take the distances between some items."""
        everyone = np.arange(len(chosen))
        return cls(space.among(chosen).distances(everyone), placed.among(chosen).distances(everyone))

    def correlation(self, chosen: np.ndarray | None = None) -> float:
        """Return the rank correlation of the distances between all items, or between some."""
        return _correlated(_pair_ranks(self.X, chosen), _pair_ranks(self.Z, chosen))

    def by_chance(self, n: int, rng: np.random.Generator) -> np.ndarray:
        """Return the correlations when the items change places at random."""
        first, second = _pair_ranks(self.X), _pair_ranks(self.Z)
        pairs = np.triu_indices(len(self.Z), 1)
        ranks = np.zeros_like(self.Z)
        ranks[pairs] = second
        ranks += ranks.T
        orders = (rng.permutation(len(ranks)) for _ in range(n))
        return np.array([_correlated(first, ranks[order[pairs[0]], order[pairs[1]]]) for order in orders])


def _pair_ranks(distances: np.ndarray, chosen: np.ndarray | None = None) -> np.ndarray:
    """Return the ranks of the distances of all pairs, their mean taken off; equal distances share a rank."""
    from scipy.stats import rankdata

    among = distances if chosen is None else distances[np.ix_(chosen, chosen)]
    ranks = rankdata(among[np.triu_indices(len(among), 1)])
    return ranks - ranks.mean()


def _correlated(first: np.ndarray, second: np.ndarray) -> float:
    length = float(np.sqrt((first @ first) * (second @ second)))
    return float(first @ second) / length if length else 0.0
