"""Palettes: white and black pinned, as many colours as asked for at most, the same for the same seed."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.pictures.model.palette import found_palette, given_palette, nearest_colour, to_lab, to_rgb


def found(rgb, n_colours, *, weight=None, skin=None, seed=0):
    lab = to_lab(rgb.reshape(-1, 3)).astype(np.uint8).reshape(rgb.shape)
    weight = np.ones(rgb.shape[:2]) if weight is None else weight
    skin = np.zeros(rgb.shape[:2], bool) if skin is None else skin
    return found_palette(lab, n_colours, weight=weight, skin=skin, random_state=np.random.default_rng(seed))


def blocks(colours, side=20):
    """A picture of squares of one colour each."""
    return np.concatenate([np.full((side, side, 3), colour, np.uint8) for colour in colours], axis=1)


class TestFoundPalette:
    def test_separate(self):
        """Colours that lie apart are found exactly, after white and black."""
        colours = [(200, 30, 30), (30, 160, 40), (40, 60, 190)]
        palette, n_skin = found(blocks(colours), 5)
        rgb = to_rgb(palette)
        assert rgb[:2].tolist() == [[255] * 3, [0] * 3]
        assert n_skin == 0
        for colour in colours:
            assert np.abs(rgb[2:].astype(int) - colour).max(axis=1).min() <= 4  # Lab of 8 bits is not exact

    def test_most(self):
        """There are never more colours than asked for, and white and black are always first."""
        noise = np.random.default_rng(0).integers(0, 256, (40, 40, 3), dtype=np.uint8)
        for n in (2, 3, 6, 14, 40):
            palette, _ = found(noise, n, skin=noise[..., 0] > 200)
            assert len(palette) <= n
            assert to_rgb(palette)[:2].tolist() == [[255] * 3, [0] * 3]

    def test_weight(self):
        """Pixels that count nothing have no say."""
        picture = blocks([(200, 30, 30), (40, 60, 190)])
        weight = np.ones(picture.shape[:2])
        weight[:, 20:] = 0
        palette, _ = found(picture, 3, weight=weight)
        assert to_rgb(palette)[2, 0] > 180
        assert len(palette) == 3

    def test_skin(self):
        """Skin gets three tones of one hue, from dark to light, close together."""
        shades = np.linspace(0.6, 1.0, 200)[None, :, None] * np.array([230, 180, 150])
        picture = np.repeat(shades, 30, axis=0).astype(np.uint8)
        palette, n_skin = found(picture, 8, skin=np.ones(picture.shape[:2], bool))
        tones = palette[2 : 2 + n_skin]
        assert n_skin == 3
        assert (np.diff(tones[:, 0]) > 0).all()
        assert np.ptp(tones[:, 0]) <= 2 * 38
        assert np.ptp(tones[:, 1:], axis=0).max() <= 12

    def test_seed(self):
        """The same seed gives the same colours."""
        noise = np.random.default_rng(0).integers(0, 256, (40, 40, 3), dtype=np.uint8)
        assert np.array_equal(found(noise, 9, seed=3)[0], found(noise, 9, seed=3)[0])


class TestGivenPalette:
    @pytest.mark.parametrize("wrong", [["ff8800"], ["#ff880"], ["red"], ["#gg0000"], []])
    def test_refuses(self, wrong):
        """What is no colour is named; no colours are none."""
        with pytest.raises(InputError, match="palette"):
            given_palette(wrong)


class TestNearestColour:
    def test_brute_force(self):
        """The nearest is the nearest, lightness counting half."""
        rng = np.random.default_rng(0)
        pixels, palette = rng.integers(0, 256, (9, 7, 3), dtype=np.uint8), rng.uniform(0, 255, (6, 3))
        distance = ((pixels[:, :, None].astype(float) - palette) ** 2 * [0.5, 1, 1]).sum(axis=-1)
        assert np.array_equal(nearest_colour(pixels, palette), distance.argmin(axis=-1))


class TestToLab:
    def test_back(self):
        """Colours come back within the rounding of 8 bits."""
        rgb = np.random.default_rng(0).integers(0, 256, (50, 3), dtype=np.uint8)
        assert np.abs(to_rgb(to_lab(rgb)).astype(int) - rgb).max() <= 20  # of 8-bit Lab, in deep blues and greens
