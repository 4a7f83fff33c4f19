"""Rows for the terminal line up, fit, and obey nobody."""

import math
from fractions import Fraction

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.view.table import aligned, table_text


@pytest.mark.parametrize(
    ("values", "cells", "numeric"),
    [
        ([1, 20, 300_000], ["1", "20", "300,000"], True),
        ([0.5, 12, None], ["0.50", "12.00", "–"], True),
        ([0.00123, 0.5], ["0.0012", "0.5000"], True),
        ([np.float32(0.25), np.int64(3)], ["0.25", "3.00"], True),
        ([Fraction(1, 4)], ["0.25"], True),
        ([math.nan, 1.5], ["–", "1.50"], True),
        ([math.nan, math.inf], ["–", "–"], True),
        ([True, False], ["yes", "no"], False),
        (["a", 1, None, math.nan], ["a", "1", "–", "–"], False),
        ([None, None], ["–", "–"], False),
        ([], [], False),
    ],
)
def test_aligned(values, cells, numeric):
    """Numbers of a column share their decimals; what is mixed is text."""
    assert aligned(values) == (cells, numeric)


def test_table_lines_up():
    """Numbers to the right, words to the left, nothing trailing."""
    assert table_text(("name", "items", "share"), [("zeros", 1780, 0.993), ("a", 9, 1)]).split("\n") == [
        "name   items  share",
        "zeros  1,780   0.99",
        "a          9   1.00",
    ]


def test_wide_letters_line_up():
    """Letters of East Asia take two columns."""
    from rich.cells import cell_len

    lines = table_text(("a", "n"), [("日本", 1), ("abcd", 2)]).split("\n")
    assert len({cell_len(line) for line in lines}) == 1


def test_table_fits():
    """The widest words are cut until the table fits; numbers are not."""
    lines = table_text(("long", "short", "n"), [("x" * 200, "abc", 123456)], width=40).split("\n")
    assert max(map(len, lines)) <= 40
    assert lines[1].endswith("123,456")
    assert "…" in lines[1]


def test_table_obeys_nobody():
    """A cell cannot break a row or move the cursor."""
    lines = table_text(("a",), [("x\ny\x1b[2J\u202e",)]).split("\n")
    assert lines == ["a", "x y\\x1b[2J\\u202e"]


def test_colour_is_the_accent_on_the_head():
    """Colour touches the head only."""
    plain, coloured = (table_text(("a",), [("b",)], colour=colour) for colour in (False, True))
    assert coloured == plain.replace("a", "\x1b[1;36ma\x1b[0m", 1)


def test_no_rows():
    """A table without rows is its head."""
    assert table_text(("a", "b"), []) == "a  b"


def test_ragged_rows_are_refused():
    """A row with too few cells is refused."""
    with pytest.raises(InputError, match="cells of a row: 1 given, 2 expected"):
        table_text(("a", "b"), [(1,)])
