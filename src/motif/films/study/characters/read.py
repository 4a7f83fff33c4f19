"""Reading plots in a worker: each once, from the cache where it was read before.

What a plot gave is kept in the cache under the digest of its text, of the pipeline and of the rules. So a second
extraction reads only what is new, and one that was killed goes on where it was.
"""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from motif.core.cache import Cache, default_cache
from motif.core.digest import bytes_digest
from motif.core.errors import DataError, SourceError
from motif.core.record import Drop, is_machine_path
from motif.films.collection.character import Character
from motif.films.collection.film import n_words
from motif.films.study.characters.pack import Found, counted, pack, read_packed
from motif.represent.text import cleaned, speaks

__all__ = ["STEP", "VERSION", "Plot", "Reader", "ReaderMaker", "Request", "left_out", "read_plots"]

VERSION = 2
"""Raised when reading the same plot gives something else; what the cache holds of before is not found then."""

STEP = "films.characters"


class Reader(Protocol):
    """What reads plots: `films.represent.read.PlotReader`, or another."""

    def read(
        self, texts: Iterable[tuple[str, str]], *, aliases: Mapping[str, Mapping[str, str]] | None = None
    ) -> Iterator[tuple[str, list[Character]]]:
        """Yield the characters of each (film id, text), in the order given."""
        ...


class ReaderMaker(Protocol):
    """How a worker comes by its reader; picklable and hashable, as it travels."""

    @property
    def name(self) -> str:
        """What records call it."""
        ...

    @property
    def digest(self) -> str:
        """Two of one digest give the same characters."""
        ...

    def make(self) -> Reader:
        """Return the reader; called once in a process, and only when something is to be read."""
        ...


@dataclass(frozen=True, slots=True)
class Plot:
    """One plot on its way to a worker.

    Parameters
    ----------
    film, text :
        The film's id and its plot as it stands.
    aliases :
        Form of a name -> name, as the user decided.
    """

    film: str
    text: str
    aliases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Request:
    """Some plots that are read together.

    Parameters
    ----------
    plots :
        In the order of the films.
    reader :
        Makes what reads them.
    language :
        The language that plots must be in, "any" for no matter which.
    """

    plots: tuple[Plot, ...]
    reader: ReaderMaker
    language: str


def read_plots(request: Request) -> list[tuple[str, Found | Drop]]:
    """Return for each plot what it gave, or why it gave nothing.

    Raises
    ------
    MissingExtra
        When a package of the extra `films` is missing.
    """
    outcomes: dict[str, Found | Drop] = {}
    todo: list[tuple[Plot, str, int, str]] = []
    cache = default_cache()
    for plot in request.plots:
        key = _key(plot, request)
        known = _known(cache.read(key))
        if known is not None:
            outcomes[plot.film] = known
            continue
        clean = cleaned(unicodedata.normalize("NFC", plot.text))  # of letters with loose accents no word is one
        reason = _refused(clean.text, request.language)
        if reason:
            outcomes[plot.film] = left_out(plot.film, reason)
        else:
            todo.append((plot, clean.text, clean.n_marks, key))
    if todo:
        reader = _reader(request.reader)
        for (plot, text, n_marks, key), characters in zip(todo, _read(reader, todo), strict=True):
            if isinstance(characters, Drop):
                outcomes[plot.film] = characters
                continue
            outcomes[plot.film] = found = _found(characters, text, n_marks)
            _keep(cache, key, found)
    return [(plot.film, outcomes[plot.film]) for plot in request.plots]


def _key(plot: Plot, request: Request) -> str:
    settings = {"reader": request.reader.digest, "language": request.language, "aliases": {**plot.aliases}}
    digest = bytes_digest(plot.text.encode(errors="surrogatepass"))
    return Cache.key(digest, step=STEP, version=VERSION, **settings)


def _refused(text: str, language: str) -> str | None:
    """Why a text is not read, None where it is."""
    if not any(c.isalpha() for c in text):
        return "empty_plot"
    return "other_language" if language != "any" and not speaks(text, language) else None


def _read(reader: Reader, todo: Sequence[tuple[Plot, str, int, str]]) -> Iterator[list[Character] | Drop]:
    """Yield what each plot gives; one that cannot be read takes no other along."""
    n_done = 0
    try:
        for _, characters in reader.read(_texts(todo), aliases=_aliases(todo)):
            yield characters
            n_done += 1
    except DataError as error:
        plot = todo[n_done][0]
        if len(todo) == 1:
            yield left_out(plot.film, error.reason, detail=str(error))
            return
        for one in todo[n_done:]:
            yield from _read(reader, [one])


def _texts(todo: Sequence[tuple[Plot, str, int, str]]) -> Iterator[tuple[str, str]]:
    return ((plot.film, text) for plot, text, _, _ in todo)


def _aliases(todo: Sequence[tuple[Plot, str, int, str]]) -> dict[str, Mapping[str, str]]:
    return {plot.film: plot.aliases for plot, _, _, _ in todo if plot.aliases}


def _found(characters: list[Character], text: str, n_marks: int) -> Found:
    counts = counted(characters, n_words=n_words(text), n_marks=n_marks)
    return Found(counts, pack(characters, counts))


def _keep(cache: Cache, key: str, found: Found) -> None:
    with suppress(SourceError):  # a cache that cannot be written costs time, not the plot
        cache.write(key, found.packed, durable=False)  # zlib's checksum tells damage


def _known(entry: bytes | None) -> Found | None:
    """What an entry of the cache says; None where there is none, or it is damaged."""
    if entry is None:
        return None
    try:
        return Found(read_packed(entry)["counts"], entry)
    except (ValueError, KeyError, TypeError, zlib.error):
        return None


def left_out(film: str, reason: str, *, id: str | None = None, detail: str = "") -> Drop:
    """Return the drop of a film, or of a character of the film; an id may look like a path, an origin may not.

    Examples
    --------
    >>> left_out("/m/0jy9q0", "empty_plot").id
    '/m/0jy9q0'
    """
    origin = "" if is_machine_path(film) else film
    return Drop(origin, STEP, reason, id=film if id is None else id, detail=detail)


@lru_cache(maxsize=2)
def _reader(maker: ReaderMaker) -> Reader:
    return maker.make()
