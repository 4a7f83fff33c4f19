"""What sets groups apart, how many there are and who is near whom, drawn."""

import io
import re
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from motif.latent.source import digits
from motif.latent.study import map as map_codes
from motif.latent.view.near import apart, nearest, number_of_groups


@pytest.fixture(scope="module")
def found():
    return map_codes(digits().select(slice(0, 200)), n_clusters=3, n_components=5, n_numbers=(2,), quick=True)


def _pixels(gallery):
    pictures = [Image.open(io.BytesIO(picture.data)).convert("RGB") for picture in gallery.pictures]
    return np.stack([np.asarray(picture).astype(int) for picture in pictures])


def test_no_difference_is_white(found):
    """A group that nothing sets apart has an empty picture."""
    nothing = replace(found, apart={label: np.zeros((8, 8)) for label in found.apart})
    assert (_pixels(apart(nothing)) == _pixels(apart(nothing))[0, 0, 0]).all()
    assert not (_pixels(apart(found)) == _pixels(apart(found))[0, 0, 0]).all()
    assert apart(nothing).title == "None of 64 values set a group apart from the rest"


def test_less_is_grey_and_more_is_coloured(found):
    """Grey has no tint of the group's colour."""
    less = replace(found, apart={label: np.full((8, 8), -9.0) for label in found.apart})
    more = replace(found, apart={label: np.full((8, 8), 9.0) for label in found.apart})
    assert len(np.unique(_pixels(apart(less)).reshape(-1, 3), axis=0)) == 1  # grey
    assert len(np.unique(_pixels(apart(more)).reshape(-1, 3), axis=0)) == 3  # a colour each


def test_numbers_of_groups_are_told_in_order(found):
    """One row for each number that was tried; the title is the choice in words."""
    (chart,) = number_of_groups(found)
    assert re.findall(r">(\d+) groups<", chart.svg) == ["5", "10", "15"]
    assert chart.title.lower() == found.choice.words.lower()
    assert number_of_groups(replace(found, choice=None)) == []


def test_each_row_is_an_item_and_its_nearest(found):
    """The words count who is alike; the first of each digit is asked."""
    picture = nearest(found)
    assert picture.title.startswith("Of the 100 nearest to these, ")
    counts = [int(n) for n in re.findall(r": (\d+) of 10 alike", picture.alt)]
    assert len(counts) == len(found.examples)
    asked = found.examples[0]
    alike = [found.gold[row] == found.gold[asked] for row in found.near.found[asked]]
    assert counts[0] == sum(alike)
