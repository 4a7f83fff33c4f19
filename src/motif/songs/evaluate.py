"""How good recommendations are: lists of songs judged by labels, by what they reach, and by how unlike their songs are.

Conventions
-----------
- Precision, hit rate, MAP and nDCG of the first k places, chance and the commonest songs are those of
  `motif.evaluate.retrieval`; intervals are over whole groups (artists), since songs of one artist are not independent.
- The chance of the metrics lets songs change places, each by itself. Songs of one artist (or takes of
  one recording) hang together by more than the label, so that the spread of this null is too small where they are
  judged by it: z and p say that a list is not drawn at random, and how sure the score is, is said by the interval, over
  whole artists. With `apart`, songs of the same artist are no candidates, and what hangs together so is left out.
- Coverage is the share of the songs that stand in at least one list. By chance, with lists of k others drawn for each
  of q songs out of n: 1 - (1 - k / (n - 1)) ** q but for the songs that ask, exact below.
- Diversity is the mean distance of two songs of a list, over the mean distance of any two songs: 1 is as unlike as
  songs drawn at random.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core.check import integer, matrix, same_length
from motif.core.seed import generator
from motif.evaluate import retrieval
from motif.evaluate.figure import Figure
from motif.evaluate.group import group_numbers
from motif.evaluate.null import analytic_null, null_of, resampling_interval
from motif.evaluate.retrieval.asked import Asked

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from motif.core.seed import RandomState

__all__ = ["coverage", "diversity", "evaluate"]

_KEYS = {"precision": "precision", "hit_rate": "hit_rate", "map": "map", "ndcg": "ndcg"}
_N_PAIRS = 20_000  # of songs drawn for the mean distance of any two: known to 0.5 %
_N_DRAWS = 99
_SURE = 1 - 1e-12  # a list of all songs; its logarithm stays finite


def evaluate(
    lists: np.ndarray,
    labels: Iterable[Any],
    *,
    queries: ArrayLike,
    X: np.ndarray,
    artists: ArrayLike,
    apart: ArrayLike | None = None,
    others: Mapping[str, np.ndarray] | None = None,
    k: int = 10,
    random_state: RandomState = None,
) -> dict[str, Figure]:
    """Return how good recommendations are, each figure beside chance.

    Parameters
    ----------
    lists :
        (n_queries, n_places) positions of songs, best first; -1 ends a list. With `apart`, more than k places, since
        songs of the same group are struck out.
    labels :
        (n_songs,), or a list of labels for each song; None and what is empty is no label.
    queries :
        (n_queries,), the position of the song that each list was made for.
    X :
        (n_songs, n_columns), the places between which unlikeness is measured.
    artists :
        (n_songs,), over which intervals are taken.
    apart :
        (n_songs,): songs of the same value are no candidates for each other; None takes all but the song itself.
    others :
        Name -> lists of another way, shaped alike, whose score stands beside as a trivial answer.
    k :
        How many places count.
    random_state :
        Where the chance of nulls and intervals comes from.

    Returns
    -------
    Figures under "precision_at_k", "hit_rate_at_k", "map_at_k", "ndcg_at_k" (with the number for k), "coverage" and
    "diversity".

    Raises
    ------
    InputError
        When lists, labels and queries do not fit together, or no query can be answered.

    Examples
    --------
    >>> X = np.random.default_rng(0).normal(size=(40, 1)) + np.repeat([0, 3], 20)[:, None]
    >>> lists = np.argsort(np.abs(X - X.T), axis=1)[:, 1:12]
    >>> labels = ["rock"] * 20 + ["folk"] * 20
    >>> found = evaluate(lists, labels, queries=np.arange(40), X=X, artists=np.arange(40) // 2, random_state=0)
    >>> sorted(found)
    ['coverage', 'diversity', 'hit_rate_at_10', 'map_at_10', 'ndcg_at_10', 'precision_at_10']
    >>> found["precision_at_10"].verdict()[:18]
    'better than chance'
    """
    k = integer(k, what="k", low=1)
    labels, rng = list(labels), generator(random_state)
    asked = np.asarray(queries)
    found = retrieval.evaluate(
        lists, labels, k=k, queries=asked, groups=apart, n_permutations=_N_DRAWS, n_resamples=2, random_state=rng
    )
    per_query, rows = _scores(lists, labels, k=k, queries=asked, apart=apart)
    beside = {name: _scores(one, labels, k=k, queries=asked, apart=apart)[0] for name, one in (others or {}).items()}
    whose = group_numbers(artists)[rows]
    figures = {}
    for key in _KEYS:
        trivial = {name: float(scores[key].mean()) for name, scores in beside.items()}
        figures[f"{key}_at_{k}"] = replace(
            found[key],
            trivial={**found[key].trivial, **trivial},
            interval=_interval(per_query[key], whose, rng),
        )
    firsts = _firsts(lists, asked, apart, k)
    figures["coverage"] = coverage(firsts, n_songs=len(X), queries=asked)
    figures["diversity"] = diversity(firsts, X, groups=group_numbers(artists)[asked], random_state=rng)
    return figures


def coverage(lists: np.ndarray, *, n_songs: int, queries: ArrayLike) -> Figure:
    """Return the share of songs that stand in at least one list, beside what lists drawn at random would reach.

    Parameters
    ----------
    lists :
        (n_queries, k) positions; -1 ends a list.
    n_songs :
        How many songs could stand in them.
    queries :
        (n_queries,), the songs that the lists are for, each once; no song stands in its own.

    Examples
    --------
    >>> coverage(np.array([[1], [0], [0], [0]]), n_songs=4, queries=np.arange(4)).value
    0.5
    """
    reached = np.unique(lists[lists >= 0])
    value = len(reached) / n_songs
    mean, sd = _coverage_by_chance((lists >= 0).sum(axis=1), n_songs, np.asarray(queries))
    return Figure(
        name="coverage",
        value=value,
        null=analytic_null(value, mean=mean, sd=sd),
        trivial={"same_list_for_all": min(1.0, (lists.shape[1] + 1) / n_songs)},
        interval=None,
        n=n_songs,
        higher_is_better=True,
        cannot_show="It grows with the number of lists, and says nothing of whether they are good.",
    )


def _coverage_by_chance(lengths: np.ndarray, n_songs: int, queries: np.ndarray) -> tuple[float, float]:
    """Return mean and sd of the coverage when each list is drawn at random from all songs but the one that asks."""
    one = np.log1p(-np.minimum(lengths / max(n_songs - 1, 1), _SURE))  # of missing a song, by each list
    second = np.log1p(-np.minimum(lengths / max(n_songs - 2, 1), _SURE))  # of missing another one too
    missed, both = np.full(n_songs, one.sum()), np.zeros(n_songs)
    missed[queries] -= one  # its own list misses a song for sure
    both[queries] -= second
    missed, both = np.exp(missed), np.exp(both + (one.sum() + second.sum()) / 2)
    pairs = (both.sum() ** 2 - np.square(both).sum()) - (missed.sum() ** 2 - np.square(missed).sum())
    variance = float((missed - np.square(missed)).sum() + pairs)
    return 1 - float(missed.mean()), max(variance, 0.0) ** 0.5 / n_songs


def diversity(
    lists: np.ndarray, X: np.ndarray, *, groups: ArrayLike | None = None, random_state: RandomState = None
) -> Figure:
    """Return how unlike the songs of a list are: the mean distance of two, over that of any two songs.

    Parameters
    ----------
    lists :
        (n_queries, k) positions; -1 ends a list.
    X :
        (n_songs, n_columns).
    groups :
        (n_queries,), over which the interval is taken.
    random_state :
        Where the pairs, the null and the interval come from.

    Examples
    --------
    >>> X = np.array([[0.0], [0.1], [5.0], [5.1]])
    >>> round(diversity(np.array([[0, 1], [2, 3]]), X, random_state=0).value, 2)
    0.03
    """
    places, rng = matrix(X).astype(np.float64), generator(random_state)
    one, two = rng.integers(len(places), size=(2, _N_PAIRS))
    differ = one != two
    usual = float(_apart(places, one[differ], two[differ]).mean()) if differ.any() else 0.0
    within = _within(lists, places) / (usual if usual > 0 else 1.0)
    known = np.isfinite(within)
    whose = np.arange(len(within)) if groups is None else np.asarray(groups)
    same_length(len(whose), len(within), what="groups", other="lists")
    value = float(within[known].mean()) if known.any() else float("nan")
    draws = _drawn_diversity(lists[known], places, usual, rng)
    return Figure(
        name="diversity",
        value=value,
        null=null_of(value, draws, kind="random_lists", higher_is_better=True, magnitude=1) if len(draws) else None,
        trivial={},
        interval=_interval(within[known], whose[known], rng) if known.any() else None,
        n=int(known.sum()),
        higher_is_better=True,
        cannot_show="Songs can be unlike because the list is varied, or because it is wrong; read it beside precision.",
    )


def _scores(
    lists: np.ndarray, labels: list[Any], *, k: int, queries: np.ndarray, apart: ArrayLike | None
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Return the metrics for each query that can be answered, and the songs that these are."""
    asked = Asked.of(lists, labels, k=k, queries=queries, groups=apart)
    return asked.scores(asked.lists), asked.relevance.positions[asked.queries]


def _interval(values: np.ndarray, groups: np.ndarray, rng: np.random.Generator) -> tuple[float, float] | None:
    return resampling_interval(lambda kept: values[kept].mean(), len(values), groups=groups, random_state=rng)


def _firsts(lists: np.ndarray, queries: np.ndarray, apart: ArrayLike | None, k: int) -> np.ndarray:
    """Return the first k of each list that are candidates, -1 behind."""
    kept = lists >= 0
    if apart is not None:
        groups = group_numbers(apart)
        kept &= groups[lists] != groups[queries][:, None]
    order = np.argsort(~kept, axis=1, kind="stable")[:, :k]
    return np.where(np.take_along_axis(kept, order, axis=1), np.take_along_axis(lists, order, axis=1), -1)


def _apart(places: np.ndarray, one: np.ndarray, two: np.ndarray) -> np.ndarray:
    return np.sqrt(np.square(places[one] - places[two]).sum(axis=-1))


def _within(lists: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return the mean distance of two songs of each list, NaN where there are no two."""
    total, count = np.zeros(len(lists)), np.zeros(len(lists))
    for at in range(1, lists.shape[1]):
        for before in range(at):
            both = (lists[:, at] >= 0) & (lists[:, before] >= 0)
            total += np.where(both, _apart(places, lists[:, at], lists[:, before]), 0.0)
            count += both
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _drawn_diversity(lists: np.ndarray, places: np.ndarray, usual: float, rng: np.random.Generator) -> np.ndarray:
    """Return the diversity of lists of random songs, as long as given; drawn for 500, and spread as the mean of all."""
    some = lists[:500]
    if not len(some) or usual <= 0:
        return np.empty(0)
    drawn = [rng.integers(len(places), size=some.shape) for _ in range(_N_DRAWS)]
    scores = np.array([np.nanmean(_within(np.where(some >= 0, one, -1), places)) / usual for one in drawn])
    return scores.mean() + (scores - scores.mean()) * np.sqrt(len(some) / len(lists))
