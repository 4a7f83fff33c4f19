"""The wire format of Examples: protocol buffers' tags, lengths and numbers, read by hand.

What is read, with the numbers of its fields (TensorFlow, core/example/example.proto and feature.proto)::

    Example          1 Features
    SequenceExample  1 Features (context)   2 FeatureLists
    Features         1 map entry: 1 name, 2 Feature             (repeated)
    FeatureLists     1 map entry: 1 name, 2 FeatureList         (repeated)
    FeatureList      1 Feature                                  (repeated)
    Feature          1 BytesList   2 FloatList   3 Int64List    (one of)
    lists            1 value: bytes one by one; numbers packed, or one by one

Legal and read as TensorFlow reads it: entries in any order, unpacked numbers, fields of other numbers (skipped), a name
or a message that comes twice (of maps the last entry counts, other messages are joined).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

__all__ = ["MalformedWire", "Sequence", "Values", "features_of", "integers_of", "parse", "sequences_of", "varint"]

Values = list[bytes] | np.ndarray
"""What a feature holds: bytes, (n,) float32 or (n,) int64."""

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_MOST_SHIFT = 63
_MOST = 0xFFFF_FFFF_FFFF_FFFF


class MalformedWire(ValueError):  # noqa: N818 - the name says it
    r"""Bytes that are not what the wire format allows.

    Examples
    --------
    >>> features_of(b"\x0a\x7f")
    Traceback (most recent call last):
        ...
    motif.source.tfrecord.wire.MalformedWire: a field of 127 bytes where 0 are left
    """


class Sequence:
    r"""One list of features, a step each; read when it is asked for.

    Parameters
    ----------
    parts :
        The bytes of its FeatureList, in as many pieces as there were.

    Examples
    --------
    >>> feature = b"\x0a\x04\x0a\x02ab"  # a Feature of one bytes value "ab"
    >>> Sequence([b"\x0a\x06" + feature, b"\x0a\x06" + feature]).frames().tolist()
    [[97, 98], [97, 98]]
    """

    __slots__ = ("_parts",)

    def __init__(self, parts: list[bytes | memoryview]) -> None:
        self._parts = parts

    def values(self) -> list[Values]:
        """Return the values of each step."""
        return [_feature(body) for part in self._parts for number, kind, body in _fields(part) if _is(1, number, kind)]

    def frames(self) -> np.ndarray:
        """Return (n_steps, n_bytes) uint8, where each step holds one value of so many bytes.

        Raises
        ------
        MalformedWire
            When a step holds none or several, or they differ in length.
        """
        if len(self._parts) == 1 and (found := _strided(self._parts[0])) is not None:
            return found
        steps = self.values()
        if any(not isinstance(step, list) or len(step) != 1 for step in steps):
            raise MalformedWire("a step of a list of frames that does not hold one string of bytes")
        if len({len(step[0]) for step in steps}) > 1:
            raise MalformedWire("frames of different lengths")
        width = len(steps[0][0]) if steps else 0
        return np.frombuffer(b"".join(step[0] for step in steps), np.uint8).reshape(len(steps), width)


def parse(data: bytes) -> tuple[dict[str, Values], dict[str, Sequence]]:
    """Return the features of an Example or the context of a SequenceExample, and the latter's sequences.

    Parameters
    ----------
    data :
        One record.

    Raises
    ------
    MalformedWire
        When the bytes are neither.

    Examples
    --------
    >>> parse(b"")
    ({}, {})
    """
    features: dict[str, Values] = {}
    sequences: dict[str, Sequence] = {}
    for number, kind, body in _fields(data):
        if _is(1, number, kind):
            features.update(features_of(body))
        elif _is(2, number, kind):
            sequences.update(sequences_of(body))
    return features, sequences


def features_of(data: bytes | memoryview) -> dict[str, Values]:
    r"""Return name -> values of a Features message.

    Raises
    ------
    MalformedWire
        When the bytes are none.

    Examples
    --------
    >>> features_of(b"\x0a\x0c\x0a\x02id\x12\x06\x0a\x04\x0a\x02ab")
    {'id': [b'ab']}
    """
    return {name: _feature(parts[0] if len(parts) == 1 else b"".join(parts)) for name, parts in _entries(data)}


def sequences_of(data: bytes | memoryview) -> dict[str, Sequence]:
    r"""Return name -> sequence of a FeatureLists message.

    Raises
    ------
    MalformedWire
        When the bytes are none.

    Examples
    --------
    >>> sequences_of(b"\x0a\x05\x0a\x03rgb")["rgb"].values()
    []
    """
    return {name: Sequence(list(parts)) for name, parts in _entries(data)}


def _entries(view: bytes | memoryview) -> Iterator[tuple[str, list[memoryview]]]:
    """The names of a map, each with the pieces of its message."""
    for number, kind, entry in _fields(view):
        if not _is(1, number, kind):
            continue
        name, parts = b"", []
        for inner, inner_kind, body in _fields(entry):
            if _is(1, inner, inner_kind):
                name = bytes(body)
            elif _is(2, inner, inner_kind):
                parts.append(body)
        try:
            yield name.decode(), parts
        except UnicodeDecodeError as error:
            raise MalformedWire(f"a name that is not UTF-8: {name[:20]!r}") from error


def _feature(data: bytes | memoryview) -> Values:
    """The values of a Feature; of several kinds in it the last one counts."""
    kind_of_list, parts = 0, []
    for number, kind, body in _fields(data):
        if kind != _BYTES or number not in (1, 2, 3):
            continue
        if number != kind_of_list:
            kind_of_list, parts = number, []
        parts.append(body)
    if kind_of_list == 2:
        return _floats(parts)
    if kind_of_list == 3:
        return _integers(parts)
    return [bytes(body) for part in parts for number, kind, body in _fields(part) if _is(1, number, kind)]


def _floats(parts: list[memoryview]) -> np.ndarray:
    found: list[np.ndarray] = []
    for part in parts:
        if (packed := _all_packed(part)) is not None:
            part = packed
        else:
            part = b"".join(body for number, kind, body in _fields(part) if number == 1 and kind in (_BYTES, _FIXED32))
        if len(part) % 4:
            raise MalformedWire(f"floats of {len(part)} bytes, which is no multiple of 4")
        found.append(np.frombuffer(part, "<f4"))
    return found[0] if len(found) == 1 else np.concatenate(found)


def _all_packed(part: memoryview) -> memoryview | None:
    """The numbers of a list that is one packed field and nothing else, which is how everybody writes it."""
    if not len(part) or part[0] != (1 << 3 | _BYTES):
        return None
    length, at = varint(part, 1)
    return part[at:] if at + length == len(part) else None


def _integers(parts: list[memoryview]) -> np.ndarray:
    found = [np.zeros(0, np.int64)]
    for part in parts:
        for number, kind, body in _fields(part):
            if number == 1 and kind == _BYTES:
                found.append(integers_of(body))
            elif number == 1 and kind == _VARINT:
                found.append(np.array([body], np.uint64).view(np.int64))
    return np.concatenate(found)


def integers_of(data: bytes | memoryview) -> np.ndarray:
    r"""Return packed numbers as (n,) int64.

    Raises
    ------
    MalformedWire
        When the last number is cut off, or one has more than ten bytes.

    Examples
    --------
    >>> integers_of(b"\x01\x96\x01").tolist()
    [1, 150]
    """
    values: list[int] = []
    value = shift = 0
    for byte in data:
        if byte < 0x80:
            values.append((value | byte << shift) & _MOST)
            value = shift = 0
            continue
        value |= (byte & 0x7F) << shift
        shift += 7
        if shift > _MOST_SHIFT:
            raise MalformedWire("a number of more than ten bytes")
    if shift:
        raise MalformedWire("a number that is cut off")
    return np.array(values, np.uint64).view(np.int64)


def varint(view: bytes | memoryview, at: int) -> tuple[int, int]:
    r"""Return the number that begins at a place, and where the next begins.

    Raises
    ------
    MalformedWire
        When it is cut off, or has more than ten bytes.

    Examples
    --------
    >>> varint(b"\x96\x01", 0)
    (150, 2)
    """
    value = shift = 0
    try:
        while True:
            byte = view[at]
            at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value & _MOST, at
            shift += 7
            if shift > _MOST_SHIFT:
                raise MalformedWire("a number of more than ten bytes")
    except IndexError as error:
        raise MalformedWire("a number that is cut off") from error


def _fields(view: bytes | memoryview) -> Iterator[tuple[int, int, Any]]:
    """The fields of a message: number, wire type, and an integer or a view of the bytes."""
    view = memoryview(view)
    at, end = 0, len(view)
    while at < end:
        tag, at = varint(view, at)
        number, kind = tag >> 3, tag & 7
        if kind == _VARINT:
            value, at = varint(view, at)
            yield number, kind, value
            continue
        length = 8
        if kind == _BYTES:
            length, at = varint(view, at)
        elif kind == _FIXED32:
            length = 4
        elif kind != _FIXED64 or not number:
            raise MalformedWire(f"a field of wire type {kind}, which no Example has")
        if length > end - at:
            raise MalformedWire(f"a field of {length} bytes where {end - at} are left")
        yield number, kind, view[at : at + length]
        at += length


def _is(wanted: int, number: int, kind: int) -> bool:
    """Whether a field is the one wanted, and holds bytes; one of another wire type is skipped, as an unknown one is."""
    return number == wanted and kind == _BYTES


def _strided(part: bytes | memoryview) -> np.ndarray | None:
    """The frames of a list whose steps all begin with the same bytes of framing, without a loop; None for others."""
    data = np.frombuffer(part, np.uint8)
    sizes = []
    view, at = memoryview(part), 0
    for _ in range(3):  # FeatureList.feature, Feature.bytes_list, BytesList.value: each one tag and a length
        if at >= len(view) or view[at] != (1 << 3 | _BYTES):
            return None
        length, at = varint(view, at + 1)
        sizes.append(at + length)
    if len(set(sizes)) > 1 or len(data) % sizes[0]:
        return None
    steps = data.reshape(-1, sizes[0])
    return steps[:, at:] if (steps[:, :at] == steps[0, :at]).all() else None
