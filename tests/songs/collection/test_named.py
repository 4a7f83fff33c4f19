"""A song is known by each id, link, row and file that a user may have of it."""

import pytest

from motif.collection import Collection
from motif.core.files import write_text
from motif.songs.collection.named import artists_of, row_of_id, rows_of_name
from motif.songs.study.gather import gather

A, B, C = "0WiKz86jAqiP6ZnuAZv8nz", "1qlsnDtzryr3yLuocJ00PY", "3GppcLIGlSlvujXgR0pPRt"
MERGES = {"id": [A], "merged": [C]}
SONGS = Collection("song", {"id": ["f" * 16, A, B]}).with_table("merges", MERGES)


@pytest.mark.parametrize(
    "name", [A, f"spotify:track:{A}", f"https://open.spotify.com/track/{A}?si=1", f" {A} ", C, f"spotify:track:{C}"]
)
def test_an_id_in_any_spelling(name):
    """As a URI, a link, bare, or that of a row that went into the song."""
    assert row_of_id(SONGS, name) == 1


@pytest.mark.parametrize("name", ["Vienna", "spotify:album:0WiKz86jAqiP6ZnuAZv8nz", "", "f" * 15])
def test_no_id(name):
    """A name, an album or a part of an id is no song's id."""
    assert row_of_id(SONGS, name) is None


def test_the_tables_own_names(tmp_path):
    """Its column of ids, whatever these are, and the row as a spreadsheet counts."""
    write_text(tmp_path / "songs.csv", "song_id,song,artist\n17,Stay,X\n18,STAY,X\n19,Go,Y\n")
    held = gather(tmp_path / "songs.csv")
    assert [held.items["song"][row].as_py() for row in rows_of_name(held, "19")] == ["Go"]
    assert rows_of_name(held, "songs.csv:2") == rows_of_name(held, "songs.csv:3") == [0]  # both rows went into it
    assert rows_of_name(held, "songs.csv:9") == rows_of_name(held, "x") == []


def test_a_table_whose_id_is_no_track(tmp_path):
    """A column `id` of another kind of id is kept beside ours, and both are names."""
    write_text(tmp_path / "songs.csv", "id,song\n7,Stay\n8,Go\n")
    held = gather(tmp_path / "songs.csv")
    assert rows_of_name(held, "8") == [1]


def test_nothing_is_no_name():
    """A blank names no song, also where a table has blank cells."""
    assert rows_of_name(Collection("song", {"id": ["a"], "song_id": [""]}), " ") == []


def test_files():
    """The path in `media`, and the folder of the origin with the file's name."""
    held = Collection("song", {"id": ["a", "b"], "media": ["rock/a.mp3", None]})
    held = held.with_table("origins", {"id": ["a"], "kind": ["folder"], "origin": ["music/rock"], "position": [1]})
    assert rows_of_name(held, "rock/a.mp3") == rows_of_name(held, "music/rock/a.mp3") == [0]
    assert rows_of_name(held, "music/rock/b.mp3") == []


def test_artists():
    """All of them; the first alone where no list is there; none where none is known."""
    facts = {"id": ["a", "b", "c"], "artist": ["X", "Y", None]}
    assert artists_of(Collection("song", facts)) == [("X",), ("Y",), ()]
    listed = Collection("song", facts | {"artists": [["X", "Guest"], None, None]})
    assert artists_of(listed) == [("X", "Guest"), ("Y",), ()]
    assert artists_of(Collection("song", {"id": ["a"]})) == [()]
