"""Effects: how far each cluster lies from the rest in each feature, quick enough to be asked for every permutation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

__all__ = ["Difference", "LogOdds", "Measured"]

_SEEN = 0.5  # sd: Cohen's "visible to the naked eye"
_CONSTANT = 1e-9  # of the mean: below that, a spread is rounding
_TINY = 1e-30


@dataclass(frozen=True, eq=False)
class Measured:
    """Effects and what they come from.

    Parameters
    ----------
    effect :
        (n_clusters, n_features); 0 where it is not known.
    z :
        The same in standard errors.
    inside, outside :
        Means in the cluster and in the rest; for log-odds, the shares of all counts.
    """

    effect: np.ndarray
    z: np.ndarray
    inside: np.ndarray
    outside: np.ndarray


class _Sums:
    """Sums of the features in each cluster: all that a permutation of the labels changes."""

    def __init__(self, X: Any, groups: np.ndarray, n_groups: int) -> None:
        self._X, self._n_groups, self._n_items = X, n_groups, len(groups)
        self._n_inside = np.bincount(groups, minlength=n_groups + 1)[:n_groups, None].astype(np.float64)
        self._n_outside = self._n_items - self._n_inside
        self._row_of = np.repeat(np.arange(self._n_items), np.diff(X.indptr)) if sparse.issparse(X) else None

    def _sums(self, groups: np.ndarray) -> np.ndarray:
        n_groups, n_features = self._n_groups, self._X.shape[1]
        if self._row_of is not None:
            cells = groups[self._row_of] * np.int64(n_features) + self._X.indices
            size = (n_groups + 1) * n_features
            return np.bincount(cells, self._X.data, minlength=size).reshape(n_groups + 1, n_features)[:n_groups]
        ones = np.ones(self._n_items, self._X.dtype)
        member = sparse.csr_array((ones, (groups, np.arange(self._n_items))), shape=(n_groups + 1, self._n_items))
        return (member @ self._X)[:n_groups].astype(np.float64)


class Difference(_Sums):
    """The mean inside less the mean outside, in sd of all items.

    Parameters
    ----------
    X :
        (n_items, n_features), dense or CSR.
    groups :
        (n_items,), in [0, n_groups]; the last number is the unassigned.
    n_groups :
        How many clusters.

    Examples
    --------
    >>> groups = np.array([0, 0, 1, 1])
    >>> found = Difference(np.array([[0.0], [0.0], [1.0], [1.0]]), groups, 2).measure(groups)
    >>> found.effect.ravel().tolist(), found.inside.ravel().tolist()
    ([-2.0, 2.0], [0.0, 1.0])
    """

    def __init__(self, X: Any, groups: np.ndarray, n_groups: int) -> None:
        thin = sparse.issparse(X)
        self._mean = np.asarray(X.mean(axis=0), dtype=np.float64)
        square = np.asarray((X * X).mean(axis=0), dtype=np.float64) if thin else None
        spread = X.var(axis=0, dtype=np.float64) if square is None else square - self._mean**2
        self._sd = np.sqrt(np.maximum(spread, 0))
        self._varies = self._sd > np.maximum(_CONSTANT * np.abs(self._mean), _TINY)
        self._centre = np.zeros_like(self._mean) if thin else self._mean  # of dense items, so that sums keep digits
        self._is_binary = bool(np.isin(X.data if thin else X, (0, 1)).all())
        super().__init__(X if thin else X - self._centre.astype(X.dtype), groups, n_groups)

    def measure(self, groups: np.ndarray) -> Measured:
        """Return the effects of a labelling with the same sizes."""
        sums = self._sums(groups) + self._n_inside * self._centre
        inside = sums / self._n_inside
        outside = (self._mean * self._n_items - sums) / np.maximum(self._n_outside, 1)
        known = self._varies & (self._n_outside > 0)
        effect = np.divide(inside - outside, self._sd, out=np.zeros_like(sums), where=known)
        return Measured(effect, effect * np.sqrt(self._n_inside * self._n_outside / self._n_items), inside, outside)

    def term(self, name: str, effect: float) -> str:
        """Return a feature as a part of a cluster's name."""
        if self._is_binary:
            return name if effect > 0 else f"not {name}"
        return f"{'high' if effect > 0 else 'low'} {name}"

    def is_seen(self, effect: float) -> bool:
        """Whether an effect is large enough for a name: half an sd."""
        return abs(effect) >= _SEEN


class LogOdds(_Sums):
    """The log-odds ratio with an informative Dirichlet prior, of counts of words.

    Parameters
    ----------
    X :
        (n_items, n_features), CSR, at least 0.
    groups, n_groups :
        As for `Difference`.

    Examples
    --------
    >>> groups = np.array([0, 0, 1, 1])
    >>> X = sparse.csr_array(np.array([[3.0, 1.0], [4.0, 1.0], [1.0, 3.0], [1.0, 4.0]]))
    >>> LogOdds(X, groups, 2).measure(groups).effect.round(2).tolist()
    [[1.96, -1.96], [-1.96, 1.96]]
    """

    def __init__(self, X: Any, groups: np.ndarray, n_groups: int) -> None:
        super().__init__(X, groups, n_groups)
        self._total = np.asarray(X.sum(axis=0), dtype=np.float64)
        self._prior = np.maximum(X.shape[1] * self._total / max(self._total.sum(), _TINY), _TINY)

    def measure(self, groups: np.ndarray) -> Measured:
        """Return the effects of a labelling with the same sizes."""
        counts = self._sums(groups)
        rest = np.maximum(self._total - counts, 0)
        odds_inside, share_inside = self._odds(counts)
        odds_outside, share_outside = self._odds(rest)
        effect = np.where(self._n_outside > 0, np.log(odds_inside / odds_outside), 0.0)
        error = np.sqrt(1 / (counts + self._prior) + 1 / (rest + self._prior))
        return Measured(effect, effect / error, share_inside, share_outside)

    def _odds(self, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        total = counts.sum(axis=1, keepdims=True)
        with_prior = counts + self._prior
        others = np.maximum(total + self._prior.sum() - with_prior, _TINY)
        return with_prior / others, counts / np.maximum(total, _TINY)

    def term(self, name: str, effect: float) -> str:  # noqa: ARG002 - one face with `Difference`
        """Return a word as a part of a cluster's name: as it is."""
        return name

    def is_seen(self, effect: float) -> bool:
        """Whether the cluster has more of it."""
        return effect > 0
