"""Counting words."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.represent.text.count import count_words


def test_words_are_columns_in_alphabetical_order():
    """Each row has its text's counts; a text without words is a row of zeros."""
    counts, words = count_words([["b", "a", "b"], [], ["c"]])
    assert words == ("a", "b", "c")
    assert counts.toarray().tolist() == [[1, 2, 0], [0, 0, 0], [0, 0, 1]]
    assert counts.dtype == np.float32


def test_rare_words_and_words_of_others_are_left_out():
    """By how many texts have them, or because the columns are given."""
    assert count_words([["a", "a", "b"], ["b"]], min_texts=2)[1] == ("b",)
    counts, words = count_words([["a", "b", "z"]], words=("b", "q"))
    assert (counts.toarray().tolist(), words) == ([[1, 0]], ("b", "q"))


def test_a_count_below_one_is_refused():
    """Of texts that a word must stand in."""
    with pytest.raises(InputError, match="min_texts"):
        count_words([["a"]], min_texts=0)
