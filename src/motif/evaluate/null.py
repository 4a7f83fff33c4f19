"""What chance scores: permuted and analytic nulls, and resampling intervals by item or by group, for any statistic.

Conventions
-----------
- p is one-sided in the better direction: (1 + draws at least as good as the value) / (n + 1), so it is never 0.
- Draws that equal the value but for rounding count as "at least as good". Rounding is relative to the value and the
  draws, so the unit plays no part; where both can be 0 but for rounding, `magnitude` says what it is relative to.
- Where the distribution under chance is known in closed form nothing is drawn: the null has kind "analytic" and 0
  draws. Its p is exact where the whole distribution is given, and None where only mean and sd are.
- An interval is the spread of half-samples drawn without replacement, laid around the value (repeated half-sample
  bootstrap). Half a sample without replacement varies as much as a whole one does, and repeats no item. Repeated items
  look like agreement: over five planted cases (300 to 1,797 items, AMI and VI, 100 samples each), the usual percentile
  bootstrap of nominal 95 % covered the expected value in 0 to 87 of 100 samples, half-samples in 91 to 100.
- Items of one group (songs of an artist, characters of a film) are not independent. With `groups`, whole groups are
  drawn, and the interval says what other groups would have given.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol

import numpy as np

from motif.core.check import in_range, integer
from motif.core.errors import InputError
from motif.core.seed import generator
from motif.evaluate.figure import TIE, Null
from motif.evaluate.group import group_numbers

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from motif.core.seed import RandomState

__all__ = [
    "FEWEST_RESAMPLED",
    "Distribution",
    "analytic_null",
    "half_samples",
    "interval_around",
    "null_of",
    "null_of_distribution",
    "permutation_null",
    "resampling_interval",
]

FEWEST_RESAMPLED = 8  # items or groups; below this, half of them says nothing about the spread
_NORMAL_95 = 1.6448536269514722  # the 95 % point of a normal distribution


class Distribution(Protocol):
    """What `null_of_distribution` asks of a distribution; those of scipy.stats with their parameters have it."""

    def mean(self) -> float:
        """Return the mean."""

    def std(self) -> float:
        """Return the standard deviation."""

    def cdf(self, x: float) -> float:
        """Return the chance of x or less."""

    def sf(self, x: float) -> float:
        """Return the chance of more than x."""

    def ppf(self, q: float) -> float:
        """Return the point below which a share q lies."""


def null_of(value: float, draws: ArrayLike, *, kind: str, higher_is_better: bool, magnitude: float = 0.0) -> Null:
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
    magnitude :
        How large the terms are that the statistic is made of: 1 for a share, or a difference of shares that may be 0
        but for rounding.

    Examples
    --------
    >>> null_of(9.0, [1.0, 2.0, 3.0], kind="permuted_labels", higher_is_better=True).p
    0.25
    """
    draws = _drawn(draws, what="draws")
    mean, sd = float(draws.mean()), float(draws.std())
    low, high = (float(point) for point in np.quantile(draws, [0.05, 0.95]))
    tie = TIE * max(magnitude, abs(value), abs(low), abs(high))  # not the extremes: one wild draw would tie all others
    as_good = draws >= value - tie if higher_is_better else draws <= value + tie
    return Null(
        kind=kind,
        mean=mean,
        sd=sd,
        z=_z(value, mean, sd, magnitude),
        p=(1 + int(as_good.sum())) / (len(draws) + 1) if math.isfinite(value) else None,
        low=low,
        high=high,
        n=len(draws),
    )


def analytic_null(value: float, *, mean: float, sd: float, p: float | None = None) -> Null:
    """Return the null whose mean and sd are known in closed form, with z of the value against them.

    Parameters
    ----------
    value :
        The observed statistic.
    mean, sd :
        Of the statistic under chance; exact.
    p :
        The chance of a value at least as good, where it is known exactly; None otherwise.

    Returns
    -------
    A null of kind "analytic" with 0 draws. Its 5 % and 95 % points are those of a normal distribution; a statistic that
    is far from normal wants `null_of_distribution`.

    Raises
    ------
    InputError
        When the mean is not finite, the sd negative, or p outside [0, 1].

    Examples
    --------
    >>> null = analytic_null(0.4, mean=0.1, sd=0.1)
    >>> round(null.z, 6), null.p, round(null.high, 3)
    (3.0, None, 0.264)
    """
    in_range(sd, what="sd", low=0)
    if p is not None:
        in_range(p, what="p", low=0, high=1)
    if not math.isfinite(mean) or not math.isfinite(sd):
        raise InputError(f"mean and sd must be finite, not {mean!r} and {sd!r}")
    reach = _NORMAL_95 * sd
    return Null("analytic", float(mean), float(sd), _z(value, mean, sd, 0.0), p, mean - reach, mean + reach, 0)


def null_of_distribution(value: float, distribution: Distribution, *, scale: float, higher_is_better: bool) -> Null:
    """Return the null of a count, or a multiple of one, whose distribution under chance is known, with its exact p.

    Parameters
    ----------
    value :
        The observed statistic, `scale` times what the distribution is about.
    distribution :
        Of whole numbers, such as `scipy.stats.hypergeom(...)`.
    scale :
        What the count is multiplied by to give the statistic, above 0: 1 / n for a share of n.
    higher_is_better :
        The direction in which p looks.

    Returns
    -------
    A null of kind "analytic" with 0 draws; p is the chance of a value at least as good.

    Examples
    --------
    >>> from scipy.stats import binom
    >>> null = null_of_distribution(1.0, binom(2, 0.5), scale=1 / 2, higher_is_better=True)
    >>> null.mean, round(null.p, 9)
    (0.5, 0.25)
    """
    if not (math.isfinite(scale) and scale > 0):
        raise InputError(f"scale must be above 0, not {scale!r}")
    mean, sd = scale * float(distribution.mean()), scale * float(distribution.std())
    p = None
    if math.isfinite(value):
        at, tie = value / scale, TIE * max(1.0, abs(value / scale))
        p = float(
            distribution.sf(math.ceil(at - tie) - 1) if higher_is_better else distribution.cdf(math.floor(at + tie))
        )
    low, high = (scale * float(distribution.ppf(share)) for share in (0.05, 0.95))
    return Null("analytic", mean, sd, _z(value, mean, sd, scale), p, low, high, 0)


def permutation_null(
    statistic: Callable[[np.ndarray], float],
    labels: ArrayLike,
    *,
    n: int = 1000,
    random_state: RandomState = None,
    higher_is_better: bool = True,
    magnitude: float = 0.0,
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
    magnitude :
        As for `null_of`.

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
    return null_of(
        float(statistic(labels)), draws, kind="permuted_labels", higher_is_better=higher_is_better, magnitude=magnitude
    )


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
    replicates = _drawn(replicates, what="replicates")
    low, high = np.quantile(replicates - replicates.mean(), [(1 - level) / 2, (1 + level) / 2])
    return float(value + low), float(value + high)


def resampling_interval(
    statistic: Callable[[np.ndarray], float],
    n_items: int,
    *,
    n: int = 200,
    level: float = 0.95,
    groups: ArrayLike | None = None,
    random_state: RandomState = None,
) -> tuple[float, float] | None:
    """Return the interval of a statistic over items, from repeated half-samples of the items or of whole groups.

    Parameters
    ----------
    statistic :
        Takes the positions of items, (m,), in ascending order, and returns a number.
    n_items :
        How many items there are.
    n :
        How many half-samples.
    level :
        The share of the replicates inside, in (0, 1).
    groups :
        (n_items,), the group of each item; half of the groups are drawn, each with all its items. None draws items.

    Returns
    -------
    Low and high end; None for fewer than 8 items or groups, or when the statistic is undefined for one of the halves.

    Examples
    --------
    >>> height = np.arange(100.0)
    >>> low, high = resampling_interval(lambda chosen: height[chosen].mean(), 100, random_state=0)
    >>> 40 < low < 49.5 < high < 59
    True
    >>> low, high = resampling_interval(
    ...     lambda chosen: height[chosen].mean(), 100, groups=height // 10, random_state=0
    ... )
    >>> 25 < low < 40 < 59 < high < 74
    True
    """
    n_items, n = integer(n_items, what="n_items", low=1), integer(n, what="n", low=2)
    group = np.arange(n_items) if groups is None else group_numbers(groups, n_items)
    replicates = [float(statistic(rows)) for rows in half_samples(group, n, generator(random_state))]
    if not replicates or not np.isfinite(replicates).all():
        return None
    return interval_around(float(statistic(np.arange(n_items))), replicates, level=level)


def half_samples(groups: np.ndarray, n: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Yield the positions, ascending, of the items of half of the groups, n times; nothing for fewer than 8 groups.

    Parameters
    ----------
    groups :
        (n_items,), the number of each item's group, numbers from 0 that all occur.
    n :
        How many half-samples.

    Examples
    --------
    >>> [rows.size for rows in half_samples(np.arange(20) // 2, 3, np.random.default_rng(0))]
    [10, 10, 10]
    """
    n_groups = int(groups.max()) + 1
    for _ in range(n if n_groups >= FEWEST_RESAMPLED else 0):
        drawn = np.zeros(n_groups, dtype=bool)
        drawn[rng.permutation(n_groups)[: n_groups // 2]] = True
        yield np.flatnonzero(drawn[groups])


def _drawn(draws: ArrayLike, *, what: str) -> np.ndarray:
    draws = np.asarray(draws, dtype=np.float64)
    if draws.ndim != 1 or not len(draws) or not np.isfinite(draws).all():
        raise InputError(f"{what} must be at least one finite number in one row; given shape {draws.shape}")
    return draws


def _z(value: float, mean: float, sd: float, magnitude: float) -> float | None:
    if not math.isfinite(value):
        return None
    return (value - mean) / sd if sd > TIE * max(magnitude, abs(value), abs(mean)) else None
