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

__all__ = ["MOST_BYTES", "Place", "Record", "read_records", "record_places"]

MOST_BYTES = 256_000_000
"""The most bytes of one record; frames of an hour at 1,152 bytes a second are 4 million."""

_STEP = "read_records"
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

    Only lengths are read, so that a file can be shared out. At a damaged length it ends: what is from the last place
    on is for one reader.

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
    with open_bytes(path, max_bytes=_FILE_BYTES, allow_empty=True) as stream:
        while True:
            head = stream.read(_HEAD)
            if not index % every and (head or not index):
                yield Place(index, offset)
            length = int.from_bytes(head[:8], "little")
            if len(head) < _HEAD or length > MOST_BYTES or not _is_length(head):
                return
            if len(stream.read(length + _TAIL)) < length + _TAIL:
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
        reading. Where a length's own checksum is wrong and no record lies where the next should, all from there on
        is lost: one `Drop` of reason rest_lost says so.
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
    with open_bytes(path, max_bytes=_FILE_BYTES, allow_empty=True) as stream:
        _go_to(stream, start.offset)
        framed = _framed(stream, path.name, start, skip_bad, most_bytes)
        for index, offset, data in islice(framed, n_records):
            if isinstance(data, Drop):
                yield data
                continue
            try:
                features, sequences = reader.parse(data)
            except MalformedWire as error:
                wrong = _wrong(path.name, index, offset, f"it is no Example: {error}")
                if not skip_bad:
                    raise wrong from error
                yield _dropped(path.name, index, wrong)
                continue
            yield Record(index, offset, features, sequences)


def _framed(
    stream: io.BufferedReader, name: str, start: Place, skip_bad: bool, most_bytes: int
) -> Iterator[tuple[int, int, bytes | Drop]]:
    """The bytes of each record, with its place; a Drop for each bad one that is skipped."""
    index, offset = start.index, start.offset
    checksum = crc32c()
    while head := stream.read(_HEAD):
        length = int.from_bytes(head[:8], "little")
        if len(head) < _HEAD:
            cut = _wrong(name, index, offset, "the file ends within it", reason="truncated")
            yield index, offset, _skipped(cut, name, index, skip_bad)
            return
        if not _is_length(head):
            wrong = _bad_length(name, index, offset, head, length)
            goes_on = skip_bad and length <= most_bytes and _goes_on(stream, length)
            if not goes_on and index == 0:
                raise wrong
            yield index, offset, _skipped(wrong, name, index, skip_bad, and_the_rest=not goes_on)
            if not goes_on:
                return
            index, offset = index + 1, offset + _HEAD + length + _TAIL
            continue
        if length > most_bytes:
            told = (
                f"it claims {length:,} bytes, more than the {most_bytes:,} allowed; raise most_bytes if that is right"
            )
            raise _wrong(name, index, offset, told, reason="too_large")
        data = stream.read(length + _TAIL)
        if len(data) < length + _TAIL:
            cut = _wrong(name, index, offset, "the file ends within it", reason="truncated")
            yield index, offset, _skipped(cut, name, index, skip_bad)
            return
        stored, data = int.from_bytes(data[length:], "little"), data[:length]
        if masked(checksum(data)) != stored:
            wrong = _wrong(name, index, offset, "the checksum of its data is wrong")
            yield index, offset, _skipped(wrong, name, index, skip_bad)
        else:
            yield index, offset, data
        index, offset = index + 1, offset + _HEAD + length + _TAIL


def _goes_on(stream: io.BufferedReader, length: int) -> bool:
    """Whether a record or the file's end comes after so many bytes; if so, the stream stands there afterwards."""
    if len(stream.read(length + _TAIL)) < length + _TAIL:
        return False
    head = stream.peek(_HEAD)[:_HEAD]
    return not head or (len(head) == _HEAD and _is_length(head))


def _is_length(head: bytes) -> bool:
    """Whether a length has the checksum that stands after it."""
    return masked(crc32c()(head[:8])) == int.from_bytes(head[8:], "little")


def _go_to(stream: io.BufferedReader, offset: int) -> None:
    if stream.seekable():
        stream.seek(offset)
        return
    while offset:  # a packed file is unpacked up to there
        offset -= len(stream.read(min(offset, _PIECE))) or offset


def _bad_length(name: str, index: int, offset: int, head: bytes, length: int) -> DataError:
    if index == 0:
        looks = describe(head)
        told = f"{name!r} is not a TFRecord file: it begins like {looks}; expected records as TensorFlow writes them"
        return DataError(told, reason="not_tfrecord")
    return _wrong(name, index, offset, f"the checksum of its length ({length:,} bytes) is wrong")


def _wrong(name: str, index: int, offset: int, what: str, *, reason: str = "bad_record") -> DataError:
    message = (
        f"{name!r} is damaged in record {index} at byte {offset:,}: {what}; to keep the good ones, skip bad records"
    )
    return DataError(message, reason=reason)


def _skipped(wrong: DataError, name: str, index: int, skip_bad: bool, *, and_the_rest: bool = False) -> Drop:
    if not skip_bad:
        raise wrong
    return _dropped(name, index, wrong, and_the_rest=and_the_rest)


def _dropped(name: str, index: int, wrong: DataError, *, and_the_rest: bool = False) -> Drop:
    """What is left out: a record, or all from there on where no further one can be found."""
    reason, told = wrong.reason, str(wrong).partition("; ")[0]
    if and_the_rest:
        reason, told = "rest_lost", f"{told}; where the next record begins is not known: all from there on is lost"
    return Drop(f"{name}#{index}", _STEP, reason, detail=told)
