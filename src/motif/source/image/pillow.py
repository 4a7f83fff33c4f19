"""The one way into Pillow: one picture at a time, without warnings, by the format that the bytes show."""

from __future__ import annotations

import struct
import threading
import warnings
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from typing import IO

from PIL import Image, ImageFile

from motif.core.extra import extra

__all__ = ["FAILURES", "KINDS", "opened", "pillow"]

KINDS = ("jpeg", "png", "webp", "tiff", "bmp", "gif", "avif", "heic")
"""The kinds of pictures that are read, as `motif.source.file.kind_of` names them."""

FAILURES = (
    *(OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, ArithmeticError, AttributeError),
    *(AssertionError, RuntimeError, struct.error, zlib.error, Image.DecompressionBombError),
)
"""What damaged bytes lead Pillow's decoders into; it has no error class of its own for them."""

_LOCK = threading.Lock()


@contextmanager
def pillow(max_pixels: int = 0) -> Generator[None]:
    """Keep Pillow to one picture at a time, silence its warnings, and let pictures of up to `max_pixels` pass.

    Motif refuses large pictures by their header, below Pillow's own limit. Only when a caller allows more than Pillow
    does, its limit is raised, while the lock is held, and put back. Threads take turns; parallel work runs in
    processes.

    Examples
    --------
    >>> before = Image.MAX_IMAGE_PIXELS
    >>> with pillow(10**9):
    ...     Image.MAX_IMAGE_PIXELS
    1000000000
    >>> Image.MAX_IMAGE_PIXELS == before
    True
    """
    with _LOCK, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before = Image.MAX_IMAGE_PIXELS
        try:
            if before is not None and max_pixels > before:
                Image.MAX_IMAGE_PIXELS = max_pixels
            yield
        finally:
            Image.MAX_IMAGE_PIXELS = before


def opened(stream: IO[bytes], kind: str) -> ImageFile.ImageFile:
    r"""Return a picture of a known kind with its header read and nothing decoded.

    `Image.open` is not used: it would try other formats, and judge the size by its own limit first. HEIC needs the
    extra "heic", which is loaded when the first such picture comes.

    Raises
    ------
    MissingExtra
        For HEIC without that extra.

    Examples
    --------
    >>> import io
    >>> import numpy as np
    >>> from motif.source.image.tiff import encode_tiff
    >>> with pillow():
    ...     opened(io.BytesIO(encode_tiff(np.zeros((2, 3, 1), np.uint8))), "tiff").size
    (3, 2)
    """
    if kind == "heic":
        with extra("heic"):
            import pillow_heif
        return pillow_heif.HeifImageFile(stream, "")
    name = kind.upper()
    if name not in Image.OPEN:
        Image.init()
    factory, _ = Image.OPEN[name]
    return factory(stream, "")
