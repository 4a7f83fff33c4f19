"""The CMU corpus's files, row by row."""

import json

import pytest

from motif.core.files import write_text
from motif.films.source.cmu import cmu_name, page_title, read_cast, read_films, read_tropes
from motif.films.source.reading import Reading

ENGLISH = '{"/m/02h40lc": "English Language"}'
US = '{"/m/09c7w0": "United States of America"}'
GENRES = '{"/m/01jfsb": "Thriller", "/m/06n90": "Science Fiction", "/m/0lsxr": "Children\'s"}'


def rows(tmp_path, kind, *lines, reader=read_films):
    write_text(tmp_path / "a", "\n".join(lines) + "\n")
    told = Reading("a", kind)
    return list(reader(tmp_path / "a", told)), told


def test_facts(tmp_path):
    """Dictionaries in cells become names, dates years, and amounts numbers."""
    line = f"975900\t/m/03vyhn\tGhosts of Mars\t2001-08-24\t14010832\t98.0\t{ENGLISH}\t{US}\t{GENRES}"
    [(number, film)], told = rows(tmp_path, "facts", line)
    assert (number, film.id, film.title, film.year) == (1, "975900", "Ghosts of Mars", 2001)
    assert (film.revenue_usd, film.runtime_min) == (14010832.0, 98.0)
    assert film.genres == ("Thriller", "Science Fiction", "Children's")
    assert (film.languages, film.countries) == (("English Language",), ("United States of America",))
    assert (told.n_gathered, +told.dropped, +told.dirt) == (1, {}, {})


def test_broken_facts(tmp_path):
    """A broken cell is empty and counted, a broken row left out; no cell is run."""
    broken = "7\t/m/1\t\"Crocodile\" Dundee\t1010-12-02\tmuch\t1079281.0\t{'a': 'b'\t{}\teval('1')"
    films, told = rows(tmp_path, "facts", broken, "8\tonly two", "no id\t" + "\t" * 7)
    film = films[0][1]
    assert (len(films), film.title) == (1, '"Crocodile" Dundee')
    assert (film.year, film.revenue_usd, film.runtime_min, film.languages, film.countries) == (None,) * 5
    assert +told.dirt == {"odd_year": 1, "odd_revenue": 1, "odd_runtime": 1, "bad_list": 1}
    assert film.genres == ("eval('1')",)
    assert told.dropped == {"bad_row": 2}


def test_plots(tmp_path):
    """An empty plot and a plot beyond all measure are left out."""
    films, told = rows(tmp_path, "plots", "7\tShe's gone.", "8\t", "9 9\tx", f"10\t{'x' * 10_000_001}")
    assert [(film.id, film.plot) for _, film in films] == [("7", "She's gone.")]
    assert told.dropped == {"empty_plot": 1, "bad_row": 1, "too_long": 1}


def test_revenues(tmp_path):
    """The thousand best known: amount, id, and the title of the page."""
    films, _ = rows(tmp_path, "revenues", "2782275172\t4273140\tAvatar (2009 film)")
    film = films[0][1]
    assert (film.id, film.title, film.year, film.revenue_usd) == ("4273140", "Avatar", 2009, 2782275172.0)


def test_cast(tmp_path):
    """Character and actor with both ids; the age of an actor not yet born is dirt; a part of nobody is left out."""
    cells = ["7", "/m/f", "2001", "Akooshay", "1958", "F", "1.62", "", "Wanda De Jesus", "42", "/m/a", "/m/b", "/m/c"]
    unborn = [*cells[:5], "", "1.62", "", "Wanda De Jesus", "-7896", *cells[10:]]
    nobody = [*cells[:3], "", *cells[4:8], "", *cells[9:]]
    read, told = rows(tmp_path, "cast", *("\t".join(one) for one in (cells, unborn, nobody)), reader=read_cast)
    part = read[0].part
    assert (read[0].film, part.character, part.character_id, part.actor, part.actor_id) == (
        "7", "Akooshay", "/m/a", "Wanda De Jesus", "/m/c",
    )  # fmt: skip
    assert (part.gender, part.age) == ("female", 42.0)
    assert (read[1].part.gender, read[1].part.age) == (None, None)
    assert (+told.dirt, told.dropped) == ({"odd_age": 1}, {"nobody_named": 1})


def test_tropes(tmp_path):
    """Objects in cells, apostrophes and all; what is none is left out."""
    good = json.dumps({"char": "Miles O'Brien", "movie": "Flubber", "id": "/m/0jy9q0", "actor": "R. W."})
    lines = [f"professor\t{good}", "professor\t{'char': 1}", "professor\t[]", 'professor\t{"char": "A"}']
    read, told = rows(tmp_path, "tropes", *lines, reader=read_tropes)
    assert [(one.kind, one.character, one.character_id) for one in read] == [
        ("professor", "Miles O'Brien", "/m/0jy9q0")
    ]
    assert told.dropped == {"bad_row": 3}


@pytest.mark.shared
def test_the_gold_is_read_whole(shared):
    """501 tropes of 72 kinds and 447 characters; 2,666 names of 970."""
    folder = shared / "data" / "films" / "cmu"
    tropes = list(read_tropes(folder / "tvtropes.clusters.txt", Reading("t", "tropes")))
    names = list(read_tropes(folder / "name.clusters.txt", Reading("n", "names")))
    assert (len(tropes), len({one.kind for one in tropes}), len({one.character_id for one in tropes})) == (501, 72, 447)
    assert (len(names), len({one.kind for one in names})) == (2666, 970)


def test_names_of_files_and_pages():
    """A file of the corpus is known packed or not; a page's note is no part of the title."""
    assert (cmu_name("x/plot_summaries.txt.gz"), cmu_name("plots.txt")) == ("plot_summaries.txt", None)
    assert page_title("Alice in Wonderland (2010 film)") == ("Alice in Wonderland", 2010)
    assert page_title("Up (film) again") == ("Up (film) again", None)
