"""Pictures: cut the people out, paint a cartoon, and say how much was changed.

What for: portraits without their background at full size with colours untouched; cartoons in few colours.
Data: PNG, JPEG, WebP, TIFF and more, 8 or 16 bit, with alpha and colour profile; files, folders, arrays, PIL images.

A tour::

    from motif import pictures
    result = pictures.cut("photo.jpg")              # result.pixels: RGBA, result.confidence: 0.91
    drawn = pictures.cartoon("photo.jpg")           # drawn.centroids: the colours that were found
    pictures.cut_files(["photos"], out="cut")       # a folder, its tree kept; run again, it is all skipped
    pictures.cartoon_files(["photos"], out="cartoons", cut=False)

Measured: the cut-outs of three pictures that no setting was chosen on overlap the reference masks by 0.977 (mean IoU;
the bare network 0.963, the whole picture taken for the person 0.467). `khist` paints 12 megapixels with the printed
program's pixels in a thirteenth of its time (docs/pictures.md).

Examples
--------
>>> from motif import pictures
>>> sorted(pictures.__all__)
['astronaut', 'cartoon', 'cartoon_files', 'cut', 'cut_files']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from motif.pictures.source.sample import astronaut
    from motif.pictures.study.batch import cartoon_files, cut_files
    from motif.pictures.study.verb import cartoon, cut

__all__ = ["astronaut", "cartoon", "cartoon_files", "cut", "cut_files"]

_HOMES = {
    "astronaut": "motif.pictures.source.sample",
    "cartoon": "motif.pictures.study.verb",
    "cartoon_files": "motif.pictures.study.batch",
    "cut": "motif.pictures.study.verb",
    "cut_files": "motif.pictures.study.batch",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'motif.pictures' has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
