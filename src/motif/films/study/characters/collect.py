"""What the plots gave becomes a collection, film by film, so that no more than one film's characters are unpacked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace

from motif.collection import Collection
from motif.core.errors import DataError, InputError
from motif.core.record import Drop, RunRecord, recording
from motif.films.collection.character import ROLES, Character, character_collection
from motif.films.collection.match import MATCH_TABLES, Match, matched
from motif.films.study.characters.pack import Found, unpack
from motif.films.study.characters.read import left_out
from motif.films.study.characters.told import Told

__all__ = ["Book", "collected"]

_TOTALS = ("n_words", "n_marks", "n_role_words", "n_pronoun_words", *ROLES)


class Book:
    """The count of an extraction: which films were read, and what their plots gave.

    Parameters
    ----------
    outcomes :
        Film's id -> what its plot gave, or why it gave nothing.

    Attributes
    ----------
    n_read : films with characters.
    n_cleaned : those of them whose plot had markup.
    n_rare : characters that were left out, as they are mentioned too few times; told by `collected`.
    dropped : reason -> films without characters.
    counts : over the films that were read: n_words of their plots, n_marks of markup, n_role_words and of them
        n_pronoun_words, which only a pronoun tells, and one for each role.

    Examples
    --------
    >>> Book({"f1": Drop("f1", "films.characters", "empty_plot")}).dropped
    {'empty_plot': 1}
    """

    def __init__(self, outcomes: Mapping[str, Found | Drop]) -> None:
        total: Counter[str] = Counter()
        dropped: Counter[str] = Counter()
        self.n_read = self.n_cleaned = self.n_rare = 0
        for what in outcomes.values():
            reason = reason_of(what)
            if reason is not None:
                dropped[reason] += 1
            elif isinstance(what, Found):
                self.n_read += 1
                self.n_cleaned += what.counts["n_marks"] > 0
                total.update(what.counts)
        self.dropped = dict(dropped.most_common())
        self.counts = {name: total[name] for name in _TOTALS}


def reason_of(what: Found | Drop) -> str | None:
    """Return why a film gave no characters, None where it gave some.

    Examples
    --------
    >>> reason_of(Found({"n_characters": 0}, b""))
    'no_characters'
    """
    if isinstance(what, Drop):
        return what.reason
    return None if what.counts["n_characters"] else "no_characters"


def collected(
    films: Collection,
    outcomes: Mapping[str, Found | Drop],
    book: Book,
    *,
    record: RunRecord,
    told: Told | None = None,
    min_mentions: int = 1,
) -> tuple[Collection, Match]:
    """Return the collection of characters, in the order of the films, and how many are known from elsewhere.

    Parameters
    ----------
    films :
        With the columns id, title, year and plot, and the tables to match.
    outcomes :
        Film's id -> what its plot gave, in the order of the films.
    book :
        Their count; it gets the number of characters that are mentioned too few times.
    record :
        How they were made.
    told :
        The user's decisions on names; it gets those that changed nothing.
    min_mentions :
        Characters that are mentioned fewer times are left out.

    Raises
    ------
    DataError
        reason no_characters: when there are none.
    InputError
        When none is mentioned so often.
    """
    if not book.n_read:
        reasons = ", ".join(f"{reason} {n:,}" for reason, n in book.dropped.items())
        message = f"no characters in the plots of {films.n_items:,} films: {reasons}"
        raise DataError(f"{message}; see 'language', or whether these are plots", reason="no_characters")
    told, rare = told or Told(), list[Drop]()
    facts = {"films": films.n_items, "read": book.n_read, "counts": book.counts, "dropped": book.dropped}
    held = character_collection(
        _characters(films, outcomes, told, min_mentions, rare),
        record=replace(record, parameters={**record.parameters, **facts}),
    )
    told.finish()
    book.n_rare = len(rare)
    if not held.n_items:
        message = f"none of the {len(rare):,} characters is mentioned {min_mentions:,} times"
        raise InputError(f"{message}; ask for fewer mentions")
    return _matched(held.with_drops([*_drops(outcomes), *rare]), films)


def _characters(
    films: Collection, outcomes: Mapping[str, Found | Drop], told: Told, min_mentions: int, rare: list[Drop]
) -> Iterator[Character]:
    items = films.items
    titles, years, plots = items["title"].to_pylist(), items["year"].to_pylist(), items["plot"]
    for row, (film, what) in enumerate(outcomes.items()):
        if isinstance(what, Drop):
            continue
        mine = unpack(what.packed, film, title=titles[row], year=years[row])
        if film in told.decisions:
            told.check(film, mine, plots[row].as_py() or "")
        for one in mine:
            if (one.n_mentions or 0) >= min_mentions:
                yield one
            else:
                rare.append(left_out(film, "few_mentions", id=one.id, detail=one.name))


def _drops(outcomes: Mapping[str, Found | Drop]) -> Iterator[Drop]:
    for film, what in outcomes.items():
        if isinstance(what, Drop):
            yield what
        elif (reason := reason_of(what)) is not None:
            yield left_out(film, reason)


def _matched(held: Collection, films: Collection) -> tuple[Collection, Match]:
    """The characters with what is known of them; the record says how many are."""
    tables = {name: films.tables[name] for name in MATCH_TABLES if name in films.tables}
    if not tables:
        return held, Match(held.n_items)
    with recording("films.match") as watch:
        found, match = matched(held, tables, films=films.ids)
    return found.with_record(replace(watch.record, parameters=asdict(match))), match
