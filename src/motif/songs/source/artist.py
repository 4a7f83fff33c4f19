"""Artists: all names of a cell in their order, whichever way the list is written."""

from __future__ import annotations

import json
import re
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["artist_lists", "artist_names"]

_QUOTED = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
_LIST = re.compile(rf"\s*\[\s*(?:(?:{_QUOTED})\s*(?:,\s*(?:{_QUOTED})\s*)*,?\s*)?\]\s*", re.DOTALL)
_ITEM = re.compile(_QUOTED, re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_LONGEST = 20_000  # characters of a cell that is looked into; a longer one is taken as it is


def artist_names(cell: str) -> list[str]:
    r"""Return the artists of a cell: a list as Python or JSON writes it, names between `;`, or one name.

    Nothing is evaluated, and a comma separates nothing ("Earth, Wind & Fire").

    Examples
    --------
    >>> artist_names("['Sly & Robbie', \"The B-52's\"]"), artist_names("Ingrid Michaelson;ZAYN"), artist_names("a, b")
    (['Sly & Robbie', "The B-52's"], ['Ingrid Michaelson', 'ZAYN'], ['a, b'])
    """
    if len(cell) > _LONGEST:
        return [cell]
    if cell.lstrip()[:1] == "[":
        if _LIST.fullmatch(cell):
            return _filled(_ESCAPE.sub(r"\1", quoted[1:-1]) for quoted in _ITEM.findall(cell))
        if (named := _records(cell)) is not None:
            return named
    if ";" in cell:
        return _filled(cell.split(";"))
    return [cell] if cell.strip() else []


def _filled(names: Any) -> list[str]:
    return [name.strip() for name in names if name.strip()]


def _records(cell: str) -> list[str] | None:
    """The names of a JSON list of records, as the Web API writes artists; None when it is none."""
    try:
        value = json.loads(cell)
    except (ValueError, RecursionError):
        return None
    names = [one.get("name") if isinstance(one, dict) else one for one in value] if isinstance(value, list) else [None]
    return _filled(names) if all(isinstance(name, str) for name in names) else None


def artist_lists(cells: pa.ChunkedArray, *, counts: pa.ChunkedArray | None = None) -> pa.Array:
    """Return the artists of each row.

    Parameters
    ----------
    cells :
        (n_rows,) text, or lists of text.
    counts :
        (n_rows,) text: the artists' own ids between commas, where the table has them. A cell with as many names
        between commas as it has ids is a list; without ids a comma is part of a name.

    Returns
    -------
    (n_rows,) lists of text; null where no artist is given.

    Examples
    --------
    >>> cells = pa.chunked_array([["Lola, Mia", "Earth, Wind & Fire", None]])
    >>> artist_lists(cells, counts=pa.chunked_array([["1,2", "3", None]])).to_pylist()
    [['Lola', 'Mia'], ['Earth, Wind & Fire'], None]
    """
    kind = pa.list_(pa.string())
    if pa.types.is_list(cells.type) or pa.types.is_large_list(cells.type):
        filled = [_filled(map(str, row)) if row else [] for row in cells.to_pylist()]
        return pa.array([row or None for row in filled], kind)
    if counts is not None and pc.any(pc.match_substring(cells, ",")).as_py():
        pairs = zip(cells.to_pylist(), counts.to_pylist(), strict=True)
        return pa.array([_counted(cell, ids) for cell, ids in pairs], kind)
    text = pc.dictionary_encode(cells).combine_chunks()
    lists = pa.array([artist_names(cell) or None for cell in text.dictionary.to_pylist()], kind)
    return lists.take(text.indices)


def _counted(cell: str | None, ids: str | None) -> list[str] | None:
    if cell is None:
        return None
    parts = cell.split(",")
    separated = ids is not None and len(parts) == len(ids.split(",")) > 1
    return (_filled(parts) if separated else artist_names(cell)) or None
