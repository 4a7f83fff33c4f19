"""Word vectors in word2vec's binary form: a line with two numbers, then each word, a space, and float32 values."""

from __future__ import annotations

import io
from collections.abc import Collection

import numpy as np

from motif.core.errors import DataError
from motif.source.vector.row import Rows

__all__ = ["read_binary"]

_LONGEST_WORD = 1_000  # bytes


def read_binary(
    stream: io.BufferedReader,
    name: str,
    n_words: int,
    n_features: int,
    *,
    only: Collection[str] | None = None,
    max_words: int | None = None,
) -> Rows:
    r"""Return the words and vectors that follow the header.

    Parameters
    ----------
    stream :
        At the first byte after the header's line.
    name :
        Of the file, for messages.
    n_words, n_features :
        What the header says.
    only, max_words :
        As for `read_vectors`.

    Raises
    ------
    DataError
        reason truncated, damaged, not_finite.

    Examples
    --------
    >>> data = b"cat " + np.array([1, 2], "<f4").tobytes() + b"\n"
    >>> read_binary(io.BufferedReader(io.BytesIO(data)), "words.bin", 1, 2).done()
    (('cat',), array([[1., 2.]], dtype=float32))
    """
    rows = Rows(name, n_features, only=only, max_words=max_words)
    n_bytes = 4 * n_features
    for n_read in range(n_words):
        if rows.is_full:
            break
        word = _word(stream, name, n_read)
        values = stream.read(n_bytes)
        if len(values) < n_bytes:
            raise _cut(name, n_read, n_words)
        if rows.wants(word):
            rows.add(word, np.frombuffer(values, "<f4"), place=f"word {n_read + 1}")
    return rows


def _word(stream: io.BufferedReader, name: str, n_read: int) -> str:
    found = b""
    while b" " not in found:
        ahead = stream.peek(_LONGEST_WORD)
        if not ahead:
            raise DataError(f"{name!r} ends early, in word {n_read + 1}", reason="truncated")
        at = ahead.find(b" ")
        found += stream.read(at + 1 if at >= 0 else len(ahead))
        if len(found) > _LONGEST_WORD:
            message = f"{name!r} is damaged: word {n_read + 1} is longer than {_LONGEST_WORD:,} bytes"
            raise DataError(message, reason="damaged")
    return found[:-1].lstrip(b"\n").decode("utf-8", errors="replace")


def _cut(name: str, n_read: int, n_words: int) -> DataError:
    return DataError(f"{name!r} ends early: {n_read:,} words, and its first line says {n_words:,}", reason="truncated")
