"""Metadata: what a picture file says of its picture, in EXIF and XMP, and what of it still holds for another picture.

Kept are descriptions, authors, dates, camera and lens, resolution and the place (GPS). Left behind is what would be
wrong or would show the old picture: orientation (the pixels are upright), thumbnails, maker's notes (they speak of
places in the old file and may hold previews), how the old file stored its pixels, focus points.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from motif.source.image.tiff import SOFTWARE, Directory, entries, little_endian

__all__ = ["EXIF", "GPS", "XMP", "Metadata", "metadata_of"]

EXIF, GPS, XMP = 34665, 34853, 700
_DESCRIBING = frozenset(
    {
        *(269, 270, 271, 272, 282, 283, 296, SOFTWARE, 306, 315, 316, 18246, 18249, 33432),  # names, dates, resolution
        *range(40091, 40096),  # Windows' title, comment, author, keywords, subject
    }
)
_STALE = frozenset({37396, 37500, 40962, 40963, 40965, 41492, 59932, 59933})  # focus, maker's note, size, interop, fill
_COLOURS = 40961  # the tag ColorSpace
_SRGB = (3, struct.pack("<H", 1))
_LONGEST, _MOST = 65_535, 1 << 18  # bytes of a value, and of all: more is no description
_ORIENTATION = re.compile(rb"""(tiff:Orientation\s*=\s*["']|<tiff:Orientation>\s*)\d+""")
_THUMBNAILS = re.compile(rb"<(xmp|xap):Thumbnails\b.*?(</\1:Thumbnails>|/>)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is kept of a picture's metadata.

    Parameters
    ----------
    main, exif, gps :
        EXIF values by tag: of the file, of the exposure, of the place.
    xmp :
        An XMP packet; None where there is none.
    converted :
        Whether the pixels have become sRGB since: the tag ColorSpace then says so.

    Examples
    --------
    >>> Metadata().below
    {}
    """

    main: Directory = field(default_factory=dict)
    exif: Directory = field(default_factory=dict)
    gps: Directory = field(default_factory=dict)
    xmp: bytes | None = None
    converted: bool = False

    @property
    def below(self) -> Mapping[int, Directory]:
        """The inner directories that are not empty, by the tag that points to them."""
        exif = {**self.exif, _COLOURS: _SRGB} if self.converted and _COLOURS in self.exif else self.exif
        return {tag: inner for tag, inner in ((EXIF, exif), (GPS, self.gps)) if inner}


def metadata_of(info: Mapping[Any, Any], data: bytes, kind: str) -> Metadata | None:
    r"""Return what a picture's EXIF and XMP say and still holds, None where they say nothing.

    Parameters
    ----------
    info :
        What Pillow's decoder found.
    data, kind :
        All bytes of the file, and what they are.

    Examples
    --------
    >>> from motif.source.image.tiff import exif_of
    >>> found = metadata_of({"exif": exif_of("a camera")}, b"", "jpeg")
    >>> found.main[305]
    (2, b'a camera\x00')
    """
    block = data if kind == "tiff" else _exif_block(info)
    try:
        main = _values(block, wanted=_DESCRIBING | {EXIF, GPS}) if block else {}
        inner = {tag: _values(block, at=_pointer(main.pop(tag))) if tag in main else {} for tag in (EXIF, GPS)}
    except (struct.error, ValueError):
        main, inner = {}, {EXIF: {}, GPS: {}}  # damage beside the pixels
    exif = {tag: value for tag, value in inner[EXIF].items() if tag not in _STALE}
    xmp = _xmp(info.get("xmp"))
    found = Metadata(main, exif, inner[GPS], xmp)
    return found if found != Metadata() else None


def _exif_block(info: Mapping[Any, Any]) -> bytes:
    block = info.get("exif", b"")
    if not block and isinstance(raw := info.get("Raw profile type exif"), str):  # how PNG held EXIF before 2017
        try:
            block = bytes.fromhex("".join(raw.split("\n")[3:]))
        except ValueError:
            return b""
    return block.removeprefix(b"Exif\0\0") if isinstance(block, bytes) else b""


def _values(block: bytes, *, at: int | None = None, wanted: frozenset[int] | None = None) -> dict[int, Any]:
    """The values of a directory that lie inside the block, are of a classic kind and not too long."""
    found, total = {}, 0
    for entry in entries(block, at=at):
        fits = entry.size <= _LONGEST and entry.end <= len(block) and 0 < entry.kind <= 13
        if not fits or (wanted is not None and entry.tag not in wanted):
            continue
        total += entry.size
        if total > _MOST:
            break
        found[entry.tag] = (entry.kind, little_endian(block, entry))
    return found


def _pointer(value: tuple[int, bytes]) -> int:
    return int.from_bytes(value[1][:8], "little")


def _xmp(packet: object) -> bytes | None:
    """The packet, its orientation upright and without pictures of its own."""
    raw = packet.encode() if isinstance(packet, str) else packet
    if not isinstance(raw, bytes) or not raw.strip(b"\0 \r\n\t"):
        return None
    return _THUMBNAILS.sub(b"", _ORIENTATION.sub(rb"\g<1>1", raw)).rstrip(b"\0")
