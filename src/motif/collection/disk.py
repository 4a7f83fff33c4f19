"""The files of a collection: written once, whole, and never changed; read when they are first wanted."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from motif.collection.block import KINDS, Arrays, Block, BlockInfo, BlockPart, SpannedBlock
from motif.collection.manifest import Manifest, StoredBlock, StoredFile, StoredTable
from motif.collection.plain import is_plain, one_line
from motif.core.errors import DataError, InputError, SourceError
from motif.core.files import atomic_file, make_folder

__all__ = ["LazyTable", "file_schema", "read_block", "read_table", "write_block", "write_file", "write_parquet"]

_CHUNK_BYTES = 32 << 20  # how much of a block is in memory at once while it is written
_NPY = b"\x93NUMPY\x01\x00"  # version 1.0
_HEADER = re.compile(
    rb"\{'descr': '([<|][biuf][1248])', 'fortran_order': False, 'shape': \(((?:[0-9]{1,15}(?:, |,|(?=\))))*)\), \} *\n"
)


@dataclass(frozen=True)
class LazyTable:
    """A table that is read when first wanted; one column alone can be had without the others."""

    n_rows: int
    load: Callable[[list[str] | None], pa.Table]

    @cached_property
    def whole(self) -> pa.Table:
        """All columns, read once."""
        return self.load(None)

    def column(self, name: str) -> pa.ChunkedArray:
        """Return one column, from memory where the whole is there."""
        return (self.__dict__["whole"] if "whole" in self.__dict__ else self.load([name]))[name]

    @classmethod
    def of(cls, table: pa.Table) -> LazyTable:
        """Return a table in memory as a lazy one."""
        return cls(table.num_rows, lambda columns: table if columns is None else table.select(columns))


class _Hashing:
    """A stream that counts and hashes what passes through."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._hash, self.n_bytes = stream, hashlib.sha256(), 0

    def write(self, data: Any) -> int:
        view = memoryview(data).cast("B")
        self._hash.update(view)
        self.n_bytes += len(view)
        self._stream.write(view)
        return len(view)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


def write_file(folder: Path, path: str, fill: Callable[[Any], None]) -> StoredFile:
    """Write one file of a collection through `fill(stream)` and return its entry.

    Raises
    ------
    SourceError
        When the disk is full or the folder cannot be written.
    """
    target = folder / path
    make_folder(target.parent)
    with atomic_file(target) as raw:
        stream = _Hashing(raw)
        fill(stream)
    return StoredFile(path, stream.n_bytes, stream.sha256)


def write_parquet(folder: Path, path: str, table: pa.Table, *, group: int | None = None) -> StoredFile:
    """Write a table as Parquet (zstd), a group of rows after the other.

    Parameters
    ----------
    folder, path, table :
        The collection's folder, the file in it, and what it holds.
    group :
        Rows that are packed at a time, for tables of large values; None leaves that to Parquet.
    """

    def fill(stream: Any) -> None:
        sink = pa.BufferOutputStream()  # not the stream itself: an interrupt inside Arrow's calls to it would be lost
        try:
            pq.write_table(table, sink, compression="zstd", row_group_size=group)
        except pa.ArrowException as error:
            raise InputError(f"{path.partition('/')[0]} cannot be kept as Parquet: {one_line(error)}") from error
        stream.write(sink.getvalue())

    return write_file(folder, path, fill)


def write_array(
    folder: Path, path: str, shape: tuple[int, ...], dtype: np.dtype, pieces: Iterable[np.ndarray]
) -> StoredFile:
    """Write an array as NPY from its pieces along the first axis, so that it need not be in memory as a whole."""
    little = dtype.newbyteorder("<")

    def fill(stream: Any) -> None:
        header = {"descr": little.str, "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(stream, header)
        for piece in pieces:
            if piece.size:
                stream.write(np.ascontiguousarray(piece, dtype=little).view(np.uint8).data)

    return write_file(folder, path, fill)


def _readable(folder: Path, file: StoredFile, read: Callable[[Path], Any]) -> Any:
    """Read one file, and say in one line what is wrong with it."""
    path = folder / file.path
    try:
        return read(path)
    except FileNotFoundError:
        message = f"{folder.name!r} lacks {file.path!r}: it was replaced since it was opened (open it again), or lost"
        raise SourceError(message, reason="file_missing") from None
    except OSError as error:
        if isinstance(error, pa.ArrowException) or error.errno is None:
            raise _damaged(folder, file, error) from error
        raise SourceError(f"{file.path!r} of {folder.name!r} cannot be read: {error.strerror}") from error
    except MemoryError as error:
        message = f"{file.path!r} of {folder.name!r} is damaged, or needs more memory than there is"
        raise DataError(message, reason="damaged") from error
    except (ValueError, OverflowError, pa.ArrowException) as error:
        raise _damaged(folder, file, error) from error


def _damaged(folder: Path, file: StoredFile, error: Exception) -> DataError:
    return DataError(f"{file.path!r} of {folder.name!r} is damaged: {one_line(error)}", reason="damaged")


def read_table(folder: Path, stored: StoredTable, required: pa.Schema) -> LazyTable:
    """Return a stored table, read when first wanted.

    Parameters
    ----------
    folder, stored :
        The collection and the table's files in it.
    required :
        Columns that it must have.
    """

    def load(columns: list[str] | None) -> pa.Table:
        pieces = [_readable(folder, file, _read_parquet(columns)) for file in stored.files]
        _check_rows(folder, stored, pieces)
        try:
            table = pa.concat_tables(pieces or [required.empty_table()], promote_options="permissive")
        except pa.ArrowException as error:
            raise _damaged(folder, stored.files[-1], error) from error
        _check_columns(folder, stored, table, [field for field in required if columns is None or field.name in columns])
        return table

    return LazyTable(stored.n_rows, load)


def _check_rows(folder: Path, stored: StoredTable, pieces: list[pa.Table]) -> None:
    for file, n_rows, piece in zip(stored.files, stored.parts, pieces, strict=True):
        if piece.num_rows != n_rows:
            message = f"{file.path!r} of {folder.name!r} has {piece.num_rows} rows, {n_rows} expected"
            raise DataError(message, reason="damaged")


def _check_columns(folder: Path, stored: StoredTable, table: pa.Table, required: list[pa.Field]) -> None:
    found = {field.name: field.type for field in table.schema}
    lacking = [field.name for field in required if found.get(field.name) != field.type]
    if lacking or not is_plain(table.schema):
        cause = f"no text {', '.join(lacking)}" if lacking else "a column's type is none of them"
        message = f"{stored.files[0].path!r} of {folder.name!r} is not as Motif writes it: {cause}"
        raise DataError(message, reason="damaged")


def file_schema(folder: Path, file: StoredFile) -> pa.Schema:
    """Return the columns of a stored table's file, without reading its rows."""
    return _readable(folder, file, pq.read_schema).remove_metadata()


def read_block(folder: Path, manifest: Manifest, stored: StoredBlock) -> Block:
    """Return a stored block; its files are mapped when first wanted."""
    parts = [
        BlockPart(n_items, _loader(folder, stored.info, n_items, files), may_be_absent="present" in files)
        for n_items, files in zip(manifest.parts, stored.parts, strict=True)
    ]
    names = None if stored.columns is None else _column_loader(folder, stored.columns, stored.info.item_shape[0])
    return KINDS[stored.info.kind](stored.info, parts, column_names=names)


def _column_loader(folder: Path, file: StoredFile, width: int) -> Callable[[], tuple[str, ...]]:
    table = read_table(folder, StoredTable((width,), (file,)), pa.schema([("column", pa.string())]))
    return lambda: tuple(table.column("column").to_pylist())


def _read_parquet(columns: list[str] | None) -> Callable[[Path], pa.Table]:
    def read(path: Path) -> pa.Table:
        with pq.ParquetFile(path, memory_map=True) as file:
            table = file.read(columns=columns).replace_schema_metadata(None)
        table.validate(full=True)
        return table

    return read


def _loader(folder: Path, info: BlockInfo, n_items: int, files: Mapping[str, StoredFile]) -> Callable[[], Arrays]:
    def load() -> Arrays:
        arrays = {role: _readable(folder, file, _map_array) for role, file in files.items()}
        for role, array in arrays.items():
            _check_array(folder, files[role], array, role, info, n_items)
        for role, flat in (("offsets", "values"), ("indptr", "data"), ("indptr", "indices")):
            if role in arrays and not _bounds(arrays[role], len(arrays[flat])):
                message = f"{files[role].path!r} of {folder.name!r} does not fit {files[flat].path!r}"
                raise DataError(message, reason="damaged")
        return arrays

    return load


def _map_array(path: Path) -> np.ndarray:
    """Map an array as `write_array` writes it. NumPy's own reader also runs what it does not know through a parser."""
    with path.open("rb") as stream:
        start = stream.read(len(_NPY) + 2)
        header = stream.read(int.from_bytes(start[len(_NPY) :], "little"))
    found = _HEADER.fullmatch(header)
    if not start.startswith(_NPY) or found is None:
        raise ValueError("its header is not one that Motif writes")
    dtype, shape = np.dtype(found[1].decode()), tuple(int(side) for side in found[2].split(b",") if side.strip())
    offset, n_bytes = len(start) + len(header), math.prod(shape) * dtype.itemsize
    if path.stat().st_size != offset + n_bytes:
        raise ValueError("its size does not fit its header")
    if not n_bytes:
        return np.zeros(shape, dtype=dtype)  # what has no bytes cannot be mapped
    return np.memmap(path, dtype=dtype, mode="r", offset=offset, shape=shape)


def _check_array(folder: Path, file: StoredFile, array: np.ndarray, role: str, info: BlockInfo, n_items: int) -> None:
    """Refuse an array that does not line up with the items, with both shapes."""
    n_entries = array.shape[0] if array.ndim else -1
    expected: dict[str, tuple[np.dtype, tuple[int, ...]]] = {
        "present": (np.dtype(bool), (n_items,)),
        "offsets": (np.dtype(np.int64), (n_items + 1,)),
        "indptr": (np.dtype(np.int64), (n_items + 1,)),
        "indices": (np.dtype(np.int32), (n_entries,)),
        "data": (np.dtype(info.dtype), (n_entries,)),
        "values": (np.dtype(info.dtype), (n_items if info.kind == "dense" else n_entries, *info.item_shape)),
    }
    dtype, shape = expected[role]
    if array.dtype != dtype or array.shape != shape:
        found = f"{array.dtype} {array.shape} found, {dtype} {shape} expected"
        raise DataError(f"{file.path!r} of {folder.name!r} does not line up: {found}", reason="damaged")


def _bounds(array: np.ndarray, n_entries: int) -> bool:
    """Whether an array says where the rows begin in so many entries."""
    return bool(array[0] == 0 and array[-1] == n_entries and (array[1:] >= array[:-1]).all())


def write_block(
    folder: Path, block: Block, name: str, stem: Callable[[int], str], bounds: list[slice], *, named: bool = True
) -> StoredBlock:
    """Write a block, a file set for each part of the items.

    Parameters
    ----------
    folder, block, name :
        The collection, and what is written into it under which name.
    stem :
        Number of the part -> beginning of its files' names.
    bounds :
        Which rows each part has.
    named :
        Whether the names of the columns are written too.
    """
    parts = []
    for number, rows in enumerate(bounds):
        base = f"blocks/{name}/{stem(number)}"
        files = (
            _write_spanned(folder, block, base, rows)
            if isinstance(block, SpannedBlock)
            else {"values": _write_dense(folder, block, base, rows)}
        )
        if block.may_be_absent:
            present = block.present_at(rows)
            files["present"] = write_array(folder, f"{base}.present.npy", present.shape, present.dtype, [present])
        parts.append(files)
    if block.columns is None or not named:
        return StoredBlock(block.info, tuple(parts))
    table = pa.table({"column": pa.array(block.columns, pa.string())})
    columns = write_parquet(folder, f"blocks/{name}/{stem(0)}.columns.parquet", table)
    return StoredBlock(block.info, tuple(parts), columns)


def _write_dense(folder: Path, block: Block, base: str, rows: slice) -> StoredFile:
    shape = (rows.stop - rows.start, *block.info.item_shape)
    step = max(1, _CHUNK_BYTES // max(1, math.prod(shape[1:]) * block.dtype.itemsize))
    pieces = (block.stored(slice(start, min(start + step, rows.stop))) for start in range(rows.start, rows.stop, step))
    return write_array(folder, f"{base}.npy", shape, block.dtype, pieces)


def _write_spanned(folder: Path, block: SpannedBlock, base: str, rows: slice) -> dict[str, StoredFile]:
    """Write rows of different lengths; they are read again for each file, so that memory holds one piece of them."""
    ends = np.concatenate([[0], np.cumsum(block.lengths(rows), dtype=np.int64)])
    if block.info.kind == "ragged":
        flat = {"values": (".npy", block.dtype, block.info.item_shape)}
    else:
        flat = {"data": (".data.npy", block.dtype, ()), "indices": (".indices.npy", np.dtype(np.int32), ())}
    files: dict[str, StoredFile] = {}
    for role, (suffix, dtype, item_shape) in flat.items():
        step = max(1, _CHUNK_BYTES // max(1, math.prod(item_shape) * dtype.itemsize))
        pieces = (block.arrays(piece)[role] for piece in _pieces(ends, step, rows.start))
        files[role] = write_array(folder, base + suffix, (int(ends[-1]), *item_shape), dtype, pieces)
    files[block.bounds] = write_array(folder, f"{base}.{block.bounds}.npy", ends.shape, ends.dtype, [ends])
    return files


def _pieces(ends: np.ndarray, step: int, first: int) -> Iterator[slice]:
    """Runs of rows, counted from `first`, with about `step` entries each."""
    start = 0
    while start < len(ends) - 1:
        stop = max(start + 1, int(np.searchsorted(ends, ends[start] + step, side="right")) - 1)
        yield slice(first + start, first + stop)
        start = stop
