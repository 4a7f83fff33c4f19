"""The verb cartoon on one picture: what is painted, what is said."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.pictures.model.khist import khist
from motif.pictures.study.cartoon import cartoon


def right_half(batch):
    """A network that sees a person in the right half."""
    return np.tile((np.arange(256) >= 128).astype(np.float32), (1, 1, 256, 1))


def everybody(batch):
    return np.ones((1, 1, 256, 256), np.float32)


def nobody(batch):
    return np.zeros((1, 1, 256, 256), np.float32)


def noise(shape, dtype=np.uint8, seed=0):
    return np.random.default_rng(seed).integers(0, np.iinfo(dtype).max, shape, dtype=dtype, endpoint=True)


class TestCartoon:
    def test_whole(self):
        """Without a cut the pixels are those of khist, and nothing is transparent."""
        before = noise((30, 30, 3))
        result = cartoon(before, cut=False)
        assert np.array_equal(result.pixels, khist(before).pixels)
        assert (result.alpha, result.confidence, result.note) == (None, None, "")

    def test_grey_and_deep(self):
        """Grey and 16-bit pictures are painted as their 8-bit RGB copies are."""
        grey = noise((30, 30), np.uint8)
        wanted = khist(np.dstack([grey] * 3)).pixels
        assert np.array_equal(cartoon(grey, cut=False).pixels, wanted)
        assert np.array_equal(cartoon(grey.astype(np.uint16) * 257, cut=False).pixels, wanted)

    def test_alpha_stays(self):
        """A picture with alpha keeps it, and what is transparent has no say in the colours."""
        before = np.full((30, 30, 4), 255, np.uint8)
        before[:, :15, :3], before[:, :15, 3] = 0, 0
        result = cartoon(before, cut=False)
        assert np.array_equal(result.alpha, before[..., 3])
        assert result.centroids["V"] == pytest.approx((255,), abs=1)  # the filter lets a trace of black through

    def test_cut(self):
        """The cut person is painted in colours of their own, on nothing."""
        before = np.zeros((60, 60, 3), np.uint8)
        before[:, 30:] = 200
        result = cartoon(before, network=right_half)
        assert result.pixels.shape == (60, 60, 4)
        assert result.centroids["V"] == pytest.approx((200,), abs=1)  # the filter lets a trace of black through
        assert result.confidence == 1
        assert (result.alpha[:, :20] == 0).all()

    def test_nobody(self):
        """A picture of nobody is painted whole and is all transparent."""
        result = cartoon(noise((20, 20, 3)), network=nobody)
        assert not result.alpha.any()
        assert result.note.startswith("nobody was found")

    def test_unknown_style(self):
        """An unknown style is refused with those there are."""
        with pytest.raises(InputError, match="style must be one of 'khist'"):
            cartoon(noise((20, 20, 3)), style="oil", cut=False)
