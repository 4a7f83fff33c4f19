"""Blocks from values in memory: taken as they are meant, or refused in one line."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.sparse import coo_array, coo_matrix, csc_array, csr_array

from motif.collection.build import as_block, dense, ragged, sparse
from motif.core.errors import InputError

DTYPES = ["bool", "int8", "uint8", "int16", "uint16", "int32", "int64", "uint64", "float16", "float32", "float64"]
LIGHT = settings(derandomize=True, max_examples=50, deadline=None)


@LIGHT
@given(data=st.data(), name=st.sampled_from(DTYPES))
def test_numbers_of_every_dtype_and_layout_are_kept_as_they_are(data, name):
    """Big-endian, Fortran order, strided views, 0 rows or 0 columns: the values count."""
    shape = data.draw(st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(0, 3)))
    array = data.draw(hnp.arrays(np.dtype(name), shape, elements=None))
    layout = data.draw(st.sampled_from(["plain", "big", "fortran", "strided", "reversed", "read-only"]))
    given = {
        "plain": array,
        "big": array.astype(array.dtype.newbyteorder(">")),
        "fortran": np.asfortranarray(array),
        "strided": np.repeat(array, 2, axis=0)[::2],
        "reversed": array[::-1][::-1],
        "read-only": np.frombuffer(array.tobytes(), array.dtype).reshape(array.shape),
    }[layout]
    block = dense(given)
    assert block.dtype == np.dtype(name)
    assert block.raw.tobytes() == array.tobytes()
    assert block.shape == array.shape


@pytest.mark.parametrize(
    "values",
    [
        np.array(["a"]),
        np.array([None]),
        np.array([1 + 1j]),
        np.array(["2020-01-01"], "M8[D]"),
        [[1, 2], [3]],
        np.zeros(2, np.longdouble),
        np.array([(1, 2)], dtype="i4,i4"),
        3.0,
        "text",
        np.ma.array([1, 2], mask=[0, 1]),
    ],
)
def test_what_is_no_array_of_numbers_is_refused(values):
    """Text and labels are columns or tables, half-filled arrays need `present`."""
    with pytest.raises(InputError):
        dense(values)


@pytest.mark.parametrize(
    ("settings_given", "said"),
    [
        ({"present": [True]}, "present: 1 given, 2 expected"),
        ({"present": [[True], [True]]}, "present must have shape"),
        ({"columns": ["a"]}, "columns: 1 given, 3 expected"),
        ({"columns": ["a", "b", "a"]}, "column names must be unique"),
        ({"columns": ["a", "b", ""]}, "column names must be non-empty"),
        ({"columns": ["a", "b", "\ud800"]}, "column names must hold plain JSON"),
        ({"scale": float("nan")}, "scale and offset must be finite"),
        ({"offset": float("inf")}, "scale and offset must be finite"),
        ({"scale": "2"}, "scale and offset must be finite"),
        ({"parameters": {"a": object()}}, "must hold plain JSON values"),
        ({"parameters": {"a": float("nan")}}, "must hold plain JSON values"),
        ({"parameters": {"folder": "/somewhere/else"}}, "must be relative"),
        ({"parents": "codes"}, "parents a list of block names"),
        ({"step": 3}, "step must be text"),
    ],
)
def test_a_wrong_setting_is_refused_in_one_line(settings_given, said):
    """Before anything is kept."""
    with pytest.raises(InputError, match=said) as caught:
        dense(np.zeros((2, 3)), **settings_given)
    assert "\n" not in str(caught.value)


def test_parameters_come_back_as_json_has_them():
    """What is written and read again equals what was in memory: tuples are lists, keys are text."""
    block = dense([[1.0]], parameters={"size": (3, 4), 10: "x", 9: None})
    assert dict(block.info.parameters) == {"size": [3, 4], "10": "x", "9": None}


def test_ragged_rows_may_be_empty_absent_or_lists():
    """An empty list fits rows of any shape; None is an item without a row."""
    block = ragged([np.ones((2, 3), np.float32), [], None, np.zeros((0, 3), np.float32)])
    assert [len(row) for row in block.raw] == [2, 0, 0, 0]
    assert block.present.tolist() == [True, True, False, True]
    assert (block.shape, block.dtype) == ((4, None, 3), np.float32)


def test_ragged_takes_anything_that_can_be_gone_through_once():
    """A generator is not half used up."""
    assert [row.tolist() for row in ragged(np.full(k, k) for k in (2, 1)).raw] == [[2, 2], [1]]


def test_ragged_without_rows_is_a_block_all_the_same():
    """No item, or no item that has any."""
    assert ragged([]).shape == (0, None)
    assert ragged([None, None]).present.tolist() == [False, False]
    assert [row.shape for row in ragged([np.zeros((2, 0)), np.zeros((3, 0))]).raw] == [(2, 0), (3, 0)]


@pytest.mark.parametrize(
    "values",
    [
        [np.zeros((1, 2)), np.zeros((1, 3))],
        [np.zeros((1, 2)), np.zeros(2)],
        [np.zeros(2, np.int64), np.zeros(2, np.uint64)],
        [1.0, 2.0],
        ["ab", "c"],
        5,
        "text",
        {"a": [1]},
    ],
)
def test_ragged_rows_that_do_not_go_together_are_refused(values):
    """Other axes, dtypes that no one of them can hold, single numbers."""
    with pytest.raises(InputError):
        ragged(values)


def test_an_absent_row_with_entries_is_refused():
    """`present=False` and numbers contradict each other."""
    with pytest.raises(InputError, match="must have no entries"):
        ragged([[1.0], [2.0]], present=[True, False])
    with pytest.raises(InputError, match="must have no entries"):
        sparse(csr_array([[1.0], [2.0]]), present=[True, False])


@pytest.mark.parametrize("form", [csr_array, csc_array, coo_array, coo_matrix])
def test_every_form_of_sparse_matrix_is_taken(form):
    """Rows are what counts; the order of the entries is made the usual one."""
    block = sparse(form(np.array([[0, 2, 1], [0, 0, 0]], dtype=np.int16)))
    assert block.raw.toarray().tolist() == [[0, 2, 1], [0, 0, 0]]
    assert block.dtype == np.int16
    assert block.raw.has_sorted_indices


def test_entries_given_twice_are_added():
    """As SciPy means them."""
    block = sparse(coo_array(([1.0, 2.0], ([0, 0], [1, 1])), shape=(1, 2)))
    assert block.raw.toarray().tolist() == [[0.0, 3.0]]
    assert block.raw.nnz == 1


@pytest.mark.parametrize(
    "matrix",
    [
        np.zeros((2, 2)),
        coo_array(([1.0], ([0],)), shape=(3,)),
        csr_array((2, 2), dtype=complex),
        csr_array((1, 2**31), dtype=np.int8),
        "text",
    ],
)
def test_what_is_no_sparse_matrix_of_numbers_is_refused(matrix):
    """Arrays, single rows, complex numbers, more columns than the format can say."""
    with pytest.raises(InputError):
        sparse(matrix)


def test_values_find_their_kind():
    """Arrays are dense, lists of arrays ragged, sparse matrices sparse, blocks themselves."""
    block = dense([[1.0]])
    assert as_block(block, name="a") is block
    assert as_block(np.zeros((2, 2)), name="a").info.kind == "dense"
    assert as_block([[1], [2, 3]], name="a").info.kind == "ragged"
    assert as_block(csr_array((2, 2)), name="a").info.kind == "sparse"
    with pytest.raises(InputError, match="block 'a' must be an array"):
        as_block("text", name="a")


def test_an_array_is_used_and_not_copied():
    """A large one is in memory once; what comes back cannot be written to."""
    array = np.ones((3, 2))
    raw = dense(array).raw
    assert np.shares_memory(raw, array)
    assert not raw.flags.writeable
