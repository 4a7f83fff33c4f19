"""The ledger."""

import pytest

from motif.collection import Collection
from motif.core.errors import InputError
from motif.films.collection.ledger import ledger, tallied
from motif.films.source.reading import Reading


def test_lines_are_sorted_and_empty_counts_left_out():
    """So that equal gatherings have equal ledgers."""
    told = Reading("a.csv", "films", n_gathered=3, n_kept=1)
    told.leave_out(2, "joined")
    told.leave_out(3, "bad_row")
    told.dirt["odd_year"] += 0
    book = tallied([told], n_items=1)
    assert list(book.sources[0].dropped) == ["bad_row", "joined"]
    assert (book.sources[0].dirt, book.steps) == ({}, (("gathered", 3), ("kept", 1), ("items", 1)))


def test_films_of_another_way_have_none():
    """It says what would make one."""
    with pytest.raises(InputError, match="motif films gather"):
        ledger(Collection("film", {"id": ["a"]}))
