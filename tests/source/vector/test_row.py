"""Rows of word vectors as they are read."""

import numpy as np
import pytest

from motif.core.errors import DataError
from motif.source.vector.row import Rows


def test_full_when_every_wanted_word_is_there():
    """Reading can stop as soon as nothing is left to find."""
    rows = Rows("v", 1, only={"a", "b"})
    rows.add("a", [1.0], place="line 1")
    assert not rows.is_full
    rows.add("b", [2.0], place="line 2")
    assert rows.is_full


def test_full_at_the_most_words():
    """A limit ends it too."""
    rows = Rows("v", 1, max_words=1)
    rows.add("a", [1.0], place="line 1")
    assert rows.is_full


def test_first_of_two_equal_words_counts():
    """The later vector is not looked at, not even for NaN."""
    rows = Rows("v", 1)
    rows.add("a", [1.0], place="line 1")
    rows.add("a", [np.nan], place="line 2")
    assert rows.done()[1].tolist() == [[1.0]]


def test_place_is_named():
    """What is wrong says where."""
    with pytest.raises(DataError, match="'v', line 4: the vector of 'a' has NaN"):
        Rows("v", 1).add("a", [np.inf], place="line 4")
