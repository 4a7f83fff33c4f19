"""Blocks: numbers that belong to the items, row by row: dense, ragged or sparse.

A block is lazy: nothing is read before it is sliced. Slicing gives numbers to compute with (float32, dequantised);
`.raw` gives what is stored. Rows that are absent are NaN (dense), empty (ragged) or all zero (sparse).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias

import numpy as np

from motif.core import check
from motif.core.errors import DataError, InputError

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = [
    "ABSENT",
    "FILES",
    "KINDS",
    "Arrays",
    "Block",
    "BlockInfo",
    "BlockPart",
    "DenseBlock",
    "Kind",
    "RaggedBlock",
    "SpannedBlock",
    "SparseBlock",
    "is_storable",
]

Kind: TypeAlias = Literal["dense", "ragged", "sparse"]
Arrays: TypeAlias = dict[str, np.ndarray]
Rows: TypeAlias = int | slice | Sequence[int] | np.ndarray
_STORABLE = ("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float32", "float64")
ABSENT = -1  # a row number that stands for "this item has none"
FILES: dict[str, tuple[str, ...]] = {
    "dense": ("values",),
    "ragged": ("values", "offsets"),
    "sparse": ("data", "indices", "indptr"),
}


def is_storable(dtype: str, kind: str) -> bool:
    """Whether a block of this kind can hold numbers of this dtype; there are no sparse rows of float16.

    Examples
    --------
    >>> is_storable("uint8", "dense"), is_storable("complex64", "dense")
    (True, False)
    """
    return dtype in _STORABLE or (dtype == "float16" and kind != "sparse")


@dataclass(frozen=True)
class BlockInfo:
    """What is known of a block besides its numbers.

    Parameters
    ----------
    kind :
        "dense" (one array an item, all of one shape), "ragged" (first axis differs) or "sparse" (CSR rows).
    item_shape :
        Shape of one item: of a row (dense), of an entry (ragged), (n_columns,) (sparse).
    dtype :
        What is stored, such as "uint8".
    scale, offset :
        value = stored * scale + offset.
    step, parameters, parents :
        How it was made, and from which blocks.
    """

    kind: Kind
    item_shape: tuple[int, ...]
    dtype: str
    scale: float = 1.0
    offset: float = 0.0
    step: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    parents: tuple[str, ...] = ()

    @property
    def layout(self) -> tuple[object, ...]:
        """What two blocks must share for their rows to stand one under the other."""
        return (self.kind, self.item_shape, self.dtype, self.scale, self.offset)

    def __str__(self) -> str:
        quantised = f" (x {self.scale} + {self.offset})" if (self.scale, self.offset) != (1.0, 0.0) else ""
        return f"{self.kind} {self.item_shape} {self.dtype}{quantised}"


@dataclass(frozen=True)
class BlockPart:
    """Some consecutive rows of a block; `load` brings their arrays when they are first wanted."""

    n_items: int
    load: Callable[[], Arrays]
    may_be_absent: bool = False

    @cached_property
    def arrays(self) -> Arrays:
        """The arrays by role ("values", "offsets", "present", …), memory-mapped where they come from disk."""
        return self.load()


class Block(ABC):
    """Rows of numbers, one for each item of a collection.

    Parameters
    ----------
    info :
        Kind, shape, dtype and history.
    parts :
        Where the rows are.
    rows :
        Which of the parts' rows, in which order, `ABSENT` for none; None for all as they are.
    column_names :
        Brings the names of the columns, where they have names.
    """

    def __init__(
        self,
        info: BlockInfo,
        parts: Sequence[BlockPart],
        *,
        rows: np.ndarray | None = None,
        column_names: Callable[[], tuple[str, ...]] | None = None,
    ) -> None:
        self.info = info
        self.parts = tuple(parts)
        self.rows = rows
        self.column_names = column_names
        self._starts = np.cumsum([0, *(part.n_items for part in self.parts)])

    def __len__(self) -> int:
        return int(self._starts[-1]) if self.rows is None else len(self.rows)

    def __repr__(self) -> str:
        return f"<{self.info.kind} block {self.shape} {self.info.dtype}>"

    @property
    def shape(self) -> tuple[int | None, ...]:
        """(n_items, …); None stands for the length that differs from item to item."""
        ragged = (None,) if self.info.kind == "ragged" else ()
        return (len(self), *ragged, *self.info.item_shape)

    @property
    def dtype(self) -> np.dtype:
        """The dtype of what is stored."""
        return np.dtype(self.info.dtype)

    @cached_property
    def columns(self) -> tuple[str, ...] | None:
        """Names of the columns, where they have names."""
        return None if self.column_names is None else self.column_names()

    @property
    def present(self) -> np.ndarray:
        """Whether each item has the block: (n_items,) bool."""
        return self.present_at(slice(None))

    def present_at(self, key: Rows) -> np.ndarray:
        """Return whether the items of some rows have the block: (n,) bool."""
        found = np.zeros(_count(key, len(self)), dtype=bool)
        for part, own, places in self._located(key):
            found[places] = part.arrays["present"][own] if part.may_be_absent else True
        return found

    @property
    def may_be_absent(self) -> bool:
        """Whether some rows can be absent; answered without reading anything."""
        return (self.rows is not None and bool((self.rows == ABSENT).any())) or any(
            part.may_be_absent for part in self.parts
        )

    @property
    def raw(self) -> Any:
        """All rows as they are stored; an array, a list of arrays or a CSR matrix."""
        return self.stored(slice(None))

    def take(self, rows: np.ndarray) -> Block:
        """Return the block of some rows, in their order; `ABSENT` makes an absent row. Nothing is read."""
        rows = np.asarray(rows, dtype=np.int64)
        if self.rows is not None:
            composed = np.full(len(rows), ABSENT, dtype=np.int64)
            wanted = rows != ABSENT
            composed[wanted] = self.rows[rows[wanted]]
            rows = composed
        return type(self)(self.info, self.parts, rows=rows, column_names=self.column_names)

    def __getitem__(self, key: Rows) -> Any:
        if isinstance(key, int | np.integer):
            return self.values(np.array([_position(key, len(self))]))[0]
        return self.values(key)

    @abstractmethod
    def values(self, key: Rows) -> Any:
        """Return rows as float32 numbers to compute with."""

    @abstractmethod
    def stored(self, key: Rows) -> Any:
        """Return rows as they are stored."""

    def _numbers(self, stored: np.ndarray) -> np.ndarray:
        given = np.asarray(stored)
        values = given.astype(np.float32, copy=given.base is not None)  # a copy of what is a view, as of a file
        if self.info.scale != 1.0:
            values *= np.float32(self.info.scale)
        if self.info.offset != 0.0:
            values += np.float32(self.info.offset)
        return values

    def _located(self, key: Rows) -> list[tuple[BlockPart, np.ndarray | slice, np.ndarray | slice]]:
        """For each part concerned: the part, its own rows, and where they go in the answer."""
        if isinstance(key, slice) and self.rows is None:
            return self._located_run(*key.indices(len(self)))
        wanted = _positions(key, len(self))
        wanted = wanted if self.rows is None else self.rows[wanted]
        homes = np.searchsorted(self._starts, wanted, side="right") - 1
        located: list[tuple[BlockPart, np.ndarray | slice, np.ndarray | slice]] = []
        for number, part in enumerate(self.parts):
            places = np.flatnonzero((homes == number) & (wanted != ABSENT))
            if len(places):
                located.append((part, wanted[places] - self._starts[number], places))
        return located

    def _located_run(
        self, start: int, stop: int, step: int
    ) -> list[tuple[BlockPart, np.ndarray | slice, np.ndarray | slice]]:
        if step != 1:
            return self._located(np.arange(start, stop, step))
        located: list[tuple[BlockPart, np.ndarray | slice, np.ndarray | slice]] = []
        for number, part in enumerate(self.parts):
            first = int(self._starts[number])
            low, high = max(start, first), min(stop, first + part.n_items)
            if low < high:
                located.append((part, slice(low - first, high - first), slice(low - start, high - start)))
        return located


class DenseBlock(Block):
    """One array an item, all of one shape."""

    def stored(self, key: Rows) -> np.ndarray:
        """Return rows as they are stored: (n, *item_shape); a view of the file where that is possible."""
        located, n = self._located(key), _count(key, len(self))
        if len(located) == 1:
            part, own, places = located[0]
            if isinstance(own, slice) and own.stop - own.start == n:
                return part.arrays["values"][own]
            if not isinstance(places, slice) and len(places) == n:
                return np.asarray(part.arrays["values"])[own]
        rows = np.zeros((n, *self.info.item_shape), dtype=self.dtype)
        for part, own, places in located:
            rows[places] = part.arrays["values"][own]
        return rows

    def values(self, key: Rows) -> np.ndarray:
        """Return rows as float32: (n, *item_shape), NaN where absent."""
        numbers = self._numbers(self.stored(key))
        if self.may_be_absent:
            numbers[~self.present_at(key)] = np.nan
        return numbers


class SpannedBlock(Block):
    """Rows that differ in length: entries one after the other, and where the entries of each row begin."""

    bounds: ClassVar[str]  # the role that says so

    @abstractmethod
    def arrays(self, key: slice) -> Arrays:
        """Return the arrays by role, without "present", that a part of these rows would hold on disk."""

    def lengths(self, key: Rows) -> np.ndarray:
        """Return how many entries each row has: (n,) int64, 0 where absent."""
        lengths = np.zeros(_count(key, len(self)), dtype=np.int64)
        for part, own, places in self._located(key):
            lengths[places] = self._spans(part, own)[1]
        return lengths

    def _spans(self, part: BlockPart, own: np.ndarray | slice) -> tuple[np.ndarray, np.ndarray]:
        """Where the entries of some rows of a part start, and how many there are of each row."""
        bounds = part.arrays[self.bounds]
        after = slice(own.start + 1, own.stop + 1) if isinstance(own, slice) else own + 1
        starts = np.asarray(bounds[own])
        return starts, np.asarray(bounds[after]) - starts


class RaggedBlock(SpannedBlock):
    """A sequence an item, of any length."""

    bounds = "offsets"

    def stored(self, key: Rows) -> list[np.ndarray]:
        """Return a list of arrays as they are stored."""
        rows: list[np.ndarray] = [np.zeros((0, *self.info.item_shape), dtype=self.dtype)] * _count(key, len(self))
        for part, own, places in self._located(key):
            values, offsets = part.arrays["values"], part.arrays["offsets"]
            for row, place in zip(_as_range(own), _as_range(places), strict=True):
                rows[place] = values[offsets[row] : offsets[row + 1]]
        return rows

    def values(self, key: Rows) -> list[np.ndarray]:
        """Return a list of float32 arrays, one an item."""
        return [self._numbers(row) for row in self.stored(key)]

    def arrays(self, key: slice) -> Arrays:
        """Return {"values", "offsets"}."""
        rows = self.stored(key)
        empty = np.zeros((0, *self.info.item_shape), dtype=self.dtype)
        offsets = np.cumsum([0, *(len(row) for row in rows)], dtype=np.int64)
        return {"values": np.concatenate([empty, *rows]), "offsets": offsets}


class SparseBlock(SpannedBlock):
    """Rows of which most entries are zero."""

    bounds = "indptr"

    def stored(self, key: Rows) -> csr_array:
        """Return a CSR matrix (n, n_columns) as it is stored."""
        from scipy.sparse import csr_array

        lengths, width = self.lengths(key), self.info.item_shape[0]
        bounds = np.concatenate([[0], np.cumsum(lengths)])
        data, indices = np.zeros(bounds[-1], dtype=self.dtype), np.zeros(bounds[-1], dtype=np.int32)
        for part, own, places in self._located(key):
            starts, counts = self._spans(part, own)
            source, target = _entries(starts, counts), _entries(bounds[:-1][places], counts)
            data[target], indices[target] = part.arrays["data"][source], part.arrays["indices"][source]
        if len(indices) and (int(indices.min()) < 0 or int(indices.max()) >= width):
            raise DataError(f"a sparse block of {width} columns points outside them", reason="damaged")
        return csr_array((data, indices, bounds), shape=(len(lengths), width))

    def values(self, key: Rows) -> csr_array:
        """Return a float32 CSR matrix (n, n_columns)."""
        rows = self.stored(key)
        rows.data = self._numbers(rows.data)
        return rows

    def arrays(self, key: slice) -> Arrays:
        """Return {"data", "indices", "indptr"}."""
        rows = self.stored(key)
        return {"data": rows.data, "indices": rows.indices.astype(np.int32), "indptr": rows.indptr.astype(np.int64)}


KINDS: dict[str, type[Block]] = {"dense": DenseBlock, "ragged": RaggedBlock, "sparse": SparseBlock}


def _position(key: int | np.integer, n: int) -> int:
    if not -n <= key < n:
        raise IndexError(f"row {key} of a block of {n}")
    return int(key) % n


def _positions(key: Rows, n: int) -> np.ndarray:
    if isinstance(key, slice):
        return np.arange(*key.indices(n))
    if isinstance(key, tuple):
        raise InputError(f"a block takes rows only, not {key!r}; choose rows first: block[rows][:, columns]")
    array = np.asarray(key)
    if array.dtype == bool and array.ndim == 1:
        check.same_length(len(array), n, what="mask", other="rows")
        return np.flatnonzero(array)
    if array.ndim != 1 or (len(array) and array.dtype.kind not in "iu"):
        raise InputError(f"rows are chosen by a number, a slice, a mask or a list of numbers, not {key!r}")
    outside = array[(array < -n) | (array >= n)]
    if len(outside):
        raise IndexError(f"row {outside[0]} of a block of {n}")
    return array.astype(np.int64) % max(n, 1)


def _count(key: Rows, n: int) -> int:
    return len(range(*key.indices(n))) if isinstance(key, slice) else len(_positions(key, n))


def _as_range(rows: np.ndarray | slice) -> Sequence[int] | np.ndarray:
    return range(rows.start, rows.stop) if isinstance(rows, slice) else rows


def _entries(starts: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """The places start, start + 1, … of each span, one span after the other."""
    before = np.cumsum(counts) - counts
    return np.repeat(starts - before, counts) + np.arange(counts.sum())
