"""Standard input: what another program pipes in, as bytes, up to a stated size."""

from __future__ import annotations

import sys

from motif.core.errors import DataError, InputError, SourceError
from motif.source.file import MAX_BYTES

__all__ = ["read_standard_input"]


def read_standard_input(*, max_bytes: int = MAX_BYTES) -> bytes:
    """Return all bytes of standard input.

    Parameters
    ----------
    max_bytes :
        The most that is taken.

    Raises
    ------
    InputError
        When it is a terminal: nobody types a picture.
    SourceError
        When it is closed or cannot be read.
    DataError
        reason too_large.

    Examples
    --------
    >>> import io
    >>> from unittest import mock
    >>> with mock.patch("sys.stdin", io.TextIOWrapper(io.BytesIO(b"piped"))):
    ...     read_standard_input()
    b'piped'
    """
    stream = sys.stdin
    if stream is None or stream.closed:
        raise SourceError("standard input is closed; pipe something in, or name a file")
    if stream.isatty():
        raise InputError("'-' reads standard input, which is a terminal here; pipe something in, or name a file")
    try:
        data = stream.buffer.read(max_bytes + 1)
    except OSError as error:
        raise SourceError(f"standard input cannot be read: {error.strerror or error}") from error
    if len(data) > max_bytes:
        raise DataError(f"standard input holds more than the {max_bytes:,} bytes allowed", reason="too_large")
    return data
