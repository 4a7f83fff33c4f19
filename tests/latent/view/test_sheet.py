"""Pictures on paper: colours, magnification, rows and places, by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.core.errors import InputError
from motif.latent.view.sheet import category, colour, contact_sheet, magnified, on_paper, plate, printed

PAPER = colour("paper")


def test_ink_goes_from_paper_to_ink():
    """No ink is paper, all ink is the page's own, half is between."""
    drawn = on_paper(np.array([[[0.0, 0.5, 1.0]]]), ink=True)[0, 0]
    np.testing.assert_allclose(drawn, [PAPER, (PAPER + colour("ink")) / 2, colour("ink")])


def test_each_picture_has_its_own_tint():
    """Tints are given one a picture."""
    drawn = on_paper(np.ones((2, 1, 1)), ink=True, tint=np.array([category(0), category(1)]))
    np.testing.assert_array_equal(drawn[:, 0, 0], [category(0), category(1)])


def test_light_is_shown_as_it_is():
    """Grey and RGB pictures of light keep their colours; values beyond [0, 1] are cut off."""
    assert on_paper(np.array([[[0.2, 1.5]]]))[0, 0].tolist() == [[51.0] * 3, [255.0] * 3]
    assert on_paper(np.array([[[[1.0, 0.0, 0.2]]]]), ink=True)[0, 0, 0].tolist() == [255.0, 0.0, 51.0]


@pytest.mark.parametrize("shape", [(2, 2), (1, 2, 2, 2), (1, 2, 2, 4)])
def test_other_shapes_are_refused(shape):
    """Pictures are grey or RGB; the shape given is named."""
    with pytest.raises(InputError, match="must be grey or RGB"):
        on_paper(np.zeros(shape))


def test_magnification_repeats_whole_pixels():
    """A picture is magnified without a new value, by the largest whole number that fits."""
    pictures = np.random.default_rng(0).random((2, 3, 2, 3))
    large = magnified(pictures, 10)
    assert large.shape == (2, 9, 6, 3)
    np.testing.assert_array_equal(large[:, ::3, ::3], pictures)
    np.testing.assert_array_equal(large[:, 2::3, 1::3], pictures)


def test_large_pictures_are_averaged():
    """A picture that is too large is reduced in proportion, its mean kept."""
    pictures = np.random.default_rng(0).random((1, 40, 20, 3))
    small = magnified(pictures, 10)
    assert small.shape == (1, 10, 5, 3)
    np.testing.assert_allclose(small[0, 0, 0], pictures[0, :4, :4].mean(axis=(0, 1)))


def test_rows_are_filled_from_the_left():
    """Tiles stand in rows with paper between and around; missing ones are paper."""
    tiles = np.arange(3, dtype=float)[:, None, None, None] * np.ones((3, 1, 1, 3))
    sheet = contact_sheet(tiles, n_columns=2, n_cells=6, gap_px=1, margin_px=2)
    assert sheet.shape == (9, 7, 3)
    assert sheet.dtype == np.uint8
    assert [sheet[2, 2, 0], sheet[2, 4, 0], sheet[4, 2, 0]] == [0, 1, 2]
    assert (sheet.reshape(-1, 3) == PAPER).all(axis=1).sum() == 9 * 7 - 3


def test_no_tile_is_an_empty_sheet():
    """Cells without any tile are paper."""
    assert contact_sheet(np.zeros((0, 4, 4, 3)), n_columns=2, n_cells=2).shape == (4, 8, 3)


def test_items_lie_at_their_places():
    """The first axis points right, the second up."""
    tiles = np.zeros((3, 2, 2, 3))
    drawn, n_shown = plate(tiles, np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0]]), np.zeros((3, 3)), width_px=20)
    dark = (drawn == 0).all(axis=2)
    assert n_shown == 3
    assert dark[-2:, :2].all()
    assert dark[-2:, -2:].all()
    assert dark[:2, :2].all()
    assert dark.sum() == 12


@settings(derandomize=True, max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), n_items=st.integers(1, 40))
def test_drawn_items_cover_none(seed, n_items):
    """As many pixels are dark as the drawn items have: none lies over another, none is cut off."""
    codes = np.random.default_rng(seed).normal(size=(n_items, 2))
    drawn, n_shown = plate(np.zeros((n_items, 4, 3, 3)), codes, np.tile(PAPER, (n_items, 1)), width_px=60)
    assert (drawn == 0).all(axis=2).sum() == 12 * n_shown
    assert 1 <= n_shown <= n_items


def test_covered_items_are_dots_of_their_colour():
    """An item that has no room is a dot where it would be, mixed with the paper."""
    tiles = np.full((2, 8, 8, 3), PAPER)
    drawn, n_shown = plate(tiles, np.array([[0.0, 0.0], [0.0, 0.0]]), np.zeros((2, 3)), width_px=20)
    assert n_shown == 1
    assert (drawn != PAPER).any(axis=2).sum() in (0, 4)


def test_one_place_for_all_needs_no_spread():
    """Items that all have one code are one item in the middle."""
    drawn, n_shown = plate(np.zeros((5, 4, 4, 3)), np.ones((5, 2)), np.zeros((5, 3)), width_px=30, margin_px=5)
    assert n_shown == 1
    assert drawn.shape == (14, 30, 3)
    assert (drawn[5:9, 13:17] == 0).all()


def test_a_high_map_is_not_too_high():
    """However long the second axis, the plate is at most about twice as high as wide."""
    codes = np.array([[0.0, 0.0], [1.0, 100.0]])
    drawn, _ = plate(np.zeros((2, 4, 4, 3)), codes, np.zeros((2, 3)), width_px=50)
    assert drawn.shape == (96, 50, 3)


def test_narrow_items_may_stand_closer():
    """Items that leave the sides of their tiles empty may share them."""
    codes, tiles = np.array([[0.0, 0.0], [0.25, 0.0], [1.0, 0.0]]), np.zeros((3, 8, 8, 3))
    shown = [plate(tiles, codes, np.zeros((3, 3)), width_px=36, narrow=narrow)[1] for narrow in (1.0, 0.75)]
    assert shown == [2, 3]


def test_printing_in_batches_changes_nothing():
    """More pictures than one batch, each with its tint, come out as if coloured all at once."""
    rng = np.random.default_rng(0)
    pictures, tints = rng.random((300, 5, 4)), 255 * rng.random((300, 3))
    at_once = magnified(on_paper(pictures, ink=True, tint=tints), 10)
    np.testing.assert_array_equal(printed(pictures, 10, ink=True, tint=tints), np.rint(at_once).astype(np.uint8))
    assert printed(pictures[:0], 10).shape == (0, 10, 8, 3)


def test_the_first_of_those_too_near_is_drawn():
    """Items are drawn exactly where none drawn before is nearer than a tile: by comparing all pairs."""
    from motif.latent.view.sheet import _uncovered

    places = np.random.default_rng(0).integers(0, 60, size=(200, 2))
    drawn = []
    for row, place in enumerate(places):
        if all((np.abs(places[other] - place) >= [8, 6]).any() for other in drawn):
            drawn.append(row)
    assert np.flatnonzero(_uncovered(places, np.array([8, 6]))).tolist() == drawn
