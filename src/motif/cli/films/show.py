"""`motif films show`: what is known of films or of their characters, in the terminal and on a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motif.cli import door
from motif.cli.shared.option import CollectionArgument, OverwriteOption, SeedOption

if TYPE_CHECKING:
    from motif.films.study.show import Shown

__all__ = ["add_to"]

_MOST_ROWS = 12


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    door.verb(app, "show", example="motif films show characters.motif --out characters.html")(show)


def show(
    collection: CollectionArgument,
    out: Annotated[Path | None, typer.Option("--out", help="The page to write, .html.")] = None,
    film: Annotated[str | None, typer.Option("--film", help="Tell only films whose title fits.")] = None,
    most: Annotated[int, typer.Option("--most", min=1, help="The most films that are told one by one.")] = 20,
    seed: SeedOption = 0,
    overwrite: OverwriteOption = False,
    as_json: door.JsonOption = False,
) -> None:
    """Show a collection of films, or of characters with what is said of each, and write a page."""
    from motif.collection import read
    from motif.films.study.show import show as show_films

    if out is not None:
        door.require_new(out, suffixes=(".html",), overwrite=overwrite)
    shown = show_films(read(collection), out=out, film=film, most=most, overwrite=overwrite, random_state=seed)
    value = shown.as_dict() | {"out": None if out is None else str(out)}
    door.emit(value, as_json=as_json, text=lambda: _print(shown))
    if out is not None and not as_json:
        door.note(f"page: {out}")


def _print(shown: Shown) -> None:
    facts = shown.facts
    if shown.kind == "character":
        typer.echo(f"{facts['characters']:,} characters of {facts['films']:,} films; {facts['words']:,} words by role")
        _print_characters(shown)
    else:
        typer.echo(f"{facts['films']:,} films; {facts['words_in_plots']:,} words in {facts['with_plot']:,} plots")
        _print_films(shown)
    if shown.dropped:
        told = ", ".join(f"{reason.replace('_', ' ')} {count:,}" for reason, count in shown.dropped.items())
        door.note(f"no item of their own: {told}")


def _print_films(shown: Shown) -> None:
    rows = [
        (one.title or one.id, one.year or "", ", ".join(one.genres), f"{one.n_words or 0:,}", one.n_cast or "")
        for one in shown.films[:_MOST_ROWS]
    ]
    door.table(("title", "year", "genres", "words", "cast"), rows, right=("year", "words", "cast"))
    _tell_rest(len(rows), shown.facts["films"])


def _print_characters(shown: Shown) -> None:
    rows = []
    for cast in shown.casts[:_MOST_ROWS]:
        told = [f"{card.name} {card.facts.get('n_mentions', '')}".strip() for card in cast.cards]
        rows.append((cast.title, cast.year or "", cast.n_characters, ", ".join(told)))
    door.table(("film", "year", "characters", "most mentioned"), rows, right=("year", "characters"))
    door.strips(shown.figures)
    _tell_rest(len(rows), shown.facts["films"])


def _tell_rest(n_told: int, n_films: int) -> None:
    if n_told < n_films:
        door.note(f"{n_told} of {n_films:,} films are told here; --out writes a page, --film tells others")
