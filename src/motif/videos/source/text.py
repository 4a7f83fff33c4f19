"""What is written of videos: tables by the names of their columns, answers of YouTube's Data API, files of yt-dlp.

=================== ===============================================================================================
what                where it is read
=================== ===============================================================================================
tables              CSV, TSV, JSON, JSONL and Parquet: Kaggle's trending videos (`video_id,title,channel_title,
                    category_id,tags`, or `channelTitle` and `categoryId`), or anything with a column of ids
answers             JSON of `videos.list` and `videoCategories.list`: `{"items": [{"id": …, "snippet": {…}}]}`
`.info.json`        one video each, as yt-dlp writes them beside what it downloads; also a whole folder of them
id -> facts         JSON such as `{"oPfn": {"title": …, "keywords": […]}}`
=================== ===============================================================================================
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from motif.core.check import few
from motif.core.errors import DataError, SourceError
from motif.core.record import Drop
from motif.source.file import list_files, read_bytes
from motif.source.table import SUFFIXES, read_table
from motif.videos.source import cell
from motif.videos.source.category import Categories

__all__ = ["COLUMNS", "SCHEMA", "VideoTexts", "read_texts"]

STEP = "read_text"
SCHEMA = pa.schema(
    [
        ("id", pa.string()), ("title", pa.string()), ("keywords", pa.list_(pa.string())), ("creator", pa.string()),
        ("description", pa.string()), ("labels", pa.list_(pa.int32())), ("is_gone", pa.bool_()),
        ("origin", pa.string()),
    ]
)  # fmt: skip
"""The columns of what is read; `labels` are null where the source names none, `is_gone` where it says "deleted"."""

COLUMNS: dict[str, Sequence[str]] = {
    "id": ("video_id", "id", "youtube_id", "yt_id", "ytid", "videoid", "vid", "display_id"),
    "title": ("title", "video_title", "fulltitle", "name"),
    "keywords": ("tags", "keywords", "video_tags", "tag", "keyword", "hashtags"),
    "creator": ("channel_title", "channel", "channel_name", "creator", "uploader", "author_name", "author",
                "channel_id"),
    "description": ("description", "video_description", "desc"),
    "labels": ("labels", "label_ids", "label"),
    "category": ("category_id", "categories", "category", "category_name", "genre"),
}  # fmt: skip
"""What is known of a video -> what its column may be called, the likeliest first."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_OTHER = re.compile(r"[^a-z0-9]+")
_INFO = ".info.json"
_ROWS = 10_000  # at a time


@dataclass(frozen=True, eq=False)
class VideoTexts:
    """What one source tells of videos.

    Parameters
    ----------
    name :
        What the source is called.
    kind :
        "table" or "folder".
    rows :
        As `SCHEMA` says, in the source's order; an id may come again.
    drops :
        Rows and files that were left out.
    columns :
        What is known -> the column that it was read from.
    categories :
        Label -> name, of the labels that are categories.

    Examples
    --------
    >>> VideoTexts("a.csv", "table", SCHEMA.empty_table()).n_read
    0
    """

    name: str
    kind: str
    rows: pa.Table
    drops: tuple[Drop, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[int, str | None] = field(default_factory=dict)

    @property
    def n_read(self) -> int:
        """Rows and files, those that were left out too."""
        return self.rows.num_rows + len(self.drops)


def read_texts(path: str | Path, name: str | None = None) -> VideoTexts:
    r"""Return what a table, a JSON file or a folder tells of videos.

    Parameters
    ----------
    path :
        See the top of this module.
    name :
        What the source is called in origins; None for the path's own name.

    Raises
    ------
    SourceError
        When it cannot be read.
    DataError
        When it is damaged or has no column of ids.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_text
    >>> path = Path(tempfile.mkdtemp()) / "GBvideos.csv"
    >>> rows = ["video_id,title,category_id,tags", "XpVt6Z1Gjjo,My Response,24,vlog|daily", "#NAME?,Hi,24,[none]"]
    >>> write_text(path, "\n".join(rows))
    >>> found = read_texts(path)
    >>> found.rows.select(["id", "keywords", "labels"]).to_pylist(), found.drops[0].reason
    ([{'id': 'XpVt6Z1Gjjo', 'keywords': ['vlog', 'daily'], 'labels': [24]}], 'bad_id')
    """
    path = Path(path)
    name = path.name if name is None else name
    reading = _Reading(name)
    if path.is_dir():
        _read_folder(path, reading)
    else:
        _read_file(path, name, reading)
    return reading.done("folder" if path.is_dir() else "table", path.name)


class _Reading:
    """What has been read of one source so far."""

    def __init__(self, name: str) -> None:
        self.name, self.categories = name, Categories()
        self.tables: list[pa.Table] = []
        self.drops: list[Drop] = []
        self.columns: dict[str, str] = {}
        self.numbers: set[int] = set()

    def add(self, rows: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
        """Take (origin, role -> cell) of videos."""
        columns: dict[str, list[Any]] = {field_name: [] for field_name in SCHEMA.names}
        for origin, facts in rows:
            try:
                found = self._video(facts)
            except DataError as error:
                self.drops.append(Drop(origin, STEP, error.reason, detail=str(error)))
                continue
            for key, value in {**found, "origin": origin}.items():
                columns[key].append(value)
            if len(columns["id"]) == _ROWS:
                self.tables.append(pa.table(columns, schema=SCHEMA))
                columns = {field_name: [] for field_name in SCHEMA.names}
        self.tables.append(pa.table(columns, schema=SCHEMA))

    def _video(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        title = cell.line(facts.get("title"))
        gone = cell.is_gone(title)
        return {
            "id": cell.identity(facts.get("id")),
            "title": None if gone else title,
            "keywords": [] if gone else cell.keywords(facts.get("keywords")),
            "creator": cell.line(facts.get("creator")),
            "description": None if gone else cell.line(facts.get("description")),
            "labels": self._labels(facts),
            "is_gone": gone,
        }

    def _labels(self, facts: Mapping[str, Any]) -> list[int] | None:
        if "labels" in facts:
            return cell.labels(facts["labels"])
        if "category" not in facts:
            return None
        given = facts["category"]
        named = given if isinstance(given, list) else [given]
        found = [self.categories.number(one) for one in named if cell.line(one) is not None]
        self.numbers.update(found)
        return list(dict.fromkeys(found))

    def done(self, kind: str, own: str) -> VideoTexts:
        rows = pa.concat_tables(self.tables) if self.tables else SCHEMA.empty_table()
        if not rows.num_rows and not self.drops:
            raise DataError(f"{own!r} tells of no video", reason="no_videos")
        names = self.categories.names(self.numbers)
        return VideoTexts(self.name, kind, rows, tuple(self.drops), self.columns, names)


def _read_folder(folder: Path, reading: _Reading) -> None:
    """Take the files of yt-dlp that a folder holds; the tables, where it holds none of these."""
    files = list_files(folder, suffixes=SUFFIXES)
    infos = [file for file in files if file.name.lower().endswith(_INFO)]
    if not files:
        raise SourceError(f"there are no tables and no {_INFO} files in {folder.name!r}", reason="no_videos")
    for file in infos or files:
        origin = f"{reading.name}/{file.as_posix()}".encode(errors="backslashreplace").decode()
        try:
            _read_file(folder / file, origin, reading)
        except DataError as error:
            if not infos:
                raise
            reading.drops.append(Drop(origin, STEP, error.reason, detail=str(error)))


def _read_file(path: Path, origin: str, reading: _Reading) -> None:
    if path.name.lower().endswith(".json"):
        found = _object(path)
        if found is not None:
            reading.add(_of_object(found, path.name, origin))
            return
    table = read_table(path)
    columns = _known(table.data.column_names)
    if "id" not in columns:
        told = f"no column of ids such as video_id; there are {few(table.data.column_names, most=10)}"
        raise DataError(f"{path.name!r} is no table of videos: {told}", reason="no_ids")
    reading.columns.update(columns)
    left = [Drop(f"{origin}#{_line(one)}", STEP, one.reason, detail=one.detail) for one in table.report.drops]
    reading.drops.extend(left)
    reading.add(_of_table(table.data, columns, origin))


def _line(drop: Drop) -> str:
    """The number of a row that a table's report left out, as "line 7"."""
    return f"line {drop.origin.rpartition(':')[2]}"


def _known(names: Sequence[str]) -> dict[str, str]:
    """Return role -> column."""
    plain: dict[str, str] = {}
    for name in names:
        plain.setdefault(_OTHER.sub("_", _CAMEL.sub("_", name.strip()).lower()).strip("_"), name)
    found = {role: next((plain[alias] for alias in known if alias in plain), None) for role, known in COLUMNS.items()}
    return {role: column for role, column in found.items() if column is not None}


def _of_table(data: pa.Table, columns: Mapping[str, str], origin: str) -> Iterator[tuple[str, dict[str, Any]]]:
    number = 0
    chosen = data.select(list(columns.values())).rename_columns(list(columns))
    for batch in chosen.to_batches(max_chunksize=_ROWS):
        for row in batch.to_pylist():
            yield f"{origin}#{number}", row
            number += 1


def _object(path: Path) -> dict[str, Any] | None:
    """The object that a JSON file holds; None where it holds a list, or lines of objects."""
    data = read_bytes(path)
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return None
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return None  # lines of objects, or damaged: the table's reader tells
    return found if isinstance(found, dict) else None


def _of_object(found: dict[str, Any], name: str, origin: str) -> Iterator[tuple[str, dict[str, Any]]]:
    items = found.get("items")
    if isinstance(items, list):
        videos = [item for item in items if isinstance(item, dict) and item.get("kind") != "youtube#videoCategory"]
        for number, item in enumerate(videos):
            yield f"{origin}#{number}", _of_answer(item)
    elif "id" in found or "video_id" in found:
        if found.get("_type") in ("playlist", "multi_video", "channel"):
            raise DataError(f"{name!r} tells of a {found['_type']}, not of a video", reason="not_a_video")
        yield origin, _facts(found)
    elif found and all(isinstance(value, dict) for value in found.values()):
        for number, (id_, facts) in enumerate(found.items()):
            yield f"{origin}#{number}", {**_facts(facts), "id": id_}
    else:
        raise DataError(f"{name!r} tells of no video: an id, items, or id -> facts are expected", reason="no_ids")


def _of_answer(item: dict[str, Any]) -> dict[str, Any]:
    """One item of an answer of the Data API; a search's id is an object."""
    id_, snippet = item.get("id"), item.get("snippet")
    facts = _facts(snippet if isinstance(snippet, dict) else {})
    return {**facts, "id": id_.get("videoId") if isinstance(id_, dict) else id_}


def _facts(found: dict[str, Any]) -> dict[str, Any]:
    return {role: found[column] for role, column in _known(list(found)).items()}
