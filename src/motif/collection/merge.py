"""Merge: which rows of one collection belong to which of another, and which of equal ones stays."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from motif.collection.block import ABSENT
from motif.collection.plain import one_line
from motif.core import check
from motif.core.errors import InputError

__all__ = ["Merging", "chosen_of_equal", "item_keys", "matched_rows", "stacked"]


@dataclass(frozen=True, slots=True)
class Merging:
    """One decision: `merged` was judged equal to `kept` because of `key`."""

    kept: str
    merged: str
    key: str


def matched_rows(wanted: Sequence[Any], keys: Sequence[Any], *, what: str) -> np.ndarray:
    """Return for each wanted key the row that has it, `ABSENT` where none has.

    Parameters
    ----------
    wanted :
        (n,) keys to look up; None matches nothing.
    keys :
        (m,) keys of the rows, unique where not None.
    what :
        What the message calls the keys.

    Raises
    ------
    InputError
        When a key stands in several rows.

    Examples
    --------
    >>> matched_rows(["b", "c", None], ["a", "b"], what="ids").tolist()
    [1, -1, -1]
    """
    try:
        home = {key: row for row, key in enumerate(keys) if key is not None}
        counts = Counter(key for key in keys if key is not None) if len(home) < len(keys) else {}
        twice = [key for key, count in counts.items() if count > 1]
        if twice:
            raise InputError(f"{what} must name one row each; given more than once: {check.few(twice)}")
        return np.array([home.get(key, ABSENT) if key is not None else ABSENT for key in wanted], dtype=np.int64)
    except TypeError as error:
        raise InputError(f"{what} must be single values to be looked up: {error}") from error


def item_keys(items: pa.Table, by: str | Sequence[str] | Callable[[dict[str, Any]], Any]) -> list[Any]:
    """Return the key of each item: a column's value, several columns' values, or what a function of the row says.

    A missing value makes no key: such an item equals no other.

    Raises
    ------
    InputError
        When a column is not there.

    Examples
    --------
    >>> item_keys(pa.table({"id": ["a", "b"], "song": ["X", None]}), "song")
    ['X', None]
    """
    if callable(by):
        return [_key(by(row)) for row in items.to_pylist()]
    names = [by] if isinstance(by, str) else list(by)
    missing = [name for name in names if name not in items.column_names]
    if missing or not names:
        raise InputError(f"there is no column {check.few(missing)}; the columns are {check.few(items.column_names)}")
    columns = [[_key(value) for value in items[name].to_pylist()] for name in names]
    if isinstance(by, str):
        return columns[0]
    return [None if any(value is None for value in row) else row for row in zip(*columns, strict=True)]


def _key(value: Any) -> Any:
    """A value as a key: lists and records by what they hold, whole numbers alike with and without a point."""
    if isinstance(value, float):
        return None if math.isnan(value) else int(value) if value.is_integer() else value
    if isinstance(value, list | dict):
        return repr(value)
    if not isinstance(value, Hashable):
        raise InputError(f"a key must be a plain value, not {type(value).__name__}")
    return value


def chosen_of_equal(
    ids: Sequence[str], keys: Sequence[Any], rank: Sequence[Any] | None
) -> tuple[np.ndarray, list[Merging]]:
    """Return the rows that stay, in order, and every decision that let one go.

    Parameters
    ----------
    ids :
        (n,) ids.
    keys :
        (n,) keys; None equals nothing.
    rank :
        (n,) the highest of equal items stays, the earlier of equal rank; None keeps the first. None entries rank last.

    Examples
    --------
    >>> rows, merged = chosen_of_equal(["a", "b", "c"], ["x", "y", "x"], None)
    >>> rows.tolist(), merged[0].merged
    ([0, 1], 'c')
    """
    best: dict[Any, int] = {}
    for row, key in enumerate(keys):
        if key is not None and (key not in best or _outranks(rank, row, best[key])):
            best[key] = row
    stays = np.array([key is None or best[key] == row for row, key in enumerate(keys)], dtype=bool)
    merged = [Merging(ids[best[key]], ids[row], str(key)) for row, key in enumerate(keys) if not stays[row]]
    return np.flatnonzero(stays), merged


def _outranks(rank: Sequence[Any] | None, row: int, other: int) -> bool:
    if rank is None or rank[row] is None:
        return False
    return rank[other] is None or rank[row] > rank[other]


def stacked(tables: Sequence[pa.Table], *, what: str) -> pa.Table:
    """Return tables one under the other; a column that one lacks is empty there.

    Raises
    ------
    InputError
        When a column holds different types.
    """
    try:
        return pa.concat_tables(tables, promote_options="permissive")
    except pa.ArrowException as error:
        raise InputError(f"{what} do not fit together: {one_line(error)}") from error
