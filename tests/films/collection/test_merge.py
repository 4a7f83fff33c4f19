"""Films of several sources."""

from motif.films.collection.merge import Films
from motif.films.source.film import Film, Part, film_id
from motif.films.source.reading import Reading


def test_what_a_later_source_knows_fills_what_is_open():
    """Of two values the first stays; the cast of either is kept."""
    films, plots, facts = Films(), Reading("plots", "plots"), Reading("facts", "facts")
    films.take([(1, Film("7", plot="She runs.", origin="plots"))], plots)
    films.take([(2, Film("7", "Stray", plot="Other.", genres=("Drama",), cast=(Part("Ann"),), origin="facts"))], facts)
    [film] = films.by_id.values()
    assert (film.title, film.plot, film.genres, film.origin) == ("Stray", "She runs.", ("Drama",), "plots")
    assert film.cast == (Part("Ann"),)
    assert (plots.n_kept, facts.n_kept, facts.dropped, +facts.dirt) == (1, 0, {"joined": 1}, {"another_plot": 1})


def test_a_row_twice_in_one_source_is_a_duplicate():
    """Also where an earlier source had it first, or where the id was made."""
    films, one, other = Films(), Reading("one", "films"), Reading("other", "films")
    made = Film(film_id("Stray", None, None), "Stray")
    films.take([(1, Film("7", "A")), (2, Film("7", "B")), (3, made), (4, made)], one)
    films.take([(1, Film("7", year=1952)), (2, Film("7", year=1999)), (3, Film("8"))], other)
    assert one.dropped == {"duplicate_id": 1, "duplicate_film": 1}
    assert other.dropped == {"joined": 1, "duplicate_id": 1}
    assert (films.by_id["7"].title, films.by_id["7"].year, len(films)) == ("A", 1952, 3)
