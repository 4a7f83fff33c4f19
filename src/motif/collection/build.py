"""Blocks from values in memory: `dense`, `ragged`, `sparse`, checked at the door."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from motif.collection.block import Arrays, Block, BlockInfo, BlockPart, DenseBlock, Kind, RaggedBlock, SparseBlock
from motif.core import check
from motif.core.errors import InputError

__all__ = ["as_block", "dense", "ragged", "sparse"]


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
        (n_items, …), numbers or bool; what will be stored.
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
        One array (length, …) an item; None for an item that has none.
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
    given = np.array([row is not None for row in values], dtype=bool)
    rows = [_numbers(row, what="a row of a ragged block") for row in values if row is not None]
    shapes = {row.shape[1:] for row in rows if row.ndim}
    if any(row.ndim < 1 for row in rows) or len(shapes) > 1:
        raise InputError(f"the rows of a ragged block must agree in all axes but the first; given {check.few(shapes)}")
    shape = shapes.pop() if shapes else ()
    dtype = np.result_type(*(row.dtype for row in rows)) if rows else np.dtype(np.float32)
    filled = iter(rows)
    lengths = [len(next(filled)) if has else 0 for has in given]
    flat = np.concatenate([np.zeros((0, *shape), dtype=dtype), *rows])
    if present is None and not given.all():
        present = given
    arrays = {"values": flat, "offsets": np.cumsum([0, *lengths], dtype=np.int64)}
    info = _info("ragged", shape, dtype, scale, offset, step, parameters, parents)
    names = _column_names(columns, info)
    return RaggedBlock(info, [_part(len(given), arrays, present)], column_names=names)


def sparse(
    matrix: object,
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
    array = np.asarray(values)
    if array.dtype.kind not in "biuf" or array.dtype.itemsize > 8:  # float128 is not portable
        raise InputError(f"{what} must hold numbers, not {array.dtype}; text and label lists are columns or tables")
    return array.astype(array.dtype.newbyteorder("="), copy=False)


def _part(n_items: int, arrays: Arrays, present: object) -> BlockPart:
    if present is not None:
        mask = np.asarray(present, dtype=bool)
        check.same_length(len(mask), n_items, what="present")
        arrays["present"] = mask
    return BlockPart(n_items, lambda: arrays)


def _column_names(columns: Sequence[str] | None, info: BlockInfo) -> Callable[[], tuple[str, ...]] | None:
    if columns is None:
        return None
    width = info.item_shape[0] if len(info.item_shape) == 1 else 0
    check.same_length(len(columns), width, what="columns", other="columns of the block")
    check.unique_ids(columns, what="column names")
    names = tuple(columns)
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
    if not (np.isfinite(scale) and np.isfinite(offset)):
        raise InputError(f"scale and offset must be finite, not {scale!r} and {offset!r}")
    facts = dict(parameters or {})
    return BlockInfo(kind, tuple(shape), dtype.name, float(scale), float(offset), step, facts, tuple(parents))
