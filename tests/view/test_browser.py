"""Pages in a browser: the demo's and a comparison's, wide and narrow, light and dark, printed, without JavaScript."""

import io
import json
import shutil
import subprocess
from itertools import pairwise, product

import numpy as np
import pytest
from PIL import Image
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
  const numbers = (text) => (text.match(/[\\d.]+(?:e-?\\d+)?/g) || []).map(Number);
  const rgb = (text) => text.startsWith("color(srgb ")  // what a mixed colour is computed to: parts of 1
    ? numbers(text).map((v, i) => (i < 3 ? 255 * v : v)) : numbers(text);
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
    const before = node.previousElementSibling;
    const disc = before?.tagName === "circle" ? before.getBoundingClientRect() : null;
    const dot = disc && disc.left < box.left && box.right < disc.right ? before : null;  // a number on a dot
    const colour = rgb(node.closest("svg") ? style.fill : style.color);
    const ground = dot ? rgb(getComputedStyle(dot).fill) : behind(node);
    const [light, dark] = [luminance(colour), luminance(ground)].sort((a, b) => b - a);
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


STICKS_OUT = """() => [...document.querySelectorAll("body *")].filter((one) =>
  one.getBoundingClientRect().right > innerWidth + 1 && !one.closest("svg, .skip")).map((one) => one.tagName)"""
UNTITLED = """() => [...document.querySelectorAll("figure.plate")]
  .filter((one) => !one.querySelector("h3.finding")?.textContent.trim()).map((one) => one.id)"""
STOPS = """() => [...document.querySelectorAll("a[href], summary, [tabindex='0']")].length"""
FOCUSED = """() => { const one = document.activeElement, style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return [one.tagName, ringed && box.width > 0 && box.left >= 0 && box.bottom > 0]; }"""
A4_INSIDE = (673, 900)  # 210 mm less two margins of 16 mm, at 96 px an inch


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


@pytest.fixture(scope="module")
def whole_demo(tmp_path_factory):
    """The folder that `motif demo --quick` leaves."""
    folder = tmp_path_factory.mktemp("demo")
    result = CliRunner().invoke(app, ["demo", "--quick", "--out", str(folder)])
    assert result.exit_code == 0, result.stderr
    return folder


@pytest.fixture(params=["chapter", "comparison"])
def path(request, pages):
    return pages[request.param]


def test_a_page_fits_and_can_be_read(path, opened):
    """Wide and narrow, light and dark: nothing sticks out, and every text stands out from its ground by 4.5 to 1."""
    papers = set()
    with opened(path) as page:
        for (width, height), mode in product((WIDE, PHONE), ("light", "dark")):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=mode)
            assert is_as_wide_as_its_window(page), (width, mode)
            faint = [(round(ratio, 2), text) for ratio, text in page.evaluate(CONTRASTS) if ratio < 4.5]
            assert faint == [], (width, mode)
            papers.add((mode, page.evaluate("getComputedStyle(document.body).backgroundColor")))
    assert len(papers) == len({paper for _, paper in papers}) == 2


def test_pictures_are_there_and_not_magnified(path, opened):
    """Each has been decoded, and has at least as many pixels as it is shown with, wide and narrow."""
    with opened(path) as page:
        assert page.evaluate(MAGNIFIED) == []
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
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
        stops = [page.evaluate(FOCUSED)]
        for _ in range(page.evaluate(STOPS) - 1):
            page.keyboard.press("Tab")
            stops.append(page.evaluate(FOCUSED))
        assert all(seen for _, seen in stops), stops
        assert [tag for tag, _ in stops].count("SUMMARY") == page.locator("summary").count()
        assert [tag for tag, _ in stops].count("DIV") == page.locator(".scroll").count()
        folded = page.locator("details.made").first
        assert not folded.evaluate("(one) => one.open")
        folded.locator("summary").focus()
        page.keyboard.press("Enter")
        assert folded.evaluate("(one) => one.open")
        page.keyboard.press("Enter")
        assert not folded.evaluate("(one) => one.open")


def test_plates_are_titled_and_contents_lead_to_chapters(path, opened):
    """Each plate has its finding above it; a press in the contents brings the chapter to the top."""
    with opened(path) as page:
        assert page.evaluate(UNTITLED) == []
        for link in page.locator("nav a").all():
            link.click()
            top = page.locator(f"{link.get_attribute('href')} h2").bounding_box()["y"]
            assert 0 <= top < WIDE[1] / 2


def test_ink_is_drawn_in_light_on_dark_pages(pages, opened):
    """The paper of a sheet is that of the page in both modes; what is drawn stands out from it."""
    for mode in ("light", "dark"):
        with opened(pages["chapter"], mode=mode) as page:
            paper = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
            shot = Image.open(io.BytesIO(page.locator(".gallery img.ink").first.screenshot())).convert("RGB")
            assert shot.getpixel((0, 0)) == tuple(paper)
            assert np.ptp(np.asarray(shot).astype(int), axis=(0, 1)).max() > 100


def test_a_page_needs_no_script(path, opened):
    """Without JavaScript all is there, and what is folded unfolds: it is only the atlas that has any."""
    with opened(path, javascript=False) as page:
        assert not page.locator("details.made dd").first.is_visible()
        page.locator("details.made summary").first.click()
        assert page.locator("details.made dd").first.is_visible()
        assert page.locator("section h2").count() >= 1
        assert page.locator("script").count() == 0
        assert page.locator("main").inner_text().strip()


def test_a_page_prints(path, opened, tmp_path):
    """On paper: several sheets, none wasted, with no contents list at the side."""
    with opened(path, size=A4_INSIDE, mode="dark") as page:
        page.emulate_media(media="print")
        assert not page.locator("nav").is_visible()
        assert page.evaluate(STICKS_OUT) == []
        assert page.locator("details.made dd").first.is_visible()
        assert [text for ratio, text in page.evaluate(CONTRASTS) if ratio < 4.5] == []
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


@pytest.mark.slow
@MODES
@SIZES
def test_the_whole_demo_page(whole_demo, opened, size, mode):
    """The chapters of all wings together: wide enough, readable, sharp, told in words, linked to what is there."""
    with opened(whole_demo / "index.html", size=size, mode=mode) as page:
        assert is_as_wide_as_its_window(page)
        assert [text for ratio, text in page.evaluate(CONTRASTS) if ratio < 4.5] == []
        assert page.evaluate(MAGNIFIED) == page.evaluate(LOST_LINKS) == []
        assert page.evaluate(UNNAMED) == 0
        levels = page.evaluate(HEADINGS)
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        beside = [link.get_attribute("href") for link in page.locator("ul.links a").all()]
        assert all((whole_demo / name).is_file() for name in beside)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext to read what was printed")
def test_the_printed_demo_has_all_words(whole_demo, opened, tmp_path):
    """Each heading, caption and cell can be read on paper, how it was made too."""
    words = "() => [...document.querySelectorAll('h1, h2, h3, figcaption, .verdict, td, dt')].map((e) => e.textContent)"
    with opened(whole_demo / "index.html") as page:
        told = [text for text in page.evaluate(words) if text.strip()]
        (tmp_path / "page.pdf").write_bytes(page.pdf(format="A4"))
    said = subprocess.run(["pdftotext", "-raw", tmp_path / "page.pdf", "-"], capture_output=True, text=True, check=True)
    printed = "".join(said.stdout.split())
    missing = [text for text in told if "".join(text.split())[:30] not in printed]
    assert len(missing) <= len(told) // 100  # what a sheet's end parts is found in two places
