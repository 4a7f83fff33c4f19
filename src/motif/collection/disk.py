"""The files of a collection: written once, whole, and never changed; read when they are first wanted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from motif.collection.block import FILES, KINDS, Arrays, Block, BlockInfo, BlockPart
from motif.collection.manifest import Manifest, StoredBlock, StoredFile, StoredTable
from motif.core.errors import DataError, SourceError
from motif.core.files import atomic_file, make_folder

__all__ = ["LazyTable", "file_schema", "read_block", "read_table", "write_block", "write_file", "write_parquet"]

_CHUNK_BYTES = 32 << 20  # how much of a block is in memory at once while it is written


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


def write_parquet(folder: Path, path: str, table: pa.Table) -> StoredFile:
    """Write a table as Parquet (zstd)."""

    def fill(stream: Any) -> None:
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink, compression="zstd")
        stream.write(sink.getvalue())

    return write_file(folder, path, fill)


def write_array(
    folder: Path, path: str, shape: tuple[int, ...], dtype: np.dtype, rows: Callable[[slice], np.ndarray]
) -> StoredFile:
    """Write an array as NPY, a few rows at a time.

    Parameters
    ----------
    folder, path :
        The collection and the file in it.
    shape, dtype :
        Of the whole array.
    rows :
        Slice of the first axis -> those rows.
    """
    row_bytes = max(1, int(np.prod(shape[1:], dtype=np.int64)) * dtype.itemsize)
    step = max(1, _CHUNK_BYTES // row_bytes)

    def fill(stream: Any) -> None:
        header = {"descr": np.lib.format.dtype_to_descr(dtype), "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(stream, header)
        for start in range(0, shape[0], step):
            piece = np.ascontiguousarray(rows(slice(start, min(start + step, shape[0]))))
            if piece.size:
                stream.write(piece.data)

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
    except (ValueError, SyntaxError, EOFError, pa.ArrowException) as error:
        raise _damaged(folder, file, error) from error


def _damaged(folder: Path, file: StoredFile, error: Exception) -> DataError:
    cause = str(error).partition("\n")[0]
    return DataError(f"{file.path!r} of {folder.name!r} is damaged: {cause}", reason="damaged")


def read_table(folder: Path, stored: StoredTable, empty: pa.Schema) -> LazyTable:
    """Return a stored table, read when first wanted."""

    def load(columns: list[str] | None) -> pa.Table:
        pieces = [_readable(folder, file, _read_parquet(columns)) for file in stored.files]
        table = pa.concat_tables(pieces, promote_options="permissive") if pieces else empty.empty_table()
        if table.num_rows != stored.n_rows:
            where = stored.files[0].path.partition("/")[0]
            raise DataError(
                f"{where!r} of {folder.name!r} has {table.num_rows} rows, {stored.n_rows} expected", reason="damaged"
            )
        return table

    return LazyTable(stored.n_rows, load)


def file_schema(folder: Path, file: StoredFile) -> pa.Schema:
    """Return the columns of a stored table's file, without reading its rows."""
    return _readable(folder, file, pq.read_schema)


def read_block(folder: Path, manifest: Manifest, stored: StoredBlock) -> Block:
    """Return a stored block; its files are mapped when first wanted."""
    parts = [
        BlockPart(n_items, _loader(folder, stored.info, n_items, files))
        for n_items, files in zip(manifest.parts, stored.parts, strict=True)
    ]
    names = None if stored.columns is None else _column_loader(folder, stored.columns)
    return KINDS[stored.info.kind](stored.info, parts, column_names=names)


def _column_loader(folder: Path, file: StoredFile) -> Callable[[], tuple[str, ...]]:
    return lambda: tuple(_readable(folder, file, _read_parquet(["column"]))["column"].to_pylist())


def _read_parquet(columns: list[str] | None) -> Callable[[Path], pa.Table]:
    return lambda path: pq.ParquetFile(path, memory_map=True).read(columns=columns)


def _loader(folder: Path, info: BlockInfo, n_items: int, files: Mapping[str, StoredFile]) -> Callable[[], Arrays]:
    def load() -> Arrays:
        arrays = {role: _readable(folder, file, _map_array) for role, file in files.items()}
        for role, array in arrays.items():
            _check_array(folder, files[role], array, role, info, n_items, arrays)
        return arrays

    return load


def _map_array(path: Path) -> np.ndarray:
    try:
        return np.load(path, mmap_mode="r", allow_pickle=False)
    except ValueError as error:
        if "empty" not in str(error):
            raise
        return np.load(path, allow_pickle=False)  # an array without entries cannot be mapped


def _check_array(
    folder: Path, file: StoredFile, array: np.ndarray, role: str, info: BlockInfo, n_items: int, arrays: Arrays
) -> None:
    """Refuse an array that does not line up with the items, with both shapes."""
    expected: dict[str, tuple[np.dtype, tuple[int, ...]]] = {
        "present": (np.dtype(bool), (n_items,)),
        "offsets": (np.dtype(np.int64), (n_items + 1,)),
        "indptr": (np.dtype(np.int64), (n_items + 1,)),
        "indices": (np.dtype(np.int32), (len(array),)),
        "data": (np.dtype(info.dtype), (len(array),)),
        "values": (np.dtype(info.dtype), ((n_items if info.kind == "dense" else len(array)), *info.item_shape)),
    }
    dtype, shape = expected[role]
    if array.dtype != dtype or array.shape != shape:
        found = f"{array.dtype} {array.shape} found, {dtype} {shape} expected"
        raise DataError(f"{file.path!r} of {folder.name!r} does not line up: {found}", reason="damaged")
    if role in ("offsets", "indptr"):
        flat = arrays["values" if role == "offsets" else "indices"]
        if array[0] != 0 or array[-1] != len(flat) or (np.diff(array) < 0).any():
            raise DataError(f"{file.path!r} of {folder.name!r} does not fit its values", reason="damaged")


def write_block(folder: Path, block: Block, name: str, stem: Callable[[int], str], bounds: list[slice]) -> StoredBlock:
    """Write a block, a file set for each part of the items."""
    parts = []
    absent = block.may_be_absent
    for number, rows in enumerate(bounds):
        base = f"blocks/{name}/{stem(number)}"
        files: dict[str, StoredFile] = {}
        if block.info.kind == "dense":
            shape = (rows.stop - rows.start, *block.info.item_shape)
            files["values"] = write_array(folder, f"{base}.npy", shape, block.dtype, _shifted(block, rows.start))
        else:
            arrays = block.arrays(rows)
            for role in FILES[block.info.kind]:
                suffix = "npy" if role == "values" else f"{role}.npy"
                files[role] = _write_whole(folder, f"{base}.{suffix}", arrays[role])
        if absent:
            files["present"] = _write_whole(folder, f"{base}.present.npy", block.present[rows])
        parts.append(files)
    names = block.columns
    if names is None:
        return StoredBlock(block.info, tuple(parts))
    table = pa.table({"column": pa.array(names, pa.string())})
    return StoredBlock(
        block.info, tuple(parts), write_parquet(folder, f"blocks/{name}/{stem(0)}.columns.parquet", table)
    )


def _shifted(block: Block, start: int) -> Callable[[slice], np.ndarray]:
    return lambda rows: block.stored(slice(rows.start + start, rows.stop + start))


def _write_whole(folder: Path, path: str, array: np.ndarray) -> StoredFile:
    return write_array(folder, path, array.shape, array.dtype, lambda rows: array[rows])
