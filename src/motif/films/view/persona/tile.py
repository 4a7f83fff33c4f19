"""A persona as a card: its words by role, and tiles for its typical characters, who have no portraits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motif.films.view.part import ROLE_WORDS
from motif.view.card import Card, Gauge, Tile

if TYPE_CHECKING:
    from motif.films.study.personas import Persona

__all__ = ["card_of", "initials"]

_N_TILES, _N_WORDS, _N_FILMS = 4, 6, 3
_SMALL = frozenset({"the", "a", "an", "of", "and", "mr", "mrs", "ms", "dr", "von", "van", "de"})


def initials(name: str) -> str:
    """Return one to three letters that stand for somebody: the first ones of the telling words of a name.

    Examples
    --------
    >>> initials("Oskar Schindler"), initials("the Wicked Witch of the West"), initials("Dr. No"), initials("…")
    ('OS', 'WWW', 'N', '·')
    """
    words = [word for word in ("".join(c for c in part if c.isalnum()) for part in name.split()) if word]
    telling = [word for word in words if word.casefold() not in _SMALL] or words
    return "".join(word[0].upper()[:1] for word in telling[:3]) or "·"


def card_of(one: Persona, rank: int) -> Card:
    """Return the card of a persona.

    Parameters
    ----------
    one :
        The persona.
    rank :
        Its place by size, which gives its colour.

    Examples
    --------
    >>> from motif.films.study.personas import Persona
    >>> card_of(Persona(7, "kill; killer", 12, 9, 14.2, (), (), (), (), 0.6, 0.03, False), 0).note
    '12 characters of 9 films'
    """
    words = one.by_role()
    lines = [(ROLE_WORDS[role], ", ".join(words[role][:_N_WORDS])) for role in ROLE_WORDS if role in words]
    films = [f"{film.title} {film.n_characters}" for film in one.films if film.n_characters > 1][:_N_FILMS]
    if films:
        lines.append(("often in", ", ".join(films)))
    return Card(
        title=one.name,
        note=f"{one.n_characters:,} character{'s' * (one.n_characters != 1)} of {one.n_films:,} "
        f"film{'s' * (one.n_films != 1)}",
        label=one.label,
        lines=tuple(lines),
        tiles=tuple(
            Tile(initials(who.name), who.name, _film(who.film_title, who.year)) for who in one.typical[:_N_TILES]
        ),
        rank=rank,
        gauge=None
        if one.stability is None or one.stability_chance is None
        else Gauge(one.stability, one.stability_chance, "found again"),
    )


def _film(title: str, year: int | None) -> str:
    return title if year is None else f"{title}, {year}"
