"""SVG is escaped where it is written, and refused where it could run or fetch."""

import pytest

from motif.core.errors import InputError
from motif.view.svg import element, percent, px, require_passive, written


def test_element_escapes_its_attributes():
    """A quote, a bracket and a control character in an attribute do no harm."""
    assert element("rect", id='a"><script>\x00') == '<rect id="a&quot;&gt;&lt;script&gt;\\x00"/>'


def test_written_text_is_escaped():
    """Text stays text."""
    assert element("text", written("</text><script>\u202e")) == "<text>&lt;/text&gt;&lt;script&gt;\\u202e</text>"


def test_names_of_attributes():
    """Underscores become dashes, a trailing one is Python's, None leaves the attribute out."""
    assert element("g", class_="a", fill_opacity=0.5, stroke=None) == '<g class="a" fill-opacity="0.5"/>'


def test_numbers_are_short():
    """Lengths have two decimals at most and no negative zero."""
    assert (px(3.14159), px(-0.001), px(10), percent(0.123456)) == ("3.14", "0", "10", "12.35%")


@pytest.mark.parametrize(
    "inside",
    [
        "<rect width='1' height='1'/>",
        "<a/>".replace("a", "circle"),
        "<use href='#dot'/>",
        "<image href='data:image/png;base64,AAAA'/>",
        "<g style='fill: var(--ink, #000)' clip-path='url(#clip)'/>",
        """<rect fill="url('#a')" stroke="url( #b )"/>""",
        "<text>javascript: is only a word</text>",
    ],
)
def test_passive_drawings_pass(inside):
    """What only draws passes."""
    require_passive(f"<svg xmlns='http://www.w3.org/2000/svg'>{inside}</svg>")


@pytest.mark.parametrize(
    ("svg", "said"),
    [
        ("<svg><script/></svg>", "'script' element"),
        ("<svg><foreignObject/></svg>", "'foreignObject' element"),
        ("<svg><a href='#x'/></svg>", "'a' element"),
        ("<svg><style>*{color:red}</style></svg>", "'style' element"),
        ("<svg><animate/></svg>", "'animate' element"),
        ("<svg onload='x()'/>", "attribute onload"),
        ("<svg><g ONCLICK='x()'/></svg>", "attribute ONCLICK"),
        ("<svg><image href='https://example.org/a.png'/></svg>", "attribute href"),
        ("<svg xmlns:l='http://www.w3.org/1999/xlink'><use l:href='other.svg#a'/></svg>", "attribute href"),
        ("<svg><image href='data:image/svg+xml;base64,AAAA'/></svg>", "attribute href"),
        ("<svg><rect fill='url(https://example.org/a)'/></svg>", "attribute fill"),
        ("<svg><rect style='background: URL( \"x.png\")'/></svg>", "attribute style"),
        ("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>", "without declarations"),
        ("<?xml version='1.0'?><svg/>", "without declarations"),
        ("<svg><!--><img src='x' onerror='alert(1)'/>--></svg>", "without declarations or comments"),
        ("<svg><text><![CDATA[<b>]]></text></svg>", "without declarations or comments"),
        (r"<svg><rect style='fill:u\72l(http://example.org/a)'/></svg>", "attribute style"),
        ("""<svg><rect fill="url('x.svg#a')"/></svg>""", "attribute fill"),
        ("<svg><g></svg>", "not well-formed"),
        ("<svg/><svg/>", "not well-formed"),
        ("<html/>", "not 'html'"),
    ],
)
def test_active_drawings_are_refused(svg, said):
    """What could run, fetch, or style the rest of the page is refused, and the message names it."""
    with pytest.raises(InputError, match=said):
        require_passive(svg)
