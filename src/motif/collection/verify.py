"""Verify: every byte of a collection read and compared with what was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from motif.collection.block import Block
from motif.collection.contents import Contents
from motif.collection.manifest import load_manifest
from motif.collection.store import read
from motif.core import check
from motif.core.digest import file_digest
from motif.core.errors import DataError, InputError

__all__ = ["verify"]


def verify(path: str | Path) -> int:
    """Read every byte of a collection and return how many files were found whole.

    Raises
    ------
    DataError
        With the first files whose checksum differs, or whose rows contradict each other.
    SourceError
        When a file is gone or cannot be read.
    """
    folder = Path(path)
    contents, manifest = read(folder), load_manifest(folder)
    wrong = [file.path for file in manifest.files() if file_digest(folder / file.path) != file.sha256]
    if wrong:
        message = f"{folder.name!r} is damaged: {len(wrong)} files differ from their checksum: {check.few(wrong)}"
        raise DataError(message, reason="damaged")
    _check_rows(folder, contents, manifest.drops.by_reason)
    return len(manifest.files()) + 1


def _check_rows(folder: Path, contents: Contents, reasons: Mapping[str, int]) -> None:
    try:
        check.unique_ids(contents.items.column("id").to_pylist())
    except InputError as error:
        raise DataError(f"the items of {folder.name!r} are damaged: {error}", reason="damaged") from error
    for table in (contents.items, *contents.tables.values()):
        table.load(None)
    _check_thumbs(folder, contents)
    if Counter(contents.drops.load(None)["reason"].to_pylist()) != Counter(reasons):
        raise DataError(f"the drops of {folder.name!r} are not those that it counts", reason="damaged")
    for name, block in contents.blocks.items():
        if _points_outside(block):
            raise DataError(f"block {name!r} of {folder.name!r} points outside its columns", reason="damaged")


def _check_thumbs(folder: Path, contents: Contents) -> None:
    """Refuse previews that are of no item, or several of one: it would be chance which of them is shown."""
    ids = contents.thumbs.load(None)["id"].to_pylist()
    owners = set(contents.items.column("id").to_pylist())
    strange = sorted({str(id_) for id_ in ids if id_ not in owners})
    twice = sorted(id_ for id_, count in Counter(ids).items() if count > 1 and id_ in owners)
    for found, what in ((strange, "belong to no item"), (twice, "are of one item each, but there are several")):
        if found:
            message = f"the thumbs of {folder.name!r} are damaged: {len(found)} {what}: {check.few(found)}"
            raise DataError(message, reason="damaged")


def _points_outside(block: Block) -> bool:
    """Read a block's arrays and names, which checks their shapes, and see whether sparse entries have a column."""
    held, _ = [part.arrays for part in block.parts], block.columns
    if block.info.kind != "sparse":
        return False
    width = block.info.item_shape[0]
    indices = [arrays["indices"] for arrays in held if len(arrays["indices"])]
    return any(int(found.min()) < 0 or int(found.max()) >= width for found in indices)
