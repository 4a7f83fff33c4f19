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
        (["a", None, "b"], r"artists must name one for each item; 1 are missing \(None\)"),
        ([1.0, np.nan, 2.0], r"1 are missing \(nan\)"),
        (["a", "b"], "artists: 2 given, 3 expected"),
        ([["a"], ["b"], ["c"]], r"one row, with one for each item; given shape \(3, 1\)"),
        ([], r"given shape \(0,\)"),
    ],
)
def test_each_item_has_one_group(groups, message):
    """Missing groups, another number of them, and tables are refused."""
    with pytest.raises(InputError, match=message):
        group_numbers(groups, 3, what="artists")
