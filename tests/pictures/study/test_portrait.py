"""The wing's demo: with a network, without one, and what it leaves."""

import numpy as np
import pytest

from motif.collection import read
from motif.core.errors import SourceError
from motif.pictures.study.portrait import demo
from motif.source.image import read_image


def left_half(batch):
    return np.tile((np.arange(256) < 128).astype(np.float32), (1, 1, 256, 1))


@pytest.fixture
def offline(monkeypatch):
    """The network is not at hand and cannot be had."""

    def resolve(name):
        raise SourceError("model file 'selfie' is missing; run: motif models install selfie")

    monkeypatch.setattr("motif.pictures.study.portrait.resolve", resolve)


class TestDemo:
    def test_figures(self):
        """Each likeness stands beside chance and beside doing nothing, which scores 1; white paper flatters."""
        found = demo(quick=True, network=left_half)
        assert list(found.figures) == ["white", "person"]
        for figure in found.figures.values():
            assert figure.null is not None
            assert figure.trivial["doing_nothing"] == 1
        assert found.figures["white"].value > found.figures["person"].value
        assert found.figures["person"].n == (found.cartoon.alpha > 127).sum()

    def test_offline(self, offline, caplog):
        """Without the network the whole picture is painted, and what to run is said, in the result and aloud."""
        found = demo(quick=True)
        assert "motif models install selfie" in caplog.text
        assert (found.cutout, found.cartoon.alpha) == (None, None)
        assert list(found.figures) == ["whole"]
        assert "motif models install selfie" in found.missing

    def test_leaves(self, tmp_path):
        """The folder gets the pictures and a collection of one item with three blocks, also the second time."""
        for _ in range(2):
            found = demo(folder=tmp_path, quick=True, network=left_half)
        assert np.array_equal(read_image(tmp_path / "portrait.cut.png").pixels, found.cutout.pixels)
        collection = read(tmp_path / "pictures.motif")
        assert (collection.kind, collection.n_items) == ("picture", 1)
        assert set(collection.blocks) == {"pixels", "alpha", "cartoon"}
        assert np.array_equal(collection.blocks["pixels"].raw[0], found.photograph)

    def test_same_seed(self):
        """The same seed gives the same figures."""
        first, second = (demo(quick=True, network=left_half).as_dict() for _ in range(2))
        assert first["figures"] == second["figures"]
