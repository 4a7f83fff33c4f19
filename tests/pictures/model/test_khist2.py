"""The style khist2: hue as a circle, in the order R, G, B; grey that stays grey."""

import numpy as np

from motif.pictures.model.khist2 import khist2


class TestKhist2:
    def test_hue(self):
        """Red is red: its hue is 0, and it is painted red."""
        cartoon = khist2(np.full((20, 20, 3), (200, 20, 20), np.uint8))
        assert cartoon.centroids["H"] == (0.0,)
        assert cartoon.pixels[10, 10].tolist() == [200, 20, 20]

    def test_wrap(self):
        """Reds on both sides of hue 0 are one group."""
        before = np.zeros((40, 40, 3), np.uint8)
        before[:20], before[20:] = (200, 20, 30), (200, 30, 20)
        assert len(khist2(before, line=0).centroids["H"]) == 1

    def test_grey(self):
        """A grey picture stays grey, and white beside a colour stays white."""
        ramp = np.repeat(np.tile(np.arange(256, dtype=np.uint8), (20, 1))[..., None], 3, axis=2)
        drawn = khist2(ramp).pixels
        assert (drawn == drawn[..., :1]).all()
        before = np.full((60, 60, 3), 255, np.uint8)
        before[:, 30:] = 30, 90, 200
        assert (khist2(before).pixels[:, :10] == 255).all()

    def test_where(self):
        """Pixels that do not count have no say in the levels, but are painted."""
        before = np.zeros((40, 40, 3), np.uint8)
        before[:, 20:] = 250
        right = np.zeros((40, 40), bool)
        right[:, 26:] = True
        cartoon = khist2(before, where=right, line=0)
        assert cartoon.centroids["V"] == (250.0,)
        assert (cartoon.pixels == 250).all()

    def test_stages(self):
        """Without ink the result is the quantised picture, which has no more colours than its levels allow."""
        before = np.random.default_rng(0).integers(0, 256, (60, 60, 3), dtype=np.uint8)
        cartoon = khist2(before, stages=True)
        free = cartoon.stages["contours"] == 0
        assert np.array_equal(cartoon.pixels[free], cartoon.stages["quantised"][free])
        n = len(np.unique(cartoon.stages["quantised"].reshape(-1, 3), axis=0))
        assert n <= np.prod([len(levels) for levels in cartoon.centroids.values()])

    def test_contours(self):
        """The border of a square is drawn, thicker in a larger picture."""
        shares = []
        for side in (400, 2000):
            before = np.full((side, side, 3), 220, np.uint8)
            before[side // 4 : -side // 4, side // 4 : -side // 4] = 30
            drawn = khist2(before, stages=True).stages["contours"]
            shares.append((drawn > 127).mean())
        assert shares[0] > 0
        assert 0.3 < shares[1] / shares[0] < 3
