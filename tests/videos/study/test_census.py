"""Counting what a collection of videos holds, by hand."""

import numpy as np
import pyarrow as pa
import pytest

from motif.collection import Collection, dense
from motif.videos.study import census


@pytest.fixture(scope="module")
def videos():
    """Four videos, one of which has nothing that is heard and no label."""
    facts = {
        "id": ["a", "b", "c", "d"],
        "labels": pa.array([[3, 4], [3], [], [3, 9]], pa.list_(pa.int32())),
        "creator": ["Ann", "Ann", "Bob", None],
        "split": ["train", "test", "test", "train"],
        "n_frames": [20, 299, 300, 1000],
    }
    vocabulary = {
        "id": ["3", "4", "9"],
        "label": [3, 4, 9],
        "name": ["Game", "", None],
        "vertical": ["Games", "Arts", "Games"],
    }
    blocks = {"visual": np.eye(4), "audio": dense(np.eye(4)[:, :2], present=[True, True, False, True])}
    return Collection("video", facts, blocks=blocks, tables={"vocabulary": pa.table(vocabulary)})


def test_labels_come_by_how_common_they_are(videos):
    """One without a name is called by its number."""
    rows = census.label_rows(videos)
    assert [(row.label, row.n_videos, row.called) for row in rows] == [
        (3, 3, "Game"),
        (4, 1, "label 4"),
        (9, 1, "label 9"),
    ]


def test_a_video_counts_once_in_each_of_its_verticals(videos):
    """Two labels of one vertical are one."""
    assert census.verticals(videos, census.label_rows(videos)) == {"Games": 3, "Arts": 1}


def test_what_is_missing_together_is_counted(videos):
    """Which modalities videos have, the commonest first."""
    assert census.together(videos) == {"visual + audio": 3, "visual": 1}
    assert census.modality(videos, "audio").n_present == 3


def test_a_video_without_any_modality_is_counted_too():
    """As none."""
    block = dense(np.eye(2), present=[True, False])
    assert census.together(Collection("video", {"id": ["a", "b"]}, blocks={"audio": block})) == {"audio": 1, "none": 1}


def test_lengths_have_classes_from_the_shortest_to_the_longest(videos):
    """Those in between that nobody has are there, with 0; 300 is of the last."""
    assert census.frames(videos) == {
        "0 to 29": 1, "30 to 59": 0, "60 to 119": 0, "120 to 179": 0, "180 to 239": 0, "240 to 299": 1,
        "300 and more": 2,
    }  # fmt: skip


def test_creators_on_two_sides_are_found(videos):
    """Ann is on both."""
    found = {side.name: side for side in census.sides(videos)}
    assert (found["train"].n_videos, found["train"].n_labels, found["train"].n_shared) == (2, 3, 1)
    assert (found["test"].n_creators, found["test"].n_shared) == (2, 1)
    assert census.creators(videos) == (("Ann", 2), ("Bob", 1))


def test_facts_are_counted(videos):
    """Labels, those of the vocabulary, frames, creators."""
    assert census.facts(videos, census.label_rows(videos)) == {
        "videos": 4, "labels": 3, "label_appearances": 5, "with_labels": 3, "vocabulary": 3, "frames": 1619,
        "creators": 2,
    }  # fmt: skip


def test_videos_of_which_nothing_is_known_count_as_nothing():
    """No labels, no blocks, no split."""
    bare = Collection("video", {"id": ["a"]})
    assert census.label_rows(bare) == census.creators(bare) == census.sides(bare) == ()
    assert census.together(bare) == census.frames(bare) == census.verticals(bare, ()) == {}
