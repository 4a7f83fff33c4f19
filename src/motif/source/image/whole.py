"""What a picture file's own structure promises: where it ends, and how large a WebP is."""

from __future__ import annotations

import struct
from pathlib import Path

from motif.core.errors import DataError, SourceError
from motif.source.file import HEAD, kind_of, read_bytes
from motif.source.image.tiff import entries, tag_values

__all__ = ["ends_early", "is_whole", "webp_size"]

_STRIPS = ((273, 279), (324, 325))  # offsets and lengths of strips, and of tiles


def ends_early(kind: str, data: bytes) -> bool:
    r"""Return whether a picture's bytes stop before its structure ends.

    Parameters
    ----------
    kind :
        What the bytes are, as `motif.source.file.kind_of` says.
    data :
        All bytes.

    Examples
    --------
    >>> ends_early("gif", b"GIF89a\x01\0\x01\0\0\0\0;"), ends_early("gif", b"GIF89a\x01\0\x01\0\0\0\0")
    (False, True)
    """
    try:
        return _CHECKS[kind](data)
    except (IndexError, struct.error):
        return True


def is_whole(path: str | Path) -> bool:
    """Return whether a file is a picture that reaches to its end; nothing is decoded.

    Examples
    --------
    >>> is_whole("nowhere.png")
    False
    """
    try:
        data = read_bytes(path, gunzip=False)
    except (SourceError, DataError):
        return False
    kind = kind_of(data[:HEAD])
    return kind in _CHECKS and not ends_early(kind, data)


def _jpeg(data: bytes) -> bool:
    return not data.rstrip(b"\0").endswith(b"\xff\xd9")


def _png(data: bytes) -> bool:
    at, name = 8, b""
    while name != b"IEND":
        (length,) = struct.unpack_from(">I", data, at)
        name = data[at + 4 : at + 8]
        at += 12 + length
    return at > len(data)


def _riff(data: bytes) -> bool:
    return struct.unpack_from("<I", data, 4)[0] + 8 > len(data)


def webp_size(data: bytes) -> tuple[int, int]:
    r"""Return width and height that the header of a WebP file states; zeros where it is cut or broken.

    Examples
    --------
    >>> webp_size(b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\0\0\x7f\0\0")
    (256, 128)
    """
    name, head = data[12:16], data[:30].ljust(30, b"\0")
    if name == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if name == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", head, 26)
    return width & 0x3FFF, height & 0x3FFF


def _bmp(data: bytes) -> bool:
    return struct.unpack_from("<I", data, 2)[0] > len(data)


def _gif(data: bytes) -> bool:
    at = 13 + _colours(data[10])
    while data[at] != ord(";"):
        if data[at] == ord(","):
            at += 10 + _colours(data[at + 9]) + 1  # the picture's box, its colours, the size of its codes
        else:
            at += 2  # an extension and its label
        while data[at]:
            at += data[at] + 1
        at += 1
    return False


def _colours(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 128 else 0


def _tiff(data: bytes) -> bool:
    if any(entry.end > len(data) for entry in entries(data)):
        return True
    for offsets, lengths in _STRIPS:
        ends = (place + n for place, n in zip(tag_values(data, offsets), tag_values(data, lengths), strict=False))
        if max(ends, default=0) > len(data):
            return True
    return False


def _avif(data: bytes) -> bool:
    at, boxes = 0, set()
    while at < len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        boxes.add(name)
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, at + 8)
        at += max(length, 8) if length else len(data) - at  # 0: up to the end
    return at > len(data) or b"mdat" not in boxes


_CHECKS = {"jpeg": _jpeg, "png": _png, "webp": _riff, "bmp": _bmp, "gif": _gif, "tiff": _tiff, "avif": _avif}
_CHECKS["heic"] = _avif  # the same container
