"""What a collection holds, whether in memory or on disk: the value that the store writes and reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from motif.collection.block import Block
from motif.collection.disk import LazyTable
from motif.core import check
from motif.core.errors import InputError
from motif.core.record import Drop

__all__ = ["DROP_SCHEMA", "Contents", "Home", "as_table", "drop_table", "item_table"]

DROP_SCHEMA = pa.schema([(name, pa.string()) for name in ("origin", "id", "step", "reason", "detail")])


@dataclass(frozen=True, eq=False)
class Contents:
    """Items, blocks, tables, drops, models and records of one kind of thing.

    `home` says where it was read from; what is still the same object as there need not be written again.
    """

    kind: str
    items: LazyTable
    blocks: Mapping[str, Block] = field(default_factory=dict)
    tables: Mapping[str, LazyTable] = field(default_factory=dict)
    drops: LazyTable = field(default_factory=lambda: LazyTable.of(DROP_SCHEMA.empty_table()))
    models: Mapping[str, Path] = field(default_factory=dict)
    media_root: str | None = None
    records: tuple[Mapping[str, Any], ...] = ()
    home: Home | None = None


@dataclass(frozen=True, eq=False)
class Home:
    """The folder and generation that contents were read from, and what they were then."""

    folder: Path
    generation: int
    pristine: Contents


def as_table(values: object, *, what: str) -> pa.Table:
    """Return an Arrow table from a table, a dictionary of columns, or a pandas or polars frame.

    Raises
    ------
    InputError
        When it is none of these, or its columns differ in length.

    Examples
    --------
    >>> as_table({"id": ["a"]}, what="items").num_rows
    1
    """
    if isinstance(values, pa.Table):
        return values
    known = isinstance(values, Mapping) or hasattr(values, "__arrow_c_stream__") or hasattr(values, "__dataframe__")
    if not known:
        raise InputError(
            f"{what} must be a table, a dictionary of columns or a data frame, not {type(values).__name__}"
        )
    try:
        return pa.table(dict(values) if isinstance(values, Mapping) else values)
    except (pa.ArrowException, TypeError) as error:
        cause = str(error).partition("\n")[0]
        raise InputError(f"{what} cannot be made a table: {cause}") from error


def item_table(values: object) -> pa.Table:
    """Return the items as a table whose first column is `id`: text, unique, none missing.

    Raises
    ------
    InputError
        When `id` is missing, or ids are missing or given twice.

    Examples
    --------
    >>> item_table({"title": ["Alien"], "id": ["f1"]}).column_names
    ['id', 'title']
    """
    table = as_table(values, what="items")
    if "id" not in table.column_names:
        raise InputError(f"items must have a column 'id'; given the columns {check.few(table.column_names)}")
    if len(set(table.column_names)) < table.num_columns:
        raise InputError(f"items must have each column once; given {check.few(table.column_names)}")
    ids = table["id"].to_pylist()
    check.unique_ids(ids)
    names = ["id", *(name for name in table.column_names if name != "id")]
    return table.select(names).set_column(0, "id", pa.array(ids, pa.string()))


def drop_table(drops: Iterable[Drop] | pa.Table) -> pa.Table:
    """Return drops as a table: origin, id, step, reason, detail.

    Examples
    --------
    >>> drop_table([Drop("a.jpg", "read", "truncated")]).to_pylist()[0]["reason"]
    'truncated'
    """
    if isinstance(drops, pa.Table):
        return drops.select(DROP_SCHEMA.names).cast(DROP_SCHEMA)
    rows = list(drops)
    columns = {name: pa.array([getattr(row, name) for row in rows], pa.string()) for name in DROP_SCHEMA.names}
    return pa.table(columns, schema=DROP_SCHEMA)
