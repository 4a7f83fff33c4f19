"""The figures of lists: what share of them is relevant, and how early, beside chance and the commonest items."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from motif.core.check import integer, same_length
from motif.core.seed import generator
from motif.evaluate.figure import Figure
from motif.evaluate.null import null_of, resampling_interval
from motif.evaluate.retrieval.asked import Asked, answerable, checked_queries, discounts, labelled
from motif.evaluate.retrieval.relevance import Relevance
from motif.evaluate.row import numbers

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from motif.core.seed import RandomState
    from motif.evaluate.retrieval.asked import Labels, Lists

__all__ = [
    "evaluate",
    "expected_by_chance",
    "hit_rate",
    "mean_average_precision",
    "ndcg",
    "precision",
    "recall",
]

_NAMES = {"precision": "precision", "recall": "recall", "hit_rate": "hit rate", "map": "MAP", "ndcg": "nDCG"}
_CANNOT = {
    "precision": "It does not see the order of the first places, nor what relevant items were never found.",
    "recall": "Where there are more relevant items than places it cannot reach 1, however good the lists are.",
    "hit_rate": "One relevant item is enough: it grows with the length of the lists, and does not see the order.",
    "map": "It only knows labels: what is found without sharing one may still be what someone wants.",
    "ndcg": "How much a later place is worth is a convention, not measured on people.",
}


def precision(ranked: Lists, labels: Labels, *, k: int | None = 10, queries: ArrayLike | None = None,
              groups: ArrayLike | None = None) -> float:  # fmt: skip
    """Return the mean share of the first k items that are relevant, in [0, 1].

    Parameters
    ----------
    ranked, labels, queries, groups :
        See `validate`.
    k :
        How many places are looked at; None looks at all candidates, which every list then has to hold.

    Examples
    --------
    >>> labels = ["rock", "rock", "rock", "folk"]
    >>> precision([[1, 3, 2], [3, 0, 2]], labels, k=2, queries=[0, 1])
    0.5
    """
    return _mean("precision", ranked, labels, k=k, queries=queries, groups=groups)


def recall(ranked: Lists, labels: Labels, *, k: int | None = 10, queries: ArrayLike | None = None,
           groups: ArrayLike | None = None) -> float:  # fmt: skip
    """Return the mean share of the relevant items that are among the first k, in [0, 1].

    Examples
    --------
    >>> labels = ["rock", "rock", "rock", "folk"]
    >>> recall([[1, 3, 2], [3, 0, 2]], labels, k=2, queries=[0, 1])
    0.5
    """
    return _mean("recall", ranked, labels, k=k, queries=queries, groups=groups)


def hit_rate(ranked: Lists, labels: Labels, *, k: int | None = 10, queries: ArrayLike | None = None,
             groups: ArrayLike | None = None) -> float:  # fmt: skip
    """Return the share of queries with a relevant item among the first k, in [0, 1].

    Examples
    --------
    >>> labels = ["rock", "rock", "rock", "folk"]
    >>> hit_rate([[1, 3, 2], [3, 0, 2]], labels, k=1, queries=[0, 1])
    0.5
    """
    return _mean("hit_rate", ranked, labels, k=k, queries=queries, groups=groups)


def mean_average_precision(ranked: Lists, labels: Labels, *, k: int | None = None, queries: ArrayLike | None = None,
                           groups: ArrayLike | None = None) -> float:  # fmt: skip
    """Return the mean, over queries, of the precision at the places of relevant items, in [0, 1].

    Over the first k places, divided by min(R, k); with None over all candidates, divided by their R relevant ones.

    Examples
    --------
    >>> labels = ["rock", "rock", "rock", "folk"]
    >>> round(mean_average_precision([[3, 1, 2]], labels, queries=[0]), 4)  # (1/2 + 2/3) / 2
    0.5833
    """
    return _mean("map", ranked, labels, k=k, queries=queries, groups=groups)


def ndcg(ranked: Lists, labels: Labels, *, k: int | None = 10, queries: ArrayLike | None = None,
         groups: ArrayLike | None = None) -> float:  # fmt: skip
    """Return the mean normalised discounted cumulative gain of the first k places, in [0, 1].

    Examples
    --------
    >>> labels = ["rock", "rock", "folk"]
    >>> round(ndcg([[2, 1]], labels, k=2, queries=[0]), 4)  # 1 / log2(3)
    0.6309
    """
    return _mean("ndcg", ranked, labels, k=k, queries=queries, groups=groups)


def expected_by_chance(
    labels: Labels, *, k: int | None = 10, queries: ArrayLike | None = None, groups: ArrayLike | None = None
) -> dict[str, float]:
    """Return what lists in random order score on average: exact, in closed form, without drawing any.

    The mean of the null of `evaluate` is near it. With groups of unlike sizes it need not be equal: large groups change
    places with large ones only, and may have other labels than small ones.

    Returns
    -------
    Under "precision", "recall", "hit_rate", "map" and "ndcg", over the queries that can be answered.

    Examples
    --------
    >>> chance = expected_by_chance(["rock", "rock", "rock", "folk"], k=2)
    >>> round(chance["precision"], 4), round(chance["hit_rate"], 4)  # 2 of 3 candidates; one folk song at most
    (0.6667, 1.0)
    """
    from scipy.special import gammaln

    relevance = Relevance.of(labels, groups)
    given = np.arange(relevance.n_items) if queries is None else queries
    asked = labelled(relevance)[checked_queries(given, np.size(given), relevance.n_items)]
    asked = asked[answerable(relevance, asked)]
    n, r = relevance.n_candidates()[asked], relevance.n_relevant()[asked]
    k = int(n.max()) if k is None else integer(k, what="k", low=1)
    depth = np.minimum(k, n)
    harmonic, worth = np.cumsum(1 / np.arange(1, k + 1)), np.cumsum(discounts(k))
    others = n - r  # a list misses when all of its places are among these
    missed = gammaln(others + 1) + gammaln(n - depth + 1) - gammaln(np.maximum(others - depth, 0) + 1) - gammaln(n + 1)
    first = harmonic[depth - 1]
    per_query = {
        "precision": r / n,
        "recall": depth / n,
        "hit_rate": np.where(others < depth, 1.0, 1 - np.exp(missed)),
        "map": r / n / np.minimum(r, depth) * (first + (r - 1) / np.maximum(n - 1, 1) * (depth - first)),
        "ndcg": r / n * worth[depth - 1] / worth[np.minimum(r, depth) - 1],
    }
    return {key: float(values.mean()) for key, values in per_query.items()}


def evaluate(
    ranked: Lists,
    labels: Labels,
    *,
    k: int | None = 10,
    queries: ArrayLike | None = None,
    groups: ArrayLike | None = None,
    popularity: ArrayLike | None = None,
    random_state: RandomState = None,
    n_permutations: int = 200,
    n_resamples: int = 200,
) -> dict[str, Figure]:
    """Return how good lists of found items are, each figure beside chance and the commonest items.

    Parameters
    ----------
    ranked, labels, queries, groups :
        See `validate`.
    k :
        How many places are looked at; None looks at all candidates, which every list then has to hold.
    popularity :
        (n_items,), how common each item is, such as plays; higher is commoner. None counts with how many items it
        shares a label.
    random_state :
        Seed of the permutations and of the half-samples.
    n_permutations :
        Draws of the null; the smallest possible p is 1 / (n_permutations + 1).
    n_resamples :
        Half-samples of queries or groups, for the intervals; there are none below 8.

    Returns
    -------
    Figures under "precision", "recall", "hit_rate", "map" and "ndcg".

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> labels = np.repeat(["rock", "folk"], 20)
    >>> places = rng.normal(size=40) + np.repeat([0, 2], 20)
    >>> figures = evaluate(np.argsort(np.abs(places - places[:, None]))[:, :11], labels, random_state=0)
    >>> found = figures["precision"]
    >>> round(found.value, 2), round(found.null.mean, 2), round(found.null.p, 3)
    (0.89, 0.49, 0.005)
    """
    n_permutations = integer(n_permutations, what="n_permutations", low=1)
    n_resamples = integer(n_resamples, what="n_resamples", low=2)
    rng = generator(random_state)
    asked = Asked.of(ranked, labels, k=k, queries=queries, groups=groups)
    scores = asked.scores(asked.lists)
    commonest = asked.scores_of_one_list(_popularity(popularity, asked.relevance))
    draws = [asked.scores(asked.by_chance(rng)) for _ in range(n_permutations)]
    kept_apart = None if groups is None else asked.relevance.groups[asked.queries]

    def figure(key: str) -> Figure:
        values = scores[key]
        value = float(values.mean())
        by_chance = [float(drawn[key].mean()) for drawn in draws]
        return Figure(
            name=_NAMES[key] if k is None else f"{_NAMES[key]} @{k}",
            value=value,
            null=null_of(value, by_chance, kind=asked.left_to_chance, higher_is_better=True, magnitude=1),
            trivial={"commonest_items": float(commonest[key].mean())},
            interval=resampling_interval(
                lambda chosen: values[chosen].mean(), len(values), n=n_resamples, groups=kept_apart, random_state=rng
            ),
            n=len(values),
            higher_is_better=True,
            cannot_show=_CANNOT[key],
        )

    return {key: figure(key) for key in _NAMES}


def _mean(key: str, ranked: Lists, labels: Labels, *, k: int | None, queries: ArrayLike | None,
          groups: ArrayLike | None) -> float:  # fmt: skip
    asked = Asked.of(ranked, labels, k=k, queries=queries, groups=groups)
    return float(asked.scores(asked.lists)[key].mean())


def _popularity(popularity: ArrayLike | None, relevance: Relevance) -> np.ndarray:
    if popularity is None:
        return relevance.popularity()
    given = numbers(popularity, what="popularity")
    same_length(len(given), relevance.n_items, what="popularity")
    return given[relevance.positions]
