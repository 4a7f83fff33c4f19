"""The note that a picture carries: what its EXIF tag Software says."""

from __future__ import annotations

import io
from pathlib import Path
from typing import IO

from PIL import Image, ImageFile

from motif.source.file import HEAD, kind_of, open_bytes
from motif.source.image.pillow import FAILURES, KINDS, opened, pillow
from motif.source.image.tiff import SOFTWARE

__all__ = ["read_note"]


def read_note(source: str | Path | bytes) -> str | None:
    """Return the note that `encode_image` stored, or what another program wrote into the EXIF tag Software.

    Only the header is read (of WebP the file, undecoded), so that asking a thousand pictures costs little.

    Parameters
    ----------
    source :
        A path, or the bytes themselves.

    Returns
    -------
    str or None
        None where there is none, or where the file is no picture.

    Raises
    ------
    SourceError
        When the file is missing or cannot be read.

    Examples
    --------
    >>> import numpy as np
    >>> from motif.source.image.encode import encode_image
    >>> read_note(encode_image(np.zeros((2, 3), np.uint8), format="jpg", note="motif cartoon"))
    'motif cartoon'
    """
    if isinstance(source, bytes):
        return _note(io.BytesIO(source))
    with open_bytes(source, gunzip=False, allow_empty=True) as stream:
        return _note(stream)


def _note(stream: IO[bytes]) -> str | None:
    kind = kind_of(stream.read(HEAD))
    if kind not in KINDS:
        return None
    stream.seek(0)
    with pillow():
        try:
            text = _software(opened(stream, kind))
        except FAILURES:  # a header that cannot be read holds no note
            return None
    if not isinstance(text, str):
        return None
    text = text.rstrip("\0")  # some programs fill the tag up
    try:
        return text.encode("latin-1").decode()  # Pillow takes the bytes of the tag for Latin-1, Motif writes UTF-8
    except UnicodeError:
        return text


def _software(image: ImageFile.ImageFile) -> object:
    tags = getattr(image, "tag_v2", None)
    if tags is not None:
        return tags.get(SOFTWARE)
    if "exif" not in image.info:
        return None
    exif = Image.Exif()
    exif.load(image.info["exif"])
    return exif.get(SOFTWARE)
