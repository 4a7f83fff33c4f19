"""Where pictures go: one file of all of them, or a folder with one each; refused before the work is done."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from motif.core.errors import InputError
from motif.core.files import is_there, make_folder, write_bytes
from motif.source.image import encode_image

if TYPE_CHECKING:
    import numpy as np

__all__ = ["is_file", "require_place", "write_folder", "write_png"]


def is_file(out: Path, *, suffix: str) -> bool:
    """Return whether a path names a file with that ending; a folder has none.

    Examples
    --------
    >>> is_file(Path("page.html"), suffix=".html"), is_file(Path("pictures"), suffix=".html")
    (True, False)
    """
    return out.suffix.lower() == suffix


def require_place(out: Path, *, suffix: str, overwrite: bool) -> None:
    """Refuse a place with another ending, and one that is taken.

    Raises
    ------
    InputError
        With what would do.

    Examples
    --------
    >>> require_place(Path("grid.jpg"), suffix=".png", overwrite=False)
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: out must be a .png file or a folder, not 'grid.jpg'
    """
    if out.suffix and not is_file(out, suffix=suffix):
        raise InputError(f"out must be a {suffix} file or a folder, not {out.name!r}")
    if not is_there(out):
        return
    if out.is_dir() == is_file(out, suffix=suffix):
        raise InputError(f"{out.name!r} is a {'folder' if out.is_dir() else 'file'} already; choose another name")
    if not overwrite and (is_file(out, suffix=suffix) or any(out.iterdir())):
        raise InputError(f"{out.name!r} exists; choose another name, or ask for overwrite")


def write_png(path: Path, pixels: np.ndarray) -> None:
    """Write pixels (height, width, 3) uint8 as PNG; the folder is made where it is missing.

    Raises
    ------
    SourceError
        When it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> import numpy as np
    >>> path = Path(tempfile.mkdtemp(), "dot.png")
    >>> write_png(path, np.zeros((1, 1, 3), np.uint8))
    >>> path.read_bytes()[1:4]
    b'PNG'
    """
    make_folder(path.parent)
    write_bytes(path, encode_image(pixels, format="png"))


def write_folder(folder: Path, pictures: Mapping[str, np.ndarray]) -> None:
    """Write pictures by stem, one PNG each.

    Raises
    ------
    SourceError
        When one cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> import numpy as np
    >>> folder = Path(tempfile.mkdtemp())
    >>> write_folder(folder, {"dot": np.zeros((1, 1, 3), np.uint8)})
    >>> [path.name for path in folder.iterdir()]
    ['dot.png']
    """
    for stem, pixels in pictures.items():
        write_png(folder / f"{stem}.png", pixels)
