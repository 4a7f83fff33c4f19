"""Colours freed of the old background."""

import cv2
import numpy as np
import pytest

from motif.pictures.represent.clean import cleaned


def composed(foreground, background, *, top=255):
    """A soft disc of one colour over another, and its alpha."""
    y, x = np.ogrid[:160, :160]
    alpha = np.clip((60 - np.hypot(x - 80, y - 80)) / 12 + 0.5, 0, 1).astype(np.float32)
    mixed = alpha[..., None] * np.array(foreground) + (1 - alpha[..., None]) * np.array(background)
    return np.rint(mixed).astype(np.uint8 if top == 255 else np.uint16), alpha


@pytest.mark.parametrize("top", [255, 65535])
def test_known(top):
    """A red disc over green comes back red at its border, where the green shone through by a third and more."""
    red, green = (top * 0.8, top * 0.1, 0), (0, top * 0.9, top * 0.2)
    pixels, alpha = composed(red, green, top=top)
    border = (alpha > 0.1) & (alpha < 0.9)
    before = np.abs(pixels[border] - np.array(red)).mean() / top
    after = np.abs(cleaned(pixels, alpha)[border] - np.array(red)).mean() / top
    assert before > 0.15
    assert after < before / 4


def test_solid():
    """Where the alpha is 0 or 1 nothing changes, and neither does the array that was given."""
    pixels, alpha = composed((200, 30, 30), (0, 220, 40))
    before = pixels.copy()
    solid = (alpha == 0) | (alpha == 1)
    assert np.array_equal(cleaned(pixels, alpha)[solid], pixels[solid])
    assert np.array_equal(pixels, before)


def test_hard():
    """A mask without soft pixels changes nothing."""
    pixels = np.random.default_rng(0).integers(0, 256, (50, 50, 3), dtype=np.uint8)
    alpha = (np.arange(50) < 25).astype(np.float32)[None].repeat(50, axis=0)
    assert np.array_equal(cleaned(pixels, alpha), pixels)


def test_tiles(monkeypatch):
    """Tiles give what the whole gives, but for a level or two where the coarse means are enlarged."""
    pixels, alpha = composed((200, 30, 30), (0, 220, 40))
    pixels, alpha = cv2.resize(pixels, (304, 500)), cv2.resize(alpha, (304, 500))
    in_tiles = cleaned(pixels, alpha)
    monkeypatch.setattr("motif.pictures.represent.clean._TILE", 10_000)
    assert np.abs(in_tiles.astype(int) - cleaned(pixels, alpha)).max() <= 2


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1), (5, 7), (129, 131)])
@pytest.mark.parametrize("channels", [1, 3])
def test_size(shape, channels):
    """Any size and number of channels is done."""
    pixels = np.full((*shape, channels), 100, np.uint8)
    assert np.array_equal(cleaned(pixels, np.full(shape, 0.5, np.float32)), pixels)
