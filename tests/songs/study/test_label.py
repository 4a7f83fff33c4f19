"""Tests of `motif.songs.study.label`."""

import numpy as np
import pytest

from motif.collection import Collection
from motif.core.errors import InputError
from motif.represent.sound import FEATURES
from motif.songs.source.column import plain_name
from motif.songs.study.gather import gather
from motif.songs.study.label import labels_of
from tests.songs.study.sound import write_wav

FACTS = {
    "id": ["a", "b", "c"],
    "artist": ["Abba", "Blur", "Abba"],
    "album": ["Gold", "Gold", None],
    "artist_genres": ["pop;euro pop", "pop", ""],
    "mood": ["x|y", "y", None],
    "decade": [1970, 1990, 1970],
}
SONGS = Collection("song", FACTS)


def test_words_find_their_columns():
    """Genres are several to a cell, albums are of their artist, and any column serves by its name."""
    genre = labels_of(SONGS, "genre")
    assert (genre.source, genre.values) == ("artist_genres", [["pop", "euro pop"], ["pop"], []])
    assert labels_of(SONGS, "album").values == ["Abba: Gold", "Blur: Gold", None]
    assert labels_of(SONGS, "artist").values == FACTS["artist"]
    assert labels_of(SONGS, "decade").values == FACTS["decade"]


def test_a_separator_splits_cells():
    """A cell is whole unless a separator is given."""
    assert labels_of(SONGS, "mood").values == FACTS["mood"]
    assert labels_of(SONGS, "mood", list_separator="|").values == [["x", "y"], ["y"], None]


def test_album_ids_are_taken_before_names():
    """Where albums have ids, these are the albums."""
    assert labels_of(SONGS.with_column("album_id", ["1", "1", "2"]), "album").values == ["1", "1", "2"]


def test_playlists_are_in_the_origins():
    """Playlists come before folders, which are labels as a whole: the origin of a file is the folder it lies in."""
    rows = {"id": ["a", "a", "b"], "kind": ["playlist", "playlist", "table"], "origin": ["Mix", "Run", "songs.csv"]}
    assert labels_of(SONGS.with_table("origins", rows), "playlist").values == [["Mix", "Run"], [], []]
    folders = {"id": ["a", "b"], "kind": ["folder"] * 2, "origin": ["music/rock", "music/folk/old"]}
    assert labels_of(SONGS.with_table("origins", folders), "playlist").values == [
        ["music/rock"],
        ["music/folk/old"],
        [],
    ]


def test_playlists_of_gathered_folders(tmp_path, monkeypatch):
    """Of music in folders of folders, each folder is a playlist by itself."""
    for place in ("a/x.wav", "a/b/y.wav", "c/z.wav"):
        write_wav(tmp_path / "music" / place, hz=200 + 20 * len(place))
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr("motif.represent.sound.describe", lambda sound: np.zeros(len(FEATURES)))
    held = gather(tmp_path / "music", dedupe="none")
    told = dict(zip(held.items["song"].to_pylist(), labels_of(held, "playlist").values, strict=True))
    assert told == {"x": ["music/a"], "y": ["music/a/b"], "z": ["music/c"]}


def test_distinct():
    """Each label once, whether a song has several or none."""
    assert labels_of(SONGS, "genre").distinct == {"pop", "euro pop"}
    assert labels_of(SONGS, "decade").distinct == {"1970", "1990"}


def test_the_commonest_label_stands_for_several():
    """Of several labels the one that most songs have is taken."""
    assert labels_of(SONGS, "genre").commonest() == ["pop", "pop", None]


@pytest.mark.parametrize(("label", "told"), [("year", "no column 'year'"), ("playlist", "nothing is known")])
def test_what_is_not_there_is_told(label, told):
    """An unknown column is refused with those that are there; so is one without anything in it."""
    with pytest.raises(InputError, match=told):
        labels_of(SONGS, label)


@pytest.mark.parametrize("column", ["Genres", "Top Genre", "track_genre", "top genre", "playlistGenre"])
def test_genres_are_known_however_the_column_is_written(column):
    """In any letter case, with blanks or without."""
    held = Collection("song", {"id": ["a", "b"], column: ["rock", "pop; folk"]})
    assert (labels_of(held, "genre").source, labels_of(held, "genre").values) == (column, [["rock"], ["pop", "folk"]])
    assert labels_of(held, plain_name(column)).values == ["rock", "pop; folk"]


def test_only_what_is_there_is_offered():
    """No word whose column is missing."""
    with pytest.raises(InputError) as caught:
        labels_of(Collection("song", {"id": ["a"], "artist": ["X"]}), "genre")
    assert str(caught.value) == "there is no column 'genre' to score by; there are: 'artist', 'id'"
