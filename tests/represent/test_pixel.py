"""Pixels to rows and back: hand-computed values, round trips, refusals with sizes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from motif.core.errors import InputError
from motif.represent.pixel import to_matrix, to_pictures


def test_rows_are_read_first_and_channels_last():
    """The order of a row is row of the picture, column, channel."""
    picture = np.arange(12, dtype=np.uint8).reshape(1, 2, 2, 3)
    np.testing.assert_allclose(to_matrix(picture)[0] * 255, np.arange(12), rtol=1e-6)


@pytest.mark.parametrize(("dtype", "white"), [("uint8", 255), ("uint16", 65535)])
def test_white_is_one(dtype, white):
    """Black is 0 and white exactly 1, in 8 bits and in 16."""
    matrix = to_matrix(np.array([[[0, white]]], dtype=dtype))
    assert matrix.tolist() == [[0.0, 1.0]]
    assert matrix.dtype == np.float32


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
@settings(derandomize=True, max_examples=25, deadline=None)
@given(data=st.data())
def test_round_trip(dtype, data):
    """Whole numbers come back exactly."""
    shape = data.draw(st.tuples(st.integers(1, 4), st.integers(1, 5), st.integers(1, 5), st.integers(1, 4)))
    pictures = data.draw(arrays(dtype, shape))
    np.testing.assert_array_equal(to_pictures(to_matrix(pictures), shape[1:], dtype=dtype), pictures)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_floats_stay(dtype):
    """Floats in [0, 1] are taken as they are; float64 keeps its digits."""
    matrix = to_matrix(np.array([[[0.0, 0.25], [0.5, 1.0]]], dtype=dtype))
    assert matrix.tolist() == [[0.0, 0.25, 0.5, 1.0]]
    assert matrix.dtype == ("float64" if dtype == "float64" else "float32")


def test_sequences_of_one_size_are_stacked():
    """A list of pictures is as good as one array."""
    pictures = np.random.default_rng(0).integers(256, size=(3, 4, 5), dtype=np.uint8)
    np.testing.assert_array_equal(to_matrix(list(pictures)), to_matrix(pictures))


def test_the_matrix_is_its_own():
    """Changing the matrix leaves the pictures as they were."""
    pictures = np.zeros((1, 2, 2), dtype=np.float32)
    to_matrix(pictures)[:] = 1
    assert pictures.max() == 0


def test_several_sizes_are_refused_with_the_sizes():
    """Pictures of several sizes are refused; the message counts each size."""
    pictures = [np.zeros((4, 5), np.uint8)] * 2 + [np.zeros((4, 6), np.uint8)]
    with pytest.raises(InputError, match=r"one size; given '2 x \(4, 5\)', '1 x \(4, 6\)'"):
        to_matrix(pictures)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (np.zeros((8, 8), np.uint8), r"must have shape .* given \(8, 8\)"),
        ([], r"must have shape .* given \(0, 0, 0\)"),
        (np.zeros((1, 0, 8), np.uint8), r"given \(1, 0, 8\)"),
        (np.zeros((1, 2, 2), np.int64), "must be uint8, uint16 or floats in \\[0, 1\\]; given int64"),
        (np.full((1, 2, 2), 255.0), "must lie in \\[0, 1\\]; given between 255 and 255; divide by the white value"),
        (np.full((1, 2, 2), np.nan), "must lie in \\[0, 1\\]; given with NaN"),
        ([np.zeros((2, 2), np.uint8), np.zeros((2, 2), np.float32)], "one type; given 'float32', 'uint8'"),
    ],
)
def test_what_is_no_pictures_is_refused(wrong, message):
    """The message says what was given and what was expected."""
    with pytest.raises(InputError, match=message):
        to_matrix(wrong)


def test_reconstructions_are_clipped():
    """Values below black and above white become black and white, and the others are rounded."""
    assert to_pictures([[-0.5, 0.5, 1.5, 0.1]], (2, 2)).tolist() == [[[0, 128], [255, 26]]]


def test_float_pictures_come_back_as_floats():
    """Pictures can be had as floats in [0, 1]."""
    assert to_pictures([[-0.5, 0.25]], (1, 2), dtype="float32").tolist() == [[[0.0, 0.25]]]


def test_rows_of_another_length_are_refused():
    """Both numbers of values are named."""
    with pytest.raises(InputError, match=r"X has 3 columns; pictures of shape \(2, 2\) have 4 values"):
        to_pictures([[0.0, 0.0, 0.0]], (2, 2))
