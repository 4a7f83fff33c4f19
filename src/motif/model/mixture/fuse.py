"""Joining components that say the same: from many that several starts found down to as many as are wanted."""

from __future__ import annotations

import numpy as np

__all__ = ["fuse"]


def fuse(counts: np.ndarray, n_components: int, *, prior: np.ndarray) -> np.ndarray:
    """Return to which of `n_components` groups each component goes, (n_given,), numbered from 0.

    Two are joined at a time, those whose counts lose least likelihood by sharing one distribution over the columns:
    sum c log(c / n) before less after, over counts with the prior added.

    Parameters
    ----------
    counts :
        (n_given, n_features), expected counts of each component, at least 0.
    n_components :
        How many groups, in [1, n_given].
    prior :
        (n_features,), added to each component's counts, above 0.

    Notes
    -----
    Ours: the greedy joining of Ward 1963 with the likelihood of multinomials in place of squared distances.

    Examples
    --------
    >>> counts = np.array([[9.0, 1.0], [1.0, 9.0], [18.0, 2.0]])
    >>> fuse(counts, 2, prior=np.array([0.1, 0.1])).tolist()
    [0, 1, 0]
    """
    pool = _Pool(np.asarray(counts, dtype=np.float32), np.asarray(prior, dtype=np.float32))
    for _ in range(len(counts) - n_components):
        pool.join()
    return np.unique(pool.group, return_inverse=True)[1]


class _Pool:
    """Components with the loss of joining any two of them, kept up to date while they are joined."""

    def __init__(self, counts: np.ndarray, prior: np.ndarray) -> None:
        n_given = len(counts)
        self.prior, self.base = prior, _gain(prior[None])[0]
        self.counts = counts + prior
        self.gain = _gain(self.counts)
        self.group = np.arange(n_given)
        self.alive = np.ones(n_given, dtype=bool)
        self.loss = np.full((n_given, n_given), np.inf)
        for one in range(n_given - 1):
            self._weigh(one, np.arange(one + 1, n_given))

    def join(self) -> None:
        """Join the two that lose least."""
        kept, gone = sorted(divmod(int(self.loss.argmin()), len(self.loss)))
        self.counts[kept] += self.counts[gone] - self.prior
        self.gain[kept] = _gain(self.counts[kept : kept + 1])[0]
        self.alive[gone] = False
        self.group[self.group == gone] = kept
        self.loss[gone] = self.loss[:, gone] = np.inf
        others = self.alive.copy()
        others[kept] = False
        self._weigh(kept, np.flatnonzero(others))

    def _weigh(self, one: int, others: np.ndarray) -> None:
        joined = self.counts[others]
        joined += self.counts[one] - self.prior
        loss = self.gain[others] + self.gain[one] - self.base - _gain(joined)
        self.loss[one, others] = self.loss[others, one] = loss


def _gain(counts: np.ndarray) -> np.ndarray:
    """Return sum c log c - n log n of each row, in float64."""
    total = counts.sum(axis=1, dtype=np.float64)
    return np.einsum("ij,ij->i", counts, np.log(counts)).astype(np.float64) - total * np.log(total)
