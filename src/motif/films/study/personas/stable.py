"""Stability: personas found again in resampled films, matched to the first ones, beside what chance would share.

Conventions
-----------
- Films are drawn with replacement, not characters: those of one film come from one plot. The model is fitted anew, from
  another seed, and all characters that were asked get their persona by it.
- Overall: adjusted mutual information of the two labellings, mean over refits; null: labels dealt out anew.
- Of a persona: the Jaccard index with the one that matches it (an optimal assignment), mean over refits; chance: the
  same with the refit's labels dealt out anew. Follows Hennig 2007, but for the refits' seeds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from motif.core.seed import integer_seed
from motif.evaluate.clustering import ami
from motif.evaluate.figure import Figure
from motif.evaluate.null import null_of

__all__ = ["Stability", "resampled", "stability"]

_N_DEALT = 10  # draws of chance for each refit
_CANNOT_SHOW = (
    "That personas are found again says that they are no accident of some films, not that they mean anything."
)


@dataclass(frozen=True, eq=False)
class Stability:
    """How far personas are found again.

    Parameters
    ----------
    jaccard, chance :
        (n_personas,), in the order of the model's components; NaN where nothing was refitted.
    figure :
        AMI of a refit with the personas, on its null; None where nothing was refitted.

    Examples
    --------
    >>> Stability(np.array([0.8]), np.array([0.1]), None).jaccard.tolist()
    [0.8]
    """

    jaccard: np.ndarray
    chance: np.ndarray
    figure: Figure | None


def resampled(films: Sequence[str], rng: np.random.Generator) -> np.ndarray:
    """Return the rows of as many films as there are, drawn with replacement.

    Parameters
    ----------
    films :
        (n_items,): the film of each character.
    rng :
        Where chance comes from.

    Examples
    --------
    >>> resampled(["a", "a"], np.random.default_rng(0)).tolist()
    [0, 1]
    """
    _, of_film = np.unique(np.asarray(films), return_inverse=True)
    order = np.argsort(of_film, kind="stable")
    ends = np.cumsum(np.bincount(of_film))
    starts = ends - np.bincount(of_film)
    drawn = rng.integers(len(ends), size=len(ends))
    return np.concatenate([order[starts[film] : ends[film]] for film in drawn.tolist()])


def stability(
    X: Any,
    labels: np.ndarray,
    films: Sequence[str],
    fit: Callable[[int, np.ndarray], Any],
    *,
    n_components: int,
    n_refits: int,
    rng: np.random.Generator,
) -> Stability:
    """Return how far components are found again in resampled films.

    Parameters
    ----------
    X :
        (n_items, n_features), CSR.
    labels :
        (n_items,), the likeliest component of each character.
    films :
        (n_items,).
    fit :
        A seed and rows of X, some of them several times -> a model fitted to these.
    n_components :
        How many there are, also without characters.
    n_refits :
        How often; 0 measures nothing.
    rng :
        Where chance comes from.

    Examples
    --------
    >>> from motif.films.model.kind import fitted_model
    >>> X = np.repeat(np.array([[9, 0], [0, 9]]), 20, axis=0)
    >>> films = [str(n // 2) for n in range(40)]
    >>> fit = lambda seed, rows: fitted_model("mixture", 2, X[rows], random_state=seed)
    >>> chance = np.random.default_rng(0)
    >>> found = stability(X, np.repeat([0, 1], 20), films, fit, n_components=2, n_refits=2, rng=chance)
    >>> found.jaccard.tolist(), found.figure.value
    ([1.0, 1.0], 1.0)
    """
    n_refits = n_refits if len(set(labels.tolist())) > 1 else 0
    shared, chance, values, draws = [], [], [], []
    for _ in range(n_refits):
        rows = resampled(films, rng)
        again = np.asarray(fit(integer_seed(rng), rows).predict_proba(X)).argmax(axis=1)
        dealt = [rng.permutation(again) for _ in range(_N_DEALT)]
        shared.append(_matched(labels, again, n_components))
        chance.append(_matched(labels, dealt[0], n_components))
        values.append(ami(again, labels))
        draws += [ami(one, labels) for one in dealt]
    if not values:
        nothing = np.full(n_components, np.nan)
        return Stability(nothing, nothing, None)
    return Stability(np.mean(shared, axis=0), np.mean(chance, axis=0), _figure(values, draws, n_items=len(labels)))


def _matched(labels: np.ndarray, again: np.ndarray, n_components: int) -> np.ndarray:
    """Return the Jaccard index of each component with its match, (n_components,)."""
    n_again = max(n_components, int(again.max()) + 1)
    table = np.zeros((n_components, n_again))
    np.add.at(table, (labels, again), 1)
    sizes, others = table.sum(axis=1)[:, None], table.sum(axis=0)[None, :]
    jaccard = table / np.maximum(sizes + others - table, 1)
    rows, columns = linear_sum_assignment(jaccard, maximize=True)
    return jaccard[rows, columns]  # the rows come back in order, all of them


def _figure(values: Sequence[float], draws: Sequence[float], *, n_items: int) -> Figure:
    value = float(np.mean(values))
    return Figure(
        name="stability, AMI of refits",
        value=value,
        null=null_of(value, draws, kind="permuted_labels", higher_is_better=True, magnitude=1),
        trivial={"one_persona": 0.0},
        interval=None,
        n=n_items,
        higher_is_better=True,
        cannot_show=_CANNOT_SHOW,
    )
