"""Videos out of records: the keys that YouTube-8M has used in its releases of 2016 to 2019.

=================== =====================================================================================
key                 what it holds
=================== =====================================================================================
`id`, `video_id`    the video's id (2017 on, 2016), one string of bytes
`labels`            int64: numbers of its labels in the vocabulary
`mean_rgb`          float: the mean over its frames of what a network saw, 1,024 numbers
`mean_audio`        float: the mean of what a network heard, 128 numbers
`rgb`, `audio`      one string of bytes a second: the same numbers, as `quantised`, frame by frame
`segment_labels`, `segment_start_times`, `segment_end_times`, `segment_scores`
                    2019: segments of five seconds in which a person looked for a label, and what was found
=================== =====================================================================================

Follows google/youtube-8m, commit e6f6bf6 (2019-10-25), `readers.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from motif.core.errors import DataError
from motif.source.tfrecord import Record, Values
from motif.source.tfrecord.wire import MalformedWire

__all__ = ["MODALITIES", "Segment", "Video", "level_of", "video_of"]

MODALITIES = {"visual": ("mean_rgb", "rgb"), "audio": ("mean_audio", "audio")}
"""Block -> the key of its mean over the video, the key of its frames."""

_MOST_LABEL = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Segment:
    """Some seconds of a video in which a person looked for one label.

    Parameters
    ----------
    start_s, end_s :
        Its first second and the one after its last.
    label :
        The label's number.
    score :
        1 where it was seen, 0 where not.

    Examples
    --------
    >>> Segment(10, 15, label=7, score=1.0).end_s
    15
    """

    start_s: int
    end_s: int
    label: int
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class Video:
    """One video as its record tells it.

    Parameters
    ----------
    id :
        As in the record.
    labels :
        Numbers of its labels, each once, in the record's order.
    features :
        Block -> (n_features,) float32, or (n_frames, n_features) uint8; missing modalities are not there.
    segments :
        What is known of parts of it.

    Examples
    --------
    >>> Video("oPfn", (1, 2), {"audio": np.zeros(128, np.float32)}).features["audio"].shape
    (128,)
    """

    id: str
    labels: tuple[int, ...]
    features: dict[str, np.ndarray]
    segments: tuple[Segment, ...] = ()


def level_of(record: Record) -> str:
    """Return "frame" for a record with frames, else "video".

    Examples
    --------
    >>> level_of(Record(0, 0, {"id": [b"oPfn"]}, {}))
    'video'
    """
    return "frame" if record.sequences else "video"


def video_of(record: Record) -> Video:
    """Return the video that a record tells of.

    Raises
    ------
    DataError
        reason missing_id, bad_labels, wrong_dimension, not_finite: what does not make sense, with its value.

    Examples
    --------
    >>> record = Record(0, 0, {"id": [b"oPfn"], "labels": np.array([3, 3, 1])}, {})
    >>> video_of(record).id, video_of(record).labels
    ('oPfn', (3, 1))
    """
    id_ = _id(record)
    keys = {block: of[record.sequences != {}] for block, of in MODALITIES.items()}
    if record.sequences:
        features = {block: _frames(record, key) for block, key in keys.items() if key in record.sequences}
    else:
        features = {block: _mean(record.features[key], key) for block, key in keys.items() if key in record.features}
    return Video(
        id_, _labels(record.features.get("labels"), "labels"),
        {block: values for block, values in features.items() if values.size}, _segments(record),
    )  # fmt: skip


def _id(record: Record) -> str:
    values = record.features.get("id", record.features.get("video_id"))
    if not isinstance(values, list) or len(values) != 1 or not values[0].strip():
        raise DataError(
            "a record without an id: expected one string of bytes as `id` or `video_id`", reason="missing_id"
        )
    return values[0].decode(errors="backslashreplace")


def _labels(values: Values | None, key: str) -> tuple[int, ...]:
    if values is None or len(values) == 0:
        return ()
    if isinstance(values, list) or values.dtype != np.int64 or values.min() < 0 or values.max() > _MOST_LABEL:
        raise DataError(f"{key!r} must be numbers of labels, 0 or more, not {values[:5]!r}", reason="bad_labels")
    return tuple(dict.fromkeys(values.tolist()))


def _mean(values: Values, key: str) -> np.ndarray:
    if isinstance(values, list):
        if values:
            raise DataError(f"{key!r} must be floats, not bytes", reason="wrong_dimension")
        return np.zeros(0, np.float32)
    found = np.asarray(values, np.float32)
    if not np.isfinite(found).all():
        raise DataError(f"{key!r} has {int((~np.isfinite(found)).sum())} values NaN or infinite", reason="not_finite")
    return found


def _frames(record: Record, key: str) -> np.ndarray:
    try:
        return record.sequences[key].frames()
    except MalformedWire as error:
        raise DataError(f"{key!r}: {error}", reason="wrong_dimension") from error


def _segments(record: Record) -> tuple[Segment, ...]:
    features = record.features
    starts = _labels_of_segments(features.get("segment_start_times"))
    if not starts:
        return ()
    ends = _labels_of_segments(features.get("segment_end_times")) or [start + 5 for start in starts]
    labels, scores = _labels_of_segments(features.get("segment_labels")), features.get("segment_scores", [])
    if not len(starts) == len(ends) == len(labels) == len(scores):
        told = f"{len(starts)} starts, {len(ends)} ends, {len(labels)} labels, {len(scores)} scores"
        raise DataError(f"segments that do not line up: {told}", reason="bad_labels")
    rows = zip(starts, ends, labels, scores, strict=True)
    return tuple(Segment(start, end, label, float(score)) for start, end, label, score in rows)


def _labels_of_segments(values: Values | None) -> list[int]:
    return [] if values is None or isinstance(values, list) else [int(value) for value in values]
