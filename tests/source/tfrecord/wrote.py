"""Examples and TFRecord files, written by hand for the tests."""

import struct

import numpy as np

from motif.source.tfrecord.checksum import masked, numpy_crc32c


def varint_bytes(value: int) -> bytes:
    """A number, seven bits a byte, low ones first."""
    out = bytearray()
    value &= 2**64 - 1
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def field(number: int, body: bytes) -> bytes:
    """A field that holds bytes."""
    return varint_bytes(number << 3 | 2) + varint_bytes(len(body)) + body


def strings(values) -> bytes:
    """A Feature of bytes."""
    return field(1, b"".join(field(1, value) for value in values))


def floats(values) -> bytes:
    """A Feature of packed floats."""
    return field(2, field(1, np.asarray(values, "<f4").tobytes()))


def integers(values) -> bytes:
    """A Feature of packed integers."""
    return field(3, field(1, b"".join(map(varint_bytes, values))))


def entry(name: str, body: bytes) -> bytes:
    """An entry of a map."""
    return field(1, field(1, name.encode()) + field(2, body))


def example(**features) -> bytes:
    """An Example: lists of bytes, of integers, or arrays of floats."""
    told = {name: list(values) for name, values in features.items()}
    kinds = {bytes: strings, int: integers}
    return field(1, b"".join(entry(n, kinds.get(type(v[0]) if v else int, floats)(v)) for n, v in told.items()))


def sequence_example(context: dict, lists: dict) -> bytes:
    """A SequenceExample: a context, and lists of one string of bytes a step."""
    steps = {name: b"".join(field(1, strings([row])) for row in rows) for name, rows in lists.items()}
    return example(**context) + field(2, b"".join(entry(name, body) for name, body in steps.items()))


def framed(*records: bytes) -> bytes:
    """A TFRecord file of these records."""
    return b"".join(
        (head := struct.pack("<Q", len(data)))
        + struct.pack("<I", masked(numpy_crc32c(head)))
        + data
        + struct.pack("<I", masked(numpy_crc32c(data)))
        for data in records
    )
