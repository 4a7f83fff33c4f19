"""What a camera wrote into a picture: when it was taken, with what, and which way up it was held."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from motif.source.file import HEAD, kind_of, open_bytes
from motif.source.image.pillow import FAILURES, KINDS, opened, pillow
from motif.source.image.tiff import ORIENTATION

__all__ = ["CameraNote", "read_camera"]

_TAKEN, _CHANGED, _MAKE, _MODEL, _MORE = 36867, 306, 271, 272, 34665  # EXIF 2.3, tables 4 and 7
_DATE = "%Y:%m:%d %H:%M:%S"
_LONGEST = 80  # characters of a camera's name
_FIRST_YEAR = 1826  # of the oldest photograph that is left; clocks that were never set say 0 or 1904 and less


@dataclass(frozen=True, slots=True)
class CameraNote:
    """What the EXIF data of a picture say.

    Parameters
    ----------
    taken :
        When, by the camera's clock, without time zone; None where that is not said or no date.
    camera :
        Maker and model, "" where that is not said.
    orientation :
        1 to 8: how the stored pixels are turned (EXIF 2.3, section 4.6.4); 1 where that is not said.

    Examples
    --------
    >>> CameraNote().orientation
    1
    """

    taken: datetime | None = None
    camera: str = ""
    orientation: int = 1


def read_camera(source: str | Path | bytes) -> CameraNote:
    """Return what a picture's EXIF data say; nothing where there are none, or they are broken.

    Only the header is read; nothing is decoded. Places (GPS) are not looked at.

    Parameters
    ----------
    source :
        A path, or the bytes themselves.

    Raises
    ------
    SourceError
        When the file is missing or cannot be read.

    Examples
    --------
    >>> read_camera(b"no picture")
    CameraNote(taken=None, camera='', orientation=1)
    """
    if isinstance(source, bytes):
        return _note(io.BytesIO(source))
    with open_bytes(source, gunzip=False, allow_empty=True) as stream:
        return _note(stream)


def _note(stream: IO[bytes]) -> CameraNote:
    kind = kind_of(stream.read(HEAD))
    if kind not in KINDS:
        return CameraNote()
    stream.seek(0)
    with pillow():
        try:
            exif = opened(stream, kind).getexif()
            tags = {**exif, **exif.get_ifd(_MORE)}
        except FAILURES:
            return CameraNote()
    turned = tags.get(ORIENTATION, 1)
    return CameraNote(
        taken=_date(tags.get(_TAKEN)) or _date(tags.get(_CHANGED)),
        camera=_camera(tags.get(_MAKE), tags.get(_MODEL)),
        orientation=turned if turned in range(1, 9) else 1,
    )


def _date(said: Any) -> datetime | None:
    try:
        date = datetime.strptime(_text(said), _DATE)  # no time zone: the camera does not say
    except ValueError:
        return None
    return date if date.year >= _FIRST_YEAR else None


def _camera(make: Any, model: Any) -> str:
    """Maker and model; most models begin with their maker's name already."""
    make, model = _text(make), _text(model)
    name = model if model.lower().startswith(make.lower().partition(" ")[0]) else f"{make} {model}"
    return name.strip()[:_LONGEST]


def _text(said: Any) -> str:
    """A tag as printable text; broken files hold anything."""
    text = said if isinstance(said, str) else ""
    return "".join(c for c in text.replace("\0", " ") if c.isprintable()).strip()
