"""Personas in words: what tells each apart, its typical characters, its films."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from motif.films.model.frame import Placed
from motif.films.model.title import titles
from motif.films.study.personas.held import Held
from motif.films.study.personas.result import FilmOf, Member, Persona, SaidWord
from motif.model.naming.relevance import Relevance, relevance

__all__ = ["described", "evidence", "said_words"]

_N_WORDS, _N_TYPICAL, _N_FILMS = 20, 8, 8
_DOUBT = 5.0  # words by which a character's evidence is drawn to nothing: three telling words are less than thirty


def evidence(X: Any, found: Relevance) -> np.ndarray:
    """Return how much each character's words speak for each persona, (n_items, n_personas): mean log lift.

    Parameters
    ----------
    X :
        (n_items, n_words), CSR.
    found :
        What `relevance` returned for the same words.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> X = csr_array(np.eye(2) * 9)
    >>> found = relevance(X, np.eye(2), prior=2.0, support=0.0)
    >>> evidence(X, found).argmax(axis=1).tolist()
    [0, 1]
    """
    said = np.asarray(X @ np.log(np.maximum(found.lift, 1e-6)).T)
    return said / (np.asarray(X.sum(axis=1)).ravel() + _DOUBT)[:, None]


def said_words(found: Relevance, columns: Sequence[str], group: int, *, most: int = _N_WORDS) -> tuple[SaidWord, ...]:
    """Return the words that tell a group apart, the most telling first.

    Parameters
    ----------
    found :
        Of all groups.
    columns :
        (n_words,), names.
    group :
        Which.
    most :
        How many at most.

    Examples
    --------
    >>> found = relevance(np.repeat(np.eye(2), 2, axis=0), np.repeat(np.eye(2), 2, axis=0), prior=0.0)
    >>> [word.word for word in said_words(found, ["agent:kill", "agent:marry"], 1)]
    ['marry']
    """
    return tuple(
        SaidWord(
            columns[at],
            float(found.score[group, at]),
            float(found.share[group, at]),
            float(found.share_of_all[at]),
            float(found.n_items[group, at]),
        )
        for at in found.best(group, most)
    )


def described(
    held: Held,
    ids: Sequence[str],
    placed: Placed,
    columns: Sequence[str],
    *,
    features: tuple[Any, Sequence[str]] | None = None,
    stability: np.ndarray | None = None,
    chance: np.ndarray | None = None,
    new: Sequence[int] = (),
) -> tuple[Persona, ...]:
    """Return the personas in words, in the order of their numbers.

    Parameters
    ----------
    held :
        What is said of the characters.
    ids :
        (n_items,).
    placed :
        Their personas.
    columns :
        The words that the model knows: others tell nothing.
    features :
        The model's own counts and their names, where these are topics; None where they are the words.
    stability, chance :
        (n_personas,), in the order of the numbers; None where not measured.
    new :
        Numbers that an older grouping did not have.

    Examples
    --------
    >>> from inspect import signature
    >>> [*signature(described).parameters][:4]
    ['held', 'ids', 'placed', 'columns']
    """
    known = set(columns)
    places = [at for at, name in enumerate(held.columns) if name in known]
    names = [held.columns[at] for at in places]
    X, asked = held.X[:, places], placed.asked
    found = relevance(X[asked], placed.memberships[asked])
    by_topic = None if features is None else relevance(features[0][asked], placed.memberships[asked])
    speaks = evidence(X, found)
    words = [said_words(found, names, at) for at in range(len(placed.numbers))]
    named = titles([[word.column for word in told] for told in words])
    mass = placed.memberships.sum(axis=0)
    told = []
    for at, number in enumerate(placed.numbers.tolist()):
        inside = np.flatnonzero(placed.labels == number)
        order = inside[np.argsort(-speaks[inside, at], kind="stable")]
        typical = tuple(_member(held, ids, placed, row) for row in _of_different_films(order.tolist(), held.films))
        told.append(
            Persona(
                number=number,
                name=named[at],
                n_characters=len(inside),
                n_films=len({held.films[row] for row in inside.tolist()}),
                mass=float(mass[at]),
                words=words[at],
                pairs=() if by_topic is None or features is None else said_words(by_topic, features[1], at),
                typical=typical,
                films=_films(held, placed, inside, at),
                stability=_known(stability, at),
                stability_chance=_known(chance, at),
                is_new=number in new,
            )
        )
    return tuple(told)


def _known(values: np.ndarray | None, at: int) -> float | None:
    return None if values is None or np.isnan(values[at]) else float(values[at])


def _of_different_films(rows: Sequence[int], films: Sequence[str]) -> list[int]:
    """Return the first rows of different films, then others where there are not enough films."""
    first: dict[str, int] = {}
    for row in rows:
        first.setdefault(films[row], row)
    chosen = [*first.values()][:_N_TYPICAL]
    return chosen + [row for row in rows if row not in chosen][: _N_TYPICAL - len(chosen)]


def _member(held: Held, ids: Sequence[str], placed: Placed, row: int) -> Member:
    return Member(
        id=ids[row],
        name=held.names[row],
        film=held.films[row],
        film_title=held.titles[row],
        year=held.years[row],
        probability=float(placed.probability[row]),
        n_words=int(held.n_words[row]),
    )


def _films(held: Held, placed: Placed, inside: np.ndarray, at: int) -> tuple[FilmOf, ...]:
    """Return the films with most assigned characters of a persona, those with the larger mass first among equals."""
    rows_of: dict[str, list[int]] = {}
    for row in inside.tolist():
        rows_of.setdefault(held.films[row], []).append(row)
    told = [
        FilmOf(film, held.titles[rows[0]], held.years[rows[0]], len(rows), float(placed.memberships[rows, at].sum()))
        for film, rows in rows_of.items()
    ]
    return tuple(sorted(told, key=lambda one: (-one.n_characters, -one.mass))[:_N_FILMS])
