"""Tables of films."""

import json

import pytest

from motif.core.errors import DataError
from motif.core.files import write_bytes, write_text
from motif.films.source.reading import Reading
from motif.films.source.table import origins_of, read_film_table
from motif.source.table import read_table


def films(path, text):
    (write_text if isinstance(text, str) else write_bytes)(path, text)
    told = Reading(path.name, "films")
    return list(read_film_table(read_table(path), path, told)), told


def test_csv(tmp_path):
    """Cells of all kinds; the row number is what a spreadsheet shows."""
    text = (
        "id,title,plot,genres,revenue,cast\n"
        '007,O\'Brien\'s War,"He\'s ""back"".","Drama, War",$1000,"Ann Lee, Bob O\'Hara"\n'
        "8,,,,,\n"
        "9,1984,,unknown,lots,\n"
    )
    read, told = films(tmp_path / "a.csv", text)
    (number, first), (_, last) = read
    assert (number, first.id, first.title, first.plot) == (2, "007", "O'Brien's War", 'He\'s "back".')
    assert (first.genres, first.revenue_usd) == (("Drama", "War"), 1000.0)
    assert [part.actor for part in first.cast] == ["Ann Lee", "Bob O'Hara"]
    assert (last.title, last.genres, last.revenue_usd, last.plot) == ("1984", None, None, None)
    assert (told.n_gathered, told.dropped, +told.dirt) == (3, {"nothing_told": 1}, {"odd_revenue": 1})


def test_json_of_wikimovies(tmp_path):
    """Lists are lists, the extract is the plot, and what is not taken is named."""
    row = {"title": "711 Ocean Drive", "year": 1950, "cast": ["Edmond O'Brien"], "genres": ["Crime"], "href": "x"}
    read, told = films(tmp_path / "a.json", json.dumps([{**row, "extract": "A man runs."}, {**row, "year": 1951}]))
    assert [(film.id[:5], film.year, film.plot) for _, film in read] == [
        ("film-", 1950, "A man runs."),
        ("film-", 1951, None),
    ]
    assert read[0][1].cast[0].actor == "Edmond O'Brien"
    assert told.unused == ("href",)


def test_cast_of_objects(tmp_path):
    """Credits as TMDB prints them: characters, actors and their gender."""
    credit = str([{"character": "Ash", "name": "Bruce O'Campbell", "gender": 2, "id": 1}])
    text = json.dumps([{"title": "A", "cast": credit}, {"title": "B", "cast": "[{broken"}])
    read, told = films(tmp_path / "a.json", text)
    [part] = read[0][1].cast
    assert (part.character, part.actor, part.gender) == ("Ash", "Bruce O'Campbell", "male")
    assert (read[1][1].cast, told.dirt["bad_list"]) == ((), 1)


def test_rows_that_do_not_fit_are_in_the_tally(tmp_path):
    """The shared reader's drops keep their numbers, and so do the rows around them."""
    read, told = films(tmp_path / "a.csv", "title,plot\nA,x\nB\nC,y\n")
    assert [(number, film.title) for number, film in read] == [(2, "A"), (4, "C")]
    assert (told.n_gathered, told.dropped, told.drops[0].origin) == (3, {"ragged_row": 1}, "a.csv:3")
    assert origins_of(read_table(tmp_path / "a.csv")) == [2, 4]


def test_what_is_no_table_of_films_is_refused(tmp_path):
    """With the columns that there are."""
    with pytest.raises(DataError, match=r"no column says 'title', 'plot'.*there are 'a', 'b'") as caught:
        films(tmp_path / "a.csv", "a,b\n1,2\n")
    assert caught.value.reason == "not_films"


def test_a_plot_beyond_all_measure_is_left_out(tmp_path):
    """It would be read as one film for hours."""
    read, told = films(tmp_path / "a.csv", f"title,plot\nA,{'x' * 10_000_001}\nB,y\n")
    assert [film.title for _, film in read] == ["B"]
    assert told.dropped == {"too_long": 1}


def test_a_plot_without_title_needs_no_title(tmp_path):
    """Plots alone are films; a row without one is an empty plot."""
    read, told = films(tmp_path / "a.csv", "id,plot\n1,She runs.\n2,\n")
    assert [(film.id, film.title) for _, film in read] == [("1", None)]
    assert told.dropped == {"empty_plot": 1}
