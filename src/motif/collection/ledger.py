"""The ledger of a gathering: for each source what was gathered, kept and left out, and what each step left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from motif.core.errors import InputError

if TYPE_CHECKING:
    from motif.collection.base import Collection

__all__ = ["Ledger", "SourceLine", "recorded_ledger"]


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


def recorded_ledger(collection: Collection, step: str) -> Ledger:
    """Return the ledger that the last gathering left in a collection's records.

    Parameters
    ----------
    collection :
        What was gathered.
    step :
        What the records call the gathering, such as "songs.gather".

    Raises
    ------
    InputError
        When no such step is on its record.

    Examples
    --------
    >>> from motif.collection import Collection
    >>> recorded_ledger(Collection("song", {"id": ["a"]}), "songs.gather")
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: these songs were not gathered by 'motif songs gather': their record has no ledger
    """
    facts = next((record["parameters"] for record in reversed(collection.records) if record["step"] == step), None)
    if facts is None:
        verb = f"motif {step.replace('.', ' ')}"
        raise InputError(f"these {collection.kind}s were not gathered by {verb!r}: their record has no ledger")
    lines = tuple(SourceLine(**line) for line in facts["sources"])
    return Ledger(lines, tuple((line["step"], line["rows"]) for line in facts["steps"]))
