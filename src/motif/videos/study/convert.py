"""One piece of a gathering: some records of a file become videos, checked, with what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from motif.core.errors import DataError, MotifError
from motif.core.record import Drop
from motif.source.tfrecord import Place, Record, read_records, record_places
from motif.videos.collection.build import Batch, Layout
from motif.videos.source.example import MODALITIES, Video, level_of, video_of

__all__ = ["PIECE", "Piece", "convert", "layout_of", "pieces"]

PIECE = {"video": 1024, "frame": 64}
"""Records of one piece: some MB of either kind."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one piece of work needs to know.

    Parameters
    ----------
    path, name :
        The file, and what it is called in origins.
    start :
        Its first record.
    layout :
        What the blocks are like.
    n_labels :
        Labels are below this; None for any.
    skip_bad :
        Whether damaged records are left out.
    """

    path: Path
    name: str
    start: Place
    layout: Layout
    allowed: frozenset[int] | None = None
    skip_bad: bool = False


def pieces(
    path: Path, name: str, layout: Layout, *, allowed: frozenset[int] | None, skip_bad: bool
) -> Iterator[tuple[str, Piece]]:
    """Yield the pieces of a file, each with its id: the origin of its first record.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_bytes
    >>> path = Path(tempfile.mkdtemp()) / "a.tfrecord"
    >>> write_bytes(path, b"")
    >>> [id_ for id_, _ in pieces(path, "a", Layout("video", {}), allowed=None, skip_bad=False)]
    ['a#0']
    """
    for place in record_places(path, every=PIECE[layout.level]):
        yield f"{name}#{place.index}", Piece(path, name, place, layout, allowed, skip_bad)


def layout_of(paths: list[Path], *, dtype: str | None, dequantise: str) -> Layout | None:
    """Return what the blocks will be like, by most of the first good records; None where there is none.

    Where all of a file's first records lack a modality, the next file is asked, so that the first one does not decide.

    Parameters
    ----------
    paths :
        The files.
    dtype :
        What is stored of means; None for float32. Frames are stored as the bytes that they are.
    dequantise :
        "exact" or "starter".

    Raises
    ------
    DataError
        When a file is no TFRecord file.
    """
    levels: Counter[str] = Counter()
    widths: Counter[tuple[str, str, int]] = Counter()
    for path in paths:
        for row in _opening(path):
            try:
                features = video_of(row).features
            except DataError:
                continue
            if features:
                levels[level_of(row)] += 1
                widths.update((level_of(row), block, values.shape[-1]) for block, values in features.items())
        if {block for _, block, _ in widths} == set(MODALITIES):
            break
    if not levels:
        return None
    ((level, _),) = levels.most_common(1)
    found: dict[str, int] = {}
    for (of, block, width), _ in widths.most_common():
        if of == level:
            found.setdefault(block, width)
    n_features = {block: found[block] for block in MODALITIES if block in found}
    return Layout(level, n_features, "uint8" if level == "frame" else dtype or "float32", dequantise)


def _opening(path: Path) -> Iterator[Record]:
    """The first records of a file that are whole; damage is told later, where it is counted."""
    for row in read_records(path, skip_bad=True, n_records=PIECE["frame"]):
        if isinstance(row, Record):
            yield row


def convert(piece: Piece) -> Batch:
    """Return the videos of a piece, and drops for what makes no sense.

    Raises
    ------
    MotifError
        For a damaged record, unless they are skipped; it ends the whole gathering.
    """
    videos, drops = [], []
    most = PIECE[piece.layout.level]
    try:
        rows = read_records(piece.path, skip_bad=piece.skip_bad, start=piece.start, n_records=most)
        for row in rows:
            origin = f"{piece.name}#{_index(row)}"
            if isinstance(row, Drop):
                drops.append(replace(row, origin=origin))
                continue
            try:
                video = video_of(row)
                _check(video, row, piece)
            except DataError as error:
                drops.append(Drop(origin, "gather", error.reason, id=_id(row), detail=str(error)))
                continue
            videos.append((origin, video))
    except DataError as error:  # which `map_items` would keep as a drop and go on
        raise MotifError(str(error).replace("skip bad records", "add --skip-bad"), reason=error.reason) from error
    return Batch(videos, drops)


def _index(row: Record | Drop) -> int:
    return row.index if isinstance(row, Record) else int(row.origin.rpartition("#")[2])


def _id(row: Record) -> str:
    values = row.features.get("id", row.features.get("video_id"))
    return values[0].decode(errors="backslashreplace") if isinstance(values, list) and values else ""


def _check(video: Video, row: Record, piece: Piece) -> None:
    layout = piece.layout
    if video.features and level_of(row) != layout.level:
        told = f"a {level_of(row)}-level record among {layout.level}-level ones; gather them apart"
        raise DataError(told, reason="wrong_level")
    for block, values in video.features.items():
        expected = layout.n_features.get(block)
        if values.shape[-1] != expected:
            told = (
                f"{block} of {values.shape[-1]} numbers, {expected or 'none'} expected as in most of the first records"
            )
            raise DataError(told, reason="wrong_dimension")
    lengths = {len(values) for values in video.features.values()}
    if layout.level == "frame" and len(lengths) > 1:
        raise DataError(f"modalities of {sorted(lengths)} frames", reason="wrong_dimension")
    if piece.allowed is not None:
        unknown = [label for label in video.labels if label not in piece.allowed]
        if unknown:
            raise DataError(f"labels {unknown[:5]} are not in the vocabulary", reason="label_out_of_vocabulary")
    if any(not np.isfinite(values).all() for values in video.features.values()):
        raise DataError("values NaN or infinite", reason="not_finite")
