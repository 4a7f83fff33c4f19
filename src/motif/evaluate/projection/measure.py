"""The figures of a map: what it keeps of neighbourhoods and distances, beside chance and other maps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from threadpoolctl import threadpool_limits

from motif.core.check import finite_rows, integer, matrix, same_length
from motif.core.errors import InputError
from motif.core.seed import generator
from motif.evaluate.figure import Figure
from motif.evaluate.null import null_of, resampling_interval
from motif.evaluate.projection.judge import NEAR, Judged, judge
from motif.evaluate.projection.pair import Paired
from motif.evaluate.projection.space import Metric, Space

if TYPE_CHECKING:
    from numpy.typing import ArrayLike
    from scipy.sparse import csr_array

    from motif.core.seed import RandomState
    from motif.evaluate.projection.space import Rows

__all__ = ["continuity", "distance_correlation", "evaluate", "neighbours_kept", "trustworthiness", "validate"]

_K = 10
_N_PAIRED = 400  # items whose distances are correlated: 79,800 pairs
_NAMES = {
    "neighbours_kept": "neighbours kept @{k}",
    "trustworthiness": "trustworthiness @{k}",
    "continuity": "continuity @{k}",
    "distance_correlation": "rank correlation of distances",
}
_CANNOT = {
    "neighbours_kept": "A map that keeps neighbours can still show gaps and distances that the items don't have.",
    "trustworthiness": "It does not see neighbours that the map tears apart; continuity does.",
    "continuity": "It does not see strangers that the map brings together; trustworthiness does.",
    "distance_correlation": "The order of all distances says little about who stands next to whom.",
}


def validate(X: ArrayLike | csr_array, Z: ArrayLike) -> tuple[Rows, np.ndarray]:
    """Return items and map as numeric arrays, refused unless both are finite and have one row for each item.

    Parameters
    ----------
    X :
        (n_items, n_features), dense or sparse, at least 3 items.
    Z :
        (n_items, n_axes).

    Raises
    ------
    InputError
        With both numbers of rows, or with the rows that are not finite.

    Examples
    --------
    >>> X, Z = validate([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[0, 0], [0, 1], [1, 0]])
    >>> X.shape, Z.dtype
    ((3, 3), dtype('float64'))
    """
    given, placed = _rows(X), matrix(Z, what="Z").astype(np.float64)
    same_length(len(placed), given.shape[0], what="rows of Z", other="rows of X")
    if len(placed) < 3:
        raise InputError(f"a map of {len(placed)} items has no neighbourhoods; at least 3 are needed")
    return given, placed


def neighbours_kept(
    X: ArrayLike | csr_array, Z: ArrayLike, *, k: int | None = None, metric: Metric = "euclidean"
) -> float:
    """Return the mean share of each item's k nearest in the map that are among its k nearest in X, in [0, 1].

    Parameters
    ----------
    X, Z :
        (n_items, n_features) and (n_items, n_axes).
    k :
        How many neighbours, below n_items / 2; None is 10, fewer where there are fewer than 21 items.
    metric :
        How distances in X are taken.

    Examples
    --------
    >>> neighbours_kept([[0], [1], [3], [10]], [[0], [1], [9], [3]], k=1)
    0.5
    """
    return float(_of_all(X, Z, k, metric).neighbours_kept.mean())


def trustworthiness(
    X: ArrayLike | csr_array, Z: ArrayLike, *, k: int | None = None, metric: Metric = "euclidean"
) -> float:
    """Return how little the map brings strangers together, in [0, 1].

    1 - 2 / (n k (2n - 3k - 1)) times the sum, over all items and their k nearest in the map, of how far the rank in X
    exceeds k.

    Source: Venna and Kaski 2001. Where rows of X are equal, all of them have the lowest rank that they share.

    Examples
    --------
    >>> trustworthiness([[0], [1], [3], [10]], [[0], [1], [9], [3]], k=1)
    0.625
    """
    return float(_of_all(X, Z, k, metric).trustworthiness.mean())


def continuity(X: ArrayLike | csr_array, Z: ArrayLike, *, k: int | None = None, metric: Metric = "euclidean") -> float:
    """Return how little the map tears neighbours apart, in [0, 1]: trustworthiness with X and Z changed over.

    Examples
    --------
    >>> continuity([[0], [1], [3], [10]], [[0], [1], [9], [3]], k=1)
    0.625
    """
    return float(_of_all(X, Z, k, metric).continuity.mean())


def distance_correlation(
    X: ArrayLike | csr_array, Z: ArrayLike, *, metric: Metric = "euclidean", random_state: RandomState = None
) -> float:
    """Return Spearman's correlation of the distances between items in X and in the map, in [-1, 1].

    Above 400 items, those of 400 items drawn at random. Where all distances are equal, in X or in the map, it is 0.

    Examples
    --------
    >>> distance_correlation([[0, 0], [0, 1], [0, 3]], [[0], [2], [6]])
    1.0
    """
    rows, Z = validate(X, Z)
    paired = Paired.of(Space(rows, metric), Space(Z), _sample(len(Z), _N_PAIRED, generator(random_state)))
    return paired.correlation()


@threadpool_limits.wrap(limits=1)  # short products: two threads cost a hundred times what they save
def evaluate(
    X: ArrayLike | csr_array,
    Z: ArrayLike,
    *,
    k: int | None = None,
    metric: Metric = "euclidean",
    trivial: Mapping[str, ArrayLike] | None = None,
    n_queries: int = 1000,
    random_state: RandomState = None,
    n_permutations: int = 99,
    n_resamples: int = 200,
) -> dict[str, Figure]:
    """Return how much a map keeps of the items' neighbourhoods and distances, each beside chance and other maps.

    Parameters
    ----------
    X :
        (n_items, n_features), dense or sparse.
    Z :
        (n_items, n_axes), the map.
    k :
        How many neighbours, below n_items / 2; None is 10, fewer where there are fewer than 21 items.
    metric :
        How distances in X are taken.
    trivial :
        Name -> (n_items, any number of axes): other maps of the same items to compare with, such as PCA's.
    n_queries :
        How many items are asked for their neighbours; all where there are no more. The cost grows with it times
        n_items.
    random_state :
        Seed of the sample, the permutations and the half-samples.
    n_permutations :
        Draws of the null; the smallest possible p is 1 / (n_permutations + 1). Fewer than elsewhere, since each draw
        costs as much as the figures.
    n_resamples :
        Half-samples of the queries for the intervals.

    Returns
    -------
    Figures under "neighbours_kept", "trustworthiness", "continuity" and "distance_correlation".

    Examples
    --------
    >>> X = np.random.default_rng(0).normal(size=(60, 5))
    >>> figures = evaluate(X, X[:, :2], k=5, trivial={"first_axis": X[:, :1]}, random_state=0)
    >>> kept = figures["neighbours_kept"]
    >>> round(kept.value, 2), round(kept.null.mean, 2), round(kept.trivial["first_axis"], 2)
    (0.25, 0.09, 0.12)
    """
    n_permutations = integer(n_permutations, what="n_permutations", low=1)
    n_resamples = integer(n_resamples, what="n_resamples", low=2)
    rows, Z = validate(X, Z)
    rng, k = generator(random_state), _neighbours(k, len(Z))
    queries = _sample(len(Z), integer(n_queries, what="n_queries", low=1), rng)
    paired = _sample(len(Z), _N_PAIRED, rng)
    space, maps = Space(rows, metric), {"": Space(Z)}
    maps |= {name: Space(validate(X, other)[1]) for name, other in (trivial or {}).items()}
    seeds = rng.integers(2**32, size=n_permutations)
    judged = dict(zip(maps, judge(space, list(maps.values()), queries, k=k, seeds=seeds), strict=True))
    pairs = {name: Paired.of(space, other, paired) for name, other in maps.items()}

    def near(key: str) -> Figure:
        shares = {name: getattr(one, key) for name, one in judged.items()}
        means = {name: float(share.mean()) for name, share in shares.items()}
        interval = resampling_interval(
            lambda chosen: shares[""][chosen].mean(), len(queries), n=n_resamples, random_state=rng
        )
        return _figure(key, means, draws=judged[""].by_chance[key], interval=interval, k=k, n=len(queries))

    correlations = {name: pair.correlation() for name, pair in pairs.items()}
    interval = resampling_interval(pairs[""].correlation, len(paired), n=n_resamples, random_state=rng)
    draws = pairs[""].by_chance(n_permutations, rng)
    return {key: near(key) for key in NEAR} | {
        "distance_correlation": _figure(
            "distance_correlation", correlations, draws=draws, interval=interval, k=k, n=len(paired)
        )
    }


def _figure(
    key: str, values: dict[str, float], *, draws: np.ndarray, interval: tuple[float, float] | None, k: int, n: int
) -> Figure:
    """Return one figure of the map named "" beside the other maps."""
    return Figure(
        name=_NAMES[key].format(k=k),
        value=values[""],
        null=null_of(values[""], draws, kind="permuted_places", higher_is_better=True, magnitude=1),
        trivial={name: value for name, value in values.items() if name},
        interval=interval,
        n=n,
        higher_is_better=True,
        cannot_show=_CANNOT[key],
    )


def _rows(X: ArrayLike | csr_array) -> Rows:
    if not sparse.issparse(X):
        return matrix(X)
    rows = sparse.csr_array(X)
    if rows.dtype.kind not in "biuf" or 0 in rows.shape:
        raise InputError(f"X must be numeric, with items and features; given {rows.dtype} of shape {rows.shape}")
    finite_rows(rows)
    return rows


def _neighbours(k: int | None, n_items: int) -> int:
    most = (n_items - 1) // 2  # beyond, trustworthiness is not between 0 and 1
    return min(_K, most) if k is None else integer(k, what="k, the number of neighbours,", low=1, high=most)


def _sample(n_items: int, n_wanted: int, rng: np.random.Generator) -> np.ndarray:
    return np.arange(n_items) if n_wanted >= n_items else np.sort(rng.choice(n_items, n_wanted, replace=False))


def _of_all(X: ArrayLike | csr_array, Z: ArrayLike, k: int | None, metric: Metric) -> Judged:
    rows, Z = validate(X, Z)
    (judged,) = judge(Space(rows, metric), [Space(Z)], np.arange(len(Z)), k=_neighbours(k, len(Z)), seeds=())
    return judged
