"""Columns that grow row by row without Python's objects for all of them in memory at once."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

__all__ = ["Growing"]

_CHUNK = 4096


class Growing:
    """A table that grows: rows are taken over into Arrow a few thousand at a time.

    Parameters
    ----------
    schema :
        Names and types of the columns.

    Examples
    --------
    >>> table = Growing(pa.schema([("id", pa.string()), ("n", pa.int64())]))
    >>> table.add("f1", 3)
    >>> table.whole().to_pylist()
    [{'id': 'f1', 'n': 3}]
    """

    def __init__(self, schema: pa.Schema) -> None:
        self.schema = schema
        self._rows: list[tuple[Any, ...]] = []
        self._batches: list[pa.RecordBatch] = []
        self._n_rows = 0

    def __len__(self) -> int:
        return self._n_rows

    def add(self, *cells: object) -> None:
        """Take one row, its cells in the order of the columns."""
        self._rows.append(cells)
        self._n_rows += 1
        if len(self._rows) == _CHUNK:
            self._take_over()

    def whole(self) -> pa.Table:
        """Return all rows up to now."""
        self._take_over()
        return pa.Table.from_batches(self._batches, self.schema)

    def _take_over(self) -> None:
        if self._rows:
            columns = zip(*self._rows, strict=True)
            arrays = [pa.array(cells, field.type) for cells, field in zip(columns, self.schema, strict=True)]
            self._batches.append(pa.record_batch(arrays, schema=self.schema))
            self._rows = []
