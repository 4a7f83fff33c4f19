"""The table of decisions on names: `film,alias,name`, with which the user overrules the rules of joining."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from motif.core.check import few
from motif.core.errors import DataError, InputError
from motif.source.table import read_table

__all__ = ["Decision", "read_aliases"]

_COLUMNS = ("film", "alias", "name")
_LONGEST = 200  # characters of a name


@dataclass(frozen=True, slots=True)
class Decision:
    """One row: in a film, an alias belongs to the character of a name.

    Parameters
    ----------
    number :
        Of the row, counted from 1.
    film :
        The film's id or title.
    alias, name :
        The form that the plot uses, and whom it means; an empty name means nobody.

    Examples
    --------
    >>> Decision(1, "Alien", "the officer", "Ripley").name
    'Ripley'
    """

    number: int
    film: str
    alias: str
    name: str


def read_aliases(path: str | Path) -> tuple[Decision, ...]:
    r"""Return the decisions of a table with the columns `film` (an id or a title), `alias` and `name`.

    An empty name says that the alias is nobody's: no character, or none worth counting.

    Raises
    ------
    SourceError
        When it cannot be read.
    DataError
        reason no_decisions: when a column is missing, or a film or an alias is empty, or a cell too long.
    InputError
        When one alias of one film is given to two names.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_text
    >>> path = Path(tempfile.mkdtemp()) / "names.csv"
    >>> write_text(path, "film,alias,name\nAlien,Ellen,Ripley\n")
    >>> read_aliases(path)
    (Decision(number=1, film='Alien', alias='Ellen', name='Ripley'),)
    """
    table = read_table(path)
    name = Path(path).name
    if missing := [column for column in _COLUMNS if column not in table.columns]:
        message = f"{name!r} has no column {few(missing)}; a table of names has film, alias and name"
        raise DataError(message, reason="no_decisions")
    rows = table.data.select(_COLUMNS).to_pylist()
    decisions = tuple(_decision(number, row, name) for number, row in enumerate(rows, start=1))
    _check_agreement(decisions, name)
    return decisions


def _decision(number: int, row: dict[str, object], file: str) -> Decision:
    texts = (str(row[column] if row[column] is not None else "") for column in _COLUMNS)
    cells = [" ".join(unicodedata.normalize("NFC", text).split()) for text in texts]  # as plots are read
    if not all(cells[:2]) or any(len(cell) > _LONGEST for cell in cells):
        shown = ", ".join(repr(cell[:20]) for cell in cells)
        expected = f"a film, an alias of it and whose it is, each of at most {_LONGEST} letters"
        message = f"row {number} of {file!r} is {shown}; expected {expected}"
        raise DataError(message, reason="no_decisions")
    return Decision(number, *cells)


def _check_agreement(decisions: tuple[Decision, ...], file: str) -> None:
    told: dict[tuple[str, str], Decision] = {}
    for one in decisions:
        key = (one.film.casefold(), one.alias.casefold())
        before = told.setdefault(key, one)
        if before.name != one.name:
            message = f"rows {before.number} and {one.number} of {file!r} give the alias {one.alias!r} of {one.film!r}"
            raise InputError(f"{message} to {before.name!r} and to {one.name!r}; leave one out")
