"""The ledger of a gathering: for each source what was gathered, kept and left out, and what each step left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from motif.collection import Collection
from motif.core.errors import InputError
from motif.songs.collection.key import RECORDING_RULES
from motif.songs.collection.merge import ID_RULES, Merged
from motif.songs.source.rows import Rows

__all__ = ["STEP", "Ledger", "SourceLine", "ledger", "tallied"]

STEP = "songs.gather"
_STEPS = ("gathered", "recognise", "with_id", *ID_RULES, "complete", "told", *RECORDING_RULES)


@dataclass(frozen=True)
class SourceLine:
    """What became of one source: `n_gathered` is `n_kept` and all that was dropped.

    Parameters
    ----------
    name, kind :
        What it is called; "table" or "folder".
    n_gathered, n_kept :
        Rows or files, and those that are items now.
    dropped :
        Reason -> how many were left out.
    dirt :
        Kind of dirt -> how often it was met.
    """

    name: str
    kind: str
    n_gathered: int
    n_kept: int
    dropped: Mapping[str, int]
    dirt: Mapping[str, int]


@dataclass(frozen=True)
class Ledger:
    """What a gathering did.

    Parameters
    ----------
    sources :
        One line a source, in their order.
    steps :
        (step, what is left after it), each applied to the result of the one before.

    Examples
    --------
    >>> line = SourceLine("a.csv", "table", n_gathered=3, n_kept=2, dropped={"episode": 1}, dirt={})
    >>> Ledger((line,), (("gathered", 3), ("recognise", 2))).dropped
    {'episode': 1}
    """

    sources: tuple[SourceLine, ...]
    steps: tuple[tuple[str, int], ...]

    @property
    def n_gathered(self) -> int:
        """Rows and files of all sources."""
        return sum(line.n_gathered for line in self.sources)

    @property
    def dropped(self) -> dict[str, int]:
        """Reason -> how many were left out, over all sources, the most frequent first."""
        total: Counter[str] = Counter()
        for line in self.sources:
            total.update(line.dropped)
        return dict(total.most_common())

    def as_dict(self) -> dict[str, Any]:
        """Return the ledger as plain JSON values."""
        lines = [asdict(line) for line in self.sources]
        return {"sources": lines, "steps": [{"step": step, "rows": n_left} for step, n_left in self.steps]}


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
    facts = next((record["parameters"] for record in reversed(collection.records) if record["step"] == STEP), None)
    if facts is None:
        raise InputError("these songs were not gathered by 'motif songs gather': their record has no ledger")
    lines = tuple(SourceLine(**line) for line in facts["sources"])
    return Ledger(lines, tuple((step["step"], step["rows"]) for step in facts["steps"]))
