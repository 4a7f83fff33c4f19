"""How many clusters: agreement of subsamples and silhouette, each beside what data without groups would score.

Conventions
-----------
- Stability: two subsamples of two thirds of the items are clustered apart, all items are given to the nearest centre of
  each, and the two answers are compared (adjusted Rand index; 1 is the same grouping, 0 is chance).
- Silhouette: how much nearer an item lies to its own cluster than to the next one, the mean over items, in [-1, 1].
- Valley: of the items between a centre and the next one, how many lie halfway for each that lies as near to a centre;
  below 0.5 there is a gap to see. Pieces of one shape, such as the corners of a triangle (shares that sum to 1), can be
  tight and stable and have none.
- Reference: items without groups, of the same number, centre and spread in each principal direction. Two kinds are
  drawn, uniform and normal, and a number of clusters has to beat both: a uniform cloud cuts better into few pieces, a
  long normal one into many.
- p is family-wise over all candidates: the share of reference clouds that at any candidate lie as far above their kind.
- A long tail is taken for a group, because no reference has one: take logarithms of such columns first.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import threadpool_limits

from motif.core.check import few, finite_rows, integer, matrix
from motif.core.errors import InputError
from motif.core.seed import generator
from motif.model.number.choice import Candidate, NumberChoice, choice_of
from motif.model.number.score import cloud, places_of, scores_of

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["choose_n_clusters", "fewest_items"]

_CANDIDATES = (*range(2, 11), 12, 15)
_ITEMS_A_CLUSTER = 3  # fewer than this leave no group to speak of
_KINDS = ("uniform", "normal")


def choose_n_clusters(
    X: Any,
    *,
    candidates: Sequence[int] | None = None,
    n_references: int = 20,
    n_pairs: int = 3,
    n_sampled: int = 500,
    random_state: RandomState = None,
) -> NumberChoice:
    """Return how many clusters there are, and how sure that is.

    Each candidate is tried with k-means on a sample of the items. Those whose silhouette, stability and valleys beat
    clouds without groups stand out; the one with the highest silhouette is chosen. None may stand out: that is said.

    Parameters
    ----------
    X :
        (n_items, n_features), dense or sparse, finite; its 50 leading principal directions are used.
    candidates :
        Numbers of clusters, at least 2; None tries 2 to 10, 12 and 15. Those above a third of the sample are left
        out.
    n_references :
        Clouds without groups of each of the two kinds; with fewer than 19, p cannot reach 0.05.
    n_pairs :
        Pairs of subsamples for each candidate.
    n_sampled :
        The most items that are looked at.
    random_state :
        Where chance comes from.

    Raises
    ------
    InputError
        When there are too few items for any candidate.

    Notes
    -----
    Ours, from known parts: stability after Ben-Hur, Elisseeff and Guyon 2002, silhouette after Rousseeuw 1987, the
    uniform reference after Tibshirani, Walther and Hastie 2001 (spread by sd instead of range, which outliers decide).
    The valley is ours.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> X = np.array([[0, 0], [9, 0], [0, 9]])[np.arange(90) % 3] + rng.normal(size=(90, 2))
    >>> found = choose_n_clusters(X, candidates=(2, 3, 4, 5), random_state=0)
    >>> found.n_clusters, found.words.partition(":")[0]
    (3, '3 clusters, clearly')
    """
    X = _finite(X)
    n_references = integer(n_references, what="n_references", low=2)
    n_pairs = integer(n_pairs, what="n_pairs", low=1)
    most = integer(n_sampled, what="n_sampled", low=2 * _ITEMS_A_CLUSTER)
    n_items = X.shape[0]
    tried = _tried(candidates, min(n_items, most))
    rng = generator(random_state)
    rows = np.sort(rng.permutation(n_items)[:most])
    with threadpool_limits(limits=1), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # equal items: fewer clusters than asked score low anyway
        places = places_of(X[rows])
        observed = scores_of(places, tried, n_pairs, rng)
        draws = {
            kind: np.array([scores_of(cloud(places, kind, rng), tried, n_pairs, rng) for _ in range(n_references)])
            for kind in _KINDS
        }
    table = tuple(_candidate(k, at, observed, draws) for at, k in enumerate(tried))
    return choice_of(table, n_items=n_items, n_sampled=len(rows))


def fewest_items(candidates: Sequence[int] | None = None) -> int:
    """Return how many items it takes for any of the candidates to be tried: three for each cluster of the fewest.

    Parameters
    ----------
    candidates :
        As for `choose_n_clusters`, at least one.

    Examples
    --------
    >>> fewest_items(), fewest_items((5, 10))
    (6, 15)
    """
    return _ITEMS_A_CLUSTER * min(_CANDIDATES if candidates is None else candidates)


def _finite(X: Any) -> Any:
    if not sparse.issparse(X):
        return matrix(X)
    finite_rows(X)
    return sparse.csr_array(X)


def _tried(candidates: Sequence[int] | None, n_items: int) -> tuple[int, ...]:
    given = _CANDIDATES if candidates is None else candidates
    asked = sorted({integer(k, what="candidates", low=2) for k in given})
    tried = tuple(k for k in asked if k * _ITEMS_A_CLUSTER <= n_items)
    if not tried:
        least = f"at least {_ITEMS_A_CLUSTER} items for each cluster"
        raise InputError(f"{n_items} items are too few to choose among {few(asked) or 'no'} clusters; give {least}")
    return tried


def _candidate(n_clusters: int, at: int, observed: np.ndarray, draws: dict[str, np.ndarray]) -> Candidate:
    stability = max((draws[kind][:, at, 0] for kind in _KINDS), key=np.mean)
    tightness = max((draws[kind][:, at, 1] for kind in _KINDS), key=np.mean)
    valley = min(float(draws[kind][:, at, 2].mean()) for kind in _KINDS)
    return Candidate(
        n_clusters=n_clusters,
        stability=float(observed[at, 0]),
        stability_chance=float(stability.mean()),
        stability_chance_sd=float(stability.std()),
        silhouette=float(observed[at, 1]),
        silhouette_chance=float(tightness.mean()),
        silhouette_chance_sd=float(tightness.std()),
        p=max(_family_wise(observed[:, 1], draws[kind][:, :, 1], at) for kind in _KINDS),
        valley=float(observed[at, 2]),
        valley_chance=valley,
    )


def _family_wise(observed: np.ndarray, draws: np.ndarray, at: int) -> float:
    """Return p of one candidate against the farthest that each draw lies above the others, over all candidates."""
    n_draws = len(draws)
    others = [np.delete(draws, draw, axis=0) for draw in range(n_draws)]
    farthest = np.array([_standing(draws[draw], others[draw]).max() for draw in range(n_draws)])
    return float((1 + (farthest >= _standing(observed, draws)[at]).sum()) / (n_draws + 1))


def _standing(values: np.ndarray, draws: np.ndarray) -> np.ndarray:
    return (values - draws.mean(axis=0)) / np.maximum(draws.std(axis=0), 1e-9)
