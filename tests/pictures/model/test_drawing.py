"""Lines alone, and pencil."""

from itertools import pairwise

import numpy as np
import pytest

from motif.pictures.model.drawing import lines, pencil


@pytest.fixture
def square():
    before = np.full((200, 200, 3), 210, np.uint8)
    before[60:140, 60:140] = 40, 60, 90
    return before


class TestLines:
    def test_paper(self, square):
        """On paper it is grey values from black to white; without paper the ink is in the alpha, and the same."""
        paper, bare = lines(square).pixels, lines(square, paper=False).pixels
        assert paper.min() == 0
        assert (paper == paper[..., :1]).all()
        assert (bare[..., :3] == 0).all()
        assert np.array_equal(255 - bare[..., 3], paper[..., 0])

    def test_smooth(self):
        """Of a smoothed picture there are fewer lines."""
        rng = np.random.default_rng(0)
        noise = np.repeat(np.kron(rng.integers(100, 140, (50, 50)), np.ones((8, 8)))[..., None], 3, axis=2)
        plain, smoothed = (lines(noise.astype(np.uint8), smooth=n).pixels for n in (0, 6))
        assert (smoothed < 128).sum() < (plain < 128).sum()


class TestPencil:
    def test_monotone(self):
        """The darker the photograph, the darker the drawing: of plain greys, and at each single place."""
        drawn = [pencil(np.full((80, 80, 3), grey, np.uint8)).pixels.astype(int) for grey in range(0, 256, 15)]
        for darker, lighter in pairwise(drawn):
            assert (darker <= lighter).all()
        assert (drawn[-1] == 255).all()
        assert drawn[0].mean() < 128

    @pytest.mark.parametrize("levels", [1, 2, 6, 9])
    def test_levels(self, levels):
        """A ramp has as many tones as asked for."""
        ramp = np.repeat(np.tile(np.arange(256, dtype=np.uint8), (20, 1))[..., None], 3, axis=2)
        assert len(np.unique(pencil(ramp, levels=levels, smooth=0, stages=True).stages["quantised"])) == levels

    def test_seed(self, square):
        """The same seed gives the same strokes, another gives others."""
        first, again, other = (pencil(square, seed=seed).pixels for seed in (1, 1, 2))
        assert np.array_equal(first, again)
        assert not np.array_equal(first, other)
