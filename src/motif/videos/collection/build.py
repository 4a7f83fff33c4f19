"""Building: batches of records become parts of a Collection of videos."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from motif.collection import Collection, dense, ragged
from motif.collection.block import Block
from motif.core.record import Drop, RunRecord
from motif.videos.source.example import Video

__all__ = ["DEQUANTISE", "Batch", "Layout", "built", "quantised"]

_STEP = "gather"
_LOW, _RANGE = -2.0, 4.0  # the range that YouTube-8M's features are clipped to before they become bytes
DEQUANTISE = {"exact": _LOW, "starter": _LOW + _RANGE / 512}
"""What a byte 0 stands for: the exact inverse of rounding, and the starter code's, which is 0.0078 higher."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the blocks of a collection are like.

    Parameters
    ----------
    level :
        "video" or "frame".
    n_features :
        Block -> how many numbers.
    dtype :
        "uint8", "float16" or "float32": what is stored.
    dequantise :
        "exact" or "starter": what stored bytes mean.

    Examples
    --------
    >>> Layout("video", {"visual": 1024}, "uint8", "exact").scaling
    {'scale': 0.01568627450980392, 'offset': -2.0}
    """

    level: str
    n_features: Mapping[str, int]
    dtype: str = "float32"
    dequantise: str = "exact"

    @property
    def scaling(self) -> dict[str, float]:
        """Scale and offset of the blocks."""
        if self.dtype != "uint8":
            return {"scale": 1.0, "offset": 0.0}
        return {"scale": _RANGE / 255, "offset": DEQUANTISE[self.dequantise]}


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """What one piece of work gives: videos with their origins, and what was left out.

    Parameters
    ----------
    videos :
        (origin, video), in the file's order.
    drops :
        Records that were left out.

    Examples
    --------
    >>> Batch([("a#0", Video("oPfn", (1,), {}))], []).videos[0][0]
    'a#0'
    """

    videos: Sequence[tuple[str, Video]]
    drops: Sequence[Drop]


def quantised(values: np.ndarray) -> np.ndarray:
    """Return numbers of [-2, 2] as bytes, rounded to the nearest of 256 steps; what is beyond is cut.

    Follows google/youtube-8m, `feature_extractor`: `round((clip(x) + 2) * 255 / 4)`.

    Examples
    --------
    >>> quantised(np.array([-3.0, -2.0, 0.0, 2.0])).tolist()
    [0, 0, 128, 255]
    """
    return np.rint((np.clip(values, _LOW, _LOW + _RANGE) - _LOW) * (255 / _RANGE)).astype(np.uint8)


def built(batch: Batch, known: Set[str], *, layout: Layout, record: RunRecord | None = None) -> Collection:
    """Return the videos of a batch whose ids are new, as a collection; the others are among its drops.

    Parameters
    ----------
    batch :
        What a piece of work gave.
    known :
        Ids that are there already.
    layout :
        What its blocks are like.
    record :
        How it is made; None for none.

    Examples
    --------
    >>> video = Video("oPfn", (1, 2), {"audio": np.zeros(2, np.float32)})
    >>> made = built(Batch([("a#0", video), ("a#1", video)], []), set(), layout=Layout("video", {"audio": 2}))
    >>> made.ids, made.drops["reason"].to_pylist()
    (['oPfn'], ['duplicate_id'])
    """
    seen, kept, again = set(known), [], []
    for origin, video in batch.videos:
        if video.id in seen:
            again.append(Drop(origin, _STEP, "duplicate_id", id=video.id))
        else:
            seen.add(video.id)
            kept.append((origin, video))
    videos = [video for _, video in kept]
    made = Collection(
        "video",
        _items(kept, layout),
        blocks={name: _block(videos, name, layout) for name in layout.n_features},
        tables=_segments(videos),
        drops=[*batch.drops, *again],
    )
    return made if record is None else made.with_record(record)


def _items(kept: Sequence[tuple[str, Video]], layout: Layout) -> pa.Table:
    columns: dict[str, Any] = {
        "id": pa.array([video.id for _, video in kept], pa.string()),
        "labels": pa.array([list(video.labels) for _, video in kept], pa.list_(pa.int32())),
    }
    if layout.level == "frame":
        lengths = [max((len(values) for values in video.features.values()), default=0) for _, video in kept]
        columns["n_frames"] = pa.array(lengths, pa.int32())
    columns["origin"] = pa.array([origin for origin, _ in kept], pa.string())
    return pa.table(columns)


def _block(videos: Sequence[Video], name: str, layout: Layout) -> Block:
    given, width = [video.features.get(name) for video in videos], layout.n_features[name]
    present = np.array([values is not None for values in given], dtype=bool)
    facts: dict[str, Any] = {"step": "youtube8m", **layout.scaling, "present": None if present.all() else present}
    if layout.level == "frame":
        empty = np.zeros((0, width), np.uint8)
        rows = [empty if values is None else values for values in given]
        return ragged(rows or [empty], **facts) if rows else ragged([empty], **facts).take(np.zeros(0, np.int64))
    values = np.zeros((len(videos), width), np.float32)
    for row in np.flatnonzero(present):
        values[row] = given[row]
    return dense(quantised(values) if layout.dtype == "uint8" else values.astype(layout.dtype), **facts)


def _segments(videos: Sequence[Video]) -> dict[str, pa.Table]:
    rows = [(video.id, segment) for video in videos for segment in video.segments]
    if not rows:
        return {}
    columns = {
        "id": pa.array([id_ for id_, _ in rows], pa.string()),
        "start_s": pa.array([segment.start_s for _, segment in rows], pa.int32()),
        "end_s": pa.array([segment.end_s for _, segment in rows], pa.int32()),
        "label": pa.array([segment.label for _, segment in rows], pa.int32()),
        "score": pa.array([segment.score for _, segment in rows], pa.float32()),
    }
    return {"segments": pa.table(columns)}
