"""The labels of videos as a matrix, by their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

from motif.core.errors import InputError

if TYPE_CHECKING:
    from motif.collection import Collection

__all__ = ["label_matrix", "label_names"]


def label_matrix(
    collection: Collection, labels: Sequence[int] | np.ndarray | None = None
) -> tuple[sparse.csr_array, np.ndarray]:
    """Return who has which label.

    Parameters
    ----------
    collection :
        Of videos with a column `labels`.
    labels :
        The labels that get a column, each once; None takes all that a video has, in order. Others are left out.

    Returns
    -------
    (n_items, n_labels) bool, and the label of each column, (n_labels,) int64.

    Raises
    ------
    InputError
        When there is no column `labels`, or it holds something else.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> Y, labels = label_matrix(Collection("video", {"id": ["a", "b"], "labels": [[7, 2], [7]]}))
    >>> Y.toarray().astype(int).tolist(), labels.tolist()
    ([[1, 1], [0, 1]], [2, 7])
    """
    if "labels" not in collection.items.column_names:
        raise InputError("the collection has no labels: there is no column 'labels'")
    column = collection.items["labels"].combine_chunks()
    kind = column.type.value_type if pa.types.is_list(column.type) else None
    if kind is None or not (pa.types.is_integer(kind) or pa.types.is_null(kind)):
        raise InputError(f"the column 'labels' holds {column.type}; expected lists of numbers of labels")
    rows = np.asarray(pc.list_parent_indices(column))
    given = np.asarray(pc.list_flatten(column).cast(pa.int64()))
    wanted = np.unique(given) if labels is None else np.asarray(labels, dtype=np.int64)
    order = np.argsort(wanted)
    places = np.searchsorted(wanted, given, sorter=order)
    known = places < len(wanted)
    places = order[np.where(known, places, 0)] if len(wanted) else places
    known &= wanted[places] == given if len(wanted) else False
    rows, places = rows[known], places[known]
    Y = sparse.coo_array((np.ones(len(rows), dtype=bool), (rows, places)), shape=(len(collection), len(wanted)))
    return Y.tocsr(), wanted


def label_names(collection: Collection) -> dict[int, str]:
    """Return label -> name, as far as the collection's vocabulary has names.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> label_names(Collection("video", {"id": ["a"]}))
    {}
    """
    if "vocabulary" not in collection.tables or "name" not in collection.tables["vocabulary"].column_names:
        return {}
    table = collection.tables["vocabulary"]
    rows = zip(table["label"].to_pylist(), table["name"].to_pylist(), strict=True)
    return {int(label): name for label, name in rows if name}
