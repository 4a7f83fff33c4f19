"""What chance scores: permutation nulls and resampling intervals for any statistic.

Conventions
-----------
- p is one-sided in the better direction: (1 + draws at least as good as the value) / (n + 1), so it is never 0.
- Draws that equal the value but for rounding count as "at least as good".
- An interval is the spread of half-samples drawn without replacement, laid around the value (repeated half-sample
  bootstrap). Half a sample without replacement varies as much as a whole one does, and repeats no item. Repeated items
  look like agreement: over five planted cases (300 to 1,797 items, AMI and VI, 100 samples each), the usual percentile
  bootstrap of nominal 95 % covered the expected value in 0 to 87 of 100 samples, half-samples in 91 to 100.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from motif.core.check import in_range, integer
from motif.core.errors import InputError
from motif.core.seed import generator
from motif.evaluate.figure import TIE, Null

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from motif.core.seed import RandomState

__all__ = ["FEWEST_RESAMPLED", "interval_around", "null_of", "permutation_null", "resampling_interval"]

FEWEST_RESAMPLED = 8  # below this, half a sample says nothing about the spread


def null_of(value: float, draws: ArrayLike, *, kind: str, higher_is_better: bool) -> Null:
    """Return the null that given draws make, with z and p of the value against them.

    Parameters
    ----------
    value :
        The observed statistic.
    draws :
        (n,), the statistic under chance; finite.
    kind :
        What was left to chance, a snake_case word.
    higher_is_better :
        The direction in which p looks.

    Examples
    --------
    >>> null_of(9.0, [1.0, 2.0, 3.0], kind="permuted_labels", higher_is_better=True).p
    0.25
    """
    draws = np.asarray(draws, dtype=np.float64)
    if draws.ndim != 1 or not len(draws) or not np.isfinite(draws).all():
        raise InputError(f"draws must be at least one finite number in one row; given shape {draws.shape}")
    mean, sd = float(draws.mean()), float(draws.std())
    tie = TIE * max(1.0, abs(value))
    as_good = draws >= value - tie if higher_is_better else draws <= value + tie
    low, high = np.quantile(draws, [0.05, 0.95])
    return Null(
        kind=kind,
        mean=mean,
        sd=sd,
        z=(value - mean) / sd if sd > TIE * max(1.0, abs(mean)) and math.isfinite(value) else None,
        p=(1 + int(as_good.sum())) / (len(draws) + 1) if math.isfinite(value) else None,
        low=float(low),
        high=float(high),
        n=len(draws),
    )


def permutation_null(
    statistic: Callable[[np.ndarray], float],
    labels: ArrayLike,
    *,
    n: int = 1000,
    random_state: RandomState = None,
    higher_is_better: bool = True,
) -> Null:
    """Return what the statistic scores when the labels are dealt out to the items at random.

    Parameters
    ----------
    statistic :
        Takes labels (n_items,) and returns a number.
    labels :
        (n_items, ...), permuted along the first axis; how often each label occurs stays.
    n :
        How many permutations; the smallest possible p is 1 / (n + 1).

    Examples
    --------
    >>> height = np.array([1.0, 2.0, 3.0, 4.0, 11.0, 12.0, 13.0, 14.0])
    >>> def gap(labels):
    ...     return height[labels == 1].mean() - height[labels == 0].mean()
    >>> permutation_null(gap, [0, 0, 0, 0, 1, 1, 1, 1], n=199, random_state=0).p < 0.05
    True
    """
    labels = np.asarray(labels)
    if labels.ndim == 0 or not len(labels):
        raise InputError("labels must hold at least one item, one for each")
    rng = generator(random_state)
    n = integer(n, what="n", low=1)
    draws = [float(statistic(rng.permutation(labels))) for _ in range(n)]
    return null_of(float(statistic(labels)), draws, kind="permuted_labels", higher_is_better=higher_is_better)


def interval_around(value: float, replicates: ArrayLike, *, level: float = 0.95) -> tuple[float, float]:
    """Return the interval that the spread of half-sample replicates gives the value.

    Parameters
    ----------
    value :
        The statistic of all items.
    replicates :
        (n,), the statistic of half-samples; their mean is moved onto the value.
    level :
        The share of the replicates inside, in (0, 1).

    Examples
    --------
    >>> low, high = interval_around(0.5, [0.3, 0.4, 0.5])
    >>> round(low, 3), round(high, 3)
    (0.405, 0.595)
    """
    in_range(level, what="level", low=0, high=1)
    replicates = np.asarray(replicates, dtype=np.float64)
    low, high = np.quantile(replicates - replicates.mean(), [(1 - level) / 2, (1 + level) / 2])
    return float(value + low), float(value + high)


def resampling_interval(
    statistic: Callable[[np.ndarray], float],
    n_items: int,
    *,
    n: int = 200,
    level: float = 0.95,
    random_state: RandomState = None,
) -> tuple[float, float] | None:
    """Return the interval of a statistic over items, from repeated half-samples; None for fewer than 8 items.

    Parameters
    ----------
    statistic :
        Takes the positions of items, (m,), and returns a number.
    n_items :
        How many items there are.
    n :
        How many half-samples.

    Examples
    --------
    >>> height = np.arange(100.0)
    >>> low, high = resampling_interval(lambda chosen: height[chosen].mean(), 100, random_state=0)
    >>> 40 < low < 49.5 < high < 59
    True
    """
    n_items, n = integer(n_items, what="n_items", low=1), integer(n, what="n", low=2)
    if n_items < FEWEST_RESAMPLED:
        return None
    rng = generator(random_state)
    half = n_items // 2
    replicates = [float(statistic(np.sort(rng.permutation(n_items)[:half]))) for _ in range(n)]
    return interval_around(float(statistic(np.arange(n_items))), replicates, level=level)
