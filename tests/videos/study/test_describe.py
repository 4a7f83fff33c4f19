"""Text and labels of videos in numbers."""

import json

import numpy as np
import pytest

from motif.collection import Collection
from motif.core.errors import InputError
from motif.represent.vector.table import WordVectors
from motif.videos.study.describe import describe
from motif.videos.study.gather import gather

VOCABULARY = {
    "vocabulary": {"id": ["label 1", "label 2", "label 3"], "label": [1, 2, 3], "name": ["Sea", None, "My car"]}
}


def videos(**columns):
    rows = {
        "id": list("abcd"),
        "title": ["The sea and my day", "Sea, sea", None, "Mi coche nuevo"],
        "keywords": [["the sea", "2017"], [], None, ["my car"]],
        "language": ["en", "en", None, "es"],
        "keywords_language": ["en", None, None, "en"],
        "text_from": ["t", "t", None, "t"],
        "labels": [[1, 2], [1], [2], [3]],
    }
    return Collection("video", rows | columns, tables=VOCABULARY)


def test_words_and_labels_are_counted():
    """By hand: videos that have a word, words a video, the commonest first; other languages have none."""
    found = describe(videos(), random_state=0, n_top=2)
    title, keywords = found.words["title"], found.words["keywords"]
    assert (title.n_videos, title.n_different, title.mean) == (2, 5, 3.5)
    assert title.top == (("sea", 2), ("and", 1))
    assert (keywords.n_videos, keywords.mean, keywords.top) == (2, 1.5, (("car", 1), ("my", 1)))
    assert (found.labels.top, found.labels.mean, found.labels.n_different) == (((1, 2), (2, 2)), 1.25, 3)
    assert found.labels.names == {1: "Sea"}
    json.dumps(found.as_dict(), allow_nan=False)


def test_sides_of_a_split_are_told_apart():
    """Beside all; with vectors, videos of whose words none has one are lost."""
    vectors = WordVectors(("day", "car"), np.eye(2, dtype=np.float32))
    found = describe(videos(split=["train", "train", "test", "test"]), vectors=vectors, random_state=0)
    assert [*found.tallies] == ["all", "train", "test"]
    assert [tally.unavailable for tally in found.tallies.values()] == [1, 0, 1]
    assert [tally.no_vector for tally in found.tallies.values()] == [1, 1, 0]
    assert describe(videos(), random_state=0).tallies["all"].no_vector is None


def test_labels_that_come_together_stand_beside_chance():
    """Twelve videos: label 1 and 2 always together, in half of them."""
    labels = [[1, 2]] * 6 + [[3]] * 6
    pair = describe(Collection("video", {"id": [f"v{n}" for n in range(12)], "labels": labels})).labels.pairs
    assert [(one.first, one.second, one.n_videos, one.expected, one.lift) for one in pair] == [(1, 2, 6, 3.0, 2.0)]


def test_videos_with_nothing_to_describe_are_refused():
    """Neither text nor labels."""
    with pytest.raises(InputError, match="neither text nor labels"):
        describe(Collection("video", {"id": ["a"]}))


@pytest.mark.shared
@pytest.mark.slow
def test_labels_of_real_videos_go_together(shared):
    """MUSIC200k: ten labels have 82 % of all appearances; guitars are string instruments, drummers have drum kits."""
    found = describe(gather(text=shared / "data/videos/text/music200k_train.parquet")).labels
    assert (found.n_different, round(found.top_share, 2), round(found.mean, 2)) == (1441, 0.82, 4.02)
    assert found.top[0] == (4, 172_753)
    pairs = {(one.first, one.second): one.lift for one in found.pairs}
    assert pairs[9, 10] > 1.9
    assert pairs[28, 38] > 7


@pytest.mark.shared
def test_real_keywords_overlap_with_their_labels_more_than_by_chance(shared):
    """Trending videos: 18 % of the categories stand in the keywords, 3 % in those of other videos."""
    pytest.importorskip("py3langid", reason="needs the extra 'videos'")
    found = describe(gather(text=shared / "data/videos/text/us_titles_tags.parquet"), random_state=0, n_permutations=99)
    figure = found.overlap["keywords"]["labels"]
    assert 0.16 < figure.interval[0] < figure.value < figure.interval[1] < 0.20
    assert figure.null.high < 0.05
    assert found.tallies["all"].as_dict() == {
        "n_items": 2334, "unavailable": 0, "no_text": 0, "other_language": 10, "no_vector": None, "with_title": 2311,
        "with_keywords": 2176, "with_both": 2163, "usable": 2324,
    }  # fmt: skip
