"""Merging: who matches whom, and which of equal ones stays, is decided by the keys alone."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.collection.block import ABSENT
from motif.collection.merge import chosen_of_equal, item_keys, matched_rows, stacked
from motif.core.errors import InputError

KEYS = st.lists(st.sampled_from(["x", "y", "z", None]), max_size=8)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(wanted=KEYS, keys=st.permutations(["x", "y", "w", None, None]))
def test_each_wanted_key_finds_its_row(wanted, keys):
    """A missing key matches nothing, not even another missing key."""
    found = matched_rows(wanted, keys, what="keys")
    assert [None if row == ABSENT else keys[row] for row in found] == [
        key if key in ("x", "y") else None for key in wanted
    ]


def test_a_key_of_two_rows_is_refused():
    """With the keys, at most five."""
    with pytest.raises(InputError, match="keys must name one row each; given more than once: 'a', 'b'"):
        matched_rows(["a"], ["a", "b", "a", None, None, "b", "c"], what="keys")


def test_keys_that_cannot_be_looked_up_are_refused():
    """A list is no key."""
    with pytest.raises(InputError, match="single values"):
        matched_rows(["a"], [["a"]], what="keys")


ITEMS = pa.table(
    {
        "id": list("abcd"),
        "n": [1.0, 2.5, float("nan"), None],
        "tags": [["x"], ["x"], [], None],
        "t": ["u", None, "u", "v"],
    }
)


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ("t", ["u", None, "u", "v"]),
        ("n", [1, 2.5, None, None]),
        ("tags", ["['x']", "['x']", "[]", None]),
        (["t", "n"], [("u", 1), None, None, None]),
        (lambda row: row["id"] in "ab", [True, True, False, False]),
    ],
)
def test_keys_of_items(by, keys):
    """A column, several, or a function of the row; what is missing or NaN makes no key."""
    assert item_keys(ITEMS, by) == keys


def test_a_whole_number_is_the_same_key_with_and_without_a_point():
    """A column that pandas made float because a cell was empty still means the same groups."""
    whole, pointed = pa.table({"g": [1, 2]}), pa.table({"g": [1.0, 2.0]})
    assert [repr(key) for key in item_keys(whole, "g")] == [repr(key) for key in item_keys(pointed, "g")] == ["1", "2"]


@pytest.mark.parametrize("by", ["nothing", ["t", "nothing"], []])
def test_a_column_that_is_not_there_is_refused(by):
    """With those that are."""
    with pytest.raises(InputError, match="the columns are 'id', 'n', 'tags', 't'"):
        item_keys(ITEMS, by)


def test_a_function_must_answer_with_a_plain_value():
    """An array would be cut in its text, and unequal items would be found equal."""
    with pytest.raises(InputError, match="a key must be a plain value, not ndarray"):
        item_keys(ITEMS, lambda row: np.zeros(3))


def test_the_first_of_equal_items_stays():
    """In the items' order, and every decision is said."""
    rows, merged = chosen_of_equal(list("abcde"), ["x", "y", "x", None, "x"], None)
    assert rows.tolist() == [0, 1, 3]
    assert [(one.kept, one.merged, one.key) for one in merged] == [("a", "c", "x"), ("a", "e", "x")]


@settings(derandomize=True, max_examples=100, deadline=None)
@given(data=st.data(), keys=KEYS)
def test_of_equal_items_one_stays_and_it_is_the_best(data, keys):
    """Every item stays or is merged into one that stays and has its key; a missing rank is the lowest."""
    n = len(keys)
    rank = data.draw(st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=n, max_size=n))
    ids = [f"i{place}" for place in range(n)]
    rows, merged = chosen_of_equal(ids, keys, rank)
    assert sorted([ids[row] for row in rows] + [one.merged for one in merged]) == ids
    assert [keys[row] for row in rows if keys[row] is None] == [key for key in keys if key is None]
    for one in merged:
        kept, gone = ids.index(one.kept), ids.index(one.merged)
        assert kept in rows
        assert keys[kept] == keys[gone]
        of_rank = [-1 if rank[place] is None else rank[place] for place in (kept, gone)]
        assert of_rank[0] > of_rank[1] or (of_rank[0] == of_rank[1] and kept < gone)


def test_tables_stand_one_under_the_other():
    """A column that one lacks is empty there; other types are refused."""
    one, other = pa.table({"id": ["a"], "n": [1]}), pa.table({"id": ["b"], "m": ["x"]})
    assert stacked([one, other], what="items").to_pylist() == [
        {"id": "a", "n": 1, "m": None},
        {"id": "b", "n": None, "m": "x"},
    ]
    with pytest.raises(InputError, match="items do not fit together"):
        stacked([one, pa.table({"id": ["b"], "n": ["text"]})], what="items")
    with pytest.raises(InputError, match="items do not fit together"):
        stacked([pa.table({"n": [2**60 + 1]}), pa.table({"n": [0.5]})], what="items")
