"""Tables of films: CSV, Parquet and JSON of many makers, known by their columns' names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from motif.core.check import few
from motif.core.digest import file_digest
from motif.core.errors import DataError
from motif.films.source import cell
from motif.films.source.cmu import MOST_CHARACTERS
from motif.films.source.column import FILM_ROLES, known_columns, row_numbers_of
from motif.films.source.film import Film, Part, film_id
from motif.films.source.reading import Reading
from motif.source.table.report import Table

__all__ = ["begin", "cells_of", "origins_of", "read_film_table"]

_BATCH = 1024
_FACTS = {"year": cell.year, "revenue_usd": cell.revenue, "runtime_min": cell.minutes}
_ODD = {"year": "odd_year", "revenue_usd": "odd_revenue", "runtime_min": "odd_runtime"}
_GENDERS = {"1": "female", "2": "male", "f": "female", "m": "male", "female": "female", "male": "male"}


def read_film_table(table: Table, path: str | Path, told: Reading) -> Iterator[tuple[int, Film]]:
    r"""Yield the films of a table with their rows, as a spreadsheet numbers them.

    Parameters
    ----------
    table :
        As `source.table.read_table` gives it.
    path :
        Where it lies.
    told :
        Its tally.

    Raises
    ------
    DataError
        reason not_films: no column of titles or plots.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from motif.source.table.report import TableReport
    >>> data = pa.table({"Title": ["Stray"], "Release Year": [1952], "Genre": ["drama, crime"], "Plot": ["She runs."]})
    >>> table, told = Table(data, TableReport("parquet", n_rows=1)), Reading("films.parquet", "films")
    >>> film = next(read_film_table(table, __file__, told))[1]
    >>> film.title, film.year, film.genres, film.plot
    ('Stray', 1952, ('drama', 'crime'), 'She runs.')
    """
    columns = known_columns(table.columns, FILM_ROLES)
    if "title" not in columns and "plot" not in columns:
        message = f"{told.name!r} is no table of films: no column says 'title', 'plot', 'summary' or the like"
        raise DataError(f"{message}; there are {few(table.columns)}", reason="not_films")
    told.digest = told.digest or file_digest(path)
    used = {*columns.values(), *row_numbers_of(table.columns)}
    told.unused = tuple(name for name in table.columns if name not in used)
    begin(table, told)
    for number, row in cells_of(table, columns):
        film = _film(number, row, told)
        if film is not None:
            yield number, film


def begin(table: Table, told: Reading) -> None:
    """Take over what reading the table has left out and counted, and how many rows it has.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from motif.source.table.report import TableReport
    >>> told = Reading("a.csv", "films")
    >>> begin(Table(pa.table({"title": ["Stray"]}), TableReport("csv", n_rows=1)), told)
    >>> told.n_gathered
    1
    """
    told.dirt.update({kind: n for kind, n in table.report.dirt.items() if kind not in _reasons(table)})
    told.n_gathered += table.n_rows + len(table.report.drops)
    for drop in table.report.drops:
        place = drop.origin.rpartition(":")[2]
        told.leave_out(place, drop.reason, detail=drop.detail)


def _reasons(table: Table) -> set[str]:
    """The kinds of dirt that are rows left out, which the ledger counts as such."""
    return {drop.reason for drop in table.report.drops}


def origins_of(table: Table) -> list[int]:
    """Return the number of each row as its file counts them: the header is 1, and rows left out count too.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from motif.source.table.report import TableReport
    >>> origins_of(Table(pa.table({"title": ["Stray", "Home"]}), TableReport("csv", n_rows=2)))
    [2, 3]
    """
    first = 2 if table.report.kind in ("csv", "tsv") else 1
    gone = {int(drop.origin.rpartition(":")[2]) for drop in table.report.drops}
    everything = np.arange(first, first + table.n_rows + len(gone))
    return [number for number in everything.tolist() if number not in gone][: table.n_rows]


def cells_of(table: Table, columns: Mapping[str, str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the rows of a table as dictionaries role -> cell with their numbers, a thousand in memory at once.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from motif.source.table.report import TableReport
    >>> table = Table(pa.table({"Film": ["Stray"]}), TableReport("csv", n_rows=1))
    >>> list(cells_of(table, {"title": "Film"}))
    [(2, {'title': 'Stray'})]
    """
    chosen = table.data.select([*columns.values()]).rename_columns([*columns])
    numbers = iter(origins_of(table))
    for batch in chosen.to_batches(max_chunksize=_BATCH):
        for row in batch.to_pylist():
            yield next(numbers), row


def _film(number: int, row: dict[str, Any], told: Reading) -> Film | None:
    title, plot = cell.plain_text(row.get("title")), cell.plain_text(row.get("plot"))
    given = cell.identity(row.get("id"))
    if title is None and plot is None:
        told.leave_out(number, "empty_plot" if given and "title" not in row else "nothing_told", id=given or "")
        return None
    if plot is not None and len(plot) > MOST_CHARACTERS:
        told.leave_out(number, "too_long", id=given or "", detail=f"{len(plot):,} characters")
        return None
    facts = {name: _fact(name, row.get(name), told) for name in _FACTS}
    lists: dict[str, Any] = {name: _names(row.get(name), told) for name in ("genres", "languages", "countries")}
    told.dirt["missing_id"] += "id" in row and given is None
    id_ = given or film_id(title, facts["year"], plot)
    return Film(id_, title, plot=plot, **facts, **lists, origin=told.name, cast=_cast(row.get("cast"), told))


def _fact(name: str, given: object, told: Reading) -> Any:
    """A cell's value; one that says something, but nothing that a film can have, is dirt and stays empty."""
    value = _FACTS[name](given)
    said = cell.plain_text(given)
    told.dirt[_ODD[name]] += value is None and bool(said) and said.lower() not in (*cell.NOTHING, "0", "0.0")
    return value


def _names(given: object, told: Reading) -> tuple[str, ...] | None:
    try:
        return cell.names(given)
    except DataError as error:
        told.dirt[error.reason] += 1
        return None


def _cast(given: object, told: Reading) -> tuple[Part, ...]:
    """The parts of a cell: names are actors; objects say `character` and `name` or `actor`, and perhaps `gender`."""
    if isinstance(given, str) and given.lstrip()[:1] == "[":
        try:
            given = cell.unprinted(given)
        except DataError as error:
            told.dirt[error.reason] += 1
            return ()
    if isinstance(given, list) and any(isinstance(one, dict) for one in given):
        return tuple(_part(one) for one in given if isinstance(one, dict))
    return tuple(Part(actor=name) for name in _names(given, told) or ())


def _part(given: dict[str, Any]) -> Part:
    actor = cell.plain_text(given.get("actor")) or cell.plain_text(given.get("name"))
    gender = _GENDERS.get(str(given.get("gender")).lower())
    return Part(cell.plain_text(given.get("character")), actor=actor, gender=gender)
