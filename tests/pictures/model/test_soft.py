"""The style soft."""

import numpy as np
import pytest

from motif.pictures.model.soft import inked, soft


def ramp(width=600):
    """Grey from black to white."""
    return np.repeat(np.tile(np.linspace(0, 255, width).astype(np.uint8), (40, 1))[..., None], 3, axis=2)


class TestSoft:
    @pytest.mark.parametrize("grey", [0, 255])
    def test_black_and_white(self, grey):
        """Black stays black and white stays white."""
        assert (soft(np.full((20, 20, 3), grey, np.uint8)).pixels == grey).all()

    def test_steps(self):
        """On a ramp most pixels have one of as many lightnesses as there are levels."""
        quantised = soft(ramp(), levels=4, line=0, stages=True).stages["quantised"][20, :, 0]
        counts = np.bincount(quantised, minlength=256)
        steep, flat = np.sort(counts[counts > 0])[:100].mean(), np.sort(counts)[-4:].mean()
        assert flat > 3 * steep

    def test_lines(self):
        """Where there is no ink the result is the quantised picture."""
        before = ramp()
        before[10:30, 100:300] = 30, 90, 200
        drawn = soft(before, stages=True)
        free = drawn.stages["edges"] == 0
        assert 0 < free.mean() < 1
        assert np.array_equal(drawn.pixels[free], drawn.stages["quantised"][free])

    def test_untouched(self):
        """The picture that was given stays as it was; a view on it gives the same."""
        before = np.random.default_rng(0).integers(0, 256, (30, 40, 3), dtype=np.uint8)
        copy = before.copy()
        assert np.array_equal(soft(before[:, ::-1]).pixels, soft(np.ascontiguousarray(before[:, ::-1])).pixels)
        assert np.array_equal(before, copy)


class TestInked:
    def test_half(self):
        """Half ink is half as light."""
        assert inked(np.full((1, 1, 3), 200, np.uint8), np.full((1, 1), 102, np.uint8))[0, 0, 0] == 120
