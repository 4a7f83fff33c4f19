"""Tables of songs: CSV, Parquet and JSON of many makers, known by their columns' names, as rows."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from motif.core.check import few
from motif.core.digest import file_digest
from motif.core.errors import DataError
from motif.core.record import MACHINE_PATH, Drop
from motif.songs.source.artist import artist_lists
from motif.songs.source.column import Layout, layout, plain_name
from motif.songs.source.duration import durations
from motif.songs.source.feature import FEATURES, feature_matrix
from motif.songs.source.rows import FACTS, Rows, Source, row_id
from motif.songs.source.track import TrackIds, track_ids
from motif.source.table import read_table
from motif.source.table.report import Table

__all__ = ["OWN_COLUMNS", "read_songs"]

OWN_COLUMNS = ("id", "song", "artist", "artists", "album", "duration_s", "complete", "media", "origin")
"""Columns of a collection of songs; a table's column of such a name that is not it is kept as `NAME_given`."""

_BLANKS = " \t\n\f\r"
_MOST_MS = 1e9  # what is longer is no song
_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"


def read_songs(path: str | Path, *, name: str | None = None) -> Rows:
    r"""Return the songs of a table, one row a row, with all dirt counted.

    Local files and podcast episodes are left out, and rows that nothing identifies (neither id nor song); every other
    row stays, whatever it lacks.

    Parameters
    ----------
    path :
        A table of any shape that `source.table.read_table` reads.
    name :
        What its origins call it; None takes the file's name.

    Raises
    ------
    SourceError, DataError
        As `read_table`; reason not_songs for a table without a column of songs or of track ids.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_text
    >>> path = Path(tempfile.mkdtemp()) / "songs.csv"
    >>> write_text(path, "track,artist,uri,key\nStay,Eternal,spotify:track:3DCAjSZiLK127tGL0URVGE,-1\n")
    >>> read_songs(path).facts.select(["id", "song"]).to_pylist()
    [{'id': '3DCAjSZiLK127tGL0URVGE', 'song': 'Stay'}]
    """
    table = read_table(path)
    name = name or Path(path).name
    found = layout(table.columns)
    given = _ids(table, found)
    if given is None and "song" not in found.roles:
        message = f"{name!r} is no table of songs: no column says 'song', 'track_name', 'uri' or the like"
        raise DataError(f"{message}; there are {few(table.columns)}", reason="not_songs")
    return _Reading(table, found, given, name, file_digest(path)).rows()


@dataclass(frozen=True, eq=False)
class _Given:
    """The id column of a table."""

    column: str
    text: pa.Array
    tracks: TrackIds
    is_foreign: bool  # no cell holds a track id


def _ids(table: Table, found: Layout) -> _Given | None:
    """The first column that holds track ids, else the first that could be ids of another kind."""
    foreign = None
    for column in found.ids:
        cells = table.column(column)
        if pa.types.is_nested(cells.type):
            continue
        text = _as_text(cells)
        tracks = track_ids(text)
        if any(pc.any(flag).as_py() for flag in (tracks.ids.is_valid(), tracks.is_local, tracks.is_episode)):
            return _Given(column, text, tracks, is_foreign=False)
        foreign = foreign or _Given(column, text, tracks, is_foreign=True)
    return foreign


def _as_text(cells: pa.ChunkedArray) -> pa.Array:
    text = cells.combine_chunks() if pa.types.is_string(cells.type) else cells.cast(pa.string()).combine_chunks()
    return text if isinstance(text, pa.Array) else pa.concat_arrays(text.chunks)


def _unescaped(text: pa.Array) -> pa.Array:
    """The text with `&amp;` and its like read, as crawls leave them; a `;` that stays separates names."""
    has_one = pc.fill_null(pc.match_substring_regex(text, _ENTITY), fill_value=False)
    if not pc.any(has_one).as_py():
        return text
    read = [re.sub(_ENTITY, lambda found: html.unescape(found[0]), cell) for cell in text.filter(has_one).to_pylist()]
    return pc.replace_with_mask(text, has_one, pa.array(read, pa.string()))


class _Reading:
    """One table on its way to rows."""

    def __init__(self, table: Table, found: Layout, given: _Given | None, name: str, digest: str) -> None:
        self.table, self.found, self.given, self.name, self.digest = table, found, given, name, digest
        self.n_rows = table.n_rows
        self.dirt: Counter[str] = Counter(table.report.dirt)
        self.used = {*found.features.values(), *found.counters}

    def rows(self) -> Rows:
        numbers_ = _row_numbers(self.table)
        song, duration = self._text("song"), self._duration()
        artists = self._artists()
        columns = self._id_columns(song, artists, duration)
        facts = {
            **columns,
            "song": song,
            "stem": pa.nulls(self.n_rows, pa.string()),
            "artists": artists,
            "album": self._text("album"),
            "duration_s": pa.array(duration, from_pandas=True),
            "media": pa.nulls(self.n_rows, pa.string()),
            "playlist": self._text("playlist"),
            "source": pa.array(np.zeros(self.n_rows, dtype=np.int32)),
            "origin": _origins(self.name, numbers_),
            "place": pa.nulls(self.n_rows, pa.string()),
            "position": pa.array(numbers_),
        }
        matrix = self._features(duration)
        table = pa.table([facts[column.name] for column in FACTS], schema=FACTS)
        keeps, drops = self._kept(table)
        n_gathered = self.n_rows + len(self.table.report.drops)
        extra, drops = self._extra(), [*self._ragged(), *drops]
        dirt = {kind: self.dirt[kind] for kind in sorted(self.dirt) if self.dirt[kind]}
        dropped = dict(Counter(drop.reason for drop in drops))
        source = Source(self.name, "table", n_gathered, dropped=dropped, dirt=dirt, digest=self.digest)
        read = Rows(table, extra, matrix, tuple(drops), (source,))
        return read if keeps.all() else read.take(np.flatnonzero(keeps))

    def _text(self, role: str) -> pa.Array:
        column = self.found.roles.get(role)
        if column is None or pa.types.is_nested(self.table.column(column).type):
            return pa.nulls(self.n_rows, pa.string())
        self.used.add(column)
        text = _as_text(self.table.column(column))
        blank = pc.fill_null(pc.equal(pc.ascii_trim(text, characters=_BLANKS), ""), fill_value=False)
        return _unescaped(pc.if_else(blank, pa.scalar(None, pa.string()), text) if pc.any(blank).as_py() else text)

    def _artists(self) -> pa.Array:
        column = self.found.roles.get("artist")
        if column is None:
            return pa.nulls(self.n_rows, pa.list_(pa.string()))
        self.used.add(column)
        cells = self.table.column(column)
        nested = pa.types.is_list(cells.type) or pa.types.is_large_list(cells.type)
        own = self.found.roles.get("artist_ids")
        counts = None if own is None or nested else pa.chunked_array([_as_text(self.table.column(own))])
        return artist_lists(cells if nested else pa.chunked_array([_unescaped(_as_text(cells))]), counts=counts)

    def _duration(self) -> np.ndarray:
        """In s, NaN where it is not known."""
        column = self.found.roles.get("duration")
        if column is None:
            return np.full(self.n_rows, np.nan)
        self.used.add(column)
        return durations(self.table.column(column), says_ms=plain_name(column).endswith("_ms"))

    def _features(self, duration: np.ndarray) -> dict[str, np.ndarray]:
        cells = {feature: self.table.column(column) for feature, column in self.found.features.items()}
        if not set(cells) - {"duration_ms"}:
            return {}
        matrix, dirt = feature_matrix(cells, percent=self.found.percent, n_rows=self.n_rows)
        self.dirt.update(dirt)
        at = FEATURES.index("duration_ms")
        with np.errstate(invalid="ignore"):
            in_ms = duration * 1000
            differs = (in_ms <= _MOST_MS) & ~(np.abs(matrix[:, at] - in_ms) <= 1)
        matrix[differs, at] = in_ms[differs]  # not in the table, or not in ms
        nothing = np.ones(self.n_rows, dtype=bool)
        for column in np.delete(matrix, at, axis=1).T:  # a duration alone is no description
            nothing &= np.isnan(column)
        matrix[nothing] = np.nan
        return {"spotify": matrix}

    def _id_columns(self, song: pa.Array, artists: pa.Array, duration: np.ndarray) -> dict[str, pa.Array]:
        none = pa.nulls(self.n_rows, pa.string())
        text = none if self.given is None else self.given.text
        ids = none if self.given is None else self.given.tracks.ids
        is_foreign = self.given is not None and self.given.is_foreign
        filled = pc.fill_null(pc.not_equal(pc.utf8_trim_whitespace(text), ""), fill_value=False)
        if self.given is not None and not is_foreign:
            self.used.add(self.given.column)
            n_odd = pc.sum(pc.and_(filled, ids.is_null())).as_py() or 0
            n_flagged = pc.sum(pc.or_(self.given.tracks.is_local, self.given.tracks.is_episode)).as_py() or 0
            self.dirt["not_a_track_id"] += n_odd - n_flagged
        is_given = filled if is_foreign else ids.is_valid()
        lacks = pc.invert(is_given) if self.given is not None else pa.repeat(pa.scalar(value=False), self.n_rows)
        made = _made_ids(ids, text if is_foreign else none, song, artists, self._text("album"), duration)
        return {"id": made, "is_given": is_given, "lacks_id": lacks, "spelling": text}

    def _kept(self, facts: pa.Table) -> tuple[np.ndarray, list[Drop]]:
        is_local, is_episode = self._flag("local", (True, "true", "True")), self._flag("kind", ("episode", "show"))
        if self.given is not None:
            is_local |= np.asarray(self.given.tracks.is_local)
            is_episode |= np.asarray(self.given.tracks.is_episode)
        is_episode |= self._names_episode() & ~np.asarray(facts["is_given"])
        unknown = np.asarray(pc.and_(facts["song"].is_null(), pc.invert(facts["is_given"])))
        reasons = np.select([is_local, is_episode, unknown], ["local_file", "episode", "missing_song"], default="")
        says = {
            "local_file": "a file on somebody's disk, no track",
            "episode": "a podcast, no track",
            "missing_song": "neither an id nor a song",
        }
        origins = facts["origin"]
        drops = [
            Drop(origins[int(row)].as_py(), "recognise", str(reasons[row]), detail=says[str(reasons[row])])
            for row in np.flatnonzero(reasons != "")
        ]
        return reasons == "", drops

    def _flag(self, role: str, words: tuple[object, ...]) -> np.ndarray:
        column = self.found.roles.get(role)
        if column is None:
            return np.zeros(self.n_rows, dtype=bool)
        return np.array([cell in words for cell in self.table.column(column).to_pylist()], dtype=bool)

    def _names_episode(self) -> np.ndarray:
        """Where a history of listening names an episode beside the track."""
        names_one = np.zeros(self.n_rows, dtype=bool)
        for column in self.found.episodes:
            cells = self.table.column(column)
            if not pa.types.is_nested(cells.type):
                text = pc.utf8_trim_whitespace(_as_text(cells))
                names_one |= np.asarray(pc.fill_null(pc.not_equal(text, ""), fill_value=False))
        return names_one

    def _extra(self) -> pa.Table:
        """The other columns, without what names somebody's machine."""
        columns = {}
        for name in self.table.columns:
            if name not in self.used:
                columns[f"{name}_given" if name in OWN_COLUMNS else name] = self._without_paths(self.table.column(name))
        return pa.table(columns)

    def _without_paths(self, cells: pa.ChunkedArray) -> pa.ChunkedArray:
        if not pa.types.is_string(cells.type):
            return cells
        is_path = pc.match_substring_regex(cells, MACHINE_PATH)
        n_paths = pc.sum(is_path).as_py() or 0
        if not n_paths:
            return cells
        self.dirt["machine_path"] += n_paths
        return pc.if_else(is_path, pc.replace_substring_regex(cells, r"^.*[/\\]", ""), cells)

    def _ragged(self) -> list[Drop]:
        """What reading the table left out, under the name that origins have."""
        drops = self.table.report.drops
        return [
            Drop(f"{self.name}:{drop.origin.rpartition(':')[2]}", drop.step, drop.reason, detail=drop.detail)
            for drop in drops
        ]


def _origins(name: str, numbers_: np.ndarray) -> pa.Array:
    return pc.binary_join_element_wise(pa.scalar(name), pa.array(numbers_).cast(pa.string()), ":")


def _row_numbers(table: Table) -> np.ndarray:
    """The number of each row in its file: as a spreadsheet counts, where there is a header; from 1 elsewhere."""
    first = 2 if table.report.kind in ("csv", "tsv") else 1
    left_out = {int(drop.origin.rpartition(":")[2]) for drop in table.report.drops}
    everything = np.arange(first, first + table.n_rows + len(left_out))
    return np.setdiff1d(everything, list(left_out))[: table.n_rows] if left_out else everything


def _made_ids(
    ids: pa.Array, foreign: pa.Array, song: pa.Array, artists: pa.Array, album: pa.Array, duration: np.ndarray
) -> pa.Array:
    """The ids, those of rows without a track id made from what identifies the row."""
    without = np.flatnonzero(np.asarray(ids.is_null()))
    if not len(without):
        return ids
    places = pa.array(without)
    other, songs, names, albums = (cells.take(places).to_pylist() for cells in (foreign, song, artists, album))
    made = []
    for text, title, who, record, seconds in zip(other, songs, names, albums, duration[without], strict=True):
        if text is not None and text.strip():
            made.append(row_id("id", text, title, who))
        else:
            made.append(row_id(title, who, record, None if np.isnan(seconds) else round(float(seconds), 1)))
    return pc.replace_with_mask(ids, ids.is_null(), pa.array(made, pa.string()))
