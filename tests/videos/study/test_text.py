"""Gathering text: alone, joined to records, with a vocabulary."""

import json

import numpy as np
import pytest

from motif.core.errors import DataError, InputError
from motif.videos.collection.ledger import ledger
from motif.videos.study.gather import gather
from tests.source.tfrecord.wrote import example, framed

pytest.importorskip("py3langid", reason="needs the extra 'videos'")

TABLE = "video_id,title,tags,category_id\nv1,A day at the sea,sea|beach,19\nv2,,[none],10\nv1,Again,,10\nv9,Else,,10\n"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "GBvideos.csv"
    path.write_text(TABLE)
    return path


def records(tmp_path):
    path = tmp_path / "a.tfrecord"
    rows = [example(id=[b"v%d" % k], labels=[k], mean_rgb=np.float32([k, 1])) for k in range(4)]
    path.write_bytes(framed(*rows))
    return path


def test_text_is_joined_to_records_by_id(table, tmp_path):
    """Labels stay the records'; what was lost stands in the record; the same whether kept on disk or not."""
    path = records(tmp_path)
    for out in (None, tmp_path / "v.motif"):
        held = gather(path, text=table, out=out)
        assert held.items["title"].to_pylist() == [None, "A day at the sea", None, None]
        assert held.items["keywords"].to_pylist() == [None, ["sea", "beach"], [], None]
        assert held.items["labels"].to_pylist() == [[0], [1], [2], [3]]
        told = held.records[-1]["parameters"]["text"]
        assert (told["unavailable"], told["no_text"], told["other_language"], told["usable"]) == (2, 1, 0, 1)
        assert ledger(held).n_gathered == 4
        assert held.blocks["visual"].shape == (4, 2)


def test_a_table_alone_is_a_collection_of_videos(table, tmp_path):
    """With the categories as labels, and each row accounted for."""
    held = gather(text=table, out=tmp_path / "v.motif")
    assert (held.kind, held.ids) == ("video", ["v1", "v2", "v9"])
    assert held.items["labels"].to_pylist() == [[19], [10], [10]]
    names = held.tables["vocabulary"].select(["label", "name", "n_train"]).to_pylist()
    assert names == [
        {"label": 10, "name": "Music", "n_train": 2},
        {"label": 19, "name": "Travel & Events", "n_train": 1},
    ]
    line = ledger(held).sources[0]
    assert (line.kind, line.n_gathered, line.n_kept, line.dropped) == ("table", 4, 3, {"duplicate_id": 1})
    with pytest.raises(InputError, match="exists"):
        gather(text=table, out=tmp_path / "v.motif")
    assert gather(text=table, out=tmp_path / "v.motif", overwrite=True).n_items == 3


def test_a_folder_of_yt_dlp_is_accounted_for(tmp_path):
    """By the folder's name."""
    (tmp_path / "d").mkdir()
    for name, kind in (("a", "video"), ("b", "playlist")):
        info = {"id": name, "title": "A day at the sea", "_type": kind}
        (tmp_path / f"d/{name}.info.json").write_text(json.dumps(info))
    line = ledger(gather(text=tmp_path / "d")).sources[0]
    assert (line.name, line.n_gathered, line.n_kept, line.dropped) == ("d", 2, 1, {"not_a_video": 1})


def test_text_of_other_videos_is_told(table, tmp_path):
    """With an id of each side."""
    other = tmp_path / "other.csv"
    other.write_text("video_id,title\nx1,Sea\n")
    with pytest.raises(DataError, match=r"none of the 4 videos: ids here such as 'v0', ids there such as 'x1'"):
        gather(records(tmp_path), text=other)


def test_nothing_given_is_refused():
    """With what could be."""
    with pytest.raises(InputError, match="TFRecord files, or a table of text"):
        gather()


@pytest.mark.shared
@pytest.mark.slow
def test_real_label_sets_are_gathered_by_id(shared):
    """172,753 of 172,811 rows: 58 repeat an id; labels by their numbers in the vocabulary."""
    folder = shared / "data/videos/text"
    held = gather(text=folder / "music200k_train.parquet", labels=folder / "vocabulary.csv")
    assert (held.n_items, ledger(held).dropped) == (172_753, {"duplicate_id": 58})
    assert held.items.column_names == ["id", "labels", "origin"]
