"""What the corpus tells of its characters: the cast of each film, and which characters are of one type or one name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from motif.films.collection.column import Growing
from motif.films.collection.film import CAST, NAMES, TROPES
from motif.films.source.cmu import Played, Trope, page_title
from motif.films.source.film import Film
from motif.films.source.reading import Reading

__all__ = ["Told", "plain_title"]


@dataclass
class Told:
    """The tables `cast`, `tropes` and `names` on their way.

    Parameters
    ----------
    films :
        Id -> film: of others nothing is taken.

    Examples
    --------
    >>> told = Told({"7": Film("7", "Flubber")})
    >>> told.take_tropes([Trope(1, "professor", "/m/1", "Brainard", "Flubber")], Reading("t", "tropes"))
    >>> told.tables()["tropes"].select(["id", "trope"]).to_pylist()
    [{'id': '7', 'trope': 'professor'}]
    """

    films: Mapping[str, Film]
    cast: Growing = field(default_factory=lambda: Growing(CAST))
    tropes: list[Trope] = field(default_factory=list)
    names: list[Trope] = field(default_factory=list)
    _film_of: dict[str, str] = field(default_factory=dict)  # character id -> film id, of those that are wanted

    def take_tropes(self, tropes: Iterable[Trope], told: Reading) -> None:
        """Take the rows of a file of tropes or names; before the cast, which says where they belong."""
        for one in tropes:
            (self.names if told.kind == "names" else self.tropes).append(one)
            self._film_of.setdefault(one.character_id, "")
            told.n_kept += 1

    def take_cast(self, parts: Iterable[Played], told: Reading) -> None:
        """Take the parts of films that are there; others are left out as `unknown_film`."""
        for one in parts:
            part = one.part
            if self._film_of.get(part.character_id or "") == "":
                self._film_of[part.character_id or ""] = one.film
            if one.film not in self.films:
                told.leave_out(one.number, "unknown_film", id=one.film)
                continue
            told.n_kept += 1
            who = (part.character, part.character_id, part.actor, part.actor_id)
            self.cast.add(one.film, *who, part.gender, part.age)

    def tables(self) -> dict[str, pa.Table]:
        """Return the tables that hold anything.

        A trope or name belongs to the film of its character id, else to the only film of its title; where neither is
        known, the row's `id` is the character's.
        """
        by_title = _by_title(self.films.values()) if self.tropes else {}
        tropes, names = Growing(TROPES), Growing(NAMES)
        for one in self.tropes:
            id_ = self._home(one, by_title)
            tropes.add(id_, one.kind, one.character, one.film_title, one.character_id, one.actor)
        for one in self.names:
            id_ = self._home(one, {})
            film = self.films.get(id_)
            names.add(id_, one.kind, one.film_title or (film.title if film else None), one.character_id)
        made = {"cast": self.cast, "tropes": tropes, "names": names}
        return {name: growing.whole() for name, growing in made.items() if len(growing)}

    def _home(self, one: Trope, by_title: Mapping[str, str | None]) -> str:
        of_cast = self._film_of.get(one.character_id)
        of_title = by_title.get(plain_title(one.film_title or ""))
        return next((id_ for id_ in (of_cast, of_title) if id_ and id_ in self.films), one.character_id)


def plain_title(title: str) -> str:
    """Return a title as titles are compared: without letter case, and without a note that it is a film's.

    Examples
    --------
    >>> plain_title("Avatar (2009 film)")
    'avatar'
    """
    return " ".join(page_title(title)[0].casefold().split())


def _by_title(films: Iterable[Film]) -> dict[str, str | None]:
    """Title -> id; None where several films have it, as then nobody knows which is meant."""
    found: dict[str, str | None] = {}
    for film in films:
        if film.title:
            title = plain_title(film.title)
            found[title] = None if title in found else film.id
    return found
