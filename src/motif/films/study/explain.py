"""`explain`: what a persona is, why a character has its persona, and who is in the films of a title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core.check import few, integer
from motif.core.errors import InputError
from motif.films.model.frame import WHY
from motif.films.study.named import matching
from motif.films.study.personas.held import Held, held_words
from motif.films.study.personas.opened import opened
from motif.films.study.personas.result import Member, Persona, Personas
from motif.model.naming.relevance import relevance

if TYPE_CHECKING:
    from motif.collection.base import Collection

__all__ = ["Explained", "Told", "explain"]

_N_BECAUSE, _N_OTHERS = 6, 3
_MOST_NEAR = 5


@dataclass(frozen=True, slots=True)
class Told:
    """A character with its persona, and what speaks for it.

    Parameters
    ----------
    who :
        The character; its probability is that of its persona.
    persona, persona_name :
        The label, empty where it has none, and its name.
    why_not :
        Why it has none: few_words, unknown_words, unsure; empty where it has one.
    memberships :
        The largest: label, name, probability.
    because :
        The character's words that speak most for its likeliest persona: name, how often they are said of it, and how
        many times more often of the persona than of all.

    Examples
    --------
    >>> who = Member("f1:ash", "Ash", "f1", "Alien", 1979, 0.9, 12)
    >>> Told(who, "7", "kill; killer", "", (("7", "kill; killer", 0.9),), (("agent:kill", 2, 4.0),)).as_dict()["name"]
    'Ash'
    """

    who: Member
    persona: str
    persona_name: str
    why_not: str
    memberships: tuple[tuple[str, str, float], ...]
    because: tuple[tuple[str, int, float], ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the character as plain JSON values."""
        return asdict(self.who) | {
            "persona": self.persona,
            "persona_name": self.persona_name,
            "why_not": self.why_not,
            "memberships": [
                dict(zip(("persona", "name", "probability"), one, strict=True)) for one in self.memberships
            ],
            "because": [dict(zip(("column", "n", "lift"), one, strict=True)) for one in self.because],
        }


@dataclass(frozen=True, slots=True)
class Explained:
    """What was asked for.

    Parameters
    ----------
    personas :
        The personas that were asked for, or that the characters below have.
    characters :
        The characters that were asked for; none where a persona was.

    Examples
    --------
    >>> Explained((), ()).as_dict()
    {'personas': [], 'characters': []}
    """

    personas: tuple[Persona, ...]
    characters: tuple[Told, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return all as plain JSON values."""
        return {
            "personas": [one.as_dict() for one in self.personas],
            "characters": [one.as_dict() for one in self.characters],
        }


def explain(
    collection: Collection | Personas,
    *,
    persona: int | str | None = None,
    character: str | None = None,
    film: str | None = None,
    most: int = 20,
) -> Explained:
    """Return a persona in words, or characters with their personas and what speaks for them.

    Parameters
    ----------
    collection :
        Characters with personas, as `personas` saved them; or what it returned.
    persona :
        Its number, or words of its name.
    character :
        A name or a part of it, or an id.
    film :
        A title or a part of it, or a film's id: its characters, those of whom most is said first.
    most :
        How many characters at most.

    Raises
    ------
    InputError
        When not exactly one of the three is asked for, or nothing is called so; what is called nearly so is named.

    Examples
    --------
    >>> from motif.core.record import RunRecord
    >>> from motif.films.collection.character import Character, character_collection
    >>> from motif.films.study.personas import personas
    >>> said = ({"agent:kill": 3, "attribute:killer": 2}, {"agent:marry": 3, "attribute:bride": 2})
    >>> cast = [Character(f"f{n // 2}:{n}", f"C{n}", f"f{n // 2}", said[n % 2]) for n in range(40)]
    >>> found = personas(character_collection(cast, record=RunRecord("demo")), n_personas=2, n_refits=0)
    >>> [one.persona_name for one in explain(found, character="C3").characters]
    ['marry; bride']
    >>> [word.word for word in explain(found, persona="bride").personas[0].words]
    ['marry', 'bride']
    """
    asked = [one for one in (persona, character, film) if one is not None]
    if len(asked) != 1:
        raise InputError(f"give one of persona, character and film, not {len(asked)}")
    most = integer(most, what="most", low=1)
    found = collection if isinstance(collection, Personas) else opened(collection)
    if persona is not None:
        return Explained((_persona(found, persona),), ())
    held = held_words(found.collection)
    rows = _characters(found, held, character) if character is not None else _of_films(held, str(film))
    told = _told(found, held, rows[:most])
    shown = {one.persona for one in told}
    return Explained(tuple(one for one in found.personas if one.label in shown), told)


def _persona(found: Personas, asked: int | str) -> Persona:
    text = str(asked).strip()
    by_label = [one for one in found.personas if one.label == text]
    if by_label:
        return by_label[0]
    rows = matching(text, [one.name for one in found.personas])
    sure = [found.personas[row] for row, how in rows if how != "alike"]
    if len(sure) == 1:
        return sure[0]
    named = [f"{one.label} ({one.name})" for one in sure or [found.personas[row] for row, _ in rows]]
    if sure:
        raise InputError(f"{text!r} is in the names of {len(sure)} personas: {_listed(named)}; give a number")
    lowest, highest = found.personas[0].label, found.personas[-1].label
    near = f"; near it: {_listed(named)}" if named else ""
    raise InputError(f"there is no persona {text!r}; there are {len(found.personas)}, from {lowest} to {highest}{near}")


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_MOST_NEAR])
    return f"{shown} and {len(names) - _MOST_NEAR} more" if len(names) > _MOST_NEAR else shown


def _characters(found: Personas, held: Held, asked: str) -> list[int]:
    ids = found.collection.ids
    if asked in ids:
        return [ids.index(asked)]
    rows = matching(asked, held.names)
    sure = [row for row, how in rows if how != "alike"]
    if not sure:
        raise InputError(f"no character is called {asked!r}{_near([held.names[row] for row, _ in rows])}")
    return sorted(sure, key=lambda row: -int(held.n_words[row]))


def _of_films(held: Held, asked: str) -> list[int]:
    films = {asked} & set(held.films)
    if not films:
        by_title = matching(asked, held.titles)
        films = {held.films[row] for row, how in by_title if how != "alike"}
        if not films:
            raise InputError(f"no film is called {asked!r}{_near([held.titles[row] for row, _ in by_title])}")
    inside = [row for row, film in enumerate(held.films) if film in films]
    order = {film: at for at, film in enumerate(dict.fromkeys(held.films[row] for row in inside))}
    return sorted(inside, key=lambda row: (order[held.films[row]], -int(held.n_words[row])))


def _near(names: Sequence[str]) -> str:
    different = [*dict.fromkeys(names)]
    return f"; near it: {few(different, most=_MOST_NEAR)}" if different else ", and none nearly so"


def _told(found: Personas, held: Held, rows: Sequence[int]) -> tuple[Told, ...]:
    known = set(found.frame.columns_)
    places = [at for at, name in enumerate(held.columns) if name in known]
    columns = [held.columns[at] for at in places]
    asked = found.placed.asked
    X = held.X[:, places]
    lift = relevance(X[asked], found.placed.memberships[asked]).lift if asked.any() else None
    name_of = found.name_of
    told = []
    for row in rows:
        memberships = found.placed.memberships[row]
        order = np.argsort(-memberships, kind="stable")[:_N_OTHERS] if asked[row] else []
        largest = [(int(found.placed.numbers[at]), float(memberships[at])) for at in order]
        label = int(found.labels[row])
        because = () if lift is None or not len(order) else _because(X[[row]], lift[order[0]], columns)
        told.append(
            Told(
                who=_member(found, held, row),
                persona="" if label < 0 else str(label),
                persona_name=name_of.get(label, ""),
                why_not="" if label >= 0 else WHY[found.placed.why[row]],
                memberships=tuple((str(number), name_of[number], share) for number, share in largest),
                because=because,
            )
        )
    return tuple(told)


def _because(counts: Any, lift: np.ndarray, columns: Sequence[str]) -> tuple[tuple[str, int, float], ...]:
    """Return a character's words by how much they speak for a persona: count times log lift, above 0."""
    said = [(int(n), int(at)) for at, n in zip(counts.indices, counts.data, strict=True)]
    weighed = sorted(((n * float(np.log(lift[at])), n, at) for n, at in said if lift[at] > 1), reverse=True)
    return tuple((columns[at], n, float(lift[at])) for _, n, at in weighed[:_N_BECAUSE])


def _member(found: Personas, held: Held, row: int) -> Member:
    return Member(
        id=found.collection.ids[row],
        name=held.names[row],
        film=held.films[row],
        film_title=held.titles[row],
        year=held.years[row],
        probability=float(found.placed.probability[row]),
        n_words=int(held.n_words[row]),
    )
