"""Counts of words as counts of topics: every column finds its place by its name."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from motif.core.errors import InputError
from motif.model.topic.column import split_name, topic_counts

COLUMNS = ["agent:kill", "agent:!kill", "patient:kill", "agent:shoot", "patient:love", "agent:xyz"]
TOPICS = {"kill": 0, "shoot": 0, "love": 1}
NAMES = ("kill/shoot", "love")


def test_counts_by_hand():
    """Words of one topic are added, for each role and for negation apart."""
    found = topic_counts([[1, 2, 3, 4, 5, 6], [0, 0, 0, 1, 0, 0]], COLUMNS, TOPICS, NAMES)
    assert found.columns == ("agent:kill/shoot", "agent:!kill/shoot", "patient:kill/shoot", "patient:love")
    assert found.X.toarray().tolist() == [[5, 2, 3, 5], [1, 0, 0, 0]]
    assert found.place.tolist() == [0, 1, 2, 0, 3, -1]
    assert found.topics.tolist() == [0, 0, 0, 1]


def test_words_without_a_topic_are_set_aside_and_counted():
    """What has no topic is in no column, and is said."""
    found = topic_counts([[1, 2, 3, 4, 5, 6]], COLUMNS, TOPICS, NAMES)
    assert (found.set_aside, found.n_set_aside) == (("xyz",), 6)
    assert found.X.sum() + found.n_set_aside == 21


def test_case_does_not_hide_a_word():
    """A column's word in capitals is found under its small letters."""
    assert topic_counts([[7]], ["agent:KILL"], TOPICS, NAMES).X.toarray().tolist() == [[7]]


def test_plain_words_are_columns_too():
    """Columns without a prefix become columns with a topic's name alone."""
    assert topic_counts([[1, 2]], ["kill", "love"], TOPICS, NAMES).columns == NAMES


def test_exclamation_mark_alone_is_a_word():
    """Only a mark before a word negates."""
    assert split_name("agent:!") == ("agent:", "!")


def test_colon_inside_a_word_stays():
    """The first colon ends the prefix."""
    assert split_name("agent:a:b") == ("agent:", "a:b")


@settings(derandomize=True, max_examples=25, deadline=None)
@given(st.integers(1, 23), st.integers(1, 4), st.integers(0, 1000))
def test_every_cell_is_the_sum_of_its_words(n_topics, n_roles, seed):
    """At any number of topics a cell is what a loop over the names adds up."""
    rng = np.random.default_rng(seed)
    words = [f"w{i}" for i in range(30)]
    topics = {word: int(rng.integers(n_topics)) for word in words if rng.random() < 0.9}
    names = [f"topic {i}" for i in range(n_topics)]
    columns = [f"role{role}:{word}" for role in range(n_roles) for word in words]
    columns = [columns[i] for i in rng.permutation(len(columns))]
    C = rng.integers(0, 4, size=(5, len(columns)))
    found = topic_counts(C, columns, topics, names)
    for j, name in enumerate(found.columns):
        role, _, topic = name.partition(":")
        parts = [column.split(":") for column in columns]
        wanted = [k for k, (r, w) in enumerate(parts) if r == role and w in topics and names[topics[w]] == topic]
        assert wanted
        assert found.X.toarray()[:, j].tolist() == C[:, wanted].sum(axis=1).tolist()
    assert found.X.sum() + found.n_set_aside == C.sum()


def test_sparse_counts_stay_whole_numbers():
    """A sparse matrix of integers comes back as one."""
    found = topic_counts(sparse.csr_array(np.eye(6, dtype=np.int32)), COLUMNS, TOPICS, NAMES)
    assert found.X.dtype == np.int32


@pytest.mark.parametrize(
    ("columns", "topics", "names", "said"),
    [
        (["a", "a"], {}, [], "columns must be unique"),
        (["a"], {}, [], "columns: 1 given, 2 expected"),
        (["a", "b"], {"a": 0}, [], r"numbers in \[0, 0\)"),
        (["a", "b"], {"a": -1}, ["x"], "not -1"),
        (["a", "b"], {"a": 0}, ["x", "x"], "names of topics must be unique"),
    ],
    ids=["repeated", "too few", "no name", "below zero", "same name"],
)
def test_what_does_not_fit_is_refused(columns, topics, names, said):
    """One line says what does not fit."""
    with pytest.raises(InputError, match=said):
        topic_counts([[1, 2]], columns, topics, names)
