"""The wing's demo: with a network, without one, and what it leaves."""

import json

import numpy as np
import pytest

from motif.collection import read
from motif.core.errors import SourceError
from motif.pictures import ledger
from motif.pictures.study.cartoon import STYLES
from motif.pictures.study.portrait import demo
from motif.source.image import read_image


def left_half(batch):
    return np.tile((np.arange(256) < 128).astype(np.float32), (1, 1, 256, 1))


@pytest.fixture
def offline(monkeypatch):
    """The network is not at hand and cannot be had."""

    def cut(picture, **_):
        raise SourceError("model file 'selfie' is missing; run: motif models install selfie")

    monkeypatch.setattr("motif.pictures.study.portrait.cut", cut)


@pytest.fixture(scope="module")
def found():
    return demo(quick=True, network=left_half)


class TestDemo:
    def test_figures(self, found):
        """Each likeness stands beside chance and beside doing nothing, which scores 1; white paper flatters."""
        views = found.scored.views
        assert list(views) == ["photo", "cutout", "person"]
        for view in views.values():
            assert view["ssim"].null is not None
            assert view["ssim"].trivial["doing_nothing"] == 1
        assert views["cutout"]["ssim"].value > views["person"]["ssim"].value

    def test_rows(self, found):
        """Every style and every trivial answer has the same numbers; JSON can hold them."""
        assert list(found.styles) == list(STYLES)
        assert list(found.rows) == [*STYLES, "doing_nothing", "gaussian_blur", "jpeg_q50", "white_paper"]
        assert found.rows["doing_nothing"]["skin"] == 0
        assert found.rows["white_paper"]["colours"] == 1
        assert json.loads(json.dumps(found.as_dict()))["styles"] == list(STYLES)

    def test_sticker(self, found):
        """The sticker is larger than the cut-out by its border, and white there."""
        border = (found.sticker[..., 3] > 250) & (found.cutout.alpha < 5)
        assert border.any()
        assert found.sticker[border][:, :3].mean() > 240

    def test_offline(self, offline, caplog):
        """Without the network the whole picture is painted, and what to run is said, in the result and aloud."""
        found = demo(quick=True)
        assert "motif models install selfie" in caplog.text
        assert (found.cutout, found.sticker, found.cartoon.alpha) == (None, None, None)
        assert list(found.scored.views) == ["photo"]
        assert found.rows == {}
        assert "motif models install selfie" in found.missing

    def test_leaves(self, tmp_path, monkeypatch):
        """The folder gets the pictures and a collection gathered from them, also the second time."""
        monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path / "cache"))
        for _ in range(2):
            found = demo(folder=tmp_path, quick=True, network=left_half)
        assert np.array_equal(read_image(tmp_path / "pictures/portrait-cut.png").pixels, found.cutout.pixels)
        held = read(tmp_path / "pictures.motif")
        assert (held.kind, held.n_items) == ("picture", 3 + len(STYLES))
        (line,) = ledger(held).sources
        assert line.n_gathered == line.n_kept == held.thumbs.num_rows

    def test_same_seed(self, found):
        """The same seed gives the same figures."""
        again = demo(quick=True, network=left_half)
        assert again.scored.as_dict() == found.scored.as_dict()
