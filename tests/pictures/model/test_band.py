"""Bands of rows: what is done in pieces is what would be done at once."""

import cv2
import numpy as np
import pytest

from motif.pictures.model import band
from motif.pictures.model.band import enlarged, in_bands, shrunk


class TestInBands:
    def test_order(self, monkeypatch):
        """Bands come in order and cover each row once."""
        monkeypatch.setattr(band, "_BAND", 10)
        rows = in_bands(lambda part: list(range(part.start, part.stop)), (7, 5))
        assert [row for part in rows for row in part] == list(range(7))
        assert len(rows) == 4


class TestShrunk:
    def test_thin(self):
        """A very long picture keeps a pixel of width."""
        assert shrunk(np.zeros((1, 20000, 3), np.uint8), 1000).shape == (1, 1000, 3)


class TestEnlarged:
    @pytest.mark.parametrize("shape", [(37, 61), (90, 200), (17, 23)])
    @pytest.mark.parametrize("n_channels", [1, 2])
    def test_opencv(self, shape, n_channels):
        """Bands put together are what OpenCV makes of the whole."""
        small = np.random.default_rng(0).random((17, 23, n_channels), np.float32).squeeze()
        wanted = cv2.resize(small, shape[::-1], interpolation=cv2.INTER_LINEAR)
        parts = [enlarged(small, shape, slice(top, min(top + 5, shape[0]))) for top in range(0, shape[0], 5)]
        assert np.allclose(np.concatenate(parts), wanted, atol=1e-5)

    def test_bytes(self):
        """Bytes are within one level of it."""
        small = np.random.default_rng(0).integers(0, 256, (9, 7), dtype=np.uint8)
        wanted = cv2.resize(small, (50, 40), interpolation=cv2.INTER_LINEAR).astype(int)
        assert np.abs(enlarged(small, (40, 50), slice(0, 40)) - wanted).max() <= 2  # rounded twice, fractions of 1/128
