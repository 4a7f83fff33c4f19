"""Rows: batches from memory, from a mapped file, of bytes and of sparse matrices."""

import numpy as np
import pytest
import torch
from scipy import sparse

from motif.core.errors import InputError
from motif.model.train import Rows

X = np.random.default_rng(0).integers(0, 255, size=(20, 6)).astype(np.uint8)
SOME = np.array([7, 0, 19, 7])


def _mapped(folder, values):
    np.save(folder / "x.npy", values)
    return np.load(folder / "x.npy", mmap_mode="r")


@pytest.mark.parametrize("dtype", ["uint8", "int64", "float16", "float32", "float64", "bool"])
@pytest.mark.parametrize("kind", ["dense", "fortran", "mapped", "sparse"])
def test_batches_hold_the_rows(kind, dtype, tmp_path):
    """Whatever the items are kept as, a batch holds their numbers; narrow types become float32, wide ones float64."""
    values = X.astype(dtype)
    if kind == "sparse" and dtype == "float16":
        return
    made = {
        "dense": lambda: values,
        "fortran": lambda: np.asfortranarray(values),
        "mapped": lambda: _mapped(tmp_path, values),
        "sparse": lambda: sparse.csr_array(values),
    }[kind]()
    rows = Rows(made)
    for which in (SOME, slice(3, 9)):
        taken = rows.take(which)
        assert taken.dtype == (torch.float64 if dtype in ("int64", "float64") else torch.float32)
        np.testing.assert_array_equal(taken.numpy(), values[which].astype(float))


def test_a_batch_is_a_copy():
    """Changing a batch, of rows in a run too, leaves the items alone."""
    values = X.astype(np.float64)
    rows = Rows(values)
    for which in (slice(0, 20), np.arange(20)):
        rows.take(which).zero_()
    np.testing.assert_array_equal(values, X)


def test_labels_come_with_their_rows():
    """A batch has its own rows' labels; a part of the rows keeps theirs."""
    y = np.arange(20) * 10
    half = Rows(X, y).part(np.arange(0, 20, 2))
    batch = half.batch(np.array([9, 1]), chance=torch.Generator(), device=torch.device("cpu"))
    assert len(half) == 10
    assert len(batch) == 2
    assert batch.y.tolist() == [180, 20]
    np.testing.assert_array_equal(batch.x.numpy(), X[[18, 2]])
    assert half.part(np.array([1, 2])).take(slice(None)).tolist() == X[[2, 4]].tolist()


def test_labels_must_be_one_for_each():
    """Another number of labels is refused with both."""
    with pytest.raises(InputError, match="labels: 3 given, 20 expected"):
        Rows(X, np.arange(3))
