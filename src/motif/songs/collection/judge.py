"""Judging: which rows are one song, rule after rule, which of them stays, and what was told overrules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from motif.core.check import few
from motif.core.errors import InputError

__all__ = ["Judgement", "Told", "judged"]


@dataclass(frozen=True)
class Told:
    """What the user knows better than the rules: pairs of ids that are one recording, and pairs that are not.

    Parameters
    ----------
    same, apart :
        Pairs of ids.
    home :
        Id -> one id that stands for all that it is the same as; made from `same`.
    enemies :
        Id -> the ids that it is never merged with; made from `apart`.

    Raises
    ------
    InputError
        When the pairs contradict each other.

    Examples
    --------
    >>> Told(same=(("a", "b"), ("b", "c"))).home
    {'a': 'a', 'b': 'a', 'c': 'a'}
    """

    same: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    home: Mapping[str, str] = field(init=False, repr=False, default_factory=dict)
    enemies: Mapping[str, frozenset[str]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        home = _homes(self.same)
        wrong = [pair for pair in self.apart if home.get(pair[0], pair[0]) == home.get(pair[1], pair[1])]
        if wrong:
            raise InputError(f"the decisions say of {len(wrong)} pairs that they are the same and not: {few(wrong)}")
        enemies: dict[str, set[str]] = {}
        for a, b in self.apart:
            enemies.setdefault(a, set()).add(b)
            enemies.setdefault(b, set()).add(a)
        object.__setattr__(self, "home", home)
        object.__setattr__(self, "enemies", {id_: frozenset(others) for id_, others in enemies.items()})


def _homes(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Id -> one id that stands for all that are the same, for every id of a pair."""
    parent: dict[str, str] = {}

    def top(id_: str) -> str:
        while parent.setdefault(id_, id_) != id_:
            parent[id_] = parent[parent[id_]]
            id_ = parent[id_]
        return id_

    for a, b in pairs:
        parent[top(b)] = top(a)
    return {id_: top(id_) for id_ in list(parent)}


@dataclass(frozen=True, eq=False)
class Judgement:
    """Which rows stay, and into which the others went by which rule.

    Parameters
    ----------
    into :
        (n_rows,): the row that a row went into, its own number where it stays.
    rule :
        (n_rows,): the place of the rule in `rules`, -1 where the row stays.
    rules :
        Names of the rules, in the order in which they were applied.

    Examples
    --------
    >>> found = judged([("exact", lambda rows: np.array([5, 7, 5])[rows])], rank=np.arange(3))
    >>> found.into.tolist(), found.stays.tolist()
    ([0, 1, 0], [0, 1])
    """

    into: np.ndarray
    rule: np.ndarray
    rules: tuple[str, ...]

    @property
    def stays(self) -> np.ndarray:
        """Rows that stay, in order."""
        return np.flatnonzero(self.rule < 0)

    @property
    def goes(self) -> np.ndarray:
        """Rows that went into others, in order."""
        return np.flatnonzero(self.rule >= 0)


def judged(
    rules: Iterable[tuple[str, Callable[[np.ndarray], np.ndarray]]],
    *,
    rank: np.ndarray,
    ids: list[str] | None = None,
    enemies: Mapping[str, frozenset[str]] | None = None,
) -> Judgement:
    """Return what becomes of each row when rules are applied one after the other, each to what the last one left.

    Parameters
    ----------
    rules :
        (name, function): the function gets the rows that are left and returns their keys, whole numbers >= 0; rows of
        one key are one song, and -1 equals nothing.
    rank :
        (n_rows,): of equal rows the one of lowest rank stays; no two are the same.
    ids, enemies :
        The rows' ids, and for some of them those they are never merged with, whatever the rules say.

    Examples
    --------
    >>> apart = {"a": frozenset("c"), "c": frozenset("a")}
    >>> judged([("exact", np.zeros_like)], rank=np.arange(3), ids=["a", "b", "c"], enemies=apart).into.tolist()
    [0, 0, 2]
    """
    n_rows, names = len(rank), []
    into, rule = np.arange(n_rows), np.full(n_rows, -1, dtype=np.int8)
    court = _Court(ids or [], enemies or {})
    for number, (name, keys_of) in enumerate(rules):
        names.append(name)
        rows = np.flatnonzero(rule < 0)
        leader = court.checked(rows, rows[_first_of_equal(keys_of(rows), rank[rows])], rank)
        goes = leader != rows
        into[rows[goes]], rule[rows[goes]] = leader[goes], number
    while not np.array_equal(into, into[into]):  # what went into a row that went on itself
        into = into[into]
    return Judgement(into, rule, tuple(names))


def _first_of_equal(keys: np.ndarray, rank: np.ndarray) -> np.ndarray:
    """Return for each place the place of lowest rank that has its key."""
    first = np.arange(len(keys))
    counts = np.bincount(keys[keys >= 0], minlength=1)
    several = np.flatnonzero((keys >= 0) & (counts[keys] > 1))
    if len(several):
        by = several[np.lexsort((rank[several], keys[several]))]
        starts = np.flatnonzero(np.r_[True, np.diff(keys[by]) != 0])
        lengths = np.diff(np.r_[starts, len(by)])
        first[by] = np.repeat(by[starts], lengths)
    return first


class _Court:
    """Keeps rows apart that were told to be: by the ids of all that went into them."""

    def __init__(self, ids: list[str], enemies: Mapping[str, frozenset[str]]) -> None:
        self._enemies = enemies
        self._named = {row: {id_} for row, id_ in enumerate(ids) if id_ in enemies}

    def checked(self, rows: np.ndarray, leader: np.ndarray, rank: np.ndarray) -> np.ndarray:
        """Return the leaders, changed where a group holds rows that are told apart."""
        places = {int(row): place for place, row in enumerate(rows)} if self._named else {}
        groups: dict[int, list[int]] = {}
        for row in self._named:
            if row in places:
                groups.setdefault(int(leader[places[row]]), []).append(row)
        for head, named in groups.items():
            members = rows[leader == head]
            for row, home in self._homes(members[np.argsort(rank[members])].tolist(), named).items():
                leader[places[row]] = home
        return leader

    def _homes(self, members: list[int], named: list[int]) -> dict[int, int]:
        """Row -> the first row of the group that it may join; those of no name join the first."""
        homes, heads = {}, list[int]()
        held = {row: set(self._named.get(row, ())) for row in members}
        for row in members:
            mine = held[row]
            foes = frozenset().union(*(self._enemies[id_] for id_ in mine)) if row in named else frozenset()
            home = next((head for head in heads if not foes & held[head]), None)
            if home is None:
                heads.append(row)
                homes[row] = row
                continue
            homes[row] = home
            held[home] |= mine
            if held[home]:
                self._named[home] = held[home]
        for row, home in homes.items():
            if row != home:
                self._named.pop(row, None)
        return homes
