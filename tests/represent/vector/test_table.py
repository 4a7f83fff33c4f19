"""A table of word vectors."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.represent.vector.table import WordVectors, load_vectors

TABLE = WordVectors(("kill", "shoot", "Love"), np.array([[1, 0], [2, 1], [0, 3]], np.float32))


def test_rows_follow_the_words_asked_for():
    """Unknown words are rows of zeros; capitals fall back on small letters, and not the other way round."""
    assert TABLE.rows(["shoot", "nobody", "KILL", "love"]).tolist() == [[2, 1], [0, 0], [1, 0], [0, 0]]


def test_near_is_by_angle():
    """Nearest first, without the word itself, never more than there are."""
    assert TABLE.near("kill") == [("shoot", 0.894), ("Love", 0.0)]
    assert TABLE.near("kill", 1) == [("shoot", 0.894)]


def test_near_an_unknown_word_is_refused():
    """The word is named."""
    with pytest.raises(InputError, match="'xyz' has no vector among 3 words"):
        TABLE.near("xyz")


@pytest.mark.parametrize(
    ("words", "X", "said"),
    [
        (("a",), np.ones(1), r"shape \(n_words, n_features\), not \(1,\)"),
        (("a",), np.ones((2, 1)), "1 given, 2 expected"),
        (("a", "a"), np.ones((2, 1)), "must be unique"),
        (("a",), np.full((1, 1), np.nan), "NaN or infinite"),
    ],
    ids=["one axis", "too few", "repeated", "NaN"],
)
def test_what_does_not_fit_is_refused(words, X, said):
    """One line says what does not fit."""
    with pytest.raises(InputError, match=said):
        WordVectors(words, X)


def test_digest_is_of_words_and_numbers():
    """Other words or other numbers have another digest."""
    digests = {
        WordVectors(words, X).digest
        for words in (("a", "b"), ("b", "a"))
        for X in (np.eye(2, dtype=np.float32), np.ones((2, 2), np.float32))
    }
    assert len(digests) == 4


def test_file_is_a_table(tmp_path):
    """What a file holds, with the file's name as its origin."""
    (tmp_path / "v.txt").write_text("cat 1 2\ndog 3 4\n")
    table = load_vectors(tmp_path / "v.txt", only=["dog"])
    assert (table.words, table.X.tolist(), table.origin) == (("dog",), [[3, 4]], "v.txt")
