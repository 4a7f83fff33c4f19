"""Groups become numbers."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.evaluate.group import group_numbers


@pytest.mark.parametrize("groups", [["b", "a", "b"], [7, -3, 7], [True, False, True], np.array(["x", "", "x"])])
def test_groups_are_numbered_as_they_appear(groups):
    """The first group is 0, whatever its name."""
    assert group_numbers(groups, 3).tolist() == [0, 1, 0]


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        (["a", None, "b"], r"artists must have one for each item; 1 are missing \(None\)"),
        ([1.0, np.nan, 2.0], r"1 are missing \(nan\)"),
        (["a", "b"], "artists: 2 given, 3 expected"),
        ([["a"], ["b"], ["c"]], r"one row, with one for each item; 3 are not one: \['a'\]"),
        (np.zeros((3, 1)), r"one row, with one for each item; given shape \(3, 1\)"),
        ([["a"], ["b", "c"]], r"one row, with one for each item; 2 are not one"),
        (["Abba", np.nan, np.nan], r"artists must have one for each item; 2 are missing"),
        ("Abb", "one row, with one for each item; given 'Abb'"),
        ([], r"given none"),
    ],
)
def test_each_item_has_one_group(groups, message):
    """Missing groups, another number of them, and tables are refused."""
    with pytest.raises(InputError, match=message):
        group_numbers(groups, 3, what="artists")


def test_a_number_and_its_text_are_two_groups():
    """What is not equal is not one group."""
    assert group_numbers([1, "1", 1.0]).tolist() == [0, 1, 0]
