"""Playlists list songs in order, by relative paths, and are what players read."""

import csv

import pytest

from motif.collection import Collection
from motif.core.errors import InputError
from motif.songs.study.playlist import playlist


def held(**columns):
    facts = {"id": ["a", "b", "c"], "song": ["Vienna", "Domino", None], "artist": ["Billy Joel", None, None],
             "duration_s": [214.4, None, 3.0], "media": ["x/vienna.mp3", "y/domino.ogg", None]}  # fmt: skip
    return Collection("song", facts | columns)


def lines(path):
    return path.read_text(encoding="utf-8").splitlines()


def test_an_m3u8_names_length_artist_song_and_file(tmp_path):
    """In the order given; -1 where the length is not known."""
    made = playlist(held(), ["b", "a"], out=tmp_path / "list.m3u8")
    assert lines(tmp_path / "list.m3u8") == [
        "#EXTM3U", "#EXTINF:-1,Domino", "y/domino.ogg", "#EXTINF:214,Billy Joel - Vienna", "x/vienna.mp3",
    ]  # fmt: skip
    assert (made.n_songs, made.no_file) == (2, ())


def test_paths_are_relative_to_the_playlist(tmp_path):
    """Wherever it lies beside the music, with forward slashes, and they lead to the file."""
    music = tmp_path / "music"
    (music / "x").mkdir(parents=True)
    (music / "x" / "vienna.mp3").touch()
    out = tmp_path / "lists" / "evening" / "list.m3u8"
    playlist(held(), ["a"], out=out, music=music)
    path = lines(out)[2]
    assert path == "../../music/x/vienna.mp3"
    assert (out.parent / path).is_file()


def test_a_song_without_a_file_is_told_and_left_out_of_an_m3u8(tmp_path):
    """A CSV lists it."""
    assert playlist(held(), ["a", "c"], out=tmp_path / "list.m3u8").no_file == ("c",)
    playlist(held(), ["a", "c"], out=tmp_path / "list.csv")
    with (tmp_path / "list.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["position"], row["id"], row["song"], row["media"]) for row in rows] == [
        ("1", "a", "Vienna", "x/vienna.mp3"), ("2", "c", "", ""),
    ]  # fmt: skip


def test_hostile_names_make_no_lines_of_their_own(tmp_path):
    """Line breaks and escapes in a title; a path that begins with a comment's sign; one with a line break."""
    bad = held(song=["Vi\nenna\x1b[31m", "B", "C"], media=["#x.mp3", "y\nz.mp3", None])
    made = playlist(bad, ["a", "b"], out=tmp_path / "list.m3u8")
    assert lines(tmp_path / "list.m3u8") == ["#EXTM3U", "#EXTINF:214,Billy Joel - Vi enna\ufffd[31m", "./#x.mp3"]
    assert made.no_file == ("b",)


@pytest.mark.parametrize(
    ("songs", "name", "message"),
    [
        (["a"], "list.txt", "suffix must be one of"),
        (["a"], "there.csv", "exists"),
        ([], "list.csv", "at least one song"),
        (["zz"], "list.csv", "'zz'"),
        (["c"], "list.m3u8", "no file of any"),
    ],
)
def test_what_cannot_be_written_is_refused(tmp_path, songs, name, message):
    """Before anything is written."""
    (tmp_path / "there.csv").touch()
    with pytest.raises(InputError, match=message):
        playlist(held(), songs, out=tmp_path / name)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["there.csv"]


def test_a_playlist_that_is_there_is_replaced_when_asked(tmp_path):
    """And only then."""
    playlist(held(), ["a"], out=tmp_path / "list.m3u8")
    assert playlist(held(), ["b"], out=tmp_path / "list.m3u8", overwrite=True).n_songs == 1
    assert "y/domino.ogg" in lines(tmp_path / "list.m3u8")


def test_paths_through_linked_folders_lead_to_the_file(tmp_path):
    """Where the folder of the playlist or of the music is a link, the way is the one between their targets."""
    music = tmp_path / "deep" / "down" / "music"
    (music / "x").mkdir(parents=True)
    (music / "x" / "vienna.mp3").touch()
    (tmp_path / "lists").mkdir()
    (tmp_path / "linked").symlink_to(music)
    (tmp_path / "deep" / "way").symlink_to(tmp_path / "lists")
    for out, root in ((tmp_path / "deep/way/a.m3u8", music), (tmp_path / "lists/b.m3u8", tmp_path / "linked")):
        playlist(held(), ["a"], out=out, music=root)
        path = lines(out)[2]
        assert (out.parent.resolve() / path).is_file()
        assert (out.parent / path).is_file()  # as players open it


def test_a_path_that_a_spreadsheet_would_run_stays_a_path(tmp_path):
    """It begins with ./, which is the same file, instead of with an apostrophe, which is none."""
    playlist(held(media=["=SUM(1).mp3", "@x/a.mp3", None]), ["a", "b", "c"], out=tmp_path / "list.csv")
    with (tmp_path / "list.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["media"] for row in rows] == ["./=SUM(1).mp3", "./@x/a.mp3", ""]
