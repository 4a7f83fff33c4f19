"""Pixels into bytes: PNG, JPEG, WebP and TIFF, with colour profile, metadata and a note of how they were made."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any, Literal

import numpy as np
from PIL import Image, PngImagePlugin

from motif.core.check import in_choices, integer
from motif.core.errors import InputError
from motif.source.image.colour import to_srgb
from motif.source.image.metadata import XMP, Metadata
from motif.source.image.picture import Picture, as_pixels
from motif.source.image.pillow import pillow
from motif.source.image.profile import is_grey, rgb_of_grey
from motif.source.image.tiff import encode_tiff, exif_of

__all__ = ["Format", "encode_image"]

Format = Literal["png", "jpg", "webp", "tiff"]
_FORMATS: tuple[Format, ...] = ("png", "jpg", "webp", "tiff")
_LONGEST_NOTE = 60_000  # bytes: EXIF data of a JPEG end at 64 kB
_LONGEST_BLOCK = 65_500  # the same with what stands around it, and of XMP
_XMP_KEY = b"XML:com.adobe.xmp\0\0\0\0\0"  # no compression, no language
_BYTE = 1  # the kind of TIFF's values that XMP is stored as
_LONGEST_SIDE = {"jpg": 65_500, "webp": 16_383}  # what libjpeg and the WebP format can hold
_FINE = 90  # from this quality on, JPEG keeps colours at full resolution
_PNG_TYPES = {1: 0, 2: 4, 3: 2, 4: 6}
_SUB = 1  # the PNG filter that stores the difference to the pixel on the left
# Measured on 12 million pixels (noisy photo / cut-out / cartoon): level 1 with run-length matching takes 0.90 / 0.82 /
# 0.11 s and 20.5 / 17.7 / 0.15 MB, without it 1.14 / 1.04 / 0.11 s and 23.3 / 20.9 / 0.29 MB; level 6 takes thrice
_PNG_SPEED = {"compress_level": 1, "compress_type": zlib.Z_RLE}


def encode_image(
    pixels: np.ndarray,
    *,
    format: Format,
    profile: bytes | None = None,
    note: str | None = None,
    quality: int = 92,
    metadata: Metadata | None = None,
) -> bytes:
    r"""Return pixels as the bytes of a picture file.

    PNG and TIFF keep every pixel as it is, with 8 or 16 bits. The pixels must be upright: no orientation is written.

    Parameters
    ----------
    pixels :
        (height, width) or (height, width, channels), uint8 or uint16, 1 to 4 channels: grey, grey and alpha, RGB, RGB
        and alpha.
    format :
        png, jpg, webp or tiff. JPEG holds no alpha; JPEG and WebP hold 8 bits.
    profile :
        The ICC profile of the colours, stored as it is; None means sRGB. Where a format stores grey as three colours
        (WebP; TIFF of 16 bits with alpha), a profile of grey becomes one of three colours that means the same.
    note :
        Text for the EXIF tag Software, which `read_note` reads back.
    quality :
        1 to 100, of JPEG and WebP. WebP with 100 keeps every pixel; JPEG from 90 on keeps colours at full resolution.
    metadata :
        What EXIF and XMP are to say, place included; None says nothing but the note.

    Raises
    ------
    InputError
        When the pixels do not fit the format, with what to do.

    Examples
    --------
    >>> encode_image(np.zeros((2, 3, 4), np.uint8), format="png")[:4]
    b'\x89PNG'
    >>> encode_image(np.zeros((2, 3, 4), np.uint8), format="jpg")
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: jpg cannot hold transparency; use 'png', 'webp' or 'tiff', or give it a background
    """
    array = as_pixels(pixels)
    in_choices(format, _FORMATS, what="format")
    quality = integer(quality, what="quality", low=1, high=100)
    _check_fit(array, format)
    if note is not None:
        _check_note(note)
    if is_grey(profile) and array.shape[2] < 3 and (format == "webp" or (format == "tiff" and _is_spread(array))):
        array, profile = _in_three(array, profile or b"")
    if format == "tiff":
        return _tiff(array, profile, note, metadata)
    exif, xmp = _exif(note, metadata), None if metadata is None else metadata.xmp
    if format == "jpg" and max(len(exif or b""), len(xmp or b"")) > _LONGEST_BLOCK:
        raise InputError("jpg holds 64 kB of metadata, this picture has more; use 'png', or leave the metadata out")
    if array.dtype == np.uint16:
        return _deep_png(array, profile, exif, xmp)
    options: dict[str, Any] = {"png": _png, "jpg": _jpeg, "webp": _webp}[format](quality, xmp)
    if profile:
        options = {**options, "icc_profile": profile}
    if exif is not None:
        options = {**options, "exif": exif}
    stream = io.BytesIO()
    with pillow():
        image = Image.fromarray(np.ascontiguousarray(array[:, :, 0] if array.shape[2] == 1 else array))
        image.save(stream, "JPEG" if format == "jpg" else format.upper(), **options)
    return stream.getvalue()


def _is_spread(array: np.ndarray) -> bool:
    """Return whether a TIFF stores grey as three colours: few programs read grey with alpha of 16 bits."""
    return array.dtype == np.uint16 and array.shape[2] == 2


def _in_three(array: np.ndarray, profile: bytes) -> tuple[np.ndarray, bytes | None]:
    """Return grey that will be stored as three colours with a profile of three, or as sRGB where none can be made."""
    spread = rgb_of_grey(profile)
    return (array, spread) if spread is not None else (to_srgb(Picture(array, profile)), None)


def _check_fit(array: np.ndarray, format: str) -> None:
    height, width, n_channels = array.shape
    if format == "jpg" and n_channels in (2, 4):
        raise InputError("jpg cannot hold transparency; use 'png', 'webp' or 'tiff', or give it a background")
    if format in ("jpg", "webp") and array.dtype == np.uint16:
        raise InputError(
            f"{format} holds 8 bits a channel, the pixels have 16; use 'png' or 'tiff', or make them 8-bit"
        )
    longest = _LONGEST_SIDE.get(format)
    if longest is not None and max(height, width) > longest:
        raise InputError(f"{format} holds at most {longest:,} pixels a side, not {width:,} x {height:,}; use 'png'")
    if format == "tiff" and array.nbytes > 0xFFFF0000:
        raise InputError(f"tiff holds at most 4 GiB, the pixels have {array.nbytes:,} bytes; use 'png'")


def _check_note(note: str) -> None:
    if "\0" in note or len(note.encode(errors="replace")) > _LONGEST_NOTE:
        given = f"{len(note):,} characters"
        raise InputError(f"note must be text without NUL of at most {_LONGEST_NOTE:,} bytes; given {given}")


def _exif(note: str | None, metadata: Metadata | None) -> bytes | None:
    if metadata is not None:
        return exif_of(note, kept=metadata.main, below=metadata.below)
    return None if note is None else exif_of(note)


def _png(_quality: int, xmp: bytes | None) -> dict[str, Any]:
    if xmp is None:
        return _PNG_SPEED
    info = PngImagePlugin.PngInfo()
    info.add(b"iTXt", _XMP_KEY + xmp)
    return {**_PNG_SPEED, "pnginfo": info}


def _jpeg(quality: int, xmp: bytes | None) -> dict[str, Any]:
    return {"quality": quality, "subsampling": 0 if quality >= _FINE else 2, "xmp": xmp or b""}


def _webp(quality: int, xmp: bytes | None) -> dict[str, Any]:
    return {"quality": quality, "lossless": quality == 100, "exact": quality == 100, "xmp": xmp or b""}


def _tiff(array: np.ndarray, profile: bytes | None, note: str | None, metadata: Metadata | None) -> bytes:
    if _is_spread(array):
        array = array[:, :, [0, 0, 0, 1]]
    if metadata is None:
        return encode_tiff(array, profile=profile, note=note)
    kept = {**metadata.main, XMP: (_BYTE, metadata.xmp)} if metadata.xmp else metadata.main
    return encode_tiff(array, profile=profile, note=note, kept=kept, below=metadata.below)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _deep_png(array: np.ndarray, profile: bytes | None, exif: bytes | None, xmp: bytes | None) -> bytes:
    """A PNG of 16 bits, which Pillow writes for grey only."""
    height, width, n_channels = array.shape
    stored = array.astype(">u2").reshape(height, -1).view(np.uint8)
    rows = np.empty((height, stored.shape[1] + 1), np.uint8)
    rows[:, 0] = _SUB
    rows[:, 1:] = stored
    rows[:, 1 + 2 * n_channels :] -= stored[:, : -2 * n_channels]
    packer = zlib.compressobj(1, zlib.DEFLATED, 15, 9, zlib.Z_RLE)
    chunks = [_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, _PNG_TYPES[n_channels], 0, 0, 0))]
    if profile:
        chunks.append(_chunk(b"iCCP", b"ICC profile\0\0" + zlib.compress(profile)))
    if exif is not None:
        chunks.append(_chunk(b"eXIf", exif[6:]))
    if xmp is not None:
        chunks.append(_chunk(b"iTXt", _XMP_KEY + xmp))
    chunks += [_chunk(b"IDAT", packer.compress(rows.data) + packer.flush()), _chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
