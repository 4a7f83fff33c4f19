"""How well numbers are predicted: revenue, a year, a rating; on items that the prediction has not seen.

Conventions
-----------
- `predicted` is what is judged, `y` what is known: one finite number for each item, in the same order.
- A prediction of items that it was made from proves nothing. Predict with `held_out` and `folds_by_group`: each item by
  a model that has seen none of its group (films of a franchise, songs of an artist), and hand the folds on.
- Trivial answers: the mean and the median for everyone; with `folds`, those of the other folds' items.
- Chance: the targets are dealt out to the predictions at random; the predictions are not made anew. With `groups`,
  targets of a group resemble each other, and dealing them out one by one would make chance look too poor. Then the
  means of groups are dealt out to the groups, and each item gets the deviation of some item from the mean of its group;
  both are scaled to the variance between and within groups (analysis of variance). In 12 planted cases of pure chance
  (500 samples each; 12 or 110 groups, equal or very unequal, alike by much or little) p was at most 0.1 in 6 to 16 % of
  the samples, where 10 % is right; item by item it was in up to 37 %.
- Intervals are over items; with `groups`, over whole groups.

Metrics
-------
- `r2`: the share of the variance that is explained, 1 - sum (y - predicted)² / sum (y - mean)²; at most 1, and below 0
  when the mean of y would have been better. Higher is better. By chance it is not 0 but -sum (predicted - mean)² / sum
  (y - mean)²: whoever predicts boldly without knowing anything is punished.
- `mae`: the mean absolute error in the unit of y. Lower is better.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core.check import in_range, integer, same_length
from motif.core.errors import InputError
from motif.core.seed import generator
from motif.evaluate.figure import Figure
from motif.evaluate.group import group_numbers
from motif.evaluate.null import null_of, resampling_interval
from motif.evaluate.row import numbers

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from motif.core.seed import RandomState

__all__ = [
    "adjusted_r2",
    "evaluate",
    "folds_by_group",
    "held_out",
    "mae",
    "noise_r2",
    "r2",
    "stein_r2",
    "validate",
]

_CANNOT = {
    "r2": "It says how well these items are predicted, not what would happen if something about them were changed.",
    "mae": "Its size depends on the spread of the targets: compare it with the mean's on the same items only.",
}


def validate(predicted: ArrayLike, y: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return predictions and targets as float64, refused unless both are finite, and the targets not all the same.

    Raises
    ------
    InputError
        With both lengths, or with the items that have no number.

    Examples
    --------
    >>> validate([1, 2], [1, 3])
    (array([1., 2.]), array([1., 3.]))
    """
    given, known = numbers(predicted, what="predicted"), numbers(y, what="y")
    same_length(len(given), len(known), what="predicted", other="targets y")
    if np.ptp(known) == 0:
        raise InputError(f"y is {known[0].item()!r} for all {len(known)} items: there is nothing to predict")
    return given, known


def r2(predicted: ArrayLike, y: ArrayLike) -> float:
    """Return the share of the targets' variance that is explained: at most 1, and below 0 if worse than their mean.

    Parameters
    ----------
    predicted, y :
        (n_items,) numbers in one unit.

    Examples
    --------
    >>> r2([1.0, 2.0, 4.0], [1.0, 2.0, 3.0])
    0.5
    """
    return _r2(*validate(predicted, y))


def mae(predicted: ArrayLike, y: ArrayLike) -> float:
    """Return the mean absolute error, at least 0, in the unit of y.

    Examples
    --------
    >>> mae([1.0, 2.0, 6.0], [1.0, 2.0, 3.0])
    1.0
    """
    return _mae(*validate(predicted, y))


def adjusted_r2(r2: float, *, n_items: int, n_features: int) -> float:
    """Return the R2 of a linear model on the items it was fitted to, less what its columns explain by chance.

    1 - (1 - R2) (n - 1) / (n - p - 1): an estimate of the share that the true model explains in the population.

    Parameters
    ----------
    r2 :
        On the items of the fit, in [0, 1].
    n_items :
        Above n_features + 1.
    n_features :
        Columns beside the constant.

    Examples
    --------
    >>> round(adjusted_r2(0.273, n_items=6280, n_features=1223), 3)
    0.097
    """
    n, p = _sizes(r2, n_items, n_features, spare=1)
    return 1 - (1 - r2) * (n - 1) / (n - p - 1)


def stein_r2(r2: float, *, n_items: int, n_features: int) -> float:
    """Return the R2 to be expected on new items from a linear model, given its R2 on the items it was fitted to.

    1 - (1 - R2) (n - 1) / (n - p - 1) (n - 2) / (n - p - 2) (n + 1) / n. It says what `held_out` would find, for models
    of which only R2 is known.

    Source: Stein 1960; Darlington 1968, for columns that vary with the items.

    Examples
    --------
    >>> round(stein_r2(0.273, n_items=6280, n_features=1223), 3)
    -0.121
    """
    n, p = _sizes(r2, n_items, n_features, spare=2)
    return 1 - (1 - r2) * (n - 1) / (n - p - 1) * (n - 2) / (n - p - 2) * (n + 1) / n


def noise_r2(r2: float, *, n_items: int, n_features: int, n_added: int) -> float:
    """Return the R2, on the items of the fit, to be expected after adding columns of pure noise to a linear model.

    R2 + (1 - R2) m / (n - p - 1): what a gain has to exceed before it means anything.

    Examples
    --------
    >>> round(noise_r2(0.108, n_items=6280, n_features=49, n_added=1174), 3)
    0.276
    """
    n, p = _sizes(r2, n_items, n_features, spare=1)
    return r2 + (1 - r2) * integer(n_added, what="n_added", low=0, high=n - p - 1) / (n - p - 1)


def folds_by_group(groups: ArrayLike, *, n_folds: int = 5, random_state: RandomState = None) -> np.ndarray:
    """Return the fold of each item, in [0, n_folds): whole groups in folds of about one size.

    The largest groups are dealt first, each to the smallest fold; groups of one size in random order.

    Parameters
    ----------
    groups :
        (n_items,), the group of each item; `range(n_items)` where each stands alone.
    n_folds :
        At least 2, at most as many as there are groups.

    Examples
    --------
    >>> folds_by_group(["a", "a", "b", "b", "c", "c"], n_folds=3, random_state=0).tolist()
    [1, 1, 2, 2, 0, 0]
    """
    group = group_numbers(groups)
    sizes = np.bincount(group)
    n_folds = integer(n_folds, what="n_folds, for that many groups,", low=2, high=len(sizes))
    shuffled = generator(random_state).permutation(len(sizes))
    fold, filled = np.empty(len(sizes), np.int64), np.zeros(n_folds, np.int64)
    for number in shuffled[np.argsort(-sizes[shuffled], kind="stable")]:
        fold[number] = np.argmin(filled)
        filled[fold[number]] += sizes[number]
    return fold[group]


def held_out(
    predict: Callable[[Any, np.ndarray, Any], ArrayLike], X: Any, y: ArrayLike, *, folds: ArrayLike
) -> np.ndarray:
    """Return a prediction of each item by a model that was made without any item of its fold.

    Parameters
    ----------
    predict :
        Takes the X and y of the other folds and the X of this one, and returns this one's predictions.
    X :
        (n_items, ...), anything whose rows a boolean array chooses.
    y :
        (n_items,), the targets.
    folds :
        (n_items,), see `folds_by_group`.

    Raises
    ------
    InputError
        When there is but one fold, or `predict` does not return a finite number for each item.

    Examples
    --------
    >>> X = np.arange(6.0)
    >>> def slope(X, y, new):
    ...     return new * (X @ y) / (X @ X)
    >>> held_out(slope, X, 2 * X, folds=[0, 0, 1, 1, 2, 2]).tolist()
    [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]
    """
    known = numbers(y, what="y")
    fold = group_numbers(folds, len(known), what="folds")
    same_length(X.shape[0], len(known), what="rows of X", other="targets y")
    if fold.max() == 0:
        raise InputError("folds must be at least 2: one to predict, the others to learn from")
    predicted = np.empty(len(known))
    for number in range(int(fold.max()) + 1):
        inside = fold == number
        made = numbers(predict(X[~inside], known[~inside], X[inside]), what="what predict returns")
        same_length(len(made), int(inside.sum()), what="what predict returns", other="items of the fold")
        predicted[inside] = made
    return predicted


def evaluate(
    predicted: ArrayLike,
    y: ArrayLike,
    *,
    folds: ArrayLike | None = None,
    groups: ArrayLike | None = None,
    unit: str = "",
    random_state: RandomState = None,
    n_permutations: int = 1000,
    n_resamples: int = 200,
) -> dict[str, Figure]:
    """Return R2 and mean absolute error of predictions, each with its null, trivial answers and interval.

    Parameters
    ----------
    predicted :
        (n_items,), what is judged; from `held_out`, if it is to say anything about new items.
    y :
        (n_items,), what is known.
    folds :
        (n_items,), the fold of each item, when the predictions were made by fold.
    groups :
        (n_items,), the group of each item; None when they are independent of one another.
    unit :
        Of y, for people.
    random_state :
        Seed of the permutations and of the half-samples.
    n_permutations :
        Draws of the null; the smallest possible p is 1 / (n_permutations + 1).
    n_resamples :
        Half-samples for the intervals; there are none below 8 items or groups.

    Returns
    -------
    Figures under "r2" and "mae".

    Examples
    --------
    >>> y = np.arange(40.0)
    >>> figures = evaluate(y + np.resize([3.0, -3.0], 40), y, random_state=0, n_permutations=199)
    >>> round(figures["r2"].value, 3), figures["mae"].value, figures["mae"].trivial["median"], figures["r2"].null.p
    (0.932, 3.0, 10.0, 0.005)
    """
    n_permutations = integer(n_permutations, what="n_permutations", low=1)
    n_resamples = integer(n_resamples, what="n_resamples", low=2)
    given, known = validate(predicted, y)
    rng = generator(random_state)
    trivial = _trivial(known, folds)
    group = None if groups is None else group_numbers(groups, len(known))
    if group is not None and group.max() + 1 == len(known):
        group = None  # each item alone is no group
    dealt = list(islice(_targets_by_chance(known, group, rng), n_permutations))
    kind = "permuted_targets" if group is None else "permuted_groups"

    def figure(key: str, name: str, metric: Callable[..., float], *, higher_is_better: bool, unit: str,
               magnitude: float) -> Figure:  # fmt: skip
        value = metric(given, known)
        draws = [metric(given, targets) for targets in dealt]
        return Figure(
            name=name,
            value=value,
            null=null_of(value, draws, kind=kind, higher_is_better=higher_is_better, magnitude=magnitude),
            trivial={answer: metric(guess, known) for answer, guess in trivial.items()},
            interval=resampling_interval(
                lambda chosen: metric(given[chosen], known[chosen]),
                len(known),
                n=n_resamples,
                groups=group,
                random_state=rng,
            ),
            n=len(known),
            higher_is_better=higher_is_better,
            cannot_show=_CANNOT[key],
            unit=unit,
            magnitude=magnitude,
        )

    return {
        "r2": figure("r2", "R2", _r2, higher_is_better=True, unit="", magnitude=1),
        "mae": figure("mae", "mean absolute error", _mae, higher_is_better=False, unit=unit, magnitude=0),
    }


def _r2(predicted: np.ndarray, y: np.ndarray) -> float:
    spread = float(np.square(y - y.mean()).sum())
    return 1 - float(np.square(y - predicted).sum()) / spread if spread > 0 else float("nan")


def _mae(predicted: np.ndarray, y: np.ndarray) -> float:
    return float(np.abs(y - predicted).mean())


def _trivial(y: np.ndarray, folds: ArrayLike | None) -> dict[str, np.ndarray]:
    """Return mean and median as predictions for everyone; with folds, of the items of the other folds."""
    if folds is None:
        return {"mean": np.full(len(y), y.mean()), "median": np.full(len(y), np.median(y))}
    answers: dict[str, Callable[[np.ndarray], np.floating]] = {"mean": np.mean, "median": np.median}
    rows = y[:, None]  # any X will do: nobody looks at it
    return {
        name: held_out(lambda _, others, new, of=of: np.full(len(new), of(others)), rows, y, folds=folds)
        for name, of in answers.items()
    }


def _targets_by_chance(y: np.ndarray, groups: np.ndarray | None, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Yield targets, without end, as chance deals them out."""
    while groups is None:
        yield rng.permutation(y)
    effects, deviations = _scaled_parts(y, groups)
    while True:
        yield y.mean() + rng.permutation(effects)[groups] + rng.choice(deviations, len(y))


def _scaled_parts(y: np.ndarray, groups: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the groups' effects and their items' deviations, with the variance that an analysis of variance finds.

    A group's mean also holds the chance of its few items, whose deviations have lost what went into the mean.
    """
    sizes = np.bincount(groups)
    n, n_groups = len(y), len(sizes)
    if n_groups < 2:
        raise InputError("groups must be at least 2 to be dealt out; leave groups away when all items are of one")
    means = np.bincount(groups, weights=y) / sizes
    deviations = y - means[groups]
    within = float(np.square(deviations).sum()) / (n - n_groups)
    among = float((sizes * np.square(means - y.mean())).sum()) / (n_groups - 1)
    between = max(0.0, (among - within) * (n_groups - 1) / (n - np.square(sizes).sum() / n))
    spread = between + within / sizes
    share = np.divide(between, spread, out=np.zeros(n_groups), where=spread > 0)
    several = sizes[groups] > 1
    return (means - y.mean()) * np.sqrt(share), (deviations / np.sqrt(1 - 1 / np.maximum(sizes, 2))[groups])[several]


def _sizes(r2: float, n_items: int, n_features: int, *, spare: int) -> tuple[int, int]:
    in_range(r2, what="r2, of the items of the fit,", low=0, high=1)
    p = integer(n_features, what="n_features", low=0)
    return integer(n_items, what="n_items", low=p + spare + 1), p
