"""Filling: what a row that stays lacks, it takes from the rows that went into it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from motif.songs.collection.judge import Judgement
from motif.songs.source.rows import Rows

__all__ = ["filled"]

_FILLABLE = ("song", "artists", "album", "duration_s", "media", "playlist")


def filled(rows: Rows, judgement: Judgement, *, cells: bool) -> Rows:
    """Return all rows, those that stay with their empty cells filled from the first row that can.

    Parameters
    ----------
    rows :
        The rows that were judged.
    judgement :
        What goes into what.
    cells :
        Whether single cells of a block are filled (rows of one id), or only rows that have none of it (rows of
        another id: what two masters measure is not mixed in one row).

    Examples
    --------
    >>> from motif.songs.source.rows import FACTS
    >>> facts = pa.table([pa.nulls(2, field.type) for field in FACTS], schema=FACTS)
    >>> rows = Rows(facts, pa.table({}), {"spotify": np.array([[np.nan, 1.0], [0.5, 2.0]])})
    >>> first = Judgement(np.array([0, 0]), np.array([-1, 0]), ("same_id",))
    >>> filled(rows, first, cells=True).blocks["spotify"].tolist()
    [[0.5, 1.0], [0.5, 2.0]]
    """
    goes = judgement.goes
    heads = judgement.into[goes]
    facts = _filled_table(rows.facts, goes, heads, names=_FILLABLE)
    extra = _filled_table(rows.extra, goes, heads, names=tuple(rows.extra.column_names))
    blocks = {name: _filled_block(values, goes, heads, cells=cells) for name, values in rows.blocks.items()}
    return Rows(facts, extra, blocks, rows.drops, rows.sources)


def _filled_table(table: pa.Table, goes: np.ndarray, heads: np.ndarray, *, names: tuple[str, ...]) -> pa.Table:
    for name in names:
        column = table[name]
        if not column.null_count:
            continue
        there = np.asarray(column.is_valid())
        takes = _takes(there[goes] & ~there[heads], goes, heads)
        if takes is not None:
            source = np.arange(table.num_rows)
            source[takes[0]] = takes[1]
            table = table.set_column(table.schema.get_field_index(name), table.field(name), column.take(source))
    return table


def _takes(helps: np.ndarray, goes: np.ndarray, heads: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """The heads that are helped, and the first row that helps each."""
    if not helps.any():
        return None
    targets, first = np.unique(heads[helps], return_index=True)
    return targets, goes[helps][first]


def _filled_block(values: np.ndarray, goes: np.ndarray, heads: np.ndarray, *, cells: bool) -> np.ndarray:
    there = ~np.isnan(values)
    has_any = np.asarray(there.any(axis=1))
    result = values.copy()
    takes = _takes(has_any[goes] & ~has_any[heads], goes, heads)
    if takes is not None:
        result[takes[0]] = values[takes[1]]
    if cells:
        gaps = np.isnan(result[heads]) & there[goes]
        for at in np.flatnonzero(gaps.any(axis=1)):
            head, row = heads[at], goes[at]
            result[head] = np.where(np.isnan(result[head]), values[row], result[head])
    return result
