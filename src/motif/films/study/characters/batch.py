"""The films as pieces of work: plots that are read together, drawn as they are needed, and what became of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from motif.core.record import Drop
from motif.engine import Interrupted, MemorySink, Summary, map_items
from motif.films.study.characters.pack import Found
from motif.films.study.characters.read import STEP, Plot, ReaderMaker, Request, left_out, read_plots

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["bounds", "read_films"]

_MOST_CHARACTERS = 60_000  # of the plots of a batch: 3 s of parsing, which is what a kill loses
_MOST_FILMS = 64


def bounds(lengths: Sequence[int] | np.ndarray) -> list[tuple[int, int]]:
    """Return where batches begin and end: at most 64 plots, and 60,000 characters unless one plot alone has more.

    Examples
    --------
    >>> bounds([50_000, 9_000, 2_000, 90_000])
    [(0, 2), (2, 3), (3, 4)]
    """
    cuts, start, total = [], 0, 0
    for place, length in enumerate(lengths):
        if place > start and (total + length > _MOST_CHARACTERS or place - start == _MOST_FILMS):
            cuts.append((start, place))
            start, total = place, 0
        total += length
    return [*cuts, (start, len(lengths))] if len(lengths) else []


def read_films(
    films: pa.Table, *, reader: ReaderMaker, language: str, aliases: Mapping[str, Mapping[str, str]], jobs: int
) -> dict[str, Found | Drop]:
    """Return what each film's plot gave, in the order of the films.

    Parameters
    ----------
    films :
        The columns `id` and `plot`.
    reader, language :
        As in `Request`.
    aliases :
        Film's id -> form of a name -> name.
    jobs :
        Processes, >= 1.

    Raises
    ------
    Interrupted
        After Ctrl-C; what was read is in the cache.
    """
    asked = _Asked(films, reader, language, aliases)
    lengths = pc.fill_null(pc.utf8_length(films["plot"].cast(pa.string())), 0).to_numpy()
    outcomes, lost = asked.read(bounds(lengths), jobs)
    if lost:  # a worker died over a batch: each of its plots by itself tells over which
        alone, died = asked.read([(row, row + 1) for start, end in lost for row in range(start, end)], jobs)
        outcomes |= alone
        for (row, _), drop in died.items():
            (film,) = asked.ids(row, row + 1)
            outcomes[film] = left_out(film, drop.reason, detail=drop.detail)
    return {film: outcomes[film] for film in asked.ids(0, len(films))}


class _Asked:
    """The films that are asked for, as requests."""

    def __init__(
        self, films: pa.Table, reader: ReaderMaker, language: str, aliases: Mapping[str, Mapping[str, str]]
    ) -> None:
        self._films, self._reader, self._language, self._aliases = films, reader, language, aliases

    def ids(self, start: int, end: int) -> list[str]:
        return self._films["id"][start:end].to_pylist()

    def read(
        self, cuts: Sequence[tuple[int, int]], jobs: int
    ) -> tuple[dict[str, Found | Drop], dict[tuple[int, int], Drop]]:
        """What became of the films of these batches, and the batches that were lost with their worker."""
        sink = MemorySink()
        try:
            map_items(
                read_plots, self._requests(cuts), out=sink, jobs=jobs, shard_size=1, title="Reading", step=STEP,
                total=len(cuts),
            )  # fmt: skip
        except Interrupted as error:
            n_read = sum(len(batch) for batch in sink.results.values())
            raise Interrupted(Summary(n_read, 0, 0)) from error
        outcomes = {film: what for batch in sink.results.values() for film, what in batch}
        by_number = {drop.origin: drop for drop in sink.drops}
        return outcomes, {cut: by_number[str(cut[0])] for cut in cuts if str(cut[0]) in by_number}

    def _requests(self, cuts: Sequence[tuple[int, int]]) -> Iterator[tuple[str, Request]]:
        for start, end in cuts:
            rows = self._films.slice(start, end - start).select(["id", "plot"]).to_pylist()
            plots = (Plot(row["id"], row["plot"] or "", self._aliases.get(row["id"], {})) for row in rows)
            yield str(start), Request(tuple(plots), self._reader, self._language)
