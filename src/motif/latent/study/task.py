"""What a network was or will be fitted to: items, labels, who is held out; and the model that a collection keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.collection.split import hashed
from motif.core.check import few, in_range, missing
from motif.core.errors import InputError
from motif.latent.model import Plain
from motif.latent.represent import Items, items_of
from motif.model import store

if TYPE_CHECKING:
    from motif.collection.base import Collection

__all__ = ["STEP", "Kept", "Task", "kept_model", "label_column", "labels_of", "task_of"]

STEP = "latent.fit"
_MOST_FITTED = 50_000  # items that PCA is fitted to
_MOST_JUDGED = 10_000  # held-out items that are restored
_LABELS = (2, 100)  # values of a column that sorts items
_EACH = 10  # items for each value, on average, where a column sorts them


@dataclass(frozen=True, eq=False)
class Task:
    """Items of a block, divided by a hash of their ids.

    Parameters
    ----------
    items :
        All that have the block.
    ids :
        Theirs.
    labels :
        (n_items,) text, for kinds that are told labels; None for the others.
    fitted, held_out :
        Positions among the items, ascending.

    Examples
    --------
    >>> from motif.latent.source import digits
    >>> task = task_of(digits(), block="pixels", held_out=0.2)
    >>> len(task.fitted), len(task.held_out)
    (1463, 334)
    """

    items: Items
    ids: np.ndarray
    labels: np.ndarray | None
    fitted: np.ndarray
    held_out: np.ndarray

    @property
    def judged(self) -> np.ndarray:
        """The held-out items that are restored: at most 10,000 of them, evenly chosen."""
        return _evenly(self.held_out, _MOST_JUDGED)

    def plain(self, n_components: int) -> Plain:
        """Return PCA with as many numbers, fitted to at most 50,000 of the fitted items."""
        return Plain.fitted(self.items.values(_evenly(self.fitted, _MOST_FITTED)), n_components)

    def told(self, places: np.ndarray) -> dict[str, np.ndarray]:
        """Return the labels of some items, as arguments for a model that wants them."""
        return {} if self.labels is None else {"y": self.labels[places]}


@dataclass(frozen=True, eq=False)
class Kept:
    """A network that a collection keeps, with what it was fitted to.

    Parameters
    ----------
    name :
        In the collection.
    model :
        Fitted; takes and gives the block's numbers.
    task :
        The items as they are now: those that came later are on the side that their ids give them.
    parameters :
        Of the record of the fit.
    """

    name: str
    model: Any
    task: Task
    parameters: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """Which kind of autoencoder."""
        return str(self.parameters["kind"])

    @property
    def n_components(self) -> int:
        """Numbers in a code."""
        return int(self.model.network_["n_components"])


def task_of(
    collection: Collection, *, block: str | None = None, held_out: float = 0.2, label: str | None = None
) -> Task:
    """Return the items of a block, their labels, and who of them is held out.

    Parameters
    ----------
    collection, block :
        The collection and its block; None takes the only one.
    held_out :
        The share of items that is not fitted to, in (0, 1); a hash of an item's id decides.
    label :
        A column whose value every item is told with; items without one are left out. None for none.

    Raises
    ------
    InputError
        When block or column are missing, or a side has too few items.

    Examples
    --------
    >>> from motif.latent.source import digits
    >>> sorted(set(task_of(digits(), label="digit").labels.tolist()))[:3]
    ['0', '1', '2']
    """
    items = items_of(collection, block)
    labels = None
    if label is not None:
        values = labels_of(collection, label)[items.rows]
        known = np.flatnonzero([value is not None for value in values])
        if not len(known):
            raise InputError(f"no item with block {items.name!r} has a value in column {label!r}")
        items = Items(items.name, items.block, items.rows[known], items.image)
        labels = values[known].astype(str)
    in_range(held_out, what="held_out", low=0, high=1)
    ids = np.array(collection.ids, dtype=object)[items.rows]
    if not 0 < held_out < 1:
        raise InputError(f"held_out must lie between 0 and 1, so that both sides have items; not {held_out!r}")
    sides = hashed(ids.tolist(), {"fit": 1 - held_out, "held_out": held_out})
    fitted, others = (np.flatnonzero(sides == side) for side in ("fit", "held_out"))
    if len(fitted) < 2 or not len(others):
        sizes = f"{len(fitted)} to fit and {len(others)} held out"
        raise InputError(f"{len(items)} items are too few: by a hash of their ids they are {sizes}; give more items")
    return Task(items, ids, labels, fitted, others)


def labels_of(collection: Collection, column: str) -> np.ndarray:
    """Return a column as text, (n_items,), None where a cell is empty.

    Raises
    ------
    InputError
        When there is no such column.

    Examples
    --------
    >>> from motif.latent.source import digits
    >>> labels_of(digits(), "digit")[:3].tolist()
    ['0', '1', '2']
    """
    names = collection.items.column_names
    if column not in names:
        others = [name for name in names if name not in ("id", "media")]
        raise InputError(f"there is no column {column!r}; there are: {few(others) or 'none'}")
    return np.array(
        [None if missing(value) else str(value) for value in collection.items[column].to_pylist()], dtype=object
    )


def label_column(collection: Collection) -> str | None:
    """Return the one column that sorts the items into a few kinds; None where there are none or several.

    Examples
    --------
    >>> from motif.latent.source import digits
    >>> label_column(digits())
    'digit'
    """
    sorting = []
    for name in collection.items.column_names:
        if name in ("id", "media") or str(collection.items.schema.field(name).type).startswith(
            ("list", "float", "double")
        ):
            continue
        counts = Counter(value for value in labels_of(collection, name) if value is not None)
        if _LABELS[0] <= len(counts) <= min(_LABELS[1], collection.n_items // _EACH):
            sorting.append(name)
    return sorting[0] if len(sorting) == 1 else None


def kept_model(collection: Collection, name: str) -> Kept:
    """Return a network that `fit` put into a collection on disk.

    Raises
    ------
    InputError
        When there is no such model, or it was not made by `fit`.
    DataError
        When its save is damaged.
    """
    folder = collection.models[name]
    made = [r["parameters"] for r in collection.records if r["step"] == STEP and r["parameters"].get("name") == name]
    if not made:
        raise InputError(f"model {name!r} was not made by 'latent fit' on this collection; fit one first")
    settings = made[-1]
    task = task_of(collection, block=settings["block"], held_out=settings["held_out"], label=settings["label"])
    return Kept(name, store.load(folder), task, settings)


def _evenly(places: np.ndarray, most: int) -> np.ndarray:
    if len(places) <= most:
        return places
    return places[np.linspace(0, len(places) - 1, most).astype(int)]
