"""A block becomes a matrix: rows of the items that have it, features in one axis."""

import numpy as np
import pytest
from scipy import sparse

from motif.collection import Collection, dense, ragged
from motif.core.errors import InputError
from motif.represent.block import block_matrix, chosen_block

IDS = {"id": ["a", "b", "c"]}


def _films(**blocks) -> Collection:
    return Collection("film", IDS, blocks=blocks)


def test_an_item_of_several_axes_is_laid_out_in_one_row():
    """Pictures become rows of pixels, first axis first."""
    found = block_matrix(_films(pixels=np.arange(12).reshape(3, 2, 2)))
    assert found.X.tolist() == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]


def test_numbers_are_dequantised():
    """What comes out is what was meant, not what was stored."""
    found = block_matrix(_films(codes=dense(np.array([[0], [1], [2]], np.uint8), scale=0.5, offset=1.0)))
    assert found.X.ravel().tolist() == [1.0, 1.5, 2.0]


def test_items_without_the_block_are_missing():
    """Their rows are left out, and `rows` says whose remain."""
    found = block_matrix(_films(codes=dense(np.eye(3), present=[True, False, True])))
    assert found.rows.tolist() == [0, 2]
    assert found.X.tolist() == [[1, 0, 0], [0, 0, 1]]


def test_sparse_rows_stay_sparse():
    """A bag of words is not blown up."""
    assert sparse.issparse(block_matrix(_films(words=sparse.csr_array(np.eye(3)))).X)


def test_columns_keep_their_names():
    """Features that have names bring them."""
    assert block_matrix(_films(codes=dense(np.eye(3), columns=("x", "y", "z")))).columns == ("x", "y", "z")


def test_only_block_need_not_be_named():
    """Ragged blocks do not count: they are no matrix."""
    films = _films(codes=np.eye(3), frames=ragged([np.zeros((1, 2)), np.zeros((2, 2)), np.zeros((3, 2))]))
    assert chosen_block(films) == "codes"


def test_several_blocks_want_a_name():
    """The error names them."""
    with pytest.raises(InputError, match=r"2 blocks: 'codes', 'words'; name the one"):
        block_matrix(_films(codes=np.eye(3), words=np.eye(3)))


def test_unknown_block_is_refused():
    """The error names what is there."""
    with pytest.raises(InputError, match="codes"):
        block_matrix(_films(codes=np.eye(3)), "code")


def test_ragged_block_is_refused():
    """Its rows are no matrix."""
    with pytest.raises(InputError, match="'frames' is ragged"):
        block_matrix(_films(frames=ragged([np.zeros((n, 2)) for n in (1, 2, 3)])), "frames")


def test_block_that_no_item_has_is_refused():
    """An empty matrix is nobody's question."""
    with pytest.raises(InputError, match="no item has block 'codes'"):
        block_matrix(_films(codes=dense(np.eye(3), present=[False] * 3)))


def test_digest_names_the_numbers():
    """Equal numbers have one digest, others another; dense and sparse rows each have theirs."""
    same, again, other = (block_matrix(_films(codes=values)).digest for values in (np.eye(3), np.eye(3), 2 * np.eye(3)))
    assert same == again
    assert same != other
    thin, heavier = (block_matrix(_films(w=sparse.csr_array(k * np.eye(3)))).digest for k in (1, 2))
    assert len({same, thin, heavier}) == 3
