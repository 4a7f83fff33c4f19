"""What a map takes from a collection's columns: regions, titles and words about an item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core import check
from motif.core.errors import InputError
from motif.evaluate.figure import in_words

if TYPE_CHECKING:
    from motif.collection.base import Collection

__all__ = ["Regions", "chosen_column", "in_lines", "read_regions", "told_columns"]

_MOST_REGIONS = 1000
_N_TOLD = 3  # columns that are told of an item, when none are named


@dataclass(frozen=True, eq=False)
class Regions:
    """Which items lie in which region.

    Parameters
    ----------
    labels :
        (n_items,), whole numbers that index `names`; -1 for none.
    names :
        What the regions are called.
    note :
        What a reader must know of them, such as that only the largest are there; "" for nothing.

    Examples
    --------
    >>> Regions(np.array([0, -1]), ["drama"]).note
    ''
    """

    labels: np.ndarray
    names: list[str]
    note: str = ""


def chosen_column(
    collection: Collection, given: str | None, usual: Sequence[str], *, what: str, nested: bool = False
) -> str | None:
    """Return the column that is meant: the one named, else the first of the usual ones that is there, else None.

    Parameters
    ----------
    collection :
        Whose columns are looked at, not read.
    given :
        A column's name, or None.
    usual :
        Names tried when none is given.
    what :
        How the message calls it.
    nested :
        Whether a column of lists will do.

    Raises
    ------
    InputError
        When the column is not there, or holds lists or records.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> chosen_column(Collection("film", {"id": ["a"], "name": ["A"]}), None, ("title", "name"), what="title")
    'name'
    """
    import pyarrow as pa

    known = {field.name: field.type for field in collection.items.schema}
    if given is None:
        return next((name for name in usual if name in known and not pa.types.is_nested(known[name])), None)
    if given not in known:
        raise InputError(f"{what} must name a column, not {given!r}; there are {check.few(known)}")
    if pa.types.is_nested(known[given]) and not nested:
        raise InputError(f"{what} must name a column of one value for each item; {given!r} holds {known[given]}")
    return given


def told_columns(collection: Collection, given: Sequence[str] | None, *, taken: Sequence[str | None]) -> list[str]:
    """Return the columns that are told of an item: the given ones, else the first three that are not taken.

    Raises
    ------
    InputError
        When a column is not there, or one text is given for the list.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> told_columns(Collection("film", {"id": ["a"], "name": ["A"], "year": [1960]}), None, taken=("name",))
    ['year']
    """
    if isinstance(given, str):
        raise InputError(f"words must be a list of columns, not {given!r}; give [{given!r}]")
    if given is not None:
        return [name for name in given if chosen_column(collection, name, (), what="words", nested=True)]
    import pyarrow as pa

    fields = [field for field in collection.items.schema if field.name not in {"id", "media", *taken}]
    return [field.name for field in fields if not pa.types.is_nested(field.type)][:_N_TOLD]


def read_regions(collection: Collection, colour: str | None, rows: np.ndarray) -> Regions:
    """Return the regions that a column names: its 1,000 commonest values; what is empty or no number names none.

    Parameters
    ----------
    collection, colour :
        The column, one value for each item; None for no regions.
    rows :
        Positions of the items on the map.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> films = Collection("film", {"id": ["a", "b", "c"], "score": [2.5, float("nan"), 2.5]})
    >>> found = read_regions(films, "score", np.arange(3))
    >>> found.labels.tolist(), found.names
    ([0, -1, 0], ['score 2.5'])
    """
    if colour is None:
        return Regions(np.full(len(rows), -1), [])
    values = [None if _empty(value) else value for value in collection.items[colour].take(rows).to_pylist()]
    counts = Counter(value for value in values if value is not None)
    known = sorted(counts)
    kept = sorted(sorted(known, key=lambda value: -counts[value])[:_MOST_REGIONS])
    place = {value: i for i, value in enumerate(kept)}
    labels = np.array([place.get(value, -1) for value in values])
    names = [value if isinstance(value, str) else f"{in_words(colour)} {value}" for value in kept]
    left = sum(counts.values()) - int((labels >= 0).sum())
    return Regions(labels, names, _note(colour, len(known), left) if left else "")


def in_lines(collection: Collection, name: str, rows: np.ndarray) -> list[str]:
    """Return a column as text, one for each of the rows: nothing for what is empty, lists in a row.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> films = Collection("film", {"id": ["a", "b"], "genres": [["crime", "noir"], None]})
    >>> in_lines(films, "genres", np.arange(2))
    ['crime, noir', '']
    """
    return [_text(value) for value in collection.items[name].take(rows).to_pylist()]


def _empty(value: Any) -> bool:
    return check.missing(value) or (isinstance(value, str) and not value)


def _note(colour: str, n_values: int, n_left: int) -> str:
    left = "1 item of the others is" if n_left == 1 else f"{n_left:,} items of the others are"
    return f"of {n_values:,} values of {colour!r}, the {_MOST_REGIONS:,} with most items are regions; {left} grey"


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value)))
    if check.missing(value):
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)
