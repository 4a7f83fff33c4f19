"""What is known of films and of characters comes on one page."""

import json

import pytest

from motif.collection import Collection
from motif.core.errors import InputError
from motif.core.record import RunRecord
from motif.films.collection.character import Character, character_collection
from motif.films.study.personas import personas
from motif.films.study.show import show
from motif.films.view.page import chapters
from tests.films.people import films, people


def test_films_are_counted_by_decade_genre_and_length():
    """A decade without films is there too; countries of one film are not told."""
    found = show(films())
    assert found.facts["films"] == 3
    assert (found.facts["with_plot"], found.facts["words_in_plots"], found.facts["with_year"]) == (2, 8, 2)
    assert found.counts["decades"] == {"1930s": 1, "1940s": 0, "1950s": 1}
    assert found.counts["genres"] == {"crime": 2}
    assert found.counts["lengths"] == {"below 50": 2}
    assert "countries" not in found.counts
    assert [film.n_cast for film in found.films] == [2, 0, 1]


def test_the_ledger_and_the_drops_are_told():
    """As the gathering left them."""
    found = show(films())
    assert found.dropped == {"no_title": 1}
    assert found.ledger.n_gathered == 4
    assert show(people()).ledger is None
    assert show(people()).dropped == {"other_language": 1, "no_plot": 1}


def test_characters_come_by_film_the_most_mentioned_first():
    """Films of whose characters most is said come first: eight words, five, three."""
    found = show(people())
    assert [cast.title for cast in found.casts] == ["Night Keys", "Night Keys Return", "The Well"]
    assert [card.name for card in found.casts[0].cards] == ["Odile Garnier", "Inspector Moreau"]
    assert found.facts["words"] == 14
    assert found.facts["with_three_words"] == 3
    assert found.counts["roles"] == {"agent": 11, "patient": 1, "attribute": 1, "possession": 1}
    assert found.words["agent"][0] == ("follow", 2)


def test_shares_of_the_mentions_stand_beside_chance():
    """Of three films 6 of 8, 1 of 2 and 3 of 4 mentions: 0.667 on average."""
    first, second, third = show(people()).figures
    assert first.value == pytest.approx((0.75 + 0.5 + 0.75) / 3)
    assert second.value == pytest.approx((0.25 + 0.5 + 0.25) / 3)
    assert third.value == 0
    assert first.trivial == {"all_alike": 0.5}


def test_characters_of_no_known_film_are_no_cast():
    """They are characters, and neither a film nor rivals for its mentions."""
    strays = [Character(f"c{n}", f"C{n}", "", {"agent:run": 1}, n_mentions=9) for n in range(5)]
    cast = [Character(f"f:{name}", name, "f", {"agent:run": 1}, n_mentions=3) for name in "ab"]
    found = show(character_collection([*strays, *cast], record=RunRecord("demo")))
    assert (found.facts["characters"], found.facts["films"]) == (7, 1)
    assert (found.figures[0].value, found.figures[0].n) == (0.5, 1)


def test_only_films_whose_title_fits_are_told():
    """As many as are asked for; a title that nothing fits is refused."""
    assert [cast.title for cast in show(people(), film="well").casts] == ["The Well"]
    assert [film.title for film in show(films(), film="night keys", most=1).films] == ["Night Keys"]
    cast = show(people(), film="The Well", most_characters=1).casts[0]
    assert (len(cast.cards), cast.n_characters) == (1, 2)
    with pytest.raises(InputError, match="no title of the films fits 'Zebulon'"):
        show(people(), film="Zebulon")


def test_the_page_is_written_once_unless_it_may_be_replaced(tmp_path):
    """And only as .html."""
    page = tmp_path / "page.html"
    show(people(), out=page)
    assert "Odile Garnier" in page.read_text(encoding="utf-8")
    with pytest.raises(InputError, match=r"'page\.html' exists"):
        show(people(), out=page)
    show(films(), out=page, overwrite=True)
    assert "Night Keys Return" in page.read_text(encoding="utf-8")
    with pytest.raises(InputError, match=r"\.html"):
        show(films(), out=tmp_path / "page.pdf")


def test_personas_that_the_characters_hold_are_on_the_page(tmp_path):
    """A chapter of their own between the words and the films; without a page nothing is laid out."""
    said = ({"agent:rule": 3, "attribute:king": 2}, {"agent:steal": 3, "attribute:thief": 2})
    cast = [Character(f"f{n // 2}:{n}", f"C{n}", f"f{n // 2}", said[n % 2], f"Film {n // 2}") for n in range(24)]
    held = character_collection(cast, record=RunRecord("demo"))
    kept = personas(held, n_personas=2, n_refits=2).save(tmp_path / "characters.motif")
    assert show(kept).personas is None
    found = show(kept, out=tmp_path / "page.html")
    assert [chapter.id for chapter in chapters(found)][:3] == ["characters", "personas", "film-1"]
    assert "steal; thief" in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert json.loads(json.dumps(found.as_dict()))["personas"]["n_personas"] == 2


def test_what_is_shown_is_plain_json():
    """Of films and of characters."""
    assert json.loads(json.dumps(show(films()).as_dict()))["films"][2]["title"] == "The Well"
    assert json.loads(json.dumps(show(people()).as_dict()))["casts"][0]["characters"][0]["name"] == "Odile Garnier"


def test_a_collection_of_no_films_and_one_of_bare_characters_are_shown_too():
    """Nothing is divided by nothing."""
    assert show(films().select([])).facts["films"] == 0
    assert show(people().select([])).casts == ()


def test_other_collections_are_refused():
    """With what they hold."""
    with pytest.raises(InputError, match="songs"):
        show(Collection("song", {"id": ["a"]}))
