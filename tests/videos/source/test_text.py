"""Text of videos: tables, answers of the Data API, files of yt-dlp."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from motif.core.errors import DataError, SourceError
from motif.videos.source.text import SCHEMA, read_texts

KAGGLE = [
    "video_id,trending_date,title,channel_title,category_id,publish_time,tags,views,description",
    '2kyS6SvSYSE,17.14.11,"WE WANT TO TALK, ABOUT",CaseyNeistat,22,2017-11-13,"SHANtell|""casey""",748374,Hi',
    "-abc,17.15.11,[Deleted video],Z,10,2017,[none],7,",
    "#NAME?,17.15.11,Sea,Z,10,2017,[none],7,",
]


def test_kaggle_s_table_is_read_by_the_names_of_its_columns(tmp_path):
    """Tags, category, channel; a deleted video has no text; what a spreadsheet made of an id is left out."""
    (tmp_path / "GBvideos.csv").write_text("\n".join(KAGGLE))
    found = read_texts(tmp_path / "GBvideos.csv")
    assert found.rows.schema.equals(SCHEMA)
    assert found.rows.to_pylist()[0] == {
        "id": "2kyS6SvSYSE", "title": "WE WANT TO TALK, ABOUT", "keywords": ["SHANtell", "casey"],
        "creator": "CaseyNeistat", "description": "Hi", "labels": [22], "is_gone": False, "origin": "GBvideos.csv#0",
    }  # fmt: skip
    assert (found.rows["title"][1].as_py(), found.rows["is_gone"][1].as_py()) == (None, True)
    assert [(drop.origin, drop.reason) for drop in found.drops] == [("GBvideos.csv#2", "bad_id")]
    assert found.categories == {10: "Music", 22: "People & Blogs"}


def test_other_spellings_of_columns_mean_the_same(tmp_path):
    """Of later tables, of JSON lines, in Latin-1 with semicolons; columns that nobody knows are not read."""
    columns = {"videoId": ["a"], "channelTitle": ["Ann"], "categoryId": ["24"], "Title": ["Sea"], "Tags": ["x|y"]}
    pq.write_table(pa.table(columns), tmp_path / "new.parquet")
    (tmp_path / "lines.jsonl").write_text(json.dumps({"id": "a", "keywords": ["x", "y"], "title": "Sea"}) + "\n")
    (tmp_path / "mx.csv").write_bytes("video_id;title;tags\na;Canci\u00f3n;x|y\n".encode("latin-1"))
    for name, title in (("new.parquet", "Sea"), ("lines.jsonl", "Sea"), ("mx.csv", "Canci\u00f3n")):
        row = read_texts(tmp_path / name).rows.to_pylist()[0]
        assert (row["id"], row["title"], row["keywords"]) == ("a", title, ["x", "y"])


def test_a_folder_of_yt_dlp_is_its_videos(tmp_path):
    """One file a video, in order of their names; playlists and damaged files are left out and told."""
    (tmp_path / "d").mkdir()
    info = {"id": "a", "title": "Sea", "tags": ["x"], "channel": "Ann", "categories": ["Music"], "description": ""}
    files = {"1": json.dumps(info), "2": json.dumps({"_type": "playlist", "id": "p", "title": "L"}), "3": "{"}
    for name, data in files.items():
        (tmp_path / f"d/{name}.info.json").write_text(data)
    (tmp_path / "d/other.csv").write_text("x,y\n1,2\n")
    found = read_texts(tmp_path / "d")
    row = found.rows.to_pylist()[0]
    assert (row["id"], row["creator"], row["labels"], row["origin"]) == ("a", "Ann", [10], "d/1.info.json")
    assert found.drops[0].reason == "not_a_video"
    assert (found.kind, found.n_read) == ("folder", 3)


def test_answers_of_the_data_api_and_objects_by_id(tmp_path):
    """`videos.list`, `search.list`, and id -> facts; categories among them are no videos."""
    snippet = {"title": "Sea", "tags": ["x"], "channelTitle": "Ann", "categoryId": "10"}
    items = [
        {"id": "a", "snippet": snippet},
        {"id": {"videoId": "b"}, "snippet": snippet},
        {"id": "1", "kind": "youtube#videoCategory", "snippet": {"title": "Film"}},
    ]
    (tmp_path / "answer.json").write_text(json.dumps({"items": items}))
    (tmp_path / "by_id.json").write_text(json.dumps({"a": {"title": "Sea", "keywords": ["x,y"]}, "b": {}}))
    assert read_texts(tmp_path / "answer.json").rows.select(["id", "labels"]).to_pylist() == [
        {"id": "a", "labels": [10]},
        {"id": "b", "labels": [10]},
    ]
    assert read_texts(tmp_path / "by_id.json").rows["keywords"].to_pylist() == [["x", "y"], []]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.csv", "x,y\n1,2\n", "no column of ids"),
        ("a.json", "{}", "tells of no"),
        ("a.json", '{"x": 1}', "tells of no"),
    ],
    ids=["columns", "nothing", "something else"],
)
def test_what_tells_of_no_video_is_refused(tmp_path, name, data, told):
    """In one line."""
    (tmp_path / name).write_text(data)
    with pytest.raises(DataError, match=told):
        read_texts(tmp_path / name)


def test_an_empty_folder_is_told(tmp_path):
    """With what was looked for."""
    with pytest.raises(SourceError, match=r"no tables and no \.info\.json"):
        read_texts(tmp_path)


def test_labels_that_are_none_are_left_out(tmp_path):
    """A row with letters among its labels."""
    (tmp_path / "a.csv").write_text("video_id,labels\na,3 4\nb,x\n")
    found = read_texts(tmp_path / "a.csv")
    assert found.rows["labels"].to_pylist() == [[3, 4]]
    assert [drop.reason for drop in found.drops] == ["bad_labels"]


@pytest.mark.shared
def test_real_tables_have_the_counts_that_are_known(shared):
    """2,334 trending videos of 16 categories, 1,216 channels."""
    folder = shared / "data/videos/text"
    expected = json.loads((folder / "counts.json").read_text())
    found = read_texts(folder / "us_titles_tags.parquet")
    labels = [label for row in found.rows["labels"].to_pylist() for label in row]
    assert {str(n): labels.count(n) for n in set(labels)} == expected["US"]["categories"]
    keywords = found.rows["keywords"].to_pylist()
    assert sum(bool(one) for one in keywords) == expected["US"]["with_tags"]
    assert len(set(found.rows["creator"].to_pylist())) == expected["US"]["channels"]
