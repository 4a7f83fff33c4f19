"""Building: what files gave becomes a Collection of pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa

from motif.collection import Collection, dense
from motif.collection.ledger import Ledger
from motif.core.check import few
from motif.core.errors import InputError
from motif.core.record import Drop, RunRecord
from motif.represent.colour import HISTOGRAM_BINS, colour_word, hex_colour

__all__ = ["Origin", "Seen", "built"]

_LEAST_SHADE = 0.1


@dataclass(frozen=True, eq=False)
class Seen:
    """What one file gave.

    Parameters
    ----------
    id :
        16 hex digits of the decoded pixels.
    width, height, n_bits :
        Of the upright picture, pixels; bits of one channel.
    format, n_bytes :
        What the file is, and its size.
    has_alpha :
        Whether it can be transparent.
    taken, camera, orientation :
        What the camera wrote, see `source.image.camera`.
    thumb :
        A WebP of at most 256 pixels a side.
    colour :
        (486,) float16, see `represent.colour.colour_histogram`.
    palette :
        (6, 4) float32, see `represent.colour.palette`.
    embedding :
        (n_features,) float16 of length 1; None where none was asked for.
    """

    id: str
    width: int
    height: int
    n_bits: int
    format: str
    n_bytes: int
    has_alpha: bool
    taken: datetime | None
    camera: str
    orientation: int
    thumb: bytes
    colour: np.ndarray
    palette: np.ndarray
    embedding: np.ndarray | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a picture was found.

    Parameters
    ----------
    source :
        What its folder is called.
    origin :
        Source and the way in it, for drops.
    media :
        The way from the media root.
    title :
        The file's name without its ending.
    """

    source: str
    origin: str
    media: str
    title: str


def built(
    seen: Sequence[tuple[Origin, Seen]],
    *,
    ledger: Ledger,
    record: RunRecord,
    drops: Iterable[Drop] = (),
    embedding: Mapping[str, Any] | None = None,
    media_root: str | None = None,
) -> Collection:
    """Return the collection of pictures: each once, as it was found first.

    Parameters
    ----------
    seen :
        Every file that could be read, in order, equal pictures too.
    ledger, record :
        What became of each source, and how it was made; the ledger is kept in the record.
    drops :
        Files that could not be read; equal pictures are added here.
    embedding :
        What is known of the network that the embedding comes from, for the block; None where there is none.
    media_root :
        Where `media` start, relative to the collection's folder.

    Raises
    ------
    InputError
        When a picture has no embedding, or one of another length, though `embedding` is given.

    Returns
    -------
    Items id, title, width, height, format, taken, camera, colours (as hex), shades (in words), n_bytes, n_bits,
    has_alpha, orientation, media; blocks `colour`, `palette` (lightness, a, b and share of six colours) and
    `embedding`; the table `origins`; previews.
    """
    first: dict[str, tuple[Origin, Seen]] = {}
    again = []
    for origin, one in seen:
        if one.id in first:
            kept = first[one.id][0]
            again.append(Drop(origin.origin, "distinct", "duplicate", id=one.id, detail=f"equal to {kept.origin}"))
        else:
            first[one.id] = (origin, one)
    rows = [*first.values()]
    made = Collection(
        "picture",
        _items(rows),
        blocks=_blocks([one for _, one in rows], embedding) if rows else {},
        tables={"origins": _origins(seen)},
        drops=[*drops, *again],
        media_root=media_root,
    )
    facts = replace(record, parameters={**record.parameters, **ledger.as_dict()})
    return made.with_thumbs({one.id: one.thumb for _, one in rows}).with_record(facts)


def _items(rows: Sequence[tuple[Origin, Seen]]) -> pa.Table:
    own: dict[str, tuple[list[Any], pa.DataType]] = {
        "id": ([one.id for _, one in rows], pa.string()),
        "title": ([origin.title for origin, _ in rows], pa.string()),
        "width": ([one.width for _, one in rows], pa.int32()),
        "height": ([one.height for _, one in rows], pa.int32()),
        "format": ([one.format for _, one in rows], pa.string()),
        "taken": ([one.taken for _, one in rows], pa.timestamp("s")),
        "camera": ([one.camera or None for _, one in rows], pa.string()),
        "colours": ([_named(one.palette) for _, one in rows], pa.list_(pa.string())),
        "shades": ([_shades(one.palette) for _, one in rows], pa.list_(pa.string())),
        "n_bytes": ([one.n_bytes for _, one in rows], pa.int64()),
        "n_bits": ([one.n_bits for _, one in rows], pa.int8()),
        "has_alpha": ([one.has_alpha for _, one in rows], pa.bool_()),
        "orientation": ([one.orientation for _, one in rows], pa.int8()),
        "media": ([origin.media for origin, _ in rows], pa.string()),
    }
    return pa.table({name: pa.array(values, kind) for name, (values, kind) in own.items()})


def _named(palette: np.ndarray) -> list[str]:
    return [hex_colour(row[:3]) for row in palette if row[3] > 0]


def _shades(palette: np.ndarray) -> list[str]:
    """Words for the colours that cover a tenth of the picture, the most frequent first: what groups are named by."""
    return list(dict.fromkeys(colour_word(row[:3]) for row in palette if row[3] >= _LEAST_SHADE))


def _blocks(rows: Sequence[Seen], embedding: Mapping[str, Any] | None) -> dict[str, Any]:
    bins = {"bins": list(HISTOGRAM_BINS), "values": "square roots of shares"}
    blocks = {
        "colour": dense(np.array([one.colour for one in rows], np.float16), step="colour_histogram", parameters=bins),
        "palette": dense(np.array([one.palette for one in rows], np.float32), step="palette"),
    }
    if embedding is not None:
        blocks = {"embedding": dense(_codes(rows), step="picture_embedding", parameters=embedding), **blocks}
    return blocks


def _codes(rows: Sequence[Seen]) -> np.ndarray:
    codes = [one.embedding for one in rows if one.embedding is not None]
    if len(codes) < len(rows):
        raise InputError(
            f"{len(rows) - len(codes):,} of {len(rows):,} pictures have no embedding, though one is told of"
        )
    lengths = sorted({len(code) for code in codes})
    if len(lengths) > 1:
        raise InputError(f"embeddings must have one length; the network gave {few(lengths)} numbers")
    return np.array(codes, np.float16)


def _origins(seen: Sequence[tuple[Origin, Seen]]) -> pa.Table:
    """Where each picture was found, also those that equal another."""
    columns = {
        "id": [one.id for _, one in seen],
        "source": [origin.source for origin, _ in seen],
        "media": [origin.media for origin, _ in seen],
    }
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
