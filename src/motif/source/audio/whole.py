"""What a sound file's own structure promises: where it ends."""

from __future__ import annotations

import os
import struct
from typing import IO

__all__ = ["counts_samples", "ends_early"]

_UNKNOWN = 0x7FFFF000  # and more: written by programs that do not know the size yet
_OGG_PAGE = 27 + 255 + 255 * 255  # the largest there is, with its header
_XING_SLACK = 2048  # bytes: more than the longest frame and a tag of the first kind, which programs strip
_MOST_BOXES = 10_000  # of a film in pieces; then it is left to decoding
_XING_WITHIN = 64  # bytes behind a frame's header, where all versions have it


def ends_early(kind: str, stream: IO[bytes]) -> bool:
    r"""Return whether a sound file stops before its structure ends; False where the structure does not tell.

    WAV states its size, MP4 that of each box, an Ogg page that of its packets, and MP3 that of all frames if it has a
    Xing header (one without can be cut unseen). FLAC states its samples, which only decoding counts.

    Parameters
    ----------
    kind :
        What the bytes are, as `motif.source.file.kind_of` says.
    stream :
        The file, wherever it stands; it is left elsewhere.

    Examples
    --------
    >>> import io
    >>> wav = b"RIFF\x28\0\0\0WAVE" + bytes(0x24)
    >>> ends_early("wav", io.BytesIO(wav)), ends_early("wav", io.BytesIO(wav[:-2]))
    (False, True)
    """
    check = _CHECKS.get(kind)
    size = stream.seek(0, os.SEEK_END)
    try:
        return check is not None and check(stream, size)
    except struct.error:
        return True


def counts_samples(kind: str, stream: IO[bytes]) -> bool:
    r"""Return whether the length that a file states is a count, and decoding must come to the same.

    True for FLAC, MP4 and an MP3 with a Xing header; of others FFmpeg looks for the last page or guesses.

    Parameters
    ----------
    kind, stream :
        As for `ends_early`.

    Examples
    --------
    >>> import io
    >>> counts_samples("flac", io.BytesIO(b"")), counts_samples("mp3", io.BytesIO(b"\xff\xfb\x90\x64" + bytes(400)))
    (True, False)
    """
    return kind in ("flac", "mp4") or (kind == "mp3" and bool(_xing(stream)))


def _read(stream: IO[bytes], at: int, n_bytes: int) -> bytes:
    stream.seek(at)
    return stream.read(n_bytes)


def _wav(stream: IO[bytes], size: int) -> bool:
    (stated,) = struct.unpack("<I", _read(stream, 4, 4))
    return 0 < stated < _UNKNOWN and stated + 8 > size + 1  # some leave out the last byte, which only fills up


def _ogg(stream: IO[bytes], size: int) -> bool:
    tail = _read(stream, max(0, size - _OGG_PAGE), _OGG_PAGE)
    at = tail.rfind(b"OggS")
    if at < 0:
        return False
    page = tail[at:]
    n_segments = page[26] if len(page) > 26 else 255
    return len(page) < 27 + n_segments + sum(page[27 : 27 + n_segments])


def _mp4(stream: IO[bytes], size: int) -> bool:
    at, boxes = 0, set[bytes]()
    for _ in range(_MOST_BOXES):
        if at >= size:
            return at > size or b"moov" not in boxes
        length, name = struct.unpack(">I4s", _read(stream, at, 8))
        boxes.add(name)
        if length == 1:
            (length,) = struct.unpack(">Q", _read(stream, at + 8, 8))
        at += max(length, 8) if length else size - at  # 0: up to the end
    return False


def _mp3(stream: IO[bytes], size: int) -> bool:
    found = _xing(stream)
    if not found:
        return False
    start, flags, n_bytes = found
    return flags & 3 == 3 and start + n_bytes > size + _XING_SLACK


def _xing(stream: IO[bytes]) -> tuple[int, int, int] | None:
    """Where the first frame of an MP3 begins, and the flags and number of bytes of its Xing header."""
    start = 0
    head = _read(stream, 0, 10)
    if head[:3] == b"ID3" and len(head) == 10:
        start = 10 + sum((byte & 127) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
    frame = _read(stream, start, _XING_WITHIN)
    at = max(frame.find(b"Xing"), frame.find(b"Info"))
    if at < 0 or len(frame) < at + 16:
        return None
    flags, _, n_bytes = struct.unpack_from(">III", frame, at + 4)
    return start, flags, n_bytes


_CHECKS = {"wav": _wav, "ogg": _ogg, "mp4": _mp4, "mp3": _mp3}
