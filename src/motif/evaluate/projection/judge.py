"""Neighbours of some items judged for several maps in one pass over the items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from motif.core.seed import generator
from motif.evaluate.projection.space import Space

__all__ = ["NEAR", "Judged", "judge"]

NEAR = ("neighbours_kept", "trustworthiness", "continuity")


@dataclass(frozen=True, eq=False)
class Judged:
    """What a map keeps, for each query, (n_queries,), and on average in each draw of chance, (n_draws,).

    Examples
    --------
    >>> ranks = np.array([[[1], [2], [3]]])
    >>> Judged.of(ranks, ranks, k=1, n_items=4).trustworthiness
    array([1. , 0.5, 0. ])
    """

    neighbours_kept: np.ndarray
    trustworthiness: np.ndarray
    continuity: np.ndarray
    by_chance: dict[str, np.ndarray]

    @classmethod
    def of(cls, intruding: np.ndarray, torn: np.ndarray, *, k: int, n_items: int) -> Judged:
        """Judge by ranks in X of the neighbours in the map, and the other way; each (1 + n_draws, n_queries, k)."""
        scale = 2 / (k * (2 * n_items - 3 * k - 1))
        kept = (intruding <= k).mean(axis=2)
        trusted, continued = (1 - scale * np.maximum(ranks - k, 0).sum(axis=2) for ranks in (intruding, torn))
        by_key = dict(zip(NEAR, (kept, trusted, continued), strict=True))
        return cls(kept[0], trusted[0], continued[0], {key: rows[1:].mean(axis=1) for key, rows in by_key.items()})


def judge(space: Space, maps: Sequence[Space], queries: np.ndarray, *, k: int, seeds: Iterable[int]) -> list[Judged]:
    """Judge maps of one space; only the first also with its places dealt out anew, once for each seed.

    Parameters
    ----------
    space, maps :
        The items as they are, and laid out.
    queries :
        (n_queries,), positions of the items that are asked for their neighbours, ascending.
    k :
        How many neighbours.
    seeds :
        One for each draw of chance.

    Examples
    --------
    >>> line = Space(np.array([[0.0], [1.0], [3.0], [10.0]]))
    >>> judge(line, [line], np.arange(4), k=1, seeds=())[0].neighbours_kept
    array([1., 1., 1., 1.])
    """
    nothing = np.empty((0, len(queries), k), np.int64)
    in_maps = [one.survey(queries, nothing, k=k)[0] for one in maps]
    dealt = [*_dealt(in_maps[0], queries, seeds, n_items=space.n_items), *in_maps[1:]]
    in_space, ranks = space.survey(queries, np.array([in_maps[0], *dealt]), k=k)
    n_first = len(ranks) - len(maps) + 1
    back = [np.array([in_space, *_dealt_back(in_space, queries, seeds, n_items=space.n_items)])]
    back += [in_space[None]] * (len(maps) - 1)
    torn = [one.survey(queries, lists, k=k)[1] for one, lists in zip(maps, back, strict=True)]
    intruding = [ranks[:n_first], *ranks[n_first:, None]]
    return [Judged.of(near, far, k=k, n_items=space.n_items) for near, far in zip(intruding, torn, strict=True)]


def _change_places(n_items: int, queries: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return which item each place gets, (n_items,), and which query each query's place gets, (n_queries,)."""
    rng = generator(seed)
    within = rng.permutation(len(queries))
    rest = np.setdiff1d(np.arange(n_items), queries, assume_unique=True)
    items = np.empty(n_items, np.int64)
    items[queries], items[rest] = queries[within], rng.permutation(rest)
    return items, within


def _dealt(near: np.ndarray, queries: np.ndarray, seeds: Iterable[int], *, n_items: int) -> Iterator[np.ndarray]:
    """Yield the neighbours that each query finds where chance puts it in the map."""
    for items, within in (_change_places(n_items, queries, seed) for seed in seeds):
        yield items[near][np.argsort(within)]


def _dealt_back(near: np.ndarray, queries: np.ndarray, seeds: Iterable[int], *, n_items: int) -> Iterator[np.ndarray]:
    """Yield the places where chance puts the neighbours in X of the item that each query's place gets."""
    for items, within in (_change_places(n_items, queries, seed) for seed in seeds):
        yield np.argsort(items)[near[within]]
