"""The chapter says that all is synthetic, and no number stands alone."""

from dataclasses import replace

from motif.videos.view.demo import chapter
from motif.view.part import Prose, Strips
from motif.view.report import render_page


def test_the_first_words_say_that_nobody_filmed_it(toured):
    """And what cannot be concluded."""
    found = chapter(toured[0])
    assert found.id == "videos"
    assert isinstance(found.parts[0], Prose)
    assert "nobody filmed them" in found.parts[0].text
    assert found.lead.startswith("240 synthetic videos")


def test_every_figure_has_something_beside_it(toured):
    """Chance, or a trivial answer."""
    figures = [figure for part in chapter(toured[0]).parts if isinstance(part, Strips) for figure in part.figures]
    assert len(figures) == 6
    assert all(figure.null is not None or figure.trivial for figure in figures)


def test_titles_follow_what_was_found(toured):
    """A gain whose interval holds zero is not claimed."""
    result = toured[0]
    sure = replace(result.gains["sound"], value=0.1, interval=(0.05, 0.15))
    unsure = replace(sure, interval=(-0.01, 0.2))
    assert "together tell more" in chapter(replace(result, gains={**result.gains, "sound": sure})).title
    assert "do not tell clearly more" in chapter(replace(result, gains={**result.gains, "sound": unsure})).title
    words = replace(result.gains["words"], interval=(-0.1, 0.1))
    found = chapter(replace(result, gains={**result.gains, "words": words}))
    assert found.parts[2].title == "A video's own words add nothing that is sure here"


def test_a_label_that_is_told_wrongly_has_a_cross(toured):
    """One for each."""
    result = toured[0]
    table = chapter(result).parts[-2]
    wrong = sum(len(one.told) - one.n_right for one in result.examples)
    assert sum(row[2].count("✗") for row in table.rows) == wrong


def test_the_chapter_is_drawn(toured):
    """On a page, with nothing that asks for anything outside."""
    page = render_page(title="Demo", lead="", chapters=[chapter(toured[0])])
    assert "best possible" in page
    assert "<script" not in page
