"""Ids of films whose source gives none."""

from motif.films.source.film import film_id


def test_an_id_is_made_of_title_year_and_plot():
    """Each of them makes another film; half a character does not break it."""
    ids = {
        film_id("Home", 1950, None),
        film_id("Home", 1951, None),
        film_id("Home", 1950, "x"),
        film_id("\ud800", 1, ""),
    }
    assert len(ids) == 4
    assert film_id("Home", 1950, None).startswith("film-")
