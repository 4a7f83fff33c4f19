"""Genres masked."""

import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.films.represent.mask import GenreMask, named_genres

MASK = GenreMask(["Comedy", "Crime", "Western", "World cinema"])


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("It is a 1953 American action-adventure film by X.", "It is a 1953 American film by X."),
        ("It is an animated science fiction comedy-drama film.", "It is a film."),
        ("It is a neo-noir crime thriller movie.", "It is a movie."),
        ("X is an American Western directed by Y.", "X is an American directed by Y."),
        ("It is a made-for-television horror film.", "It is a film."),
        ("It is a British war and adventure film.", "It is a British film."),
        ("She won Best Musical or Comedy.", "She won Best or."),
        ("A romance begins during the war.", "A romance begins during the war."),
        ("Her family is short of money, and he is a spy.", "Her family is short of money, and he is a spy."),
        ("It is a film noir mystery film, or neo noir.", "It is a film, or."),
        ("The horror! The family film ended.", "The! The film ended."),
    ],
)
def test_words_that_name_a_kind_of_film_go(text, masked):
    """Others stay, and the article fits what follows."""
    assert MASK(text)[0] == masked


def test_every_text_loses_them():
    """Not only those of the film's own genres: the gaps would tell."""
    assert MASK("A 1950 documentary film.") == ("A 1950 film.", 1)


def test_the_genres_of_the_collection_are_added():
    """Before `film` only, and never words as general as `world`."""
    text = "a bollywood film of the world, a bollywood star"
    assert GenreMask(["Bollywood", "World cinema"])(text)[0] == "a film of the world, a bollywood star"
    assert GenreMask()(text) == (text, 0)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("ab-, .film")), max_size=40) | st.text(max_size=40))
def test_a_text_without_them_is_left_as_it_is(text):
    """Character by character; and no text grows."""
    masked, n = MASK(text)
    assert n or masked == text
    assert len(masked) <= len(text)


def test_named_genres():
    """Whole words of short names, stems of longer ones."""
    assert named_genres("Warm dramatic wars, sciences of fiction", ["War", "Drama", "Science Fiction", "Noir"]) == [
        "War", "Drama", "Science Fiction",
    ]  # fmt: skip
    assert named_genres("Warm words", ["War"]) == []


@pytest.mark.shared
def test_few_extracts_name_a_genre_of_their_film_any_more(shared):
    """92 of 100 do before, fewer than 8 after: wars, families and criminals of the story."""
    path = shared / "data" / "films" / "wikimovies" / "movies-1960s.json.gz"
    films = [film for film in json.loads(gzip.decompress(path.read_bytes())) if film["genres"] and film.get("extract")]
    mask = GenreMask(genre for film in films for genre in film["genres"])
    before = [bool(named_genres(film["extract"], film["genres"])) for film in films]
    after = [bool(named_genres(mask(film["extract"])[0], film["genres"])) for film in films]
    assert sum(before) / len(films) > 0.85
    assert sum(after) / len(films) < 0.08


@pytest.mark.parametrize("text", ["comedy ", "science fiction ", "film noir thriller "])
def test_a_text_of_nothing_else_costs_what_its_length_costs(text):
    """Forty thousand words that all name a genre: by the square of their number they would take minutes."""
    words = (text * 40_000).split()[:40_000]
    assert MASK(" ".join(words))[1] == sum(word != "film" for word in words)
