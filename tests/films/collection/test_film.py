"""Films as a collection."""

import pytest

from motif.core.errors import InputError
from motif.core.record import Drop, RunRecord
from motif.films.collection.film import CAST, Film, Part, film_collection

RECORD = RunRecord("films.gather")


def test_facts_and_cast():
    """Lists stay lists, what is not known is empty, and the cast is a table."""
    one = Film("7", "Stray", 1952, "She runs.", 1e6, 90.0, ("Drama",), cast=[Part("Ann O'Hara", actor="A. Lee")])
    held = film_collection(
        [one, Film("8", origin="a.csv")], record=RECORD, drops=[Drop("a.csv:3", "gather", "bad_row")]
    )
    assert held.items.to_pylist() == [
        {"id": "7", "title": "Stray", "year": 1952, "plot": "She runs.", "n_words": 2, "revenue_usd": 1e6,
         "runtime_min": 90.0, "genres": ["Drama"], "languages": None, "countries": None, "origin": ""},
        {"id": "8", "title": None, "year": None, "plot": None, "n_words": None, "revenue_usd": None,
         "runtime_min": None, "genres": None, "languages": None, "countries": None, "origin": "a.csv"},
    ]  # fmt: skip
    assert held.tables["cast"].to_pylist()[0]["character"] == "Ann O'Hara"
    assert (held.kind, held.drops.num_rows) == ("film", 1)


def test_a_cast_that_is_given_stands_after_the_films_own():
    """One table of both."""
    more = CAST.empty_table().to_pydict() | {name: ["8" if name == "id" else None] for name in CAST.names}
    held = film_collection([Film("7", cast=[Part("Ann")]), Film("8")], record=RECORD, tables={"cast": more})
    assert held.tables["cast"]["id"].to_pylist() == ["7", "8"]


def test_an_id_given_twice_is_refused():
    """Which of the two would be meant?"""
    with pytest.raises(InputError, match="given more than once: '7'"):
        film_collection([Film("7"), Film("7")], record=RECORD)
