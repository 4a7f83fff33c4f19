"""What a number of clusters scores on items: stability, silhouette and valley; and clouds without groups like them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import sparse
from scipy.spatial.distance import cdist
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from motif.core.check import matrix, same_length
from motif.core.errors import InputError
from motif.core.seed import integer_seed

__all__ = ["cloud", "places_of", "scores_of", "silhouette"]

_MOST_DIRECTIONS = 50  # k-means in more costs time and finds the same: the rest is noise in every case we measured
_N_RUNS = 2  # of k-means for each subsample
_HALFWAY = 0.1  # of the way from one centre to the next: what counts as at a centre, and as halfway


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

    Raises
    ------
    InputError
        When there are no items, the distances are no square, or there is not one label for each item.

    Examples
    --------
    >>> place = np.array([[0.0], [1.0], [10.0], [11.0]])
    >>> round(silhouette(np.abs(place - place.T), np.array([0, 0, 1, 1])), 4)
    0.8997
    """
    distances = matrix(distances, what="distances")
    same_length(distances.shape[1], len(distances), what="distances", other="items in each row")
    labels = np.asarray(labels)
    if labels.ndim != 1:
        raise InputError(f"labels must have shape (n_items,); given {labels.shape}")
    same_length(len(labels), len(distances), what="labels")
    return _silhouette(distances, labels)


def _silhouette(distances: np.ndarray, labels: np.ndarray) -> float:
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


def places_of(X: Any) -> np.ndarray:
    """Return the items in their leading principal directions: distances stay, columns become uncorrelated.

    Parameters
    ----------
    X :
        (n_items, n_features), dense or CSR; finite.

    Examples
    --------
    >>> np.abs(places_of(np.array([[1.0, 1.0], [3.0, 3.0]]))).round(6).tolist()
    [[1.414214], [1.414214]]
    """
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


def cloud(places: np.ndarray, kind: str, rng: np.random.Generator) -> np.ndarray:
    """Return as many items without groups, as spread as these in each direction.

    Parameters
    ----------
    places :
        (n_items, n_directions), about 0.
    kind :
        "uniform" or "normal".
    rng :
        Where chance comes from.

    Examples
    --------
    >>> cloud(np.array([[-1.0], [1.0]]), "uniform", np.random.default_rng(0)).shape
    (2, 1)
    """
    sd = places.std(axis=0)
    if kind == "normal":
        return rng.normal(size=places.shape) * sd
    return rng.uniform(-1, 1, size=places.shape) * np.sqrt(3) * sd  # whose variance is sd**2


def scores_of(places: np.ndarray, tried: Sequence[int], n_pairs: int, rng: np.random.Generator) -> np.ndarray:
    """Return stability, silhouette and valley of each candidate, (n_candidates, 3).

    Parameters
    ----------
    places :
        (n_items, n_directions).
    tried :
        Numbers of clusters.
    n_pairs :
        Pairs of subsamples for each.
    rng :
        Where chance comes from.

    Examples
    --------
    >>> places = np.array([[0.0], [0.1], [0.2], [9.0], [9.1], [9.2]])
    >>> scores_of(places, (2,), 2, np.random.default_rng(0)).round(2).tolist()
    [[1.0, 0.99, 0.0]]
    """
    distances = cdist(places, places)
    return np.array([_mean_scores(places, distances, k, n_pairs, rng) for k in tried])


def _mean_scores(
    places: np.ndarray, distances: np.ndarray, n_clusters: int, n_pairs: int, rng: np.random.Generator
) -> tuple[float, float, float]:
    n_items = len(places)
    n_half = max(n_clusters, n_items * 2 // 3)
    agreements, silhouettes, valleys = [], [], []
    for _ in range(n_pairs):
        order = rng.permutation(n_items)
        both = [_centres(places[rows], n_clusters, rng) for rows in (order[:n_half], order[-n_half:])]
        labels = [cdist(places, centres, "sqeuclidean").argmin(axis=1) for centres in both]
        agreements.append(adjusted_rand_score(*labels))
        silhouettes += [_silhouette(distances, one) for one in labels]
        valleys += [_valley(places, centres) for centres in both]
    return float(np.mean(agreements)), float(np.mean(silhouettes)), float(np.mean(valleys))


def _centres(places: np.ndarray, n_clusters: int, rng: np.random.Generator) -> np.ndarray:
    return KMeans(n_clusters, n_init=_N_RUNS, random_state=integer_seed(rng)).fit(places).cluster_centers_


def _valley(places: np.ndarray, centres: np.ndarray) -> float:
    """Return how many items lie halfway between their two nearest centres for each that lies as close to one of them.

    Both are counted in a tenth of the way from one to the other, seen from both ends, along the line between them.
    """
    squares = cdist(places, centres, "sqeuclidean")
    nearest, next_one = np.argpartition(squares, 1, axis=1)[:, :2].T
    every = np.arange(len(places))
    nearer = squares[every, next_one] - squares[every, nearest]
    ways = np.square(centres[nearest] - centres[next_one]).sum(axis=1)
    gone = 0.5 - np.divide(nearer, 2 * ways, out=np.full(len(places), 0.5), where=ways > 0)
    n_halfway = np.count_nonzero(gone >= 0.5 - _HALFWAY)
    n_at_centres = np.count_nonzero(np.abs(gone) <= _HALFWAY) / 2  # as they are counted to both sides
    return n_halfway / max(n_at_centres, 0.5)
