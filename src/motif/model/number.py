"""How many clusters: agreement of subsamples and silhouette, each beside what data without groups would score.

Conventions
-----------
- Stability: two subsamples of two thirds of the items are clustered apart, all items are given to the nearest centre of
  each, and the two answers are compared (adjusted Rand index; 1 is the same grouping, 0 is chance).
- Silhouette: how much nearer an item lies to its own cluster than to the next one, the mean over items, in [-1, 1].
- Reference: items without groups, of the same number, centre and spread in each principal direction. Two kinds are
  drawn, uniform and normal, and a number of clusters has to beat both: a uniform cloud cuts better into few pieces, a
  long normal one into many.
- p is family-wise over all candidates: the share of reference clouds that at any candidate lie as far above their kind.
- A long tail is taken for a group, because no reference has one: take logarithms of such columns first.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from scipy import sparse
from scipy.spatial.distance import cdist
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

from motif.core.check import few, integer, matrix
from motif.core.errors import InputError
from motif.core.seed import generator, integer_seed

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["Candidate", "NumberChoice", "choose_n_clusters", "silhouette"]

_CANDIDATES = (*range(2, 11), 12, 15)
_MOST_DIRECTIONS = 50  # k-means in more costs time and finds the same: the rest is noise in every case we measured
_ITEMS_A_CLUSTER = 3  # fewer than this leave no group to speak of
_N_RUNS = 2  # of k-means for each subsample
_LEVEL = 0.05
_STABLE = 0.9  # two subsamples agree but for a few items at the borders
_LEAST_GAIN = 0.03  # of silhouette over chance: with less, nobody sees the groups in a picture
_KINDS = ("uniform", "normal")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number of clusters, what it scores, and what a cloud without groups scores.

    Parameters
    ----------
    n_clusters :
        The number.
    stability :
        Agreement of two subsamples, mean adjusted Rand index, at most 1; higher is better.
    stability_chance, stability_chance_sd :
        Mean and sd of the same on the kind of reference that scores more.
    silhouette :
        Mean silhouette, in [-1, 1]; higher is better.
    silhouette_chance, silhouette_chance_sd :
        As for the stability.
    p :
        Of the silhouette, one-sided, family-wise over all candidates and the larger of both kinds of reference.

    Examples
    --------
    >>> Candidate(3, 0.98, 0.6, 0.1, 0.7, 0.38, 0.01, 0.048).stands_out
    True
    """

    n_clusters: int
    stability: float
    stability_chance: float
    stability_chance_sd: float
    silhouette: float
    silhouette_chance: float
    silhouette_chance_sd: float
    p: float

    @property
    def stands_out(self) -> bool:
        """Whether silhouette (by at least 0.03) and stability are both better than those of clouds without groups."""
        seen = self.silhouette - self.silhouette_chance >= _LEAST_GAIN
        return self.p <= _LEVEL and seen and self.stability > self.stability_chance


@dataclass(frozen=True, slots=True)
class NumberChoice:
    """The number of clusters that was chosen, how sure that is, and the table it rests on.

    Parameters
    ----------
    n_clusters :
        The choice; where no number stands out, the one that comes nearest to it.
    confidence :
        "clear", "likely" or "none".
    words :
        The same as a sentence.
    candidates :
        What each number scores, in ascending order.
    n_items :
        How many items there are.
    n_sampled :
        How many of them were looked at.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> X = np.array([[0, 0], [9, 0], [0, 9]])[np.arange(90) % 3] + rng.normal(size=(90, 2))
    >>> choose_n_clusters(X, candidates=(2, 3, 4), n_references=20, random_state=0).confidence
    'clear'
    """

    n_clusters: int
    confidence: Literal["clear", "likely", "none"]
    words: str
    candidates: tuple[Candidate, ...]
    n_items: int
    n_sampled: int

    def as_dict(self) -> dict[str, Any]:
        """Return the choice as plain JSON values."""
        return asdict(self) | {"candidates": [asdict(candidate) for candidate in self.candidates]}


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

    Each candidate is tried with k-means on a sample of the items. Those whose silhouette and stability beat clouds
    without groups stand out; the one with the highest silhouette is chosen. None may stand out, and that is said.

    Parameters
    ----------
    X :
        (n_items, n_features), dense or sparse, finite; its 50 leading principal directions are used.
    candidates :
        Numbers of clusters, at least 2; None tries 2 to 10, 12 and 15. Those above a third of the sample are left
        out.
    n_references :
        Clouds without groups of each of the two kinds; with fewer than 20, p cannot reach 0.05.
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
        places = _places(X[rows])
        observed = _scores(places, tried, n_pairs, rng)
        draws = {
            kind: np.array([_scores(_cloud(places, kind, rng), tried, n_pairs, rng) for _ in range(n_references)])
            for kind in _KINDS
        }
    table = tuple(_candidate(k, at, observed, draws) for at, k in enumerate(tried))
    return _choice(table, n_items=n_items, n_sampled=len(rows))


def silhouette(distances: np.ndarray, labels: np.ndarray) -> float:
    """Return the mean silhouette of labelled items; 0 where there is but one cluster.

    For each item (b - a) / max(a, b), with a the mean distance to the others of its cluster and b that to the items of
    the nearest other cluster; 0 for an item alone. Follows Rousseeuw 1987.

    Parameters
    ----------
    distances :
        (n_items, n_items), symmetric, at least 0.
    labels :
        (n_items,), whole numbers.

    Examples
    --------
    >>> place = np.array([[0.0], [1.0], [10.0], [11.0]])
    >>> round(silhouette(np.abs(place - place.T), np.array([0, 0, 1, 1])), 4)
    0.8997
    """
    _, labels = np.unique(labels, return_inverse=True)
    n_items, n_clusters = len(labels), int(labels.max()) + 1
    if n_clusters < 2:
        return 0.0
    every = np.arange(n_items)
    member = np.zeros((n_items, n_clusters))
    member[every, labels] = 1
    sizes = member.sum(axis=0)
    totals = distances @ member
    alone = sizes[labels] == 1
    own = totals[every, labels] / np.maximum(sizes[labels] - 1, 1)
    means = totals / sizes
    means[every, labels] = np.inf
    nearest = means.min(axis=1)
    larger = np.maximum(own, nearest)
    scores = np.divide(nearest - own, larger, out=np.zeros(n_items), where=(larger > 0) & ~alone)
    return float(scores.mean())


def _finite(X: Any) -> Any:
    if not sparse.issparse(X):
        return matrix(X)
    X = sparse.csr_array(X)
    if not np.isfinite(X.data).all():
        raise InputError("X has NaN or infinite values; leave these items out")
    return X


def _tried(candidates: Sequence[int] | None, n_items: int) -> tuple[int, ...]:
    given = _CANDIDATES if candidates is None else candidates
    asked = sorted({integer(k, what="candidates", low=2) for k in given})
    tried = tuple(k for k in asked if k * _ITEMS_A_CLUSTER <= n_items)
    if not tried:
        least = f"at least {_ITEMS_A_CLUSTER} items for each cluster"
        raise InputError(f"{n_items} items are too few to choose among {few(asked) or 'no'} clusters; give {least}")
    return tried


def _places(X: Any) -> np.ndarray:
    """Return the items in their leading principal directions: distances stay, columns become uncorrelated."""
    if sparse.issparse(X):
        gram = (X @ X.T).toarray().astype(np.float64)
    else:
        X = X - X.mean(axis=0, dtype=np.float64)  # first, so that columns far from zero keep their digits
        gram = X @ X.T
    gram = gram - gram.mean(axis=0)
    gram = gram - gram.mean(axis=1, keepdims=True)
    variances, directions = np.linalg.eigh((gram + gram.T) / 2)
    kept = variances > variances[-1] * 1e-10  # below that is rounding
    variances, directions = variances[kept][::-1], directions[:, kept][:, ::-1]
    if not len(variances):
        return np.zeros((X.shape[0], 1))
    places = directions[:, :_MOST_DIRECTIONS] * np.sqrt(variances[:_MOST_DIRECTIONS])
    return places * np.where(places.sum(axis=0) < 0, -1.0, 1.0)


def _cloud(places: np.ndarray, kind: str, rng: np.random.Generator) -> np.ndarray:
    """Return as many items without groups, as spread as these in each direction."""
    sd = places.std(axis=0)
    if kind == "normal":
        return rng.normal(size=places.shape) * sd
    return rng.uniform(-1, 1, size=places.shape) * np.sqrt(3) * sd  # whose variance is sd**2


def _scores(places: np.ndarray, tried: Sequence[int], n_pairs: int, rng: np.random.Generator) -> np.ndarray:
    """Return stability and silhouette of each candidate, (n_candidates, 2)."""
    distances = cdist(places, places)
    return np.array([_mean_scores(places, distances, k, n_pairs, rng) for k in tried])


def _mean_scores(
    places: np.ndarray, distances: np.ndarray, n_clusters: int, n_pairs: int, rng: np.random.Generator
) -> tuple[float, float]:
    n_items = len(places)
    n_half = max(n_clusters, n_items * 2 // 3)
    agreements, silhouettes = [], []
    for _ in range(n_pairs):
        order = rng.permutation(n_items)
        both = [_labels(places, rows, n_clusters, rng) for rows in (order[:n_half], order[-n_half:])]
        agreements.append(adjusted_rand_score(*both))
        silhouettes += [silhouette(distances, labels) for labels in both]
    return float(np.mean(agreements)), float(np.mean(silhouettes))


def _labels(places: np.ndarray, rows: np.ndarray, n_clusters: int, rng: np.random.Generator) -> np.ndarray:
    model = KMeans(n_clusters, n_init=_N_RUNS, random_state=integer_seed(rng)).fit(places[rows])
    return cdist(places, model.cluster_centers_, "sqeuclidean").argmin(axis=1)


def _candidate(n_clusters: int, at: int, observed: np.ndarray, draws: dict[str, np.ndarray]) -> Candidate:
    stability = max((draws[kind][:, at, 0] for kind in _KINDS), key=np.mean)
    tightness = max((draws[kind][:, at, 1] for kind in _KINDS), key=np.mean)
    return Candidate(
        n_clusters=n_clusters,
        stability=float(observed[at, 0]),
        stability_chance=float(stability.mean()),
        stability_chance_sd=float(stability.std()),
        silhouette=float(observed[at, 1]),
        silhouette_chance=float(tightness.mean()),
        silhouette_chance_sd=float(tightness.std()),
        p=max(_family_wise(observed[:, 1], draws[kind][:, :, 1], at) for kind in _KINDS),
    )


def _family_wise(observed: np.ndarray, draws: np.ndarray, at: int) -> float:
    """Return p of one candidate against the farthest that each draw lies above the others, over all candidates."""
    n_draws = len(draws)
    others = [np.delete(draws, draw, axis=0) for draw in range(n_draws)]
    farthest = np.array([_standing(draws[draw], others[draw]).max() for draw in range(n_draws)])
    return float((1 + (farthest >= _standing(observed, draws)[at]).sum()) / (n_draws + 1))


def _standing(values: np.ndarray, draws: np.ndarray) -> np.ndarray:
    return (values - draws.mean(axis=0)) / np.maximum(draws.std(axis=0), 1e-9)


def _choice(table: tuple[Candidate, ...], *, n_items: int, n_sampled: int) -> NumberChoice:
    standing = [candidate for candidate in table if candidate.stands_out]
    confidence: Literal["clear", "likely", "none"]
    if not standing:
        best = max(table, key=lambda one: (one.silhouette - one.silhouette_chance, -one.n_clusters))
        confidence = "none"
        words = "no number stands out: the groups are a convenient cut, not a finding"
        return NumberChoice(best.n_clusters, confidence, words, table, n_items, n_sampled)
    best = max(standing, key=lambda one: (one.silhouette, -one.n_clusters))
    margin = best.silhouette - 2 * best.silhouette_chance_sd
    rivals = [one.n_clusters for one in standing if one is not best and one.silhouette >= margin]
    finer = [one.n_clusters for one in _peaks(table) if one.n_clusters > best.n_clusters]
    confidence = "clear" if best.stability >= _STABLE and not rivals else "likely"
    words = _in_words(best, rivals, [number for number in finer if number not in rivals])
    return NumberChoice(best.n_clusters, confidence, words, table, n_items, n_sampled)


def _peaks(table: Sequence[Candidate]) -> list[Candidate]:
    """Return the stable candidates that stand out, and are tighter than the next ones to both sides."""
    tight = [-1.0, *(one.silhouette for one in table), -1.0]
    return [
        one
        for at, one in enumerate(table, start=1)
        if one.stands_out and one.stability >= _STABLE and tight[at] > max(tight[at - 1], tight[at + 1])
    ]


def _in_words(best: Candidate, rivals: list[int], finer: list[int]) -> str:
    number = best.n_clusters
    tight = f"silhouette {best.silhouette:.2f}, {best.silhouette_chance:.2f} without groups"
    stable = f"subsamples agree to {best.stability:.2f}"
    if rivals:
        return f"about {number} clusters: {few(rivals)} would do nearly as well ({tight}; {stable})"
    if best.stability < _STABLE:
        return f"{number} clusters, not surely: {stable} only ({tight})"
    also = f"; a finer cut holds too: {few(finer)}" if finer else ""
    return f"{number} clusters, clearly: {stable}, and they are tighter than a cloud's pieces ({tight}){also}"
