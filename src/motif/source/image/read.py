"""`read_image`: the door through which every picture comes in, upright and at its own depth."""

from __future__ import annotations

import io
import logging
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image, ImageFile

from motif.core.check import integer
from motif.core.errors import DataError
from motif.source.file import HEAD, begins_like, describe, kind_of, read_bytes
from motif.source.image.colour import can_be_parsed, cmyk_to_rgb, lab_to_rgb
from motif.source.image.deep import deep_grey, is_deep_colour, read_deep_colour
from motif.source.image.metadata import metadata_of
from motif.source.image.picture import Picture
from motif.source.image.pillow import FAILURES, KINDS, opened, pillow
from motif.source.image.profile import png_profile
from motif.source.image.tiff import ORIENTATION
from motif.source.image.whole import ends_early, webp_size

__all__ = ["FORMATS", "MAX_PIXELS", "read_image", "upright"]

FORMATS = (
    ".jpg",
    ".jpeg",
    ".jpe",
    ".jfif",
    ".png",
    ".webp",
    ".tif",
    ".tiff",
    ".bmp",
    ".gif",
    ".avif",
    ".heic",
    ".heif",
)
"""Endings of the files that `read_image` reads, for listings; what a file is follows from its bytes."""

MAX_PIXELS = 80_000_000
"""The most pixels of one picture unless the caller allows more: below Pillow's own limit, above today's cameras."""

_LOG = logging.getLogger(__name__)
_BYTES_A_PIXEL = 8  # the most that 16 bits and four channels take
_LENIENT = ("png", "gif", "bmp")  # where Pillow shows what is left of a cut file
_STRIP = 1 << 20  # pixels that are copied at a time
_PLAIN = {
    **{"1": "L", "L": "L", "LA": "LA", "La": "LA", "P": "RGB", "PA": "RGBA", "RGB": "RGB", "RGBX": "RGB"},
    **{"RGBA": "RGBA", "RGBa": "RGBA", "YCbCr": "RGB"},
}
_GREY = ("1", "L", "LA", "I;16", "I;16B")
_CONVERTED = {"CMYK": "CMYK", "LAB": "Lab"}
_WITH_ALPHA = {"L": "LA", "RGB": "RGBA"}


def read_image(source: str | Path | bytes, *, max_pixels: int = MAX_PIXELS) -> Picture:
    """Return a picture with its pixels upright and at their own depth.

    What the file is follows from its bytes, not its name. The orientation of the EXIF data is applied, once. 8 bits
    stay 8 and 16 stay 16 (grey and colour of PNG and TIFF; CMYK of 16 bits is read with 8). A palette becomes RGB, with
    alpha where it has transparent colours; black and white becomes grey of 0 and 255; CMYK, YCbCr and Lab become RGB,
    CMYK through its profile; AVIF and HEIC of 10 and 12 bits are read with 8. Of an animation, the first frame. Nothing
    is decoded before the size is known. What a PNG without a profile says of its gamma and primaries (gAMA, cHRM) comes
    as a profile, unless it means sRGB. A profile that cannot be parsed is left out, which
    the log says. HEIC needs the extra "heic".

    Parameters
    ----------
    source :
        A path, or the bytes themselves.
    max_pixels :
        The most pixels, width times height.

    Raises
    ------
    SourceError
        reason missing, folder, not_a_file, unreadable.
    DataError
        reason empty, not_an_image, unsupported_depth, too_large, truncated, damaged.
    MissingExtra
        For HEIC without the extra that reads it.

    Examples
    --------
    >>> from motif.source.image.encode import encode_image
    >>> picture = read_image(encode_image(np.full((2, 3, 3), 7, np.uint8), format="png"))
    >>> picture.format, picture.pixels.shape, picture.pixels.dtype.name, picture.profile
    ('png', (2, 3, 3), 'uint8', None)
    >>> read_image(b"GIF89a is what a picture begins with")
    Traceback (most recent call last):
        ...
    motif.core.errors.DataError: the picture ends early: it is a cut GIF file; fetch it again
    """
    limit = integer(max_pixels, what="max_pixels", low=1)
    name = "the picture" if isinstance(source, bytes) else repr(Path(source).name)
    data = source if isinstance(source, bytes) else _file_bytes(source, limit)
    kind = _kind(data, name)
    if kind == "webp":  # its decoder takes room for the pixels as soon as it is opened
        _refuse_large(webp_size(data), limit, name)
    with pillow(limit), _decoding(data, kind, name):
        image = opened(io.BytesIO(data), kind)
        _refuse_large(image.size, limit, name)
        deep = is_deep_colour(data, kind)
        if (deep or kind in _LENIENT) and ends_early(kind, data):
            raise _truncated(kind, name)
        profile = image.info.get("icc_profile") or None
        broken = profile is not None and not can_be_parsed(profile)
        if broken:
            _LOG.warning("%s has a broken colour profile: it is left out, and the colours are taken as sRGB", name)
            profile = None
        elif profile is None and kind == "png":
            profile = png_profile(image.info, grey=image.mode in _GREY)
        if deep:
            pixels = read_deep_colour(data, kind, key=image.info.get("transparency"), name=name)
        else:
            image.load()
            pixels, profile = _pixels(image, data, kind, profile, name)
        orientation = _orientation(image)
        metadata, converted_from = metadata_of(image.info, data, kind), _CONVERTED.get(image.mode, "")
    del image  # its pixels are copied: turning needs the room
    return Picture(upright(pixels, orientation), profile, kind, metadata, converted_from, broken)


def _file_bytes(source: str | Path, max_pixels: int) -> bytes:
    most = max_pixels * _BYTES_A_PIXEL + (64 << 20)  # room for profiles, previews and the other frames
    return read_bytes(source, max_bytes=most, gunzip=False, allow_empty=True)


def _kind(data: bytes, name: str) -> str:
    if not data:
        raise DataError(f"{name} is empty: it holds no bytes", reason="empty")
    kind = kind_of(data[:HEAD])
    if kind in KINDS:
        return kind
    if begins_like(data, KINDS):
        raise DataError(f"{name} ends early: it holds {len(data)} bytes; fetch it again", reason="truncated")
    message = f"{name} is {describe(data[:HEAD])}, not a picture; expected {', '.join(k.upper() for k in KINDS)}"
    raise DataError(message, reason="not_an_image")


def _truncated(kind: str, name: str) -> DataError:
    return DataError(f"{name} ends early: it is a cut {kind.upper()} file; fetch it again", reason="truncated")


@contextmanager
def _decoding(data: bytes, kind: str, name: str) -> Generator[None]:
    """Say in one line why bytes that begin like a picture are none."""
    try:
        yield
    except FAILURES as error:
        if isinstance(error, Image.DecompressionBombError):
            message = f"{name} has more pixels than this program's limit for Pillow allows; make it smaller"
            raise DataError(message, reason="too_large") from error
        if ends_early(kind, data):
            raise _truncated(kind, name) from error
        if "pixel mode" in str(error):
            message = f"{name} holds pixels of a kind that Motif does not read; save it with 8 or 16 bits, grey or RGB"
            raise DataError(message, reason="unsupported_depth") from error
        cause = " ".join(str(error).split()) or type(error).__name__
        raise DataError(f"{name} is a damaged {kind.upper()} file: {cause}", reason="damaged") from error


def _refuse_large(size: tuple[int, int], limit: int, name: str) -> None:
    width, height = size
    if width * height > limit:
        message = f"{name} has {width:,} x {height:,} pixels, {width * height:,}, more than the {limit:,} allowed"
        raise DataError(f"{message}; make it smaller, or allow more with --max-pixels", reason="too_large")


def _pixels(
    image: ImageFile.ImageFile, data: bytes, kind: str, profile: bytes | None, name: str
) -> tuple[np.ndarray, bytes | None]:
    """The decoded pixels, and the profile that still speaks of them."""
    if image.mode.startswith("I;16"):
        return deep_grey(image, data, kind), profile
    if image.mode == "CMYK":
        return _array(cmyk_to_rgb(image, profile)), None
    if image.mode == "LAB":
        return _array(lab_to_rgb(image)), None
    if image.mode not in _PLAIN:
        message = f"{name} has 32 bits a channel (mode {image.mode}); Motif reads 8 and 16: save it with 16"
        raise DataError(message, reason="unsupported_depth")
    target = _PLAIN[image.mode]
    if image.has_transparency_data:
        target = _WITH_ALPHA.get(target, target)
        _scale_key(image, data, kind)
    return _array(image if image.mode == target else image.convert(target)), profile


def _scale_key(image: ImageFile.ImageFile, data: bytes, kind: str) -> None:
    """Scale the transparent level of a grey PNG of 2 or 4 bits as Pillow scales its pixels."""
    key = image.info.get("transparency")
    if kind == "png" and image.mode == "L" and isinstance(key, int) and data[24] in (2, 4):
        image.info["transparency"] = key * 255 // (2 ** data[24] - 1)


def _array(image: Image.Image) -> np.ndarray:
    """The pixels of a plain picture, copied a strip at a time: Pillow would make two copies more of a large one."""
    n_channels = len(image.getbands())
    pixels = np.empty((image.height, image.width, n_channels), np.uint8)
    n_rows = max(_STRIP // image.width, 1)
    for top in range(0, image.height, n_rows):
        bottom = min(top + n_rows, image.height)
        pixels[top:bottom] = np.asarray(image.crop((0, top, image.width, bottom))).reshape(-1, image.width, n_channels)
    return pixels


def _orientation(image: ImageFile.ImageFile) -> int:
    """What the EXIF data say; 1 where they are absent, broken, or Pillow has already acted on them (TIFF)."""
    try:
        value = image.getexif().get(ORIENTATION, 1)
    except FAILURES:
        return 1
    return value if value in range(1, 9) else 1


def upright(pixels: np.ndarray, orientation: int) -> np.ndarray:
    """Return pixels turned and mirrored as an EXIF orientation asks for.

    Parameters
    ----------
    pixels :
        (height, width, ...), as stored.
    orientation :
        1 to 8: where the stored first row and first column lie in the upright picture (EXIF 2.3, section 4.6.4).

    Returns
    -------
    ndarray
        Contiguous; for 5 to 8 height and width change places.

    Examples
    --------
    >>> stored = np.array([[1, 2, 3], [4, 5, 6]])
    >>> upright(stored, 6).tolist(), upright(stored, 3).tolist()
    ([[4, 1], [5, 2], [6, 3]], [[6, 5, 4], [3, 2, 1]])
    """
    if orientation >= 5:
        pixels = pixels.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    return np.ascontiguousarray(pixels)
