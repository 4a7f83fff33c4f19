"""Cells: lists, dictionaries, years and amounts as films' tables write them, read without running anything."""

from __future__ import annotations

import ast
import json
import math
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from motif.core.check import missing
from motif.core.errors import DataError

__all__ = [
    "NOTHING",
    "amount",
    "identity",
    "minutes",
    "names",
    "plain_text",
    "revenue",
    "unprinted",
    "word_counts",
    "year",
]

_LONGEST = 50_000_000  # characters of a printed list: more is no cell
_DEEPEST = re.compile(r"[\[({]{9}")  # brackets without anything between: no list of words is so deep
_SEPARATORS = ("|", ";", "/", ",")
NOTHING = frozenset({"", "unknown", "n/a", "na", "nan", "none", "null", "\\n", "<na>", "-"})
"""Texts in lower case that say that nothing is known."""

_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d|21\d\d)(?!\d)")
_COMPACT = re.compile(r"((?:18|19|20)\d\d)[01]\d[0-3]\d")
_YEARS = (1870, 2100)  # of films
_AMOUNT = re.compile(r"(?:us)?\s*\$?\s*(\d[\d,]*(?:\.\d+)?(?:e\+?\d+)?)\s*(million|billion|m|bn)?\s*(?:usd|dollars)?")
_TIMES = {None: 1.0, "million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9}
_HOURS = re.compile(r"(?:(\d+)\s*h(?:ours?|r|rs)?)?[\s,:]*(?:(\d+(?:\.\d+)?)\s*(?:m|min|mins|minutes?)?\.?)?")
_MOST_TIMES = 1_000_000  # that a word is said of one character
_MOST_REVENUE = 1e11  # dollars; the most that a film has taken is 2.9e9, and some tables count other currencies
_LONGEST_FILM = 100_000  # minutes; the longest there is takes 51,420


def plain_text(cell: object) -> str | None:
    """Return a cell as text without blanks around it; None where it says nothing.

    Examples
    --------
    >>> plain_text(" O'Brien "), plain_text(7), plain_text("  "), plain_text(float("nan"))
    ("O'Brien", '7', None, None)
    """
    if missing(cell):
        return None
    return str(cell).strip() or None


def identity(cell: object) -> str | None:
    """Return an id as text; a whole number that a data frame has made 3217.0 is 3217 again.

    Examples
    --------
    >>> identity(3217.0), identity("tt0078748"), identity(" ")
    ('3217', 'tt0078748', None)
    """
    whole = isinstance(cell, float) and math.isfinite(cell) and cell == int(cell)
    return plain_text(int(cell) if whole else cell)  # type: ignore[arg-type]


def unprinted(text: str) -> Any:
    r"""Return the list or dictionary that a text prints, as JSON or as Python does; nothing of it is run.

    Raises
    ------
    DataError
        reason bad_list: it prints neither, or is nested without end.

    Examples
    --------
    >>> unprinted('{"/m/02h40lc": "English Language"}'), unprinted("['old', \"O'Brien\"]")
    ({'/m/02h40lc': 'English Language'}, ['old', "O'Brien"])
    """
    if len(text) <= _LONGEST and not _DEEPEST.search(text):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            pass  # as Python prints it, then
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of escapes that are none
                return ast.literal_eval(text)
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            pass
    raise DataError(f"{text[:40]!r} is no list or dictionary as JSON or Python print it", reason="bad_list")


def names(cell: object) -> tuple[str, ...] | None:
    """Return the names of a cell, each once: of a list, a dictionary (id -> name), or a text with separators.

    Parameters
    ----------
    cell :
        A list, or text such as `{"/m/07s9rl0": "Drama"}`, `['Drama']`, `Drama|Crime` or `Drama, Crime`. Of objects in
        a list, their `name` counts.

    Returns
    -------
    None where nothing is said; "unknown" says nothing.

    Raises
    ------
    DataError
        reason bad_list.

    Examples
    --------
    >>> names('{"/m/07s9rl0": "Drama"}'), names("Drama, Crime"), names(["Drama"]), names("unknown"), names("[]")
    (('Drama',), ('Drama', 'Crime'), ('Drama',), None, None)
    """
    if missing(cell):
        return None
    if isinstance(cell, str):
        text = cell.strip()
        cell = unprinted(text) if text[:1] in ("[", "{", "(") else _split(text)
    if isinstance(cell, Mapping):
        cell = cell.values()
    if not isinstance(cell, Iterable):
        cell = [cell]
    found = dict.fromkeys(name for name in map(_name, cell) if name.lower() not in NOTHING)
    return tuple(found) or None


def _split(text: str) -> list[str]:
    separator = next((mark for mark in _SEPARATORS if mark in text), None)
    return [text] if separator is None else text.split(separator)


def _name(value: object) -> str:
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("english_name")
    return plain_text(value) or ""


def word_counts(cell: object) -> Counter[str]:
    r"""Return the words of a cell and how often each stands there; letter case and order are kept.

    Parameters
    ----------
    cell :
        A list of words, a dictionary word -> count, or the text of one, as JSON or Python print it; also words with
        blanks, commas or other separators between them. What says that nothing is known (`nan`) is no word.

    Raises
    ------
    DataError
        reason bad_list.

    Examples
    --------
    >>> dict(word_counts("['old', \"O'Brien\", 'old']")), dict(word_counts("[]")), dict(word_counts({"kill": 2}))
    ({'old': 2, "O'Brien": 1}, {}, {'kill': 2})
    """
    if missing(cell):
        return Counter()
    if isinstance(cell, str):
        text = cell.strip()
        if text.lower() in NOTHING:
            return Counter()
        cell = _listed(text) if text[:1] in ("[", "{", "(") else re.split(r"[\s,;|]+", text)
    if isinstance(cell, Mapping):
        return Counter({str(word): _times(n) for word, n in cell.items() if _times(n)})
    if isinstance(cell, str | bytes) or not isinstance(cell, Iterable):
        raise DataError(f"{str(cell)[:40]!r} is no list of words", reason="bad_list")
    return Counter(word for one in cell if (word := plain_text(one)))


def _listed(text: str) -> Any:
    """The list that a text prints; one without any quotes, `[old, tired]`, is words between commas."""
    try:
        return unprinted(text)
    except DataError:
        inside = text[1:-1]
        if text[:1] + text[-1:] != "[]" or re.search(r"[\"'\[\]{}()]", inside):
            raise
        return [word for word in inside.split(",") if word.strip().lower() not in NOTHING]


def _times(n: object) -> int:
    if isinstance(n, bool) or not isinstance(n, int | float) or not 0 <= n <= _MOST_TIMES or n != int(n):
        raise DataError(f"{n!r} is no count of a word", reason="bad_list")
    return int(n)


def year(cell: object) -> int | None:
    """Return the year of a cell: a number, a date, or a text with a year in it; None where there is none.

    Examples
    --------
    >>> [year(cell) for cell in (1979, "1979-05-25", "25 May 1979", 1979.0, "19790525", "1010-12-02", "soon")]
    [1979, 1979, 1979, 1979, 1979, None, None]
    """
    if isinstance(cell, date):
        cell = cell.year
    if missing(cell) or isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        found = int(cell) if math.isfinite(cell) and cell == int(cell) else 0
        compact = _COMPACT.fullmatch(str(found))
        found = int(compact[1]) if compact else found
    else:
        text = str(cell).strip()
        match = _COMPACT.fullmatch(text) or _YEAR.search(text)
        found = int(match[1]) if match else 0
    return found if _YEARS[0] <= found <= _YEARS[1] else None


def amount(cell: object) -> float | None:
    """Return an amount of dollars above zero; zero, which stands for "not known" in many tables, and all else is None.

    Examples
    --------
    >>> [amount(cell) for cell in (14010832, "14010832.0", "$1,234", "1.4e7", "$2.5 million", 0, "plenty", -3)]
    [14010832.0, 14010832.0, 1234.0, 14000000.0, 2500000.0, None, None, None]
    """
    if missing(cell) or isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        number = float(cell)
    else:
        match = _AMOUNT.fullmatch(str(cell).strip().lower())
        number = float(match[1].replace(",", "")) * _TIMES[match[2]] if match else 0.0
    return number if 0 < number < math.inf else None


def revenue(cell: object) -> float | None:
    """Return what a film took in dollars; None also where it is more than any film can take.

    Examples
    --------
    >>> revenue("$2.5 million"), revenue(1e99)
    (2500000.0, None)
    """
    number = amount(cell)
    return None if number is None or number > _MOST_REVENUE else number


def minutes(cell: object) -> float | None:
    """Return a running time in minutes; None where it is none that a film can have.

    Examples
    --------
    >>> [minutes(cell) for cell in (98, "98.0", "98 min", "1h 38m", "2 h", 0, "long", 1e9)]
    [98.0, 98.0, 98.0, 98.0, 120.0, None, None, None]
    """
    if missing(cell) or isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        number = float(cell)
    else:
        match = _HOURS.fullmatch(str(cell).strip().lower())
        number = float(match[1] or 0) * 60 + float(match[2] or 0) if match else 0.0
    return number if 0 < number <= _LONGEST_FILM else None
