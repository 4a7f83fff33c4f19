"""The CMU Movie Summary Corpus as it is published: plots, facts, casts, tropes and names, each file by itself.

Corpus: Bamman, O'Connor and Smith 2013. Its files are known by their names; any of them may be missing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from motif.core.errors import DataError
from motif.films.source import cell
from motif.films.source.film import Film, Part
from motif.films.source.line import tabbed
from motif.films.source.reading import Reading

__all__ = [
    "FILES",
    "MOST_CHARACTERS",
    "Played",
    "Trope",
    "cmu_name",
    "page_title",
    "read_cast",
    "read_films",
    "read_tropes",
]

MOST_CHARACTERS = 10_000_000
"""Of a plot; what is longer is no plot: the longest novels have three million."""

_GENDERS = {"M": "male", "F": "female"}
_LONGEST_ID = 200
_OLDEST = 120  # years
_OF_A_FILM = re.compile(r"\s*\((?:(\d{4}) )?film\)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Played:
    """A row of the corpus's cast: who played whom in which film.

    Examples
    --------
    >>> Played(1, "3217", Part("Ash Williams")).film
    '3217'
    """

    number: int
    film: str
    part: Part


@dataclass(frozen=True, slots=True)
class Trope:
    """A character that somebody has named a type of person, or that has one name in several films.

    Parameters
    ----------
    number :
        The line.
    kind :
        The trope, or the name.
    character_id :
        As in the cast.
    character, film_title, actor :
        Where they are told.

    Examples
    --------
    >>> Trope(1, "absent_minded_professor", "/m/0jy9q0", "Professor Philip Brainard", "Flubber").film_title
    'Flubber'
    """

    number: int
    kind: str
    character_id: str
    character: str | None = None
    film_title: str | None = None
    actor: str | None = None


def cmu_name(path: str | Path) -> str | None:
    """Return which file of the corpus a path is by its name, packed or not; None for none of them.

    Examples
    --------
    >>> cmu_name("MovieSummaries/movie.metadata.tsv.gz"), cmu_name("films.csv")
    ('movie.metadata.tsv', None)
    """
    name = Path(path).name.removesuffix(".gz")
    return name if name in FILES else None


def page_title(page: str) -> tuple[str, int | None]:
    """Return the title and, where it is said, the year of a film by the title of its Wikipedia page.

    Examples
    --------
    >>> page_title("Avatar (2009 film)"), page_title("The Dark Knight (film)"), page_title("Toy Story 3")
    (('Avatar', 2009), ('The Dark Knight', None), ('Toy Story 3', None))
    """
    found = _OF_A_FILM.search(page)
    if found is None:
        return page, None
    return page[: found.start()], int(found[1]) if found[1] else None


def read_films(path: str | Path, told: Reading) -> Iterator[tuple[int, Film]]:
    r"""Yield the films of `plot_summaries.txt`, `movie.metadata.tsv` or `box.office.txt` with their lines.

    Parameters
    ----------
    path :
        The file.
    told :
        Its tally; `told.kind` is "plots", "facts" or "revenues".

    Raises
    ------
    SourceError, DataError
        When it cannot be read as a whole.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_text
    >>> path = Path(tempfile.mkdtemp()) / "plot_summaries.txt"
    >>> write_text(path, "3217\tAsh is sent back.\n3218\t\n")
    >>> told = Reading("plot_summaries.txt", "plots")
    >>> [(number, film.id, film.plot) for number, film in read_films(path, told)], dict(told.dropped)
    ([(1, '3217', 'Ash is sent back.')], {'empty_plot': 1})
    """
    n_cells, made = _FILM_FILES[told.kind]
    for number, cells in tabbed(path, told, n_cells=n_cells):
        film = made(number, cells, told)
        if film is not None:
            yield number, film


def _id(text: str, number: int, told: Reading) -> str | None:
    """The id of a row, None where it is none; the row is left out then."""
    if text and len(text) <= _LONGEST_ID and not any(c.isspace() for c in text):
        return text
    told.leave_out(number, "bad_row", detail=f"{text[:40]!r} is no id of a film")
    return None


def _plot(number: int, cells: list[str], told: Reading) -> Film | None:
    id_, plot = cells
    if _id(id_, number, told) is None:
        return None
    if not plot or len(plot) > MOST_CHARACTERS:
        told.leave_out(number, "too_long" if plot else "empty_plot", id=id_)
        return None
    return Film(id_, plot=plot, origin=told.name)


def _facts(number: int, cells: list[str], told: Reading) -> Film | None:
    id_, _, title, released, revenue, runtime, *listed = cells
    if _id(id_, number, told) is None:
        return None
    languages, countries, genres = (_listed(one, told) for one in listed)
    return Film(
        id_,
        title or None,
        _read(cell.year, released, "odd_year", told),
        revenue_usd=_read(cell.revenue, revenue, "odd_revenue", told),
        runtime_min=_read(cell.minutes, runtime, "odd_runtime", told),
        genres=genres,
        languages=languages,
        countries=countries,
        origin=told.name,
    )


def _revenue(number: int, cells: list[str], told: Reading) -> Film | None:
    revenue, id_, page = cells
    if _id(id_, number, told) is None:
        return None
    title, year = page_title(page)
    return Film(
        id_, title or None, year, revenue_usd=_read(cell.revenue, revenue, "odd_revenue", told), origin=told.name
    )


def _listed(text: str, told: Reading) -> tuple[str, ...] | None:
    try:
        return cell.names(text)
    except DataError as error:
        told.dirt[error.reason] += 1
        return None


def _read(how: Callable[[object], Any], text: str, dirt: str, told: Reading) -> Any:
    """A cell's value; one that says something, but nothing that a film can have, is dirt and stays empty."""
    value = how(text)
    told.dirt[dirt] += bool(text) and value is None
    return value


_FILM_FILES: dict[str, tuple[int, Callable[[int, list[str], Reading], Film | None]]] = {
    "plots": (2, _plot),
    "facts": (9, _facts),
    "revenues": (3, _revenue),
}


def read_cast(path: str | Path, told: Reading) -> Iterator[Played]:
    r"""Yield the parts of `character.metadata.tsv`; the actor's gender is told as `female` and `male`.

    Raises
    ------
    SourceError, DataError
        When it cannot be read as a whole.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_text
    >>> path = Path(tempfile.mkdtemp()) / "character.metadata.tsv"
    >>> cells = "3217 /m/014k4y 1992 Ash _ M 1.85 _ Bruce_Campbell 34 /m/1 /m/2 /m/3".split()
    >>> write_text(path, "\t".join(cell.replace("_", " ") for cell in cells))
    >>> next(read_cast(path, Reading("character.metadata.tsv", "cast"))).part.actor
    'Bruce Campbell'
    """
    for number, cells in tabbed(path, told, n_cells=13):
        film = _id(cells[0], number, told)
        if film is None:
            continue
        age = cell.amount(cells[9])
        age = None if age is None or age > _OLDEST else age
        told.dirt["odd_age"] += bool(cells[9]) and age is None  # the corpus has ages of -7000 days
        part = Part(
            cells[3] or None, cells[10] or None, cells[8] or None, cells[12] or None, _GENDERS.get(cells[5]), age
        )
        if not (part.character or part.actor):
            told.leave_out(number, "nobody_named", id=film)
            continue
        yield Played(number, film, part)


def read_tropes(path: str | Path, told: Reading) -> Iterator[Trope]:
    r"""Yield the rows of `tvtropes.clusters.txt` or `name.clusters.txt`.

    Parameters
    ----------
    path :
        The file.
    told :
        Its tally; `told.kind` is "tropes" or "names".

    Raises
    ------
    SourceError, DataError
        When it cannot be read as a whole.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_text
    >>> path = Path(tempfile.mkdtemp()) / "name.clusters.txt"
    >>> write_text(path, "John Doe\t/m/0jyg35\n")
    >>> next(read_tropes(path, Reading("name.clusters.txt", "names"))).kind
    'John Doe'
    """
    for number, (kind, rest) in tabbed(path, told, n_cells=2):
        if told.kind == "names":
            facts = {"id": rest}
        else:
            try:
                facts = json.loads(rest)
            except (ValueError, RecursionError):
                facts = None
        if not isinstance(facts, dict) or not kind or not cell.plain_text(facts.get("id")):
            told.leave_out(number, "bad_row", detail=f"no kind and id of a character: {rest[:40]!r}")
            continue
        who, film, actor = (cell.plain_text(facts.get(name)) for name in ("char", "movie", "actor"))
        yield Trope(number, kind, str(facts["id"]).strip(), who, film, actor)


FILES: dict[str, str] = {
    "plot_summaries.txt": "plots",
    "movie.metadata.tsv": "facts",
    "character.metadata.tsv": "cast",
    "tvtropes.clusters.txt": "tropes",
    "name.clusters.txt": "names",
    "box.office.txt": "revenues",
}
"""The corpus's files, and what the rows of each are; the last one came with the paper's program."""
