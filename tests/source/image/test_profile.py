"""Profiles made: by formulas that stand beside LittleCMS, and for formats that store grey as three colours."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

from motif.source.image import Picture, encode_image, read_image, to_srgb
from motif.source.image.profile import is_grey, png_profile, rgb_of_grey

RAMP = np.arange(256, dtype=np.uint8)[None, :, None]


def srgb_levels(light):
    """The levels of sRGB (IEC 61966-2-1) that show linear light."""
    return 255 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


def grey_of(gamma):
    profile = png_profile({"gamma": gamma}, grey=True)
    assert profile is not None
    return profile


def with_chunk(data, name, content):
    """A PNG with one chunk more, behind its header."""
    chunk = struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    return data[:33] + chunk + data[33:]


class TestMade:
    @pytest.mark.parametrize("gamma", [1.0, 0.55556, 0.3])
    def test_curve(self, gamma):
        """Light is the level to the power of 1 / gamma, in profiles of grey made three and of three."""
        wanted = srgb_levels((RAMP[0, :, 0] / 255) ** (1 / gamma))
        three = np.repeat(RAMP, 3, axis=2)
        for profile in (
            png_profile({"gamma": gamma}, grey=False),
            rgb_of_grey(grey_of(gamma)),
        ):
            seen = to_srgb(Picture(three, profile))[0]
            assert np.abs(seen - wanted[:, None]).max() < 1.5

    def test_primaries(self):
        """Full colours of wider primaries are out of sRGB; its own are themselves, and white is white."""
        wide = png_profile({"chromaticity": (0.3127, 0.329, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06)}, grey=False)
        colours = np.array([[[255, 255, 255], [0, 255, 0], [200, 100, 50]]], np.uint8)
        seen = to_srgb(Picture(colours, wide))[0].astype(int)
        assert np.abs(seen[:2] - [[255, 255, 255], [0, 255, 0]]).max() <= 1
        assert seen[2, 0] > 220  # reds are redder there

    def test_valid(self):
        """LittleCMS opens what is made, and a broken grey profile makes none."""
        grey = grey_of(1.0)
        for profile in (grey, rgb_of_grey(grey), png_profile({"gamma": 0.7}, grey=False)):
            assert profile is not None
            assert ImageCms.ImageCmsProfile(io.BytesIO(profile)).profile.version == 2.4
        assert (is_grey(grey), is_grey(rgb_of_grey(grey))) == (True, False)
        assert rgb_of_grey(grey[:140]) is None

    @pytest.mark.parametrize(
        "info",
        [
            {},
            {"gamma": 0.45455},
            {"gamma": 0.45, "chromaticity": (0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06)},
            {"gamma": 1.0, "srgb": 0},
            {"gamma": 0.0},
            {"gamma": 1e9},
            {"gamma": 1.0, "chromaticity": (0.3, 0.3, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5)},
            {"gamma": 1.0, "chromaticity": (0.3, 0.0, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06)},
        ],
    )
    def test_none(self, info):
        """What is sRGB, says nothing or is damage makes no profile."""
        assert png_profile(info, grey=False) is None


class TestStored:
    @pytest.mark.parametrize("format", ["png", "webp", "tiff"])
    @pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
    @pytest.mark.parametrize("channels", [1, 2])
    def test_grey(self, format, dtype, channels):
        """Grey with a profile of grey looks the same in every format, within the levels that LittleCMS rounds."""
        if (format, dtype) == ("webp", np.uint16):
            return
        ramp = (RAMP.astype(dtype) * (np.iinfo(dtype).max // 255)).repeat(channels, axis=2)
        profile = grey_of(0.55556)
        stored = read_image(encode_image(ramp, format=format, profile=profile, quality=100))
        assert stored.profile is not None
        assert is_grey(stored.profile) == (stored.pixels.shape[2] < 3)
        difference = to_srgb(stored).astype(int) - to_srgb(Picture(ramp, profile))
        assert np.abs(difference).max() <= 1

    def test_without_a_curve(self):
        """Where no profile of three can be made, the grey becomes sRGB: none stands that speaks of other colours."""
        stored = read_image(encode_image(RAMP, format="webp", profile=bytes(16) + b"GRAY" + bytes(120), quality=100))
        assert stored.profile is None
        assert np.array_equal(stored.pixels[..., 0], RAMP[..., 0])


class TestRead:
    @pytest.mark.parametrize("shape", [(1, 256, 1), (1, 256, 3)])
    def test_gamma(self, shape):
        """Pixels of a PNG that tells its gamma stay, and are seen by it, from a file and from Pillow."""
        from motif.pictures.source.given import as_picture

        ramp = np.broadcast_to(RAMP, shape)
        data = with_chunk(encode_image(ramp, format="png"), b"gAMA", struct.pack(">I", 55556))
        picture = read_image(data)
        assert np.array_equal(picture.pixels, ramp)
        wanted = srgb_levels((RAMP[0, :, 0] / 255) ** 1.8)
        assert np.abs(to_srgb(picture)[0, :, 0] - wanted).max() < 2
        assert as_picture(Image.open(io.BytesIO(data))).profile == picture.profile

    def test_usual(self):
        """The gamma that old programs wrote for sRGB is sRGB."""
        data = with_chunk(encode_image(RAMP, format="png"), b"gAMA", struct.pack(">I", 45455))
        assert read_image(data).profile is None
