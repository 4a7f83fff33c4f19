"""Colours as numbers: known colours, what does not matter, what does."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.core.errors import InputError
from motif.represent.colour import HISTOGRAM_BINS, colour_histogram, colour_word, hex_colour, palette


def flat(*colour, size=(12, 16)):
    return np.broadcast_to(np.array(colour, np.uint8), (*size, len(colour)))


def noise(seed=0, size=(40, 30)):
    return np.random.default_rng(seed).integers(0, 256, (*size, 3), np.uint8)


class TestHistogram:
    def test_length(self):
        """A unit vector of 6 x 9 x 9 numbers."""
        codes = colour_histogram(noise())
        assert codes.shape == (np.prod(HISTOGRAM_BINS),)
        assert np.linalg.norm(codes) == pytest.approx(1, abs=1e-6)

    def test_places_do_not_matter(self):
        """Mirrored or turned, a picture has the same colours."""
        pixels = noise()
        assert np.allclose(colour_histogram(pixels), colour_histogram(pixels[::-1, ::-1]), atol=1e-6)

    def test_near_and_far(self):
        """A slightly brighter red is nearer to red than blue is, and red and blue share nothing."""
        red, brighter, blue = (colour_histogram(flat(*c)) for c in ((200, 30, 30), (215, 40, 40), (30, 30, 200)))
        assert np.linalg.norm(red - brighter) < 0.6
        assert np.linalg.norm(red - blue) == pytest.approx(2**0.5, abs=1e-3)

    def test_transparent_does_not_count(self):
        """What is hidden has no say; all hidden, all is 0."""
        half = np.dstack([noise(), np.full((40, 30), 255, np.uint8)])
        half[:, 15:, 3] = 0
        assert np.allclose(colour_histogram(half), colour_histogram(half[:, :15, :3]), atol=1e-6)
        half[..., 3] = 0
        assert not colour_histogram(half).any()

    @pytest.mark.parametrize("wrong", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3)), np.zeros((0, 4, 3), np.uint8)])
    def test_refused(self, wrong):
        """Only pixels of 8 bits with colours."""
        with pytest.raises(InputError, match="pixels must be sRGB"):
            colour_histogram(wrong)


class TestPalette:
    def test_known_colours(self):
        """Three flat colours are found with their shares, the most frequent first."""
        pixels = np.zeros((10, 10, 3), np.uint8)
        pixels[:3], pixels[3:4] = (255, 0, 0), (255, 255, 255)
        found = palette(pixels)
        assert found[:, 3].tolist() == pytest.approx([0.6, 0.3, 0.1, 0, 0, 0])
        assert [hex_colour(row[:3]) for row in found[:3]] == ["#000000", "#ff0000", "#ffffff"]

    def test_nothing_is_left_out(self):
        """The shares add up to 1, and no chance is in it."""
        found = palette(noise())
        assert found[:, 3].sum() == pytest.approx(1, abs=1e-5)
        assert np.array_equal(found, palette(noise()))
        assert (np.diff(found[:, 3]) <= 0).all()

    def test_better_than_one_colour(self):
        """Six colours are nearer to the pixels than their mean is."""
        import cv2

        pixels = noise(1)
        lab = cv2.cvtColor((pixels / 255).astype(np.float32), cv2.COLOR_RGB2LAB).reshape(-1, 3)
        centres = palette(pixels)[:, :3]
        apart = ((lab[:, None] - centres) ** 2).sum(axis=2).min(axis=1).mean()
        assert apart < 0.5 * ((lab - lab.mean(axis=0)) ** 2).sum(axis=1).mean()

    def test_transparent(self):
        """Where nothing is to be seen there is no colour."""
        assert not palette(flat(9, 9, 9, 0)).any()


class TestWords:
    @pytest.mark.parametrize(
        ("rgb", "word"),
        [
            ((0, 0, 0), "black"), ((255, 255, 255), "white"), ((128, 128, 128), "grey"), ((255, 0, 0), "red"),
            ((255, 140, 0), "orange"), ((255, 230, 0), "yellow"), ((0, 160, 0), "green"), ((30, 60, 200), "blue"),
            ((139, 69, 19), "brown"), ((128, 0, 160), "purple"), ((0, 180, 180), "turquoise"),
            ((255, 255, 0), "yellow"), ((255, 255, 150), "yellow"), ((255, 250, 240), "white"), ((0, 0, 20), "black"),
            ((180, 255, 0), "green"),
        ],
    )  # fmt: skip
    def test_names(self, rgb, word):
        """What people call it."""
        assert colour_word(palette(flat(*rgb))[0, :3]) == word

    @settings(max_examples=40, derandomize=True, deadline=None)
    @given(st.tuples(*[st.integers(0, 255)] * 3))
    def test_every_colour_has_one(self, rgb):
        """A word and a hex code for any colour; the hex code is the colour, but for rounding."""
        lab = palette(flat(*rgb))[0, :3]
        assert colour_word(lab)
        code = hex_colour(lab)
        assert max(abs(int(code[i : i + 2], 16) - c) for i, c in zip((1, 3, 5), rgb, strict=True)) <= 2


def test_hidden_colours_are_not_counted():
    """Red with green hidden under transparency between its rows is red, though a copy of a quarter is looked at."""
    pixels = np.zeros((512, 512, 4), np.uint8)
    pixels[..., 1] = 255
    pixels[::2] = (255, 0, 0, 255)
    first = palette(pixels)[0]
    assert (hex_colour(first[:3]), round(float(first[3]), 2)) == ("#ff0000", 1.0)
