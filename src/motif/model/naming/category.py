"""Categories: the columns of a collection that sort its items, as one indicator for each value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

__all__ = ["Categories", "categories"]

_MOST_VALUES = 100  # of one column; with more it names items rather than sorts them
_FEWEST_ITEMS = 2  # a value of one item sorts nothing
_NOT_FACTS = frozenset({"id", "media"})


@dataclass(frozen=True, eq=False)
class Categories:
    """Which item has which value.

    Parameters
    ----------
    X :
        (n_items, n_values): 1 where the item has the value; CSR.
    columns :
        (n_values,) what having it means: "rock", "digit 3", "instrumental".
    """

    X: sparse.csr_array
    columns: tuple[str, ...]


def categories(items: pa.Table) -> Categories | None:
    """Return the values of the columns that sort the items; None when no column does.

    Those are columns of text, lists of text, truth values and whole numbers, with at most 100 values, and no more than
    half as many as there are items. A column that has a sibling of its name and `_name` is a grouping made before, and
    both are left out.

    Parameters
    ----------
    items :
        One row an item, as `Collection.items`.

    Examples
    --------
    >>> found = categories(pa.table({"id": list("abcde"), "genre": ["rock", "rock", "jazz", "jazz", None]}))
    >>> found.columns, found.X.toarray()[:, 0].tolist()
    (('rock', 'jazz'), [1.0, 1.0, 0.0, 0.0, 0.0])
    """
    names = set(items.column_names)
    groupings = {name for name in names if f"{name}_name" in names}
    left_out = _NOT_FACTS | groupings | {f"{name}_name" for name in groupings}
    rows, values, terms = [], [], []
    for name in items.column_names:
        found = None if name in left_out else _cells(items[name])
        if found is None:
            continue
        row, code, known = found
        rows.append(row)
        values.append(code + len(terms))
        terms += [(name, value) for value in known]
    if not terms:
        return None
    at = (np.concatenate(rows), np.concatenate(values))
    X = sparse.csr_array((np.ones(len(at[0])), at), shape=(items.num_rows, len(terms)))
    X.data[:] = 1  # an item that has a value twice has it
    return Categories(X, tuple(_terms(terms)))


def _cells(column: pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray, list[object]] | None:
    """Return row and value number of each filled cell, and the values; None when the column does not sort items."""
    n_items = len(column)
    array = column.combine_chunks()
    if pa.types.is_dictionary(array.type):
        array = array.cast(array.type.value_type)
    if pa.types.is_list(array.type) or pa.types.is_large_list(array.type):
        row, array = pc.list_parent_indices(array).to_numpy(), pc.list_flatten(array)
        sorts = _is_text(array.type)
    else:
        row = np.arange(n_items)
        sorts = _is_text(array.type) or pa.types.is_boolean(array.type) or pa.types.is_integer(array.type)
    if not sorts:
        return None
    encoded = array.dictionary_encode()
    filled = np.asarray(encoded.indices.is_valid())
    code = encoded.indices.fill_null(0).to_numpy()[filled].astype(np.int64)
    row, known = row[filled], encoded.dictionary.to_pylist()
    if not 0 < len(known) <= min(_MOST_VALUES, max(n_items // 2, 1)):
        return None
    wanted = np.bincount(code, minlength=len(known)) >= _FEWEST_ITEMS
    wanted &= np.array([value is not False for value in known])  # "not instrumental" is told by "instrumental"
    if not wanted.any():
        return None
    number = np.cumsum(wanted) - 1
    kept = wanted[code]
    return row[kept], number[code[kept]], [value for value, is_wanted in zip(known, wanted, strict=True) if is_wanted]


def _is_text(kind: pa.DataType) -> bool:
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def _terms(terms: list[tuple[str, object]]) -> list[str]:
    """Return text as it is where no other column has it, and all else with its column's name before it."""
    texts = [value for _, value in terms if isinstance(value, str)]
    named = []
    for name, value in terms:
        if value is True:
            named.append(name)
        elif isinstance(value, str) and texts.count(value) == 1 and value.strip():
            named.append(value)
        else:
            named.append(f"{name} {value}")
    return named
