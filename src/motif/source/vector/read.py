"""`read_vectors`: the door through which word vectors come in, whatever their file is called."""

from __future__ import annotations

import io
import math
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np

from motif.core.check import integer, same_length, unique_ids
from motif.core.errors import DataError, SourceError
from motif.core.files import is_there
from motif.source.file import HEAD, MAX_BYTES, describe, kind_of, open_bytes
from motif.source.vector.binary import read_binary
from motif.source.vector.row import Rows
from motif.source.vector.text import header_of, looks_like_text, read_text

__all__ = ["read_vectors"]

_SUFFIXES = (".words", ".vocab", ".txt")  # of the list of words beside an array
_LONGEST_LINE = 1 << 20
_HEADERS = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}


def read_vectors(
    source: str | Path,
    *,
    words: str | Path | Sequence[str] | None = None,
    only: Collection[str] | None = None,
    max_words: int | None = None,
    max_bytes: int = 8 * MAX_BYTES,
) -> tuple[tuple[str, ...], np.ndarray]:
    r"""Return the words of a file and their vectors.

    What a file is follows from its bytes: word2vec's text or binary form, GloVe's text, each also packed by gzip, or a
    NumPy array, which has its words in a list beside it. Nothing is unpickled.

    Parameters
    ----------
    source :
        A path.
    words :
        For an array: a text with one word a line, or the words; None looks for the array's name with .words, .vocab or
        .txt.
    only :
        The words that are wanted; None takes all.
    max_words :
        The most words that are kept, from the first on (files list frequent words first); None sets no limit.
    max_bytes :
        The most that the file may hold, packed and unpacked.

    Returns
    -------
    words : tuple of str
        In the file's order; of words that come twice, the first.
    vectors : numpy.ndarray
        (n_words, n_features), float32, finite.

    Raises
    ------
    SourceError
        When a file is missing or cannot be read.
    DataError
        With the line, when a file is cut, a vector has another length than the others, or holds no finite numbers.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_bytes
    >>> path = Path(tempfile.mkdtemp()) / "glove.txt"
    >>> write_bytes(path, b"cat 0.5 1\ndog 0.25 1\n")
    >>> read_vectors(path, only=["dog", "cow"])
    (('dog',), array([[0.25, 1.  ]], dtype=float32))
    """
    path = Path(source)
    max_words = None if max_words is None else integer(max_words, what="max_words", low=1)
    with open_bytes(path, max_bytes=max_bytes) as stream:
        head = stream.peek(HEAD)[:HEAD]
        kind = kind_of(head)
        if kind == "npy":
            return _of_array(_array(stream, path.name), _words(path, words), path.name, only, max_words).done()
        if kind is not None or describe(head) in ("a web page", "XML"):
            raise DataError(f"{path.name!r} holds no word vectors: it is {describe(head)}", reason="foreign")
        return _listed(stream, path.name, only, max_words).done()


def _listed(stream: io.BufferedReader, name: str, only: Collection[str] | None, max_words: int | None) -> Rows:
    ahead = stream.peek(1 << 16)
    first, _, rest = ahead.partition(b"\n")
    header = header_of(first)
    if header and rest and not looks_like_text(rest.partition(b"\n")[0], header[1]):
        stream.readline(_LONGEST_LINE)
        return read_binary(stream, name, *header, only=only, max_words=max_words)
    return read_text(stream, name, only=only, max_words=max_words)


def _array(stream: io.BufferedReader, name: str) -> np.ndarray:
    data = io.BytesIO(stream.read())
    try:
        read_header = _HEADERS[np.lib.format.read_magic(data)]
        shape, by_column, dtype = read_header(data)
    except (ValueError, KeyError) as error:
        raise DataError(f"{name!r} is cut or damaged: it is no array of a known version", reason="damaged") from error
    if len(shape) != 2 or dtype.kind not in "fiu" or 0 in shape:
        said = f"an array of {dtype} with shape {shape}"
        raise DataError(f"{name!r} is {said}; numbers of shape (n_words, n_features) are expected", reason="foreign")
    values = data.read()
    n_bytes = math.prod(shape) * dtype.itemsize  # compared before anything of that size is made
    if len(values) < n_bytes:
        message = f"{name!r} ends early: {len(values):,} bytes of numbers, and its header says {n_bytes:,}"
        raise DataError(message, reason="truncated")
    return np.frombuffer(values, dtype, math.prod(shape)).reshape(shape, order="F" if by_column else "C")


def _words(path: Path, words: str | Path | Sequence[str] | None) -> list[str]:
    if words is None:
        beside = [path.with_suffix(suffix) for suffix in _SUFFIXES if is_there(path.with_suffix(suffix))]
        if not beside:
            listed = ", ".join(repr(path.with_suffix(suffix).name) for suffix in _SUFFIXES)
            raise SourceError(f"no words beside {path.name!r}: give words=, or one of {listed}", reason="missing")
        words = beside[0]
    if not isinstance(words, str | Path):
        return list(words)
    with open_bytes(words) as stream:
        return stream.read().decode("utf-8", errors="replace").removeprefix("\ufeff").splitlines()


def _of_array(
    array: np.ndarray, words: list[str], name: str, only: Collection[str] | None, max_words: int | None
) -> Rows:
    same_length(len(words), len(array), what=f"words of {name!r}", other="rows")
    unique_ids(words, what=f"words of {name!r}")
    rows = Rows(name, array.shape[1], only=only, max_words=max_words)
    for n, (word, vector) in enumerate(zip(words, array, strict=True)):
        if rows.is_full:
            break
        rows.add(word, vector, place=f"row {n + 1}")
    return rows
