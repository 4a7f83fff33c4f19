"""TIFF structure: where its values lie, and a plain writer for pixels of 8 and 16 bits.

EXIF data have the same structure, so the note that pictures carry is written here as well. The writer exists because
Pillow writes no colour TIFF of 16 bits and OpenCV keeps no colour profile.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

__all__ = [
    "ORIENTATION",
    "SOFTWARE",
    "Directory",
    "Entry",
    "encode_tiff",
    "entries",
    "exif_of",
    "little_endian",
    "tag_values",
    "with_upright_tag",
]

ORIENTATION = 274
SOFTWARE = 305
_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC = 256, 257, 258, 259, 262
_OFFSETS, _SAMPLES, _ROWS, _COUNTS, _PLANAR, _EXTRA, _PROFILE = 273, 277, 278, 279, 284, 338, 34675
_ASCII, _SHORT, _LONG, _UNDEFINED = 2, 3, 4, 7
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_CODES = {1: "B", 3: "H", 4: "I", 16: "Q"}
_UNITS = {5: 4, 10: 4}  # a fraction is two numbers

Directory: TypeAlias = Mapping[int, tuple[int, bytes]]
"""Values by their tags: the kind of each and its bytes, little-endian."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a TIFF: its tag, kind and count, and the place in the file where it lies.

    Examples
    --------
    >>> Entry(tag=256, kind=3, count=1, place=18, size=2).end
    20
    """

    tag: int
    kind: int
    count: int
    place: int
    size: int

    @property
    def end(self) -> int:
        """The first byte behind the value."""
        return self.place + self.size


def _order(data: bytes) -> str:
    return "<" if data[:2] == b"II" else ">"


def entries(data: bytes, *, at: int | None = None) -> Iterator[Entry]:
    """Yield the entries of a directory of a TIFF (also BigTIFF).

    Parameters
    ----------
    data :
        All bytes.
    at :
        Where the directory lies; None takes the first.

    Raises
    ------
    struct.error
        When the directory lies beyond the end.

    Examples
    --------
    >>> [entry.tag for entry in entries(exif_of("made by hand")[6:])]
    [305]
    """
    order = _order(data)
    big = data[2:4] in (b"+\0", b"\0+")
    start, counter, form, inline = (8, "Q", "HHQ", 8) if big else (4, "H", "HHI", 4)
    if at is None:
        (at,) = struct.unpack_from(order + ("Q" if big else "I"), data, start)
    (n,) = struct.unpack_from(order + counter, data, at)
    at += struct.calcsize(order + counter)
    for _ in range(n):
        tag, kind, count = struct.unpack_from(order + form, data, at)
        size = _SIZES.get(kind, 1) * count
        place = at + struct.calcsize(order + form)
        if size > inline:
            (place,) = struct.unpack_from(order + ("Q" if big else "I"), data, place)
        yield Entry(tag, kind, count, place, size)
        at += 20 if big else 12


def tag_values(data: bytes, tag: int) -> tuple[int, ...]:
    """Return the whole numbers of a tag; none where it is absent.

    Raises
    ------
    struct.error
        When they lie beyond the end.

    Examples
    --------
    >>> tag_values(encode_tiff(np.zeros((2, 3, 1), np.uint8)), 256)
    (3,)
    """
    for entry in entries(data):
        if entry.tag == tag and entry.kind in _CODES:
            return struct.unpack_from(f"{_order(data)}{entry.count}{_CODES[entry.kind]}", data, entry.place)
    return ()


def with_upright_tag(data: bytes) -> bytes:
    """Return a TIFF that says its pixels are upright already.

    Examples
    --------
    >>> data = encode_tiff(np.zeros((2, 3, 1), np.uint8))
    >>> with_upright_tag(data) == data
    True
    """
    for entry in entries(data):
        if entry.tag == ORIENTATION and entry.kind == _SHORT:
            changed = bytearray(data)
            struct.pack_into(_order(data) + "H", changed, entry.place, 1)
            return bytes(changed)
    return data


def little_endian(data: bytes, entry: Entry) -> bytes:
    r"""Return the bytes of a value of numbers as a little-endian TIFF would hold them.

    Examples
    --------
    >>> little_endian(b"MM\0*\1\2\3\4", Entry(tag=256, kind=3, count=2, place=4, size=4))
    b'\x02\x01\x04\x03'
    """
    raw = data[entry.place : entry.end]
    unit = _UNITS.get(entry.kind, _SIZES.get(entry.kind, 1))
    if _order(data) == "<" or unit == 1:
        return raw
    return np.frombuffer(raw, f">u{unit}").astype(f"<u{unit}").tobytes()


def _directories(values: Directory, below: Mapping[int, Directory], *, at: int) -> bytes:
    """One directory and those that its tags point to, one behind the other."""
    pointers = {tag: (_LONG, bytes(4)) for tag in below}
    place, behind = at + len(_directory({**values, **pointers}, at=at)), b""
    for tag, inner in below.items():
        pointers[tag] = (_LONG, struct.pack("<I", place + len(behind)))
        behind += _directory(inner, at=place + len(behind))
    return _directory({**values, **pointers}, at=at) + behind


def _directory(values: Directory, *, at: int) -> bytes:
    """One little-endian directory that lies at a place in the file, its long values behind it."""
    head, tail = struct.pack("<H", len(values)), b""
    behind = at + 2 + 12 * len(values) + 4
    for tag, (kind, raw) in sorted(values.items()):
        head += struct.pack("<HHI", tag, kind, len(raw) // _SIZES[kind])
        if len(raw) <= 4:
            head += raw.ljust(4, b"\0")
        else:
            head += struct.pack("<I", behind + len(tail))
            tail += raw + b"\0" * (len(raw) % 2)
    return head + b"\0\0\0\0" + tail


def exif_of(note: str | None, *, kept: Directory | None = None, below: Mapping[int, Directory] | None = None) -> bytes:
    r"""Return EXIF data that hold a note, as UTF-8, in the tag Software, beside what is kept of other EXIF data.

    Parameters
    ----------
    note :
        None leaves the tag as `kept` has it.
    kept :
        Further values.
    below :
        Directories by the tag that points to them.

    Examples
    --------
    >>> exif_of("hi")[:10]
    b'Exif\x00\x00II*\x00'
    """
    return b"Exif\0\0II*\0\x08\0\0\0" + _directories({**(kept or {}), **_software(note)}, below or {}, at=8)


def _software(note: str | None) -> Directory:
    return {} if note is None else {SOFTWARE: (_ASCII, note.encode() + b"\0")}


def encode_tiff(
    pixels: np.ndarray,
    *,
    profile: bytes | None = None,
    note: str | None = None,
    kept: Directory | None = None,
    below: Mapping[int, Directory] | None = None,
) -> bytes:
    r"""Return pixels as an uncompressed TIFF, which every program reads.

    Parameters
    ----------
    pixels :
        (height, width, channels), uint8 or uint16.
    profile, note :
        The ICC profile and the tag Software.
    kept, below :
        As for `exif_of`; what says how the pixels lie is not taken from them.

    Examples
    --------
    >>> encode_tiff(np.zeros((2, 3, 1), np.uint8))[:4]
    b'II*\x00'
    """
    height, width, n_channels = pixels.shape
    raw = np.ascontiguousarray(pixels, dtype=pixels.dtype.newbyteorder("<")).data
    values = {
        **(kept or {}),
        **_software(note),
        _WIDTH: (_LONG, struct.pack("<I", width)),
        _HEIGHT: (_LONG, struct.pack("<I", height)),
        _BITS: (_SHORT, struct.pack("<H", 8 * pixels.itemsize) * n_channels),
        _COMPRESSION: (_SHORT, struct.pack("<H", 1)),
        _PHOTOMETRIC: (_SHORT, struct.pack("<H", 2 if n_channels > 2 else 1)),
        _SAMPLES: (_SHORT, struct.pack("<H", n_channels)),
        _ROWS: (_LONG, struct.pack("<I", height)),
        _COUNTS: (_LONG, struct.pack("<I", raw.nbytes)),
        _PLANAR: (_SHORT, struct.pack("<H", 1)),
    }
    if n_channels in (2, 4):
        values[_EXTRA] = (_SHORT, struct.pack("<H", 2))  # 2: alpha that is not multiplied into the colours
    if profile:
        values[_PROFILE] = (_UNDEFINED, profile)
    values[_OFFSETS] = (_LONG, bytes(4))
    start = 8 + len(_directories(values, below or {}, at=8))
    values[_OFFSETS] = (_LONG, struct.pack("<I", start))
    return b"".join((b"II*\0\x08\0\0\0", _directories(values, below or {}, at=8), raw))
