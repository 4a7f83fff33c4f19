"""The verbs on one picture: what passes through, what is painted, what is said."""

import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from motif.core.errors import SourceError
from motif.pictures.study.cartoon import cartoon
from motif.pictures.study.cut import LOW_CONFIDENCE, cut
from motif.source.image import Picture, encode_image, read_image


def right_half(batch):
    """A network that sees a person in the right half."""
    return np.tile((np.arange(256) >= 128).astype(np.float32), (1, 1, 256, 1))


def everybody(batch):
    return np.ones((1, 1, 256, 256), np.float32)


def nobody(batch):
    return np.zeros((1, 1, 256, 256), np.float32)


def noise(shape, dtype=np.uint8, seed=0):
    return np.random.default_rng(seed).integers(0, np.iinfo(dtype).max, shape, dtype=dtype, endpoint=True)


class TestCut:
    @pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
    @pytest.mark.parametrize("channels", [1, 3])
    def test_colours(self, dtype, channels):
        """Colours pass through untouched in grey and RGB, in 8 and 16 bits; alpha has the same depth."""
        before = noise((20, 30, channels), dtype)
        result = cut(before, network=everybody)
        assert result.pixels.shape == (20, 30, channels + 1)
        assert result.pixels.dtype == dtype
        assert np.array_equal(result.pixels[..., :-1], before)
        assert (result.alpha == np.iinfo(dtype).max).all()

    def test_hidden_colours(self):
        """Colours stay also where they become transparent, so that a mask can be changed later."""
        before = noise((40, 40, 3))
        result = cut(before, network=right_half)
        assert np.array_equal(result.pixels[..., :3], before)
        assert (result.alpha[:, :10] == 0).all()
        assert (result.alpha[:, 30:] == 255).all()

    def test_alpha_stays(self):
        """What was transparent stays transparent, and half stays half."""
        before = noise((40, 40, 4))
        before[:20, :, 3], before[20:, :, 3] = 0, 128
        result = cut(before, network=right_half)
        assert (result.alpha[:20] == 0).all()
        assert (result.alpha[20:, 30:] == 128).all()

    def test_hidden_colours_do_not_lead(self):
        """The network sees white where the picture is transparent."""
        seen = []

        def keep(batch):
            seen.append(batch)
            return everybody(batch)

        before = np.zeros((20, 20, 4), np.uint8)
        cut(before, network=keep)
        assert (seen[0] == 1).all()

    def test_profile(self, tmp_path):
        """The colour profile passes through."""
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        path = tmp_path / "a.png"
        Image.fromarray(noise((20, 20, 3))).save(path, icc_profile=profile)
        assert cut(path, network=everybody).profile == profile

    def test_orientation(self, tmp_path):
        """A photograph that was taken sideways is turned once: alpha and pixels agree."""
        path, exif = tmp_path / "a.jpg", Image.Exif()
        exif[0x0112] = 6
        Image.fromarray(noise((20, 60, 3))).save(path, exif=exif)
        result = cut(path, network=right_half)
        assert result.pixels.shape == (60, 20, 4)
        assert result.alpha[:, -1].all()
        assert result.alpha[:, 0].max() < 30  # the border follows noise for a few levels

    def test_nobody(self):
        """A picture of nobody is a result: all of it transparent, with a note and no confidence."""
        result = cut(noise((20, 20, 3)), network=nobody)
        assert not result.alpha.any()
        assert result.confidence == 0
        assert result.note.startswith("nobody was found")

    def test_low_confidence(self):
        """A network that wavers gives a result with a note."""
        wavering = np.full((1, 1, 256, 256), 0.6, np.float32)
        wavering[..., 160:] = 0.95
        result = cut(noise((20, 20, 3)), network=lambda batch: wavering)
        assert 0 < result.confidence < LOW_CONFIDENCE
        assert result.note.startswith("low confidence (0.")

    def test_record(self):
        """The record names the picture by its content and carries no path."""
        result = cut(noise((20, 20, 3)), network=everybody)
        again = cut(noise((20, 20, 3)), network=everybody)
        assert result.record.step == "pictures.cut"
        assert result.record.inputs == again.record.inputs
        assert len(result.record.inputs["picture"]) == 16

    def test_untouched(self):
        """The array that was given stays as it was."""
        before = noise((20, 20, 4))
        copy = before.copy()
        cut(before, network=right_half)
        cartoon(before, network=right_half)
        assert np.array_equal(before, copy)

    def test_real_network(self, selfie):
        """On the sample portrait the real network is sure, and finds the person in half of the picture."""
        from motif.pictures.source.sample import astronaut
        from motif.represent.network import load

        result = cut(astronaut(), network=load(selfie))
        assert result.confidence > 0.85
        assert 0.5 < (result.alpha > 127).mean() < 0.6
        assert result.alpha[100, 225] == 255  # the face
        assert result.alpha[50, 400] == 0  # the shuttle
        assert result.note == ""


class TestGiven:
    def test_same_result(self, tmp_path):
        """A path, bytes, an array, a Picture and a PIL image of one picture give one result."""
        pixels = noise((24, 32, 3))
        data = encode_image(pixels, format="png")
        path = tmp_path / "a.png"
        path.write_bytes(data)
        pil = Image.open(io.BytesIO(data))
        given = [path, str(path), data, pixels, read_image(data), pil, Picture(pixels, profile=None, format="png")]
        results = [cartoon(one, cut=False).pixels for one in given]
        assert all(np.array_equal(result, results[0]) for result in results)

    def test_missing(self):
        """A path that does not exist is told as such."""
        with pytest.raises(SourceError, match="nowhere"):
            cut("nowhere.jpg", network=everybody)
