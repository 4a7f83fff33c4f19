"""Films become a collection: facts, plots, and the tables of their cast and of what others said of their characters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa

from motif.collection import Collection
from motif.core.record import Drop, RunRecord
from motif.films.collection.column import Growing
from motif.films.source.film import Film, Part, film_id

__all__ = ["CAST", "KIND", "NAMES", "TROPES", "Film", "Part", "film_collection", "film_id", "n_words"]

KIND = "film"
_LIST = pa.list_(pa.string())
_ITEMS = pa.schema(
    [
        ("id", pa.string()),
        ("title", pa.string()),
        ("year", pa.int64()),
        ("plot", pa.string()),
        ("n_words", pa.int64()),
        ("revenue_usd", pa.float64()),
        ("runtime_min", pa.float64()),
        ("genres", _LIST),
        ("languages", _LIST),
        ("countries", _LIST),
        ("origin", pa.string()),
    ]
)
CAST = pa.schema(
    [
        ("id", pa.string()),
        ("character", pa.string()),
        ("character_id", pa.string()),
        ("actor", pa.string()),
        ("actor_id", pa.string()),
        ("gender", pa.string()),
        ("age", pa.float64()),
    ]
)
"""The table `cast`: who played whom; `id` is the film's."""

TROPES = pa.schema(
    [(name, pa.string()) for name in ("id", "trope", "character", "film_title", "character_id", "actor")]
)
"""The table `tropes`: what type of person others find a character to be; `id` is the film's, else the character's."""

NAMES = pa.schema([(name, pa.string()) for name in ("id", "name", "film_title", "character_id")])
"""The table `names`: characters of one name in several films; `id` is the film's, else the character's."""


def n_words(text: str) -> int:
    """Return how many words a text has: what stands between blanks.

    Examples
    --------
    >>> n_words("Ash is  sent back.")
    4
    """
    return len(text.split())


def film_collection(
    films: Iterable[Film],
    *,
    record: RunRecord,
    drops: Iterable[Drop] | pa.Table = (),
    tables: Mapping[str, object] | None = None,
    out: str | Path | None = None,
    overwrite: bool = False,
) -> Collection:
    """Return the collection of films; they are taken one at a time, so an iterator costs no memory of its own.

    Parameters
    ----------
    films :
        Each id once.
    record :
        How they were made.
    drops :
        What was left out on the way.
    tables :
        Name -> facts: `tropes` (columns `TROPES`), `names` (`NAMES`), and `cast` (`CAST`) where the films do not bring
        it themselves: their own comes before it.
    out :
        The folder for the collection; None keeps it in memory.
    overwrite :
        Whether a collection at `out` is replaced.

    Returns
    -------
    Kind "film": items id, title, year, plot, n_words (of the plot; empty without one), revenue_usd, runtime_min,
    genres, languages, countries, origin; the table `cast` where there is any, and the tables given.

    Raises
    ------
    InputError
        When an id is given twice.

    Examples
    --------
    >>> film = Film("3217", "Army of Darkness", 1992, "Ash is sent back.", cast=[Part("Ash Williams")])
    >>> held = film_collection([film], record=RunRecord("films.gather"))
    >>> held.items.select(["id", "title", "n_words"]).to_pylist()
    [{'id': '3217', 'title': 'Army of Darkness', 'n_words': 4}]
    >>> held.tables["cast"]["character"].to_pylist()
    ['Ash Williams']
    """
    growing, cast = Growing(_ITEMS), Growing(CAST)
    for one in films:
        length = None if one.plot is None else n_words(one.plot)
        lists = (None if names is None else [*names] for names in (one.genres, one.languages, one.countries))
        facts = (one.title, one.year, one.plot, length, one.revenue_usd, one.runtime_min)
        growing.add(one.id, *facts, *lists, one.origin)
        for part in one.cast:
            who = (part.character, part.character_id, part.actor, part.actor_id)
            cast.add(one.id, *who, part.gender, part.age)
    own = {"cast": _with_more(cast.whole(), (tables or {}).get("cast"))} if len(cast) else {}
    held = Collection(KIND, growing.whole(), tables={**(tables or {}), **own}, drops=drops).with_record(record)
    return held if out is None else held.save(out, overwrite=overwrite)


def _with_more(cast: pa.Table, more: object) -> pa.Table:
    if more is None:
        return cast
    given = more if isinstance(more, pa.Table) else pa.table(more)
    return pa.concat_tables([cast, given.select(CAST.names).cast(CAST)])
