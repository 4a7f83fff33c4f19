"""Sums of precision at the hits of ranked lists, where equal scores count as the mean over all their orders."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

__all__ = ["Ranking"]


@dataclass(frozen=True, eq=False)
class Ranking:
    """Entries ranked by score, in one list or in several, without an order among equals.

    A group is what has one score in one list. Its m entries, h of them hits, stand behind n others with c hits; over
    all m! orders the mean sum of precisions at its hits is the sum over i = 1 ... m of
    h / m * (c + 1 + (i - 1) * (h - 1) / (m - 1)) / (n + i), which is taken in closed form. Ours.

    Parameters
    ----------
    group :
        (n_entries,), the group of each entry; groups are numbered list by list, the highest score first.
    segment :
        (n_groups,), the list of each group.
    sizes :
        (n_groups,), how many entries count.
    before :
        (n_groups,), how many entries of the same list stand in front.
    n_segments :
        How many lists there are.

    Examples
    --------
    >>> ranking = Ranking.of(np.array([0.9, 0.5, 0.5]))
    >>> ranking.sums(np.array([0, 1])).round(3).tolist()  # 1 for the first; 2/2 or 2/3 for the second
    [1.833]
    """

    group: np.ndarray
    segment: np.ndarray
    sizes: np.ndarray
    before: np.ndarray
    n_segments: int

    @classmethod
    def of(cls, scores: np.ndarray, segments: np.ndarray | None = None, *, n_segments: int = 1) -> Ranking:
        """Rank entries by their scores, (n_entries,), each in its list of `segments`, or all in one."""
        group, segment = _groups(scores, segments)
        return cls(group, segment, *_counted(group, segment), n_segments)

    def among(self, entries: np.ndarray) -> Ranking:
        """Return the ranking in which only the given entries count, their numbers kept."""
        sizes, before = _counted(self.group[entries], self.segment)
        return replace(self, sizes=sizes, before=before)

    def sums(self, hits: np.ndarray) -> np.ndarray:
        """Return the sum of the precisions at the hits, entries (n_hits,), of each list: (n_segments,)."""
        groups, n_hits = np.unique(self.group[hits], return_counts=True)
        segment, m, n = self.segment[groups], self.sizes[groups], self.before[groups]
        gain = _mean_over_orders(n_hits, m, n, _in_front(n_hits, segment))
        return np.bincount(segment, weights=gain, minlength=self.n_segments)


def _groups(scores: np.ndarray, segments: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """Return the group of each entry and the list of each group."""
    order = np.argsort(-scores) if segments is None else np.lexsort((-scores, segments))
    ranked = scores[order]
    first = np.ones(len(scores), bool)
    np.not_equal(ranked[1:], ranked[:-1], out=first[1:])
    if segments is None:
        segment = np.zeros(int(first.sum()), np.int32)
    else:
        listed = segments[order]
        first[1:] |= listed[1:] != listed[:-1]
        segment = listed[first]
    group = np.empty(len(scores), np.int32)
    group[order] = np.cumsum(first, dtype=np.int32) - 1
    return group, segment


def _counted(group: np.ndarray, segment: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    sizes = np.bincount(group, minlength=len(segment)).astype(np.int32)
    return sizes, _in_front(sizes, segment)


def _in_front(counts: np.ndarray, segment: np.ndarray) -> np.ndarray:
    """Return how many of the same list are counted before each group."""
    if not len(counts):
        return counts
    in_front = np.cumsum(counts, dtype=counts.dtype) - counts
    starts = np.flatnonzero(np.diff(segment, prepend=segment[:1] - 1))
    lengths = np.diff(np.append(starts, len(segment)))
    return in_front - np.repeat(in_front[starts], lengths)


def _mean_over_orders(h: np.ndarray, m: np.ndarray, n: np.ndarray, c: np.ndarray) -> np.ndarray:
    """Return the mean sum of precisions at the hits of each group; letters as in `Ranking`."""
    from scipy.special import digamma

    gain = (c + 1) / (n + 1)
    tied = np.flatnonzero(m > 1)
    if len(tied):
        h, m, n, c = (values[tied].astype(np.float64) for values in (h, m, n, c))
        first, slope = h * (c + 1) / m, h * (h - 1) / (m * (m - 1))
        gain[tied] = (first - slope * (n + 1)) * (digamma(n + m + 1) - digamma(n + 1)) + slope * m
    return gain
