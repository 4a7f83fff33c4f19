"""Caps: at most so many picks of an artist, an album or a recording, and what is left out altogether."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from motif.core.check import integer, same_length

__all__ = ["Allowed", "Cap"]


@dataclass(frozen=True, slots=True, eq=False)
class Cap:
    """At most so many picks of one group: an artist, an album, a recording.

    Parameters
    ----------
    groups :
        (n_songs,): the group of each song; a frozenset is several groups, and the song counts in each; None is unknown,
        and then the song is alone in its group.
    most :
        At least 1.
    counts_seeds :
        Whether the songs asked about count: of the seed's own recording nothing more is wanted, of its artist there is.

    Examples
    --------
    >>> Cap(["Bach", frozenset({"Bach", "Cage"}), None], most=2).counts_seeds
    False
    """

    groups: Sequence[Any] | np.ndarray
    most: int
    counts_seeds: bool = False


class Allowed:
    """Which songs may still be picked: none left out, none beyond a cap.

    Parameters
    ----------
    n_songs :
        How many there are.
    left_out :
        Positions that are not wanted.
    seeds :
        Positions of the songs asked about, for the caps that count them.
    caps :
        At most so many of each group.

    Examples
    --------
    >>> Allowed(3, {0}, [0], [Cap(["Bach", "Bach", "Bach"], most=1)]).first([0, 1, 2], 2)
    [1]
    """

    def __init__(self, n_songs: int, left_out: set[int], seeds: list[int], caps: Sequence[Cap]) -> None:
        self._left_out = left_out
        self._caps = [(_groups_of(cap, n_songs), integer(cap.most, what="most", low=1)) for cap in caps]
        self._taken: list[Counter[Any]] = [Counter() for _ in self._caps]
        for cap, (groups_of, _), taken in zip(caps, self._caps, self._taken, strict=True):
            if cap.counts_seeds:
                taken.update(group for seed in seeds for group in groups_of(seed))

    def first(self, positions: Iterable[int], n: int) -> list[int]:
        """Return the places of the first n allowed ones; what stands here is not yet taken."""
        taken = [Counter(counts) for counts in self._taken]
        kept = []
        for place, position in enumerate(positions):
            if len(kept) == n:
                break
            if self._fits(position, taken):
                kept.append(place)
                self._count(position, taken)
        return kept

    def take(self, position: int) -> None:
        """Pick a song: it is left out from now on, and counts for the caps."""
        self._left_out.add(position)
        self._count(position, self._taken)

    def _fits(self, position: int, taken: list[Counter[Any]]) -> bool:
        return position not in self._left_out and all(
            counts[group] < most
            for (groups_of, most), counts in zip(self._caps, taken, strict=True)
            for group in groups_of(position)
        )

    def _count(self, position: int, taken: list[Counter[Any]]) -> None:
        for (groups_of, _), counts in zip(self._caps, taken, strict=True):
            counts.update(groups_of(position))


def _groups_of(cap: Cap, n_songs: int) -> Callable[[int], Iterable[Any]]:
    groups = cap.groups.tolist() if isinstance(cap.groups, np.ndarray) else cap.groups
    same_length(len(groups), n_songs, what="groups of a cap", other="songs")

    def groups_of(position: int) -> Iterable[Any]:
        group = groups[position]
        if isinstance(group, frozenset) and group:
            return group
        return (("alone", position),) if group is None or group == frozenset() or group != group else (group,)

    return groups_of
