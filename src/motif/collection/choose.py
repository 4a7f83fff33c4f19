"""The door of a collection: which rows are meant, and whether what is given lines up with the items."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from motif.collection.block import ABSENT, Block
from motif.collection.build import as_block
from motif.collection.contents import as_table, check_media, id_table
from motif.collection.disk import LazyTable
from motif.collection.merge import matched_rows
from motif.core import check
from motif.core.errors import InputError

__all__ = ["Named", "checked_block", "checked_column", "checked_table", "chosen_rows"]


class Named(Mapping[str, Any]):
    """Blocks or tables by name; a name that is not there is answered with those that are."""

    def __init__(self, what: str, known: Mapping[str, Any], get: Callable[[Any], Any] = lambda value: value) -> None:
        self._what, self._known, self._get = what, known, get

    def __getitem__(self, name: str) -> Any:
        if name not in self._known:
            raise InputError(f"there is no {self._what} {name!r}; there are: {check.few(self._known) or 'none'}")
        return self._get(self._known[name])

    def get(self, name: str, default: Any = None) -> Any:
        """Return what has a name, or the default."""
        return self[name] if name in self._known else default

    def __contains__(self, name: object) -> bool:
        return name in self._known

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def __repr__(self) -> str:
        return f"<{self._what}s: {', '.join(self._known) or 'none'}>"


def chosen_rows(
    rows: slice | Sequence[str] | Sequence[int] | np.ndarray, ids: Callable[[], list[str]], n_items: int
) -> np.ndarray:
    """Return the positions meant by ids, a mask, positions or a slice.

    Parameters
    ----------
    rows :
        What the caller gave.
    ids :
        Brings the ids, when they are needed.
    n_items :
        How many items there are.

    Raises
    ------
    InputError
        When an id is not there, a position is outside, or one is given twice.

    Examples
    --------
    >>> chosen_rows(["b"], lambda: ["a", "b"], 2).tolist()
    [1]
    """
    if isinstance(rows, slice):
        return np.arange(*rows.indices(n_items))
    if isinstance(rows, str):
        raise InputError(f"select takes a list of ids, not one: [{rows!r}]")
    if isinstance(rows, pa.Array | pa.ChunkedArray):
        rows = rows.to_pylist()
    if isinstance(rows, list | tuple) and any(isinstance(id_, str) for id_ in rows):
        return _rows_of_ids(rows, ids())
    array = np.asarray(rows)
    if array.ndim == 1 and array.dtype == bool:
        check.same_length(len(array), n_items, what="mask")
        return np.flatnonzero(array)
    if array.ndim == 1 and (array.dtype.kind in "iu" or not len(array)):
        outside = array[(array < -n_items) | (array >= n_items)]
        if len(outside):
            raise InputError(f"positions outside the {n_items} items: {check.few(outside.tolist())}")
        return _once(array.astype(np.int64) % max(n_items, 1), "positions")
    if array.ndim == 1 and array.dtype.kind in "UTO":
        return _rows_of_ids(array.tolist(), ids())
    kinds = "ids, a mask (n_items,), positions or a slice"
    raise InputError(f"select takes {kinds}, not {array.dtype} of shape {array.shape}")


def _rows_of_ids(wanted: Sequence[Any], ids: list[str]) -> np.ndarray:
    found = matched_rows(wanted, ids, what="ids")
    missing = [id_ for id_, row in zip(wanted, found, strict=True) if row == ABSENT]
    if missing:
        raise InputError(f"{len(missing)} ids are not in the collection: {check.few(missing)}")
    return _once(found, "ids")


def _once(rows: np.ndarray, what: str) -> np.ndarray:
    if len(np.unique(rows)) < len(rows):
        raise InputError(f"select takes each item once; some {what} are given twice")
    return rows


def checked_block(name: str, values: object, n_items: int) -> Block:
    """Return values as a block with one row an item.

    Raises
    ------
    InputError
        When it does not line up; the message has both shapes.
    """
    block = as_block(values, name=check.name(name, what="block"))
    if len(block) != n_items:
        expected = (n_items, *block.shape[1:])
        raise InputError(f"block {name!r} does not line up with the items: given {block.shape}, expected {expected}")
    return block


def checked_column(name: str, values: object, n_items: int) -> pa.ChunkedArray:
    """Return values as a column of facts with one cell an item.

    Raises
    ------
    InputError
        When the name is empty or `id`, the length differs, the values cannot be kept, or `media` leads out of the
        collection's media root.
    """
    if not isinstance(name, str) or not name or name == "id":
        raise InputError(f"a column needs a name other than 'id', not {name!r}")
    column = as_table({name: values}, what="the items")[name]
    check.same_length(len(column), n_items, what=f"column {name!r}")
    if name == "media":
        check_media(column)
    return column


def checked_table(name: str, values: object) -> LazyTable:
    """Return values as a table that belongs to the items by its column `id`.

    Raises
    ------
    InputError
        When there is no such column.
    """
    return LazyTable.of(id_table(values, what=f"table {check.name(name, what='table')!r}"))
