"""Word vectors as text."""

import io

import pytest

from motif.core.errors import DataError
from motif.source.vector.text import header_of, looks_like_text, read_text


def _read(data: bytes, **settings):
    return read_text(io.BufferedReader(io.BytesIO(data)), "v", **settings).done()


@pytest.mark.parametrize("line", [b"", b"3", b"3 x", b"3 2 1", b"3 0", b"3 99999999", b"3 -2", b"1.5 2"])
def test_what_is_no_header(line):
    """Two whole numbers above 0, and vectors of a plausible length; nothing else."""
    assert header_of(line) is None


def test_one_number_after_a_number_is_a_word():
    """A GloVe file of one dimension whose first word is a number is read as a header only if the numbers are whole."""
    assert _read(b"7 0.5\n8 0.25\n")[0] == ("7", "8")


def test_line_of_bytes_is_no_text():
    """Binary values after a word are told apart."""
    assert not looks_like_text(b"cat \x00\x01\x02", 1)


def test_blank_lines_and_line_ends_of_windows():
    """Blank lines count as nothing, and a carriage return is no part of a number."""
    words, vectors = _read(b"2 1\r\ncat 1\r\n\r\ndog 2\r\n")
    assert (words, vectors.tolist()) == (("cat", "dog"), [[1], [2]])


def test_enough_words_end_the_reading():
    """What comes after the last wanted word is not looked at."""
    assert _read(b"cat 1 2\ndog broken\n", max_words=1)[0] == ("cat",)


def test_first_line_of_prose_is_refused():
    """A line of one word is no vector."""
    with pytest.raises(DataError, match="holds no word vectors"):
        _read(b"prose\n")
