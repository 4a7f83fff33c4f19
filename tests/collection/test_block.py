"""Blocks: whatever is chosen, each item's row is its own, and nothing is read before it is wanted."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from motif.collection.block import ABSENT, BlockInfo, BlockPart, DenseBlock, RaggedBlock, SparseBlock, is_storable
from motif.collection.build import dense, ragged, sparse
from motif.core.errors import DataError, InputError

LIGHT = settings(derandomize=True, max_examples=60, deadline=None)
SIZES = st.lists(st.integers(0, 4), min_size=1, max_size=4)


def rows_of(n: int) -> list[np.ndarray]:
    """Row i of an example is made of i alone, so that a wrong row is seen."""
    return [np.arange(i % 3 * 2, dtype=np.int16).reshape(-1, 2) + 10 * i for i in range(n)]


def parts_of(kind: str, sizes: list[int]) -> DenseBlock | RaggedBlock | SparseBlock:
    """A block of `sum(sizes)` rows, cut into parts of these sizes; every third item of the second part is absent."""
    n, parts, start = sum(sizes), [], 0
    numbers = np.arange(n * 4).reshape(n, 2, 2).astype(np.uint8)
    table = np.where(np.arange(n * 3) % 2, np.arange(n * 3), 0).reshape(n, 3)
    for number, size in enumerate(sizes):
        own = slice(start, start + size)
        if kind == "dense":
            arrays = {"values": numbers[own]}
        elif kind == "ragged":
            rows = rows_of(n)[own]
            arrays = {"values": np.concatenate([np.zeros((0, 2), np.int16), *rows])}
            arrays["offsets"] = np.cumsum([0, *map(len, rows)])
        else:
            held = csr_array(table[own].astype(np.float64).reshape(size, 3))
            arrays = {
                "data": held.data,
                "indices": held.indices.astype(np.int32),
                "indptr": held.indptr.astype(np.int64),
            }
        absent = number == 1
        if absent:
            arrays["present"] = np.arange(size) % 3 != 0
        parts.append(BlockPart(size, lambda arrays=arrays: arrays, may_be_absent=absent))
        start += size
    if kind == "dense":
        return DenseBlock(BlockInfo("dense", (2, 2), "uint8", scale=2.0, offset=1.0), parts)
    if kind == "ragged":
        return RaggedBlock(BlockInfo("ragged", (2,), "int16"), parts)
    return SparseBlock(BlockInfo("sparse", (3,), "float64"), parts)


def listed(block, key) -> list[list]:
    """The values of some rows as nested lists, whatever the kind."""
    values = block[key]
    return values.toarray().tolist() if block.info.kind == "sparse" else [np.asarray(row).tolist() for row in values]


def alone(block) -> list[list]:
    """The same, row by row, each asked for alone."""
    return [listed(block, [place])[0] for place in range(len(block))]


def equal(one: list, other: list) -> bool:
    return str(one) == str(other)  # NaN equals NaN in text


@pytest.mark.parametrize("kind", ["dense", "ragged", "sparse"])
@LIGHT
@given(sizes=SIZES, data=st.data())
def test_any_way_to_choose_gives_the_rows_that_it_names(kind, sizes, data):
    """Slices, lists, masks and negative numbers mean what they mean for a list, across parts."""
    block = parts_of(kind, sizes)
    n, every = len(block), alone(block)
    bounds = st.one_of(st.none(), st.integers(-n - 2, n + 2))
    cut = slice(data.draw(bounds), data.draw(bounds), data.draw(st.sampled_from([None, 1, 2, -1, -2])))
    assert equal(listed(block, cut), every[cut])
    if n:
        places = data.draw(st.lists(st.integers(-n, n - 1), max_size=6))
        assert equal(listed(block, places), [every[place] for place in places])
    mask = data.draw(st.lists(st.booleans(), min_size=n, max_size=n))
    assert equal(
        listed(block, np.array(mask, dtype=bool)), [row for row, wanted in zip(every, mask, strict=True) if wanted]
    )


@pytest.mark.parametrize("kind", ["dense", "ragged", "sparse"])
@LIGHT
@given(sizes=SIZES, data=st.data())
def test_taking_twice_is_taking_once(kind, sizes, data):
    """`take` composes, keeps the order, and an absent row stays absent."""
    block = parts_of(kind, sizes)
    n = len(block)
    first = np.array(data.draw(st.lists(st.integers(ABSENT, n - 1), max_size=6)), dtype=np.int64)
    second = np.array(data.draw(st.lists(st.integers(ABSENT, len(first) - 1), max_size=6)), dtype=np.int64)
    twice = block.take(first).take(second)
    composed = np.array([ABSENT if place == ABSENT else first[place] for place in second], dtype=np.int64)
    once = block.take(composed)
    assert equal(listed(twice, slice(None)), listed(once, slice(None)))
    assert twice.present.tolist() == once.present.tolist()
    assert twice.present.tolist() == [place != ABSENT and bool(block.present[place]) for place in composed]


def test_dense_rows_are_what_was_stored_times_scale_plus_offset():
    """Slicing gives float32 to compute with, `raw` the bytes as they are."""
    block = dense(np.array([[0, 10], [255, 1]], np.uint8), scale=0.5, offset=-1.0)
    assert block[:].dtype == np.float32
    assert block[:].tolist() == [[-1.0, 4.0], [126.5, -0.5]]
    assert block.raw.tolist() == [[0, 10], [255, 1]]
    assert block.raw.dtype == np.uint8


def test_absent_rows_are_nan_empty_or_zero():
    """Each kind has its own word for "this item has none"."""
    has = [True, False]
    assert np.isnan(dense([[1.0], [2.0]], present=has)[:]).tolist() == [[False], [True]]
    assert [len(row) for row in ragged([[1.0, 2.0], None])[:]] == [2, 0]
    assert sparse(csr_array([[3.0], [0.0]]), present=has)[:].toarray().tolist() == [[3.0], [0.0]]
    for block in (
        dense([[1.0], [2.0]], present=has),
        ragged([[1.0], None]),
        sparse(csr_array([[3.0], [0.0]]), present=has),
    ):
        assert block.present.tolist() == has
        assert block.present_at([1]).tolist() == [False]


def test_a_block_is_not_changed_by_who_gets_its_numbers():
    """Values are a copy; what is stored is lent read-only."""
    given = np.zeros((2, 2), np.float32)
    block = dense(given)
    block[:][0] = 9
    assert block.raw.tolist() == [[0, 0], [0, 0]]
    with pytest.raises(ValueError, match="read-only"):
        block.raw[0] = 9
    given[0] = 1  # the caller's own array stays the caller's


def test_one_row_by_its_number_and_all_by_iteration():
    """A whole number gives one row; a loop gives each row once."""
    block = dense([[1.0], [2.0], [3.0]])
    assert block[1].tolist() == [2.0]
    assert block[np.int64(-1)].tolist() == [3.0]
    assert [row.tolist() for row in block] == [[1.0], [2.0], [3.0]]


@pytest.mark.parametrize(("key", "error"), [(3, IndexError), ([0, 3], IndexError), ([-4], IndexError)])
def test_a_row_that_is_not_there_is_an_index_error(key, error):
    """As for every sequence of Python."""
    with pytest.raises(error, match="of a block of 3"):
        dense([[1.0], [2.0], [3.0]])[key]


@pytest.mark.parametrize("key", [np.array([True]), np.ones((3, 1), bool), np.zeros((1, 1), int), [0.5], ["a"], None])
def test_what_names_no_rows_is_refused(key):
    """A mask of another length or shape, fractions, text."""
    with pytest.raises(InputError):
        dense([[1.0], [2.0], [3.0]])[key]


def test_only_the_parts_concerned_are_loaded():
    """A row of the last part is had without touching the first, and absence is known without reading."""
    loaded = []

    def part(number: int) -> BlockPart:
        return BlockPart(2, lambda: loaded.append(number) or {"values": np.full((2, 1), number, np.float32)})

    block = DenseBlock(BlockInfo("dense", (1,), "float32"), [part(0), part(1)])
    assert (block.shape, block.may_be_absent, len(block.take(np.array([3, 0])))) == ((4, 1), False, 2)
    assert loaded == []
    assert block[3].tolist() == [1.0]
    assert block.take(np.array([0, 3]))[[1]].tolist() == [[1.0]]
    assert loaded == [1]


def test_entries_outside_the_columns_are_told_and_never_handed_out():
    """SciPy would read or write beyond its memory with such numbers."""
    arrays = {"data": np.ones(1, np.float32), "indices": np.array([7], np.int32), "indptr": np.array([0, 1])}
    block = SparseBlock(BlockInfo("sparse", (3,), "float32"), [BlockPart(1, lambda: arrays)])
    with pytest.raises(DataError, match="points outside"):
        block[:]


@pytest.mark.parametrize(
    ("dtype", "dense_too", "sparse_too"),
    [("uint8", True, True), ("float16", True, False), ("bool", True, True), ("complex64", False, False)]
    + [(name, False, False) for name in ("object", "float128", "datetime64", ">f4", "str32", "void")],
)
def test_what_a_block_can_hold(dtype, dense_too, sparse_too):
    """Numbers that every reader of NPY knows, by their NumPy names."""
    assert is_storable(dtype, "dense") is dense_too
    assert is_storable(dtype, "sparse") is sparse_too


def test_shape_and_name_of_a_block():
    """None stands for the length that differs from item to item."""
    assert dense(np.zeros((3, 4), np.uint8)).shape == (3, 4)
    assert ragged([np.zeros((2, 5)), np.zeros((0, 5))]).shape == (2, None, 5)
    assert repr(dense(np.zeros((3, 4), np.uint8))) == "<dense block (3, 4) uint8>"
    assert str(dense(np.zeros((1, 4), np.uint8), scale=0.5).info) == "dense (4,) uint8 (x 0.5 + 0.0)"


@pytest.mark.parametrize("key", [(0, 1), (slice(0, 2), 1), (..., 0), ()])
@pytest.mark.parametrize("block", [dense(np.eye(3)), ragged([[1], [2], [3]]), sparse(csr_array(np.eye(3)))])
def test_rows_and_columns_at_once_are_refused(block, key):
    """`block[0, 1]` is one number in NumPy, never rows 0 and 1."""
    with pytest.raises(InputError, match=r"choose rows first: block\[rows\]\[:, columns\]"):
        block[key]


@pytest.mark.parametrize("key", [slice(0, 3), slice(1, 2), np.array([2, 0, 1]), np.array([1, 1])], ids=str)
def test_numbers_to_compute_with_may_be_changed(key):
    """They are nobody else's, whether the rows were a view or gathered one by one."""
    given = np.arange(6, dtype=np.float32).reshape(3, 2)
    block = dense(given.copy())
    block[key][:] = -1
    assert np.array_equal(block[:], given)
    assert np.array_equal(block[key], given[key])
