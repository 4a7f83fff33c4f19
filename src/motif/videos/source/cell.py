"""Cells: ids, keywords and labels as tables of videos write them, read without running anything."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from motif.core.check import missing
from motif.core.errors import DataError

__all__ = ["identity", "is_gone", "keywords", "labels", "line"]

_NOTHING = frozenset({"", "[none]", "none", "null", "nan", "n/a", "\\n"})
_GONE = frozenset({"deleted video", "private video", "video unavailable", "this video is unavailable"})
_PIECE = re.compile(r'"((?:[^"]|"")*)"(?=\s*(?:\||$))|([^|]+)')
_QUOTED = re.compile(r""""((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'""")
_LABEL = re.compile(r"\d{1,9}")
_BETWEEN = re.compile(r"[\s,;|]+")
_LONGEST = 1_000_000  # characters of a cell of keywords; YouTube takes 500


def line(cell: object) -> str | None:
    """Return a cell as text without blanks around it; None where it says nothing.

    Examples
    --------
    >>> line(" My Response "), line(1984), line("  "), line(float("nan"))
    ('My Response', '1984', None, None)
    """
    if missing(cell) or isinstance(cell, Mapping | list):
        return None
    return _whole(str(cell)).strip() or None


def _whole(text: str) -> str:
    """A text with "?" for half a letter, as JSON can hold one where an emoji was cut."""
    return text if text.isascii() else text.encode(errors="replace").decode()


def identity(cell: object) -> str:
    """Return the id of a video.

    Raises
    ------
    DataError
        reason missing_id, or bad_id for what a spreadsheet has made of an id that begins with "-".

    Examples
    --------
    >>> identity(" -2aVkGcI7ZA ")
    '-2aVkGcI7ZA'
    >>> identity("#NAME?")
    Traceback (most recent call last):
        ...
    motif.core.errors.DataError: '#NAME?' is no id: a spreadsheet took it for a formula
    """
    text = line(cell)
    if text is None:
        raise DataError("no id", reason="missing_id")
    if text.startswith("#"):
        raise DataError(f"{text[:40]!r} is no id: a spreadsheet took it for a formula", reason="bad_id")
    return text


def is_gone(title: str | None) -> bool:
    """Whether a title says that the video is no longer there.

    Examples
    --------
    >>> is_gone("[Deleted video]"), is_gone("Private video"), is_gone("A private video"), is_gone(None)
    (True, True, False, False)
    """
    return title is not None and title.strip("[] ").casefold() in _GONE


def keywords(cell: object) -> list[str]:
    r"""Return the keywords of a cell, in order, each once.

    A keyword may hold several words. YouTube lets none hold a comma, so that commas part keywords, also inside a list.

    Parameters
    ----------
    cell :
        A list; or a text with `|` between keywords that may stand in quotes, as Kaggle's tables of trending videos
        have, with commas, or printed as a list by JSON or Python. `[none]` stands for none.

    Examples
    --------
    >>> keywords('logan paul|"a|b"|""'), keywords("[none]"), keywords(["cats, dogs", "cats"])
    (['logan paul', 'a|b'], [], ['cats', 'dogs'])
    >>> keywords("['old', \"O'Brien\"]"), keywords("old, new")
    (['old', "O'Brien"], ['old', 'new'])
    """
    if missing(cell):
        return []
    if isinstance(cell, str):
        given: Iterable[Any] = _told(cell.strip()[:_LONGEST])
    else:
        given = cell if isinstance(cell, Iterable) and not isinstance(cell, Mapping | bytes) else [cell]
    parts = [part.strip() for one in given if not missing(one) for part in _whole(str(one)).split(",")]
    return list(dict.fromkeys(part for part in parts if part.casefold() not in _NOTHING))


def _told(text: str) -> list[str]:
    if text.casefold() in _NOTHING:
        return []
    if text[:1] == "[" and text[-1:] == "]":
        return _listed(text)
    return [(quoted or bare).replace('""', '"') for quoted, bare in _PIECE.findall(text)]


def _listed(text: str) -> list[str]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        quoted = [one or other for one, other in _QUOTED.findall(text)]
        return quoted or text[1:-1].split("|")
    return [str(one) for one in found if isinstance(one, str | int | float)]


def labels(cell: object) -> list[int]:
    """Return the labels of a cell, in order, each once.

    Parameters
    ----------
    cell :
        A list of whole numbers, one number, or a text of numbers with blanks, commas, `;` or `|` between them.

    Raises
    ------
    DataError
        reason bad_labels.

    Examples
    --------
    >>> labels([3, 4, 3]), labels("3 4;9"), labels(7), labels(None)
    ([3, 4], [3, 4, 9], [7], [])
    """
    if missing(cell):
        return []
    if isinstance(cell, str):
        given: list[Any] = [part for part in _BETWEEN.split(cell.strip("[]() ")) if part]
    else:
        given = list(cell) if isinstance(cell, Iterable) else [cell]
    texts = [str(one).removesuffix(".0") for one in given]
    wrong = [text for text in texts if not _LABEL.fullmatch(text)]
    if wrong:
        raise DataError(f"{wrong[0][:40]!r} is no label: whole numbers of at least 0 are", reason="bad_labels")
    return list(dict.fromkeys(int(text) for text in texts))
