"""Films of several sources become one each: what a later source knows of a film fills what the first leaves open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from motif.films.source.film import Film, film_id
from motif.films.source.reading import Reading

__all__ = ["Films"]

_FACTS = ("title", "year", "plot", "revenue_usd", "runtime_min", "genres", "languages", "countries", "cast")


class Films:
    """Films by id, in the order in which each was met first.

    Examples
    --------
    >>> films, plots, facts = Films(), Reading("plots.txt", "plots"), Reading("films.csv", "films")
    >>> films.take([(1, Film("7", plot="She runs."))], plots)
    >>> films.take([(2, Film("7", "Stray", 1952)), (3, Film("8", "Home"))], facts)
    >>> [(film.id, film.title, film.plot) for film in films.by_id.values()]
    [('7', 'Stray', 'She runs.'), ('8', 'Home', None)]
    >>> dict(facts.dropped), facts.n_kept
    ({'joined': 1}, 1)
    """

    def __init__(self) -> None:
        self._films: dict[str, Film] = {}
        self._last: dict[str, int] = {}  # id -> the source that told of it last
        self._n_sources = 0

    def __len__(self) -> int:
        return len(self._films)

    @property
    def by_id(self) -> Mapping[str, Film]:
        """Id -> film."""
        return self._films

    def take(self, films: Iterable[tuple[object, Film]], told: Reading) -> None:
        """Take the films of one more source.

        A second row of one id in the same source is left out as `duplicate_id`, or as `duplicate_film` where the id
        was made of title, year and plot; of another source it is `joined`: it fills what is not known yet, and of two
        different values the first stays.

        Parameters
        ----------
        films :
            The place of each in its source, and the film.
        told :
            The source's tally: every film is counted as kept, or left out.
        """
        self._n_sources += 1
        for place, film in films:
            known = self._films.get(film.id)
            if known is None:
                self._films[film.id] = film
                told.n_kept += 1
            elif self._last[film.id] == self._n_sources:
                made = film.id == film_id(film.title, film.year, film.plot)
                told.leave_out(place, "duplicate_film" if made else "duplicate_id", id=film.id)
                continue
            else:
                told.dirt["another_plot"] += None not in (known.plot, film.plot) and known.plot != film.plot
                self._films[film.id] = _filled(known, film)
                told.leave_out(place, "joined", id=film.id, detail="its facts are those of a film that is there")
            self._last[film.id] = self._n_sources


def _filled(known: Film, more: Film) -> Film:
    new: dict[str, Any] = {name: getattr(more, name) for name in _FACTS if getattr(known, name) in (None, ())}
    return replace(known, **new)
