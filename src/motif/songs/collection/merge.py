"""Merging: rows of all sources become songs, each once; what went where and why stays on record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from motif.core.check import in_choices
from motif.songs.collection.decide import Decided, decided
from motif.songs.collection.fill import filled
from motif.songs.collection.judge import Judgement, Told, judged
from motif.songs.collection.key import RECORDING_RULES, Names
from motif.songs.source.rows import FACTS, Rows
from motif.songs.source.track import is_bare

__all__ = ["DEDUPES", "ID_RULES", "Dedupe", "Merged", "is_complete", "merged"]

Dedupe: TypeAlias = Literal["none", "id", "exact", "recording"]
DEDUPES: tuple[Dedupe, ...] = ("none", "id", "exact", "recording")
ID_RULES = ("same_spelling", "same_id", "same_sound")
_SEPARATOR = "\x1f"
_Rule: TypeAlias = tuple[str, Callable[[np.ndarray], np.ndarray]]


@dataclass(frozen=True, eq=False)
class Merged:
    """Songs, each once, and what became of every row.

    Parameters
    ----------
    rows :
        One row a song, its empty cells filled from the rows that went into it.
    item :
        (n_given,): the song that a given row belongs to, -1 where the row was left out.
    step :
        (n_given,) text: the rule or step that the row ended at; empty for the row that stayed.
    reason :
        (n_given,) text: the word of the ledger; empty for the row that stayed.
    unmatched :
        The user's decisions of which one or both songs are not here, as pairs of ids as they were written.
    """

    rows: Rows
    item: np.ndarray
    step: np.ndarray
    reason: np.ndarray
    unmatched: tuple[tuple[str, str], ...] = ()


def merged(rows: Rows, *, dedupe: Dedupe = "recording", complete: bool = False, told: Told | None = None) -> Merged:
    """Return the songs of rows, each once.

    Rows of one id come first: the first stays, and its empty cells are filled from the others. Then recordings: of
    equal ones stays the one with a track id, before that with all features, before the earlier; what it lacks as a
    whole (its album, a block) it takes from the others. Each rule takes what the one before it left. A file without a
    title is judged by its file's name, and gets that name only where no row that went into it has a title.

    Parameters
    ----------
    rows :
        Rows of all sources.
    dedupe :
        "none" keeps every row (a repeated id gets `-2`), "id" one row of each id, "exact" one of each song and artist,
        "recording" one whatever its letter case, blanks, punctuation, remaster note and note of guests.
    complete :
        Whether rows without id (where their source has ids), song, artist or all features are left out.
    told :
        Pairs of ids that are or are not the same, whatever the rules say; in any of the ways that `decided` knows.

    Raises
    ------
    InputError
        When `dedupe` is none of these, or no pair is of two songs that are here.

    Examples
    --------
    >>> merged(Rows(FACTS.empty_table(), pa.table({}), {})).rows.n_rows
    0
    """
    in_choices(dedupe, DEDUPES, what="dedupe")
    given, fate = rows, _Fate(rows.n_rows)
    if complete:
        rows = fate.leave_out(rows, np.asarray(rows.facts["lacks_id"]), "with_id", "missing_id")
    if dedupe != "none":
        rows = fate.merge(rows, judged(_id_rules(rows), rank=np.arange(rows.n_rows)), "duplicate_id", cells=True)
    if complete:
        for reason, lacks in _LACKS.items():
            rows = fate.leave_out(rows, lacks(rows), "complete", reason)
    if dedupe == "none" or not pc.all(rows.facts["is_given"]).as_py():
        rows = _with_unique_ids(rows)
    about = Decided(Told()) if told is None else decided(told, given, set(rows.facts["id"].to_pylist()))
    rules = [*_told_rules(rows, about.told), *_recording_rules(rows, dedupe)]
    if rules:
        enemies = about.told.enemies
        ids = rows.facts["id"].to_pylist() if enemies else []
        judgement = judged(rules, rank=_rank(rows), ids=ids, enemies=enemies)
        rows = fate.merge(rows, judgement, "duplicate_recording", cells=False)
    at = rows.facts.schema.get_field_index("song")
    named = rows.facts.set_column(at, FACTS.field("song"), _called(rows))
    rows = Rows(named, rows.extra, rows.blocks, rows.drops, rows.sources)
    return Merged(rows, fate.item, fate.step, fate.reason, about.unmatched)


def _called(rows: Rows) -> pa.ChunkedArray:
    """The songs' names; the file's where there is no other."""
    return pc.coalesce(rows.facts["song"], rows.facts["stem"])


def is_complete(rows: Rows) -> np.ndarray:
    """Return for each row whether it has all features of at least one block.

    Examples
    --------
    >>> facts = pa.table([pa.nulls(2, field.type) for field in FACTS], schema=FACTS)
    >>> is_complete(Rows(facts, pa.table({}), {"spotify": np.array([[0, 1], [0, np.nan]])})).tolist()
    [True, False]
    """
    whole = np.zeros(rows.n_rows, dtype=bool)
    for values in rows.blocks.values():
        here = np.ones(rows.n_rows, dtype=bool)
        for column in values.T:
            here &= np.isfinite(column)
        whole |= here
    return whole


class _Fate:
    """What becomes of each given row, step by step; `item` always counts in the rows that are left."""

    def __init__(self, n_rows: int) -> None:
        self.item = np.arange(n_rows)
        self.step = np.zeros(n_rows, dtype="<U15")
        self.reason = np.zeros(n_rows, dtype="<U19")
        self._own = np.arange(n_rows)  # the given row of each row that is left

    def leave_out(self, rows: Rows, gone: np.ndarray, step: str, reason: str) -> Rows:
        """Leave rows out; what had gone into them is left out with them, and stays a duplicate."""
        if not gone.any():
            return rows
        self.step[self._own[gone]], self.reason[self._own[gone]] = step, reason
        return self._keep(rows, np.flatnonzero(~gone), np.where(gone, -1, np.arange(len(gone))))

    def merge(self, rows: Rows, judgement: Judgement, reason: str, *, cells: bool) -> Rows:
        """Let rows go into others, which take from them what they lack."""
        goes = judgement.goes
        if not len(goes):
            return rows
        self.step[self._own[goes]] = np.array(judgement.rules)[judgement.rule[goes]]
        self.reason[self._own[goes]] = reason
        return self._keep(filled(rows, judgement, cells=cells), judgement.stays, judgement.into)

    def _keep(self, rows: Rows, stays: np.ndarray, into: np.ndarray) -> Rows:
        number = np.full(len(into) + 1, -1)  # the last one answers for -1
        number[stays] = np.arange(len(stays))
        self.item = np.where(self.item < 0, -1, number[into[self.item]])
        self._own = self._own[stays]
        return rows.take(stays)


_LACKS: dict[str, Callable[[Rows], np.ndarray]] = {
    "missing_song": lambda rows: np.asarray(_called(rows).is_null()),
    "missing_artist": lambda rows: np.asarray(rows.facts["artists"].is_null()),
    "missing_features": lambda rows: ~is_complete(rows),
}


def _codes(text: pa.Array, where: np.ndarray) -> np.ndarray:
    codes = text.dictionary_encode().indices.to_numpy(zero_copy_only=False)
    return np.where(where, codes, -1)


def _id_rules(rows: Rows) -> list[_Rule]:
    ids, spelling = (rows.facts[name].combine_chunks() for name in ("id", "spelling"))
    given, spelled = np.asarray(rows.facts["is_given"]), np.asarray(spelling.is_valid())
    by_id = _codes(ids, given)
    if np.count_nonzero(np.bincount(by_id[given], minlength=1)) == given.sum():
        return []
    if spelling.equals(ids):  # bare ids alone: no second spelling
        by_spelling = by_id
    else:
        by_spelling = _codes(pc.binary_join_element_wise(ids, pc.fill_null(spelling, ""), _SEPARATOR), given & spelled)
    keys = (by_spelling, np.where(spelled, by_id, -1), np.where(spelled, -1, by_id))
    return [(name, lambda left, codes=codes: codes[left]) for name, codes in zip(ID_RULES, keys, strict=True)]


def _told_rules(rows: Rows, told: Told) -> list[_Rule]:
    if not told.same:
        return []
    homes = sorted(set(told.home.values()))
    number = {id_: homes.index(home) for id_, home in told.home.items()}
    keys = np.array([number.get(id_, -1) for id_ in rows.facts["id"].to_pylist()], dtype=np.int64)
    return [("told", lambda left: keys[left])]


def _recording_rules(rows: Rows, dedupe: Dedupe) -> list[_Rule]:
    rules = {"exact": RECORDING_RULES[:1], "recording": RECORDING_RULES}.get(dedupe, ())
    if not rules:
        return []
    song, artists = (column.combine_chunks() for column in (_called(rows), rows.facts["artists"]))
    names = Names(song, artists, widest=rules[-1])

    def rule(name: str) -> _Rule:
        return name, lambda left: names.keys(name)[left]

    return [rule(name) for name in rules]


def _rank(rows: Rows) -> np.ndarray:
    """The place of each row in the order in which equal ones stay."""
    has_track_id = is_bare(rows.facts["id"].combine_chunks())
    order = np.argsort((2 * ~has_track_id + ~is_complete(rows)).astype(np.int8), kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank


def _with_unique_ids(rows: Rows) -> Rows:
    """The rows with `-2`, `-3`, … after an id that was there before: of rows that are kept though they share one."""
    ids = rows.facts["id"]
    if len(ids.unique()) == rows.n_rows:
        return rows
    taken, made = set(ids.to_pylist()), []
    counts: dict[str, int] = {}
    for id_ in ids.to_pylist():
        counts[id_] = counts.get(id_, 0) + 1
        new = id_
        while counts[id_] > 1 and (new := f"{id_}-{counts[id_]}") in taken:
            counts[id_] += 1
        taken.add(new)
        made.append(new)
    facts = rows.facts.set_column(0, FACTS.field("id"), pa.array(made, pa.string()))
    return Rows(facts, rows.extra, rows.blocks, rows.drops, rows.sources)
