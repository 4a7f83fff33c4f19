"""The style poster: few flat colours, white and black kept, a face in few tones."""

import cv2
import numpy as np
import pytest

from motif.pictures.model.poster import poster
from motif.pictures.source.sample import astronaut


@pytest.fixture(scope="module")
def portrait():
    return np.ascontiguousarray(cv2.imdecode(np.frombuffer(astronaut(), np.uint8), cv2.IMREAD_COLOR)[..., ::-1])


def n_colours(pixels):
    return len(np.unique(pixels.reshape(-1, 3), axis=0))


class TestPoster:
    @pytest.mark.parametrize("n", [2, 5, 6, 14])
    def test_few(self, portrait, n):
        """The quantised picture has at most as many colours as asked for, all of them of the palette."""
        cartoon = poster(portrait, palette=n, stages=True)
        palette = {tuple(map(int, one)) for one in zip(*(cartoon.centroids[c] for c in "RGB"), strict=True)}
        shown = {tuple(one) for one in cartoon.stages["quantised"].reshape(-1, 3).tolist()}
        assert shown <= palette
        assert len(palette) <= n

    def test_pinned(self, portrait):
        """Pure white and black in the picture stay pure."""
        before = portrait.copy()
        before[300:400, 100:200], before[300:400, 200:300] = 255, 0
        drawn = poster(before, line=0).pixels
        assert (drawn[320:380, 120:180] == 255).all()
        assert (drawn[320:380, 220:280] == 0).all()

    def test_face(self, portrait):
        """Three colours take nine tenths of the astronaut's face, and one takes half."""
        quantised = poster(portrait, stages=True).stages["quantised"][95:180, 200:250].reshape(-1, 3)
        shares = np.sort(np.unique(quantised, axis=0, return_counts=True)[1])[::-1] / len(quantised)
        assert shares[:3].sum() > 0.9
        assert shares[0] > 0.5

    def test_given(self, portrait):
        """A given palette is used as it is, and nothing else."""
        palette = np.array([[250, 240, 220], [30, 40, 80], [200, 60, 50]], np.uint8)
        shown = poster(portrait, palette=palette, stages=True).stages["quantised"]
        assert {tuple(one) for one in shown.reshape(-1, 3).tolist()} == {tuple(one) for one in palette.tolist()}

    def test_seed(self, portrait):
        """The same seed gives the same pixels."""
        small = portrait[::4, ::4]
        assert np.array_equal(poster(small, seed=5).pixels, poster(small, seed=5).pixels)

    def test_large(self, portrait):
        """Enlarged four times the areas have crisp borders: few pixels lie between two colours."""
        large = cv2.resize(portrait[:256, :256], (2048, 2048), interpolation=cv2.INTER_CUBIC)
        cartoon = poster(large, line=0, stages=True)
        assert (cartoon.pixels == cartoon.stages["quantised"]).all(axis=-1).mean() > 0.95
        assert n_colours(cartoon.stages["quantised"]) <= 14
