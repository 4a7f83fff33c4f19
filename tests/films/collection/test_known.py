"""The rows of what others know of characters, found by film and by person."""

import pyarrow as pa

from motif.films.collection.known import KnownRows

ROWS = KnownRows(
    pa.table(
        {
            "id": ["f1", "f1", "f1", "/m/9"],
            "character": ["Ann Lee", "Ann Lee (young)", None, "Bob"],
            "film_title": [None, None, None, "The Film!"],
            "gender": ["F", None, "male", "x"],
        }
    ),
    named_by="character",
)


def test_films():
    """Rows are found by the film's id, else by its title."""
    assert ROWS.of("f1", "") == [0, 1, 2]
    assert ROWS.of("f2", "the film") == [3]
    assert ROWS.of("f2", "") == []


def test_people():
    """Rows of one name are one person; a row without a name is nobody's."""
    assert [(one.name, one.gender, rows) for one, rows in ROWS.people([0, 1, 2])] == [
        (("ann", "lee"), "female", [0, 1])
    ]
    assert ROWS.told() == {0, 1, 3}
    assert ROWS.genders == ["female", None, "male", None]


def test_columns():
    """A column that is not there is empty."""
    assert ROWS.actors == [None] * 4


def test_carried():
    """The table goes along with the characters' ids; the films' are kept beside them."""
    table = ROWS.carried({1: 0}, ["f1:ann"])
    assert table["id"].to_pylist() == ["f1", "f1:ann", "f1", "/m/9"]
    assert table["film"].to_pylist() == ["f1", "f1", "f1", "/m/9"]


def test_a_known_film():
    """A row of a film whose id is known is of no other film of its title."""
    table = pa.table({"id": ["f2", "/m/9"], "character": ["Ann", "Bob"], "film_title": ["The Film", "The Film"]})
    assert KnownRows(table, named_by="character").of("f1", "the film") == [0, 1]
    assert KnownRows(table, named_by="character", films={"f1", "f2"}).of("f1", "the film") == [1]
