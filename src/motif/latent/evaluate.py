"""How much of the items their codes keep: what is restored, what is likely, what a plain reader still reads.

Conventions
-----------
- X holds items that the codes were not fitted on; `restored` the same items after coding and decoding.
- The error is the mean squared difference over all items and features; lower is better. For pixels in [0, 1] an error
  of 0.01 is a difference of 0.1 in the root mean square.
- Chance: as many random orthonormal directions through the same mean. On noise without structure, fitted directions do
  no better than these. Trivial: every item restored as the mean item of the fit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from motif.core.check import integer, matrix
from motif.core.errors import InputError
from motif.core.seed import generator
from motif.evaluate.figure import Figure
from motif.evaluate.null import null_of, permutation_null, resampling_interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike

    from motif.core.seed import RandomState

__all__ = ["hit_rate", "mean_surprise", "restoring_error", "squared_errors"]

_CANNOT = "A small error does not mean that the codes keep what matters to a reader: it counts every pixel alike."


def squared_errors(X: ArrayLike, restored: ArrayLike) -> np.ndarray:
    """Return each item's mean squared difference to what was restored, (n_items,).

    Raises
    ------
    InputError
        When the two differ in shape; both are named.

    Examples
    --------
    >>> squared_errors([[0.0, 1.0]], [[0.0, 0.5]])
    array([0.125])
    """
    X, restored = matrix(X), matrix(restored, what="restored")
    if X.shape != restored.shape:
        raise InputError(f"restored has shape {restored.shape}; X has {X.shape}; give one restored row an item")
    return ((X.astype(np.float64) - restored) ** 2).mean(axis=1)


def restoring_error(
    X: ArrayLike,
    restored: ArrayLike,
    mean: ArrayLike,
    *,
    n_components: int,
    trivial: Mapping[str, float] | None = None,
    n_draws: int = 1000,
    n_resamples: int = 200,
    random_state: RandomState = None,
) -> Figure:
    """Return the error of restored items, beside as many random directions and beside the mean item.

    Parameters
    ----------
    X, restored :
        (n_items, n_features): held-out items before and after.
    mean :
        (n_features,): the mean item of the fit.
    n_components :
        Numbers in a code, at least 1: so many random directions, at most n_features, make one draw of the null.
    trivial :
        Name -> error of another answer, such as PCA's.
    n_draws :
        Draws of the null.
    n_resamples :
        Half-samples of the items for the interval.
    random_state :
        Seed of the directions and of the half-samples.

    Examples
    --------
    >>> line = np.linspace(-1, 1, 20)[:, None] * np.ones(5)
    >>> figure = restoring_error(line, line, np.zeros(5), n_components=1, n_draws=99, random_state=0)
    >>> figure.value, figure.null.p, round(figure.trivial["the_mean_picture"], 3)
    (0.0, 0.01, 0.368)
    """
    errors = squared_errors(X, restored)
    centred = matrix(X).astype(np.float64) - np.asarray(mean, dtype=np.float64)
    n_components = integer(n_components, what="n_components", low=1)
    rng = generator(random_state)
    draws = _errors_of_random_directions(centred, min(n_components, centred.shape[1]), n=n_draws, rng=rng)
    return Figure(
        name=f"Error with {n_components} number{'s' * (n_components != 1)}",
        value=float(errors.mean()),
        null=null_of(float(errors.mean()), draws, kind="random_directions", higher_is_better=False),
        trivial={**(trivial or {}), "the_mean_picture": float((centred**2).mean())},
        interval=resampling_interval(lambda rows: errors[rows].mean(), len(errors), n=n_resamples, random_state=rng),
        n=len(errors),
        higher_is_better=False,
        cannot_show=_CANNOT,
    )


def mean_surprise(
    surprises: ArrayLike,
    *,
    name: str,
    trivial: Mapping[str, ArrayLike],
    n_resamples: int = 200,
    random_state: RandomState = None,
) -> Figure:
    """Return how unlikely items are to a model on average, in nats, beside other models of the same items.

    Parameters
    ----------
    surprises :
        (n_items,): minus each held-out item's log probability, or an upper bound of it.
    name :
        What it is, such as "-ELBO".
    trivial :
        Name -> (n_items,), the surprises of models that need no network.
    n_resamples, random_state :
        Half-samples of the items for the interval, and their seed.

    Examples
    --------
    >>> figure = mean_surprise([1.0, 3.0], name="-ELBO", trivial={"the_mean": [4.0, 4.0]})
    >>> figure.value, figure.trivial, figure.verdict()
    (2.0, {'the_mean': 4.0}, 'better than the mean would score')
    """
    surprises = np.asarray(surprises, dtype=np.float64)
    return Figure(
        name=name,
        value=float(surprises.mean()),
        null=None,
        trivial={other: float(np.asarray(values, dtype=np.float64).mean()) for other, values in trivial.items()},
        interval=resampling_interval(
            lambda rows: surprises[rows].mean(), len(surprises), n=n_resamples, random_state=random_state
        ),
        n=len(surprises),
        higher_is_better=False,
        cannot_show="Likely items need not look right: most of the nats may go to noise that nobody looks at.",
        unit="nats",
    )


def hit_rate(
    said: ArrayLike,
    meant: ArrayLike,
    *,
    name: str,
    trivial: Mapping[str, float],
    cannot_show: str,
    n_draws: int = 200,
    random_state: RandomState = None,
) -> Figure:
    """Return how many items a reader names rightly, beside labels dealt out at random.

    Parameters
    ----------
    said, meant :
        (n_items,): what each was read as, and what it is.
    name, cannot_show :
        What was read, and what must not be concluded.
    trivial :
        Name -> what another reader scores.
    n_draws, random_state :
        Draws of the null, and half-samples for the interval; their seed.

    Examples
    --------
    >>> figure = hit_rate(list("aabb") * 5, list("aabb") * 5, name="read", trivial={}, cannot_show="", random_state=0)
    >>> figure.value, figure.stands_out()
    (1.0, True)
    """
    said, meant = np.asarray(said), np.asarray(meant)
    right = said == meant
    rng = generator(random_state)
    null = permutation_null(
        lambda labels: float((said == labels).mean()), meant, n=n_draws, random_state=rng, magnitude=1
    )
    return Figure(
        name=name,
        value=float(right.mean()),
        null=null,
        trivial=dict(trivial),
        interval=resampling_interval(lambda rows: right[rows].mean(), len(right), n=n_draws, random_state=rng),
        n=len(right),
        higher_is_better=True,
        cannot_show=cannot_show,
        magnitude=1.0,
    )


def _errors_of_random_directions(centred: np.ndarray, k: int, *, n: int, rng: np.random.Generator) -> np.ndarray:
    """Return the error of n draws of k random directions: what they miss of the scatter around the mean."""
    n_items, n_features = centred.shape
    scatter = centred.T @ centred if n_features <= n_items else None  # the square, where it is the smaller
    total = (centred**2).sum() if scatter is None else np.trace(scatter)
    draws = np.empty(integer(n, what="n_draws", low=1))
    for i in range(len(draws)):
        directions, _ = np.linalg.qr(rng.normal(size=(n_features, k)))
        if scatter is None:
            kept = ((centred @ directions) ** 2).sum()
        else:
            kept = np.einsum("ij,ij->", directions, scatter @ directions)
        draws[i] = (total - kept) / (n_items * n_features)
    return draws
