"""Characters as directions: gathered around centres, each with a probability of belonging to every one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from scipy import sparse
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from threadpoolctl import threadpool_limits

from motif.core.check import in_choices
from motif.core.errors import InputError
from motif.core.seed import generator, integer_seed
from motif.model.cluster import Agglomerative, KMeans
from motif.represent.nearest.row import unit_rows

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["Clustering", "Directions", "calibrated", "gathered", "halved", "memberships"]

Clustering = Literal["kmeans", "agglomerative"]
_MOST_IN_A_TREE = 5_000  # characters: 200 MB of distances; the others go to the nearest centre
_LOW, _HIGH = -4.0, 7.0  # logarithms of the concentrations that are looked at
_SUREST = 1e4  # of a concentration: centres that no character is away from


@dataclass(frozen=True, eq=False)
class Directions:
    """Centres among directions.

    Parameters
    ----------
    centres :
        (n_centres, n_features), of unit length.
    concentration :
        How sure a direction is of its centre, above 0: that of von Mises and Fisher, one for all.

    Examples
    --------
    >>> Directions(np.eye(2), 5.0).concentration
    5.0
    """

    centres: np.ndarray
    concentration: float


def gathered(
    X: np.ndarray, n_centres: int, *, clustering: Clustering, n_init: int, random_state: RandomState
) -> Directions:
    """Return centres that the rows lie around, by angle.

    Parameters
    ----------
    X :
        (n_items, n_features); rows of zeros have no direction and are left out.
    n_centres :
        How many, at most one for each row with a direction.
    clustering :
        "kmeans" (spherical), or "agglomerative": Ward's tree on unit rows, its clusters' mean directions; of more than
        5,000 rows a sample makes the tree.
    n_init :
        Starts of k-means.
    random_state :
        Where chance comes from.

    Raises
    ------
    InputError
        For more centres than rows with a direction.

    Examples
    --------
    >>> X = np.array([[1.0, 0.1], [5.0, 0.0], [0.0, 2.0]])
    >>> found = gathered(X, 2, clustering="agglomerative", n_init=1, random_state=0)
    >>> memberships(X, found).argmax(axis=1).tolist()
    [0, 0, 1]
    """
    in_choices(clustering, get_args(Clustering), what="clustering")
    rows = unit_rows(np.asarray(X, np.float64))
    rows = rows[rows.any(axis=1)]
    if n_centres > len(rows):
        raise InputError(
            f"n_components={n_centres} asked of {len(rows)} characters of whom something is known; give fewer"
        )
    rng = generator(random_state)
    with threadpool_limits(limits=1):
        if clustering == "kmeans":
            model = KMeans(n_centres, metric="cosine", n_init=n_init, random_state=integer_seed(rng)).fit(rows)
            centres = model.cluster_centers_
        else:
            centres = _of_tree(rows, n_centres, rng)
        cosines = (rows @ centres.T).max(axis=1)
    return Directions(centres, _concentration(float(cosines.mean()), rows.shape[1]))


def _of_tree(rows: np.ndarray, n_centres: int, rng: np.random.Generator) -> np.ndarray:
    n_most = max(_MOST_IN_A_TREE, n_centres)
    some = rows if len(rows) <= n_most else rows[np.sort(rng.choice(len(rows), n_most, replace=False))]
    labels = Agglomerative(n_centres, linkage="ward").fit(some).labels_
    sums = np.stack([some[labels == label].sum(axis=0) for label in range(n_centres)])
    return unit_rows(sums)


def _concentration(mean_cosine: float, n_features: int) -> float:
    """Banerjee, Dhillon, Ghosh and Sra 2005, equation 4.4."""
    length = min(max(mean_cosine, 1e-6), 1 - 1e-9)
    return min(length * (n_features - length**2) / (1 - length**2), _SUREST) if n_features > 1 else _SUREST


def memberships(X: np.ndarray, found: Directions, amount: np.ndarray | None = None) -> np.ndarray:
    """Return how likely each row belongs to each centre, (n_items, n_centres), rows summing to 1.

    A mixture of equally frequent von Mises-Fisher distributions; a row of zeros belongs to all alike.

    Parameters
    ----------
    X :
        (n_items, n_features).
    found :
        As `gathered` returns them.
    amount :
        (n_items,): how many words each row is made of; the concentration grows with its root. None: one each.

    Examples
    --------
    >>> memberships(np.array([[2.0, 0.0], [0.0, 0.0]]), Directions(np.eye(2), 3.0)).round(2).tolist()
    [[0.95, 0.05], [0.5, 0.5]]
    """
    return softmax(found.concentration * _weighed(X, found, amount), axis=1)


def _weighed(X: np.ndarray, found: Directions, amount: np.ndarray | None) -> np.ndarray:
    with threadpool_limits(limits=1):
        cosines = unit_rows(np.asarray(X, np.float64)) @ found.centres.T
    return cosines if amount is None else cosines * np.sqrt(amount)[:, None]


def calibrated(X: np.ndarray, found: Directions, amount: np.ndarray, labels: np.ndarray) -> Directions:
    """Return the centres with the concentration under which halves of the words are as sure of the whole's as is right.

    How near items lie to their centres says little of how sure they are: a character of three words is as near to some
    centre as one of a hundred. So half of each one's words are asked for what all of them said, and the concentration
    is the one that makes the answers likeliest. With all words it then errs a little to the careful side or not at all.

    Parameters
    ----------
    X :
        (n_items, n_features): the rows of the halves; zeros where nothing was left.
    found :
        The centres.
    amount :
        (n_items,): how many words each half has.
    labels :
        (n_items,): the centre of each whole.

    Examples
    --------
    >>> X = np.array([[1.0, 0.0], [1.0, 0.2], [0.6, 1.0], [0.0, 1.0]])
    >>> sure = calibrated(X, Directions(np.eye(2), 1.0), np.ones(4), np.array([0, 0, 1, 1])).concentration
    >>> unsure = calibrated(X, Directions(np.eye(2), 1.0), np.ones(4), np.array([0, 1, 0, 1])).concentration
    >>> sure > unsure
    True
    """
    known = np.flatnonzero(X.any(axis=1))
    if not len(known) or len(found.centres) < 2:
        return found
    weighed, wanted = _weighed(X[known], found, amount[known]), labels[known]

    def surprise(log_concentration: float) -> float:
        logs = log_softmax(np.exp(log_concentration) * weighed, axis=1)
        return -float(logs[np.arange(len(wanted)), wanted].mean())

    best = minimize_scalar(surprise, bounds=(_LOW, _HIGH), method="bounded")
    return Directions(found.centres, float(np.exp(best.x)))


def halved(X: sparse.csr_array, rng: np.random.Generator) -> sparse.csr_array:
    """Return the counts with each word kept or left out by the toss of a coin.

    Parameters
    ----------
    X :
        (n_items, n_columns): counts.
    rng :
        Where chance comes from.

    Examples
    --------
    >>> halved(sparse.csr_array([[100]]), np.random.default_rng(0)).toarray().tolist()
    [[51.0]]
    """
    half = X.astype(np.float64)
    whole = np.floor(half.data)
    half.data = rng.binomial(whole.astype(np.int64), 0.5) + (half.data - whole) * rng.integers(2, size=len(whole))
    half.eliminate_zeros()
    return half
