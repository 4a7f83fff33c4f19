"""Lloyd's rounds in float32 on ever larger samples: what makes `KMeans` fast on many items, and spherical.

A few thousand items tell where the centres belong; all items are needed only to put them in the right place. So:
k-means++ and exchanges of centres on a small sample, rounds on a larger one, and a few rounds on everything. Items are
centred and scaled first, so that float32 loses nothing that matters; whoever needs the last bit asks again in float64.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.cluster import kmeans_plusplus
from sklearn.utils.extmath import row_norms

from motif.represent.estimator import float64_rows
from motif.represent.nearest.row import unit_rows

__all__ = ["Items", "Plan", "find_centres", "prepared"]

_N_SEEDING = 64  # items a cluster that k-means++ and the exchanges see; 32 ends with more error, 128 takes longer
_MANY = 512  # clusters from which k-means++ tries one item at a time: a quarter of the time, and the exchanges mend it
_N_EXCHANGES = 12  # at most; they stop when exchanging a single centre no longer helps
_SHARE_EXCHANGED = 8  # one in 8 centres is moved at first, then half as many whenever it did not help
_COARSE = 1e-3  # relative gain of a round below which rounds on the small sample stop
_FINE = 3e-4  # ... and on the large one
_CONVERGED = 1e-6  # ... and where there is no larger one to come: what float32 can tell
_SCORES = 1 << 18  # at a time: 1 MB of float32, so that they stay in the processor's cache
_SPARSE_SCORES = 1 << 22  # sparse rows gain from longer runs


@dataclass(frozen=True, eq=False)
class Items:
    """Rows made ready for rounds.

    Parameters
    ----------
    rows :
        (n_items, n_features), float32, dense or CSR, at a scale of about 1; for cosine at unit length.
    lengths :
        (n_items,): the squared length of each row.
    cosine :
        Whether centres are directions.

    Examples
    --------
    >>> items, offset, scale = prepared(np.array([[1.0], [3.0]]), cosine=False)
    >>> items.rows.ravel().tolist(), offset.tolist(), scale
    ([-1.0, 1.0], [2.0], 1.0)
    """

    rows: Any
    lengths: np.ndarray
    cosine: bool

    def take(self, positions: np.ndarray) -> Items:
        """Return the rows at these positions."""
        return Items(self.rows[positions], self.lengths[positions], self.cosine)


@dataclass(frozen=True)
class Plan:
    """How much work a fit is given.

    Parameters
    ----------
    n_clusters :
        How many centres.
    n_runs :
        How many runs from other seeds; the best on the sample goes on.
    n_sample :
        How many items the sample has; all where there are not more.
    max_iter :
        The most rounds on the sample.
    max_full_rounds :
        The most rounds on all items, after those on the sample.
    least_gain :
        The relative gain below which the rounds on all items stop.

    Examples
    --------
    >>> Plan(8, n_runs=1, n_sample=20_000, max_iter=300, max_full_rounds=20, least_gain=5e-4).n_clusters
    8
    """

    n_clusters: int
    n_runs: int
    n_sample: int
    max_iter: int
    max_full_rounds: int
    least_gain: float


@dataclass(frozen=True, eq=False)
class _State:
    """Centres, and what one look at the items says of them."""

    centres: np.ndarray
    labels: np.ndarray
    errors: np.ndarray
    sums: np.ndarray
    counts: np.ndarray

    @property
    def total(self) -> float:
        return float(self.errors.sum(dtype=np.float64))


def prepared(X: Any, *, cosine: bool) -> tuple[Items, np.ndarray, float]:
    """Return the items ready for rounds, and the offset and scale that lead back: x = row * scale + offset.

    Parameters
    ----------
    X :
        (n_items, n_features), dense or CSR; finite.
    cosine :
        Whether only directions count.

    Examples
    --------
    >>> items, _, _ = prepared(np.array([[3.0, 4.0]]), cosine=True)
    >>> items.rows.round(6).tolist(), items.lengths.tolist()
    ([[0.6000000238418579, 0.800000011920929]], [1.0])
    """
    offset, scale = np.zeros(X.shape[1]), 1.0
    if cosine:
        rows = unit_rows(X)
    else:
        if sparse.issparse(X):
            scale = _power_of_two(np.abs(X.data).max(initial=0))
            rows = X * (1 / scale)
        else:
            offset = X.mean(axis=0, dtype=np.float64)  # far from the origin the products would drown the differences
            scale = _power_of_two(max(np.abs(X.max(axis=0) - offset).max(), np.abs(X.min(axis=0) - offset).max()))
            rows = _centred(X, offset, scale)
    rows = rows.astype(np.float32, copy=False)
    return Items(rows, row_norms(rows, squared=True).astype(np.float32), cosine), offset, scale


def _centred(X: np.ndarray, offset: np.ndarray, scale: float) -> np.ndarray:
    rows = np.empty(X.shape, np.float32)
    for run, part in float64_rows(X):
        part -= offset
        np.multiply(part, 1 / scale, out=rows[run], casting="same_kind")
    return rows


def _power_of_two(largest: float) -> float:
    """A scale that changes no digit."""
    return float(2.0 ** np.ceil(np.log2(largest))) if largest > 0 else 1.0


def find_centres(items: Items, plan: Plan, *, rng: np.random.Generator) -> tuple[np.ndarray, int]:
    """Return centres of small squared error, (n_clusters, n_features), and how many rounds saw all items.

    Parameters
    ----------
    items :
        As `prepared` returns them.
    plan :
        How much work.
    rng :
        Where chance comes from.

    Examples
    --------
    >>> items, _, _ = prepared(np.array([[0.0], [2.0], [10.0], [12.0]]), cosine=False)
    >>> plan = Plan(2, n_runs=1, n_sample=4, max_iter=10, max_full_rounds=5, least_gain=0.0)
    >>> sorted((find_centres(items, plan, rng=np.random.default_rng(0))[0] * 8 + 6).ravel().tolist())
    [1.0, 11.0]
    """
    runs = (_run(items, plan, rng=rng) for _ in range(plan.n_runs))
    state, n_rounds = min(runs, key=lambda run: run[0].total)
    if plan.n_sample < items.rows.shape[0]:
        state, n_rounds = _rounds(items, state.centres, most=plan.max_full_rounds, least_gain=plan.least_gain)
    return state.centres, n_rounds


def _run(items: Items, plan: Plan, *, rng: np.random.Generator) -> tuple[_State, int]:
    n_items = items.rows.shape[0]
    whole = plan.n_sample >= n_items
    sample = items if whole else items.take(rng.choice(n_items, size=plan.n_sample, replace=False))
    centres = _from_few(sample, plan.n_clusters, rng=rng)
    return _rounds(sample, centres, most=plan.max_iter, least_gain=_CONVERGED if whole else _FINE)


def _from_few(sample: Items, n_clusters: int, *, rng: np.random.Generator) -> np.ndarray:
    """k-means++ and exchanges on a few items for each cluster."""
    n_items = sample.rows.shape[0]
    n_few = min(n_items, _N_SEEDING * n_clusters)
    few = sample if n_few == n_items else sample.take(rng.choice(n_items, size=n_few, replace=False))
    seed, trials = int(rng.integers(2**31 - 1)), 1 if n_clusters >= _MANY else None
    seeds, _ = kmeans_plusplus(few.rows.astype(np.float64), n_clusters, random_state=seed, n_local_trials=trials)
    seeds = seeds.toarray() if sparse.issparse(seeds) else seeds
    state, _ = _rounds(few, seeds, most=6, least_gain=_COARSE)
    n_moved = max(1, n_clusters // _SHARE_EXCHANGED)
    for _ in range(_N_EXCHANGES if n_clusters > 1 else 0):
        moved, _ = _rounds(few, _exchanged(few, state, n_moved, rng=rng), most=6, least_gain=_COARSE)
        if moved.total < state.total:
            state = moved
        elif n_moved == 1:
            break
        else:
            n_moved //= 2
    return state.centres


def _exchanged(items: Items, state: _State, n_moved: int, *, rng: np.random.Generator) -> np.ndarray:
    """Move the centres that are missed least to random items of the clusters with the largest error.

    A centre is missed by how much farther its items' second nearest centre is (Fritzke 2020's breathing k-means calls
    it utility).
    """
    n_clusters = len(state.centres)
    missed = np.bincount(state.labels, _second_best(items, state) - state.errors, minlength=n_clusters)
    errors = np.bincount(state.labels, state.errors, minlength=n_clusters)
    dropped = np.argsort(missed, kind="stable")[:n_moved]
    errors[dropped] = -1
    crowded = np.argsort(-errors, kind="stable")[: min(n_moved, n_clusters - n_moved)]
    order = rng.permutation(len(state.labels))
    member = np.zeros(n_clusters, int)
    member[state.labels[order]] = order  # the last one written stays: a random item of each cluster
    centres = state.centres.copy()
    centres[dropped[: len(crowded)]] = _dense(items.rows[member[crowded]])
    return centres


def _rounds(items: Items, centres: np.ndarray, *, most: int, least_gain: float) -> tuple[_State, int]:
    """Lloyd's rounds until one gains too little, relative to what is left; the better of the last two states."""
    state = _look(items, centres)
    for n_rounds in range(1, most + 1):
        further = _look(items, _means(items, state))
        gain = state.total - further.total
        if gain > 0:
            state = further
        if gain <= least_gain * state.total:
            return state, n_rounds
    return state, most


def _look(items: Items, centres: np.ndarray) -> _State:
    n_items, n_clusters = items.rows.shape[0], len(centres)
    labels, errors = np.empty(n_items, np.int32), np.empty(n_items, np.float32)
    sums, counts = np.zeros(centres.shape), np.zeros(n_clusters, int)
    for run, scores in _scores(items, centres):
        nearest = scores.argmin(axis=1)
        labels[run], errors[run] = nearest, scores[np.arange(len(nearest)), nearest]
        counts += np.bincount(nearest, minlength=n_clusters)
        sums += _summed(items.rows[run], nearest, n_clusters)
    errors += items.lengths
    return _State(centres, labels, np.maximum(errors, 0, out=errors), sums, counts)


def _scores(items: Items, centres: np.ndarray) -> Iterator[tuple[slice, np.ndarray]]:
    """Yield |c|² - 2 x·c for runs of items: the squared distance to each centre, but for |x|²."""
    lengths = np.ones(len(centres), np.float32) if items.cosine else (centres**2).sum(axis=1).astype(np.float32)
    towards = (-2 * centres.T).astype(np.float32)
    n_scores = _SPARSE_SCORES if sparse.issparse(items.rows) else _SCORES
    n_rows = max(64, n_scores // len(centres))
    for start in range(0, items.rows.shape[0], n_rows):
        run = slice(start, start + n_rows)
        scores = items.rows[run] @ towards
        scores += lengths
        yield run, scores


def _second_best(items: Items, state: _State) -> np.ndarray:
    found = np.empty_like(state.errors)
    for run, scores in _scores(items, state.centres):
        scores[np.arange(len(scores)), state.labels[run]] = np.inf
        found[run] = scores.min(axis=1)
    found += items.lengths
    return np.maximum(found, 0, out=found)


def _summed(rows: Any, labels: np.ndarray, n_clusters: int) -> np.ndarray:
    ones = np.ones(len(labels), np.float32)
    return _dense(sparse.csc_array((ones, labels, np.arange(len(labels) + 1)), shape=(n_clusters, len(labels))) @ rows)


def _means(items: Items, state: _State) -> np.ndarray:
    """The centres' next place: the mean of their items; without any, the items with the largest error."""
    centres = state.sums / np.maximum(state.counts, 1)[:, None]
    empty = np.flatnonzero(state.counts == 0)
    if len(empty):
        farthest = np.argsort(-state.errors, kind="stable")[: len(empty)]
        centres[empty] = _dense(items.rows[farthest])
    if items.cosine:
        lengths = np.linalg.norm(centres, axis=1, keepdims=True)
        centres = np.where(lengths > 0, centres / np.where(lengths > 0, lengths, 1), state.centres)
    return centres


def _dense(rows: Any) -> np.ndarray:
    return rows.toarray() if sparse.issparse(rows) else np.asarray(rows)
