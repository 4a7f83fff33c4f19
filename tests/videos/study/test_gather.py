"""Gathering videos: TensorFlow's files, damage, resuming, replacing."""

import json

import numpy as np
import pytest

from motif.collection import read
from motif.core.errors import DataError, InputError, MotifError, SourceError
from motif.videos.collection.ledger import ledger
from motif.videos.study import gather as module
from motif.videos.study.gather import gather
from tests.source.tfrecord.wrote import example, framed, sequence_example


def write(tmp_path, n=5, name="a.tfrecord", first=0):
    path = tmp_path / name
    records = [example(id=[b"v%d" % k], labels=[k], mean_rgb=np.float32([k, 1])) for k in range(first, first + n)]
    path.write_bytes(framed(*records))
    return path


@pytest.mark.shared
def test_tensorflow_s_files_are_gathered_whole(shared):
    """Six files of four kinds, 149 videos, in the files' order, numbers exact."""
    folder = shared / "data/videos/tfrecord"
    names = ["video_v2", "video_v1", "video_unpacked", "video_missing_audio", "video_odd_but_legal"]
    files = [folder / f"{name}.tfrecord" for name in names] + [folder / "video_v2_gzip.tfrecord.gz"]
    held = gather(files, labels=shared / "data/videos/text/vocabulary.csv")
    expected = [row for file in files for row in json.loads(file.with_name(f"{file.name}.expected.json").read_text())]
    assert held.ids == [row["id"] for row in expected]
    assert held.items["labels"].to_pylist() == [row["labels"] for row in expected]
    assert held.blocks["audio"].present.tolist() == [row["mean_audio"] is not None for row in expected]
    assert held.blocks["visual"][:][:, :4].tolist() == [row["mean_rgb"]["first"] for row in expected]
    assert held.tables["vocabulary"].num_rows == 3862
    assert all(line.n_gathered == line.n_kept for line in ledger(held).sources)


@pytest.mark.shared
def test_frames_mean_what_tensorflow_s_program_says(shared, tmp_path):
    """Both ways of dequantising; the means of all numbers of each video."""
    path = shared / "data/videos/tfrecord/frame_level.tfrecord"
    expected = json.loads(path.with_name(f"{path.name}.expected.json").read_text())
    for way in ("exact", "starter"):
        held = gather(path, out=tmp_path / f"{way}.motif", dequantise=way)
        assert held.items["n_frames"].to_pylist() == [row["frames"] for row in expected]
        means = [frames.mean(dtype=np.float64) for frames in held.blocks["visual"][:]]
        assert np.allclose(means, [row["rgb"][f"mean_dequantised_{way}"] for row in expected], atol=1e-6)


def test_damage_fails_the_command_and_skipping_keeps_the_good(tmp_path):
    """With file and offset; 4 of 5 are kept and one is counted."""
    path = write(tmp_path)
    data = bytearray(path.read_bytes())
    data[-6] ^= 1
    path.write_bytes(data)
    with pytest.raises(MotifError, match=r"'a.tfrecord' is damaged in record 4 at byte"):
        gather(path)
    held = gather(path, skip_bad=True)
    assert (held.n_items, ledger(held).dropped, ledger(held).n_gathered) == (4, {"bad_record": 1}, 5)


def test_a_killed_gathering_goes_on_to_the_same_result(tmp_path, monkeypatch):
    """Whatever piece it stopped at, with equal items, blocks and drops."""
    monkeypatch.setattr("motif.videos.study.convert.PIECE", {"video": 2, "frame": 2})
    monkeypatch.setattr(module, "PIECE", {"video": 2, "frame": 2})
    files = [write(tmp_path, 5), write(tmp_path, 4, "b.tfrecord", first=3)]
    whole = gather(files, out=tmp_path / "whole.motif")
    calls = []

    def stopping(piece):
        calls.append(piece)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return real(piece)

    real = module.convert
    monkeypatch.setattr(module, "convert", stopping)
    with pytest.raises(KeyboardInterrupt):
        gather(files, out=tmp_path / "cut.motif")
    assert read(tmp_path / "cut.motif").n_items == 5
    again = gather(files, out=tmp_path / "cut.motif")
    assert len(calls) == 6  # three before, the one that was stopped, and the two that were left
    assert again.items.equals(whole.items)
    assert again.drops.equals(whole.drops)
    assert np.array_equal(again.blocks["visual"][:], whole.blocks["visual"][:])
    assert ledger(again) == ledger(whole)
    assert again.verify()


def test_two_processes_give_what_one_gives(tmp_path, monkeypatch):
    """In the files' order."""
    files = [write(tmp_path, 5), write(tmp_path, 4, "b.tfrecord", first=3)]
    one, two = gather(files, out=tmp_path / "one.motif"), gather(files, out=tmp_path / "two.motif", jobs=2)
    assert one.items.equals(two.items)
    assert ledger(two).dropped == {"duplicate_id": 2}


def test_what_is_there_is_kept_until_its_successor_is_whole(tmp_path):
    """`overwrite` replaces at the end; without it a finished collection is refused."""
    path, out = write(tmp_path), tmp_path / "v.motif"
    gather(path, out=out)
    with pytest.raises(InputError, match=r"'v\.motif' exists"):
        gather(path, out=out)
    bad = write(tmp_path, 3, "b.tfrecord")
    bad.write_bytes(bad.read_bytes()[:-5])
    with pytest.raises(MotifError, match="ends within it"):
        gather(bad, out=out, overwrite=True)
    assert read(out).n_items == 5
    assert gather(write(tmp_path, 2, "c.tfrecord"), out=out, overwrite=True).n_items == 2
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_a_folder_is_its_files(tmp_path):
    """In order of their names; one without any is told."""
    (tmp_path / "shards").mkdir()
    write(tmp_path / "shards", 2, "b.tfrecord", first=2)
    write(tmp_path / "shards", 2, "a.tfrecord")
    assert gather(tmp_path / "shards").ids == ["v0", "v1", "v2", "v3"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="no TFRecord files in 'empty'"):
        gather(tmp_path / "empty")


def test_bad_arguments_are_told_before_anything_is_read(tmp_path):
    """One line each."""
    path = write(tmp_path)
    frames = tmp_path / "f.tfrecord"
    frames.write_bytes(framed(sequence_example({"id": [b"a"]}, {"rgb": [b"12"]})))
    (tmp_path / "none.tfrecord").write_bytes(b"")
    for given, settings, told in [
        (path, {"dtype": "int3"}, "dtype"),
        (path, {"dequantise": "other"}, "dequantise"),
        (frames, {"dtype": "float16"}, "frames are stored as the bytes"),
        (tmp_path / "nowhere.tfrecord", {}, "no such file"),
        (tmp_path / "none.tfrecord", {}, "no record of a video"),
    ]:
        with pytest.raises((InputError, SourceError, DataError), match=told):
            gather(given, **settings)


def test_one_bad_length_loses_one_record_of_a_long_file(tmp_path, monkeypatch):
    """Not what lies in the pieces behind it."""
    monkeypatch.setattr("motif.videos.study.convert.PIECE", {"video": 2, "frame": 2})
    path = write(tmp_path, 9)
    data = bytearray(path.read_bytes())
    data[len(data) // 9 * 3 + 9] ^= 1  # of the fourth record, the checksum of its length
    path.write_bytes(data)
    held = gather(path, skip_bad=True)
    assert held.ids == [f"v{n}" for n in range(9) if n != 3]
    assert ledger(held).dropped == {"bad_record": 1}


@pytest.fixture
def stopped(monkeypatch):
    """A gathering that is stopped before its end."""

    def run(*given, **settings):
        def stopping(*_, **__):
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(module, "_finished", stopping)
            with pytest.raises(KeyboardInterrupt):
                gather(*given, **settings)

    return run


def test_another_vocabulary_is_another_gathering(tmp_path, stopped):
    """What was begun under one is not gone on with under another of the same length."""
    (tmp_path / "one.csv").write_text("Index,Name\n0,a\n1,b\n")
    (tmp_path / "two.csv").write_text("Index,Name\n0,a\n2,b\n")
    path, out = write(tmp_path, 3), tmp_path / "v.motif"
    stopped(path, labels=tmp_path / "one.csv", out=out)
    with pytest.raises(InputError, match=r"'v\.motif' exists"):
        gather(path, out=out, labels=tmp_path / "two.csv")
    assert gather(path, labels=tmp_path / "one.csv", out=out).ids == ["v0", "v1"]


def test_damage_that_was_left_out_is_not_accepted_in_silence(tmp_path, stopped):
    """Who goes on without --skip-bad is told; the other way round what was done before the damage is kept."""
    path, out = write(tmp_path), tmp_path / "v.motif"
    path.write_bytes(path.read_bytes()[:-5])
    stopped(path, out=out, skip_bad=True)
    with pytest.raises(InputError, match="1 damaged records are left out of it already; go on with --skip-bad"):
        gather(path, out=out)
    assert gather(path, out=out, skip_bad=True).n_items == 4
    with pytest.raises(MotifError, match="ends within it"):
        gather(path, out=tmp_path / "w.motif")
    assert gather(path, out=tmp_path / "w.motif", skip_bad=True).n_items == 4
