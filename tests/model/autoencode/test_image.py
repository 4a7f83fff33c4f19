"""Pictures as rows: the shape is seen in X, given, or guessed; several sizes are refused in a line."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.model.autoencode import Autoencoder
from motif.model.autoencode.image import flattened, image_of

QUICK = {"min_steps": 3, "max_steps": 3, "random_state": 0}


def test_rows_keep_the_order_of_pixels():
    """Channels, then rows, then columns."""
    X = np.arange(36).reshape(1, 3, 3, 4)
    rows, image = flattened(X)
    assert rows[0].tolist() == list(range(36))
    assert image == (3, 3, 4)


def test_grey_pictures_have_one_channel():
    """Three axes are grey pictures; a list of arrays is stacked."""
    assert flattened(np.zeros((5, 3, 4)))[1] == (1, 3, 4)
    assert flattened([np.zeros((3, 4))] * 2)[0].shape == (2, 12)


def test_a_matrix_is_left_alone():
    """What has no shape of pictures comes back as it is, whatever it is."""
    for X in (np.zeros((2, 3)), [[1, 2]], "nothing"):
        assert flattened(X) == (X, None) if not isinstance(X, np.ndarray) else flattened(X)[0] is X


def test_a_mapped_file_stays_mapped(tmp_path):
    """Reshaping copies nothing."""
    np.save(tmp_path / "X.npy", np.zeros((4, 3, 3), np.uint8))
    rows, _ = flattened(np.load(tmp_path / "X.npy", mmap_mode="r"))
    assert isinstance(rows, np.memmap)


def test_several_sizes_are_refused_in_one_line():
    """The sizes are named."""
    with pytest.raises(InputError, match=r"2 sizes: \(3, 4\), \(4, 3\); bring them to one size$"):
        Autoencoder(1, **QUICK).fit([np.zeros((3, 4)), np.zeros((4, 3))])


def test_channels_at_the_end_are_refused():
    """Colour pictures as most readers give them are told how to turn."""
    with pytest.raises(InputError, match="moveaxis"):
        flattened(np.zeros((2, 8, 8, 3)))


def test_the_setting_must_fit():
    """A shape with another number of pixels, or another shape than X came in, or none, is refused."""
    for setting, seen in (((3, 3), None), ((2, 4), (1, 4, 2)), ((8,), None), (8, None), ((0, 8), None)):
        with pytest.raises(InputError, match="image_shape"):
            image_of(setting, seen, 8)


def test_a_fitted_model_knows_its_pictures():
    """It takes flat rows as well, and refuses pictures of another shape with as many pixels."""
    X = np.random.default_rng(0).random((10, 6, 4))
    model = Autoencoder(2, encoder=("conv", 2), **QUICK).fit(X)
    assert model.image_shape_ == (1, 6, 4)
    np.testing.assert_array_equal(model.transform(X), model.transform(X.reshape(10, 24)))
    with pytest.raises(InputError, match=r"\(1, 4, 6\).*\(1, 6, 4\)"):
        model.transform(X.reshape(10, 4, 6))
