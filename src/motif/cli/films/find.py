"""`motif films find`: films by title, characters by name, and who is most like them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from motif.cli import door
from motif.cli.shared.option import CollectionArgument, SeedOption

if TYPE_CHECKING:
    from motif.films.study.card import Card
    from motif.films.study.find import FilmFound, Finding, PersonFound

__all__ = ["add_to"]

_ROLE_WORDS = {"agent": "does", "patient": "undergoes", "attribute": "is", "possession": "has"}


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    door.verb(app, "find", example='motif films find characters.motif "Odile"')(find)


def find(
    collection: CollectionArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A film's title or a character's name, or a part of it.")],
    n: Annotated[int, typer.Option("-n", min=1, help="The most films, and the most characters.")] = 5,
    near: Annotated[int, typer.Option("--near", min=0, help="How many characters near each; 0: none.")] = 5,
    seed: SeedOption = 0,
    as_json: door.JsonOption = False,
) -> None:
    """Find films by title and characters by name: what is said of each, and who is most like them."""
    from motif.collection import read
    from motif.films.study.find import find as find_films

    found = find_films(read(collection), name, n=n, n_near=near, random_state=seed)
    door.emit(found.as_dict(), as_json=as_json, text=lambda: _print(found))
    if not as_json:
        _tell(found)


def _print(found: Finding) -> None:
    for film in found.films:
        _print_film(film)
    for person in found.people:
        _print_person(person)


def _print_film(film: FilmFound) -> None:
    door.say(f"{film.title or film.id}{_year(film.year)}{_facts(film)}")
    if film.cast:
        door.table(("character", "actor"), [(one["character"] or "", one["actor"] or "") for one in film.cast])
    if film.characters:
        rows = [(card.name, card.facts.get("n_mentions", ""), _persona(card), _short(card))
                for card in film.characters]  # fmt: skip
        door.table(("character", "mentions", "persona", "said of it"), rows, right=("mentions",))


def _facts(film: FilmFound) -> str:
    listed = [", ".join(film.facts[name]) for name in ("genres", "countries") if film.facts.get(name)]
    words = [f"{film.facts['n_words']:,} words"] if film.facts.get("n_words") else []
    told = "; ".join([*listed, *words])
    return f": {told}" if told else ""


def _short(card: Card) -> str:
    """Return the words of a character in one line."""
    told = [f"{_ROLE_WORDS[role]} {', '.join(word for word, _ in pairs[:3])}" for role, pairs in card.words.items()]
    return "; ".join(told)


def _persona(card: Card) -> str:
    return card.facts.get("persona_name", card.facts.get("persona", ""))


def _print_person(person: PersonFound) -> None:
    card = person.card
    persona = f", persona “{_persona(card)}”" if _persona(card) else ""
    also = f", also {', '.join(card.aliases[:3])}" if card.aliases else ""
    door.say(f"{card.name}, {card.titled}{also}{persona} [{card.id}]")
    for role, pairs in card.words.items():
        told = ", ".join(word if count == 1 else f"{word} {count}" for word, count in pairs)
        door.say(f"  {_ROLE_WORDS[role]}: {told}")
    for sentence in card.sentences:
        door.say(f"  “{sentence}”")
    if person.near:
        rows = [
            (one.name, f"{one.film_title or ''}{_year(one.year)}", f"{one.cosine:.2f}", "yes" if one.beyond_chance else
             "no", ", ".join(one.shared))
            for one in person.near
        ]  # fmt: skip
        door.table(("  near", "film", "cosine", "beyond chance", "shared"), rows, right=("cosine",))
    if person.figure is not None:
        door.strips([person.figure])


def _year(year: int | None) -> str:
    return "" if year is None else f" ({year})"


def _tell(found: Finding) -> None:
    n_told, n_all = len(found.films) + len(found.people), found.n_films + found.n_people
    if n_told < n_all:
        door.note(f"{n_told} of {n_all:,} that fit; -n tells more")
    hows = {one.how for one in (*found.films, *found.people)}
    if hows == {"alike"}:
        door.note(f"nothing is called {found.asked!r}; these are spelt nearly so")
    if any(one.near for one in found.people):
        door.note("near: by TF-IDF of the words by role, of other films; chance: as many random words")
