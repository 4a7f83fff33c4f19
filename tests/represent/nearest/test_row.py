"""Rows made one long, and matrices taken apart for saving."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.preprocessing import normalize

from motif.represent.nearest.row import packed, row_squares, unit_rows, unpacked

FORMS = pytest.mark.parametrize("of", [np.asarray, sparse.csr_array], ids=["dense", "sparse"])


def _plain(X):
    return X.toarray() if sparse.issparse(X) else X


@FORMS
def test_as_scikit_learn_does(of):
    """Ordinary rows are those of `normalize`."""
    X = np.random.default_rng(0).normal(size=(20, 4))
    np.testing.assert_allclose(_plain(unit_rows(of(X))), normalize(X), rtol=1e-14)


@FORMS
@pytest.mark.parametrize("size", [1e-200, 1e200, 5e-324])
def test_tiny_and_huge_rows_have_a_direction(of, size):
    """Where squares leave the range of numbers, too."""
    np.testing.assert_allclose(_plain(unit_rows(of([[-size, 0.0], [0.0, 0.0]]))), [[-1, 0], [0, 0]])


@FORMS
def test_the_float_type_stays(of):
    """float32 in, float32 out; whole numbers become float64; what was given does not change."""
    X = of(np.array([[3.0, 4.0]], np.float32))
    assert unit_rows(X).dtype == np.float32
    assert unit_rows(of(np.array([[3, 4]]))).dtype == np.float64
    assert _plain(X).tolist() == [[3, 4]]


def test_row_squares_by_hand():
    """3, 4 is 5 long; an empty row has no length."""
    assert row_squares(sparse.csr_array([[3.0, 4.0], [0.0, 0.0]])).tolist() == [25, 0]


@FORMS
def test_what_is_taken_apart_comes_together_again(of):
    """Nothing changes."""
    X = of([[0.0, 2.0], [0.0, 0.0]])
    assert _plain(unpacked(packed(X))).tolist() == [[0, 2], [0, 0]]
