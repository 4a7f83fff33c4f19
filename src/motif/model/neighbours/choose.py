"""Choosing among near items: no more than a few of each group, and not all alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from motif.core.check import in_range, integer, missing, same_length
from motif.represent.nearest import Metric, nearest

__all__ = ["diverse", "within_caps"]


def within_caps(groups: Sequence[Any] | np.ndarray, per_group: int) -> np.ndarray:
    """Return which of the items, the nearest first, are among the first `per_group` of their group: (n_items,) bool.

    Parameters
    ----------
    groups :
        The group of each item, such as its artist; None or NaN is unknown, and then the item is alone in its group.
    per_group :
        The most of one group, at least 1.

    Examples
    --------
    >>> within_caps(["Bach", "Bach", "Cage", None, "Bach", None], 1)
    array([ True, False,  True,  True, False,  True])
    """
    per_group = integer(per_group, what="per_group", low=1)
    n_taken: Counter[Any] = Counter()
    kept = np.ones(len(groups), dtype=bool)
    for place, group in enumerate(groups):
        if missing(group):
            continue
        kept[place] = n_taken[group] < per_group
        n_taken[group] += 1
    return kept


def diverse(
    distances: Sequence[float] | np.ndarray,
    X: Any,
    *,
    n: int,
    diversity: float = 0.5,
    metric: Metric = "euclidean",
) -> np.ndarray:
    """Return the positions of n candidates that are near the query and unlike each other, in the order of choice.

    The first is the nearest. Each next one is the candidate c with the largest

        diversity * (its distance to the nearest one chosen) - (1 - diversity) * (its distance to the query)

    so that 0 gives the nearest n and 1 those that lie furthest apart; of equals the earlier is taken.

    Parameters
    ----------
    distances :
        (n_candidates,): to the query, in the unit of `metric`.
    X :
        (n_candidates, n_features), dense or sparse. All their distances to each other are measured: some hundreds of
        candidates are meant, not all items.
    n :
        How many to choose, at least 1; all where there are fewer.
    diversity :
        How much being unlike those chosen counts, in [0, 1].
    metric :
        "euclidean" or "cosine", as the distances to the query are.

    Raises
    ------
    InputError
        When there is not one distance for each candidate, or diversity is out of its range.

    Notes
    -----
    Maximal marginal relevance of Carbonell and Goldstein 1998, where lambda = 1 - diversity. Their similarities are
    minus the distances here, so that both terms have one unit.

    Examples
    --------
    >>> diverse([1.0, 1.1, 2.0], [[1.0, 0.0], [1.1, 0.0], [0.0, 2.0]], n=2, diversity=0.5)
    array([0, 2])
    >>> diverse([1.0, 1.1, 2.0], [[1.0, 0.0], [1.1, 0.0], [0.0, 2.0]], n=2, diversity=0.0)
    array([0, 1])
    """
    n = integer(n, what="n", low=1)
    in_range(diversity, what="diversity", low=0, high=1)
    to_query = np.asarray(distances, dtype=np.float64)
    between = _between(X, metric)
    same_length(len(to_query), len(between), what="distances", other="candidates")
    chosen = [int(to_query.argmin())]
    apart = between[chosen[0]]
    while len(chosen) < min(n, len(to_query)):
        value = diversity * apart - (1 - diversity) * to_query
        value[chosen] = -np.inf
        chosen.append(int(value.argmax()))
        apart = np.minimum(apart, between[chosen[-1]])
    return np.array(chosen)


def _between(X: Any, metric: Metric) -> np.ndarray:
    n_items = X.shape[0] if hasattr(X, "shape") else len(X)
    distances, positions = nearest(X, X, max(n_items, 1), metric=metric)
    between = np.empty_like(distances)
    np.put_along_axis(between, positions, distances, axis=1)
    return between
