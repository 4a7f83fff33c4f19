"""Rows of a map's matrix: equal ones, for dense and sparse alike."""

import numpy as np
import pytest
from scipy import sparse

from motif.represent.project.row import distinct_rows

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
