"""Deciding: the user's decisions in the ids of the songs, whichever way the user wrote them down."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from motif.core.check import few
from motif.core.errors import InputError
from motif.songs.collection.judge import Told
from motif.songs.source.rows import Rows

__all__ = ["GIVEN", "Decided", "decided"]

_FACTS = ("spelling", "origin", "media")
GIVEN = "id_given"
"""What the column `id` of a table is called in a collection, where it holds no track's ids."""


@dataclass(frozen=True)
class Decided:
    """Decisions about songs that are here.

    Parameters
    ----------
    told :
        The decisions, in the songs' ids.
    unmatched :
        Pairs, as they were written, of which one or both songs are not here.

    Examples
    --------
    >>> Decided(Told(), (("a", "b"),)).unmatched
    (('a', 'b'),)
    """

    told: Told
    unmatched: tuple[tuple[str, str], ...] = ()


def decided(told: Told, given: Rows, ids: Collection[str]) -> Decided:
    """Return the user's decisions in the ids of the songs.

    A song is named by its id in the collection, by the id that its table gave it, by its row ("songs.csv:17"), or by
    its file: the path in `media`, or that in `origins` with the file's name.

    Parameters
    ----------
    told :
        The decisions as they were written.
    given :
        The rows of all sources, before anything was merged.
    ids :
        The ids of the songs that are judged, which come before all other names.

    Raises
    ------
    InputError
        When no decision is about two songs that are here, a name is that of several songs, or one song is to be kept
        apart from itself.

    Examples
    --------
    >>> from motif.songs.source.rows import FACTS
    >>> facts = {"id": ["row-1", "row-2"], "spelling": ["17", "18"]}
    >>> table = pa.table([pa.array(facts.get(f.name, [None] * 2), f.type) for f in FACTS], schema=FACTS)
    >>> decided(Told(same=(("17", "row-2"), ("17", "99"))), Rows(table, pa.table({}), {}), {"row-1", "row-2"})
    Decided(told=Told(same=(('row-1', 'row-2'),), apart=()), unmatched=(('17', '99'),))
    """
    pairs = (*told.same, *told.apart)
    id_of = _ids(dict.fromkeys(name for pair in pairs for name in pair), given, ids)
    unmatched = tuple(pair for pair in pairs if not id_of.keys() >= set(pair))
    if pairs and len(unmatched) == len(pairs):
        here = "there are no songs" if not ids else f"an id here looks like {min(ids)!r}"
        absent = [name for pair in pairs for name in pair if name not in id_of]
        what = f"none of {len(pairs)} decisions is about two songs that are here"
        raise InputError(f"{what}; not here: {few(dict.fromkeys(absent))}; {here}")
    same, apart = (
        tuple((id_of[a], id_of[b]) for a, b in one if a in id_of and b in id_of) for one in (told.same, told.apart)
    )
    for a, b in told.apart:
        if a in id_of and id_of[a] == id_of.get(b):
            raise InputError(f"{a!r} and {b!r} are to be kept apart, and both are the song of id {id_of[a]!r}")
    return Decided(Told(same=tuple(pair for pair in same if pair[0] != pair[1]), apart=apart), unmatched)


def _ids(names: Iterable[str], given: Rows, ids: Collection[str]) -> dict[str, str]:
    """Name -> the id of the song that it means, for those that mean one."""
    known = set(ids)
    id_of = {name: name for name in names if name in known}
    others = [name for name in names if name not in known]
    meant: dict[str, set[str]] = {}
    for column in _columns(given):
        at = pc.indices_nonzero(pc.is_in(column, value_set=pa.array(others, pa.string())))
        for name, id_ in zip(column.take(at).to_pylist(), given.facts["id"].take(at).to_pylist(), strict=True):
            meant.setdefault(name, set()).add(id_)
    for name, found in meant.items():
        if len(found) > 1:
            raise InputError(f"{name!r} names {len(found)} songs: {few(sorted(found))}; decide by these ids")
    return id_of | {name: next(iter(found)) for name, found in meant.items()}


def _columns(given: Rows) -> list[pa.ChunkedArray]:
    """The columns by which a user may know a song, as text."""
    found = [given.facts["id"], *(pc.utf8_trim_whitespace(given.facts[name]) for name in _FACTS)]
    if GIVEN in given.extra.column_names and not pa.types.is_nested(given.extra[GIVEN].type):
        found.append(pc.utf8_trim_whitespace(given.extra[GIVEN].cast(pa.string())))
    return found
