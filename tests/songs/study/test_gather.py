"""`gather`: sources of every kind in one collection; refusals before any work."""

import json

import pytest

from motif.collection import read
from motif.core.errors import DataError, InputError, SourceError
from motif.core.files import make_folder, write_bytes, write_text
from motif.songs.collection.ledger import ledger
from motif.songs.study.gather import gather

A, B = "0WiKz86jAqiP6ZnuAZv8nz", "1qlsnDtzryr3yLuocJ00PY"


@pytest.fixture
def table(tmp_path):
    write_text(tmp_path / "songs.csv", f"song,artist,uri,tempo\nStay,X,{A},120\nSTAY,X,{B},121\n")
    return tmp_path / "songs.csv"


def test_out(table, tmp_path):
    """With `out` the collection is on disk, and is what is returned."""
    songs = gather(table, out=tmp_path / "songs.motif")
    assert songs.ids == read(tmp_path / "songs.motif").ids == [A]
    assert songs.verify() > 0


def test_record(table, tmp_path):
    """The record has the settings, the ledger and the checksums, and no folder of this machine."""
    songs = gather([table], dedupe="exact")
    record = songs.records[-1]
    assert record["step"] == "songs.gather"
    assert record["parameters"]["dedupe"] == "exact"
    assert list(record["inputs"]) == ["songs.csv"]
    assert str(tmp_path) not in json.dumps(record)


def test_same(table, tmp_path):
    """A table of decisions overrules the rules, and the record says how many there were."""
    write_text(tmp_path / "same.csv", f"id_a,id_b,same\n{A},https://open.spotify.com/track/{B}?si=x,false\n")
    songs = gather(table, same=tmp_path / "same.csv")
    assert songs.ids == [A, B]
    assert songs.records[-1]["parameters"]["told"] == {"same": 0, "apart": 1}


def test_names(tmp_path):
    """Sources of one name are told apart by a number, not by their folders."""
    for folder in ("alice", "bob"):
        write_text(make_folder(tmp_path / folder) / "songs.csv", f"song\n{folder}\n")
    songs = gather([tmp_path / "alice/songs.csv", tmp_path / "bob/songs.csv"])
    assert [line.name for line in ledger(songs).sources] == ["songs.csv", "songs.csv (2)"]
    assert songs.tables["origins"]["origin"].to_pylist() == ["songs.csv", "songs.csv (2)"]


def test_order_of_sources(tmp_path):
    """The first source decides which of equal songs is found first."""
    write_text(tmp_path / "a.csv", "song,artist\nStay,X\n")
    write_text(tmp_path / "b.csv", "song,artist\nSTAY,X\n")
    for first, second in (("a.csv", "b.csv"), ("b.csv", "a.csv")):
        songs = gather([tmp_path / first, tmp_path / second])
        assert songs.drops["origin"].to_pylist() == [f"{second}:2"]


class TestRefused:
    def test_there_already(self, table, tmp_path):
        """A collection that is there is not replaced unasked."""
        gather(table, out=tmp_path / "songs.motif")
        with pytest.raises(InputError, match=r"'songs.motif' exists"):
            gather("nowhere.csv", out=tmp_path / "songs.motif")
        assert gather(table, dedupe="none", out=tmp_path / "songs.motif", overwrite=True).n_items == 2

    def test_arguments(self, table):
        """Wrong settings, no source and a source given twice are told."""
        with pytest.raises(InputError, match=r"dedupe must be one of"):
            gather(table, dedupe="all")
        with pytest.raises(InputError, match=r"no source given"):
            gather([])
        with pytest.raises(InputError, match=r"given more than once: 'songs.csv'"):
            gather([table, table.parent / "." / "songs.csv"])
        with pytest.raises(InputError, match=r"most_s must be at least 1"):
            gather(table, most_s=0)

    def test_sources(self, tmp_path, table):
        """Missing files, folders without music, collections and other files are told for what they are."""
        with pytest.raises(SourceError, match=r"'gone.csv'"):
            gather(tmp_path / "gone.csv")
        with pytest.raises(SourceError, match=r"no music in 'empty'") as caught:
            gather(make_folder(tmp_path / "empty"))
        assert caught.value.reason == "no_music"
        gather(table, out=tmp_path / "songs.motif")
        with pytest.raises(InputError, match=r"'songs.motif' is a collection already"):
            gather(tmp_path / "songs.motif")
        write_bytes(tmp_path / "picture.png", b"\x89PNG\r\n\x1a\n" + bytes(99))
        with pytest.raises(DataError, match=r"'picture.png'"):
            gather(tmp_path / "picture.png")


@pytest.mark.shared
def test_messy(shared):
    """The messy table leaves 401 songs and 122 drops when all must be complete, else 430 and 93."""
    path = shared / "data/songs/messy/messy_songs.csv"
    complete, all_ = gather(path, complete=True), gather(path)
    assert (complete.n_items, complete.drops.num_rows) == (401, 122)
    assert (all_.n_items, all_.drops.num_rows) == (430, 93)
    assert sum(all_.items["complete"].to_pylist()) == 411
    assert complete.blocks["spotify"].shape == (401, 13)
    assert complete.tables["merges"].num_rows == 85
    assert len(set(complete.tables["origins"]["id"].to_pylist())) == 401
