"""Choosing: ids, masks, positions and slices mean what they say, everything else is told."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.collection.block import Block
from motif.collection.build import dense
from motif.collection.choose import Named, checked_block, checked_column, checked_table, chosen_rows
from motif.core.errors import InputError

IDS = ["a", "b", "c", "d"]


def chosen(rows) -> list[int]:
    return chosen_rows(rows, lambda: IDS, len(IDS)).tolist()


@pytest.mark.parametrize(
    ("rows", "positions"),
    [
        (["c", "a"], [2, 0]),
        (("c", "a"), [2, 0]),
        (np.array(["c", "a"]), [2, 0]),
        (pd.Series(["c", "a"]), [2, 0]),
        (pa.array(["c", "a"]), [2, 0]),
        (pa.chunked_array([["c"], ["a"]]), [2, 0]),
        ([3, -4], [3, 0]),
        (np.array([3, 1], np.uint8), [3, 1]),
        (range(2), [0, 1]),
        ([True, False, False, True], [0, 3]),
        (pa.array([True, False, False, True]), [0, 3]),
        (slice(1, None), [1, 2, 3]),
        (slice(None, None, -2), [3, 1]),
        ([], []),
        (np.array([]), []),
    ],
)
def test_rows_in_the_order_they_are_named(rows, positions):
    """Lists, arrays and series of each library."""
    assert chosen(rows) == positions


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["a", "x", "y"], "2 ids are not in the collection: 'x', 'y'"),
        (["a", "a"], "each item once"),
        ([0, 0], "each item once"),
        ([0, -4], "each item once"),
        ([4], "positions outside the 4 items: 4"),
        ([-5], "positions outside the 4 items: -5"),
        (np.array([2**63], np.uint64), "positions outside"),
        ([True], "mask: 1 given, 4 expected"),
        (np.ones((4, 1), bool), "select takes ids"),
        ("a", r"select takes a list of ids, not one: \['a'\]"),
        (2, "select takes ids"),
        (None, "select takes ids"),
        (True, "select takes ids"),
        ([0.5], "select takes ids"),
        ([["a"]], "select takes ids"),
        (["a", None], "not in the collection: None"),
        (["a", ["b"]], "single values"),
    ],
)
def test_rows_that_are_none_are_refused_in_one_line(rows, said):
    """Unknown, repeated, outside, of another length, of another shape."""
    with pytest.raises(InputError, match=said) as caught:
        chosen(rows)
    assert "\n" not in str(caught.value)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(order=st.permutations(range(6)), n=st.integers(0, 6))
def test_positions_and_ids_choose_alike(order, n):
    """An id is a position that travels."""
    ids = [f"i{place}" for place in range(6)]
    wanted = order[:n]
    by_id = chosen_rows([ids[place] for place in wanted], lambda: ids, 6)
    assert by_id.tolist() == chosen_rows(wanted, lambda: ids, 6).tolist() == wanted


def test_positions_need_no_ids():
    """Ids are not read from disk where they are not asked for."""
    assert chosen_rows([0], lambda: pytest.fail("ids were read"), 2).tolist() == [0]
    assert chosen_rows(slice(1), lambda: pytest.fail("ids were read"), 2).tolist() == [0]


def test_names_are_a_mapping_that_says_what_there_is():
    """A name that is not there is answered with those that are; `get` and `in` are those of any mapping."""
    named = Named("block", {"codes": 1, "words": 2}, lambda value: value * 10)
    assert (named["codes"], len(named), list(named), "codes" in named, 3 in named) == (
        10,
        2,
        ["codes", "words"],
        True,
        False,
    )
    assert (named.get("codes"), named.get("nothing"), named.get("nothing", 5)) == (10, None, 5)
    assert dict(named) == {"codes": 10, "words": 20}
    assert repr(named) == "<blocks: codes, words>"
    with pytest.raises(InputError, match="there is no block 'code'; there are: 'codes', 'words'"):
        named["code"]
    with pytest.raises(InputError, match="there are: none"):
        Named("table", {})["x"]


def test_a_block_that_does_not_line_up_is_refused_with_both_shapes():
    """Given and expected."""
    with pytest.raises(InputError, match=r"given \(3, 2\), expected \(4, 2\)"):
        checked_block("codes", np.zeros((3, 2)), 4)
    assert isinstance(checked_block("codes", dense(np.zeros((4, 2))), 4), Block)


@pytest.mark.parametrize("name", ["Codes", "a/b", "../x", "", "con", "é", "x" * 65, 3])
def test_names_that_are_no_safe_file_names_are_refused(name):
    """Blocks and tables become folders."""
    with pytest.raises(InputError, match="must be a name of"):
        checked_block(name, np.zeros((4, 2)), 4)
    with pytest.raises(InputError, match="must be a name of"):
        checked_table(name, {"id": ["a"]})


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("id", list("abcd"), "a name other than 'id'"),
        ("", list("abcd"), "a name other than 'id'"),
        (3, list("abcd"), "a name other than 'id'"),
        ("x", [1, 2], "column 'x': 2 given, 4 expected"),
        ("x", "abcd", "it is one text"),
        ("x", 5, "column 'x' of the items cannot be kept"),
        ("x", [1, "a", 2, 3], "column 'x' of the items cannot be kept"),
        ("x", np.zeros((4, 2)), "column 'x' of the items cannot be kept"),
        ("x", [object()] * 4, "column 'x' of the items cannot be kept"),
        ("x", [2**70] * 4, "column 'x' of the items cannot be kept"),
    ],
)
def test_a_column_that_cannot_be_one_is_refused(name, values, said):
    """Wrong name, wrong length, no single kind of values."""
    with pytest.raises(InputError, match=said):
        checked_column(name, values, 4)


@pytest.mark.parametrize(
    "values", [[1, 2], np.array([1, 2]), pd.Series([1, 2]), pa.array([1, 2]), pa.chunked_array([[1], [2]])]
)
def test_a_column_comes_from_any_kind_of_values(values):
    """Lists and the arrays of each library."""
    assert checked_column("x", values, 2).to_pylist() == [1, 2]


def test_a_table_belongs_to_the_items_by_its_ids():
    """Without the column, or with cells missing in it, it belongs to nobody."""
    assert checked_table("tags", {"tag": ["x", "y"], "id": ["a", "a"]}).whole.column_names == ["id", "tag"]
    with pytest.raises(InputError, match="must have a column 'id'"):
        checked_table("tags", {"tag": ["x"]})
    with pytest.raises(InputError, match="non-empty text; 1 are not: None"):
        checked_table("tags", {"id": ["a", None]})
