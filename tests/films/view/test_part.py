"""The parts of the pages say what was found, in words and with what it rests on."""

import pytest

from motif.films.study.show import show
from motif.films.view import part
from motif.view.part import Chart, Prose, Table
from tests.films.people import films, people


@pytest.fixture(scope="module")
def shown():
    """Six characters of three films."""
    return show(people())


def test_counts_are_charts_with_their_finding():
    """Decades in their order, genres by size; nothing where nothing was counted."""
    found = show(films())
    (decades,) = part.counted(found, "decades")
    assert isinstance(decades, Chart)
    assert decades.svg.index(">1930s<") < decades.svg.index(">1940s<") < decades.svg.index(">1950s<")
    (genres,) = part.counted(found, "genres")
    assert genres.title == "Crime is the commonest genre: 2 of 3 films"
    assert genres.caption.endswith("n\u00a0=\u00a03 films.")
    assert part.counted(found, "countries") == []


def test_films_stand_in_a_table():
    """What is not known is left empty."""
    table = part.film_table(show(films()))
    assert table.rows[0] == ("Night Keys", "1934", "crime, comedy", 4, 2)
    assert table.rows[2] == ("The Well", None, "", None, 1)
    assert "Night Keys" in table.title
    bare = part.film_table(show(films().select(["f3"])))
    assert bare.columns == ("title", "in the cast")


def test_shares_of_mentions_stand_on_chance(shown):
    """The finding names both."""
    (chart,) = part.lead(shown)
    assert "67\u00a0% of its mentions; by chance it would have" in chart.title
    assert chart.svg.count("<circle") == 3


def test_words_of_roles_are_counted_by_characters(shown):
    """The most frequent role is the finding."""
    (table,) = part.role_words(shown)
    assert [row[:2] for row in table.rows] == [("does", 11), ("undergoes", 1), ("is", 1), ("has", 1)]
    assert table.title == "79\u00a0% of the 14 words say what a character does"
    assert part.role_words(show(people().select([]))) == []


def test_a_cast_has_bars_and_a_table(shown):
    """And a typical sentence of each; columns of roles that nobody has are left out."""
    mentions, table, sentences = part.cast_parts(shown.casts[0])
    assert mentions.title == "Odile Garnier has 75\u00a0% of the mentions"
    assert isinstance(table, Table)
    assert table.columns == ("character", "does", "is")
    assert table.rows[0] == ("Odile Garnier", "steal\u00a02, hide", "old")
    assert sentences.rows[0] == ("Odile Garnier", "Odile steals the keys and hides.")


def test_personas_get_a_column_with_their_names():
    """The name where the collection has it, else the label."""
    held = people().with_column("persona", ["0", "1", "", "", "", ""])
    held = held.with_table("personas", {"id": ["f1:odile"], "persona": ["0"], "name": ["steal, hide; old"]})
    table = part.cast_parts(show(held).casts[0])[1]
    assert [row[1] for row in table.rows] == ["steal, hide; old", "1"]


def test_what_was_left_out_is_told_by_reason_and_source():
    """Or that nothing was."""
    chart, table = part.left_out(show(films()))
    assert chart.title == "1 left out, most often: no title 1"
    assert table.rows == (("a.csv", "table", 4, 3, "no title 1"),)
    assert table.title == "3 of 4 were kept"
    (nothing,) = part.left_out(show(people().select([])))
    assert isinstance(nothing, Chart | Prose)
