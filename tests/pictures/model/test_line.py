"""Ink: on the dark side of edges, thin, connected, as wide as the picture is large."""

import cv2
import numpy as np
import pytest

from motif.pictures.model.line import ink, response


def disc(side, *, noise=0.0):
    """A dark disc on a light ground."""
    y, x = np.mgrid[:side, :side] / side - 0.5
    grey = np.where(x**2 + y**2 < 0.09, 60.0, 200.0)
    grey = cv2.GaussianBlur(grey, (0, 0), side / 1000 + 0.3)
    grey += noise * np.random.default_rng(0).normal(size=grey.shape)
    return np.repeat(np.clip(grey, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


class TestInk:
    def test_constant(self):
        """A picture of one colour has no lines."""
        assert not ink(np.full((50, 60, 3), 90, np.uint8)).any()

    def test_none(self):
        """A width of nothing draws nothing."""
        assert not ink(disc(200), line=0).any()

    def test_connected(self):
        """The border of a disc is one closed line: inside and outside are parted by it."""
        drawn = (ink(disc(400)) > 127).astype(np.uint8)
        n_lines = cv2.connectedComponents(drawn, connectivity=8)[0] - 1
        n_papers = cv2.connectedComponents(1 - drawn, connectivity=4)[0] - 1
        assert (n_lines, n_papers) == (1, 2)

    def test_thin(self):
        """A line takes a hundredth of the picture's side at most, on the dark side of the edge."""
        drawn = ink(disc(400))[200] > 127
        left = np.flatnonzero(drawn[:200])
        assert len(left) <= 4
        assert (left >= 79).all()  # the disc begins at 0.2 x 400 = 80

    def test_scale(self):
        """In a picture of three times the side a line is as wide for the whole, and its border as sharp for a pixel."""
        small, large = ink(disc(1000)), ink(disc(3000))
        assert (large > 127).mean() == pytest.approx((small > 127).mean(), rel=0.3)
        soft_border = (large > 20) & (large < 235)
        assert soft_border.mean() < 0.4 * (large > 127).mean()  # a line 4 px wide that was enlarged would be all border

    def test_wider(self):
        """A larger width gives more ink."""
        assert (ink(disc(800), line=3) > 127).sum() > 1.8 * (ink(disc(800), line=1) > 127).sum()

    def test_specks(self):
        """Dots far smaller than a line is long are no lines; noise gives none."""
        dots = np.full((800, 800, 3), 200, np.uint8)
        dots[100:700:60, 100:700:60] = 0
        assert not ink(dots).any()
        assert (ink(disc(400, noise=3)) > 127).sum() < 1.3 * (ink(disc(400)) > 127).sum()


class TestResponse:
    @pytest.mark.parametrize("turn", range(4))
    def test_turned(self, turn):
        """A picture turned by a right angle has its lines turned."""
        before = disc(120)
        before[30:50, 20:70] = 120
        turned = response(np.ascontiguousarray(np.rot90(before, turn)), line=1)
        assert np.allclose(np.rot90(turned, -turn), response(before, line=1), atol=1.0)  # of about 20 levels
