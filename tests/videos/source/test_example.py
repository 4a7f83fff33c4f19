"""Videos out of records: ids, labels, features, segments, and what makes no sense."""

import numpy as np
import pytest

from motif.core.errors import DataError
from motif.source.tfrecord import Record, read_records
from motif.videos.source.example import Segment, level_of, video_of
from tests.source.tfrecord.wrote import example, framed, sequence_example


def video(**features) -> Record:
    """A record of a whole video."""
    return Record(0, 0, {"id": [b"ab"], **features}, {})


def test_both_names_of_the_id_are_known():
    """`id` since 2017, `video_id` in 2016."""
    assert video_of(video()).id == video_of(Record(0, 0, {"video_id": [b"ab"]}, {})).id == "ab"


@pytest.mark.parametrize("features", [{}, {"id": []}, {"id": [b""]}, {"id": [b"a", b"b"]}, {"id": np.zeros(1)}])
def test_a_record_without_one_id_is_told(features):
    """Nothing is guessed."""
    with pytest.raises(DataError) as error:
        video_of(Record(0, 0, features, {}))
    assert error.value.reason == "missing_id"


def test_labels_are_kept_once_in_order():
    """A label that stands twice is one."""
    assert video_of(video(labels=np.array([5, 0, 5]))).labels == (5, 0)
    assert video_of(video(labels=[])).labels == video_of(video()).labels == ()


@pytest.mark.parametrize("labels", [np.array([-1]), np.array([2**40]), np.array([0.5], np.float32), [b"Game"]])
def test_labels_that_are_no_numbers_of_labels_are_told(labels):
    """Below zero, beyond 32 bits, fractions, words."""
    with pytest.raises(DataError) as error:
        video_of(video(labels=labels))
    assert error.value.reason == "bad_labels"


def test_features_are_those_that_are_there():
    """An empty or missing modality is not there."""
    made = video_of(video(mean_rgb=np.ones(3, np.float32), mean_audio=np.zeros(0, np.float32)))
    assert list(made.features) == ["visual"]
    assert made.features["visual"].tolist() == [1, 1, 1]


def test_numbers_that_are_none_are_told():
    """NaN, infinite, bytes."""
    for wrong, reason in ((np.array([np.nan, 1], np.float32), "not_finite"), ([b"x"], "wrong_dimension")):
        with pytest.raises(DataError) as error:
            video_of(video(mean_rgb=wrong))
        assert error.value.reason == reason


def read(tmp_path, data: bytes) -> Record:
    path = tmp_path / "a.tfrecord"
    path.write_bytes(framed(data))
    return next(iter(read_records(path)))


def test_frames_are_bytes_by_second(tmp_path):
    """(n_frames, n_features), a row a second."""
    record = read(
        tmp_path, sequence_example({"id": [b"ab"], "labels": [3]}, {"rgb": [b"12", b"34"], "audio": [b"5", b"6"]})
    )
    made = video_of(record)
    assert level_of(record) == "frame"
    assert made.labels == (3,)
    assert {name: values.tolist() for name, values in made.features.items()} == {
        "visual": [[49, 50], [51, 52]],
        "audio": [[53], [54]],
    }


def test_frames_of_different_lengths_are_told(tmp_path):
    """They are no matrix."""
    with pytest.raises(DataError) as error:
        video_of(read(tmp_path, sequence_example({"id": [b"ab"]}, {"rgb": [b"12", b"345"]})))
    assert error.value.reason == "wrong_dimension"


def test_segments_of_2019_are_rows(tmp_path):
    """Start, end, label, score; where no end is said, five seconds."""
    context = {
        "id": [b"ab"],
        "segment_start_times": [10, 40],
        "segment_labels": [7, 8],
        "segment_scores": np.float32([1, 0]),
    }
    made = video_of(read(tmp_path, example(**context)))
    assert made.segments == (Segment(10, 15, 7, 1.0), Segment(40, 45, 8, 0.0))
    with pytest.raises(DataError, match="2 starts, 2 ends, 1 labels"):
        video_of(read(tmp_path, example(**{**context, "segment_labels": [7]})))
