"""`gather`: sources of every kind in one collection; refusals before any work."""

import json

import pytest

from motif.collection import read
from motif.core.errors import DataError, InputError, MotifError, SourceError
from motif.core.files import make_folder, write_bytes, write_text
from motif.songs.collection.ledger import ledger
from motif.songs.study import gather as room
from motif.songs.study.describe import describe
from motif.songs.study.gather import gather
from tests.special import special_file

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
    assert songs.records[-1]["parameters"]["told"] == {"same": 0, "apart": 1, "unmatched": []}


def test_same_that_is_not_here(table, tmp_path):
    """A decision about a song that is not here is on record; where all are, nothing is written."""
    write_text(tmp_path / "same.csv", f"id_a,id_b,same\n{A},{B},false\nx,{B},true\n{A},/home/ada/b.mp3,true\n")
    told = gather(table, same=tmp_path / "same.csv").records[-1]["parameters"]["told"]
    assert told == {"same": 2, "apart": 1, "unmatched": [["x", B], [A, "b.mp3"]]}
    write_text(tmp_path / "other.csv", "id_a,id_b,same\nx,y,true\n")
    with pytest.raises(InputError, match="an id here looks like"):
        gather(table, same=tmp_path / "other.csv", out=tmp_path / "songs.motif")
    assert not (tmp_path / "songs.motif").exists()


def test_groups_stay_when_gathered_anew(tmp_path):
    """Gathering over a collection that was described keeps its groups: the next description finds their numbers."""
    rows = [f"Song {n},Band {n % 4},{(90, 170)[n % 3 == 0] + n / 10},{n % 3 == 0:d}" for n in range(24)]
    write_text(tmp_path / "songs.csv", "song,artist,tempo,energy\n" + "\n".join(rows))
    out = tmp_path / "songs.motif"
    gather(tmp_path / "songs.csv", out=out)
    first = describe(read(out), n_groups=2)
    first.save(out, overwrite=True)
    more = [f"Song {n},Band {n % 4},{170 + n / 10},1" for n in range(24, 60)]  # what was the smaller group outgrows
    write_text(tmp_path / "songs.csv", "song,artist,tempo,energy\n" + "\n".join([*more, *rows]))
    again = gather(tmp_path / "songs.csv", out=out, overwrite=True)
    assert again.items["group"].null_count == len(more)
    found = describe(read(out), n_groups=2)
    before, now = (dict(zip(one.collection.ids, one.labels.tolist(), strict=True)) for one in (first, found))
    assert {id_: now[id_] for id_ in before} == before
    assert found.kept.stayed == (0, 1)


def test_a_damaged_collection_is_replaced(table, tmp_path):
    """Nothing is carried over from what cannot be read, and the new one is written."""
    out = tmp_path / "songs.motif"
    describe(gather(_many(tmp_path), out=out), n_groups=2).save(out, overwrite=True)
    next((out / "items").iterdir()).unlink()
    assert gather(table, out=out, overwrite=True).n_items == gather(table).n_items


def _many(folder):
    text = "song,artist,tempo\n" + "\n".join(f"Song {n},X,{90 + n}" for n in range(12))
    write_text(folder / "many.csv", text)
    return folder / "many.csv"


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


class TestBeforeHearing:
    """What is wrong with one source is told before the first file of another is heard, which can take hours."""

    @pytest.fixture(autouse=True)
    def deaf(self, monkeypatch, tmp_path):
        """Nothing may be heard in these tests."""
        pytest.importorskip("librosa", reason="needs the extra 'songs'")
        pytest.importorskip("av", reason="needs the extra 'songs'")
        from motif.songs.study import listen

        monkeypatch.setattr(listen, "hear", lambda _: pytest.fail("a file was heard"))
        write_bytes(make_folder(tmp_path / "music") / "a.mp3", b"")

    @pytest.mark.parametrize("name", ["musik", "gone.mp3", "gone.csv"])
    def test_a_typo(self, tmp_path, name):
        """A second source that is not there stops the first."""
        with pytest.raises(SourceError, match=f"cannot read '{name}': there is no such file"):
            gather([tmp_path / "music", tmp_path / name])

    @pytest.mark.parametrize("kind", ["pipe", "device", "loop", "dangling"])
    @pytest.mark.parametrize("name", ["x.mp3", "x.csv"])
    def test_no_file(self, tmp_path, name, kind):
        """Neither is one that is no file, whatever it is called; none is waited for."""
        special_file(tmp_path / name, kind)
        with pytest.raises(SourceError, match=f"'{name}'"):
            gather([tmp_path / "music", tmp_path / name])

    def test_another_kind(self, tmp_path, table):
        """A folder without music, a collection, a picture and a table of something else are no sources."""
        gather(table, out=tmp_path / "songs.motif")
        make_folder(tmp_path / "empty")
        write_bytes(tmp_path / "picture.png", b"\x89PNG\r\n\x1a\n" + bytes(99))
        write_text(tmp_path / "films.csv", "film,year\nAlien,1979\n")
        for name in ("empty", "songs.motif", "picture.png", "films.csv"):
            with pytest.raises(MotifError, match=f"'{name}'"):
                gather([tmp_path / "music", tmp_path / name])


def test_an_interrupt_says_how_to_go_on(table, monkeypatch):
    """Ctrl-C while songs are merged has a message, as it has while files are heard."""

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(room, "merged", interrupted)
    with pytest.raises(KeyboardInterrupt, match=r"^interrupted: what was heard is kept; run the same command again"):
        gather(table)
