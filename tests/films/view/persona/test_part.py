"""The parts about personas: what they say, and that a page takes them."""

import pytest

from motif.films.study.personas import personas
from motif.films.study.personas.layout import lay_out
from motif.films.view.persona import persona_parts
from motif.view.card import Cards
from motif.view.part import Chapter, Chart, Strips
from motif.view.report import render_page
from tests.films.study.personas.made import found, people


@pytest.fixture(scope="module")
def three():
    """Found personas with how many was chosen, and their map."""
    made = found(n_personas="auto")
    return made, lay_out(made)


def test_all_parts(three):
    """Map, cards, number, stability twice, how far the map holds, who has none; each with a title and a caption."""
    parts = persona_parts(*three)
    assert [type(part) for part in parts] == [Chart, Cards, Chart, Strips, Chart, Strips, Chart]
    assert all(part.title and part.caption for part in parts)
    page = render_page(title="Personas", lead="", chapters=[Chapter("personas", "P", "", parts)])
    assert page.count('class="card"') == 3
    assert page.count('class="face"') == 12


def test_cards(three):
    """A card has the name, the words by role, tiles of typical characters, and stability beside chance."""
    made, _ = three
    cards = next(part for part in persona_parts(made) if isinstance(part, Cards)).cards
    one = next(card for card in cards if "killer" in card.title)
    lines = dict(one.lines)
    assert "kill" in lines["does"]
    assert lines["undergoes"] == "arrest"
    assert one.tiles[0].letters == "M"
    assert one.gauge.value > one.gauge.chance


def test_no_bare_number(three):
    """Every strip has a null, and each persona's stability its chance."""
    figures = [figure for part in persona_parts(*three) if isinstance(part, Strips) for figure in part.figures]
    assert all(figure.null is not None for figure in figures)
    assert all(one.stability_chance is not None for one in three[0].personas)


def test_without_map_and_refits():
    """Where nothing was laid out or measured, the parts that need it are left out."""
    parts = persona_parts(found(n_refits=0))
    assert [type(part) for part in parts] == [Cards, Chart]


def test_hostile_names():
    """Names and titles that look like markup are shown, not obeyed."""
    held = people()
    hostile = held.with_column("name", ["<script>alert(1)</script>"] * held.n_items)
    parts = persona_parts(personas(hostile.with_column("film_title", ["<b>"] * held.n_items), n_personas=3, n_refits=0))
    page = render_page(title="P", lead="", chapters=[Chapter("p", "P", "", parts)])
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "&lt;b&gt;" in page
