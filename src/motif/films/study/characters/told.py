"""The user's table of names laid over the films: which decision is about which film, and which is about none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from motif.core.errors import InputError
from motif.films.collection.character import Character
from motif.films.collection.likeness import plain_title
from motif.films.source.alias import Decision

__all__ = ["Told", "tell"]


@dataclass(slots=True)
class Told:
    """Decisions on names by film; `unmatched` those that changed nothing, each with the reason.

    Parameters
    ----------
    of :
        Film's id -> alias -> name.
    decisions :
        Film's id -> its decisions.
    unmatched :
        (decision, reason), reason one of no_such_film, several_films, not_read, no_such_alias.

    Examples
    --------
    >>> Told().n_given
    0
    """

    of: dict[str, dict[str, str]] = field(default_factory=dict)
    decisions: dict[str, list[Decision]] = field(default_factory=dict)
    unmatched: list[tuple[Decision, str]] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    @property
    def n_given(self) -> int:
        """All decisions."""
        return sum(len(listed) for listed in self.decisions.values()) + self._n_elsewhere

    @property
    def _n_elsewhere(self) -> int:
        return sum(reason in ("no_such_film", "several_films") for _, reason in self.unmatched)

    def check(self, film: str, characters: Sequence[Character], plot: str) -> None:
        """Note which decisions on a film that was read found their alias."""
        self._seen.add(film)
        for one in self.decisions.get(film, ()):
            if not (_is_known(one, characters) if one.name else one.alias.casefold() in plot.casefold()):
                self.unmatched.append((one, "no_such_alias"))

    def finish(self) -> None:
        """Note the decisions on films that were not read."""
        for film, listed in self.decisions.items():
            if film not in self._seen:
                self.unmatched.extend((one, "not_read") for one in listed)
        self.unmatched.sort(key=lambda pair: pair[0].number)

    def as_dict(self) -> dict[str, Any]:
        """Return the counts and the decisions that changed nothing, as JSON values."""
        lines = [
            {"row": one.number, "film": one.film, "alias": one.alias, "name": one.name, "reason": reason}
            for one, reason in self.unmatched
        ]
        return {"given": self.n_given, "used": self.n_given - len(lines), "unmatched": lines}


def tell(decisions: Iterable[Decision], ids: Sequence[str], titles: Sequence[str | None]) -> Told:
    """Return the decisions by film: by its id, else by its title where only one film has it.

    Raises
    ------
    InputError
        When two rows, one by id and one by title, give an alias of a film to two names.

    Examples
    --------
    >>> told = tell([Decision(1, "alien", "Ellen", "Ripley"), Decision(2, "Up", "a", "b")], ["f1"], ["Alien"])
    >>> told.of, [reason for _, reason in told.unmatched]
    ({'f1': {'Ellen': 'Ripley'}}, ['no_such_film'])
    """
    told, known = Told(), set(ids)
    by_title: Mapping[str, list[str]] = defaultdict(list)
    for id_, title in zip(ids, titles, strict=True):
        if plain := plain_title(title):
            by_title[plain].append(id_)
    for one in decisions:
        films = [one.film] if one.film in known else by_title.get(plain_title(one.film), [])
        if len(films) == 1:
            _add(told, films[0], one)
        else:
            told.unmatched.append((one, "several_films" if films else "no_such_film"))
    return told


def _add(told: Told, film: str, one: Decision) -> None:
    names = told.of.setdefault(film, {})
    if names.setdefault(one.alias, one.name) != one.name:
        message = f"row {one.number} gives the alias {one.alias!r} of {one.film!r} to {one.name!r}"
        raise InputError(f"{message}, another row to {names[one.alias]!r}; leave one out")
    told.decisions.setdefault(film, []).append(one)


def _is_known(one: Decision, characters: Sequence[Character]) -> bool:
    alias, name = one.alias.casefold(), one.name.casefold()
    return any(
        character.name.casefold() == name and alias in {form.casefold() for form in character.aliases}
        for character in characters
    )
