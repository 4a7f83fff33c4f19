"""Word vectors in word2vec's binary form."""

import io

import numpy as np
import pytest

from motif.core.errors import DataError
from motif.source.vector.binary import read_binary


def _stream(*words: bytes, end: bytes = b"\n") -> io.BufferedReader:
    rows = [word + b" " + np.array([n, -n], "<f4").tobytes() + end for n, word in enumerate(words)]
    return io.BufferedReader(io.BytesIO(b"".join(rows)), 16)


@pytest.mark.parametrize("end", [b"\n", b""], ids=["line ends", "no line ends"])
def test_both_dialects(end):
    """Some writers end each vector with a line end, some do not."""
    words, vectors = read_binary(_stream(b"cat", b"dog", end=end), "v", 2, 2).done()
    assert (words, vectors.tolist()) == (("cat", "dog"), [[0, 0], [1, -1]])


def test_words_longer_than_what_is_buffered():
    """A word may cross the border of the reader's buffer."""
    assert read_binary(_stream(b"a" * 100, b"b"), "v", 2, 2).done()[0] == ("a" * 100, "b")


def test_cut_between_words():
    """The first line promises more words than there are."""
    with pytest.raises(DataError, match="ends early, in word 2"):
        read_binary(_stream(b"cat"), "v", 2, 2)


def test_values_that_are_not_finite():
    """NaN is refused with its word."""
    with pytest.raises(DataError, match="word 1: the vector of 'cat' has NaN"):
        read_binary(io.BufferedReader(io.BytesIO(b"cat \x00\x00\xc0\x7f")), "v", 1, 1)
