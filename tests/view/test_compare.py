"""The slider in a browser: by mouse, by keyboard, without scripts, on paper."""

import numpy as np
import pytest

from motif.source.image import encode_image
from motif.view.part import Chapter, Compare, Picture
from motif.view.report import write_page
from tests.browser import PHONE, WIDE, is_as_wide_as_its_window

CLIPS = "() => [...document.querySelectorAll('.pair img')].map((one) => getComputedStyle(one).clipPath)"
TOPS = "() => [...document.querySelectorAll('.pair img')].map((one) => one.getBoundingClientRect().top)"
LEFTS = "() => [...document.querySelectorAll('.pair img')].map((one) => one.getBoundingClientRect().left)"


@pytest.fixture
def page(tmp_path):
    pictures = [
        Picture(encode_image(np.full((200, 300, 3), level, np.uint8), format="png"), "image/png", words, words)
        for level, words in ((40, "the photograph"), (220, "the cartoon"))
    ]
    write_page(
        tmp_path / "p.html", title="T", lead="", chapters=[Chapter("a", "A", "", (Compare(*pictures, "Both."),))]
    )
    return tmp_path / "p.html"


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_one_over_the_other(page, opened, size):
    """With scripts the pictures lie on each other, cut in the middle, and nothing sticks out."""
    with opened(page, size=size) as shown:
        assert shown.evaluate(CLIPS) == ["inset(0px 50% 0px 0px)", "inset(0px 0px 0px 50%)"]
        assert len(set(shown.evaluate(TOPS))) == len(set(shown.evaluate(LEFTS))) == 1
        assert is_as_wide_as_its_window(shown)


def test_keyboard(page, opened):
    """Tab reaches the slider, arrows and Home move the line, and its place is said."""
    with opened(page) as shown:
        slider = shown.get_by_role("slider")
        slider.focus()
        shown.keyboard.press("ArrowRight")
        assert slider.get_attribute("aria-valuetext") == "51 %"
        shown.keyboard.press("Home")
        assert shown.evaluate(CLIPS) == ["inset(0px 100% 0px 0px)", "inset(0px 0px 0px 0%)"]


def test_pointer(page, opened):
    """A click on the pictures puts the line there."""
    with opened(page) as shown:
        box = shown.locator(".pair").bounding_box()
        shown.mouse.click(box["x"] + 0.25 * box["width"], box["y"] + 40)
        assert shown.get_by_role("slider").input_value() == "25"


def test_without_scripts(page, opened):
    """Without scripts both are whole, side by side, and there is no slider that does nothing."""
    with opened(page, javascript=False) as shown:
        assert shown.locator(".divide").is_hidden()
        lefts = [one.bounding_box()["x"] for one in shown.locator(".pair img").all()]
        assert lefts[1] >= lefts[0] + 200


def test_on_paper(page, opened):
    """Printed, both are whole, side by side."""
    with opened(page) as shown:
        shown.emulate_media(media="print")
        assert shown.evaluate(CLIPS) == ["none", "none"]
        assert shown.evaluate(LEFTS)[0] < shown.evaluate(LEFTS)[1]
        assert shown.locator(".divide").is_hidden()
