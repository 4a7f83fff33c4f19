"""Sides of a collection of videos: what is learned from, what settings are chosen on, what is judged on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from motif.collection.split import hashed
from motif.core.errors import InputError

if TYPE_CHECKING:
    from motif.collection import Collection

__all__ = ["SHARES", "SIDES", "rows_of", "with_sides"]

SIDES = ("train", "development", "test")
SHARES = {"train": 0.7, "development": 0.1, "test": 0.2}
_COLUMN = "split"


def with_sides(
    collection: Collection, shares: Mapping[str, float] | None = None, *, salt: str = "videos"
) -> Collection:
    """Return the collection with a column `split`: "train", "development" or "test" for each video.

    The hash of the creator decides, so that no creator is on two sides; that of the id where no creator is known. So a
    video never changes sides, whatever else is gathered. Shares hold on average.

    Parameters
    ----------
    collection :
        Of videos without such a column.
    shares :
        Side -> share; None for 70, 10 and 20 %.
    salt :
        Another text gives another split.

    Raises
    ------
    InputError
        When there is such a column already, a side has another name, or one is empty.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> facts = {"id": [f"v{n}" for n in range(300)], "creator": [f"c{n % 100}" for n in range(300)]}
    >>> sides = with_sides(Collection("video", facts)).items["split"].to_pylist()
    >>> sides[:100] == sides[100:200], sorted(set(sides))
    (True, ['development', 'test', 'train'])
    """
    shares = dict(SHARES if shares is None else shares)
    unknown = [side for side in shares if side not in SIDES]
    if unknown:
        raise InputError(f"sides are called {', '.join(SIDES)}; not {unknown[0]!r}")
    if _COLUMN in collection.items.column_names:
        raise InputError("the videos have a column 'split' already; a split is made once")
    sides = hashed(_keys(collection), shares, salt=salt)
    empty = [side for side in shares if not (sides == side).any()]
    if empty:
        told = f"{len(set(_keys(collection)))} creators or ids are too few for the shares {shares}"
        raise InputError(f"no video is on the side {empty[0]!r}: {told}; gather more, or name other shares")
    return collection.with_column(_COLUMN, pa.array(sides.tolist(), pa.string()))


def rows_of(collection: Collection, side: str | None) -> np.ndarray:
    """Return the positions of the videos of a side, or of all for None.

    Raises
    ------
    InputError
        When there is no column `split`, or nobody is on the side.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> rows_of(Collection("video", {"id": ["a", "b"], "split": ["train", "test"]}), "test")
    array([1])
    """
    if side is None:
        return np.arange(collection.n_items)
    if _COLUMN not in collection.items.column_names:
        raise InputError(f"there is no column 'split', so no side {side!r}; score all videos, or split them first")
    given = collection.items[_COLUMN].to_pylist()
    rows = np.flatnonzero([one == side for one in given])
    if not len(rows):
        there = sorted({one for one in given if one})
        raise InputError(f"no video is on the side {side!r}; there are {', '.join(there) or 'none'}")
    return rows


def _keys(collection: Collection) -> list[str]:
    ids = collection.ids
    known = "creator" in collection.items.column_names
    creators = collection.items["creator"].to_pylist() if known else [None] * len(ids)
    return [f"creator {creator}" if creator else id_ for creator, id_ in zip(creators, ids, strict=True)]
