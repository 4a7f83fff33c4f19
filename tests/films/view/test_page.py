"""The page has a chapter for what there is, for each film, and for what was left out."""

from motif.films.study.show import show
from motif.films.view.page import chapters, write
from tests.films.people import films, people


def test_films_have_three_chapters():
    """What is known of how many is said."""
    there, listed, left_out = chapters(show(films()))
    assert (there.id, listed.id, left_out.id) == ("what-there-is", "films", "left-out")
    assert there.lead == "Of 3 films are known: plot of 2, year of 2, genres of 2, cast of 2."


def test_each_film_with_characters_has_a_chapter():
    """Called by title and year."""
    found = chapters(show(people()))
    assert [one.id for one in found] == ["characters", "film-1", "film-2", "film-3", "left-out"]
    assert [one.title for one in found[1:4]] == ["Night Keys (1934)", "Night Keys Return (1958)", "The Well"]
    assert found[0].lead.startswith("6 characters are named 14 times, and 2 pronouns stand for them.")


def test_nothing_has_a_page_too(tmp_path):
    """No films, and no characters."""
    for held in (films().select([]), people().select([])):
        write(show(held), tmp_path / f"{held.kind}.html")
    assert "There are no films here." in (tmp_path / "film.html").read_text(encoding="utf-8")
    assert "0 characters of 0 films" in (tmp_path / "character.html").read_text(encoding="utf-8")


def test_what_people_wrote_is_escaped(tmp_path):
    """A name that is markup is shown, not obeyed."""
    held = people().with_column("name", ["<script>alert(1)</script>", "b", "c", "d", "e", "f"])
    write(show(held), tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page
