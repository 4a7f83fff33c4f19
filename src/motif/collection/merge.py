"""Merge: which rows of one collection belong to which of another, and which of equal ones stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from motif.collection.block import ABSENT
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
    given = [key for key in keys if key is not None]
    home = {key: row for row, key in enumerate(keys) if key is not None}
    if len(home) < len(given):
        twice = sorted({str(key) for key in given if given.count(key) > 1}) if len(given) < 10_000 else ["…"]
        raise InputError(f"{what} must name one row each; given more than once: {check.few(twice)}")
    return np.array([home.get(key, ABSENT) if key is not None else ABSENT for key in wanted], dtype=np.int64)


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
        return [by(row) for row in items.to_pylist()]
    names = [by] if isinstance(by, str) else list(by)
    missing = [name for name in names if name not in items.column_names]
    if missing or not names:
        raise InputError(f"there is no column {check.few(missing)}; the columns are {check.few(items.column_names)}")
    columns = [items[name].to_pylist() for name in names]
    if isinstance(by, str):
        return [str(value) if isinstance(value, list | dict) else value for value in columns[0]]
    return [None if any(value is None for value in row) else row for row in zip(*columns, strict=True)]


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
        cause = str(error).partition("\n")[0]
        raise InputError(f"{what} do not fit together: {cause}") from error
