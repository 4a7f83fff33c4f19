"""Levels of khist2: a bell is one group, two bells are two, a circle has no ends."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.pictures.model.bell import bells, bells_on_circle


def counted(*peaks, n=256, size=100_000):
    """Counts of values that are normal around each peak: mean, standard deviation."""
    levels = np.arange(n)
    shapes = [np.exp(-(((levels - mean) / spread) ** 2) / 2) / spread for mean, spread in peaks]
    return np.rint(size * np.sum(shapes, axis=0)).astype(int)


class TestBells:
    @pytest.mark.parametrize("spread", [2, 10, 30])
    def test_one(self, spread):
        """A true bell stays one level, its mean: the seed splits it in three."""
        assert bells(counted((120, spread))) == pytest.approx([120], abs=0.01)  # the widest is cut at 255

    def test_two(self):
        """Two bells that lie apart give two levels, their means."""
        assert bells(counted((60, 12), (180, 12))) == pytest.approx([60, 180], abs=0.1)

    def test_five(self):
        """Five give five, where groups may be as small as they are."""
        means = [25, 75, 128, 180, 230]
        found = bells(counted(*((mean, 6) for mean in means)), min_group=40)
        assert found == pytest.approx(means, abs=1)

    def test_uniform(self):
        """An even spread is split, which the seed leaves whole."""
        assert len(bells(np.full(256, 1000))) > 1

    def test_fraction(self):
        """Levels are not cut to whole numbers: (10 + 3 x 11) / 4."""
        counts = np.zeros(256)
        counts[[10, 11]] = 1, 3
        assert bells(counts).tolist() == [10.75]

    def test_empty(self):
        """Of nothing there are no levels."""
        assert not len(bells(np.zeros(256)))

    @settings(max_examples=60, derandomize=True, deadline=None)
    @given(st.lists(st.integers(0, 1000), min_size=256, max_size=256), st.floats(1e-6, 0.5), st.integers(8, 100))
    def test_bounds(self, counts, alpha, min_group):
        """Levels ascend and lie among the occupied ones; however much of each there is makes no difference at scale."""
        counts = np.array(counts) * 1000
        found = bells(counts, alpha=alpha, min_group=min_group)
        if counts.any():
            occupied = np.flatnonzero(counts)
            assert (np.diff(found) > 0).all()
            assert occupied[0] <= found[0] <= found[-1] <= occupied[-1]
            assert np.allclose(bells(counts * 3, alpha=alpha, min_group=min_group), found)


class TestBellsOnCircle:
    @pytest.mark.parametrize("mean", [0, 45, 90, 178])
    def test_turned(self, mean):
        """One bell is one group wherever it lies, also across the ends."""
        counts = np.roll(counted((90, 8), n=180), mean - 90)
        found = bells_on_circle(counts)
        assert len(found) == 1
        assert (found[0] - mean + 90) % 180 == pytest.approx(90, abs=0.01)

    def test_two(self):
        """Red across the ends and a blue are two."""
        counts = np.roll(counted((90, 6), n=180), 90) + counted((120, 6), n=180)
        assert bells_on_circle(counts) == pytest.approx([0, 120], abs=0.5) or bells_on_circle(counts)[1] > 179

    def test_full(self):
        """A circle that is nowhere empty, and one that is everywhere, are no trouble."""
        assert len(bells_on_circle(np.full(180, 100))) > 1
        assert not len(bells_on_circle(np.zeros(180)))
