"""Records of a TFRecord file, one after the other: framing and checksums."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from motif.core import check
from motif.core.errors import DataError
from motif.core.record import Drop
from motif.source.file import describe, open_bytes
from motif.source.tfrecord.checksum import crc32c, masked
from motif.source.tfrecord.layout import Reader
from motif.source.tfrecord.wire import MalformedWire, Sequence, Values

__all__ = ["DAMAGE", "MOST_BYTES", "Place", "Record", "read_records", "record_places"]

MOST_BYTES = 256_000_000
"""The most bytes of one record; frames of an hour at 1,152 bytes a second are 4 million."""

DAMAGE = "read_records"
"""The step of what is left out because it is damaged."""

_PACKING = ("truncated", "damaged")  # a gzip stream that is cut, or does not unpack
_NO_LENGTH = "no_length"
_HEAD = 12  # 8 bytes of length and 4 of its checksum
_TAIL = 4  # the checksum of the data
_PIECE = 1 << 20
_FILE_BYTES = 1 << 50  # a shard may be of any size: it is read as a stream, a record at a time


@dataclass(frozen=True, slots=True)
class Record:
    """One Example or SequenceExample.

    Parameters
    ----------
    index :
        Its place in the file, from 0; bad records count.
    offset :
        The byte at which it begins, in the unpacked file.
    features :
        Name -> values: a list of bytes, (n,) float32, or (n,) int64. Of a SequenceExample: its context.
    sequences :
        Name -> sequence of features, a step each; empty for an Example.

    Examples
    --------
    >>> Record(0, 0, {"id": [b"ab"]}, {}).features["id"]
    [b'ab']
    """

    index: int
    offset: int
    features: Mapping[str, Values]
    sequences: Mapping[str, Sequence]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record begins.

    Parameters
    ----------
    index :
        Its number in the file, from 0.
    offset :
        Its first byte, in the unpacked file.

    Examples
    --------
    >>> Place(index=1024, offset=4_823_040).index
    1024
    """

    index: int
    offset: int


def record_places(path: str | Path, *, every: int) -> Iterator[Place]:
    """Yield where the first record begins and then each one that is so many after the one before.

    Only lengths are read, so that a file can be shared out. Where no next record can be found it ends: what is from the
    last place on is for one reader, which says what is wrong there.

    Parameters
    ----------
    path :
        A TFRecord file; of a packed one everything is unpacked on the way.
    every :
        From one place to the next, >= 1 records.

    Raises
    ------
    SourceError
        When the file cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_bytes
    >>> path = Path(tempfile.mkdtemp()) / "empty.tfrecord"
    >>> write_bytes(path, b"")
    >>> list(record_places(path, every=1000))
    [Place(index=0, offset=0)]
    """
    check.in_range(every, what="every", low=1)
    index = offset = 0
    with open_bytes(path, max_bytes=_FILE_BYTES, allow_empty=True) as opened:
        stream = _Stream(opened)
        while True:
            head = stream.read(_HEAD)
            if not index % every and (head or not index or stream.is_damaged):
                yield Place(index, offset)
            length = _length(head)
            if len(head) < _HEAD or length > MOST_BYTES:
                return
            if not _is_length(head):
                if not _goes_on(stream, length):
                    return
            elif len(stream.read(length + _TAIL)) < length + _TAIL:
                return
            index, offset = index + 1, offset + _HEAD + length + _TAIL


def read_records(
    path: str | Path,
    *,
    skip_bad: bool = False,
    most_bytes: int = MOST_BYTES,
    start: Place = Place(0, 0),
    n_records: int | None = None,
) -> Iterator[Record | Drop]:
    """Yield the records of a TFRecord file, as it is or packed by gzip, in order.

    Both checksums of each record are compared. Arrays are views of the record's bytes: read-only, and free.

    Parameters
    ----------
    path :
        The file; gzip is known from the bytes. A file of no bytes has no records.
    skip_bad :
        Whether a damaged record is left out as a `Drop` (reasons bad_record, truncated) instead of ending the
        reading. Where no next record can be found (a length's own checksum is wrong, a length is beyond what is
        allowed, a packing is damaged), all from there on is lost: one `Drop` of reason rest_lost says so.
    most_bytes :
        The most bytes that one record may have, >= 1; a file that claims more is taken for damaged.
    start :
        The record to begin with, as `record_places` gives it.
    n_records :
        How many records are read, bad ones too; None reads to the end.

    Raises
    ------
    SourceError
        When the file cannot be read.
    DataError
        When the file is no TFRecord file, and for a damaged record unless it is skipped; the message names the file,
        the record and its offset in bytes.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_bytes
    >>> path = Path(tempfile.mkdtemp()) / "empty.tfrecord"
    >>> write_bytes(path, b"")
    >>> list(read_records(path))
    []
    """
    check.in_range(most_bytes, what="most_bytes", low=1)
    path, reader = Path(path), Reader()
    with open_bytes(path, max_bytes=_FILE_BYTES, allow_empty=True) as opened:
        stream = _Stream(opened)
        stream.go_to(start.offset)
        framed = _framed(stream, path.name, start, skip_bad, most_bytes)
        for index, offset, data in islice(framed, n_records):
            if isinstance(data, Drop):
                yield data
                continue
            try:
                features, sequences = reader.parse(data)
            except MalformedWire as error:
                yield _skipped(_Wrong(f"it is no Example: {error}"), path.name, index, offset, skip_bad)
                continue
            yield Record(index, offset, features, sequences)


@dataclass(frozen=True, slots=True)
class _Wrong:
    """What is wrong where a record should be, and whether no further one can be found."""

    what: str
    reason: str = "bad_record"
    is_last: bool = False


class _Stream:
    """A file's bytes; where its packing is damaged they end, and `end` says so."""

    def __init__(self, opened: io.BufferedReader) -> None:
        self._opened = opened
        self.end, self.is_damaged = _Wrong("the file ends within it", "truncated", is_last=True), False

    def read(self, n_bytes: int) -> bytes:
        """Return so many bytes, or what is left."""
        try:
            return b"" if self.is_damaged else self._opened.read(n_bytes)
        except DataError as error:
            if error.reason not in _PACKING:
                raise
            self.end = _Wrong(str(error).partition(": ")[2], is_last=True)
            self.is_damaged = True
            return b""

    def is_between(self) -> bool:
        """Whether the file ends here, or a length with its checksum begins."""
        try:
            head = self._opened.peek(_HEAD)[:_HEAD]
        except DataError:
            return True  # which the next reading tells
        return not head or (len(head) == _HEAD and _is_length(head))

    def go_to(self, offset: int) -> None:
        """Pass over what is before; a packed file is unpacked up to there."""
        if self._opened.seekable():
            self._opened.seek(offset)
            return
        while offset:
            offset -= len(self.read(min(offset, _PIECE))) or offset


def _framed(
    stream: _Stream, name: str, start: Place, skip_bad: bool, most_bytes: int
) -> Iterator[tuple[int, int, bytes | Drop]]:
    """The bytes of each record, with its place; a Drop for each bad one that is skipped."""
    index, offset = start.index, start.offset
    while head := stream.read(_HEAD):
        found = _next(stream, head, most_bytes, skip_bad=skip_bad)
        if isinstance(found, _Wrong):
            if found.reason == _NO_LENGTH and found.is_last and index == 0:
                raise _not_tfrecord(name, head)
            yield index, offset, _skipped(found, name, index, offset, skip_bad)
            if found.is_last:
                return
        else:
            yield index, offset, found
        index, offset = index + 1, offset + _HEAD + _length(head) + _TAIL
    if stream.is_damaged:
        yield index, offset, _skipped(stream.end, name, index, offset, skip_bad)


def _next(stream: _Stream, head: bytes, most_bytes: int, *, skip_bad: bool) -> bytes | _Wrong:
    """The bytes of the record that so begins."""
    length = _length(head)
    if len(head) < _HEAD:
        return stream.end
    if not _is_length(head):
        goes_on = skip_bad and length <= most_bytes and _goes_on(stream, length)
        return _Wrong(f"the checksum of its length ({length:,} bytes) is wrong", _NO_LENGTH, is_last=not goes_on)
    if length > most_bytes:
        told = f"it claims {length:,} bytes, more than the {most_bytes:,} allowed (most_bytes)"
        return _Wrong(told, "too_large", is_last=True)
    data = stream.read(length + _TAIL)
    if len(data) < length + _TAIL:
        return stream.end
    stored, data = int.from_bytes(data[length:], "little"), data[:length]
    return data if masked(crc32c()(data)) == stored else _Wrong("the checksum of its data is wrong")


def _goes_on(stream: _Stream, length: int) -> bool:
    """Whether a record or the file's end comes after so many bytes; if so, the stream stands there afterwards."""
    return len(stream.read(length + _TAIL)) == length + _TAIL and stream.is_between()


def _length(head: bytes) -> int:
    return int.from_bytes(head[:8], "little")


def _is_length(head: bytes) -> bool:
    """Whether a length has the checksum that stands after it."""
    return masked(crc32c()(head[:8])) == int.from_bytes(head[8:], "little")


def _not_tfrecord(name: str, head: bytes) -> DataError:
    told = (
        f"{name!r} is not a TFRecord file: it begins like {describe(head)}; expected records as TensorFlow writes them"
    )
    return DataError(told, reason="not_tfrecord")


def _error(wrong: _Wrong, name: str, index: int, offset: int) -> DataError:
    where = f"{name!r} is damaged in record {index} at byte {offset:,}"
    reason = "bad_record" if wrong.reason == _NO_LENGTH else wrong.reason
    return DataError(f"{where}: {wrong.what}; to keep the good ones, skip bad records", reason=reason)


def _skipped(wrong: _Wrong, name: str, index: int, offset: int, skip_bad: bool) -> Drop:
    """What is left out: a record, or all from there on where no further one can be found."""
    error = _error(wrong, name, index, offset)
    if not skip_bad:
        raise error
    reason, told = error.reason, str(error).partition("; ")[0]
    if wrong.is_last and reason != "truncated":
        reason, told = "rest_lost", f"{told}; where the next record begins is not known: all from there on is lost"
    return Drop(f"{name}#{index}", DAMAGE, reason, detail=told)
