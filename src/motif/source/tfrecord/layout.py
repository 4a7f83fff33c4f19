"""Layouts: where the values lie in a record written the common way, so that the next one like it is only compared.

Records of one file repeat the same tags, names and lengths around their values. What lies around the values of the
first record of a length is kept; where all of it is found again in another record, its values lie at the same places.
A record of any other form is read in full.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from motif.source.tfrecord.wire import MalformedWire, Sequence, Values, integers_of, parse, varint

__all__ = ["Layout", "Reader", "layout_of"]

_FIELD_1, _FIELD_2 = 0x0A, 0x12  # tags of fields that hold bytes; the third kind of list is 0x1A
_KINDS = {_FIELD_1: "bytes", _FIELD_2: "floats", 0x1A: "integers"}
_MOST_LAYOUTS = 1000
_MOST_OF_A_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the values of an Example lie, and the bytes around them.

    Parameters
    ----------
    around :
        (start, end, bytes) of all that is not a value.
    within :
        (name, kind, start, end) of each value; kinds are bytes, floats and integers.

    Examples
    --------
    >>> data = bytes.fromhex("0a0e0a0c0a02696412060a040a026162")  # id: b"ab"
    >>> layout_of(data).values(data[:-2] + b"xy")
    {'id': [b'xy']}
    """

    around: tuple[tuple[int, int, bytes], ...]
    within: tuple[tuple[str, str, int, int], ...]

    def fits(self, data: bytes) -> bool:
        """Whether a record of the same length is laid out so."""
        return all(data[start:end] == known for start, end, known in self.around)

    def values(self, data: bytes) -> dict[str, Values]:
        """Return the values of a record that fits."""
        found: dict[str, Values] = {}
        for name, kind, start, end in self.within:
            if kind == "floats":
                found[name] = np.frombuffer(data, "<f4", (end - start) >> 2, start)
            elif kind == "bytes":
                found[name] = [data[start:end]]
            else:
                found[name] = integers_of(data[start:end])
        return found


class Reader:
    """Reads records one after the other, and remembers how those before were laid out.

    Examples
    --------
    >>> reader, data = Reader(), bytes.fromhex("0a0e0a0c0a02696412060a040a026162")
    >>> [reader.parse(data)[0]["id"] for _ in range(2)]
    [[b'ab'], [b'ab']]
    """

    def __init__(self) -> None:
        self._layouts: dict[int, list[Layout]] = {}

    def parse(self, data: bytes) -> tuple[dict[str, Values], dict[str, Sequence]]:
        """Return features and sequences of a record, as `wire.parse` does.

        Raises
        ------
        MalformedWire
            When the bytes are no Example.
        """
        known = self._layouts.get(len(data), ())
        for layout in known:
            if layout.fits(data):
                return layout.values(data), {}
        read = parse(data)
        if not read[1] and len(known) < _MOST_OF_A_LENGTH and len(self._layouts) < _MOST_LAYOUTS:
            layout = layout_of(data)
            if layout is not None:
                self._layouts.setdefault(len(data), []).append(layout)
        return read


def layout_of(data: bytes) -> Layout | None:
    r"""Return the layout of an Example, or None where it is not written the common way.

    The common way: one Features message, of each name one Feature, of each Feature one list: one string of bytes, or
    packed numbers.

    Examples
    --------
    >>> layout_of(b"\x0a\x00").within
    ()
    """
    within: list[tuple[str, str, int, int]] = []
    try:
        at, end = _message(data, 0, len(data), _FIELD_1)
        if end != len(data):
            return None
        while at < end:
            entry, entry_end = _message(data, at, end, _FIELD_1)
            name, name_end = _message(data, entry, entry_end, _FIELD_1)
            feature, feature_end = _message(data, name_end, entry_end, _FIELD_2)
            kind = _KINDS[data[feature]]
            values, values_end = _message(data, feature, feature_end, data[feature])
            value, value_end = _message(data, values, values_end, _FIELD_1)
            if not entry_end == feature_end == values_end == value_end or (
                kind == "floats" and (value_end - value) % 4
            ):
                return None
            within.append((data[name:name_end].decode(), kind, value, value_end))
            at = entry_end
    except (MalformedWire, IndexError, KeyError, UnicodeDecodeError):
        return None
    if len({name for name, *_ in within}) < len(within):
        return None
    return Layout(_around(data, within), tuple(within))


def _message(data: bytes, at: int, end: int, tag: int) -> tuple[int, int]:
    """Where the bytes of the field that begins here lie."""
    if data[at] != tag:
        raise MalformedWire(f"a field of tag {data[at]} where {tag} is usual")
    length, start = varint(data, at + 1)
    if start + length > end:
        raise MalformedWire(f"a field of {length} bytes where {end - start} are left")
    return start, start + length


def _around(data: bytes, within: list[tuple[str, str, int, int]]) -> tuple[tuple[int, int, bytes], ...]:
    edges = [0, *(edge for *_, start, end in within for edge in (start, end)), len(data)]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return tuple((start, end, data[start:end]) for start, end in pairs if end > start)
