"""Personas against what others know of characters: hard personas, likeness of pairs, and nearest characters.

Conventions
-----------
- A character may have several tropes. Measures of pairs and items (AUC, nearest characters, B-cubed) take all of them;
  measures of partitions (VI, AMI, purity) have a row for each character and trope, as the paper has.
- Each figure stands on its null, tropes or personas dealt out anew with the clusters' sizes kept, and beside one
  cluster, every character alone, or the characters' words themselves.
- Characters of a film share words, and tropes lean by film; neither is knowledge of the other. So with `films` chance
  deals out to whole films (see `motif.evaluate.place`), and half-samples are of films.
- In lists of the nearest, equally near ones stand in random order: a collection is often sorted by what is asked.
- Headline: AMI, same-trope AUC, nearest characters and B-cubed F1. Four chances to be lucky: the smallest p of the four
  counts four times.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core.check import matrix, same_length
from motif.core.errors import InputError
from motif.core.seed import generator
from motif.evaluate import retrieval
from motif.evaluate.clustering import compare
from motif.evaluate.group import group_numbers
from motif.evaluate.null import resampling_interval
from motif.evaluate.place import staying
from motif.films.evaluate.pair import likeness_auc, sharing

if TYPE_CHECKING:
    from motif.core.seed import RandomState
    from motif.evaluate.figure import Figure

__all__ = ["HEADLINE", "evaluate", "nearest", "of_likeness", "verdict"]

HEADLINE = ("ami", "same_trope_auc", "nearest_map", "bcubed_f1")
_OF_PARTITIONS = ("vi_bits", "nvi", "ami", "purity", "bcubed_precision", "bcubed_recall", "bcubed_f1", "pairwise_auc")
_LEVEL = 0.05
_MOST_ASKED = 300  # characters whose neighbours are looked at: some seconds of lists by chance
_N_LISTS = 200
_FEW_ROWS = 100


def evaluate(
    labels: Sequence[object],
    gold: Sequence[Sequence[str]],
    *,
    likeness: Any = None,
    films: Sequence[str] | None = None,
    others: Mapping[str, Any] | None = None,
    n_permutations: int = 1000,
    n_resamples: int = 200,
    random_state: RandomState = None,
) -> dict[str, Figure]:
    """Return the figures of personas against gold labels of the same characters.

    Parameters
    ----------
    labels :
        (n_items,), the persona of each character; empty, None or -1 is unassigned and plays no part in partitions.
    gold :
        (n_items,), at least one label each.
    likeness :
        (n_items, n_items), how alike the personas say that two characters are; None leaves pairs and neighbours out.
    films :
        (n_items,): the film of each; characters of one film are not compared, and chance takes films as a whole. None
        takes characters for independent.
    others :
        Name -> another likeness, as a trivial answer.
    n_permutations, n_resamples :
        Draws of the null and half-samples for the intervals.
    random_state :
        Where chance comes from.

    Returns
    -------
    "vi_bits", "nvi", "ami", "purity", "bcubed_precision", "bcubed_recall", "bcubed_f1", "pairwise_auc" of the hard
    personas; "same_trope_auc" and "nearest_map" of the likeness.

    Raises
    ------
    InputError
        When nobody with gold labels has a persona, or the arguments do not fit.

    Examples
    --------
    >>> gold = [["spy"], ["spy", "fool"], ["fool"], ["fool"]] * 5
    >>> figures = evaluate([0, 0, 1, 1] * 5, gold, random_state=0, n_permutations=99)
    >>> round(figures["ami"].value, 2), round(figures["vi_bits"].trivial["one_cluster"], 2)
    (0.41, 0.97)
    """
    same_length(len(labels), len(gold), what="labels", other="sets of gold labels")
    if not all(gold):
        raise InputError("gold must give each character at least one label; leave out those that have none")
    rng = generator(random_state)
    pairs = [(at, label) for at, held in enumerate(gold) for label in held]
    found = compare(
        range(len(labels)),
        labels,
        [at for at, _ in pairs],
        [label for _, label in pairs],
        repeated="all",
        groups=films,
        n_permutations=n_permutations,
        n_resamples=n_resamples,
        random_state=rng,
    ).metrics
    figures = _with_note({key: found[key] for key in _OF_PARTITIONS}, films)
    if likeness is None:
        return figures
    draws = {"n_permutations": n_permutations, "n_resamples": n_resamples}
    return figures | of_likeness(likeness, gold, films=films, others=others, random_state=rng, **draws)


def of_likeness(
    likeness: Any,
    gold: Sequence[Sequence[str]],
    *,
    films: Sequence[str] | None = None,
    others: Mapping[str, Any] | None = None,
    n_permutations: int = 1000,
    n_resamples: int = 200,
    random_state: RandomState = None,
) -> dict[str, Figure]:
    """Return "same_trope_auc" and, where anybody shares a label with another film's, "nearest_map".

    Parameters
    ----------
    likeness, gold, films, others, n_permutations, n_resamples, random_state :
        As for `evaluate`.

    Examples
    --------
    >>> gold = [["spy"]] * 10 + [["fool"]] * 10
    >>> found = of_likeness(np.kron(np.eye(2), np.ones((10, 10))), gold, random_state=0, n_permutations=99)
    >>> {key: figure.value for key, figure in found.items()}
    {'same_trope_auc': 1.0, 'nearest_map': 1.0}
    """
    rng = generator(random_state)
    likeness = matrix(likeness, what="likeness")
    draws = {"n_permutations": n_permutations, "n_resamples": n_resamples}
    figures = {"same_trope_auc": likeness_auc(likeness, gold, films=films, others=others, random_state=rng, **draws)}
    near = nearest(likeness, gold, films=films, others=others, random_state=rng, **draws)
    return _with_note(figures if near is None else figures | {"nearest_map": near}, films)


def nearest(
    likeness: np.ndarray,
    gold: Sequence[Sequence[str]],
    *,
    films: Sequence[str] | None = None,
    others: Mapping[str, Any] | None = None,
    n_permutations: int = 200,
    n_resamples: int = 200,
    random_state: RandomState = None,
) -> Figure | None:
    """Return how high those who share a trope stand among each character's most alike, as mean average precision.

    Of more than 300 characters 300 are asked, drawn at random. None where nobody shares a trope with anybody of another
    film.

    Parameters
    ----------
    likeness, gold, films, others, random_state :
        As for `evaluate`.
    n_permutations :
        At most 200 are drawn.
    n_resamples :
        Half-samples of films, or of characters without films, who ask and are found.

    Examples
    --------
    >>> gold = [["spy"]] * 10 + [["fool"]] * 10
    >>> nearest(np.kron(np.eye(2), np.ones((10, 10))), gold, random_state=0, n_permutations=99).value
    1.0
    """
    rng = generator(random_state)
    own = np.arange(len(gold)) if films is None else group_numbers(films, len(gold), what="films")
    apart, shared = own[:, None] != own[None, :], sharing(gold)
    answerable = np.flatnonzero((shared & apart).any(axis=1))
    if not len(answerable):
        return None
    asked = np.sort(rng.permutation(answerable)[:_MOST_ASKED])

    def listed(one: np.ndarray) -> np.ndarray:
        alike = one[asked].round(12)
        return np.lexsort((rng.random(alike.shape), -alike), axis=1)

    def judged(lists: np.ndarray, n_draws: int) -> Figure:
        groups = None if films is None else own
        settings = {"k": None, "queries": asked, "groups": groups, "n_permutations": n_draws, "n_resamples": 2}
        return retrieval.evaluate(lists, [[*held] for held in gold], random_state=rng, **settings)["map"]

    lists = listed(likeness)
    figure = judged(lists, min(n_permutations, _N_LISTS))
    trivial = {name: judged(listed(matrix(one, what=name)), 1).value for name, one in (others or {}).items()}
    found, kept = (np.take_along_axis(pairs[asked], lists, axis=1) for pairs in (shared, apart))
    interval = resampling_interval(
        lambda rows: _mean_precision(lists, asked, found, kept, rows),
        len(gold),
        n=n_resamples,
        groups=own,
        random_state=rng,
    )
    trivial = {**figure.trivial, **trivial}
    return replace(figure, name="nearest characters, MAP", trivial=trivial, interval=interval)


def _mean_precision(
    lists: np.ndarray, asked: np.ndarray, found: np.ndarray, kept: np.ndarray, rows: np.ndarray
) -> float:
    """Return the MAP among some characters only: who asks and who is found are both of these."""
    there = np.zeros(lists.shape[1], dtype=bool)
    there[rows] = True
    asking = np.flatnonzero(there[asked])
    kept = kept[asking] & there[lists[asking]]
    hits = found[asking] & kept
    n_hits, places = hits.sum(axis=1), np.maximum(np.cumsum(kept, axis=1), 1)
    answered = n_hits > 0
    if not answered.any():
        return float("nan")
    return float(((hits * np.cumsum(hits, axis=1) / places).sum(axis=1)[answered] / n_hits[answered]).mean())


def _with_note(figures: Mapping[str, Figure], films: Sequence[str] | None) -> dict[str, Figure]:
    """Return the figures, which say so where chance could not deal out whole films."""
    n_staying = 0 if films is None else staying(group_numbers(films, what="films"))
    if not n_staying:
        return dict(figures)
    which = "1 film has" if n_staying == 1 else f"{n_staying} films have"
    note = f"{which} no other with nearly as many characters: there chance deals out to single characters of the film."
    return {key: replace(figure, cannot_show=f"{figure.cannot_show} {note}") for key, figure in figures.items()}


def verdict(figures: Mapping[str, Figure], *, what: str, n_rows: int) -> str:
    """Return what the figures say, in one or two sentences.

    Parameters
    ----------
    figures :
        As `evaluate` returns them.
    what :
        What the gold labels are called, such as "tropes".
    n_rows :
        How many there are of the characters that were scored.

    Examples
    --------
    >>> gold = [["spy"], ["fool"]] * 20
    >>> verdict(evaluate([0, 1] * 20, gold, random_state=0, n_permutations=199), what="tropes", n_rows=40)[:52]
    'The personas follow the tropes more than chance does'
    """
    told = {key: figures[key] for key in HEADLINE if key in figures and figures[key].null is not None}
    lucky = len(told)
    above = [one for one in told.values() if one.null and one.null.p is not None and one.null.p * lucky <= _LEVEL]
    above = [one for one in above if one.stands_out()]
    few = f" {n_rows} rows are few: only what is far above chance could be seen." if n_rows < _FEW_ROWS else ""
    if not above:
        first = next(iter(told.values()), None)
        ami = "" if first is None else f" {first.name} is {_beside(first)}."
        return f"Nothing shows that the personas follow the {what}: {lucky} measures, none above chance.{ami}{few}"
    said = "; ".join(f"{one.name} {_beside(one)}" for one in above)
    beaten = [one.name for one in above if "words_alone" in one.trivial and not one.beats(one.trivial["words_alone"])]
    plain = f" The words alone, without personas, do as well or better in {' and '.join(beaten)}." if beaten else ""
    share = f"in {len(above)} of {lucky} measures" if len(above) < lucky else "in every measure"
    return f"The personas follow the {what} more than chance does, {share}: {said}.{plain}{few}"


def _beside(figure: Figure) -> str:
    null = figure.null
    if null is None:
        return figure.format(figure.value)
    return f"{figure.format(figure.value)} (chance {figure.format(null.mean)}, p = {null.p:.3f})"
