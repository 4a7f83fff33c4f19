"""Whether pairs of characters that share a trope are more alike than other pairs, by any measure of likeness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.stats import rankdata

from motif.core.check import integer, matrix, same_length
from motif.core.errors import InputError
from motif.core.seed import generator
from motif.evaluate.figure import Figure
from motif.evaluate.group import group_numbers
from motif.evaluate.null import null_of, resampling_interval
from motif.evaluate.place import exchanged

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["likeness_auc", "sharing"]

_CANNOT_SHOW = "Pairs are counted, so common tropes outweigh rare ones; it says nothing of how many personas there are."


def sharing(gold: Sequence[Sequence[str]]) -> np.ndarray:
    """Return which pairs of items share a label, (n_items, n_items) bool; an item shares none with itself.

    Parameters
    ----------
    gold :
        (n_items,): the labels of each item.

    Examples
    --------
    >>> sharing([["a"], ["a", "b"], ["b"]]).astype(int).tolist()
    [[0, 1, 0], [1, 0, 1], [0, 1, 0]]
    """
    number: dict[str, int] = {}
    rows = [(at, number.setdefault(label, len(number))) for at, held in enumerate(gold) for label in held]
    member = np.zeros((len(gold), len(number)), dtype=np.float32)
    if rows:
        member[tuple(np.array(rows).T)] = 1
    shared = member @ member.T > 0
    np.fill_diagonal(shared, val=False)
    return shared


def likeness_auc(
    likeness: Any,
    gold: Sequence[Sequence[str]],
    *,
    films: Sequence[str] | None = None,
    others: Mapping[str, Any] | None = None,
    n_permutations: int = 1000,
    n_resamples: int = 200,
    random_state: RandomState = None,
) -> Figure:
    """Return the chance that a pair that shares a trope is more alike than a pair that shares none.

    Ties count half: 0.5 is what no knowledge scores. Pairs of one film are left out, because a plot's words make its
    characters alike. Null: the sets of tropes dealt out anew, those of a film together to a film with nearly as many
    characters, because what characters of one film share is not knowledge of tropes; to single characters where each
    has a film of its own, or none is given. The interval is over films.

    Parameters
    ----------
    likeness :
        (n_items, n_items), symmetric, higher is more alike.
    gold :
        (n_items,): the tropes of each character, at least one.
    films :
        (n_items,): the film of each character; None leaves no pair out, and takes characters for independent.
    others :
        Name -> another likeness of the same items, as trivial answers.
    n_permutations, n_resamples :
        Draws of the null, and half-samples of films for the interval.
    random_state :
        Where chance comes from.

    Raises
    ------
    InputError
        When likeness and gold do not fit.

    Examples
    --------
    >>> gold = [["spy"]] * 12 + [["fool"]] * 12
    >>> alike = np.kron(np.eye(2), np.ones((12, 12)))
    >>> figure = likeness_auc(alike, gold, random_state=0, n_permutations=99)
    >>> figure.value, figure.null.p, figure.verdict()
    (1.0, 0.01, 'better than chance by 0.50')
    """
    likeness = matrix(likeness, what="likeness")
    same_length(len(likeness), len(gold), what="likeness", other="sets of gold labels")
    same_length(likeness.shape[1], len(gold), what="likeness's columns", other="sets of gold labels")
    n_permutations = integer(n_permutations, what="n_permutations", low=1)
    apart = _apart(len(gold), films)
    shared = sharing(gold)
    rng = generator(random_state)
    film = np.arange(len(gold)) if films is None else group_numbers(films, len(gold), what="films")
    grouped = int(np.bincount(film).max()) > 1
    places = _placements(likeness, apart)
    value = _auc(places, shared)
    null = interval = None
    if np.isfinite(value):
        pairs, n_asked = np.nonzero(np.triu(shared)), int(np.count_nonzero(apart)) // 2
        everyone = np.arange(len(gold))
        orders = (
            exchanged(film, everyone, rng)[0] if grouped else rng.permutation(everyone) for _ in range(n_permutations)
        )
        draws = [_auc_of_pairs(places, pairs, n_asked, order) for order in orders]
        finite = [drawn for drawn in draws if np.isfinite(drawn)]
        dealt = "permuted_groups" if grouped else "permuted_labels"
        null = null_of(value, finite, kind=dealt, higher_is_better=True, magnitude=1) if finite else None
        interval = resampling_interval(
            lambda rows: _auc(places[np.ix_(rows, rows)], shared[np.ix_(rows, rows)]),
            len(gold),
            n=n_resamples,
            groups=film,
            random_state=rng,
        )
    trivial = {name: _auc(_placements(matrix(one, what=name), apart), shared) for name, one in (others or {}).items()}
    return Figure("same-trope AUC", value, null, trivial, interval, len(gold), True, _CANNOT_SHOW)


def _apart(n_items: int, films: Sequence[str] | None) -> np.ndarray:
    """Return which pairs are asked."""
    apart = ~np.eye(n_items, dtype=bool)
    if films is not None:
        same_length(len(films), n_items, what="films", other="characters")
        _, film = np.unique(np.asarray(films), return_inverse=True)
        apart &= film[:, None] != film[None, :]
    if not apart.any():
        raise InputError(f"no two of the {n_items} characters are of different films; there are no pairs to compare")
    return apart


def _placements(likeness: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """Return each pair's place among all that are asked, in (0, 1), higher is more alike; NaN for the others."""
    places = np.full(likeness.shape, np.nan)
    upper = np.triu(apart)
    ranks = (rankdata(likeness[upper].round(12)) - 0.5) / np.count_nonzero(upper)
    places[upper] = ranks
    places.T[upper] = ranks
    return places


def _auc(places: np.ndarray, shared: np.ndarray) -> float:
    """Return 0.5 and how much higher pairs that share lie than others: with all pairs that are asked, the AUC."""
    asked = np.isfinite(places)
    one, other = places[asked & shared], places[asked & ~shared]
    return float(0.5 + one.mean() - other.mean()) if len(one) and len(other) else float("nan")


def _auc_of_pairs(places: np.ndarray, pairs: tuple[np.ndarray, ...], n_asked: int, order: np.ndarray) -> float:
    """The same for gold that was dealt out anew; of all places only those of the sharing pairs are looked at."""
    first, second = pairs
    found = places[order[first], order[second]]
    found = found[np.isfinite(found)]
    n_others = n_asked - len(found)
    if not len(found) or not n_others:
        return float("nan")
    return float(0.5 + found.mean() - (n_asked / 2 - found.sum()) / n_others)
