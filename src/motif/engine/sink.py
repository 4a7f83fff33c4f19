"""Sinks: where results go, and which ids are already there."""

from __future__ import annotations

from typing import Any, Protocol

from motif.core.record import Drop

__all__ = ["MemorySink", "Sink"]


class Sink(Protocol):
    """What `map_items` writes to; the collection store and the cache implement it."""

    def done(self) -> set[str]:
        """Return the ids that need no work: those kept and those left out before."""
        ...

    def append(self, batch: list[tuple[str, Any]], drops: list[Drop]) -> None:
        """Keep results and drops for good; after it returns they survive a kill."""
        ...

    def close(self) -> None:
        """End well: called once when no work is left or after an interrupt."""
        ...


class MemorySink:
    """Keeps results in memory, in the order of the items.

    Examples
    --------
    >>> sink = MemorySink()
    >>> sink.append([("a", 1)], [])
    >>> sink.results, sink.done()
    ({'a': 1}, {'a'})
    """

    def __init__(self) -> None:
        self.results: dict[str, Any] = {}
        self.drops: list[Drop] = []

    def done(self) -> set[str]:
        """Return the ids of all results and drops."""
        return set(self.results) | {drop.origin for drop in self.drops}

    def append(self, batch: list[tuple[str, Any]], drops: list[Drop]) -> None:
        """Keep a batch."""
        self.results.update(batch)
        self.drops.extend(drops)

    def close(self) -> None:
        """Do nothing: memory needs no end."""
