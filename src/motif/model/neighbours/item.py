"""The items of a collection that lie nearest to one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from motif.core.check import few
from motif.core.errors import InputError
from motif.model.neighbours.index import Neighbours
from motif.represent.block import block_matrix
from motif.represent.nearest import Metric

if TYPE_CHECKING:
    from motif.collection.base import Collection

__all__ = ["Found", "find"]

_MOST_NEAR_MISSES = 5
_MOST_COMPARED = 20_000  # ids: half a second


@dataclass(frozen=True, slots=True)
class Found:
    """An item that was found, and how far it is from the one asked about.

    Examples
    --------
    >>> Found("alien", 0.25).id
    'alien'
    """

    id: str
    distance: float


def find(
    collection: Collection,
    id: str,
    *,
    n: int = 10,
    block: str | None = None,
    metric: Metric = "euclidean",
    diversity: float = 0.0,
    group: str | None = None,
    per_group: int | None = None,
) -> list[Found]:
    """Return the items nearest to one of a collection by a block, the nearest first; the item itself is not among them.

    Parameters
    ----------
    collection :
        With a dense or sparse block. Items without the block are not found.
    id :
        The item.
    n :
        How many, at least 1; fewer come back where there are no more.
    block :
        Its name; None takes the only one.
    metric :
        "euclidean" or "cosine".
    diversity :
        In [0, 1]: above 0, items unlike each other are preferred, and stand in the order of choice.
    group, per_group :
        At most `per_group` items with one value of the column `group`; an empty cell is a group of its own.

    Raises
    ------
    InputError
        When there is no such item (with ids that look alike), block or column, or the item has no such block.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> films = Collection("film", {"id": ["a", "b", "c"]}, blocks={"codes": np.array([[0.0], [5.0], [1.0]])})
    >>> find(films, "a", n=2)
    [Found(id='c', distance=1.0), Found(id='b', distance=5.0)]
    """
    if (group is None) != (per_group is None):
        raise InputError(f"group and per_group go together; given group={group!r}, per_group={per_group!r}")
    position = _position(collection, id)
    found = block_matrix(collection, block)
    place = int(np.searchsorted(found.rows, position))
    if place == found.n_items or found.rows[place] != position:
        raise InputError(f"item {id!r} has no block {found.name!r}; {found.n_items} others have it")
    groups = None if group is None else _groups(collection, group, found.rows)
    model = Neighbours(metric=metric).fit(found.X)
    distances, places = model.find(place, n=n, diversity=diversity, groups=groups, per_group=per_group)
    ids = collection.items["id"].take(found.rows[places]).to_pylist()
    return [Found(id, distance) for id, distance in zip(ids, distances.tolist(), strict=True)]


def _position(collection: Collection, id: str) -> int:
    ids = collection.ids
    try:
        return ids.index(id)
    except ValueError:
        near = _near_misses(id, ids)
        advice = f"did you mean {few(near)}?" if near else f"there are {few(ids) or 'none'}"
        raise InputError(f"there is no item {id!r}; {advice}") from None


def _near_misses(id: str, ids: Sequence[str]) -> list[str]:
    """At most five ids like one: those that hold its text first, then those that are spelt alike."""
    text = id.casefold()
    holding = [known for known in ids if text and text in known.casefold()][:_MOST_NEAR_MISSES]
    alike = [known for known in ids if known[:1].casefold() == text[:1]] if len(ids) > _MOST_COMPARED else ids
    spelt = get_close_matches(id, alike[:_MOST_COMPARED], n=_MOST_NEAR_MISSES)
    return list(dict.fromkeys([*holding, *spelt]))[:_MOST_NEAR_MISSES]


def _groups(collection: Collection, name: str, rows: np.ndarray) -> list[Any]:
    columns = collection.items.column_names
    if name not in columns:
        raise InputError(f"there is no column {name!r}; there are: {few(columns)}")
    column = collection.items[name]
    if pa.types.is_nested(column.type):
        raise InputError(
            f"column {name!r} holds several values in a cell ({column.type}); group by one with single values"
        )
    return column.take(rows).to_pylist()
