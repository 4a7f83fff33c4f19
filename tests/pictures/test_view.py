"""The chapter: what it shows, and what it says when the cut was left out."""

import json

import numpy as np
import pytest

from motif.core.errors import SourceError
from motif.pictures.study.portrait import demo
from motif.pictures.view import chapter, on_checker
from motif.view.part import Gallery, Prose, Strips, Table
from motif.view.report import render_page


@pytest.fixture(scope="module")
def cut_out():
    half = np.tile((np.arange(256) < 128).astype(np.float32), (1, 1, 256, 1))
    return demo(quick=True, network=lambda batch: half)


class TestChapter:
    def test_parts(self, cut_out):
        """Photograph, cut-out and cartoon; two likenesses; the colours; how it was made."""
        drawn = chapter(cut_out)
        galleries = [part for part in drawn.parts if isinstance(part, Gallery)]
        strips = [part for part in drawn.parts if isinstance(part, Strips)]
        tables = [part for part in drawn.parts if isinstance(part, Table)]
        assert [len(part.pictures) for part in galleries] == [3]
        assert [len(part.figures) for part in strips] == [2]
        assert [row[1] for row in tables[0].rows] == [len(levels) for levels in cut_out.cartoon.centroids.values()]
        assert drawn.made["step"] == "pictures.demo"
        assert json.dumps(drawn.made)

    def test_says_what_is_wrong(self, cut_out):
        """The chapter says that likeness is not quality, and what the style gets wrong."""
        page = render_page(title="Demo", lead="", chapters=[chapter(cut_out)])
        assert "doing nothing scores 1" in page
        assert "moustache" in page

    def test_left_out(self, monkeypatch):
        """Without the network the first words are that the cut was left out, and what to run."""

        def resolve(name):
            raise SourceError("model file 'selfie' is missing; run: motif models install selfie")

        monkeypatch.setattr("motif.pictures.study.portrait.resolve", resolve)
        drawn = chapter(demo(quick=True))
        first = drawn.parts[0]
        assert isinstance(first, Prose)
        assert "left out" in first.text
        assert "motif models install selfie" in first.text
        assert [len(part.pictures) for part in drawn.parts if isinstance(part, Gallery)] == [2]
        assert "one picture" in render_page(title="Demo", lead="", chapters=[drawn]).lower()


class TestOnChecker:
    def test_opaque(self):
        """What is opaque is untouched."""
        pixels = np.full((40, 40, 4), 255, np.uint8)
        pixels[..., :3] = np.random.default_rng(0).integers(0, 256, (40, 40, 3))
        assert np.array_equal(on_checker(pixels), pixels[..., :3])
        assert np.array_equal(on_checker(pixels[..., :3]), pixels[..., :3])

    def test_transparent(self):
        """What is transparent shows two greys, in squares of 16 pixels."""
        paper = on_checker(np.zeros((32, 32, 4), np.uint8))
        assert set(np.unique(paper)) == {236, 250}
        assert paper[0, 0, 0] != paper[0, 16, 0] == paper[16, 0, 0] != paper[16, 16, 0]
