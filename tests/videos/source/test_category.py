"""YouTube's categories."""

import pytest

from motif.core.errors import DataError
from motif.videos.source.category import CATEGORIES, Categories


def test_numbers_and_names_mean_the_same():
    """Whatever the letter case; every name leads back to its number."""
    known = Categories()
    assert all(known.number(name.upper()) == number for number, name in CATEGORIES.items())
    assert (known.number(24.0), known.number(" 24 "), known.number("24.0")) == (24, 24, 24)


def test_a_name_of_one_s_own_keeps_its_number():
    """From 1000 on, in the order in which they come."""
    known = Categories()
    assert [known.number(name) for name in ("Cooking", "Opera", "cooking", "Music")] == [1000, 1001, 1000, 10]
    assert known.names([1001, 10, 99]) == {10: "Music", 99: None, 1001: "Opera"}


def test_a_number_that_is_too_long_is_told():
    """Not left to the table that cannot hold it."""
    with pytest.raises(DataError, match="12 digits") as caught:
        Categories().number("999999999999")
    assert caught.value.reason == "bad_labels"
