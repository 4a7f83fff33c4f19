"""What comes in as labels, and what is refused."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.evaluate.clustering import bcubed, validate
from motif.evaluate.clustering.label import kinds_of, memberships


@pytest.mark.parametrize(
    ("labels", "gold", "said"),
    [
        ([0, 1], [0, 1, 2], "labels: 2 given, 3 expected"),
        ([], [], "labels must be one row"),
        ([[0, 1]], [0], "labels must be one row"),
        ([0, 1], [["a"], ["b", "c"]], "gold must be one row, with one for each item; 2 are not one"),
        ([0, 1, 1], "aab", "gold must be one row, with one for each item; given 'aab'"),
        (["a", np.nan, "a"], [0, 1, 1], "labels must have one for each item; 1 are missing"),
        ([0, np.nan], [0, 1], "labels must have one for each item; 1 are missing"),
        ([0, 1], ["a", None], "gold must have one for each item; 1 are missing"),
    ],
)
def test_wrong_labels_are_refused(labels, gold, said):
    """What is not one label for each item is refused in one line."""
    with pytest.raises(InputError, match=said):
        validate(labels, gold)


def test_missing_in_pandas_is_missing():
    """A pandas NA is a missing label."""
    import pandas as pd

    with pytest.raises(InputError, match="1 are missing"):
        validate(pd.array(["a", pd.NA], dtype="string"), [0, 1])


@pytest.mark.parametrize("gold", [[["a"], "b"], [["a"], []], [["a"]]])
def test_half_given_gold_is_refused(gold):
    """Lists beside bare labels, empty lists and too few lists are refused."""
    with pytest.raises(InputError, match="gold"):
        bcubed([0, 1], gold)


@pytest.mark.parametrize("gold", [[[None], [None]], [["a"], ["a", float("nan")]], [["a"], [["a"]]]])
def test_what_is_missing_in_a_list_is_no_label(gold):
    """None and NaN among an item's labels would count as a label that these items share."""
    with pytest.raises(InputError, match=r"gold must list labels only; [12] are missing, or lists themselves"):
        bcubed([0, 1], gold)


def test_cells_may_be_arrays():
    """An array of labels is a list of them, also where the only label is 0."""
    assert bcubed([0, 1], [np.array([0]), np.array([1, 2])]) == bcubed([0, 1], [[0], [1, 2]])


def test_a_number_and_its_text_are_two_labels():
    """Labels of several kinds are numbered as they appear; those of one kind in their order."""
    codes, gold_codes = validate([1, "1", 1.0], ["b", "a", "b"])
    assert codes.tolist() == [0, 1, 0]
    assert gold_codes.tolist() == [1, 0, 1]


def test_items_of_one_kind_have_the_same_labels_and_the_same_first():
    """The first label makes a kind too, since it alone may count; the order of the others does not."""
    of_item, kinds = kinds_of([["a", "b", "c"], ["a", "c", "b"], ["b", "a", "c"], ["a"]], every_row=False)
    assert of_item.tolist() == [0, 0, 1, 2]
    assert kinds.hard.toarray().tolist() == [[1, 0, 0], [0, 1, 0], [1, 0, 0]]
    assert kinds.one_row_each


def test_every_row_counts_each_label():
    """With a row for each label an item has as many rows as labels."""
    _, kinds = kinds_of([["a", "b"], ["b"]], every_row=True)
    assert kinds.hard.toarray().tolist() == [[1, 1], [0, 1]]
    assert not kinds.one_row_each


def test_lists_of_one_label_are_bare_labels():
    """Where no item has two labels there is no overlap to work out."""
    _, of_item, kinds = memberships([0, 0, 1], [["x"], ["y"], ["x"]])
    assert of_item.tolist() == [0, 1, 0]
    assert (kinds.n_labels, kinds.hard, kinds.overlap) == (2, None, None)
