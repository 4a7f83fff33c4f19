"""The atlas page in a browser: it moves, shows, finds, gathers and saves, and is a picture without JavaScript."""

import csv
import io
import re
from pathlib import Path

import numpy as np
import pytest

from motif.view.atlas import picture_sheets, write_atlas
from tests.browser import PHONE, WIDE, is_as_wide_as_its_window

CORNERS = {"a": (0, 0), "b": (10, 0), "c": (10, 6), "d": (0, 6)}
PAPER = {"light": (250, 248, 243), "dark": (22, 20, 17)}


@pytest.fixture(scope="module")
def square(tmp_path_factory):
    """Four items in the corners, of two regions, with pictures; one is named like a formula, one with an accent."""
    path = tmp_path_factory.mktemp("atlas") / "map.html"
    write_atlas(
        path,
        codes=list(CORNERS.values()),
        labels=[0, 0, 1, -1],
        names=["low", 'high "ones"'],
        ids=list(CORNERS),
        titles=["=1+1", "Amélie", "C <b>", "Dora"],
        words=["first", "second", "third", "fourth"],
        sheets=picture_sheets(np.arange(4)[:, None, None] / 3 * np.ones((4, 8, 8))),
        title="Four films",
        lead="In the corners.",
        kind="film",
    )
    return path


def ready(page):
    page.wait_for_selector("#plane[data-ready]")
    return page


def place(page, item):
    """Where an item lies on the page, worked out from the plane's size: the frame has margins of 4 % and 8 %."""
    box = page.locator("#plane").bounding_box()
    ratio = max((6 / 0.84) / (10 / 0.92), 0.55)
    width = min(box["width"], (box["height"] - 2) / ratio)
    reach_x, reach_y = 10 / (10 / 0.92), 6 / (10 / 0.92 * ratio)
    x, y = CORNERS[item]
    left = box["x"] + box["width"] / 2 + (x / 10 - 0.5) * reach_x * width
    return left, box["y"] + box["height"] / 2 - (y / 6 - 0.5) * reach_y * width * ratio


def draw_around(page, *corners):
    page.mouse.move(*corners[0])
    page.mouse.down()
    for corner in [*corners[1:], corners[0]]:
        page.mouse.move(*corner, steps=4)
    page.mouse.up()


def saved(page):
    with page.expect_download() as waiting:
        page.click("#save")
    text = Path(waiting.value.path()).read_bytes().decode()
    return waiting.value.suggested_filename, list(csv.reader(io.StringIO(text)))


def pixel(page, x, y):
    """A colour of the dots' canvas, at a place of the page."""
    return page.evaluate(
        """([x, y]) => { const canvas = document.getElementById("dots"), box = canvas.getBoundingClientRect();
        const at = [x - box.left, y - box.top].map((v) => Math.round(v * canvas.width / box.width));
        return [...canvas.getContext("2d").getImageData(at[0], at[1], 1, 1).data].slice(0, 3); }""",
        [x, y],
    )


def test_the_pointer_shows_the_item(opened, square):
    """Where it rests on a dot, the card has the picture, the title as text, the words, the region and the id."""
    with opened(square) as page:
        ready(page)
        page.mouse.move(*place(page, "c"))
        page.wait_for_selector("#card:not([hidden])")
        assert page.inner_text("#card-title") == "C <b>"
        assert page.inner_text("#card-words") == "third"
        assert page.inner_text("#card-note") == 'high "ones" · c'
        grey = page.evaluate("[...document.getElementById('tile').getContext('2d').getImageData(4, 4, 1, 1).data]")
        assert grey == [170, 170, 170, 255]
        page.mouse.move(*np.mean([place(page, "a"), place(page, "c")], axis=0))
        assert page.locator("#card").is_hidden()


def test_search_finds_without_accents(opened, square):
    """Titles, words and ids are searched; the matches are counted, listed and lit."""
    with opened(square) as page:
        ready(page)
        page.fill("#query", "amelie")
        page.wait_for_selector("#list li")
        assert page.inner_text("#said") == "1 of 4 films match “amelie”"
        assert page.locator("#list button").all_inner_texts() == ["Amélie\nlow · second"]
        page.press("#query", "Enter")
        page.wait_for_selector("#card:not([hidden])")
        assert page.inner_text("#card-title") == "Amélie"
        page.fill("#query", "nobody")
        page.get_by_text("0 of 4 films match").wait_for()
        assert page.locator("#save").is_hidden()


def test_the_lasso_saves_ids_as_csv(opened, square):
    """Those inside are saved with region and title; what a spreadsheet would run gets an apostrophe."""
    with opened(square, accept_downloads=True) as page:
        ready(page)
        page.click("#lasso")
        (left, low), (right, _) = place(page, "a"), place(page, "b")
        draw_around(page, (left - 9, low - 9), (right + 9, low - 9), (right + 9, low + 9), (left - 9, low + 9))
        assert page.inner_text("#said") == "2 of 4 films in the lasso"
        assert saved(page) == (
            "lasso.csv", [["id", "label", "title"], ["a", "low", "'=1+1"], ["b", "low", "Amélie"]]
        )  # fmt: skip


def test_what_is_saved_is_whole(opened, tmp_path):
    """Regions that begin alike stay two, long titles keep their ends; on the screen both are short."""
    names = ["x" * 60 + end for end in "ab"]
    titles = ["t" * 200, "two\nlines\u202e", "", "u"]
    given = {"codes": list(CORNERS.values()), "labels": [0, 0, 1, 1], "names": names, "ids": list(CORNERS)}
    write_atlas(tmp_path / "map.html", **given, titles=titles, words=["film"] * 4, title="Four")
    with opened(tmp_path / "map.html", accept_downloads=True) as page:
        ready(page)
        page.fill("#query", "film")
        page.wait_for_selector("#list li")
        shown = page.locator("#list bdi").all_inner_texts()
        assert shown == ["t" * 119 + "…", "two lines\\u202e", "film", "u"]
        assert page.locator("#list small").first.inner_text() == "x" * 47 + "… · film"
        rows = saved(page)[1][1:]
        assert [row[1] for row in rows] == [names[0], names[0], names[1], names[1]]
        assert [row[2] for row in rows] == titles


def test_a_touch_that_the_system_takes_over_chooses_nothing(opened, square):
    """A lasso is done when the finger is lifted, not when it is taken away."""
    with opened(square) as page:
        ready(page)
        page.click("#lasso")
        page.evaluate(
            """() => { const plane = document.getElementById("plane"), box = plane.getBoundingClientRect();
            plane.setPointerCapture = () => {};
            const send = (name, x, y) => plane.dispatchEvent(new PointerEvent(name, { pointerId: 7, bubbles: true,
              pointerType: "touch", clientX: box.left + x * box.width, clientY: box.top + y * box.height }));
            send("pointerdown", 0, 0);
            for (const [x, y] of [[1, 0], [1, 1], [0, 1]]) send("pointermove", x, y);
            send("pointercancel", 0, 1);
            for (const [name, x, y] of [["pointerdown", 0, 0], ["pointermove", 0.01, 0.01], ["pointercancel", 0, 0]])
              send(name, x, y); }"""
        )
        assert page.locator("#said").inner_text() == ""
        assert page.locator("#save").is_hidden()


def test_a_damaged_page_stays_a_picture(opened, square, tmp_path):
    """Where the texts cannot be read, the drawing is there and nothing that does not answer."""
    text = square.read_text(encoding="utf-8")
    cut = re.sub(r'(id="texts">.{20}).*?</script>', r"\1</script>", text)
    (tmp_path / "cut.html").write_text(cut, encoding="utf-8")
    with opened(tmp_path / "cut.html") as page:
        with page.expect_console_message(lambda message: "stays a picture" in message.text):
            page.reload()
        assert page.locator(".still svg").first.is_visible()
        assert page.locator("#plane").is_hidden()
        assert page.locator("button:visible").count() == 0


def test_a_region_of_the_table_is_chosen_by_its_name(opened, square):
    """The table's names are buttons; quotes in a name survive the CSV."""
    with opened(square, accept_downloads=True) as page:
        ready(page)
        page.get_by_role("button", name='high "ones"').click()
        assert saved(page)[1][1:] == [["c", 'high "ones"', "C <b>"]]
        page.focus("#plane")
        page.keyboard.press("Escape")
        assert page.locator("#save").is_hidden()


def test_the_keyboard_moves_and_opens(opened, square):
    """Zooming on a corner with arrows and plus, Enter opens what is nearest; Escape lets go."""
    with opened(square) as page:
        ready(page)
        page.focus("#plane")
        for key in ["+", "+", *["ArrowLeft"] * 8, *["ArrowUp"] * 8, "Enter"]:
            page.keyboard.press(key)
        page.wait_for_selector("#card:not([hidden])")
        assert page.inner_text("#card-title") == "Dora"
        page.keyboard.press("Escape")
        page.wait_for_selector("#card", state="hidden")
        page.keyboard.press("0")
        page.wait_for_timeout(50)
        assert pixel(page, *place(page, "a")) != list(PAPER["light"])


def test_all_controls_are_reached_by_tab(opened, square):
    """Search, map and tools come in the order of the page, each with a name."""
    with opened(square) as page:
        ready(page)
        page.focus("#query")
        seen = []
        for _ in range(5):
            page.keyboard.press("Tab")
            seen.append(page.evaluate("document.activeElement.id"))
        assert seen == ["plane", "nearer", "farther", "whole", "lasso"]
        assert page.get_by_role("application", name="Map of 4 films").count() == 1


def test_dragging_moves_the_map(opened, square):
    """What lay under the pointer stays under it."""
    with opened(square) as page:
        ready(page)
        x, y = place(page, "c")
        page.focus("#plane")
        page.mouse.move(x, y)
        page.mouse.wheel(0, -300)
        page.wait_for_timeout(100)
        assert pixel(page, x, y) != list(PAPER["light"])
        page.mouse.down()
        page.mouse.move(x + 20, y - 20, steps=3)
        page.mouse.up()
        page.wait_for_timeout(100)
        assert pixel(page, x + 20, y - 20) != list(PAPER["light"])
        assert pixel(page, x, y) == list(PAPER["light"])


def test_the_page_follows_the_system_while_it_is_open(opened, square):
    """Light and dark are those of the system, also when it changes."""
    with opened(square) as page:
        ready(page)
        empty = np.mean([place(page, "a"), place(page, "c")], axis=0).tolist()
        assert pixel(page, *empty) == list(PAPER["light"])
        page.emulate_media(color_scheme="dark")
        page.wait_for_timeout(100)
        assert pixel(page, *empty) == list(PAPER["dark"])


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("javascript", [True, False], ids=["js", "nojs"])
def test_the_page_fits_its_window(opened, square, size, mode, javascript):
    """At 1280 and 380 px nothing sticks out, in both modes, with and without JavaScript."""
    with opened(square, size=size, mode=mode, javascript=javascript) as page:
        if javascript:
            ready(page)
        box = page.locator("#plane" if javascript else ".still svg").first.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size[0]
        if javascript:
            assert is_as_wide_as_its_window(page)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_without_javascript_it_is_a_picture(opened, square, mode):
    """The drawing of the mode is there with the regions' names and a table; nothing that could be pressed is."""
    with opened(square, mode=mode, javascript=False) as page:
        assert page.locator(f".still .of-{mode}").is_visible()
        assert not page.locator(f".still .of-{'dark' if mode == 'light' else 'light'}").is_visible()
        assert page.locator(".still text", has_text="low").is_visible()
        assert page.locator("table tbody tr").count() == 2
        assert page.locator("button:visible").count() == 0


def test_paper_gets_the_picture(opened, square):
    """In print the drawing takes the moving map's place, light also where the screen is dark."""
    with opened(square, mode="dark") as page:
        ready(page)
        page.emulate_media(media="print")
        assert page.locator(".still .of-light").is_visible()
        assert page.locator("#plane").is_hidden()


def test_a_page_of_many_items_draws_at_once(opened, tmp_path):
    """30,000 items are drawn within a fraction of a second on any machine; typical is 5 ms."""
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 30, size=30_000)
    codes = rng.normal(size=(30_000, 2)) + 5 * rng.normal(size=(30, 2))[labels]
    ids = [f"{i:06d}" for i in range(30_000)]
    write_atlas(tmp_path / "m.html", codes=codes, labels=labels, names=[f"n{i}" for i in range(30)], ids=ids, title="M")
    with opened(tmp_path / "m.html") as page:
        ready(page)
        times = []
        for _ in range(3):
            page.click("#nearer")
            page.wait_for_timeout(60)
            times.append(float(page.get_attribute("#plane", "data-drawn-ms")))
        assert min(times) < 250
