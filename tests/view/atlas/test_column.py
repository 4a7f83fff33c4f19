"""What a map takes from columns: which are meant, which values are regions, how they are told."""

import datetime

import numpy as np
import pytest

from motif.collection import Collection
from motif.core.errors import InputError
from motif.view.atlas.column import chosen_column, in_lines, read_regions, told_columns

FILMS = Collection(
    "film",
    {
        "id": ["a", "b", "c", "d"],
        "name": ["A", "B", None, ""],
        "score": [1.5, float("nan"), None, 1.5],
        "seen": [datetime.date(2020, 1, 2), None, datetime.date(2019, 1, 2), None],
        "genres": [["x", None, "y"], [], None, ["z"]],
    },
)
ALL = np.arange(4)


def test_a_usual_column_of_lists_is_passed_over():
    """What is not named is chosen among columns that can be used."""
    assert chosen_column(FILMS, None, ("genres", "name"), what="colour") == "name"
    assert chosen_column(FILMS, None, ("genres",), what="colour") is None


def test_regions_are_the_values_that_are_there():
    """None, NaN and empty text are no region; names begin with the column where the value is no text."""
    assert read_regions(FILMS, "name", ALL).labels.tolist() == [0, 1, -1, -1]
    found = read_regions(FILMS, "seen", ALL)
    assert (found.labels.tolist(), found.names) == ([1, -1, 0, -1], ["seen 2019-01-02", "seen 2020-01-02"])
    assert read_regions(FILMS, "score", ALL[1:3]).labels.tolist() == [-1, -1]
    assert read_regions(FILMS, None, ALL).labels.tolist() == [-1] * 4


def test_the_commonest_of_many_values_are_kept():
    """Of 1,001 values the rarest is none; which, when all are as rare, the value decides."""
    ids = [f"{i:04d}" for i in range(1002)]
    many = Collection("film", {"id": ids, "x": [*ids[:1001], ids[1000]]})
    found = read_regions(many, "x", np.arange(1002))
    assert found.names == [*ids[:999], ids[1000]]
    assert found.labels[[999, 1000, 1001]].tolist() == [-1, 999, 999]
    assert found.note.endswith("1 item of the others is grey")
    assert read_regions(many, "x", np.arange(1000)).note == ""


def test_lines_have_no_empty_values():
    """NaN, None and empty lists are nothing; lists stand in a row."""
    assert in_lines(FILMS, "score", ALL) == ["1.5", "", "", "1.5"]
    assert in_lines(FILMS, "genres", ALL[::-1]) == ["z", "", "", "x, y"]


def test_words_are_columns():
    """Lists may be told when they are named, and are not told unasked; what is not there is refused."""
    assert told_columns(FILMS, None, taken=("name",)) == ["score", "seen"]
    assert told_columns(FILMS, ["genres"], taken=()) == ["genres"]
    with pytest.raises(InputError, match="words must name a column, not 'nobody'"):
        told_columns(FILMS, ["nobody"], taken=())
    with pytest.raises(InputError, match="words must be a list of columns"):
        told_columns(FILMS, "score", taken=())
