"""Shards: the pieces of work that travel to a worker, and what comes back."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Protocol

from motif.core.errors import DataError, SourceError
from motif.core.record import Drop

__all__ = ["Backend", "Outcome", "Shard", "run_shard", "shards"]

Function = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Shard:
    """Some items, in order: (id, payload).

    Examples
    --------
    >>> len(Shard((("a", 1), ("b", 2))).items)
    2
    """

    items: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a shard: results in the items' order, and what was left out.

    Examples
    --------
    >>> Outcome(results=[("a", 1)]).drops
    []
    """

    results: list[tuple[str, Any]] = field(default_factory=list)
    drops: list[Drop] = field(default_factory=list)


class Backend(Protocol):
    """Where shards run: local processes, a cluster, this very process."""

    def run(self, function: Function, work: Iterable[Shard], *, step: str) -> Generator[Outcome]:
        """Yield one outcome a shard, in the order of the shards, drawing few of them ahead.

        Closing the generator early lets the shards under way end and starts no more.
        """
        ...


def shards(items: Iterable[tuple[str, Any]], *, size: int) -> Iterator[Shard]:
    """Cut items into shards of `size`, the last one shorter.

    Examples
    --------
    >>> [len(shard.items) for shard in shards(zip("abcde", range(5)), size=2)]
    [2, 2, 1]
    """
    remaining = iter(items)
    while piece := tuple(islice(remaining, size)):
        yield Shard(piece)


def run_shard(function: Function, shard: Shard, *, step: str) -> Outcome:
    """Call the function on each item; damaged and unreadable items become drops, other errors are raised.

    A drop that the function returns gets the item's id as its origin: by it a resumed run knows what is done.

    Raises
    ------
    MotifError
        What the function raised, when it is no fault of the item.

    Examples
    --------
    >>> run_shard(abs, Shard((("a", -1),)), step="demo").results
    [('a', 1)]
    """
    outcome = Outcome()
    for id_, payload in shard.items:
        try:
            value = function(payload)
        except (DataError, SourceError) as error:
            value = Drop(id_, step, error.reason, detail=str(error))
        if isinstance(value, Drop):
            outcome.drops.append(replace(value, origin=id_))
        else:
            outcome.results.append((id_, value))
    return outcome
