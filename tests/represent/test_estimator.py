"""The door that every estimator on matrices shares."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.exceptions import NotFittedError

from motif.core.errors import InputError, MotifError, NotFitted
from motif.represent import estimator as shared_door
from motif.represent.estimator import Unfitted, float64_rows, matrix_to_fit, matrix_to_use, require_fitted
from motif.represent.scale import Rescaler

FITTED = Rescaler().fit([[1.0, 2.0], [3.0, 5.0]])


@pytest.mark.parametrize(("given", "kept"), [("float32", "float32"), ("float64", "float64"), ("uint8", "float64")])
def test_float_types_are_kept(given, kept):
    """float32 and float64 stay what they are; whole numbers become float64."""
    assert matrix_to_fit(Rescaler(), np.ones((2, 2), dtype=given)).dtype == kept


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ([1.0, 2.0], r"^Expected 2D array, got 1D array instead: Reshape your data [^\n]*$"),
        (np.zeros((0, 2)), r"^Found array with 0 sample\(s\) [^\n]*$"),
        (np.zeros((2, 0)), r"^Found array with 0 feature\(s\) [^\n]*$"),
        (
            [[1.0, np.nan], [np.inf, 1.0], [0.0, 0.0]],
            r"^X has NaN or infinite values in 2 rows: 0, 1$",
        ),
        ([["a", "b"]], r"^could not convert string to float: 'a'$"),
    ],
)
def test_what_is_no_matrix_is_refused_in_one_line(wrong, message):
    """Wrong shapes, text and NaN become an InputError of one line."""
    with pytest.raises(InputError, match=message):
        matrix_to_fit(Rescaler(), wrong)


def test_at_most_five_rows_are_listed():
    """A matrix full of NaN names five rows and counts the rest."""
    with pytest.raises(InputError, match=r"in 9 rows: 0, 1, 2, 3, 4 and 4 more"):
        matrix_to_fit(Rescaler(), np.full((9, 2), np.nan))


def test_other_columns_are_refused():
    """A fitted estimator names both numbers of columns."""
    with pytest.raises(InputError, match="X has 1 features, but Rescaler is expecting 2 features"):
        matrix_to_use(FITTED, [[1.0]])


def test_column_names_are_checked():
    """A data frame with other columns than the fit's is refused."""
    fitted = Rescaler().fit(pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, 4.0]}))
    with pytest.raises(InputError, match="feature names should match"):
        matrix_to_use(fitted, pd.DataFrame({"b": [1.0], "c": [2.0]}))


def test_sparse_matrices_are_refused_unless_accepted():
    """A sparse matrix becomes CSR where it is accepted and is refused elsewhere."""
    given = sparse.coo_array(np.eye(3))
    assert matrix_to_fit(Rescaler(), given, accept_sparse=True).format == "csr"
    with pytest.raises(TypeError, match=r"[Ss]parse"):
        matrix_to_fit(Rescaler(), given)


def test_nan_in_a_sparse_matrix_is_found():
    """NaN among the stored entries of a sparse matrix is refused with its rows."""
    given = sparse.csr_array(np.array([[0, 1], [np.nan, 2], [0, 0], [0, np.inf]]))
    with pytest.raises(InputError, match="in 2 rows: 1, 3"):
        matrix_to_fit(Rescaler(), given, accept_sparse=True)


@pytest.mark.parametrize("kind", [Unfitted, NotFitted, MotifError, NotFittedError, ValueError])
def test_unfitted_is_caught_by_either_name(kind):
    """Motif's users and scikit-learn's catch a missing fit by their own error."""
    with pytest.raises(kind, match="this Rescaler is not fitted; call fit first"):
        require_fitted(Rescaler())


def test_rows_come_in_runs_of_bounded_size(monkeypatch):
    """Runs of rows cover a matrix once, in order, each within the memory set."""
    monkeypatch.setattr(shared_door, "_ROWS_BYTES", 8 * 3 * 2)
    X = np.arange(15, dtype=np.float32).reshape(5, 3)
    runs = list(float64_rows(X))
    assert [(rows.start, rows.stop) for rows, _ in runs] == [(0, 2), (2, 4), (4, 5)]
    np.testing.assert_array_equal(np.vstack([part for _, part in runs]), X)


def test_runs_are_copies():
    """Changing a run leaves the matrix as it was, float64 too."""
    X = np.ones((2, 2))
    for _, part in float64_rows(X):
        part -= 1
    assert X.min() == 1


def test_sparse_positions_become_short():
    """A CSR matrix with 64-bit positions, as a collection's sparse block has, is fitted like any other."""
    X = sparse.csr_array(np.eye(4))
    X.indices, X.indptr = X.indices.astype(np.int64), X.indptr.astype(np.int64)
    checked = matrix_to_fit(Rescaler(), X, accept_sparse=True)
    assert (checked.indices.dtype, checked.indptr.dtype) == (np.int32, np.int32)
    assert X.indices.dtype == np.int64
    np.testing.assert_array_equal(checked.toarray(), np.eye(4))


def test_a_stored_zero_shifts_no_row():
    """A sparse matrix that stores a 0 names the row that holds the NaN."""
    X = sparse.csr_array(([0.0, np.nan], [0, 0], [0, 1, 2]), shape=(2, 1))
    with pytest.raises(InputError, match=r"^X has NaN or infinite values in 1 rows: 1$"):
        matrix_to_fit(Rescaler(), X, accept_sparse=True)


def test_what_takes_dense_matrices_refuses_sparse_ones():
    """scikit-learn's TypeError comes out as every other refusal does."""
    with pytest.raises(InputError, match=r"^Sparse data was passed[^\n]*$"):
        matrix_to_fit(Rescaler(), sparse.csr_array(np.eye(2)))
