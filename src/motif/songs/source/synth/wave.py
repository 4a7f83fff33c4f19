"""WAV files with tags: 16-bit PCM and an INFO list, as players and FFmpeg read them."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from motif.core.check import in_choices
from motif.core.errors import InputError
from motif.core.files import write_bytes

__all__ = ["TAGS", "wav_bytes", "write_wav"]

TAGS = {"song": b"INAM", "artist": b"IART", "album": b"IPRD", "date": b"ICRD", "genre": b"IGNR", "comment": b"ICMT"}
_FULL_SCALE = 32_767


def write_wav(path: str | Path, samples: np.ndarray, *, rate_hz: int, tags: Mapping[str, str] | None = None) -> None:
    """Write samples as a WAV file.

    Parameters
    ----------
    path :
        The file to make or replace.
    samples, rate_hz, tags :
        As for `wav_bytes`.

    Raises
    ------
    SourceError
        When the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "tone.wav"
    >>> write_wav(path, np.zeros(100, np.float32), rate_hz=22_050, tags={"song": "Nothing"})
    >>> path.stat().st_size
    272
    """
    write_bytes(path, wav_bytes(samples, rate_hz=rate_hz, tags=tags))


def wav_bytes(samples: np.ndarray, *, rate_hz: int, tags: Mapping[str, str] | None = None) -> bytes:
    r"""Return samples as the bytes of a WAV file, mono, 16 bits.

    Parameters
    ----------
    samples :
        (n_samples,), in [-1, 1]; what lies beyond is cut off.
    rate_hz :
        Samples a second.
    tags :
        Any of `song`, `artist`, `album`, `date`, `genre`, `comment`.

    Raises
    ------
    InputError
        For samples of another shape, or a tag of another name.

    Examples
    --------
    >>> data = wav_bytes(np.array([0.0, 1.0]), rate_hz=8000)
    >>> data[:4], data[-4:]
    (b'RIFF', b'\x00\x00\xff\x7f')
    """
    samples = np.asarray(samples)
    if samples.ndim != 1:
        raise InputError(f"samples must be one row, (n_samples,); given shape {samples.shape}")
    for name in tags or {}:
        in_choices(name, TAGS, what="a tag")
    pcm = np.rint(np.clip(samples, -1, 1) * _FULL_SCALE).astype("<i2").tobytes()
    format_chunk = struct.pack("<HHIIHH", 1, 1, rate_hz, 2 * rate_hz, 2, 16)
    told = b"".join(_chunk(TAGS[name], text.encode() + b"\0") for name, text in (tags or {}).items())
    chunks = _chunk(b"fmt ", format_chunk)
    chunks += _chunk(b"LIST", b"INFO" + told) if told else b""
    return _chunk(b"RIFF", b"WAVE" + chunks + _chunk(b"data", pcm))


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
