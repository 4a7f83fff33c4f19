"""Cast, tropes and names find their films."""

from motif.films.collection.told import Told, plain_title
from motif.films.source.cmu import Played, Trope
from motif.films.source.film import Film, Part
from motif.films.source.reading import Reading

FILMS = {"7": Film("7", "Flubber"), "8": Film("8", "Home"), "9": Film("9", "HOME (1950 film)")}


def test_a_trope_belongs_to_the_film_of_its_character():
    """By the id in the cast; else by a title that only one film has; else nobody knows."""
    told, cast, tropes = Told(FILMS), Reading("c", "cast"), Reading("t", "tropes")
    given = [
        Trope(1, "a", "/m/1", "X", "Flubber"),
        Trope(2, "a", "/m/2", "Y", "FLUBBER"),
        Trope(3, "b", "/m/3", "Z", "Home"),
    ]
    told.take_tropes(given, tropes)
    told.take_cast([Played(1, "8", Part("X", "/m/1")), Played(2, "6", Part("Q", "/m/9"))], cast)
    tables = told.tables()
    assert tables["tropes"]["id"].to_pylist() == ["8", "7", "/m/3"]
    assert tables["cast"].select(["id", "character"]).to_pylist() == [{"id": "8", "character": "X"}]
    assert (cast.n_kept, cast.dropped, tropes.n_kept) == (1, {"unknown_film": 1}, 3)


def test_a_name_gets_the_title_of_its_film():
    """Where the cast says whose it is."""
    told = Told(FILMS)
    told.take_tropes([Trope(1, "John Doe", "/m/1"), Trope(2, "John Doe", "/m/2")], Reading("n", "names"))
    told.take_cast([Played(1, "7", Part("John", "/m/1"))], Reading("c", "cast"))
    assert told.tables()["names"].to_pylist() == [
        {"id": "7", "name": "John Doe", "film_title": "Flubber", "character_id": "/m/1"},
        {"id": "/m/2", "name": "John Doe", "film_title": None, "character_id": "/m/2"},
    ]


def test_nothing_told_makes_no_tables():
    """And titles are compared without the note of a page."""
    assert Told(FILMS).tables() == {}
    assert plain_title(" The  Thing (1982 film)") == "the thing"
