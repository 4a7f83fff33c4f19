"""Blocks from values in memory: `dense`, `ragged`, `sparse`, checked at the door."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from numbers import Real
from typing import Any

import numpy as np

from motif.collection.block import (
    Arrays,
    Block,
    BlockInfo,
    BlockPart,
    DenseBlock,
    Kind,
    RaggedBlock,
    SparseBlock,
    is_storable,
)
from motif.collection.plain import one_line, plain_json
from motif.core import check
from motif.core.errors import InputError
from motif.core.record import RunRecord

__all__ = ["as_block", "dense", "ragged", "sparse"]

_MOST_COLUMNS = 2**31 - 1  # what the stored column numbers (int32) can say


def dense(
    values: object,
    *,
    scale: float = 1.0,
    offset: float = 0.0,
    present: object = None,
    columns: Sequence[str] | None = None,
    step: str = "",
    parameters: Mapping[str, Any] | None = None,
    parents: Sequence[str] = (),
) -> DenseBlock:
    """Return a block of one array an item, all of one shape.

    Parameters
    ----------
    values :
        (n_items, …), numbers or bool; what will be stored. The array is used, not copied: don't change it afterwards.
    scale, offset :
        The number meant is stored * scale + offset.
    present :
        (n_items,) bool: whether each item has it; None when all have.
    columns :
        Names of the columns of two-dimensional values.
    step, parameters, parents :
        How it was made, and from which blocks.

    Raises
    ------
    InputError
        For text, objects, or lengths that differ.

    Examples
    --------
    >>> dense(np.array([[0, 255]], dtype=np.uint8), scale=1 / 255)[:]
    array([[0., 1.]], dtype=float32)
    """
    array = _numbers(values, what="a dense block")
    if array.ndim < 1:
        raise InputError("a dense block must have one row an item; given a single number")
    info = _info("dense", array.shape[1:], array.dtype, scale, offset, step, parameters, parents)
    names = _column_names(columns, info)
    return DenseBlock(info, [_part(len(array), {"values": array}, present)], column_names=names)


def ragged(
    values: Sequence[object],
    *,
    scale: float = 1.0,
    offset: float = 0.0,
    present: object = None,
    columns: Sequence[str] | None = None,
    step: str = "",
    parameters: Mapping[str, Any] | None = None,
    parents: Sequence[str] = (),
) -> RaggedBlock:
    """Return a block of one sequence an item, of any length.

    Parameters
    ----------
    values :
        One array (length, …) an item; None for an item that has none. Where no item has any, empty arrays with
        `present` still say shape and dtype.
    scale, offset, present, columns, step, parameters, parents :
        As for `dense`.

    Raises
    ------
    InputError
        When entries have different shapes or dtypes.

    Examples
    --------
    >>> [row.tolist() for row in ragged([[1, 2, 3], [4]])[:]]
    [[1.0, 2.0, 3.0], [4.0]]
    """
    if not isinstance(values, Iterable) or isinstance(values, str | bytes | Mapping):
        raise InputError(f"a ragged block needs one array an item, not {type(values).__name__}")
    listed = list(values)
    given = np.array([row is not None for row in listed], dtype=bool)
    rows = [_numbers(row, what="a row of a ragged block") for row in listed if row is not None]
    flat = _one_under_the_other(rows)
    filled = iter(rows)
    lengths = [len(next(filled)) if has else 0 for has in given]
    if present is None and not given.all():
        present = given
    arrays = {"values": flat, "offsets": np.cumsum([0, *lengths], dtype=np.int64)}
    info = _info("ragged", flat.shape[1:], flat.dtype, scale, offset, step, parameters, parents)
    names = _column_names(columns, info)
    return RaggedBlock(info, [_part(len(given), arrays, present)], column_names=names)


def _one_under_the_other(rows: list[np.ndarray]) -> np.ndarray:
    """All entries of the rows of a ragged block; a row without entries fits any other."""
    if any(row.ndim < 1 for row in rows):
        raise InputError("the rows of a ragged block must be arrays; given a single number")
    telling = [row for row in rows if len(row)] or [row for row in rows if row.ndim > 1] or rows
    shapes, dtypes = {row.shape[1:] for row in telling}, {row.dtype for row in telling}
    if len(shapes) > 1:
        raise InputError(f"the rows of a ragged block must agree in all axes but the first; given {check.few(shapes)}")
    dtype = np.result_type(*dtypes) if dtypes else np.dtype(np.float32)
    if dtypes and dtype not in dtypes:
        raise InputError(f"the rows of a ragged block must be of one dtype; given {check.few(map(str, dtypes))}")
    empty = np.zeros((0, *(shapes.pop() if shapes else ())), dtype=dtype)
    return np.concatenate([empty, *(row for row in rows if len(row))])


def sparse(
    matrix: Any,
    *,
    scale: float = 1.0,
    present: object = None,
    columns: Sequence[str] | None = None,
    step: str = "",
    parameters: Mapping[str, Any] | None = None,
    parents: Sequence[str] = (),
) -> SparseBlock:
    """Return a block of sparse rows (CSR).

    Parameters
    ----------
    matrix :
        A SciPy sparse matrix or array (n_items, n_columns).
    scale, present, columns, step, parameters, parents :
        As for `dense`; there is no offset, as zero must stay zero.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> sparse(csr_array([[0, 2], [0, 0]])).shape
    (2, 2)
    """
    if not hasattr(matrix, "tocsr"):
        raise InputError(f"a sparse block needs a SciPy sparse matrix, not {type(matrix).__name__}")
    if len(matrix.shape) != 2 or matrix.shape[1] > _MOST_COLUMNS:
        raise InputError(f"a sparse block needs rows of at most {_MOST_COLUMNS:,} columns; given {matrix.shape}")
    rows = matrix.tocsr(copy=True)
    rows.sum_duplicates()
    data = _numbers(rows.data, what="a sparse block")
    arrays = {"data": data, "indices": rows.indices.astype(np.int32), "indptr": rows.indptr.astype(np.int64)}
    info = _info("sparse", (rows.shape[1],), data.dtype, scale, 0.0, step, parameters, parents)
    names = _column_names(columns, info)
    return SparseBlock(info, [_part(rows.shape[0], arrays, present)], column_names=names)


def as_block(values: object, *, name: str) -> Block:
    """Return values as a block: a block itself, a sparse matrix, an array, or a list of arrays (ragged).

    Raises
    ------
    InputError
        When they are none of these, or hold text.

    Examples
    --------
    >>> as_block(np.zeros((3, 2)), name="codes")
    <dense block (3, 2) float64>
    """
    if isinstance(values, Block):
        return values
    if hasattr(values, "tocsr"):
        return sparse(values)
    if hasattr(values, "__array__"):
        return dense(values)
    if isinstance(values, list | tuple):
        return ragged(values)
    kind = type(values).__name__
    raise InputError(f"block {name!r} must be an array, a list of arrays or a sparse matrix, not {kind}")


def _numbers(values: object, *, what: str) -> np.ndarray:
    if isinstance(values, np.ma.MaskedArray):
        raise InputError(f"{what} takes no masked array: fill it, and say with `present` who has none")
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise InputError(f"{what} must have rows of one shape: {one_line(error)}") from error
    if not is_storable(array.dtype.name, "dense"):
        raise InputError(f"{what} must hold numbers, not {array.dtype}; text and label lists are columns or tables")
    numbers = array.astype(array.dtype.newbyteorder("="), copy=False).view(np.ndarray)
    numbers.flags.writeable = False  # of this view: a collection is a value
    return numbers


def _part(n_items: int, arrays: Arrays, present: object) -> BlockPart:
    if present is None:
        return BlockPart(n_items, lambda: arrays)
    mask = np.array(present, dtype=bool)
    if mask.ndim != 1:
        raise InputError(f"present must have shape (n_items,), not {mask.shape}")
    check.same_length(len(mask), n_items, what="present")
    bounds = arrays.get("offsets", arrays.get("indptr"))
    if bounds is not None and np.diff(bounds)[~mask].any():
        raise InputError("an item that has no row must have no entries; some with present=False have")
    arrays["present"] = mask
    return BlockPart(n_items, lambda: arrays, may_be_absent=True)


def _column_names(columns: Sequence[str] | None, info: BlockInfo) -> Callable[[], tuple[str, ...]] | None:
    if columns is None:
        return None
    width = info.item_shape[0] if len(info.item_shape) == 1 else 0
    check.same_length(len(columns), width, what="columns", other="columns of the block")
    check.unique_ids(columns, what="column names")
    names = tuple(plain_json({"names": list(columns)}, what="column names")["names"])
    return lambda: names


def _info(
    kind: Kind,
    shape: tuple[int, ...],
    dtype: np.dtype,
    scale: float,
    offset: float,
    step: str,
    parameters: Mapping[str, Any] | None,
    parents: Sequence[str],
) -> BlockInfo:
    if not all(isinstance(number, Real) and np.isfinite(number) for number in (scale, offset)):
        raise InputError(f"scale and offset must be finite, not {scale!r} and {offset!r}")
    if isinstance(parents, str) or not isinstance(step, str):
        raise InputError(f"step must be text and parents a list of block names, not {step!r} and {parents!r}")
    facts = plain_json(parameters or {}, what="the parameters of a block")
    RunRecord(step, parameters=facts)  # which refuses the paths of a machine
    return BlockInfo(kind, tuple(shape), dtype.name, float(scale), float(offset), step, facts, tuple(parents))
