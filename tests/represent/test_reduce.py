"""Reducing a picture: sizes, means, and that what is transparent has no colour."""

import numpy as np
import pytest

from motif.represent.reduce import on_white, smaller


@pytest.mark.parametrize("shape", [(40, 30, 3), (40, 30, 4), (40, 30, 1), (1, 40, 4), (40, 1, 3)])
def test_size(shape):
    """The longer side is what is asked for, the shorter in proportion and at least 1; channels stay."""
    small = smaller(np.full(shape, 9, np.uint8), 20)
    assert small.shape == (max(1, shape[0] // 2), max(1, shape[1] // 2), shape[2])
    assert small.dtype == np.uint8
    assert (small == 9).all()


def test_never_magnified():
    """A picture that is small enough is itself."""
    pixels = np.zeros((4, 5, 4), np.uint8)
    assert smaller(pixels, 5) is pixels


def test_hidden_colours_do_not_bleed_in():
    """Rows of opaque red and of hidden green are half-transparent red, not brown."""
    pixels = np.zeros((600, 600, 4), np.uint8)
    pixels[..., 1] = 255
    pixels[::2] = (255, 0, 0, 255)
    small = smaller(pixels, 300)
    assert (small[..., :3] == (255, 0, 0)).all()
    assert set(np.unique(small[..., 3])) <= {127, 128}


def test_equal_to_the_mean_on_paper():
    """Reducing and putting on white gives what putting on white and taking the mean gives, but for rounding."""
    pixels = np.random.default_rng(0).integers(0, 256, (64, 64, 4), np.uint8)
    share = pixels[..., 3:] / 255
    seen = (pixels[..., :3] * share + 255 * (1 - share)).reshape(32, 2, 32, 2, 3).mean(axis=(1, 3))
    small = smaller(pixels, 32)
    share = small[..., 3:] / 255
    found = small[..., :3] * share + 255 * (1 - share)
    assert np.abs(found - seen).max() <= 1.5  # colour and alpha are each rounded by up to a half


def test_opaque_alpha_changes_nothing():
    """Where all is opaque, the colours are those of the picture without alpha."""
    pixels = np.random.default_rng(1).integers(0, 256, (50, 70, 3), np.uint8)
    with_alpha = np.dstack([pixels, np.full((50, 70), 255, np.uint8)])
    assert np.array_equal(smaller(with_alpha, 20)[..., :3], smaller(pixels, 20))


def test_all_transparent_is_black():
    """Where nothing is seen there is no colour."""
    pixels = np.full((8, 8, 4), 200, np.uint8)
    pixels[..., 3] = 0
    assert not smaller(pixels, 4).any()


def test_on_white():
    """Each colour counts by how opaque it is, white paper by the rest, to the nearest level."""
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 256, (40, 40, 4), dtype=np.uint8)
    share = pixels[..., 3:] / 255
    expected = pixels[..., :3] * share + 255 * (1 - share)
    assert np.abs(on_white(pixels) - expected).max() <= 0.51
    opaque = pixels[..., :3]
    assert on_white(opaque) is opaque
