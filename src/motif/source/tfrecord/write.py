"""TFRecord files, written: records of features, each with both checksums."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from motif.core.errors import InputError
from motif.core.files import atomic_file
from motif.source.tfrecord.checksum import crc32c, masked

__all__ = ["Given", "example_bytes", "write_records"]

Given = Sequence[bytes] | np.ndarray
"""What a feature may be given as: bytes, floats (kept as float32), or whole numbers (kept as int64)."""

_BYTES, _FLOATS, _INTEGERS = 1, 2, 3  # fields of a Feature
_ALL_64 = 2**64 - 1


def write_records(path: str | Path, records: Iterable[bytes]) -> int:
    """Write records to a file, which takes its place when all are written; return how many.

    Parameters
    ----------
    path :
        The file to make or replace.
    records :
        The bytes of each, such as `example_bytes` gives.

    Raises
    ------
    SourceError
        When it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from motif.source.tfrecord import read_records
    >>> path = Path(tempfile.mkdtemp()) / "made.tfrecord"
    >>> write_records(path, [example_bytes({"id": [b"oPfn"], "labels": np.array([3, 300])})])
    1
    >>> record = next(read_records(path))
    >>> record.features["id"], record.features["labels"].tolist()
    ([b'oPfn'], [3, 300])
    """
    checksum, count = crc32c(), 0
    with atomic_file(path) as stream:
        for data in records:
            head = struct.pack("<Q", len(data))
            stream.write(head + struct.pack("<I", masked(checksum(head))))
            stream.write(data)
            stream.write(struct.pack("<I", masked(checksum(data))))
            count += 1
    return count


def example_bytes(features: Mapping[str, Given], *, frames: Mapping[str, np.ndarray] | None = None) -> bytes:
    """Return an Example as bytes; with frames, a SequenceExample.

    Parameters
    ----------
    features :
        Name -> values; of a SequenceExample: its context.
    frames :
        Name -> (n_steps, n_bytes) uint8; each step becomes one string of bytes.

    Raises
    ------
    InputError
        For values of another kind.

    Examples
    --------
    >>> from motif.source.tfrecord.wire import features_of
    >>> features_of(example_bytes({"x": np.array([0.5])})[2:])["x"].tolist()
    [0.5]
    """
    told = b"".join(_entry(name, _feature(name, values)) for name, values in features.items())
    if frames is None:
        return _field(1, told)
    steps = {
        name: b"".join(_field(1, _feature(name, [row.tobytes()])) for row in rows) for name, rows in frames.items()
    }
    return _field(1, told) + _field(2, b"".join(_entry(name, body) for name, body in steps.items()))


def _feature(name: str, values: Given) -> bytes:
    if not isinstance(values, np.ndarray):
        if not all(isinstance(value, bytes) for value in values):
            raise InputError(f"feature {name!r} must be bytes or an array of numbers; given {values!r}")
        return _field(_BYTES, b"".join(_field(1, value) for value in values))
    if values.ndim == 1 and values.dtype.kind == "f":
        return _field(_FLOATS, _field(1, values.astype("<f4").tobytes()))
    if values.ndim == 1 and values.dtype.kind in "iu":
        return _field(_INTEGERS, _field(1, b"".join(map(_varint, values.tolist()))))
    raise InputError(f"feature {name!r} must be (n,) floats or whole numbers; given {values.dtype} {values.shape}")


def _entry(name: str, body: bytes) -> bytes:
    """An entry of a map: its name and its message."""
    return _field(1, _field(1, name.encode()) + _field(2, body))


def _field(number: int, body: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(body)) + body


def _varint(value: int) -> bytes:
    """A number, seven bits a byte, low ones first."""
    value &= _ALL_64
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])
