"""Results stand between chance and the best that is possible, on one axis from 0 to 1."""

from xml.etree import ElementTree

import pytest

from motif.core.errors import InputError
from motif.view.limit import Limited, between
from motif.view.svg import require_passive

SVG = "{http://www.w3.org/2000/svg}"
SIGHT = Limited("sight", 0.5, (0.4, 0.6), (0.1, 0.2), 0.8)
OTHER = Limited("other", 0.25, None, (0.1, 0.2))


def of(svg, kind):
    return [*ElementTree.fromstring(svg).iter(f"{SVG}{kind}")]


def test_each_mark_is_at_its_number():
    """Dot, band of chance, interval, best; a row without a best has none."""
    svg = between([SIGHT, OTHER], unit="GAP")
    assert [dot.get("cx") for dot in of(svg, "circle")] == ["50%", "25%"]
    assert [(band.get("x"), band.get("width")) for band in of(svg, "rect")] == [("10%", "10%")] * 2
    ends = [(line.get("x1"), line.get("x2")) for line in of(svg, "line")]
    assert ends == [("0%", "100%"), ("80%", "80%"), ("40%", "60%"), ("0%", "100%")]
    require_passive(svg)


def test_marks_and_numbers_are_said_in_words():
    """What the band and the bar are, above the first row; each result beside the best."""
    said = [text.text for text in of(between([SIGHT, OTHER], unit="GAP"), "text")]
    assert {"chance", "best possible", "0.50 of 0.80", "0.25", "GAP → 1"} <= set(said)


def test_a_trivial_answer_goes_through_all_rows():
    """With its name and number."""
    svg = between([SIGHT, OTHER], unit="GAP", trivial=("popularity", 0.3))
    assert sum(line.get("x1") == "30%" for line in of(svg, "line")) == 2
    assert "thin line: popularity 0.30" in [text.text for text in of(svg, "text")]


def test_chance_that_does_not_vary_is_still_seen():
    """As a thin band."""
    assert of(between([Limited("a", 0.5, None, (0.1, 0.1))], unit="GAP"), "rect")[0].get("width") == "0.4%"


def test_numbers_beyond_the_axis_are_refused():
    """And so is a drawing of nothing."""
    with pytest.raises(InputError, match="'a'"):
        Limited("a", 1.2, None, (0.1, 0.1))
    with pytest.raises(InputError, match="at least one"):
        between([], unit="GAP")
