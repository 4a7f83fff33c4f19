"""Queries with their lists, and how each of them is scored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core.check import few, integer, same_length
from motif.core.errors import InputError
from motif.evaluate.place import exchanged
from motif.evaluate.retrieval.ranking import checked_lists, condensed
from motif.evaluate.retrieval.relevance import Relevance

if TYPE_CHECKING:
    from typing import TypeAlias

    from numpy.typing import ArrayLike

    Lists: TypeAlias = ArrayLike | Sequence[Sequence[int]]
    Labels: TypeAlias = Iterable[Any]

__all__ = ["KEYS", "Asked", "answerable", "checked_queries", "discounts", "labelled", "validate"]

KEYS = ("precision", "recall", "hit_rate", "map", "ndcg")
_PLACES_AT_ONCE = 2_000_000  # places of lists judged at a time
_ROUNDS = 20  # of drawing anew what is no candidate, before the candidates are counted out


def validate(
    ranked: Lists, labels: Labels, *, queries: ArrayLike | None = None, groups: ArrayLike | None = None
) -> tuple[np.ndarray, np.ndarray, Relevance]:
    """Return lists, queries and who is relevant to whom, refused unless they fit together.

    Parameters
    ----------
    ranked :
        (n_queries, n_places), or a list of lists: positions of items, best first; -1 ends a list.
    labels :
        (n_items,) labels, or a list or set of labels for each item; None, NaN and what is empty is no label.
    queries :
        (n_queries,), position of the item whose list it is, each once; None when every item has a list, in order.
    groups :
        (n_items,), whose items are no candidates for one another; None excludes only the query itself.

    Raises
    ------
    InputError
        With the lists, queries or groups that don't fit.

    Examples
    --------
    >>> lists, queries, relevance = validate([[1, 2], [0, 2], [1, 0]], ["rock", "rock", "folk"])
    >>> queries, relevance.n_relevant()
    (array([0, 1, 2]), array([1, 1, 0]))
    """
    relevance = Relevance.of(labels, groups)
    lists = checked_lists(ranked, relevance.n_items)
    return lists, checked_queries(queries, len(lists), relevance.n_items), relevance


@dataclass(frozen=True, eq=False)
class Asked:
    """The queries that can be answered, and the first k candidates of all lists; -1 where there is none.

    Parameters
    ----------
    relevance :
        Who is relevant to whom. All that follows are positions among its labelled items.
    queries, lists :
        (n_queries,) and (n_queries, k).
    owners, of_labelled :
        (n_lists,) and (n_lists, k): also those that cannot be answered, because chance puts others in their place.
    depth :
        (n_queries,), how many places count: k, or the candidates where there are fewer.
    n_relevant :
        (n_queries,), how many candidates are relevant.

    Examples
    --------
    >>> asked = Asked.of([[1, 2], [2, 0], [0, 1]], ["rock", "rock", "folk"], k=1, queries=None, groups=None)
    >>> asked.queries, asked.scores(asked.lists)["precision"]
    (array([0, 1]), array([1., 0.]))
    """

    relevance: Relevance
    queries: np.ndarray
    lists: np.ndarray
    owners: np.ndarray
    of_labelled: np.ndarray
    depth: np.ndarray
    n_relevant: np.ndarray

    @classmethod
    def of(cls, ranked: Lists, labels: Labels, *, k: int | None, queries: ArrayLike | None,
           groups: ArrayLike | None) -> Asked:  # fmt: skip
        """Check lists and labels, and keep what can be answered.

        Raises
        ------
        InputError
            When no query can be answered, or a list that does not end by -1 holds too few candidates.
        """
        lists, given, relevance = validate(ranked, labels, queries=queries, groups=groups)
        whole, position = lists[:, -1] >= 0, labelled(relevance)
        asked, found = position[given], position[lists]  # -1 finds the last entry, which is -1
        candidate = relevance.candidate(asked, found)
        kept = answerable(relevance, asked)
        depth = relevance.n_candidates()[asked]
        k = int(depth[kept].max()) if k is None else integer(k, what="k", low=1)
        depth = np.minimum(k, depth)
        short = kept[whole[kept] & (candidate[kept].sum(axis=1) < depth[kept])]
        if len(short):
            which = f"lists of {len(short)} queries ({few(given[short].tolist())})"
            why = "without the query itself, its group and unlabelled items"
            raise InputError(f"{which} hold fewer than {k} candidates {why}; give longer lists, or end them by -1")
        first, in_order = condensed(found, candidate, k), np.argsort(asked)
        known = in_order[asked[in_order] >= 0]
        return cls(
            relevance=relevance,
            queries=asked[kept],
            lists=first[kept],
            owners=asked[known],
            of_labelled=first[known],
            depth=depth[kept],
            n_relevant=relevance.n_relevant()[asked[kept]],
        )

    @property
    def left_to_chance(self) -> str:
        """What changes places by chance: single items, or whole groups where any holds several."""
        return "permuted_groups" if self.relevance.grouped else "permuted_places"

    def scores(self, lists: np.ndarray) -> dict[str, np.ndarray]:
        """Return the metrics of lists for each query, (n_queries,)."""
        step = max(1, _PLACES_AT_ONCE // lists.shape[1])
        starts = range(0, len(lists), step)
        parts = [self._scores(slice(start, start + step), lists[start : start + step]) for start in starts]
        return {key: np.concatenate([part[key] for part in parts]) for key in KEYS}

    def scores_of_one_list(self, popularity: np.ndarray) -> dict[str, np.ndarray]:
        """Return the metrics when all queries get the same list, most popular first, less what is no candidate."""
        k = self.lists.shape[1]
        n_needed = k + int(np.bincount(self.relevance.groups).max())
        best = np.argsort(-popularity, kind="stable")[:n_needed]
        step = max(1, _PLACES_AT_ONCE // len(best))
        parts = []
        for start in range(0, len(self.queries), step):
            some = self.queries[start : start + step]
            lists = np.broadcast_to(best, (len(some), len(best)))
            parts.append(condensed(lists, self.relevance.candidate(some, lists), k))
        return self.scores(np.concatenate(parts))

    def by_chance(self, rng: np.random.Generator) -> np.ndarray:
        """Return the lists when the items have changed places, each as long as the query's own; all are candidates.

        Items of a group go together to the places of one group (`exchanged`): they share labels and resemble each
        other, and as single items they would make chance look too poor.

        Where every labelled item has a list, the query goes with its place. Otherwise the lists go round among the
        queries, and the items in them change places, which is the same on average and misses that neighbours are
        mutual; with groups, a group finds the lists of where it stands.

        What is no candidate where it comes to stand gives way to what stands in some other list, so that what stands in
        many goes on doing so. No candidate is preferred: where groups are of one size, each list is one of all lists of
        its candidates with the same chance, and the mean is that of `expected_by_chance`.
        """
        items, standing = self._changed(rng)
        rows = np.empty(len(items), np.int64)
        rows[standing] = np.arange(len(standing))
        rows = rows[self.queries]
        places = self.of_labelled[rows]
        lists = np.where(places >= 0, items[places], -1)
        wanted = (self.lists >= 0) & (np.arange(self.lists.shape[1]) < self.depth[:, None])
        lists[~wanted] = -1
        stocked = items[self.of_labelled[self.of_labelled >= 0]]
        return self._mended(lists, wanted, stocked, rng)

    def _changed(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Return which item stands in each place, and which has each list."""
        if self.relevance.grouped:
            return exchanged(self.relevance.groups, self.owners, rng)
        items = rng.permutation(self.relevance.n_labelled)
        return items, items if len(self.owners) == len(items) else rng.permutation(self.owners)

    def _mended(
        self, lists: np.ndarray, wanted: np.ndarray, stocked: np.ndarray, rng: np.random.Generator
    ) -> np.ndarray:
        """Draw anew from a stock what is no candidate or in its list already, until all that is wanted is there."""
        rows = np.flatnonzero((wanted & ~self.relevance.candidate(self.queries, lists)).any(axis=1))
        for _ in range(_ROUNDS):
            some = lists[rows]
            wrong = wanted[rows] & ~self._fitting(self.queries[rows], some)
            some[wrong] = rng.choice(stocked, int(wrong.sum()))
            lists[rows] = some
            rows = rows[wrong.any(axis=1)]
        for row in rows:
            fits = self._fitting(self.queries[[row]], lists[[row]])[0]
            own = self.relevance.groups == self.relevance.groups[self.queries[row]]
            own[lists[row, fits]] = True
            wrong = wanted[row] & ~fits
            lists[row, wrong] = rng.choice(np.flatnonzero(~own), int(wrong.sum()), replace=False)
        return lists

    def _fitting(self, queries: np.ndarray, lists: np.ndarray) -> np.ndarray:
        """Return what is a candidate of its query and stands in its list for the first time, shaped as `lists`."""
        order = np.argsort(lists, axis=1, kind="stable")
        ordered = np.take_along_axis(lists, order, axis=1)
        again = np.zeros(lists.shape, dtype=bool)
        np.put_along_axis(again, order[:, 1:], ordered[:, 1:] == ordered[:, :-1], axis=1)
        return self.relevance.candidate(queries, lists) & ~again

    def _scores(self, rows: slice, lists: np.ndarray) -> dict[str, np.ndarray]:
        depth, n_relevant, k = self.depth[rows], self.n_relevant[rows], lists.shape[1]
        queries, places = self.queries[rows], np.arange(1, k + 1)
        hits = self.relevance.between(queries, lists) & self.relevance.candidate(queries, lists)
        hits &= places <= depth[:, None]
        found, best = hits.sum(axis=1), np.minimum(n_relevant, depth)
        worth = discounts(k)
        return {
            "precision": found / depth,
            "recall": found / n_relevant,
            "hit_rate": (found > 0).astype(np.float64),
            "map": (hits * np.cumsum(hits, axis=1) / places).sum(axis=1) / best,
            "ndcg": hits @ worth / np.cumsum(worth)[best - 1],
        }


def discounts(k: int) -> np.ndarray:
    """Return what a relevant item counts at each of the first k places.

    Examples
    --------
    >>> discounts(3).round(3)
    array([1.   , 0.631, 0.5  ])
    """
    return 1 / np.log2(np.arange(2, k + 2))


def checked_queries(queries: ArrayLike | None, n_lists: int, n_items: int) -> np.ndarray:
    """Return the queries as positions of items, each once and one for each list; None asks for all items.

    Examples
    --------
    >>> checked_queries(None, 2, 2)
    array([0, 1])
    """
    if queries is None:
        same_length(n_lists, n_items, what="ranked without queries: lists")
        return np.arange(n_items)
    given = np.asarray(queries)
    if given.ndim != 1 or given.dtype.kind not in "iu" or not ((given >= 0) & (given < n_items)).all():
        raise InputError(f"queries must be positions of items, in [0, {n_items}); given {few(given.ravel().tolist())}")
    same_length(len(given), n_lists, what="queries", other="lists")
    if len(np.unique(given)) < len(given):
        raise InputError("queries must be given once each; some are given twice")
    return given


def labelled(relevance: Relevance) -> np.ndarray:
    """Return each item's position among the labelled ones, and -1 for others and at the end.

    Examples
    --------
    >>> labelled(Relevance.of(["rock", None, "folk"], groups=None))
    array([ 0, -1,  1, -1])
    """
    position = np.full(relevance.n_items + 1, -1)
    position[relevance.positions] = np.arange(relevance.n_labelled)
    return position


def answerable(relevance: Relevance, asked: np.ndarray) -> np.ndarray:
    """Return which queries, given as positions among the labelled items or -1, have a relevant candidate.

    Examples
    --------
    >>> answerable(Relevance.of(["rock", "rock", "folk"], groups=None), np.array([1, 2]))
    array([0])
    """
    kept = np.flatnonzero((asked >= 0) & (relevance.n_relevant()[asked] > 0))
    if not len(kept):
        raise InputError(f"none of {len(asked)} queries can be answered: no candidate shares a label with any of them")
    return kept
