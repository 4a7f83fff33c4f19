"""What lies near what: the place of each item on the map, its nearest items, and how far both can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from motif.evaluate import projection, retrieval
from motif.model.naming import distinctive
from motif.model.number import NumberChoice, choose_n_clusters, fewest_items
from motif.represent.nearest import nearest

if TYPE_CHECKING:
    from motif.evaluate.figure import Figure

__all__ = ["FULL", "QUICK", "Effort", "Near", "agreeing", "chosen_number", "kept_on", "near", "set_apart"]

_N_NEAR = 10
_FEWEST = 4  # items with two kinds of neighbour: nearer and farther
_TOLD = ("neighbours_kept", "distance_correlation")


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is sampled where a figure costs more than its null is worth.

    Parameters
    ----------
    n_draws :
        Of nulls that deal out whole neighbourhoods: each takes as long as the figure itself.
    n_queries :
        Items asked for their neighbours; with 500, the half-width of the interval is 0.02 on the digits.
    n_sampled :
        Items that a number of groups is looked for in.
    n_pairs :
        Pairs of subsamples that must agree, for each number of groups.
    candidates :
        Numbers of groups that are tried; None tries 2 to 15.
    """

    n_draws: int
    n_queries: int
    n_sampled: int
    n_pairs: int
    candidates: tuple[int, ...] | None


FULL = Effort(n_draws=99, n_queries=500, n_sampled=500, n_pairs=3, candidates=None)
QUICK = Effort(n_draws=39, n_queries=150, n_sampled=200, n_pairs=1, candidates=(5, 10, 15))


@dataclass(frozen=True, eq=False)
class Near:
    """The nearest items of every item, by their codes.

    Parameters
    ----------
    found :
        (n_items, k): rows of the nearest items, nearest first, without the item itself.
    distances :
        (n_items, k), Euclidean, in the unit of the codes.
    """

    found: np.ndarray
    distances: np.ndarray


def near(codes: np.ndarray, *, k: int = _N_NEAR) -> Near:
    """Return the k nearest items of every item; fewer where there are fewer items.

    Parameters
    ----------
    codes :
        (n_items, n_numbers).
    k :
        How many.

    Examples
    --------
    >>> near(np.array([[0.0], [1.0], [3.0]]), k=1).found.ravel().tolist()
    [1, 0, 1]
    """
    distances, found = nearest(codes, n=min(k, len(codes) - 1))
    return Near(found, distances)


def agreeing(
    codes: np.ndarray, known: Sequence[str | None] | None, *, effort: Effort, chance: np.random.Generator
) -> dict[str, Figure]:
    """Return how many of the nearest items are of the same kind, as "precision"; nothing where no two kinds are known.

    Parameters
    ----------
    codes :
        (n_items, n_numbers).
    known :
        (n_items,), what each item is; those of which nothing is known are left out.
    effort :
        How much is sampled.
    chance :
        Where chance comes from.
    """
    kinds = np.array([value is not None for value in known or ()], dtype=bool)
    labels = [value for value in known or () if value is not None]
    if not 1 < len(set(labels)) < len(labels):
        return {}
    lists = near(codes[kinds])
    k = lists.found.shape[1]
    figures = retrieval.evaluate(lists.found, labels, k=k, n_permutations=effort.n_draws, random_state=chance)
    return {"precision": figures["precision"]}


def kept_on(places: np.ndarray, codes: np.ndarray, *, effort: Effort, chance: np.random.Generator) -> dict[str, Figure]:
    """Return how much of the codes' neighbourhoods and distances a map keeps, beside the first two numbers alone.

    Parameters
    ----------
    places :
        (n_items, 2), the map.
    codes :
        (n_items, n_numbers), what it was made of, widest direction first.
    effort :
        How much is sampled.
    chance :
        Where chance comes from.
    """
    if len(codes) < _FEWEST:
        return {}
    figures = projection.evaluate(
        codes,
        places,
        trivial={"first_two_numbers": codes[:, :2]},
        n_queries=effort.n_queries,
        n_permutations=effort.n_draws,
        random_state=chance,
    )
    return {name: figures[name] for name in _TOLD}


def chosen_number(codes: np.ndarray, *, effort: Effort, chance: np.random.Generator) -> NumberChoice | None:
    """Return what number of groups the codes would choose by themselves; None for too few items to say.

    Parameters
    ----------
    codes :
        (n_items, n_numbers).
    effort :
        How much is sampled.
    chance :
        Where chance comes from.
    """
    if min(len(codes), effort.n_sampled) < fewest_items(effort.candidates):
        return None
    return choose_n_clusters(
        codes,
        candidates=effort.candidates,
        n_sampled=effort.n_sampled,
        n_pairs=effort.n_pairs,
        random_state=chance,
    )


def set_apart(
    X: np.ndarray, labels: np.ndarray, *, effort: Effort, chance: np.random.Generator
) -> dict[int, np.ndarray]:
    """Return, for each group, in which pixels it differs from the rest: (n_pixels,) in sd of all items.

    Pixels whose difference chance would reach in one of twenty whole pictures, all groups counted, are 0.

    Parameters
    ----------
    X :
        (n_items, n_pixels).
    labels :
        (n_items,), the groups.
    effort :
        How much is sampled.
    chance :
        Where chance comes from.

    Examples
    --------
    >>> X = np.random.default_rng(0).normal(size=(40, 3))
    >>> X[:20, 1] += 4
    >>> effects = set_apart(X, np.arange(40) // 20, effort=FULL, chance=np.random.default_rng(0))
    >>> bool(effects[0][1] > 1), effects[0][[0, 2]].tolist()
    (True, [0.0, 0.0])
    """
    names = [str(pixel) for pixel in range(X.shape[1])]
    profiles = distinctive(X, labels, names, n_traits=len(names), n_permutations=effort.n_draws, random_state=chance)
    effects = {}
    for profile in profiles:
        effects[profile.label] = np.zeros(len(names))
        for trait in profile.traits:
            effects[profile.label][int(trait.feature)] = trait.effect
    return effects
