"""Collections on disk: read and save.

Every write makes new files, then replaces `collection.json`: that is the commit. A kill at any moment leaves the old
collection or the new one; files that neither needs are removed after the next commit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import IO

import pyarrow as pa

from motif.collection.contents import DROP_SCHEMA, THUMB_SCHEMA, Contents, Home
from motif.collection.disk import read_block, read_table, write_block, write_file, write_parquet
from motif.collection.lock import LOCK, OWNER, writer_lock
from motif.collection.manifest import (
    MANIFEST,
    Manifest,
    StoredBlock,
    StoredFile,
    StoredTable,
    fits,
    load_manifest,
    parse_manifest,
    part_stem,
)
from motif.core import check
from motif.core.errors import DataError, InputError, SourceError
from motif.core.files import TEMPORARY_PREFIX, is_there, make_folder, remove, write_text

__all__ = [
    "ID_SCHEMA",
    "check_unchanged",
    "commit",
    "model_files",
    "opened",
    "read",
    "save",
    "stored_drops",
    "sweeping",
]

PART_ROWS = 1_000_000  # a part of wide blocks stays below what a memory map handles well everywhere
ID_SCHEMA = pa.schema([("id", pa.string())])
_TEMPORARY = re.compile(rf"{re.escape(TEMPORARY_PREFIX)}.+[.]part")
_OURS = re.compile(rf"[0-9]{{4,9}}-g[0-9]{{6,9}}([.].+)?|{_TEMPORARY.pattern}")
_THUMB_GROUP = 256  # previews that are packed at a time: at most 64 MB
_ROOMS = ("items", "drops", "thumbs", "blocks", "tables", "models")
_MOST_TRIES = 100  # of opening while somebody writes; each commit comes after files were forced to disk
_CHUNK_BYTES = 1 << 20


def read(path: str | Path) -> Contents:
    """Return a collection's contents; sizes and counts are checked now, everything else is read when wanted.

    Raises
    ------
    SourceError
        When there is no collection, or a file is gone.
    DataError
        When it is damaged or of a newer format.

    Examples
    --------
    >>> read("no such folder")
    Traceback (most recent call last):
        ...
    motif.core.errors.SourceError: 'no such folder' is not a collection: there is no such folder
    """
    folder = check.path(path).absolute()  # what is read later is found after a change of folder too
    manifest = load_manifest(folder)
    for _ in range(_MOST_TRIES):
        try:
            _check_sizes(folder, manifest)
            break
        except SourceError:
            before, manifest = manifest, load_manifest(folder)
            if before.generation == manifest.generation:
                raise
    return opened(folder, manifest)


def opened(folder: Path, manifest: Manifest) -> Contents:
    """Return the contents that a manifest describes; nothing else is read yet."""
    pristine = Contents(
        kind=manifest.kind,
        items=read_table(folder, manifest.items, ID_SCHEMA),
        blocks={name: read_block(folder, manifest, block) for name, block in manifest.blocks.items()},
        tables={name: read_table(folder, table, ID_SCHEMA) for name, table in manifest.tables.items()},
        drops=read_table(folder, manifest.drops, DROP_SCHEMA),
        models={name: (folder / files[0].path).parent for name, files in manifest.models.items() if files},
        thumbs=read_table(folder, manifest.thumbs, THUMB_SCHEMA),
        media_root=manifest.media_root,
        records=manifest.records,
    )
    return replace(pristine, home=Home(folder, manifest.generation, pristine))


def _check_sizes(folder: Path, manifest: Manifest) -> None:
    for file in manifest.files():
        try:
            size = (folder / file.path).stat().st_size
        except OSError:
            raise SourceError(f"{folder.name!r} lacks its file {file.path!r}", reason="file_missing") from None
        if size != file.bytes:
            message = f"{file.path!r} of {folder.name!r} has {size} bytes, {file.bytes} expected: it is damaged"
            raise DataError(message, reason="damaged")


def save(contents: Contents, path: str | Path, *, overwrite: bool = False) -> Contents:
    """Write contents as a collection, all or nothing, and return them as they are on disk.

    Parts that are already there unchanged are kept, so that adding a column or a block to a large collection writes
    just that.

    Parameters
    ----------
    contents :
        What to write.
    path :
        A folder: new, empty, the one that the contents were read from, or with `overwrite` any collection.
    overwrite :
        Whether another collection may be replaced.

    Raises
    ------
    InputError
        When the folder holds something else, or the path is none.
    SourceError
        When it cannot be written, is being written, or has changed since the contents were read.
    """
    folder = check.path(path).absolute()
    if contents.home is None or not _same_folder(contents.home.folder, folder):
        check_target(folder, overwrite=overwrite)
    with _made_on_success(folder), writer_lock(folder):
        before = load_manifest(folder) if (folder / MANIFEST).exists() else None
        at_home = contents.home is not None and _same_folder(contents.home.folder, folder)
        if at_home and contents.home is not None:
            check_unchanged(folder, before, contents.home.generation)
        writer = _Writer(folder, contents, before if at_home else None, 1 + (before.generation if before else 0))
        with sweeping(folder):
            manifest = writer.write()
            commit(folder, manifest)
    return opened(folder, manifest)


@contextmanager
def _made_on_success(folder: Path) -> Generator[None]:
    """Make the folder of a new collection, and take it away again when nothing comes of it."""
    is_new = not is_there(folder)
    make_folder(folder)
    try:
        yield
    except BaseException:
        if is_new:
            with suppress(OSError):  # it holds what somebody else has put there meanwhile
                folder.rmdir()
        raise


def check_target(path: str | Path, *, overwrite: bool = False) -> None:
    """Refuse a place where `save` would not write a new collection; for those who work for long before they save.

    Parameters
    ----------
    path, overwrite :
        As for `save`.

    Raises
    ------
    InputError
        When it is a file, holds another collection (without `overwrite`), or other files.

    Examples
    --------
    >>> check_target("a new folder")
    """
    folder = Path(path)
    exists = is_there(folder)
    if exists and not folder.is_dir():
        raise InputError(f"{folder.name!r} is a file; a collection needs a folder")
    if not exists:
        return
    if (folder / MANIFEST).exists():
        if not overwrite:
            raise InputError(f"{folder.name!r} holds a collection already; choose another name, or ask for overwrite")
    elif any(not _is_leftover(entry) for entry in folder.iterdir()):
        raise InputError(f"{folder.name!r} holds other files and no collection; choose a new or empty folder")


def _is_leftover(entry: Path) -> bool:
    """Whether an entry can come from a first save that was killed."""
    return entry.name in (*_ROOMS, LOCK, OWNER) or _TEMPORARY.fullmatch(entry.name) is not None


def _same_folder(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def check_unchanged(folder: Path, before: Manifest | None, generation: int) -> None:
    """Refuse to write over what somebody else has written since the contents were read."""
    found = before.generation if before else None
    if found != generation:
        message = (
            f"{folder.name!r} has changed since it was opened (generation {generation}, now {found}); open it again"
        )
        raise SourceError(message, reason="changed")


def commit(folder: Path, manifest: Manifest) -> None:
    """Make a manifest the collection, unless it could not be read again, then remove what it does not need."""
    text = manifest.as_json()
    parse_manifest(text.encode(), name=folder.name)
    write_text(folder / MANIFEST, text)
    _sweep(folder)


@contextmanager
def sweeping(folder: Path) -> Generator[None]:
    """When the block fails, remove what it has written: a full disk gets its space back."""
    try:
        yield
    except BaseException:
        _sweep(folder)
        raise


def _sweep(folder: Path) -> None:
    """Remove files of Motif's making that the collection does not need; readers keep what they have mapped.

    What it needs is read from the disk, as an interrupt can come before the commit or just after it.
    """
    needed = {folder / file.path for file in load_manifest(folder).files()} if (folder / MANIFEST).exists() else set()
    for path in folder.iterdir():
        if _TEMPORARY.fullmatch(path.name):
            remove(path)
    for room in _ROOMS:
        for path in sorted([folder / room, *(folder / room).rglob("*")], reverse=True):  # contents before their folder
            if path.is_dir() and not path.is_symlink():
                with suppress(OSError):  # there is something in it
                    path.rmdir()
            elif path not in needed and (_OURS.fullmatch(path.name) or _OURS.fullmatch(path.parent.name)):
                remove(path)


class _Writer:
    """Writes what is new of some contents as one generation."""

    def __init__(self, folder: Path, contents: Contents, before: Manifest | None, generation: int) -> None:
        self._folder, self._contents, self._before, self._generation = folder, contents, before, generation
        pristine = contents.home.pristine if before is not None and contents.home is not None else None
        self._pristine = pristine
        self._parts = before.parts if before is not None else _part_sizes(contents.items.n_rows)
        starts = [sum(self._parts[:number]) for number in range(len(self._parts))]
        self._bounds = [slice(start, start + size) for start, size in zip(starts, self._parts, strict=True)]

    def write(self) -> Manifest:
        contents = self._contents
        return Manifest(
            kind=contents.kind,
            generation=self._generation,
            n_items=contents.items.n_rows,
            parts=tuple(self._parts),
            items=self._items(),
            blocks={name: self._block(name) for name in contents.blocks},
            tables={name: self._table(name) for name in contents.tables},
            drops=self._drops(),
            models={name: self._model(name, folder) for name, folder in contents.models.items()},
            thumbs=self._thumbs(),
            media_root=contents.media_root,
            records=contents.records,
        )

    def _stem(self, number: int) -> str:
        return part_stem(number, self._generation)

    def _items(self) -> StoredTable:
        items = self._contents.items
        if self._before is not None and self._pristine is not None and items is self._pristine.items:
            return self._before.items
        files = [
            write_parquet(self._folder, f"items/{self._stem(number)}.parquet", items.whole[rows.start : rows.stop])
            for number, rows in enumerate(self._bounds)
        ]
        return StoredTable(tuple(self._parts), tuple(files))

    def _block(self, name: str) -> StoredBlock:
        block = self._contents.blocks[name]
        if self._before is not None and self._pristine is not None and block is self._pristine.blocks.get(name):
            return self._before.blocks[name]
        return write_block(self._folder, block, name, self._stem, self._bounds)

    def _table(self, name: str) -> StoredTable:
        table = self._contents.tables[name]
        if self._before is not None and self._pristine is not None and table is self._pristine.tables.get(name):
            return self._before.tables[name]
        file = write_parquet(self._folder, f"tables/{name}/{self._stem(0)}.parquet", table.whole)
        return StoredTable((table.n_rows,), (file,))

    def _drops(self) -> StoredTable:
        drops = self._contents.drops
        if self._before is not None and self._pristine is not None and drops is self._pristine.drops:
            return self._before.drops
        return stored_drops(self._folder, drops.whole, self._stem(0))

    def _thumbs(self) -> StoredTable:
        thumbs = self._contents.thumbs
        if self._before is not None and self._pristine is not None and thumbs is self._pristine.thumbs:
            return self._before.thumbs
        if not thumbs.n_rows:
            return StoredTable()
        return StoredTable(
            (thumbs.n_rows,),
            (write_parquet(self._folder, f"thumbs/{self._stem(0)}.parquet", thumbs.whole, group=_THUMB_GROUP),),
        )

    def _model(self, name: str, source: Path) -> tuple[StoredFile, ...]:
        if self._before is not None and self._pristine is not None and source == self._pristine.models.get(name):
            return self._before.models[name]
        base = f"models/{name}/{self._stem(0)}"
        files = model_files(name, source)
        return tuple(write_file(self._folder, f"{base}/{path.name}", _copier(path)) for path in files)


def model_files(name: str, source: Path) -> list[Path]:
    """Return the files of a saved model.

    Raises
    ------
    InputError
        When the folder holds none, or something that a collection cannot keep.

    Examples
    --------
    >>> model_files("clusters", Path("nowhere"))
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: model 'clusters' must be a folder of a saved model; 'nowhere' is none
    """
    entries = sorted(source.iterdir()) if is_there(source) and source.is_dir() else []
    if not entries:
        raise InputError(f"model {name!r} must be a folder of a saved model; {source.name!r} is none")
    strange = [
        path.name for path in entries if not path.is_file() or not fits(f"models/m/{part_stem(0, 1)}/{path.name}")
    ]
    if strange:
        message = (
            f"the folder of model {name!r} must hold plain files of plain names only; there are: {check.few(strange)}"
        )
        raise InputError(message)
    return entries


def _copier(path: Path) -> Callable[[IO[bytes]], None]:
    def copy(stream: IO[bytes]) -> None:
        for chunk in _chunks(path):
            stream.write(chunk)

    return copy


def _chunks(path: Path) -> Generator[bytes]:
    try:
        with path.open("rb") as source:
            while chunk := source.read(_CHUNK_BYTES):
                yield chunk
    except OSError as error:
        raise SourceError(f"the model's {path.name!r} cannot be read: {error.strerror}") from error


def stored_drops(folder: Path, table: pa.Table, stem: str) -> StoredTable:
    """Write drops as one file, none for no drops, and count their reasons."""
    if not table.num_rows:
        return StoredTable()
    reasons = Counter(table["reason"].to_pylist())
    file = write_parquet(folder, f"drops/{stem}.parquet", table)
    return StoredTable((table.num_rows,), (file,), dict(sorted(reasons.items())))


def _part_sizes(n_items: int) -> tuple[int, ...]:
    whole, rest = divmod(n_items, PART_ROWS)
    return (PART_ROWS,) * whole + ((rest,) if rest or not whole else ())
