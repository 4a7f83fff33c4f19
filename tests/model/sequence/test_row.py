"""Texts as numbers: padding, what is passed over, what is refused."""

import numpy as np
import pytest
import torch
from scipy import sparse

from motif.core.errors import InputError
from motif.model.sequence.row import TextRows, checked_vectors, texts_of


def test_texts_are_padded_to_the_longest_asked_for():
    """Not to the longest of all."""
    texts = texts_of([[1, 2, 3], [4], []])
    assert texts.padded(np.array([1, 2])).tolist() == [[4], [-1]]
    assert texts.padded(np.array([2, 0])).tolist() == [[-1, -1, -1], [1, 2, 3]]
    assert texts.shape == (3, 3)


def test_unknown_words_are_passed_over():
    """Those below 0 always, large ones on request; and what is behind the longest that is read."""
    assert texts_of([[1, -1, 2, 0]], max_length=2).numbers.tolist() == [1, 2]
    assert texts_of([[9, 1]], n_words=3, unknown=True).numbers.tolist() == [1]
    with pytest.raises(InputError, match="below 3, the words with vectors; texts 0"):
        texts_of([[9, 1]], n_words=3)


@pytest.mark.parametrize(
    ("X", "told"),
    [
        ([], "0 items"),
        ("ab", "0 items"),
        ([[0.5]], "text 0 is float64"),
        ([[1], [[2]]], "text 1"),
        ([[2**40]], "2,147"),
    ],
    ids=["none", "letters", "floats", "nested", "large"],
)
def test_what_is_no_list_of_texts_is_refused(X, told):
    """With the first text that is none."""
    with pytest.raises(InputError, match=told):
        texts_of(X)


def test_parts_of_texts_keep_their_labels():
    """Also parts of parts."""
    rows = TextRows(texts_of([[1], [2, 3], [4]]), sparse.csr_array(np.eye(3, dtype=bool)))
    part = rows.part(np.array([2, 1])).part(np.array([1]))
    batch = part.batch(np.array([0]), chance=torch.Generator(), device=torch.device("cpu"))
    assert (batch.x.tolist(), batch.y.tolist()) == ([[2, 3]], [[0.0, 1.0, 0.0]])
    assert part.take(slice(None)).tolist() == part.seen(slice(None)).tolist() == [[2, 3]]


@pytest.mark.parametrize("table", [[1, 2], [[]], [["a"]], [[np.inf]]], ids=["flat", "empty", "text", "infinite"])
def test_a_table_must_be_a_finite_matrix(table):
    """Of one row a word."""
    with pytest.raises(InputError, match="vectors"):
        checked_vectors(table)
