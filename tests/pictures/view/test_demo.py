"""The chapter: what it shows, and what it says when the cut was left out."""

import json

import numpy as np
import pytest

from motif.core.errors import SourceError
from motif.pictures.study.portrait import DRAWN, demo
from motif.pictures.view import chapter
from motif.view.part import Compare, Gallery, Prose, Strips, Table
from motif.view.report import render_page


def of(drawn, kind):
    return [part for part in drawn.parts if isinstance(part, kind)]


@pytest.fixture(scope="module")
def cut_out():
    half = np.tile((np.arange(256) < 128).astype(np.float32), (1, 1, 256, 1))
    return demo(quick=True, network=lambda batch: half)


@pytest.fixture
def offline(monkeypatch):
    def cut(picture, **_):
        raise SourceError("model file 'selfie' is missing; run: motif models install selfie")

    monkeypatch.setattr("motif.pictures.study.portrait.cut", cut)


class TestChapter:
    def test_parts(self, cut_out):
        """A slider, cut-out and sticker, every style, the likenesses, a row for each style and trivial answer."""
        drawn = chapter(cut_out)
        assert len(of(drawn, Compare)) == 1
        assert [len(part.pictures) for part in of(drawn, Gallery)] == [2, len(cut_out.styles)]
        assert [len(part.figures) for part in of(drawn, Strips)] == [3]
        (table,) = of(drawn, Table)
        names = [row[0] for row in table.rows]
        assert names == [*cut_out.styles, "doing nothing", "gaussian blur", "jpeg q50", "white paper"]
        assert table.rows[names.index("doing nothing")][1:3] == (1.0, 1.0)
        assert drawn.made["step"] == "pictures.demo"
        assert json.dumps(drawn.made)

    def test_no_bare_number(self, cut_out):
        """Every figure has chance and trivial answers beside it."""
        for strips in of(chapter(cut_out), Strips):
            for figure in strips.figures:
                assert figure.null is not None
                assert figure.trivial["doing_nothing"] == 1

    def test_says_what_is_wrong(self, cut_out):
        """The chapter says that likeness is not quality, what paper does to it, and what the old style gets wrong."""
        page = render_page(title="Demo", lead="", chapters=[chapter(cut_out)])
        assert "doing nothing scores 1" in page
        assert "a blank sheet with nobody on it" in page
        assert "moustache" in page
        assert f"style <code>{DRAWN}</code>" in page

    def test_finding_is_of_styles_in_colour(self, cut_out):
        """Lines and pencil have no skin tone, so they are not what skin moves most in."""
        (table,) = of(chapter(cut_out), Table)
        assert table.title.startswith("Of the 4 styles in colour, skin stays truest in ")
        assert "lines" not in table.title
        assert "pencil" not in table.title

    def test_every_style_is_told(self, cut_out):
        """No style is shown without words of its own."""
        words = [picture.caption for picture in of(chapter(cut_out), Gallery)[1].pictures]
        assert len(set(words)) == len(cut_out.styles)
        assert not any(caption.endswith("painted.") for caption in words)

    def test_left_out(self, offline):
        """Without the network the first words are that the cut was left out, and what to run; the rest is there."""
        drawn = chapter(demo(quick=True))
        first = drawn.parts[0]
        assert isinstance(first, Prose)
        assert "left out" in first.text
        assert "motif models install selfie" in first.text
        assert [len(part.pictures) for part in of(drawn, Gallery)] == [len(demo(quick=True).styles)]
        assert [len(part.figures) for part in of(drawn, Strips)] == [1]
        assert not of(drawn, Table)
        assert "One picture" in render_page(title="Demo", lead="", chapters=[drawn])
