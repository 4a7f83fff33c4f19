"""Pages in a browser: the demo's and a comparison's, wide and narrow, light and dark, printed, without JavaScript."""

import json
from itertools import pairwise

import pytest
from typer.testing import CliRunner

from motif.cli.main import app
from motif.latent.study import demo
from motif.latent.view import chapter
from motif.view.report import write_page
from tests.browser import PHONE, WIDE, is_as_wide_as_its_window

SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
MODES = pytest.mark.parametrize("mode", ["light", "dark"])

# Of every text that is seen: its contrast with the first background behind it that is not clear.
CONTRASTS = """() => {
  const rgb = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const luminance = (c) => c.slice(0, 3).map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const c = rgb(getComputedStyle(at).backgroundColor);
      if (c.length === 3 || c[3] > 0) return c;
    }
    return [255, 255, 255];
  };
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    const box = node.getBoundingClientRect();
    if (!texts.currentNode.data.trim() || !box.width || node.closest(".tip, .skip, script, style")) continue;
    const style = getComputedStyle(node);
    const colour = rgb(node.closest("svg") ? style.fill : style.color);
    const [light, dark] = [luminance(colour), luminance(behind(node))].sort((a, b) => b - a);
    found.push([(light + 0.05) / (dark + 0.05), texts.currentNode.data.trim().slice(0, 40)]);
  }
  return found;
}"""
MAGNIFIED = """() => [...document.images].filter((image) => image.width > image.naturalWidth + 1
  || !image.complete || !image.naturalWidth).map((image) => image.alt)"""
UNNAMED = """() => [...document.querySelectorAll("img, [role=img]")].filter((one) =>
  !one.alt && !one.getAttribute("aria-label") && !one.querySelector("title")?.textContent).length"""
HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3")].map((one) => Number(one.tagName[1]))"""
LOST_LINKS = """() => [...document.querySelectorAll("a[href^='#']")]
  .filter((one) => !document.getElementById(one.getAttribute("href").slice(1))).map((one) => one.href)"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The chapter of the digits with its atlas beside it, and a comparison of ten groups with the digits."""
    folder = tmp_path_factory.mktemp("pages")
    drawn = chapter(demo(folder=folder, quick=True))
    write_page(folder / "digits-page.html", title="What recurs in digits", lead="Real digits.", chapters=[drawn])
    collection = str(folder / "digits.motif")
    words = ["compare", collection, collection, "--label", "group", "--gold-label", "digit", "--permutations", "99"]
    result = CliRunner().invoke(app, [*words, "--out", str(folder / "compared.html"), "--json"])
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["n"] == 1797
    return {"chapter": folder / "digits-page.html", "comparison": folder / "compared.html"}


@pytest.fixture(params=["chapter", "comparison"])
def path(request, pages):
    return pages[request.param]


@SIZES
@MODES
def test_a_page_fits_and_can_be_read(path, opened, size, mode):
    """Nothing sticks out to the side, and every text stands out from what is behind it by 4.5 to 1."""
    with opened(path, size=size, mode=mode) as page:
        assert is_as_wide_as_its_window(page)
        faint = [(round(ratio, 2), text) for ratio, text in page.evaluate(CONTRASTS) if ratio < 4.5]
        assert faint == []


def test_dark_is_dark(path, opened):
    """The page follows the system."""
    with opened(path, mode="light") as page:
        light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    with opened(path, mode="dark") as page:
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light


@SIZES
def test_pictures_are_there_and_not_magnified(path, opened, size):
    """Each has been decoded, and has at least as many pixels as it is shown with."""
    with opened(path, size=size) as page:
        assert page.evaluate(MAGNIFIED) == []


def test_everything_has_words_and_a_place(path, opened):
    """Alternative text, one title, headings in steps of one, links that lead somewhere, a language and landmarks."""
    with opened(path) as page:
        assert page.evaluate(UNNAMED) == 0
        assert page.evaluate(LOST_LINKS) == []
        levels = page.evaluate(HEADINGS)
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert page.get_attribute("html", "lang") == "en"
        assert page.locator("main").count() == page.locator("nav[aria-label]").count() == 1
        assert page.locator("table").count() == page.locator("table:has(th[scope=col])").count()


def test_the_keyboard_goes_through_the_page(path, opened):
    """The first stop skips to the content; each stop is seen; how it was made unfolds."""
    with opened(path) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        for _ in range(4):
            page.keyboard.press("Tab")
            style = "const s = getComputedStyle(document.activeElement); return s.outlineStyle !== 'none' || s.left"
            assert page.evaluate(f"(() => {{ {style} }})()")
        folded = page.locator("details.made").first
        assert not folded.evaluate("(one) => one.open")
        folded.locator("summary").focus()
        page.keyboard.press("Enter")
        assert folded.evaluate("(one) => one.open")


def test_a_page_needs_no_script(path, opened):
    """Without JavaScript all is there: it is only the atlas that has any."""
    with opened(path, javascript=False) as page:
        assert page.locator("section h2").count() >= 1
        assert page.locator("script").count() == 0
        assert page.locator("main").inner_text().strip()


def test_a_page_prints(path, opened, tmp_path):
    """On paper: several sheets, none wasted, with no contents list at the side."""
    with opened(path) as page:
        page.emulate_media(media="print")
        assert not page.locator("nav").is_visible()
        data = page.pdf(format="A4", prefer_css_page_size=True)
    n_sheets = data.count(b"/Type /Page\n") or data.count(b"/Type /Page ")
    assert 1 <= n_sheets <= 25


def test_the_map_beside_the_page_is_linked(pages, opened):
    """The digits' chapter leads to its atlas, which opens."""
    with opened(pages["chapter"]) as page:
        href = page.locator("ul.links a").get_attribute("href")
    with opened(pages["chapter"].parent / href) as page:
        page.wait_for_selector("#plane[data-ready]")
        assert page.locator("h1").inner_text()
