"""Text joined to videos, and what is lost."""

import pyarrow as pa
import pytest

from motif.collection import Collection
from motif.core.errors import InputError
from motif.videos.collection.text import categories, tally_text, text_collection, with_text
from motif.videos.source.text import SCHEMA, VideoTexts

pytest.importorskip("py3langid", reason="needs the extra 'videos'")

ROWS = [
    ("a", "A day at the sea with friends", ["sea", "the beach"], [1], False),
    ("b", None, [], [2], False),
    ("c", "El ridículo penal de Teo Gutiérrez en el partido", ["방탄소년단"], [1], False),
    ("d", None, [], [], True),
    ("e", "Xqzzt", ["방탄소년단", "BTS"], [3], False),
    ("a", "Again", [], [1], False),
]


def texts(rows=ROWS, name="t.csv"):
    table = [
        {"id": id_, "title": title, "keywords": keywords, "creator": "Ann", "description": None, "labels": labels,
         "is_gone": gone, "origin": f"{name}#{n}"}
        for n, (id_, title, keywords, labels, gone) in enumerate(rows)
    ]  # fmt: skip
    return VideoTexts(name, "table", pa.Table.from_pylist(table, schema=SCHEMA))


def test_each_video_is_lost_to_one_cause():
    """No row or a deleted video, no text, another language, no vector; the usable ones are what is left."""
    videos = with_text(Collection("video", {"id": ["z", *"abcde"]}), [texts()])
    tally = tally_text(videos)
    assert (tally.n_items, tally.unavailable, tally.no_text, tally.other_language) == (6, 2, 1, 1)
    assert (tally.with_title, tally.with_keywords, tally.with_both, tally.usable) == (2, 2, 2, 2)
    known = tally_text(videos, title_known=[0, 1, 0, 0, 0, 0], keywords_known=[0, 1, 0, 0, 0, 0])
    assert (known.no_vector, known.usable, known.other_language) == (1, 1, 1)
    assert tally.no_vector is None
    assert tally_text(videos, language=None).usable == 3


def test_languages_are_told_for_titles_and_keywords():
    """Of keywords those with Latin letters say whether they are English; null where there is nothing."""
    made = text_collection([texts()])
    assert made.items["language"].to_pylist() == ["en", None, "es", None, "en"]
    assert made.items["keywords_language"].to_pylist() == ["en", None, "ko", None, "en"]
    assert text_collection([texts()], language=None).items["language"].null_count == 5


def test_the_first_row_of_an_id_is_kept():
    """Also over sources; the later ones are drops."""
    made = text_collection([texts(), texts(ROWS[:1], "u.csv")])
    assert made.ids == list("abcde")
    drops = zip(made.drops["origin"].to_pylist(), made.drops["reason"].to_pylist(), strict=True)
    assert [*drops] == [("t.csv#5", "duplicate_id"), ("u.csv#0", "duplicate_id")]
    assert made.items["text_from"].to_pylist() == ["t.csv", "t.csv", "t.csv", None, "t.csv"]


def test_labels_outside_the_vocabulary_leave_the_video_out():
    """With its labels told."""
    made = text_collection([texts()], allowed={1, 2})
    assert made.ids == list("abcd")
    assert made.drops["detail"].to_pylist()[-1] == "labels [3] are not in the vocabulary"


def test_labels_alone_make_no_columns_of_text():
    """And videos without any text cannot be tallied."""
    table = texts([("a", None, [], [7], False)])
    bare = table.rows.set_column(3, SCHEMA.field("creator"), pa.nulls(1, pa.string()))
    made = text_collection([VideoTexts("t.csv", "table", bare)])
    assert made.items.to_pylist() == [{"id": "a", "labels": [7], "origin": "t.csv#0"}]
    with pytest.raises(InputError, match="no text"):
        tally_text(made)


def test_text_is_joined_once():
    """A second join is refused."""
    videos = with_text(Collection("video", {"id": ["a"]}), [texts()])
    with pytest.raises(InputError, match="have text already"):
        with_text(videos, [texts()])


def test_categories_are_counted_over_the_videos_that_were_kept():
    """A category of none of them has 0."""
    told = VideoTexts("t", "table", SCHEMA.empty_table(), categories={10: "Music", 1000: "Opera"})
    rows = categories([told], [[10], [10, 7]]).to_pylist()
    assert [(row["label"], row["name"], row["n_train"]) for row in rows] == [
        (7, None, 1),
        (10, "Music", 2),
        (1000, "Opera", 0),
    ]
    assert categories([texts()], [[1]]) is None
