"""`gather`: films from the CMU corpus, tables and texts, or ready characters; nothing is lost unsaid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from motif.collection import Collection
from motif.core import check
from motif.core.errors import DataError, InputError, MotifError
from motif.core.files import is_there
from motif.core.progress import Bar, progress
from motif.core.record import RunRecord, recording
from motif.films.collection.character import character_collection
from motif.films.collection.film import film_collection
from motif.films.collection.ledger import STEP, tallied
from motif.films.collection.merge import Films
from motif.films.collection.ready import Ready
from motif.films.collection.told import Told
from motif.films.source.cmu import FILES, read_cast, read_films, read_tropes
from motif.films.source.film import Film
from motif.films.source.find import Found, Kind, found_in
from motif.films.source.folder import read_texts
from motif.films.source.reading import Reading
from motif.films.source.ready import is_ready, read_ready
from motif.films.source.table import read_film_table
from motif.films.source.vector import read_vectors
from motif.source.place import given_paths, source_names
from motif.source.table import read_table

__all__ = ["gather"]

_MANIFEST = "collection.json"
_CMU_FILMS = ("plots", "facts", "revenues")
_LATER = ("tropes", "names", "cast")  # in this order: the cast says where the others belong


def gather(
    sources: str | Path | Iterable[str | Path],
    *,
    kind: Kind | None = None,
    ids: str | Path | None = None,
    mask_genres: bool = False,
    out: str | Path | None = None,
    overwrite: bool = False,
) -> Collection:
    r"""Return the films, or the ready characters, of files and folders; the twin of `motif films gather`.

    Sources are the CMU Movie Summary Corpus as published, tables of films known by their columns' names, folders of
    texts, and words by role or vectors of characters that another program made. Films with one id in several sources
    are joined: what a later one knows fills what is still open. As soon as a source has ready characters, the result is
    a collection of characters, and sources of films only tell of the films that these are in. What became of each row
    is in `motif.films.ledger` and in the collection's `drops`.

    Parameters
    ----------
    sources :
        Files and folders, in the order in which the first of two values counts.
    kind :
        "cmu", "table", "folder" (of texts), "words" or "embeddings"; None finds it from names and contents.
    ids :
        For an array `.npy`: the text or table that says whose its rows are; None takes what lies beside it.
    mask_genres :
        Whether words that name a genre are taken out of the plots.
    out :
        The folder for the collection; None keeps it in memory.
    overwrite :
        Whether a collection at `out` is replaced.

    Returns
    -------
    A collection of kind "film" (see `film_collection`) or "character" (see `character_collection`), as it is on disk
    where `out` is given.

    Raises
    ------
    InputError
        For wrong arguments, or when `out` is there.
    SourceError, DataError
        When a source as a whole cannot be read, or holds neither films nor characters.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_text
    >>> folder = Path(tempfile.mkdtemp())
    >>> write_text(folder / "plot_summaries.txt", "7\tShe runs.\n")
    >>> write_text(folder / "films.csv", "id,title,year\n7,Stray,1952\n")
    >>> gather(folder).items.select(["id", "title", "year", "plot"]).to_pylist()
    [{'id': '7', 'title': 'Stray', 'year': 1952, 'plot': 'She runs.'}]
    """
    paths = given_paths(sources, what="tables, folders of texts, or the CMU corpus")
    if out is not None and is_there(out) and not overwrite:
        raise InputError(f"{Path(out).name!r} exists; choose another name for --out, or add --overwrite")
    names = source_names(paths)
    for path in paths:
        if is_there(path / _MANIFEST):
            raise InputError(f"{names[path]!r} is a collection already; gather again from what it was gathered from")
    with recording(STEP, parameters={"kind": kind, "mask_genres": mask_genres}) as watch:
        found = found_in(names, kind=kind)
        with progress("Gathering", total=len(found)) as bar:
            given = _Gathering(None if ids is None else check.path(ids), bar).read(found)
    return given.collection(watch.record, mask_genres=mask_genres, out=out, overwrite=overwrite)


class _Gathering:
    """All that was read, on its way into a collection."""

    def __init__(self, ids: Path | None, bar: Bar) -> None:
        self.films, self.ready = Films(), Ready()
        self.told = Told({})
        self._ids, self._bar = ids, bar
        self._readings: list[Reading] = []

    def read(self, found: Sequence[Found]) -> _Gathering:
        """Read films and characters, then what is told of them; the ledger keeps the order of the sources."""
        order = {one.name: place for place, one in enumerate(found)}
        for one in found:
            if one.reader not in _LATER:
                self._read(one)
        films = self._with_characters() if len(self.ready) else self.films.by_id
        self.told = Told(films)
        for reader in _LATER:
            for one in found:
                if one.reader == reader:
                    self._read(one)
        self._readings.sort(key=lambda told: order[told.name])
        if not len(self.films) and not len(self.ready):
            raise _nothing(self._readings)
        return self

    def _with_characters(self) -> Mapping[str, Film]:
        """The films of the characters; others, which nobody is in, are left out."""
        wanted, readings = self.ready.films(), {told.name: told for told in self._readings}
        for film in self.films.by_id.values():
            if film.id not in wanted:
                readings[film.origin].n_kept -= 1
                readings[film.origin].leave_out("", "no_character", id=film.id)
        return {id_: film for id_, film in self.films.by_id.items() if id_ in wanted}

    def _read(self, one: Found) -> None:
        self._bar.rename(f"Reading {one.name}")
        told = Reading(one.name, one.reader)
        try:
            self._take(one, told)
        except MotifError as error:
            if not one.is_inside or told.n_kept or one.reader in FILES.values():
                raise
            told = Reading(one.name, "file", n_gathered=1)  # one of many of a folder: it is left out as a whole
            told.leave_out("", error.reason, detail=str(error))
        self._readings.append(told)
        self._bar.advance()

    def _take(self, one: Found, told: Reading) -> None:
        if one.reader in _CMU_FILMS:
            self.films.take(read_films(one.path, told), told)
        elif one.reader == "texts":
            self.films.take(read_texts(one.path, one.files, told), told)
        elif one.reader == "array":
            told.kind = "embeddings"
            self.ready.take(read_vectors(one.path, told, ids=self._ids), told)
        elif one.reader in ("tropes", "names"):
            self.told.take_tropes(read_tropes(one.path, told), told)
        elif one.reader == "cast":
            self.told.take_cast(read_cast(one.path, told), told)
        else:
            self._take_table(one, told)

    def _take_table(self, one: Found, told: Reading) -> None:
        table = read_table(one.path)
        kind = is_ready(table.columns) if one.reader == "table" else one.reader
        if one.reader == "table" and kind is None:
            told.kind = "films"
            self.films.take(read_film_table(table, one.path, told), told)
        else:
            told.kind = kind or one.reader
            self.ready.take(read_ready(table, one.path, told), told)

    def collection(
        self, record: RunRecord, *, mask_genres: bool, out: str | Path | None, overwrite: bool
    ) -> Collection:
        """Return the collection of characters, where there are any, else that of films."""
        tables: dict[str, Any] = dict(self.told.tables())
        n_items = len(self.ready) or len(self.told.films)
        facts: dict[str, Any] = tallied(self._readings, n_items=n_items).as_dict()
        facts["unused"] = {told.name: [*told.unused] for told in self._readings if told.unused}
        films: Iterable[Film] = self.told.films.values()
        if mask_genres:
            films, facts["masked"] = _masked([*films])
        inputs = {told.name: told.digest for told in self._readings if told.digest}
        record = replace(record, parameters={**record.parameters, **facts}, inputs=inputs)
        drops = [drop for told in self._readings for drop in told.drops]
        options: dict[str, Any] = {"record": record, "drops": drops, "tables": tables, "out": out}
        if not len(self.ready):
            return film_collection(films, **options, overwrite=overwrite)
        by_id = {film.id: film for film in films}
        return character_collection(self.ready.all(by_id), **options, overwrite=overwrite)


def _masked(films: list[Film]) -> tuple[Iterator[Film], dict[str, Any]]:
    """The films with masked plots, and how often a text names a genre of its own before and after."""
    from motif.films.represent.mask import GenreMask, named_genres

    mask = GenreMask(genre for film in films for genre in film.genres or ())
    counts = {"n_plots": 0, "n_words": 0, "n_naming_before": 0, "n_naming_after": 0}
    made = []
    for film in films:
        if film.plot is not None:
            plot, n_words = mask(film.plot)
            genres = film.genres or ()
            counts["n_plots"] += 1
            counts["n_words"] += n_words
            counts["n_naming_before"] += bool(named_genres(film.plot, genres))
            counts["n_naming_after"] += bool(named_genres(plot, genres))
            film = replace(film, plot=plot)
        made.append(film)
    return iter(made), counts


def _nothing(readings: Sequence[Reading]) -> MotifError:
    names = check.few([told.name for told in readings])
    if {told.kind for told in readings} <= set(_LATER):
        message = f"{names} tell of characters, but there are no films; add plot_summaries.txt or movie.metadata.tsv"
        return DataError(message, reason="no_films")
    read_as = check.few([*dict.fromkeys(told.kind for told in readings)]).replace("'", "")
    return DataError(
        f"no film and no character was found in {names}, read as {read_as}{_left_out(readings)}", reason="no_films"
    )


def _left_out(readings: Sequence[Reading]) -> str:
    """What became of all rows, in words: how often each reason, and what is known of the first."""
    counts = sum((told.dropped for told in readings), Counter[str]())
    said = ", ".join(f"{reason.replace('_', ' ')} {n:,}" for reason, n in sorted(counts.items()))
    detail = next((drop.detail for told in readings for drop in told.drops if drop.detail), "")
    return f": {said}{f' (the first: {detail})' if detail else ''}" if said else ""
