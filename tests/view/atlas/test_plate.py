"""The map as a PNG."""

import io

import numpy as np
import pytest
from PIL import Image

from motif.view.atlas.plate import map_png
from motif.view.token import CATEGORIES, COLOURS


def clouds(n_regions):
    rng = np.random.default_rng(0)
    labels = np.repeat(np.arange(n_regions), 30)
    return rng.normal(size=(len(labels), 2)) + 8 * rng.normal(size=(n_regions, 2))[labels], labels


def n_of(pixels, code):
    return int((pixels == [int(code[i : i + 2], 16) for i in (1, 3, 5)]).all(axis=2).sum())


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_paper_and_colours_are_those_of_the_mode(mode):
    """Most is paper; the names of the regions are in the regions' colours."""
    codes, labels = clouds(3)
    names = ["first $x$", "second", "third"]
    data = map_png(codes, labels, names, title="Three", note="n = 90", mode=mode)
    pixels = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    assert pixels.shape[1] == 1800
    assert n_of(pixels, COLOURS[mode]["paper"]) > 0.8 * pixels[:, :, 0].size
    for code in CATEGORIES[mode][:3]:
        assert n_of(pixels, code) > 50


def test_equal_maps_are_equal_bytes():
    """No date, no chance."""
    codes, labels = clouds(12)
    labels[labels == 11] = -1
    names = [f"region {i}" for i in range(12)]
    assert map_png(codes, labels, names, title="A") == map_png(codes, labels, names, title="A")
