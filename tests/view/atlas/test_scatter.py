"""A map puts items where they lie, names its regions, and shows the item itself."""

from collections import Counter
from xml.etree import ElementTree

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.view.atlas import Sheet, scatter_map
from motif.view.part import Chart, Picture

SVG = "{http://www.w3.org/2000/svg}"


def dots(svg):
    """Each group of dots as its colour and its places in %."""
    groups = [group for group in ElementTree.fromstring(svg).iter(f"{SVG}g") if group.get("fill")]
    found = []
    for group in groups:
        places = [(float(c.get("cx")[:-1]), float(c.get("cy")[:-1])) for c in group.iter(f"{SVG}circle")]
        found.append((group.get("fill"), places))
    return found


def clouds(n_regions, n_items=40, seed=0):
    rng = np.random.default_rng(seed)
    labels = np.repeat(np.arange(n_regions), n_items)
    return rng.normal(size=(len(labels), 2)) + 6 * rng.normal(size=(n_regions, 2))[labels], labels


def test_places_by_hand():
    """The corners lie inside the margins, up is up, and both axes have one scale."""
    svg = scatter_map([[0, 0], [10, 0], [10, 10], [0, 10]], [0, 0, 0, 0], ["square"])
    ((_, places),) = dots(svg)
    assert places[0] == (4, 92)
    assert places[2] == (96, 8)
    ratio = 0.92 / 0.84  # of height and width, so that a square stays one within its margins
    assert f"aspect-ratio: {1 / ratio:.2f}" in svg


def test_long_clouds_keep_their_shape():
    """A cloud four times as wide as high is drawn so."""
    svg = scatter_map([[0, 0], [40, 0], [40, 10], [0, 10]], [0, 0, 0, 0], ["wide"])
    ((_, places),) = dots(svg)
    shape = ElementTree.fromstring(svg).get("style").split(";")[0].partition(":")[2]
    width = places[1][0] - places[0][0]
    height = (places[0][1] - places[3][1]) / float(shape)
    assert width / height == pytest.approx(4, rel=0.01)


def test_eight_colours_then_grey():
    """The eight largest regions have a colour each, the others and the unassigned are grey; all are named."""
    codes, labels = clouds(11)
    labels = labels.copy()
    labels[labels == 10] = -1
    svg = scatter_map(codes, labels, [f"region {i}" for i in range(10)])
    colours = Counter(colour for colour, _ in dots(svg))
    assert colours["var(--other, #6f6a61)"] == 3
    assert len(colours) == 9
    assert sum(f">region {i}</text>" in svg for i in range(10)) == 10


def test_the_largest_region_is_first():
    """Colours go by size, not by the number of the label."""
    svg = scatter_map([[0, 0], [1, 1], [2, 2], [3, 1]], [0, 1, 1, 1], ["small", "large"])
    assert [(colour, len(places)) for colour, places in dots(svg)] == [
        ("var(--category-1, #2e62e0)", 3),
        ("var(--category-2, #7d2f08)", 1),
    ]


def test_region_holds_half_of_its_items():
    """A region is the hull of the nearer half: an item far away does not stretch it."""
    ring = [[np.cos(a), np.sin(a)] for a in np.linspace(0, 6, 20)]
    svg = scatter_map([*ring, [50, 50]], [0] * 21, ["ring"])
    polygon = next(ElementTree.fromstring(svg).iter(f"{SVG}polygon"))
    corners = np.array([[float(v) for v in pair.split(",")] for pair in polygon.get("points").split()])
    assert corners[:, 0].max() < 200  # of 1,000; the far item lies at 960


def test_names_do_not_overlap():
    """Ten names on one heap find places of their own."""
    labels = np.repeat(np.arange(10), 12)
    codes = np.random.default_rng(1).normal(size=(120, 2))
    svg = scatter_map(codes, labels, [f"mostly {i}" for i in range(10)])
    shape = float(ElementTree.fromstring(svg).get("style").split(";")[0].partition(":")[2])
    boxes = []
    for text in ElementTree.fromstring(svg).iter(f"{SVG}text"):
        x = 320 * float(text.get("x")[:-1]) / 100 + float(text.get("dx"))
        y = 320 / shape * float(text.get("y")[:-1]) / 100 + float(text.get("dy"))
        boxes.append((x, y))
    apart = [abs(a[0] - b[0]) >= 58 or abs(a[1] - b[1]) >= 17.9 for i, a in enumerate(boxes) for b in boxes[:i]]
    assert len(boxes) == 10
    assert all(apart)


def test_what_the_pointer_finds():
    """Each item has its tile and its title, hidden until the pointer rests on it."""
    sheet = Sheet(Picture(b"png", "image/png", "tiles"), width=28, height=28, n_columns=2, n_rows=2)
    svg = scatter_map([[0, 0], [1, 1], [2, 0]], [0, 0, 0], ["a"], titles=["one", "two", "<three>\u202e"], sheet=sheet)
    root = ElementTree.fromstring(svg)
    tips = [node for node in root.iter(f"{SVG}g") if node.get("class") == "tip"]
    assert [tip.get("display") for tip in tips] == ["none"] * 3
    assert [tip.find(f"{SVG}text").text for tip in tips] == ["one", "two", "<three>\\u202e"]
    assert [tip.find(f"{SVG}svg").get("viewBox") for tip in tips] == ["0 0 28 28", "28 0 28 28", "0 28 28 28"]
    used = {node.get("href") for node in root.iter(f"{SVG}use")}
    assert used == {f"#{sheet.id}"}
    assert next(root.iter(f"{SVG}image")).get("id") == sheet.id
    Chart(svg, "", "A map")


def test_large_maps_answer_for_some():
    """Above 3,000 items only some answer the pointer, evenly chosen; all are drawn."""
    codes = np.random.default_rng(0).normal(size=(7000, 2))
    svg = scatter_map(codes, np.zeros(7000, int), ["all"], titles=[str(i) for i in range(7000)])
    assert svg.count('class="tip"') == 2334
    assert sum(len(places) for _, places in dots(svg)) == 7000


@pytest.mark.parametrize("codes", [[[3, 3]], [[1, 1]] * 20, [[i, 0] for i in range(20)], [[i, i] for i in range(20)]])
def test_degenerate_clouds_are_drawn(codes):
    """One item, one place, one line: no region, but dots on the map."""
    svg = scatter_map(codes, [0] * len(codes), ["a"])
    assert "<polygon" not in svg
    assert all(0 <= v <= 100 for _, places in dots(svg) for place in places for v in place)


def test_same_input_same_map():
    """Drawing twice gives equal text, and the arguments stay as they were."""
    codes, labels = clouds(4)
    before = codes.copy()
    assert scatter_map(codes, labels, list("abcd")) == scatter_map(codes, labels, list("abcd"))
    assert (codes == before).all()


SMALL = Sheet(Picture(b"png", "image/png", "tiles"), width=8, height=8, n_columns=1, n_rows=1)


@pytest.mark.parametrize(
    ("codes", "labels", "more", "said"),
    [
        ([[0, 1, 2]], [0], {}, "codes must have shape"),
        ([[0, np.nan]], [0], {}, "NaN or infinite"),
        ([[0, 1]], [0.5], {}, "labels must be one whole number"),
        ([[0, 1]], [0, 0], {}, "labels: 2 given, 1 expected"),
        ([[0, 1], [1, 0]], [0, 7], {}, "these have none: 7"),
        ([[0, 1]], [0], {"titles": ["a", "b"]}, "titles: 2 given, 1 expected"),
        ([[0, 1], [1, 0]], [0, 0], {"sheet": SMALL}, "the sheet holds 1 tiles, fewer than the 2 items"),
    ],
)
def test_wrong_maps_are_refused(codes, labels, more, said):
    """What does not fit together is refused in one line."""
    with pytest.raises(InputError, match=said):
        scatter_map(codes, labels, ["a"], **more)


def test_a_sheet_is_named_once_for_all_tips(monkeypatch):
    """However many items, the bytes of their image are digested when the sheet is made and never again."""
    from motif.view.atlas import sheet as sheets

    sheet = Sheet(Picture(b"tiles", "image/png", "All"), width=8, height=8, n_columns=4, n_rows=1)
    monkeypatch.setattr(sheets, "bytes_digest", None)
    assert scatter_map([[0, 0], [1, 1], [2, 0]], [0, 0, 0], ["all"], sheet=sheet).count(f'"#{sheet.id}"') == 3


def test_no_more_names_than_there_is_room_for():
    """Of a hundred regions on one heap the largest are named, at most sixty; all are drawn."""
    codes, labels = clouds(100, n_items=10)
    for name, most in (("n", 60), ("a name of 24 characters", 40)):
        svg = ElementTree.fromstring(scatter_map(codes, labels, [f"{i} {name}" for i in range(100)]))
        named = [int(node.text.split()[0]) for node in svg.iter() if node.tag.endswith("text")]
        assert named == sorted(named)
        assert 8 <= len(named) <= most
        assert max(named) < 60
        assert sum(node.tag.endswith("polygon") for node in svg.iter()) == 100


def test_few_items_have_larger_dots():
    """Two px of a dot are hard to see where nothing stands around it."""
    for n_items, radius in ((12, 5), (300, 3), (501, 2)):
        codes = np.random.default_rng(0).normal(size=(n_items, 2))
        assert scatter_map(codes, [0] * n_items, ["all"]).count(f'r="{radius}"') == n_items
