"""Vocabularies: which number is which label. A label is its number; names repeat and may be empty."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from motif.core.check import few
from motif.core.errors import DataError
from motif.source.table import read_table

__all__ = ["Vocabulary", "read_vocabulary"]

_NUMBER = ("index", "label", "label_id")
_FACTS = {
    "name": ("name", "label_name", "display_name"),
    "knowledge_graph_id": ("knowledgegraphid", "knowledge_graph_id"),
    "vertical": ("vertical1", "vertical"),
    "n_train": ("trainvideocount", "n_train", "count"),
    "description": ("wikidescription", "description"),
}
_NUMBERS = {"n_train"}


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The labels of a collection.

    Parameters
    ----------
    table :
        One row a label, in the order of their numbers: `label` (int32), `name` (null where there is none),
        `knowledge_graph_id`, `vertical`, `n_train`, `description`, as far as the file has them.

    Examples
    --------
    >>> Vocabulary(pa.table({"label": [0, 7], "name": ["Game", None]})).n_nameless
    1
    """

    table: pa.Table

    @property
    def numbers(self) -> np.ndarray:
        """(n_labels,) int64: the labels, ascending."""
        return np.asarray(self.table["label"].to_numpy(), np.int64)

    @property
    def n_nameless(self) -> int:
        """How many labels have no name."""
        return self.table["name"].null_count if "name" in self.table.column_names else self.table.num_rows

    def names(self) -> dict[int, str]:
        """Return label -> name, a label's number in words where it has none."""
        given = self.table["name"].to_pylist() if "name" in self.table.column_names else [None] * self.table.num_rows
        return {int(label): name or f"label {label}" for label, name in zip(self.numbers, given, strict=True)}


def read_vocabulary(path: str | Path) -> Vocabulary:
    r"""Return the vocabulary of a table with a column of label numbers.

    Parameters
    ----------
    path :
        CSV, Parquet or JSON with a column `Index`, `label` or `label_id`, as YouTube-8M's `vocabulary.csv` and
        `label_names.csv`.

    Raises
    ------
    DataError
        When no column holds label numbers, one is no whole number >= 0, or one stands twice.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_text
    >>> path = Path(tempfile.mkdtemp()) / "vocabulary.csv"
    >>> write_text(path, "Index,Name,Vertical1\n0,Game,Games\n1,,Games\n")
    >>> read_vocabulary(path).names()
    {0: 'Game', 1: 'label 1'}
    """
    path = Path(path)
    table = read_table(path).data
    columns = {name.lower(): name for name in table.column_names}
    found = next((columns[name] for name in _NUMBER if name in columns), None)
    if found is None:
        told = f"expected one called Index, label or label_id; there are {few(table.column_names)}"
        raise DataError(f"{path.name!r} is no vocabulary: no column of label numbers; {told}", reason="no_labels")
    numbers = table[found]
    if not pa.types.is_integer(numbers.type) or numbers.null_count:
        raise DataError(f"{path.name!r}: column {found!r} must hold whole numbers in every row", reason="bad_labels")
    values = np.asarray(numbers.to_numpy(), np.int64)
    distinct, counts = np.unique(values, return_counts=True)
    again = distinct[counts > 1]
    if len(again) or (len(values) and values.min() < 0):
        wrong = f"labels more than once: {few(again.tolist())}" if len(again) else "labels below 0"
        raise DataError(f"{path.name!r} has {wrong}; each row must be another label", reason="bad_labels")
    made = {"label": pa.array(values.astype(np.int32))}
    for fact, names in _FACTS.items():
        column = next((columns[name] for name in names if name in columns), None)
        if column is not None:
            made[fact] = _fact(table[column], is_number=fact in _NUMBERS)
    return Vocabulary(pa.table(made).take(pa.array(np.argsort(values))))


def _fact(column: pa.ChunkedArray, *, is_number: bool) -> pa.Array:
    if is_number:
        return pa.array([value if isinstance(value, int) else None for value in column.to_pylist()], pa.int64())
    return pa.array([str(value).strip() or None if value is not None else None for value in column.to_pylist()])
