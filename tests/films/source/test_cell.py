"""Cells as films' tables write them: nothing is run, nothing is guessed."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.core.errors import DataError
from motif.films.source import cell


@pytest.mark.parametrize(
    ("given_cell", "expected"),
    [
        ('{"/m/02h40lc": "English Language"}', ("English Language",)),
        ("{'/m/0lsxr': \"Children's/Family\", '/m/07s9rl0': 'Drama'}", ("Children's/Family", "Drama")),
        ("{}", None),
        ("[{'id': 28, 'name': 'Action'}, {'id': 12, 'name': 'Adventure'}]", ("Action", "Adventure")),
        ("Drama|Crime|Drama", ("Drama", "Crime")),
        ("Action/Adventure", ("Action", "Adventure")),
        ("Drama", ("Drama",)),
        (["Drama", None, " Crime "], ("Drama", "Crime")),
        ({"/m/1": "Drama"}, ("Drama",)),
        ("unknown", None),
        (None, None),
        (float("nan"), None),
    ],
)
def test_names(given_cell, expected):
    """Lists, dictionaries of ids and names, objects, and texts with separators all give the names."""
    assert cell.names(given_cell) == expected


@pytest.mark.parametrize(
    "hostile",
    [
        "__import__('os').system('echo hi')",
        "[__import__('os')]",
        "[1] * 10**9",
        "[" * 100_000,
        "[1," * 100_000,
        "{'a':" * 50_000,
        "['never closed",
        "{[1]: 2}",
    ],
    ids=["call", "call in a list", "product", "deep", "deeper", "deep dictionary", "open", "unhashable"],
)
def test_what_is_no_list_is_refused_and_nothing_is_run(hostile):
    """Only what a list or dictionary prints is read."""
    with pytest.raises(DataError, match="no list or dictionary") as caught:
        cell.unprinted(hostile)
    assert caught.value.reason == "bad_list"


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=12), max_size=6))
def test_a_printed_list_comes_back(words):
    """What Python prints is read as it was, apostrophes and quotes included."""
    assert cell.unprinted(repr(words)) == words


@pytest.mark.parametrize(
    ("given_cell", "expected"),
    [
        ("['old', \"O'Brien\", 'old']", {"old": 2, "O'Brien": 1}),
        ("[]", {}),
        ("", {}),
        ("['']", {}),
        ("[old, tired]", {"old": 1, "tired": 1}),
        ("old tired,sad", {"old": 1, "tired": 1, "sad": 1}),
        ({"kill": 2, "save": 0}, {"kill": 2}),
        ('{"kill": 2}', {"kill": 2}),
        (["kill", None], {"kill": 1}),
        (None, {}),
    ],
)
def test_word_counts(given_cell, expected):
    """Words with their counts; an empty list has none, not one empty word as the seed reads."""
    assert dict(cell.word_counts(given_cell)) == expected


@pytest.mark.parametrize(
    "bad", ["['old", {"kill": -1}, {"kill": 1.5}, {"kill": True}, {"kill": 1e30}, {"kill": 10**7}, 7]
)
def test_what_are_no_words_is_refused(bad):
    """A broken list, or a count that is none."""
    with pytest.raises(DataError) as caught:
        cell.word_counts(bad)
    assert caught.value.reason == "bad_list"


def test_year():
    """A film's year out of numbers, dates and texts; none that a film cannot have."""
    cells = [date(2001, 8, 24), "2001-08", "(1999)", 19790525, "1e3", True, 99999, "Act 7, 1984", float("inf")]
    assert [cell.year(one) for one in cells] == [2001, 2001, 1999, 1979, None, None, None, 1984, None]


def test_amount():
    """Dollars above zero; other money and words are none."""
    cells = ["$1,234,567", "US$ 12 million", "1.5bn", "€3", "", None, "NaN", 0.0, -1, True]
    assert [cell.amount(one) for one in cells] == [1234567.0, 12e6, 1.5e9, *[None] * 7]


def test_minutes():
    """Running times as tables write them; 1,079,281 minutes, which the CMU corpus has, are none."""
    cells = ["1h30", "90 minutes", "1 hr 30 min", "1079281.0", "h", ""]
    assert [cell.minutes(one) for one in cells] == [90.0, 90.0, 90.0, None, None, None]


def test_plain_text_and_identity():
    """What says nothing is None; ids keep their zeros, and lose what a data frame adds."""
    assert [cell.plain_text(one) for one in ("", "\t", None, 0)] == [None, None, None, "0"]
    assert [cell.identity(one) for one in ("007", 7, 7.0, 7.5, float("nan"))] == ["007", "7", "7", "7.5", None]


@pytest.mark.parametrize("nothing", ["nan", " NaN ", "None", "null", "n/a", "-", "[nan]", "[None, old]"])
def test_a_mark_of_nothing_is_no_word(nothing):
    """As data frames write empty cells; a word in quotes is one, whatever it looks like."""
    assert set(cell.word_counts(nothing)) <= {"old"}
    assert cell.word_counts('["nan"]') == {"nan": 1}


@pytest.mark.parametrize(("given_cell", "expected"), [(1e99, None), ("1e12", None), ("$2.9 billion", 2.9e9), (0, None)])
def test_no_film_takes_a_hundred_billion_dollars(given_cell, expected):
    """What is beyond sense is not known."""
    assert cell.revenue(given_cell) == expected
