"""Gold labels: the corpus's own files, and tables with ids and labels."""

import pytest

from motif.core.errors import DataError
from motif.core.files import write_text
from motif.films.source.gold import read_gold


def test_tropes_of_the_corpus(tmp_path):
    """A line is a trope and what is known of the character; a broken one is left out."""
    path = tmp_path / "tvtropes.clusters.txt"
    write_text(path, 'spy\t{"char": "Ann O\'Lee", "movie": "Keys", "id": "/m/1", "actor": "A"}\nspy\tnothing\n')
    rows, told = read_gold(path, "tropes")
    assert [(row.kind, row.character, row.film_title, row.character_id) for row in rows] == [
        ("spy", "Ann O'Lee", "Keys", "/m/1")
    ]
    assert dict(told.dropped) == {"bad_row": 1}


def test_names_of_the_corpus(tmp_path):
    """A line is a name and a character's id."""
    path = tmp_path / "name.clusters.txt"
    write_text(path, "Stuart Little\t/m/0k3w9c\n")
    rows, _ = read_gold(path, "names")
    assert [(row.kind, row.character_id) for row in rows] == [("Stuart Little", "/m/0k3w9c")]


def test_a_table_of_characters_and_films(tmp_path):
    """Who is meant may be said by name and film."""
    path = tmp_path / "gold.csv"
    write_text(path, "trope,char,movie\nspy,Ann,Keys\n,Bo,Keys\n")
    rows, told = read_gold(path, "tropes")
    assert [(row.kind, row.character, row.film_title) for row in rows] == [("spy", "Ann", "Keys")]
    assert dict(told.dropped) == {"no_label": 1}


def test_a_table_of_labels_by_number(tmp_path):
    """Labels and ids that are numbers are text afterwards."""
    path = tmp_path / "truth.csv"
    write_text(path, "id,label\n7,3\n8,4\n")
    rows, _ = read_gold(path, "tropes")
    assert [(row.character_id, row.kind) for row in rows] == [("7", "3"), ("8", "4")]


@pytest.mark.parametrize(
    ("header", "kind"), [("id,score", "tropes"), ("trope,character", "tropes"), ("name,x", "names")]
)
def test_a_table_without_the_columns_is_refused(tmp_path, header, kind):
    """What is missing is said, with what is there."""
    path = tmp_path / "gold.csv"
    write_text(path, f"{header}\na,b\n")
    with pytest.raises(DataError, match=f"'gold.csv' has no {kind}: a column"):
        read_gold(path, kind)


@pytest.mark.shared
def test_the_published_files_are_read_whole(shared):
    """501 rows of 72 tropes, 2,666 rows of 970 names."""
    folder = shared / "data/films/cmu"
    tropes, told = read_gold(folder / "tvtropes.clusters.txt", "tropes")
    names, also = read_gold(folder / "name.clusters.txt", "names")
    assert (len(tropes), len({row.kind for row in tropes})) == (501, 72)
    assert (len(names), len({row.kind for row in names})) == (2666, 970)
    assert not told.dropped
    assert not also.dropped


def test_a_broken_row_of_a_table_is_told(tmp_path):
    """It is counted and left out, and the rows behind it keep the numbers that their file gives them."""
    path = tmp_path / "gold.csv"
    write_text(path, "id,trope,film\na,spy,Keys\nb,spy,Keys,more,cells\nc,,Keys\nd,fool,Keys\n")
    rows, told = read_gold(path, "tropes")
    assert [(row.number, row.character_id) for row in rows] == [(2, "a"), (5, "d")]
    assert (told.n_gathered, told.n_kept, told.dropped.total(), len(told.digest)) == (4, 2, 2, 64)
    assert sorted(drop.origin for drop in told.drops) == ["gold.csv:3", "gold.csv:4"]


def test_rows_of_lines_are_numbered_from_one(tmp_path):
    """There is no header above them."""
    path = tmp_path / "gold.jsonl"
    write_text(path, '{"id": "a", "trope": "spy"}\n')
    assert [row.number for row in read_gold(path, "tropes")[0]] == [1]
