"""The page about a folder: its chapters, its words, and how it looks in a browser."""

import numpy as np
import pytest

from motif.core.record import RunRecord
from motif.pictures.evaluate import fidelity, together
from motif.pictures.source.listing import Failure
from motif.pictures.study.show import Shown, ShownPicture
from motif.pictures.view.page import chapters, write
from motif.view.part import Chart, Compare, Gallery, Table
from tests.browser import PHONE, WIDE, is_as_wide_as_its_window

EVIL = "<script>alert(1)</script>.jpg"


def picture(seed, name, *, person=True):
    rng = np.random.default_rng(seed)
    photo, drawn = (rng.integers(0, 256, (64, 80, 3), np.uint8) for _ in range(2))
    alpha = np.zeros((64, 80), np.uint8)
    alpha[12:52, 20:60] = 255
    share = alpha / np.float32(255) if person else None
    found = fidelity(photo, drawn, person=share, n_permutations=9)
    cutout = np.dstack([photo, alpha]) if person else None
    return ShownPicture(name, photo, cutout, drawn, found)


@pytest.fixture(scope="module")
def shown():
    pictures = tuple(picture(n, name) for n, name in enumerate(["a.jpg", "b.jpg", EVIL]))
    figures = together([one.found for one in pictures])
    failed = (Failure("bad.jpg", "truncated", "it ends early"),)
    return Shown("trip", pictures, figures, 4, ("cuts",), failed, RunRecord("pictures.show", seed=0))


def of(found, kind):
    return [part for chapter in found for part in chapter.parts if isinstance(part, kind)]


def test_chapters(shown):
    """Sliders, three grids, bars for each view, a table, and what is not there."""
    found = chapters(shown)
    assert [chapter.id for chapter in found] == ["before-after", "all", "scores", "left-out"]
    assert [len(part.pictures) for part in of(found, Gallery)] == [3, 3, 3]
    assert (len(of(found, Compare)), len(of(found, Chart)), len(of(found, Table))) == (3, 3, 2)
    titles = [part.title for part in of(found, Compare)]
    assert titles[:2] == ["The most like its photograph", "The least like its photograph"]
    assert found[-1].made["step"] == "pictures.show"


def test_paper_is_told(shown):
    """Beside the number that the seed reports stands how much of it is paper."""
    captions = [part.caption for part in of(chapters(shown), Chart)]
    assert sum("a blank sheet would score" in caption for caption in captions) == 1


def test_nobody():
    """Without people there is one likeness, and no cut-outs."""
    pictures = (picture(0, "a.jpg", person=False), picture(1, "b.jpg", person=False))
    figures = together([one.found for one in pictures])
    shown = Shown("trip", pictures, figures, 0, (), (), RunRecord("pictures.show", seed=0))
    found = chapters(shown)
    assert (len(of(found, Gallery)), len(of(found, Chart))) == (2, 1)
    assert [chapter.id for chapter in found] == ["before-after", "all", "scores"]


def test_nothing_made():
    """Photographs alone are a page too."""
    photo = np.zeros((20, 20, 3), np.uint8)
    shown = Shown("t", (ShownPicture("a", photo, None, None, None),), {}, 0, ("cuts", "cartoons"), (), RunRecord("s"))
    assert [chapter.id for chapter in chapters(shown)] == ["before-after", "all"]


@pytest.mark.parametrize(("size", "mode"), [(WIDE, "dark"), (PHONE, "light")])
def test_browser(shown, tmp_path, opened, size, mode):
    """The page fits its window, runs nothing of what names say, and its sliders live."""
    write(shown, tmp_path / "p.html")
    with opened(tmp_path / "p.html", size=size, mode=mode) as page:
        assert is_as_wide_as_its_window(page)
        assert page.locator(".compare.live").count() == 3
        assert EVIL in page.locator("main").inner_text()
