"""The page about a collection of films, or of their characters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from motif.films.view import part
from motif.films.view.persona import persona_parts
from motif.view.part import Chapter, Part
from motif.view.report import write_page

if TYPE_CHECKING:
    from motif.films.study.show import Cast, Shown

__all__ = ["chapters", "write"]

_COUNTED = ("decades", "genres", "languages", "countries", "lengths")


def chapters(shown: Shown) -> tuple[Chapter, ...]:
    """Return the chapters of the page: for films what there is and each of them; for characters each film's cast.

    Parameters
    ----------
    shown :
        What `films.study.show` returned.

    Examples
    --------
    >>> from motif.core.record import RunRecord
    >>> from motif.films.collection.film import Film, film_collection
    >>> from motif.films.study.show import show
    >>> held = film_collection([Film("f1", "Alien", 1979, "Ash lies.")], record=RunRecord("demo"))
    >>> [chapter.id for chapter in chapters(show(held))]
    ['what-there-is', 'films', 'left-out']
    """
    left_out = Chapter("left-out", "What was left out", "", tuple(part.left_out(shown)), made=shown.record.as_dict())
    if shown.kind == "character":
        return (
            *_overall(shown),
            *_personas(shown),
            *(_film(cast, at) for at, cast in enumerate(shown.casts, 1)),
            left_out,
        )
    counted: list[Part] = [one for name in _COUNTED for one in part.counted(shown, name)]
    there = Chapter("what-there-is", "What there is", _known(shown), tuple(counted))
    return (there, Chapter("films", "The films", "", (part.film_table(shown),)), left_out)


def write(shown: Shown, out: Path) -> None:
    """Write the page.

    Raises
    ------
    SourceError
        When it cannot be written.
    """
    write_page(out, title=_title(shown), lead=_lead(shown), chapters=chapters(shown))


def _overall(shown: Shown) -> tuple[Chapter, ...]:
    parts = (*part.lead(shown), *part.role_words(shown))
    return (Chapter("characters", "Who is spoken of, and how", _spoken(shown), parts),) if parts else ()


def _personas(shown: Shown) -> tuple[Chapter, ...]:
    found = shown.personas
    if found is None:
        return ()
    lead = f"Kinds of characters that recur, by the model {found.kind!r}; each named by the words that tell it apart."
    title = f"{len(found.personas)} personas"
    return (Chapter("personas", title, lead, persona_parts(found, shown.layout), made=found.record.as_dict()),)


def _film(cast: Cast, number: int) -> Chapter:
    year = "" if cast.year is None else f" ({cast.year})"
    return Chapter(f"film-{number}", f"{cast.title}{year}", "", part.cast_parts(cast))


def _title(shown: Shown) -> str:
    facts = shown.facts
    if shown.kind == "character":
        return f"{facts['characters']:,} characters of {facts['films']:,} films"
    return f"{facts['films']:,} films"


def _lead(shown: Shown) -> str:
    if shown.kind == "character":
        return (
            f"Who is named in the plots, and what is said of each: {shown.facts['words']:,} words by role. Films of "
            "whose characters most is said come first."
        )
    return f"{shown.facts['words_in_plots']:,} words in {shown.facts['with_plot']:,} plots."


def _known(shown: Shown) -> str:
    n = shown.facts["films"]
    told = {"with_plot": "plot", "with_year": "year", "with_genres": "genres", "with_revenue_usd": "revenue",
            "with_runtime_min": "running time", "films_with_cast": "cast"}  # fmt: skip
    known = [f"{name} of {shown.facts[fact]:,}" for fact, name in told.items() if shown.facts.get(fact)]
    return f"Of {n:,} films are known: {', '.join(known)}." if known else ""


def _spoken(shown: Shown) -> str:
    facts = shown.facts
    pronouns = f", and {facts['pronouns']:,} pronouns stand for them" if facts["pronouns"] else ""
    return (
        f"{facts['characters']:,} characters are named {facts['mentions']:,} times{pronouns}. Of "
        f"{facts['with_three_words']:,} at least three words are said."
    )
