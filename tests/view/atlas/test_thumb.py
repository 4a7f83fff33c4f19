"""Previews as tiles: in their proportions, transparent around them, small enough for a page."""

import numpy as np

from motif.source.image import encode_image, read_image
from motif.view.atlas.thumb import thumb_sheets


def preview(height, width, colour=(200, 30, 30)):
    return encode_image(np.full((height, width, 3), colour, np.uint8), format="png")


def test_proportions():
    """A wide picture fills its tile from side to side, and what is above and below is transparent."""
    (sheet,) = thumb_sheets({"a": preview(100, 200)}, ["a"])
    alpha = read_image(sheet.picture.data).pixels[..., 3]
    assert (sheet.width, sheet.height, alpha.shape) == (96, 96, (96, 96))
    assert (alpha[24:72] == 255).all()
    assert not alpha[:23].any()


def test_not_magnified():
    """A preview that is smaller than its tile stays as it is."""
    (sheet,) = thumb_sheets({"a": preview(10, 10)}, ["a"])
    assert (read_image(sheet.picture.data).pixels[..., 3] > 0).sum() == 100


def test_missing_and_broken():
    """Who has no preview, or a broken one, has an empty tile, and the others stay in their places."""
    (sheet,) = thumb_sheets({"b": b"no picture", "c": preview(96, 96)}, ["a", "b", "c"])
    alpha = read_image(sheet.picture.data).pixels[..., 3]
    left, top = sheet.place(2)
    assert alpha[top : top + 96, left : left + 96].all()
    assert not alpha[:96].any()


def test_many():
    """A sheet holds 1,024; the tiles are small enough for all to fit 3 MB."""
    noisy = encode_image(np.random.default_rng(0).integers(0, 256, (96, 96, 3), np.uint8), format="jpg")
    ids = [f"{n}" for n in range(1100)]
    sheets = thumb_sheets(dict.fromkeys(ids, noisy), ids)
    assert len(sheets) == 2
    assert sum(len(sheet.picture.data) for sheet in sheets) < 3_300_000
    assert sheets[0].width < 96


def test_none():
    """Without items there is no sheet."""
    assert thumb_sheets({}, []) == ()


def test_hidden_colours_do_not_bleed_in():
    """Red between rows of hidden green stays red when it is reduced."""
    pixels = np.zeros((192, 192, 4), np.uint8)
    pixels[..., 1] = 255
    pixels[::2] = (255, 0, 0, 255)
    (sheet,) = thumb_sheets({"a": encode_image(pixels, format="png")}, ["a"])
    tile = read_image(sheet.picture.data).pixels
    assert (tile[..., 0] > 240).all()
    assert (tile[..., 1] < 15).all()
