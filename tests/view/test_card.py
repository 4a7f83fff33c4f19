"""Cards refuse what could not be shown, and a page shows them escaped."""

import pytest

from motif.core.errors import InputError
from motif.view.card import Card, Cards, Gauge, Tile
from motif.view.part import Chapter
from motif.view.report import render_page
from motif.view.svg import require_passive


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Tile("", "Ash"), "one to four letters, not ''"),
        (lambda: Tile("LETTER", "Ash"), "one to four letters"),
        (lambda: Gauge(1.5, 0, "found again"), "value must be"),
        (lambda: Gauge(0.5, -1, "found again"), "chance must be"),
        (lambda: Card(" "), "title must be words"),
        (lambda: Cards(()), "at least one card"),
    ],
)
def test_refusals(make, said):
    """What is no tile, no share, no title or no card is refused."""
    with pytest.raises(InputError, match=said):
        make()


def test_gauge():
    """The gauge draws the value as a dot beyond the bar of chance, and says both in words."""
    gauge = Gauge(0.8, 0.05, "found again")
    svg = gauge.svg("red")
    require_passive(svg)
    assert 'cx="80%"' in svg
    assert 'width="5%"' in svg
    assert gauge.text == "found again 0.80, by chance 0.05"


def test_colours_go_by_rank():
    """The eight largest have colours of their own, the others the grey of all others."""
    assert Card("a", rank=0).colour != Card("a", rank=7).colour
    assert Card("a", rank=8).colour == Card("a").colour


def test_on_a_page():
    """A page shows title, lines, tiles and gauge, all escaped."""
    tile = Tile("A", "<b>Ash</b>", "Alien")
    card = Card(
        "kill <i>", "2 characters", "7", (("does", "kill & flee"),), (tile,), 0, Gauge(0.8, 0.05, "found again")
    )
    page = render_page(title="P", lead="", chapters=[Chapter("a", "A", "", (Cards((card,), "All.", "One."),))])
    assert "kill &lt;i&gt;" in page
    assert "kill &amp; flee" in page
    assert "&lt;b&gt;Ash&lt;/b&gt;" in page
    assert 'aria-label="found again 0.80, by chance 0.05"' in page
    assert "<script" not in page
