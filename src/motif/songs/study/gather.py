"""`gather`: songs from tables and folders of music in one collection, each once, with nothing lost unsaid."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path, PureWindowsPath
from typing import Any

from motif.collection import Collection, read
from motif.core import check
from motif.core.errors import InputError, MotifError
from motif.core.files import is_there
from motif.core.record import RunRecord, is_machine_path, recording
from motif.songs.collection.build import built
from motif.songs.collection.carry import with_groups_of
from motif.songs.collection.judge import Told
from motif.songs.collection.ledger import STEP, tallied
from motif.songs.collection.merge import DEDUPES, Dedupe, Merged, merged
from motif.songs.collection.told import read_told
from motif.songs.source.feature import FEATURES
from motif.songs.source.rows import Rows, stacked
from motif.songs.source.table import read_songs
from motif.source.audio import SUFFIXES
from motif.source.place import given_paths, media_ways, source_names

__all__ = ["gather"]

_MANIFEST = "collection.json"


def gather(
    sources: str | Path | Iterable[str | Path],
    *,
    dedupe: Dedupe = "recording",
    complete: bool = False,
    same: str | Path | None = None,
    out: str | Path | None = None,
    jobs: int = 1,
    most_s: float = 300.0,
    overwrite: bool = False,
) -> Collection:
    r"""Return the songs of tables and folders of music, each once; the twin of `motif songs gather`.

    Tables (CSV, Parquet, JSON) are read by their columns' names, folders by listening to each file. Local files and
    episodes of a table are left out; a song that lacks an id, its artist or some features stays, with empty cells and
    `complete` false. What was left out, and which rows were judged the same song and why, is in the collection:
    `drops`, the tables `merges` and `origins`, and `motif.songs.ledger`.

    Parameters
    ----------
    sources :
        Tables, folders and files of music, in the order in which the first of equal songs is found.
    dedupe :
        "none" keeps every row, "id" one of each id, "exact" one of each song and artist, "recording" one whatever its
        letter case, blanks, punctuation, remaster note and note of guests.
    complete :
        Whether songs without id (where their source has ids), song, artist or all features are left out.
    same :
        A table `id_a,id_b,same` that overrules the rules; None for none.
    out :
        The folder for the collection; None keeps it in memory.
    jobs :
        Processes that listen, >= 1.
    most_s :
        Of a longer file, windows of so much in all are heard, in s, at least 1.
    overwrite :
        Whether a collection at `out` is replaced. Its groups are carried over: songs that it had keep theirs, and
        `describe` finds the same numbers again.

    Returns
    -------
    A collection of kind "song", as it is on disk where `out` is given.

    Raises
    ------
    InputError
        For wrong arguments, or when `out` is there.
    SourceError, DataError
        When a source as a whole cannot be read, or a table holds no songs.
    Interrupted
        After Ctrl-C; what was heard is kept, and the same call goes on from there.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_text
    >>> table = Path(tempfile.mkdtemp()) / "songs.csv"
    >>> write_text(table, "song,artist,tempo\nDomino,Jessie J,127\nDomino - 2011 Remaster,jessie j,127\n")
    >>> gather(table).items.select(["song", "artist", "complete"]).to_pylist()
    [{'song': 'Domino', 'artist': 'Jessie J', 'complete': False}]
    """
    check.in_choices(dedupe, DEDUPES, what="dedupe")
    check.in_range(most_s, what="most_s", low=1)
    paths = given_paths(sources, what="tables, or folders of music")
    if out is not None and is_there(out) and not overwrite:
        raise InputError(f"{Path(out).name!r} exists; choose another name for --out, or add --overwrite")
    told = None if same is None else read_told(same)
    names = source_names(paths)
    for path in paths:
        _check(path, names[path])
    settings: dict[str, Any] = {"dedupe": dedupe, "complete": complete, "most_s": most_s}
    older = _older(out, overwrite=overwrite)
    with _saying_how_to_go_on(), recording(STEP, parameters=settings) as watch:
        root, prefixes = media_ways(names, out=out, is_media=_is_music)
        pieces = {path: read_songs(path, name=names[path]) for path in paths if not _is_music(path)}  # fast, so first
        pieces |= {path: _heard(path, names[path], prefixes[path], jobs, most_s) for path in paths if _is_music(path)}
        given = stacked([pieces[path] for path in paths])
        found = merged(given, dedupe=dedupe, complete=complete, told=told)
    facts = tallied(given, found).as_dict() | _told(told, found)
    record = _with_ledger(watch.record, given, facts)
    columns = {name: _columns(name) for name in given.blocks}
    collection = built(given, found, record=record, columns=columns, media_root=root)
    if older is not None:
        collection = with_groups_of(collection, older)
    return collection if out is None else collection.save(out, overwrite=overwrite)


def _told(told: Told | None, found: Merged) -> dict[str, Any]:
    """How many decisions there were, and which of them were about songs that are not here."""
    if told is None:
        return {}
    unmatched = [
        [PureWindowsPath(id_).name if is_machine_path(id_) else id_ for id_ in pair] for pair in found.unmatched
    ]
    return {"told": {"same": len(told.same), "apart": len(told.apart), "unmatched": unmatched}}


def _older(out: str | Path | None, *, overwrite: bool) -> Collection | None:
    """The collection that is replaced; None where there is none, or none that can be read."""
    if out is None or not overwrite:
        return None
    with suppress(MotifError):
        return read(out)
    return None


def _with_ledger(record: RunRecord, given: Rows, facts: dict[str, Any]) -> RunRecord:
    inputs = {source.name: source.digest for source in given.sources if source.digest}
    return replace(record, parameters={**record.parameters, **facts}, inputs=inputs)


def _is_music(path: Path) -> bool:
    return path.is_dir() or path.suffix.lower() in SUFFIXES


def _check(path: Path, name: str) -> None:
    """Refuse what cannot be a source before the first is heard, which can take hours."""
    if is_there(path / _MANIFEST):
        raise InputError(f"{name!r} is a collection already; gather again from what it was gathered from")
    if _is_music(path):
        from motif.songs.study.listen import music_files

        music_files(path, name=name)


def _heard(path: Path, name: str, prefix: str, jobs: int, most_s: float) -> Rows:
    from motif.songs.study.listen import listen

    return listen(path, name=name, prefix=prefix, jobs=jobs, most_s=float(most_s))


@contextmanager
def _saying_how_to_go_on() -> Generator[None]:
    """Give an interrupt outside of listening, which has its own words, a message."""
    try:
        yield
    except KeyboardInterrupt as error:
        if error.args:
            raise
        message = "interrupted: what was heard is kept; run the same command again to go on"
        raise KeyboardInterrupt(message) from error


def _columns(block: str) -> tuple[str, ...]:
    if block == "spotify":
        return FEATURES
    from motif.represent.sound import FEATURES as SOUND_FEATURES

    return tuple(feature.name for feature in SOUND_FEATURES)
