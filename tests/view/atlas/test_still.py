"""The map as a picture, counted by its pixels."""

from xml.etree import ElementTree

import numpy as np
import pytest

from motif.view.atlas.still import dot_px, dots_image, still_svg
from motif.view.token import CATEGORIES, COLOURS


def rgb(code):
    return [int(code[i : i + 2], 16) for i in (1, 3, 5)]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_each_region_has_its_colour_of_the_mode(mode):
    """The first region the first category, the ninth and none the grey of all others."""
    places = np.array([[0.2, 0.5], [0.5, 0.5], [0.8, 0.5]])
    pixels = dots_image(places, np.array([0, 8, -1]), ratio=0.5, mode=mode, width_px=200)
    middles = [pixels[50, round(200 * x)].tolist() for x, _ in places]
    other = rgb(COLOURS[mode]["other"])
    assert [m[:3] for m in middles] == [rgb(CATEGORIES[mode][0]), other, other]
    assert {m[3] for m in middles} == {153}


def test_two_in_one_place_mix_whatever_their_order():
    """The colour is half of each, and darker than one alone: 1 - 0.4 ** 2 of 255."""
    place, ranks = np.array([[0.5, 0.5], [0.5, 0.5]]), np.array([0, 1])
    pixels = dots_image(place, ranks, ratio=1.0, width_px=100)
    assert (pixels == dots_image(place, ranks[::-1], ratio=1.0, width_px=100)).all()
    half = np.mean([rgb(CATEGORIES["light"][0]), rgb(CATEGORIES["light"][1])], axis=0)
    assert np.abs(pixels[50, 50, :3] - half).max() <= 0.5
    assert pixels[50, 50, 3] == round(255 * 0.84)


def test_where_no_item_lies_is_nothing():
    """All ink is in the dots: a disc of pi / 4 of its square."""
    pixels = dots_image(np.array([[0.5, 0.5]]), np.array([0]), ratio=1.0, width_px=900)
    width = dot_px(1, 900)
    assert np.pi / 4 * width**2 <= (pixels[:, :, 3] > 0).sum() <= width**2
    assert pixels[[0, -1]].sum() == 0


def test_items_on_the_edge_are_drawn():
    """A place of exactly 1 is inside."""
    assert dots_image(np.array([[1.0, 1.0]]), np.array([0]), ratio=1.0, width_px=50)[-1, -1, 3] == 153


def test_the_drawing_holds_both_modes_and_names():
    """Two images, each of its class, and names over them."""
    svg = ElementTree.fromstring(
        still_svg(np.full((9, 2), 0.5), np.zeros(9, int), ["<one>"], np.zeros(9, int), ratio=1)
    )
    classes = [node.get("class") for node in svg.iter() if node.tag.endswith("image")]
    assert classes == ["of-light", "of-dark"]
    assert [node.text for node in svg.iter() if node.tag.endswith("text")] == ["<one>"]
