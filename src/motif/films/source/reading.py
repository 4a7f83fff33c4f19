"""A source while it is read: how many rows it had, and what became of each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from motif.core.record import Drop

__all__ = ["Reading"]


@dataclass(slots=True)
class Reading:
    """The tally of one file or folder; at the end `n_gathered` is `n_kept` and all that was dropped.

    Parameters
    ----------
    name :
        What it is called: a relative name.
    kind :
        What its rows are: "films", "plots", "facts", "cast", "tropes", "names", "words", "embeddings".
    digest :
        sha256 of the file's bytes; empty for a folder.
    n_gathered, n_kept :
        Rows or files that were met, and those that are in the collection.
    dropped, dirt :
        Reason -> how many were left out; kind of dirt -> how often it was met.
    drops :
        What was left out, one by one.
    unused :
        Columns that were not taken.

    Examples
    --------
    >>> told = Reading("films.csv", "films", n_gathered=2, n_kept=1)
    >>> told.leave_out(3, "duplicate_id", id="7")
    >>> told.dropped["duplicate_id"], told.drops[0].origin
    (1, 'films.csv:3')
    """

    name: str
    kind: str
    digest: str = ""
    n_gathered: int = 0
    n_kept: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    dirt: Counter[str] = field(default_factory=Counter)
    drops: list[Drop] = field(default_factory=list)
    unused: tuple[str, ...] = ()

    def leave_out(self, place: object, reason: str, *, id: str = "", detail: str = "") -> None:
        """Record that a row came to nothing; `place` is its number, a file's name inside a folder, or "" for all."""
        origin = f"{self.name}:{place}" if place != "" else self.name
        self.dropped[reason] += 1
        self.drops.append(Drop(origin, "gather", reason, id=id, detail=detail))
