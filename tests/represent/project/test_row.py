"""Rows of a map's matrix: equal ones, directions, and plain arrays, for dense and sparse alike."""

import numpy as np
import pytest
from scipy import sparse

from motif.represent.project.row import as_directions, distinct_rows, packed, unpacked

X = np.array([[3.0, 0.0, 4.0], [0.0, 0.0, 0.0], [3.0, -0.0, 4.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
KINDS = [np.asarray, sparse.csr_array]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_first_of_equal_rows_stays(kind, dtype):
    """Two zeros of other sign are equal."""
    assert distinct_rows(kind(X.astype(dtype))).tolist() == [0, 1, 3]


def test_sparse_rows_are_equal_however_they_are_stored():
    """An entry in two parts, in another order, or stored though 0, makes no difference."""
    first, second = ([1.0, 2.0], [0, 2]), ([2.0, 0.5, 0.5, 0.0], [2, 0, 0, 1])
    data, indices = (np.concatenate(parts) for parts in zip(first, second, strict=True))
    rows = sparse.csr_array((data, indices, [0, 2, 6]), shape=(2, 3))
    assert distinct_rows(rows).tolist() == [0]
    assert rows.nnz == 6, "the given matrix has changed"


@pytest.mark.parametrize("kind", KINDS)
def test_directions_have_length_one(kind):
    """Rows of zeros stay, the float type too."""
    found = as_directions(kind(X.astype(np.float32)))
    assert found.dtype == np.float32
    dense = found.toarray() if sparse.issparse(found) else found
    np.testing.assert_allclose(np.linalg.norm(dense, axis=1), [1, 0, 1, 1, 0], rtol=1e-6)
    np.testing.assert_allclose(dense[0], [0.6, 0, 0.8], rtol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_packed_comes_back(kind):
    """Bit for bit, in the same kind of matrix."""
    again = unpacked(packed(kind(X)))
    assert sparse.issparse(again) == sparse.issparse(kind(X))
    np.testing.assert_array_equal(again.toarray() if sparse.issparse(again) else again, X)
