"""Pictures become tiles in sheets that fit a page."""

import io

import numpy as np
import pytest
from PIL import Image

from motif.core.errors import InputError
from motif.view.atlas import tile
from motif.view.atlas.tile import picture_sheets


def pixels(sheet):
    return np.asarray(Image.open(io.BytesIO(sheet.picture.data)).convert("RGB"))


def at(sheet, position):
    left, top = sheet.place(position)
    return pixels(sheet)[top : top + sheet.height, left : left + sheet.width]


def test_small_pictures_keep_every_pixel():
    """8 x 6 pixels stay 8 x 6 and exact, in the order of the items."""
    pictures = np.random.default_rng(0).integers(0, 256, size=(5, 8, 6))
    (sheet,) = picture_sheets(pictures, white=255)
    assert (sheet.width, sheet.height) == (6, 8)
    for position in range(5):
        assert (at(sheet, position) == pictures[position][:, :, None]).all()


def test_rows_choose_and_order():
    """Only the chosen pictures are in the sheet, in the order given."""
    pictures = np.arange(4)[:, None, None] / 3 * np.ones((4, 2, 2))
    (sheet,) = picture_sheets(pictures, rows=np.array([3, 1]))
    assert at(sheet, 0)[0, 0, 0] == 255
    assert at(sheet, 1)[0, 0, 0] == 85


def test_ink_is_dark_on_paper():
    """1 is the ink's colour, 0 the paper's."""
    (sheet,) = picture_sheets(np.array([[[0.0, 1.0]]]), ink=True)
    assert at(sheet, 0).tolist() == [[[250, 248, 243], [29, 27, 24]]]


def test_large_pictures_are_made_smaller_and_keep_their_proportions():
    """200 x 100 becomes 96 x 48."""
    (sheet,) = picture_sheets(np.zeros((3, 200, 100, 3)))
    assert (sheet.width, sheet.height) == (48, 96)


def test_a_sheet_is_full_before_the_next_begins():
    """1,024 to a sheet, the rest in the last."""
    pictures = np.zeros((1030, 2, 2))
    pictures[1024] = 1
    first, last = picture_sheets(pictures)
    assert first.n_columns * first.n_rows == 1024
    assert at(last, 0)[0, 0, 0] == 255


def test_tiles_shrink_until_they_fit(monkeypatch):
    """With less room the tiles are smaller; with hardly any there are none."""
    pictures = np.random.default_rng(0).random((40, 96, 96, 3))
    wide = picture_sheets(pictures)[0].width
    monkeypatch.setattr(tile, "_MOST_BYTES", 60_000)
    assert picture_sheets(pictures)[0].width < wide == 96
    monkeypatch.setattr(tile, "_MOST_BYTES", 100)
    assert picture_sheets(pictures) == ()


@pytest.mark.parametrize("shape", [(3, 4), (3, 4, 4, 2), (0, 4, 4), (3, 0, 4)])
def test_what_is_no_picture_is_refused(shape):
    """With the shape in the message."""
    with pytest.raises(InputError, match="pictures must be grey or RGB"):
        picture_sheets(np.zeros(shape))
