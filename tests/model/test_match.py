"""Groups that were there before keep their numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.core.errors import InputError
from motif.model.match import matched


def test_groups_that_only_changed_names_get_their_old_numbers():
    """The same partition under other labels is the old labelling again."""
    old = [3, 3, 0, 0, 9, 9]
    found = matched([0, 0, 1, 1, 2, 2], old)
    assert found.labels.tolist() == old
    assert (found.stayed, found.new, found.gone, found.n_moved) == ((0, 3, 9), (), (), 0)


def test_a_new_group_takes_a_number_that_was_never_used():
    """Also not the number of a group that has gone, nor one below `next_number`."""
    found = matched([0, 0, 1, 1], [2, 2, -1, -1], next_number=8)
    assert found.labels.tolist() == [2, 2, 8, 8]
    assert found.new == (8,)


def test_of_a_group_that_splits_the_larger_half_keeps_the_number():
    """The other half is new; its items have moved."""
    found = matched([0, 0, 0, 1, 1], [5, 5, 5, 5, 5])
    assert found.labels.tolist() == [5, 5, 5, 6, 6]
    assert found.n_moved == 2


def test_of_groups_that_merge_the_larger_gives_its_number():
    """The smaller one has gone."""
    found = matched([0, 0, 0, 0, 0], [1, 1, 1, 4, 4])
    assert found.labels.tolist() == [1, 1, 1, 1, 1]
    assert found.gone == (4,)


def test_a_pair_that_shares_too_little_is_no_match():
    """One item in three of either is chance, not identity."""
    found = matched([0, 0, 0, 1, 1, 1, 2, 2, 2], [0, 1, 2, 0, 1, 2, 0, 1, 2])
    assert found.stayed == ()
    assert found.new == (3, 4, 5)


def test_items_without_a_group_stay_without():
    """Before and now."""
    assert matched([-1, 0], [0, -1]).labels.tolist() == [-1, 1]


def test_rows_that_do_not_line_up_are_refused():
    """With both lengths."""
    with pytest.raises(InputError, match="before: 1 given, 2 expected"):
        matched([0, 1], [0])


@given(st.lists(st.integers(-1, 4), min_size=1, max_size=30), st.randoms(use_true_random=False))
@settings(max_examples=50, derandomize=True)
def test_a_renamed_grouping_comes_back_exactly(labels, random):
    """Whatever the names, when nothing has grown nothing changes."""
    names = list(range(10, 15))
    random.shuffle(names)
    renamed = [names[label] if label >= 0 else -1 for label in labels]
    assert matched(renamed, labels).labels.tolist() == labels


@given(st.lists(st.tuples(st.integers(-1, 3), st.integers(-1, 3)), min_size=1, max_size=30))
@settings(max_examples=50, derandomize=True)
def test_the_partition_itself_never_changes(pairs):
    """Only the numbers do."""
    labels, before = np.array(pairs).T
    numbered = matched(labels, before).labels
    assert ((labels[:, None] == labels) == (numbered[:, None] == numbered)).all()
