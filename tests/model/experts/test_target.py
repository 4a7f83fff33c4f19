"""Targets: any number of labels an item, or one each."""

import numpy as np
import pytest
import torch
from scipy import sparse

from motif.core.errors import InputError
from motif.model.experts.target import LabelRows, target_of


def test_dense_and_sparse_labels_are_the_same():
    """Of bool, integers and floats."""
    Y = np.array([[1, 0, 1], [0, 0, 0]])
    for given in (Y, Y.astype(bool), Y.astype(float), sparse.csr_array(Y), sparse.coo_matrix(Y)):
        assert target_of(given, 2).Y.toarray().astype(int).tolist() == Y.tolist()


def test_one_label_an_item_is_a_column_each():
    """Sorted."""
    found = target_of(["b", "a", "b"], 3)
    assert found.is_single
    assert found.classes.tolist() == ["a", "b"]
    assert found.Y.toarray().astype(int).tolist() == [[0, 1], [1, 0], [0, 1]]


@pytest.mark.parametrize(
    ("Y", "told"),
    [
        (None, "requires y"),
        ([[0, 2], [1, 0]], "0 and 1"),
        ([[0.5, 0], [1, 0]], "0 and 1"),
        ([[1, 0]], "2"),
        (np.zeros((2, 0)), "no labels"),
        (["a", None], "no label for 1 items"),
        ([0.5, 1.25], "continuous|Unknown label type"),
    ],
    ids=["none", "two", "half", "length", "empty", "missing", "continuous"],
)
def test_labels_that_are_none_are_told(Y, told):
    """In one line."""
    with pytest.raises(InputError, match=told):
        target_of(Y, 2)


def test_a_batch_s_labels_are_dense():
    """Those of its rows, also of a part."""
    Y = sparse.csr_array(np.eye(4, dtype=bool))
    rows = LabelRows(np.arange(8.0).reshape(4, 2), Y).part(np.array([3, 1]))
    batch = rows.batch(np.array([0]), chance=torch.Generator(), device=torch.device("cpu"))
    assert (batch.x.tolist(), batch.y.tolist()) == ([[6, 7]], [[0, 0, 0, 1]])
