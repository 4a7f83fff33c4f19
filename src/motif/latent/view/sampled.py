"""Pictures that a network drew, as one sheet or one file each."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from motif.latent.view.sheet import contact_sheet, printed
from motif.latent.view.written import is_file, write_folder, write_png

if TYPE_CHECKING:
    from motif.latent.study.sample import Sampled

__all__ = ["sheet_of", "write"]

_PX = {True: 40, False: 96}  # the longer side of a picture on the sheet: of small ones, of larger ones
_SMALL_PX = 40
_GAP_PX, _MARGIN_PX = 2, 8
_LARGE_PX = 256  # the longer side of a picture in a file of its own


def write(found: Sampled, out: Path) -> None:
    """Write the pictures: as one .png, or into a folder as 0001.png and so on, with the label where there is one.

    Raises
    ------
    SourceError
        When they cannot be written.
    """
    if is_file(out, suffix=".png"):
        write_png(out, sheet_of(found))
        return
    tiles = printed(found.pictures, _LARGE_PX, ink=found.ink)
    stems = [f"{i:04d}" for i in range(1, len(tiles) + 1)]
    if found.labels is not None:
        stems = [f"{stem}-{_stem(label)}" for stem, label in zip(stems, found.labels, strict=True)]
    write_folder(out, dict(zip(stems, tiles, strict=True)))


def sheet_of(found: Sampled) -> np.ndarray:
    """Return all pictures in rows, (height, width, 3) uint8; a row for each turn of the labels.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> sheet_of(SimpleNamespace(pictures=np.zeros((4, 8, 8)), ink=True, labels=None)).shape
    (98, 98, 3)
    """
    n_labels = len(dict.fromkeys(found.labels or ()))
    n_columns = n_labels if n_labels > 1 else math.ceil(math.sqrt(len(found.pictures)))
    longer = _PX[max(found.pictures.shape[1:3]) <= _SMALL_PX]
    tiles = printed(found.pictures, longer, ink=found.ink)
    return contact_sheet(tiles, n_columns=n_columns, gap_px=_GAP_PX, margin_px=_MARGIN_PX)


def _stem(label: str) -> str:
    """Return a label as a part of a file's name."""
    return "".join(c if c.isalnum() and c.isascii() else "_" for c in label)[:40]
