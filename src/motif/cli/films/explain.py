"""`motif films explain`: what a persona is, why a character has its own, and who is in a film."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from motif.cli import door
from motif.cli.shared.option import CollectionArgument

if TYPE_CHECKING:
    from motif.films.study.explain import Explained, Told
    from motif.films.study.personas import Persona

__all__ = ["add_to"]

_ROLES = {"agent": "does", "patient": "undergoes", "attribute": "is", "possession": "has"}
_WHY_NOT = {
    "few_words": "too few words",
    "unknown_words": "only words that the model does not know",
    "unsure": "no persona is likely enough",
}
_N_WORDS, _N_PAIRS, _N_TYPICAL = 8, 8, 6


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    door.verb(app, "explain", example='motif films explain characters.motif --film "Batman"')(explain)


def explain(
    collection: CollectionArgument,
    persona: Annotated[
        str | None, typer.Option("--persona", help="A persona by its number, or by words of its name.")
    ] = None,
    character: Annotated[
        str | None, typer.Option("--character", help="A character's name, a part of it, or id.")
    ] = None,
    film: Annotated[str | None, typer.Option("--film", help="A film's title, a part of it, or id.")] = None,
    n: Annotated[int, typer.Option("-n", min=1, help="The most characters.")] = 20,
    as_json: door.JsonOption = False,
) -> None:
    """Say what a persona is, or which personas a character or the characters of a film have, and why."""
    from motif.collection import read
    from motif.films.study.explain import explain as explain_personas

    if sum(one is not None for one in (persona, character, film)) != 1:
        raise typer.BadParameter("give one of --persona, --character and --film")
    found = explain_personas(read(collection), persona=persona, character=character, film=film, most=n)
    door.emit(found.as_dict(), as_json=as_json, text=lambda: _print(found, whole=persona is not None))


def _print(found: Explained, *, whole: bool) -> None:
    if whole:
        for one in found.personas:
            _print_persona(one)
        return
    rows = [
        (one.who.name, _film(one.who.film_title, one.who.year), one.persona or "–", f"{one.who.probability:.2f}",
         one.persona_name or _WHY_NOT[one.why_not], _because(one))
        for one in found.characters
    ]  # fmt: skip
    door.table(
        ("character", "film", "persona", "probability", "name", "because"), rows, right=("persona", "probability")
    )


def _print_persona(one: Persona) -> None:
    door.say(f"persona {one.label}: {one.name}")
    stable = "" if one.stability is None else f"; found again {one.stability:.2f}, by chance {one.stability_chance:.2f}"
    door.say(f"  {one.n_characters:,} characters of {one.n_films:,} films{stable}")
    for role, words in one.by_role().items():
        door.say(f"  {_ROLES[role]}: {', '.join(words[:_N_WORDS])}")
    pairs = one.pairs or one.words
    rows = [(word.column, f"{word.relevance:.2f}", f"{100 * word.share:.2f} %", f"{word.lift:.1f}x") for word in pairs]
    heading = ("  role and topic" if one.pairs else "  role and word", "relevance", "share", "than of all")
    door.table(heading, [(f"  {row[0]}", *row[1:]) for row in rows[:_N_PAIRS]], right=heading[1:])
    who = [f"{who.name} ({_film(who.film_title, who.year)})" for who in one.typical[:_N_TYPICAL]]
    door.say(f"  typical: {'; '.join(who) or 'nobody'}")
    films = [f"{_film(film.title, film.year)} {film.n_characters}" for film in one.films[:_N_TYPICAL]]
    door.say(f"  films: {'; '.join(films) or 'none'}")


def _film(title: str, year: int | None) -> str:
    return title if year is None else f"{title} {year}"


def _because(one: Told) -> str:
    return ", ".join(column if n == 1 else f"{column} {n}" for column, n, _ in one.because)
