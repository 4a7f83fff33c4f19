"""The ledger of a gathering: for each source what was gathered, kept and left out, and what each step left."""

from __future__ import annotations

from collections import Counter

import numpy as np

from motif.collection import Collection
from motif.collection.ledger import Ledger, SourceLine, recorded_ledger
from motif.songs.collection.key import RECORDING_RULES
from motif.songs.collection.merge import ID_RULES, Merged
from motif.songs.source.rows import Rows

__all__ = ["STEP", "Ledger", "SourceLine", "ledger", "tallied", "unheard"]

STEP = "songs.gather"
_STEPS = ("gathered", "recognise", "with_id", *ID_RULES, "complete", "told", *RECORDING_RULES)


def tallied(given: Rows, found: Merged) -> Ledger:
    """Return the ledger of rows and what merging made of them."""
    source = given.facts["source"].to_numpy()
    lines = []
    for number, one in enumerate(given.sources):
        mine = source == number
        words, counts = np.unique(found.reason[mine & (found.reason != "")], return_counts=True)
        merged = dict(zip(words.tolist(), counts.tolist(), strict=True))
        dropped = dict(sorted((Counter(one.dropped) + Counter(merged)).items()))
        n_kept = int((mine & (found.reason == "")).sum())
        lines.append(SourceLine(one.name, one.kind, one.n_gathered, n_kept, dropped, dict(one.dirt)))
    return Ledger(tuple(lines), tuple(_steps(given, found)))


def _steps(given: Rows, found: Merged) -> list[tuple[str, int]]:
    gone = Counter(found.step[found.step != ""].tolist())
    n_left = sum(one.n_gathered for one in given.sources)
    gone["recognise"] = n_left - given.n_rows
    left = []
    for step in _STEPS:
        n_left -= gone[step]
        left.append((step, n_left))
    return left


def ledger(collection: Collection) -> Ledger:
    """Return the ledger of the gathering that made a collection of songs.

    Raises
    ------
    InputError
        When no gathering is on its record.

    Examples
    --------
    >>> ledger(Collection("song", {"id": ["a"]}))
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: these songs were not gathered by 'motif songs gather': their record has no ledger
    """
    return recorded_ledger(collection, STEP)


def unheard(collection: Collection, book: Ledger) -> list[dict[str, str]]:
    """Return the files of music that came to nothing, in their order: origin, reason and detail of each.

    Parameters
    ----------
    collection :
        Songs.
    book :
        Their ledger.

    Examples
    --------
    >>> unheard(Collection("song", {"id": ["a"]}), Ledger((), ()))
    []
    """
    folders = tuple(line.name for line in book.sources if line.kind == "folder")
    if not folders:
        return []
    inside = tuple(f"{name}/" for name in folders)
    return [
        {name: drop[name] for name in ("origin", "reason", "detail")}
        for drop in collection.drops.to_pylist()
        if drop["step"] not in _STEPS and (drop["origin"] in folders or drop["origin"].startswith(inside))
    ]
