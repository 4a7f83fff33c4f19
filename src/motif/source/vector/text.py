"""Word vectors as text: a word and its numbers in each line; word2vec writes how many and how long above them."""

from __future__ import annotations

import io
from collections.abc import Collection

from motif.core.errors import DataError
from motif.source.vector.row import MOST_FEATURES, Rows

__all__ = ["header_of", "looks_like_text", "read_text"]

_LONGEST_LINE = 1 << 20


def header_of(line: bytes) -> tuple[int, int] | None:
    r"""Return how many words and how many numbers each a first line announces; None when it announces nothing.

    Examples
    --------
    >>> header_of(b"400000 50\n"), header_of(b"the 0.1 0.2\n"), header_of(b"0 50\n")
    ((400000, 50), None, None)
    """
    parts = line.split()
    if len(parts) != 2 or not all(part.isdigit() and len(part) < 12 for part in parts):
        return None
    n_words, n_features = (int(part) for part in parts)
    return (n_words, n_features) if n_words and 0 < n_features <= MOST_FEATURES else None


def looks_like_text(line: bytes, n_features: int) -> bool:
    r"""Return whether the line after a header is a word and as many numbers in text.

    Examples
    --------
    >>> looks_like_text(b"the 0.5 -1e3\n", 2), looks_like_text(b"the \x00\x00\x80?\x00\x00\x80?\n", 2)
    (True, False)
    """
    parts = line.split()
    try:
        [float(part) for part in parts[1:]]
    except ValueError:
        return False
    return len(parts) > 1 or n_features == 0


def read_text(
    stream: io.BufferedReader, name: str, *, only: Collection[str] | None = None, max_words: int | None = None
) -> Rows:
    r"""Return the words and vectors of a text, with or without a header.

    Parameters
    ----------
    stream :
        At the first byte.
    name :
        Of the file, for messages.
    only, max_words :
        As for `read_vectors`.

    Raises
    ------
    DataError
        reason wrong_dimension, no_number, not_finite, truncated, no_vectors.

    Examples
    --------
    >>> read_text(io.BufferedReader(io.BytesIO(b"a 1 2\nb 3 4\n")), "glove.txt").done()[0]
    ('a', 'b')
    """
    first = _line(stream, name, 1)
    header = header_of(first)
    n_features = header[1] if header else len(first.split()) - 1
    if not 0 < n_features <= MOST_FEATURES:
        message = f"{name!r} holds no word vectors: its first line must be a word and its numbers, or two whole numbers"
        raise DataError(message, reason="foreign")
    rows = Rows(name, n_features, only=only, max_words=max_words)
    n_line, n_read = (1, 0) if header else (0, 0)
    line = b"" if header else first
    while (line := line or _line(stream, name, n_line + 1)) and not rows.is_full:
        n_line += 1
        if line.strip():
            n_read += 1
            _take(rows, line, f"line {n_line}")
        line = b""
    if header and n_read < header[0] and not rows.is_full:
        message = f"{name!r} ends early: {n_read:,} words, and its first line says {header[0]:,}"
        raise DataError(message, reason="truncated")
    return rows


def _line(stream: io.BufferedReader, name: str, n_line: int) -> bytes:
    line = stream.readline(_LONGEST_LINE)
    if len(line) == _LONGEST_LINE:
        message = f"{name!r} holds no word vectors: line {n_line} is longer than {_LONGEST_LINE:,} bytes"
        raise DataError(message, reason="foreign")
    return line


def _take(rows: Rows, line: bytes, place: str) -> None:
    parts = line.split()
    n_given = len(parts) - 1
    if n_given < rows.n_features:
        raise DataError(
            f"{rows.name!r}, {place}: {n_given} numbers after the word, {rows.n_features} expected",
            reason="wrong_dimension",
        )
    word = b" ".join(parts[: -rows.n_features]).decode("utf-8", errors="replace")  # GloVe has words like ". . ."
    if not rows.wants(word):
        return
    try:
        values = [float(part) for part in parts[-rows.n_features :]]
        spilt = n_given > rows.n_features and all(_is_number(part) for part in parts[1 : -rows.n_features])
    except ValueError as error:
        raise DataError(f"{rows.name!r}, {place}: a number is expected ({error})", reason="no_number") from error
    if spilt:
        raise DataError(
            f"{rows.name!r}, {place}: {n_given} numbers after the word, {rows.n_features} expected",
            reason="wrong_dimension",
        )
    rows.add(word, values, place=place)


def _is_number(part: bytes) -> bool:
    try:
        float(part)
    except ValueError:
        return False
    return True
