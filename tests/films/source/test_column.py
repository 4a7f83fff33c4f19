"""Columns known by their names."""

import pytest

from motif.films.source.column import CHARACTER_ROLES, FILM_ROLES, known_columns, role_columns, row_numbers_of


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (
            ["Release Year", "Title", "Origin/Ethnicity", "Director", "Cast", "Genre", "Wiki Page", "Plot"],
            {"title": "Title", "plot": "Plot", "year": "Release Year", "genres": "Genre",
             "countries": "Origin/Ethnicity", "cast": "Cast"},
        ),
        (["imdb_id", "movie_title", "overview"], {"id": "imdb_id", "title": "movie_title", "plot": "overview"}),
        (["title", "year", "cast", "genres", "href", "extract"],
         {"title": "title", "plot": "extract", "year": "year", "genres": "genres", "cast": "cast"}),
        (["Worldwide Gross", "Running Time min", "Major Genre", "name"],
         {"title": "name", "revenue_usd": "Worldwide Gross", "runtime_min": "Running Time min",
          "genres": "Major Genre"}),
        (["wiki_id", "film"], {"id": "wiki_id", "title": "film"}),
    ],
    ids=["kaggle", "tmdb", "wikimovies", "vega", "short"],
)  # fmt: skip
def test_tables_of_many_makers(names, expected):
    """Each known column has its one role."""
    assert known_columns(names, FILM_ROLES) == expected


def test_characters():
    """The seed's columns, the planted corpus's, and those of words counted from plots."""
    seed = ["Unnamed: 0", "wiki_id", "character", "adj", "active", "patient"]
    assert known_columns(seed, CHARACTER_ROLES) == {"character": "character", "film": "wiki_id"}
    assert role_columns(seed) == {"agent": ["active"], "patient": ["patient"], "attribute": ["adj"]}
    assert row_numbers_of(seed) == ["Unnamed: 0"]
    assert known_columns(["film", "name", "film_id"], CHARACTER_ROLES)["film"] == "film_id"
    assert role_columns(["agent", "attr", "poss", "emb"]) == {
        "agent": ["agent"], "attribute": ["attr"], "possession": ["poss"],
    }  # fmt: skip
