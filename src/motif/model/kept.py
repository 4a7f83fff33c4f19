"""Keeping a grouping: the columns that a collection gets by it, and the fitted model beside them on disk."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from motif.model import store

if TYPE_CHECKING:
    import numpy as np
    from sklearn.base import BaseEstimator

    from motif.collection.base import Collection

__all__ = ["label_cells", "n_starts", "saved_with", "with_labels"]

_N_STARTS, _CHEAP = 10, 20_000  # runs of k-means, while there are no more items than that


def n_starts(n_items: int) -> int:
    """Return how often k-means is begun anew: often, while that is cheap.

    Examples
    --------
    >>> n_starts(500), n_starts(130_000)
    (10, 1)
    """
    return _N_STARTS if n_items <= _CHEAP else 1


def label_cells(labels: np.ndarray) -> pa.Array:
    """Return the cells of a column of labels, empty where a label is below 0.

    Examples
    --------
    >>> import numpy as np
    >>> label_cells(np.array([2, -1])).to_pylist()
    [2, None]
    """
    return pa.array(labels, pa.int32(), mask=labels < 0)


def with_labels(collection: Collection, name: str, labels: np.ndarray, titles: Mapping[int, str]) -> Collection:
    """Return a collection with two more columns: `name`, the label of each item, and `name` + "_name", its title.

    Parameters
    ----------
    collection, name :
        What gets the columns, and what the first is called.
    labels :
        (n_items,), below 0 where an item is in no group; both cells are empty there.
    titles :
        Label -> title.

    Examples
    --------
    >>> import numpy as np
    >>> from motif.collection import Collection
    >>> held = with_labels(Collection("song", {"id": ["a", "b"]}), "group", np.array([1, -1]), {1: "fast"})
    >>> held.items["group_name"].to_pylist()
    ['fast', None]
    """
    words = pa.array([titles.get(label) for label in labels.tolist()], pa.string())
    return collection.with_column(name, label_cells(labels)).with_column(f"{name}_name", words)


def saved_with(
    collection: Collection, name: str, model: BaseEstimator, path: str | Path, *, overwrite: bool = False
) -> Collection:
    """Write a collection with a fitted model, all or nothing, and return it as it is there.

    Parameters
    ----------
    collection, path, overwrite :
        As for `Collection.save`.
    name, model :
        What the model is called in the collection, and what `motif.model.store` saves.

    Raises
    ------
    InputError
        When the folder holds another collection, without `overwrite`.
    SourceError
        When it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from motif.collection import Collection
    >>> from motif.model.cluster import KMeans
    >>> model = KMeans(1, random_state=0).fit([[0.0], [1.0]])
    >>> held = saved_with(Collection("song", {"id": ["a"]}), "group", model, tempfile.mkdtemp() + "/songs.motif")
    >>> list(held.models)
    ['group']
    """
    with tempfile.TemporaryDirectory() as folder:
        store.save(model, folder)
        return collection.with_model(name, folder).save(path, overwrite=overwrite)
