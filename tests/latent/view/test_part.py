"""What parts of the chapter share: words that end a caption, colours, who is a stranger."""

import numpy as np

from motif.latent.source import digits
from motif.latent.study import map as map_codes
from motif.latent.view.part import as_picture, basis, is_stranger, n_numbers, percent_of, tints_of


def test_parts_say_what_they_rest_on():
    """Items, seed and numbers come from the map."""
    found = map_codes(digits().select(slice(0, 60)), n_clusters=3, n_components=4, n_numbers=(2,), quick=True)
    assert basis(found).replace("\u00a0", " ") == "n = 60, seed 0."
    assert n_numbers(found) == 4
    assert len(tints_of(found)) == 3
    assert len({tuple(tint) for tint in tints_of(found).values()}) == 3
    for region in found.regions:
        own = np.array([found.gold[row] != region.name for row in region.rows])
        assert is_stranger(found, region).tolist() == own.tolist()


def test_percent_is_whole():
    """Rounded, with a space that does not break."""
    assert percent_of(0.005) == "0\u00a0%"
    assert percent_of(0.995) == "100\u00a0%"


def test_a_picture_is_png():
    """Pixels come out as they went in."""
    assert as_picture(np.zeros((2, 2, 3), np.uint8), alt="black").mime == "image/png"
