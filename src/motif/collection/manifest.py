"""`collection.json`: what a collection on disk consists of. Replacing it is the commit.

It is read as text from outside: every field is checked, every path is one that Motif itself could have written, and a
checksum over the whole shows a flipped byte.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

import numpy as np

from motif.collection.block import FILES, BlockInfo
from motif.core import check
from motif.core.digest import bytes_digest
from motif.core.errors import DataError, InputError, SourceError
from motif.core.record import version

__all__ = [
    "FORMAT",
    "MANIFEST",
    "Manifest",
    "StoredBlock",
    "StoredFile",
    "StoredTable",
    "load_manifest",
    "parse_manifest",
]

MANIFEST = "collection.json"
FORMAT = 1
_PATH = re.compile(
    r"(items|drops|(blocks|tables|models)/[a-z][a-z0-9_-]{0,63})/[0-9]{4}-g[0-9]{6}([./][A-Za-z0-9_.-]{1,64})?"
)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One immutable file: path below the collection, size in bytes, sha256."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A table in parts: rows and files; drops also count their reasons."""

    n_rows: int
    files: tuple[StoredFile, ...] = ()
    by_reason: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoredBlock:
    """A block: its facts, for each part of the items its files by role, and the names of its columns."""

    info: BlockInfo
    parts: tuple[Mapping[str, StoredFile], ...]
    columns: StoredFile | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """All of a collection but the contents of its files."""

    kind: str
    generation: int
    n_items: int
    parts: tuple[int, ...]
    items: StoredTable
    blocks: Mapping[str, StoredBlock] = field(default_factory=dict)
    tables: Mapping[str, StoredTable] = field(default_factory=dict)
    drops: StoredTable = field(default_factory=lambda: StoredTable(0))
    models: Mapping[str, tuple[StoredFile, ...]] = field(default_factory=dict)
    media_root: str | None = None
    records: tuple[Mapping[str, Any], ...] = ()

    def files(self) -> list[StoredFile]:
        """Return every file the collection consists of."""
        tables = [self.items, self.drops, *self.tables.values()]
        found = [file for table in tables for file in table.files]
        found += [file for block in self.blocks.values() for part in block.parts for file in part.values()]
        found += [block.columns for block in self.blocks.values() if block.columns is not None]
        return found + [file for files in self.models.values() for file in files]

    def as_json(self) -> str:
        """Return the text of `collection.json`, with its own checksum."""
        body = {"format": FORMAT, "written_by": f"motif {version()}", **asdict(self)}
        return json.dumps({**body, "checksum": _checksum(body)}, indent=1, ensure_ascii=False, allow_nan=False) + "\n"

    def next(self, **changes: Any) -> Manifest:
        """Return the manifest of the next generation, with changes."""
        return replace(self, generation=self.generation + 1, **changes)


def _checksum(body: Mapping[str, Any]) -> str:
    return bytes_digest(json.dumps(body, sort_keys=True, ensure_ascii=False).encode())


def load_manifest(folder: Path) -> Manifest:
    """Return the manifest of a collection's folder.

    Raises
    ------
    SourceError
        When there is no collection.
    DataError
        When it is damaged, of a newer format, or contradicts itself.
    """
    path = folder / MANIFEST
    try:
        text = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        what = "there is no such folder" if not folder.exists() else f"it holds no {MANIFEST}"
        raise SourceError(f"{folder.name!r} is not a collection: {what}", reason="no_collection") from None
    except OSError as error:
        raise SourceError(f"{folder.name!r} cannot be read: {error.strerror}") from error
    return parse_manifest(text, name=folder.name)


def parse_manifest(text: bytes, *, name: str) -> Manifest:
    """Return the manifest that a text describes, every field checked.

    Raises
    ------
    DataError
        As `load_manifest`.
    """
    try:
        body = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{name!r} is damaged: its {MANIFEST} is not JSON", reason="damaged") from error
    if not isinstance(body, dict):
        raise DataError(f"{name!r} is damaged: its {MANIFEST} is not an object", reason="damaged")
    _check_format(body, name)
    if body.pop("checksum", None) != _checksum(body):
        raise DataError(f"{name!r} is damaged: its {MANIFEST} does not match its own checksum", reason="damaged")
    try:
        return _manifest(body)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        message = f"{name!r} is damaged: its {MANIFEST} has a wrong field ({type(error).__name__}: {error})"
        raise DataError(message, reason="damaged") from error


def _check_format(body: Mapping[str, Any], name: str) -> None:
    given = body.get("format")
    if isinstance(given, int) and not isinstance(given, bool) and given > FORMAT:
        writer = body.get("written_by")
        message = (
            f"{name!r} has collection format {given}, this Motif reads up to {FORMAT}: update to {writer!r} or newer"
        )
        raise DataError(message, reason="newer_format")
    if given != FORMAT:
        raise DataError(f"{name!r} has collection format {given!r}, which no Motif has written", reason="damaged")


def _typed(value: Any, kind: type[Value]) -> Value:
    wrong_number = isinstance(value, int) and (isinstance(value, bool) or value < 0)
    if not isinstance(value, kind) or wrong_number:
        raise TypeError(f"{kind.__name__} expected, {value!r} found")
    return value


def _manifest(body: Mapping[str, Any]) -> Manifest:
    parts = tuple(_typed(part, int) for part in body["parts"])
    manifest = Manifest(
        kind=check.name(body["kind"], what="kind"),
        generation=_typed(body["generation"], int),
        n_items=_typed(body["n_items"], int),
        parts=parts,
        items=_table(body["items"]),
        blocks={check.name(name, what="block"): _block(block) for name, block in body["blocks"].items()},
        tables={check.name(name, what="table"): _table(table) for name, table in body["tables"].items()},
        drops=_table(body["drops"]),
        models={check.name(name, what="model"): _files(files) for name, files in body["models"].items()},
        media_root=None if body["media_root"] is None else relative_path(_typed(body["media_root"], str)),
        records=tuple(_typed(record, dict) for record in body["records"]),
    )
    _check_counts(manifest)
    return manifest


def _check_counts(manifest: Manifest) -> None:
    n_parts = len(manifest.parts)
    if sum(manifest.parts) != manifest.n_items or manifest.items.n_rows != manifest.n_items:
        raise ValueError(f"{manifest.n_items} items, but parts of {manifest.parts} and {manifest.items.n_rows} rows")
    if len(manifest.items.files) != n_parts:
        raise ValueError(f"{n_parts} parts, but {len(manifest.items.files)} item files")
    for name, block in manifest.blocks.items():
        if len(block.parts) != n_parts:
            raise ValueError(f"{n_parts} parts, but {len(block.parts)} of block {name!r}")


def _table(given: Mapping[str, Any]) -> StoredTable:
    reasons = {_typed(reason, str): _typed(count, int) for reason, count in given["by_reason"].items()}
    return StoredTable(_typed(given["n_rows"], int), _files(given["files"]), reasons)


def _files(given: Any) -> tuple[StoredFile, ...]:
    return tuple(_file(one) for one in _typed(given, list))


def _file(given: Mapping[str, Any]) -> StoredFile:
    path = _typed(given["path"], str)
    if not _PATH.fullmatch(path) or ".." in path:
        raise ValueError(f"{path!r} is no path inside a collection")
    return StoredFile(path, _typed(given["bytes"], int), _typed(given["sha256"], str))


def _block(given: Mapping[str, Any]) -> StoredBlock:
    facts = dict(_typed(given["info"], dict))
    kind = facts["kind"]
    check.in_choices(kind, tuple(FILES), what="kind of a block")
    if np.dtype(_typed(facts["dtype"], str)).kind not in "biuf":
        raise ValueError(f"a block cannot hold {facts['dtype']!r}")
    facts["item_shape"] = tuple(_typed(side, int) for side in facts["item_shape"])
    facts["scale"], facts["offset"] = float(facts["scale"]), float(facts["offset"])
    facts["parents"] = tuple(facts["parents"])
    parts = tuple({role: _file(file) for role, file in part.items()} for part in _typed(given["parts"], list))
    for part in parts:
        if set(part) - {"present"} != set(FILES[kind]):
            raise ValueError(f"a {kind} block needs the files {FILES[kind]}, not {tuple(part)}")
    columns = None if given["columns"] is None else _file(given["columns"])
    return StoredBlock(BlockInfo(**facts), parts, columns)


def relative_path(path: str) -> str:
    """Return a path that stays below where it starts, in POSIX form.

    Raises
    ------
    InputError
        For an absolute path or one that leaves with "..".

    Examples
    --------
    >>> relative_path("media/2024")
    'media/2024'
    """
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or re.match(r"[A-Za-z]:", path) or "\\" in path:
        raise InputError(f"a media root must be a relative path without '..', not {path!r}")
    return str(pure)
