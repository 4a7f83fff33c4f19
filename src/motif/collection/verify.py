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
    for table in (contents.items, contents.thumbs, *contents.tables.values()):
        table.load(None)
    if Counter(contents.drops.load(None)["reason"].to_pylist()) != Counter(reasons):
        raise DataError(f"the drops of {folder.name!r} are not those that it counts", reason="damaged")
    for name, block in contents.blocks.items():
        if _points_outside(block):
            raise DataError(f"block {name!r} of {folder.name!r} points outside its columns", reason="damaged")


def _points_outside(block: Block) -> bool:
    """Read a block's arrays and names, which checks their shapes, and see whether sparse entries have a column."""
    held, _ = [part.arrays for part in block.parts], block.columns
    if block.info.kind != "sparse":
        return False
    width = block.info.item_shape[0]
    indices = [arrays["indices"] for arrays in held if len(arrays["indices"])]
    return any(int(found.min()) < 0 or int(found.max()) >= width for found in indices)
