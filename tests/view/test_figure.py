"""Bars start at zero, are sorted, and carry their numbers."""

import re
from xml.etree import ElementTree

import pytest

from motif.core.errors import InputError
from motif.view.figure import bars, beside_chance
from motif.view.svg import require_passive

SVG = "{http://www.w3.org/2000/svg}"


def drawn(svg):
    root = ElementTree.fromstring(svg)
    rects = [(rect.get("x"), rect.get("width")) for rect in root.iter(f"{SVG}rect")]
    lines = [(line.get("x1"), line.get("x2")) for line in root.iter(f"{SVG}line")]
    return rects, lines, [text.text for text in root.iter(f"{SVG}text")]


def test_bars_by_hand():
    """The longest bar fills the width, the others their share, in order of value."""
    rects, _, texts = drawn(bars(["a", "b", "c"], [1, 4, 2]))
    assert rects == [("0%", "100%"), ("0%", "50%"), ("0%", "25%")]
    assert texts == ["b", "4", "c", "2", "a", "1"]


def test_bars_of_a_scale_keep_their_order():
    """As classes from low to high want."""
    drawn = bars(["low", "middle", "high"], [1, 5, 3], in_order=True)
    assert drawn.index(">low<") < drawn.index(">middle<") < drawn.index(">high<")


def test_negative_bars_go_to_the_left():
    """Zero lies where it belongs when there are negative numbers."""
    rects, _, texts = drawn(bars(["a", "b"], [-1.0, 3.0], unit="dB"))
    assert rects == [("25%", "75%"), ("0%", "25%")]
    assert texts[1] == "3 dB"


def test_intervals_and_reference():
    """Intervals widen the axis, and the reference is drawn through each bar with its name below."""
    rects, lines, texts = drawn(bars(["a"], [0.5], intervals=[(0.25, 1.0)], reference=("chance", 0.1)))
    assert rects == [("0%", "50%")]
    assert lines == [("25%", "100%"), ("10%", "10%")]
    assert texts[-1] == "chance 0.10"


def test_hostile_names_are_shown():
    """A name cannot end the drawing, and a long one is cut."""
    svg = bars(["</text><script>\u202e" + "x" * 1000], [1])
    require_passive(svg)
    assert len(drawn(svg)[2][0]) <= 32


def test_all_zero():
    """Bars of nothing have no length."""
    assert drawn(bars(["a", "b"], [0, 0]))[0] == [("0%", "0%"), ("0%", "0%")]


@pytest.mark.parametrize(
    ("names", "values", "intervals", "said"),
    [
        (["a"], [1, 2], None, "names: 1 given, 2 expected"),
        ([], [], None, "values must be one number for each bar"),
        (["a"], [float("nan")], None, "must be finite"),
        (["a"], [1], [(0, 1), (0, 1)], "intervals must have shape"),
    ],
)
def test_wrong_bars_are_refused(names, values, intervals, said):
    """What does not fit together is refused in one line."""
    with pytest.raises(InputError, match=said):
        bars(names, values, intervals=intervals)


def test_dots_keep_their_order_and_lie_on_their_chance():
    """Rows are not sorted; a band reaches from the low to the high end of chance, the dot lies at the value."""
    svg = beside_chance(["two", "three"], [0.25, 1.0], [(0.1, 0.2), (0.0, 0.5)], chosen=1, unit="share")
    rects, _, texts = drawn(svg)
    assert rects == [("10%", "10%"), ("0%", "50%")]
    assert texts == ["two", "0.25", "three", "1.00", "0.00", "share → 1.00", "chance"]
    assert re.findall(r'<circle cx="([^"]+)"[^>]* r="([^"]+)"', svg) == [("25%", "4"), ("100%", "5")]


def test_dots_without_chance_are_refused():
    """One band for each row."""
    with pytest.raises(InputError, match="intervals must have shape"):
        beside_chance(["a", "b"], [1, 2], [(0, 1)])
