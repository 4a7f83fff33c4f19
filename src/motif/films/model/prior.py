"""How strong the Dirichlet priors of a persona model are: drawn anew from what was counted, by slices."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.special import gammaln

__all__ = ["log_of_counts", "sliced"]

_LOW, _HIGH = 1e-3, 1e3  # a prior is anywhere between, each order of magnitude alike
_WIDTH = 1.0  # of the first slice, in logarithms
_MOST_STEPS = 20


def log_of_counts(counts: np.ndarray, strength: float) -> float:
    """Return the log-probability of rows of counts, their shares drawn from a symmetric Dirichlet and summed out.

    Parameters
    ----------
    counts :
        (n_rows, n_kinds), at least 0.
    strength :
        Of the prior, for each kind; above 0.

    Returns
    -------
    float
        In nats, of one order of drawing.

    Examples
    --------
    >>> round(float(np.exp(log_of_counts(np.array([[1, 1]]), 1.0))), 4)
    0.1667
    """
    n_kinds = counts.shape[1]
    totals = counts.sum(axis=1)
    values, times = np.unique(counts[counts > 0], return_counts=True)
    of_kinds = (times * (gammaln(values + strength) - gammaln(strength))).sum()
    of_rows = gammaln(n_kinds * strength) - gammaln(totals + n_kinds * strength)
    return float(of_kinds + of_rows.sum())


def sliced(log_density: Callable[[float], float], value: float, *, rng: np.random.Generator) -> float:
    """Return a prior's strength drawn anew: one step of slice sampling over its logarithm (Neal 2003, section 4).

    Parameters
    ----------
    log_density :
        The logarithm of how likely a strength makes the counts; its prior is flat in the logarithm, from 0.001 to 1000.
    value :
        Where the chain is.
    rng :
        Where chance comes from.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> 0.001 <= sliced(lambda strength: -strength, 1.0, rng=rng) <= 1000
    True
    """
    here = np.log(value)
    level = log_density(value) + np.log(rng.random())
    low = here - _WIDTH * rng.random()
    high = low + _WIDTH
    bottom, top = np.log(_LOW), np.log(_HIGH)
    for _ in range(_MOST_STEPS):
        if low <= bottom or log_density(float(np.exp(low))) <= level:
            break
        low -= _WIDTH
    for _ in range(_MOST_STEPS):
        if high >= top or log_density(float(np.exp(high))) <= level:
            break
        high += _WIDTH
    low, high = max(low, bottom), min(high, top)
    for _ in range(100):
        drawn = rng.uniform(low, high)
        if log_density(float(np.exp(drawn))) > level:
            return float(np.exp(drawn))
        low, high = (drawn, high) if drawn < here else (low, drawn)
    return value
