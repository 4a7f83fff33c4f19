"""`show`: what is known of a collection of films, or of their characters, for one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from motif.collection.ledger import Ledger, recorded_ledger
from motif.core.check import integer
from motif.core.errors import InputError
from motif.core.files import is_there
from motif.core.record import RunRecord, recording
from motif.core.seed import recorded_seed
from motif.films.collection.character import KIND, ROLES
from motif.films.evaluate.lead import rank_shares
from motif.films.study.card import Card, cards, in_words, require_characters
from motif.films.study.named import matching

if TYPE_CHECKING:
    from motif.collection.base import Collection
    from motif.core.seed import RandomState
    from motif.evaluate.figure import Figure
    from motif.films.study.personas import Personas
    from motif.films.study.personas.layout import Layout

__all__ = ["Cast", "FilmRow", "Shown", "show"]

_STEP = "films.show"
_GATHERED = "films.gather"
_N_LISTED, _N_WORDS = 12, 12
_LENGTHS = (50, 100, 200, 400, 800, 1600)
_LISTED = ("genres", "languages", "countries")


@dataclass(frozen=True, slots=True)
class FilmRow:
    """One film of a collection of films.

    Parameters
    ----------
    id, title, year, genres :
        Which it is; what is not known is None or empty.
    n_words :
        Of its plot; None without one.
    n_cast :
        How many of its cast are known.
    """

    id: str
    title: str | None
    year: int | None
    genres: tuple[str, ...]
    n_words: int | None
    n_cast: int


@dataclass(frozen=True, slots=True)
class Cast:
    """One film and its characters.

    Parameters
    ----------
    film, title, year :
        Which it is.
    cards :
        Its characters, the most mentioned first, as many as are told.
    n_characters :
        How many there are in all.
    """

    film: str
    title: str
    year: int | None
    cards: tuple[Card, ...]
    n_characters: int


@dataclass(frozen=True, eq=False)
class Shown:
    """What the page shows.

    Parameters
    ----------
    kind :
        "film" or "character".
    facts :
        What is to be said of the collection as a whole: name -> number.
    films :
        Films, in the order of the collection, as many as are told; empty for characters.
    casts :
        Films with their characters, as many as are told; empty for films.
    counts :
        What the page counts: "decades", "genres", "lengths" of films, "roles" of words; each name -> how many.
    words :
        Role -> (word, how many characters have it); empty for films.
    figures :
        What was measured of the characters.
    ledger :
        What became of each source's films; None where they were not gathered.
    dropped :
        Reason -> how many were left out on the way here.
    record :
        How it was made.
    personas, layout :
        The personas that the characters hold, and their map; None where they hold none, and where no page is written.

    Examples
    --------
    >>> shown = Shown("film", {"films": 0}, (), (), {}, {}, (), None, {}, RunRecord("demo"))
    >>> shown.as_dict()["facts"]
    {'films': 0}
    """

    kind: str
    facts: Mapping[str, int]
    films: tuple[FilmRow, ...]
    casts: tuple[Cast, ...]
    counts: Mapping[str, Mapping[str, int]]
    words: Mapping[str, tuple[tuple[str, int], ...]]
    figures: tuple[Figure, ...]
    ledger: Ledger | None
    dropped: Mapping[str, int]
    record: RunRecord
    personas: Personas | None = None
    layout: Layout | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return all as plain JSON values."""
        return {
            "kind": self.kind,
            "facts": dict(self.facts),
            "films": [
                {"id": one.id, "title": one.title, "year": one.year, "genres": [*one.genres], "n_words": one.n_words,
                 "n_cast": one.n_cast}
                for one in self.films
            ],
            "casts": [
                {"film": one.film, "title": one.title, "year": one.year, "n_characters": one.n_characters,
                 "characters": [card.as_dict() for card in one.cards]}
                for one in self.casts
            ],
            "counts": {name: dict(counted) for name, counted in self.counts.items()},
            "words": {role: [list(pair) for pair in pairs] for role, pairs in self.words.items()},
            "figures": [figure.as_dict() for figure in self.figures],
            "ledger": None if self.ledger is None else self.ledger.as_dict(),
            "dropped": dict(self.dropped),
            "personas": None if self.personas is None else self.personas.as_dict(),
            "record": self.record.as_dict(),
        }  # fmt: skip


def show(
    collection: Collection,
    *,
    out: str | Path | None = None,
    film: str | None = None,
    most: int = 20,
    most_characters: int = 8,
    overwrite: bool = False,
    random_state: RandomState = 0,
) -> Shown:
    """Return what is known of a collection of films or of characters, and write a page about it.

    Parameters
    ----------
    collection :
        Films, or characters.
    out :
        The page to write, .html; None writes nothing.
    film :
        Only films whose title fits are told one by one; None tells those with most to tell.
    most :
        The most films that are told one by one.
    most_characters :
        The most characters that are told of each.
    overwrite :
        Whether a page that is there is replaced.
    random_state :
        Where chance comes from.

    Raises
    ------
    InputError
        When the page exists or has another suffix, no title fits, or the collection is of anything else.

    Examples
    --------
    >>> from motif.films.collection.film import Film, film_collection
    >>> films = film_collection([Film("f1", "Alien", 1979, "Ash lies.", genres=["horror"])], record=RunRecord("demo"))
    >>> found = show(films)
    >>> found.facts["films"], found.counts["decades"], found.films[0].title
    (1, {'1970s': 1}, 'Alien')
    """
    require_characters(collection)
    most, most_characters = integer(most, what="most", low=1), integer(most_characters, what="most_characters", low=1)
    if out is not None:
        _check_out(Path(out), overwrite=overwrite)
    settings = {"kind": collection.kind, "film": film, "most": most}
    with recording(_STEP, parameters=settings, seed=recorded_seed(random_state)) as watch:
        if collection.kind == KIND:
            told = _of_characters(collection, film, most, most_characters, random_state)
        else:
            told = _of_films(collection, film, most)
    dropped = dict(Counter(collection.drops["reason"].to_pylist()).most_common())
    shown = Shown(collection.kind, **told, ledger=_ledger(collection), dropped=dropped, record=watch.record)
    if out is not None:
        from motif.films.view.page import write

        shown = _with_personas(shown, collection, random_state)
        write(shown, Path(out))
    return shown


def _with_personas(shown: Shown, collection: Collection, random_state: RandomState) -> Shown:
    if "personas" not in collection.models or "personas" not in collection.blocks:
        return shown
    from motif.films.study.personas.layout import lay_out
    from motif.films.study.personas.opened import opened

    found = opened(collection)
    return replace(shown, personas=found, layout=lay_out(found, random_state=random_state))


def _check_out(path: Path, *, overwrite: bool) -> None:
    if path.suffix.lower() != ".html":
        raise InputError(f"the page must end in .html, not {path.name!r}")
    if is_there(path) and not overwrite:
        raise InputError(f"{path.name!r} exists; choose another name, or overwrite it")


def _ledger(collection: Collection) -> Ledger | None:
    if collection.kind == KIND or not any(record["step"] == _GATHERED for record in collection.records):
        return None
    return recorded_ledger(collection, _GATHERED)


def _of_films(collection: Collection, film: str | None, most: int) -> dict[str, Any]:
    items = collection.items
    columns = items.column_names
    plots = [count or 0 for count in items["n_words"].to_pylist()]
    in_cast = Counter(collection.tables["cast"]["id"].to_pylist() if "cast" in collection.tables else ())
    rows = range(collection.n_items) if film is None else _fitting(items["title"].to_pylist(), film, "film")
    facts = {
        "films": collection.n_items,
        "with_plot": sum(count > 0 for count in plots),
        "words_in_plots": sum(plots),
        "films_with_cast": len(in_cast),
        **{f"with_{name}": collection.n_items - items[name].null_count
           for name in ("year", "genres", "revenue_usd", "runtime_min") if name in columns},
    }  # fmt: skip
    counts = {"decades": _decades(items["year"].to_pylist()), "lengths": _lengths(plots)}
    for name in _LISTED:
        if name in columns:
            listed = Counter(value for values in items[name].to_pylist() for value in dict.fromkeys(values or ()))
            counts[name] = {one: count for one, count in listed.most_common(_N_LISTED) if count > 1}
            facts[f"different_{name}"] = len(listed)
    films = items.take(pa.array([*rows][:most], pa.int64())).to_pylist()
    return {
        "facts": facts,
        "films": tuple(_film_row(one, in_cast) for one in films),
        "casts": (),
        "counts": {name: counted for name, counted in counts.items() if counted},
        "words": {},
        "figures": (),
    }


def _film_row(one: Mapping[str, Any], in_cast: Mapping[str, int]) -> FilmRow:
    genres = tuple(one.get("genres") or ())
    return FilmRow(one["id"], one["title"], one["year"], genres, one["n_words"], in_cast.get(one["id"], 0))


def _decades(years: Sequence[int | None]) -> dict[str, int]:
    """Return how many films each decade has, from the first to the last, empty ones too."""
    counted = Counter(year // 10 * 10 for year in years if year is not None)
    if not counted:
        return {}
    return {f"{decade}s": counted[decade] for decade in range(min(counted), max(counted) + 10, 10)}


def _lengths(plots: Sequence[int]) -> dict[str, int]:
    """Return how many plots have how many words, in classes that double."""
    lengths = np.array([count for count in plots if count])
    if not len(lengths):
        return {}
    names = [f"below {_LENGTHS[0]}", *(f"{a:,} to {b - 1:,}" for a, b in pairwise(_LENGTHS)),
             f"{_LENGTHS[-1]:,} and more"]  # fmt: skip
    counted = np.bincount(np.searchsorted(_LENGTHS, lengths, side="right"), minlength=len(names)).tolist()
    inside = [at for at, count in enumerate(counted) if count]
    return dict(zip(names[inside[0] : inside[-1] + 1], counted[inside[0] : inside[-1] + 1], strict=True))


def _fitting(titles: Sequence[str | None], film: str, kind: str) -> list[int]:
    rows = [row for row, _ in matching(film, titles)]
    if not rows:
        raise InputError(f"no title of the {kind}s fits {film!r}; give a word of it", reason="unknown_name")
    return rows


def _of_characters(
    collection: Collection, film: str | None, most: int, most_characters: int, random_state: RandomState
) -> dict[str, Any]:
    items = collection.items
    rows_of: dict[str, list[int]] = {}
    for row, one in enumerate(items["film"].to_pylist()):
        rows_of.setdefault(one or "", []).append(row)
    mentions = [count or 0 for count in items["n_mentions"].to_pylist()]
    words = [count or 0 for count in items["n_words"].to_pylist()]
    films = _told_films(collection, rows_of, words, film)[:most]
    casts = [_cast(collection, one, rows_of[one], mentions, words, most_characters) for one in films]
    roles, by_role = _words(collection)
    casts_of = {one: rows for one, rows in rows_of.items() if one}  # those of no known film are no cast
    shares = rank_shares([[mentions[row] for row in rows] for rows in casts_of.values()], random_state=random_state)
    return {
        "facts": {
            "characters": collection.n_items,
            "films": len(casts_of),
            "mentions": sum(mentions),
            "pronouns": sum(count or 0 for count in items["n_pronouns"].to_pylist()),
            "words": sum(words),
            "with_three_words": sum(count >= 3 for count in words),
            "with_gender": collection.n_items - items["gender"].null_count,
            "matched": collection.n_items - items["matched"].null_count,
        },
        "films": (),
        "casts": tuple(casts),
        "counts": {"roles": roles} if roles else {},
        "words": by_role,
        "figures": shares,
    }


def _told_films(
    collection: Collection, rows_of: Mapping[str, Sequence[int]], words: Sequence[int], film: str | None
) -> list[str]:
    """Return the films that are told, those of whose characters most is said first."""
    if film is None:
        return sorted(rows_of, key=lambda one: -sum(words[row] for row in rows_of[one]))
    titles, known = collection.items["film_title"].to_pylist(), [*rows_of]
    return [known[at] for at in _fitting([titles[rows_of[one][0]] for one in known], film, "film")]


def _cast(
    collection: Collection,
    film: str,
    rows: Sequence[int],
    mentions: Sequence[int],
    words: Sequence[int],
    most: int,
) -> Cast:
    ordered = sorted(rows, key=lambda row: (-mentions[row], -words[row]))
    told = cards(collection, ordered[:most], n_sentences=1)
    return Cast(film, told[0].film_title or film or "film not known", told[0].year, tuple(told), len(rows))


def _words(collection: Collection) -> tuple[dict[str, int], dict[str, tuple[tuple[str, int], ...]]]:
    """Return how many words each role has, and the words of each role that most characters have."""
    block = collection.blocks.get("roles")
    if block is None:
        return {}, {}
    X, columns = block.raw.tocsr(), block.columns or ()
    with_it, in_all = np.bincount(X.indices, minlength=len(columns)), np.asarray(X.sum(axis=0)).ravel()
    totals, most = {}, {}
    for role in ROLES:
        inside = [at for at, name in enumerate(columns) if name.startswith(f"{role}:") and with_it[at]]
        if inside:
            totals[role] = int(in_all[inside].sum())
            often = sorted(inside, key=lambda at: -with_it[at])[:_N_WORDS]
            most[role] = tuple((in_words(columns[at]), int(with_it[at])) for at in often)
    return totals, most
