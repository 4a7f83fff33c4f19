"""Characters matched to who is known: the films' casts, and the tropes and names that others gave to characters.

By id where both have one, else by film and name; what fits several is given to none of them and counted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from motif.collection import Collection
from motif.films.collection.known import KnownRows
from motif.films.collection.likeness import Named, Pair, name_parts, pair_names, plain_title

__all__ = ["MATCH_TABLES", "Match", "TableMatch", "matched"]

MATCH_TABLES = ("cast", "tropes", "names")
"""The tables that characters are matched to, in this order: what a cast says goes before what others say."""

_RULES = ("id", "name", "part")


@dataclass(frozen=True, slots=True)
class TableMatch:
    """What of one table was found among the characters.

    Parameters
    ----------
    n_rows :
        Rows that name a character or its id.
    n_here :
        Of these, rows of films that have characters here, or of a character's id that is here.
    n_found :
        Rows whose character was found.
    n_ambiguous :
        Rows that several characters fit, or whose title several films have, and so found none.
    by_rule :
        "id", "name", "part" -> rows found by it.
    chance :
        The share that would be found by name if each film had the rows of another film; None with fewer than two.

    Examples
    --------
    >>> TableMatch(n_rows=10, n_here=4, n_found=3, n_ambiguous=1, by_rule={"name": 3}, chance=0.01).share
    0.75
    """

    n_rows: int
    n_here: int
    n_found: int
    n_ambiguous: int
    by_rule: Mapping[str, int]
    chance: float | None

    @property
    def share(self) -> float | None:
        """Found, of those that are of films here; None without any."""
        return self.n_found / self.n_here if self.n_here else None


@dataclass(frozen=True, slots=True)
class Match:
    """How many characters are known by name or id.

    Parameters
    ----------
    n_characters :
        All.
    n_asked :
        Those of films of which somebody is known.
    n_matched, n_ambiguous :
        Of these, those who were found, and those who fit several.
    by_rule :
        "id", "name", "part" -> characters found by it.
    tables :
        Name -> what of the table was found.

    Examples
    --------
    >>> Match(n_characters=5, n_asked=4, n_matched=2, n_ambiguous=1, by_rule={"name": 2}).share
    0.5
    """

    n_characters: int
    n_asked: int = 0
    n_matched: int = 0
    n_ambiguous: int = 0
    by_rule: Mapping[str, int] = field(default_factory=dict)
    tables: Mapping[str, TableMatch] = field(default_factory=dict)

    @property
    def share(self) -> float | None:
        """Matched, of those asked for; None without any."""
        return self.n_matched / self.n_asked if self.n_asked else None


def matched(
    characters: Collection, tables: Mapping[str, pa.Table], *, films: Iterable[str] = ()
) -> tuple[Collection, Match]:
    """Return the characters with what is known of them, and how many are.

    Parameters
    ----------
    characters :
        Kind "character", as `character_collection` makes it.
    tables :
        Of `MATCH_TABLES`, those that there are: columns as in a collection of films (`id` is the film's). In `names`
        the name is also the character's, where there is no column `character`.
    films :
        Ids of films that the tables may tell of and that have no characters: their rows are not those of another film
        of the same title.

    Returns
    -------
    The collection with `actor`, `character_id`, `matched` ("id", "name", "part") filled where they are known, and
    `gender` where it was empty; and the tables, whose `id` now is the character's where it was found (else what it was)
    and whose `film` is what it was. Of two who fit one name of a film equally well the one that is named at least twice
    as often as the other is taken; where neither is, both are ambiguous (see `pair_names`).

    Examples
    --------
    >>> from motif.core.record import RunRecord
    >>> from motif.films.collection.character import Character, character_collection
    >>> held = character_collection([Character("f1:harry", "Harry", "f1", {})], record=RunRecord("demo"))
    >>> cast = pa.table({"id": ["f1"], "character": ["Harry Potter"], "actor": ["D. R."], "gender": ["male"]})
    >>> found, match = matched(held, {"cast": cast})
    >>> found.items.select(["id", "actor", "gender", "matched"]).to_pylist(), match.share
    ([{'id': 'f1:harry', 'actor': 'D. R.', 'gender': 'male', 'matched': 'part'}], 1.0)
    """
    people = _People(characters)
    known = people.films.union(films)
    reports: dict[str, TableMatch] = {}
    for name in MATCH_TABLES:
        if name in tables:
            labels_only = name == "names" and "character" not in tables[name].column_names
            rows = KnownRows(tables[name], named_by="name" if labels_only else "character", films=known)
            found, reports[name] = people.meet(rows)
            characters = characters.with_table(name, rows.carried(found, people.ids))
    for column, values in people.known.items():
        characters = characters.with_column(column, pa.array(values, pa.string()))
    return characters, people.report(reports)


class _Meeting:
    """What the rows of a table found."""

    def __init__(self) -> None:
        self.found: dict[int, int] = {}  # row -> character
        self.rules: dict[int, str] = {}
        self.here: set[int] = set()
        self.unclear: set[int] = set()

    def add(self, row: int, place: int, rule: str) -> None:
        self.found[row], self.rules[row] = place, rule

    def report(self, rows: KnownRows, chance: float | None) -> TableMatch:
        told = rows.told()
        here = (self.here | self.found.keys()) & told
        unclear = self.unclear - self.found.keys()
        counts = Counter(self.rules.values())
        by_rule = {rule: counts[rule] for rule in _RULES if counts[rule]}
        return TableMatch(len(told), len(here), len(self.found), len(unclear), by_rule, chance)


class _People:
    """The characters, of whom more is known after each table."""

    def __init__(self, characters: Collection) -> None:
        items = characters.items
        self.ids: list[str] = items["id"].to_pylist()
        self.known = {name: items[name].to_pylist() for name in ("gender", "actor", "character_id", "matched")}
        self._names: list[str] = items["name"].to_pylist()
        self._weights = items["n_mentions"].to_pylist()
        self._films: dict[str, list[int]] = defaultdict(list)
        for place, film in enumerate(items["film"].to_pylist()):
            if film:
                self._films[film].append(place)
        titles = items["film_title"].to_pylist()
        self._titles = {film: plain_title(titles[places[0]]) for film, places in self._films.items()}
        self._of_title = Counter(title for title in self._titles.values() if title)
        self._aliases = _aliases(characters, {id_: place for place, id_ in enumerate(self.ids)})
        self._asked: set[int] = set()
        self._unclear: set[int] = set()

    @property
    def films(self) -> set[str]:
        """The ids of their films."""
        return {*self._films}

    def meet(self, rows: KnownRows) -> tuple[dict[int, int], TableMatch]:
        """Find the characters of the rows, and take over what the rows know: row -> character, and the counts."""
        meeting = _Meeting()
        self._by_id(rows, meeting)
        lists: list[tuple[list[int], list[int]]] = []
        for film, places in self._films.items():
            mine = rows.of(film, self._titles[film])
            if not mine:
                continue
            self._asked.update(places)
            meeting.here.update(mine)
            if film not in rows.films and self._of_title[self._titles[film]] > 1:
                meeting.unclear.update(mine)  # of which of the films of this title?
                continue
            lists.append((places, mine))
            self._by_name(rows, places, mine, meeting)
        for row, place in meeting.found.items():
            self._learn(rows, row, place, meeting.rules[row])
        return meeting.found, meeting.report(rows, self._chance(rows, lists))

    def report(self, tables: Mapping[str, TableMatch]) -> Match:
        """The counts over all tables."""
        rules = Counter(rule for rule in self.known["matched"] if rule)
        unclear = [place for place in self._unclear if not self.known["matched"][place]]
        by_rule = {rule: rules[rule] for rule in _RULES if rules[rule]}
        return Match(len(self.ids), len(self._asked), rules.total(), len(unclear), by_rule, tables)

    def _by_id(self, rows: KnownRows, meeting: _Meeting) -> None:
        place_of = {id_: place for place, id_ in enumerate(self.ids)}
        place_of |= {id_: place for place, id_ in enumerate(self.known["character_id"]) if id_}
        for row, id_ in enumerate(rows.character_ids):
            if id_ and id_ in place_of:
                meeting.add(row, place_of[id_], "id")
        self._asked.update(meeting.found.values())

    def _by_name(self, rows: KnownRows, places: list[int], mine: list[int], meeting: _Meeting) -> None:
        """Pair the characters of one film with its rows that no id has found."""
        taken = {meeting.found.get(row) for row in mine}
        todo = [place for place in places if place not in taken]
        groups = rows.people(row for row in mine if row not in meeting.found)
        some = self._named(todo)
        pairs = pair_names(some, [one for one, _ in groups])
        for place, pair in zip(todo, pairs, strict=True):
            if pair is not None and pair.is_ambiguous:
                self._unclear.add(place)
            if pair is None or pair.other is None:
                continue
            for row in groups[pair.other][1]:
                if self._may_be(place, rows.character_ids[row]):
                    meeting.add(row, place, str(pair.rule))
        meeting.unclear.update(_unclear_rows(some, groups, pairs))

    def _may_be(self, place: int, id_: str | None) -> bool:
        """Whether a row's id does not say that it is somebody else."""
        known = self.known["character_id"][place]
        return not known or not id_ or known == id_

    def _named(self, places: Sequence[int]) -> list[Named]:
        return [
            Named(
                name_parts(self._names[place]),
                frozenset(name_parts(alias) for alias in self._aliases.get(place, ())),
                self.known["gender"][place],
                self._weights[place] or 0,
            )
            for place in places
        ]

    def _learn(self, rows: KnownRows, row: int, place: int, rule: str) -> None:
        """Take over what a row knows and nobody said before."""
        said = {"actor": rows.actors[row], "character_id": rows.character_ids[row], "gender": rows.genders[row]}
        for column, value in {**said, "matched": rule}.items():
            self.known[column][place] = self.known[column][place] or value

    def _chance(self, rows: KnownRows, lists: list[tuple[list[int], list[int]]]) -> float | None:
        """The share of the rows that would be found by name if each film had the rows of the film before it."""
        if len(lists) < 2:
            return None
        n_found = n_rows = 0
        for (places, _), (_, others) in zip(lists, lists[1:] + lists[:1], strict=True):
            groups = rows.people(others)
            pairs = pair_names(self._named(places), [one for one, _ in groups])
            n_found += sum(len(groups[pair.other][1]) for pair in pairs if pair is not None and pair.other is not None)
            n_rows += sum(len(group) for _, group in groups)
        return n_found / n_rows if n_rows else None


def _unclear_rows(some: list[Named], groups: list[tuple[Named, list[int]]], pairs: list[Pair | None]) -> Iterator[int]:
    """Yield the rows that an ambiguous character may be, and that nobody has."""
    taken = {pair.other for pair in pairs if pair is not None}
    words = {word for one, pair in zip(some, pairs, strict=True) if pair and pair.is_ambiguous for word in one.name}
    for place, (one, rows) in enumerate(groups):
        if place not in taken and words.intersection(one.name):
            yield from rows


def _aliases(characters: Collection, place_of: Mapping[str, int]) -> dict[int, list[str]]:
    aliases: dict[int, list[str]] = defaultdict(list)
    if "aliases" in characters.tables:
        table = characters.tables["aliases"]
        for id_, alias in zip(table["id"].to_pylist(), table["alias"].to_pylist(), strict=True):
            aliases[place_of[id_]].append(alias)
    return aliases
