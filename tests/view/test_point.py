"""Dots lie where their numbers are, on even and on logarithmic axes, and names lie over no other."""

import math
import re
from xml.etree import ElementTree

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.view.point import Axis, Trace, points
from motif.view.svg import require_passive

SVG = "{http://www.w3.org/2000/svg}"
ACROSS, UP = Axis("rank", is_log=True), Axis("videos", is_log=True)


def dots(svg):
    """Return x in per cent and y in px of each dot."""
    return [
        (float(dot.get("cx").rstrip("%")), float(dot.get("cy")))
        for dot in ElementTree.fromstring(svg).iter(f"{SVG}circle")
    ]


def texts(svg):
    return [text.text for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_equal_ratios_lie_equally_far_apart():
    """1, 10 and 100 on both axes are on a straight line, the rarest at the foot."""
    (x1, y1), (x2, y2), (x3, y3) = dots(points([1, 10, 100], [100, 10, 1], across=ACROSS, up=UP))
    assert (x1, x3) == (9, 97)
    assert math.isclose(x2 - x1, x3 - x2, abs_tol=0.02)
    assert math.isclose(y2 - y1, y3 - y2, abs_tol=0.02)
    assert y3 > y1


def test_even_axes_keep_their_ends():
    """Ends that are given hold, whatever the numbers."""
    across, up = Axis("said", low=0.0, high=1.0), Axis("right", low=0.0, high=1.0)
    svg = points([0.25, 0.5], [0.5, 0.5], across=across, up=up)
    assert [x for x, _ in dots(svg)] == [31, 53]
    assert {"0", "0.2", "0.4", "0.6", "0.8", "1"} <= set(texts(svg))


@pytest.mark.parametrize(
    ("numbers", "ticks"),
    [((1, 1000), {"1", "10", "100", "1,000"}), ((3, 40), {"3", "10", "30"}), ((1, 10**6), {"1", "100", "10k", "1M"}),
     ((0.001, 1), {"0.001", "0.01", "0.1", "1"})],
)  # fmt: skip
def test_ticks_of_a_logarithmic_axis_are_round(numbers, ticks):
    """Powers of ten; threes too where there are few of them; every second where there are many."""
    assert ticks <= set(texts(points(numbers, [1, 2], across=ACROSS, up=UP)))


def test_one_number_has_an_axis_too():
    """It lies in the middle."""
    assert dots(points([5], [5], across=ACROSS, up=Axis("y")))[0][0] == 53


def test_what_a_dot_is_is_said_to_the_pointer_and_beside_it():
    """A title for each, a word for those that are named."""
    svg = points([1, 100], [5, 1], across=ACROSS, up=UP, titles=["Game: 5", "Car & co"], named=[1])
    assert svg.count("<title>") == 2
    assert texts(svg).count("Car & co") == 1
    assert "Game: 5" not in texts(svg)
    require_passive(svg)


def test_names_lie_over_no_other():
    """Of many at one place only those that find room."""
    svg = points([1] * 60 + [2], [1] * 60 + [2], across=ACROSS, up=UP, titles=[f"name {n:02}" for n in range(61)],
                 named=[*range(61)])  # fmt: skip
    words = [one for one in ElementTree.fromstring(svg).iter(f"{SVG}text") if one.text.startswith("name")]
    boxes = [(float(one.get("dx")), float(one.get("y"))) for one in words if one.get("x") == "9%"]
    assert 5 < len(boxes) < 60
    assert all(abs(a[0] - b[0]) > 20 or abs(a[1] - b[1]) >= 17 for at, a in enumerate(boxes) for b in boxes[:at])


def test_traces_are_lines_with_names():
    """What was measured in the accent, what it stands beside dashed."""
    chance = Trace("chance", np.array([1.0, 10.0, 100.0]), np.array([1.0, 2.0, 3.0]))
    told = Trace("told", np.array([1.0, 100.0]), np.array([3.0, 4.0]), is_result=True)
    svg = points([1, 100], [1, 4], across=ACROSS, up=Axis("AP"), traces=[chance, told])
    assert len(re.findall("stroke-dasharray", svg)) == 2
    assert {"chance", "told"} <= set(texts(svg))


@pytest.mark.parametrize(
    ("x", "y", "says"),
    [([0, 1], [1, 1], "above 0"), ([1, np.nan], [1, 1], "finite"), ([], [], "one number each"), ([1, 2], [1], "y")],
)
def test_what_cannot_be_drawn_is_refused(x, y, says):
    """With the axis."""
    with pytest.raises(InputError, match=says):
        points(x, y, across=ACROSS, up=Axis("y"))


def test_titles_must_be_as_many_as_dots():
    """Both numbers are told."""
    with pytest.raises(InputError, match="titles"):
        points([1, 2], [1, 2], across=ACROSS, up=UP, titles=["one"])
