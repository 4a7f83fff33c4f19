"""Track ids: one song, however its id is spelled; and what stands in an id's place but is no track."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["TrackIds", "is_bare", "track_id", "track_ids"]

_HOST = r"(?:https?://)?open\.spotify\.com/(?:intl-[a-zA-Z-]+/)?"
_TRACK = rf"^\s*(?:{_HOST}(?:embed/)?track/|spotify:(?://)?track[:/])?(?P<id>[0-9A-Za-z]{{22}})(?:[/?#].*)?\s*$"
_LOCAL = rf"(?i)^\s*(?:spotify:local:|{_HOST}local/|file:)"
_EPISODE = rf"(?i)^\s*(?:spotify:|{_HOST}(?:embed/)?)(?:episode|show)[:/]"
_PATTERN = re.compile(_TRACK)
_N_SIGNS = 22
_OTHER = np.array([not chr(byte).isalnum() or byte > 127 for byte in range(256)])


@dataclass(frozen=True, eq=False)
class TrackIds:
    """What the cells of an id column are.

    Parameters
    ----------
    ids :
        The track id of 22 characters, null where the cell has none.
    is_local :
        Whether the cell names a file on somebody's disk.
    is_episode :
        Whether the cell names a podcast or one of its episodes.
    """

    ids: pa.Array
    is_local: pa.Array
    is_episode: pa.Array


def track_id(text: str) -> str | None:
    """Return the track id in a URI, a link or a bare id; None when there is none.

    Examples
    --------
    >>> track_id("https://open.spotify.com/track/0WiKz86jAqiP6ZnuAZv8nz?si=Z4xEUA6d")
    '0WiKz86jAqiP6ZnuAZv8nz'
    >>> track_id("spotify:track:0WiKz86jAqiP6ZnuAZv8nz"), track_id("spotify:album:0WiKz86jAqiP6ZnuAZv8nz")
    ('0WiKz86jAqiP6ZnuAZv8nz', None)
    """
    found = _PATTERN.match(text)
    return found["id"] if found else None


def is_bare(text: pa.Array) -> np.ndarray:
    """Return which texts are a track id and nothing else: 22 ASCII letters and digits.

    Examples
    --------
    >>> is_bare(pa.array(["0WiKz86jAqiP6ZnuAZv8nz", "spotify:track:0WiKz86j", None])).tolist()
    [True, False, False]
    """
    _, offsets, values = text.buffers()
    if values is None or not len(text):
        return np.zeros(len(text), dtype=bool)
    edges = np.frombuffer(offsets, np.int32)[text.offset : text.offset + len(text) + 1]
    other = np.flatnonzero(_OTHER[np.frombuffer(values, np.uint8)[edges[0] : edges[-1]]]) + edges[0]
    bare = np.diff(edges) == _N_SIGNS
    bare[np.searchsorted(edges, other, side="right") - 1] = False
    return bare & np.asarray(text.is_valid())


def track_ids(cells: pa.Array | pa.ChunkedArray) -> TrackIds:
    """Return what each cell of an id column is: a track, a local file, an episode, or none of them.

    Parameters
    ----------
    cells :
        (n_rows,) text, null where empty.

    Examples
    --------
    >>> cells = pa.array(["spotify:track:0WiKz86jAqiP6ZnuAZv8nz", "spotify:local:A::B:183", "17"])
    >>> found = track_ids(cells)
    >>> found.ids.to_pylist(), found.is_local.to_pylist()
    (['0WiKz86jAqiP6ZnuAZv8nz', None, None], [False, True, False])
    """
    text = cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells
    if is_bare(text).all():  # the usual table: nothing more to look for
        none = pa.repeat(pa.scalar(value=False), len(text))
        return TrackIds(text, none, none)
    ids = pc.struct_field(pc.extract_regex(text, _TRACK), "id")
    return TrackIds(ids, _matches(text, _LOCAL), _matches(text, _EPISODE))


def _matches(text: pa.Array, pattern: str) -> pa.Array:
    return pc.fill_null(pc.match_substring_regex(text, pattern), fill_value=False)
