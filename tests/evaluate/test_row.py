"""One value for each item, before numpy makes text of everything."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from motif.core.errors import InputError
from motif.evaluate.row import listed, names, numbers

FORMS = [list, tuple, np.array, pd.Series, pd.Categorical, pa.array]


@pytest.mark.parametrize("form", FORMS)
def test_rows_come_in_any_form(form):
    """Lists, arrays, columns of tables: the same plain values."""
    assert names(form(["b", "a"]), what="labels") == ["b", "a"]
    assert [type(value) for value in listed(form([1, 2]))] == [int, int]


def test_values_stay_what_they_are():
    """A number beside text stays a number; numpy would write it out."""
    assert names(["1", 1, True, np.int64(2), np.str_("x")], what="labels") == ["1", 1, True, 2, "x"]


@pytest.mark.parametrize(
    "values",
    [
        ["a", np.nan, "a"],
        ["a", None, "b"],
        np.array(["a", np.nan], dtype=object),
        pd.Series(["a", pd.NA], dtype="string"),
        pa.array(["a", None]),
        [1.0, float("nan")],
    ],
)
def test_missing_values_are_refused_beside_text_too(values):
    """NaN beside text is missing, not the text "nan"."""
    with pytest.raises(InputError, match="artists must have one for each item; 1 are missing"):
        names(values, what="artists")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ("aab", "given 'aab'"),
        (3, "given 3"),
        (None, "given None"),
        ({"a": 1}, "given {'a': 1}"),
        ({"a"}, "given {'a'}"),
        ([], "given none"),
        (np.zeros((2, 1)), r"given shape \(2, 1\)"),
        (pd.DataFrame({"a": [1, 2]}), r"given shape \(2, 1\)"),
        ([["a"], ["b", "c"]], r"2 are not one: \['a'\], \['b', 'c'\]"),
        (["a", ("b", "c")], "1 are not one"),
        (np.array(3), r"given array\(3\)"),
        ([{}], "1 are not one"),
    ],
)
def test_what_is_no_row_is_refused(values, said):
    """Text, single values, sets, tables and ragged lists are told by what was given."""
    with pytest.raises(InputError, match=f"labels must be one row, with one for each item; {said}"):
        names(values, what="labels")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (3, "given int64 of shape"),
        ([[1.0], [2.0]], r"given float64 of shape \(2, 1\)"),
        ([[1.0], [2.0, 3.0]], "one row of numbers, one for each item"),
        (["a"], "given <U1"),
        ([], r"shape \(0,\)"),
        ([1.0, np.inf, np.nan], "2 are not, at 1, 2"),
    ],
)
def test_what_is_no_row_of_numbers_is_refused(values, said):
    """Tables, ragged lists, text and infinities."""
    with pytest.raises(InputError, match=said):
        numbers(values, what="plays")
