"""`collection.json`: what a collection on disk consists of. Replacing it is the commit.

It is read as text from outside: every field is checked, every path is one that Motif itself could have written, and a
checksum over the whole shows a flipped byte.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

import numpy as np

from motif.collection.block import FILES, BlockInfo, is_storable
from motif.core import check
from motif.core.digest import bytes_digest
from motif.core.errors import DataError, InputError, SourceError
from motif.core.files import open_regular
from motif.core.record import is_machine_path, version

__all__ = [
    "FORMAT",
    "MANIFEST",
    "Manifest",
    "StoredBlock",
    "StoredFile",
    "StoredTable",
    "fits",
    "load_manifest",
    "parse_manifest",
    "part_stem",
]

MANIFEST = "collection.json"
FORMAT = 1
_MOST = 2**48  # rows, bytes, sides: more is no count of anything
_MOST_AXES = 16
_LONGEST_WRITER = 40
_PATH = re.compile(
    r"(items|drops|thumbs|(blocks|tables|models)/[a-z][a-z0-9_-]{0,63})/[0-9]{4,9}-g[0-9]{6,9}([./][A-Za-z0-9_.-]{1,64})?"
)
_SHA256 = re.compile(r"[0-9a-f]{64}")
Value = TypeVar("Value")


def part_stem(number: int, generation: int) -> str:
    """Return the name of a part's files, without their endings.

    Examples
    --------
    >>> part_stem(3, 12)
    '0003-g000012'
    """
    return f"{number:04d}-g{generation:06d}"


def fits(path: str) -> bool:
    """Whether a path below a collection is one that Motif itself can have written.

    Examples
    --------
    >>> fits("items/0000-g000001.parquet"), fits("../0000-g000001.parquet")
    (True, False)
    """
    return _PATH.fullmatch(path) is not None and ".." not in path


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One immutable file: path below the collection, size in bytes, sha256."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A table in parts: the rows of each, and the file that holds them; drops also count their reasons."""

    parts: tuple[int, ...] = ()
    files: tuple[StoredFile, ...] = ()
    by_reason: Mapping[str, int] = field(default_factory=dict)

    @property
    def n_rows(self) -> int:
        """How many rows there are in all parts."""
        return sum(self.parts)


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
    drops: StoredTable = field(default_factory=StoredTable)
    models: Mapping[str, tuple[StoredFile, ...]] = field(default_factory=dict)
    thumbs: StoredTable = field(default_factory=StoredTable)
    media_root: str | None = None
    records: tuple[Mapping[str, Any], ...] = ()

    def files(self) -> list[StoredFile]:
        """Return every file the collection consists of."""
        tables = [self.items, self.drops, self.thumbs, *self.tables.values()]
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
        with open_regular(path) as stream:
            text = stream.read()
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
        checksum = body.pop("checksum", None) if isinstance(body, dict) else None
        is_whole = checksum == _checksum(body)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{name!r} is damaged: its {MANIFEST} is not JSON", reason="damaged") from error
    if not isinstance(body, dict):
        raise DataError(f"{name!r} is damaged: its {MANIFEST} is not an object", reason="damaged")
    _check_format(body, name)
    if not is_whole:
        raise DataError(f"{name!r} is damaged: its {MANIFEST} does not match its own checksum", reason="damaged")
    try:
        return _manifest(body)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        message = f"{name!r} is damaged: its {MANIFEST} has a wrong field ({type(error).__name__}: {_short(error)})"
        raise DataError(message, reason="damaged") from error


def _short(error: Exception) -> str:
    line = str(error).partition("\n")[0]
    return line if len(line) <= 200 else f"{line[:200]}…"


def _check_format(body: Mapping[str, Any], name: str) -> None:
    given = body.get("format")
    if isinstance(given, int) and not isinstance(given, bool) and FORMAT < given < _MOST:
        writer = body.get("written_by")
        needed = f"update to {writer!r} or newer" if _is_version(writer) else "update it"
        message = f"{name!r} has collection format {given}, this Motif reads up to {FORMAT}: {needed}"
        raise DataError(message, reason="newer_format")
    if type(given) is not int or given != FORMAT:
        message = f"{name!r} is damaged: its {MANIFEST} states no format that Motif has written"
        raise DataError(message, reason="damaged")


def _is_version(writer: object) -> bool:
    return isinstance(writer, str) and writer.isprintable() and 0 < len(writer) <= _LONGEST_WRITER


def _typed(value: Any, kind: type[Value]) -> Value:
    wrong_number = isinstance(value, int) and (isinstance(value, bool) or not 0 <= value <= _MOST)
    if not isinstance(value, kind) or wrong_number:
        raise TypeError(f"{kind.__name__} expected, {value!r} found")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError(f"finite number expected, {value!r} found")
    return float(value)


def _manifest(body: Mapping[str, Any]) -> Manifest:
    parts = _counts(body["parts"])
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
        thumbs=_table(body["thumbs"]) if "thumbs" in body else StoredTable(),  # the first writers of format 1 had none
        media_root=None if body["media_root"] is None else relative_path(_typed(body["media_root"], str)),
        records=tuple(_typed(record, dict) for record in body["records"]),
    )
    _check_counts(manifest)
    return manifest


def _check_counts(manifest: Manifest) -> None:
    n_parts = len(manifest.parts)
    if sum(manifest.parts) != manifest.n_items or manifest.items.parts != manifest.parts:
        raise ValueError(f"{manifest.n_items} items, but parts of {check.few(manifest.parts)}")
    for name, block in manifest.blocks.items():
        if len(block.parts) != n_parts:
            raise ValueError(f"{n_parts} parts, but {len(block.parts)} of block {name!r}")
        for n_rows, files in zip(manifest.parts, block.parts, strict=True):
            _check_room(name, block.info, n_rows, files)


def _check_room(name: str, info: BlockInfo, n_rows: int, files: Mapping[str, StoredFile]) -> None:
    """Refuse a block that claims more rows than its files have bytes for, before memory is asked for them."""
    item = math.prod(info.item_shape) * np.dtype(info.dtype).itemsize
    least = {"dense": ("values", item * n_rows), "ragged": ("offsets", 8 * n_rows), "sparse": ("indptr", 8 * n_rows)}
    role, n_bytes = least[info.kind]
    if files[role].bytes < n_bytes:
        raise ValueError(f"{n_rows} rows of block {name!r} do not fit into {files[role].bytes} bytes")


def _table(given: Mapping[str, Any]) -> StoredTable:
    reasons = {_typed(reason, str): _typed(count, int) for reason, count in given["by_reason"].items()}
    parts, files = _counts(given["parts"]), _files(given["files"])
    if len(parts) != len(files):
        raise ValueError(f"a table of {len(parts)} parts, but {len(files)} files")
    return StoredTable(parts, files, reasons)


def _counts(given: Any) -> tuple[int, ...]:
    return tuple(_typed(count, int) for count in _typed(given, list))


def _files(given: Any) -> tuple[StoredFile, ...]:
    return tuple(_file(one) for one in _typed(given, list))


def _file(given: Mapping[str, Any]) -> StoredFile:
    path, digest = _typed(given["path"], str), _typed(given["sha256"], str)
    if not fits(path) or not _SHA256.fullmatch(digest):
        raise ValueError(f"{path!r} with the checksum {digest!r} is no file of a collection")
    return StoredFile(path, _typed(given["bytes"], int), digest)


def _block(given: Mapping[str, Any]) -> StoredBlock:
    info = _info(dict(_typed(given["info"], dict)))
    parts = tuple({role: _file(file) for role, file in part.items()} for part in _typed(given["parts"], list))
    for part in parts:
        if set(part) - {"present"} != set(FILES[info.kind]):
            raise ValueError(f"a {info.kind} block needs the files {FILES[info.kind]}, not {tuple(part)}")
    columns = None if given["columns"] is None else _file(given["columns"])
    if columns is not None and len(info.item_shape) != 1:
        raise ValueError(f"items of shape {info.item_shape} have no columns to name")
    return StoredBlock(info, parts, columns)


def _info(facts: dict[str, Any]) -> BlockInfo:
    kind = _typed(facts["kind"], str)
    check.in_choices(kind, tuple(FILES), what="kind of a block")
    if not is_storable(_typed(facts["dtype"], str), kind):
        raise ValueError(f"a {kind} block cannot hold {facts['dtype']!r}")
    facts["item_shape"] = tuple(_typed(side, int) for side in _typed(facts["item_shape"], list))
    is_flat = kind != "sparse" or len(facts["item_shape"]) == 1
    if (
        not is_flat
        or len(facts["item_shape"]) > _MOST_AXES
        or math.prod(max(1, side) for side in facts["item_shape"]) > _MOST
    ):
        raise ValueError(f"the items of a {kind} block cannot have the shape {facts['item_shape']}")
    facts["scale"], facts["offset"] = _number(facts["scale"]), _number(facts["offset"])
    facts["step"], facts["parameters"] = _typed(facts["step"], str), _typed(facts["parameters"], dict)
    facts["parents"] = tuple(_typed(parent, str) for parent in _typed(facts["parents"], list))
    return BlockInfo(**facts)


def relative_path(path: str) -> str:
    """Return a media root in POSIX form: relative to the collection's folder, beside it or below it.

    Raises
    ------
    InputError
        For an absolute path: it would name somebody's machine, and break when the folder moves. For '..' other than
        one at the start: it would lead anywhere.

    Examples
    --------
    >>> relative_path("../media/2024/")
    '../media/2024'
    """
    pure = PurePosixPath(path)
    is_foreign = is_machine_path(path) or pure.is_absolute() or re.match(r"[A-Za-z]:", path)
    if is_foreign or "\\" in path or "\0" in path:
        raise InputError(f"a media root must be relative to the collection's folder, with '/', not {path!r}")
    if ".." in pure.parts[1:]:
        raise InputError(f"a media root may begin with one '..' and have no other, not {path!r}")
    return str(pure)
