"""The four figures that need no more than each item's best classes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from motif.core.errors import InputError
from motif.evaluate.tagging.best import best_classes, blocks_of_rows
from motif.evaluate.tagging.given import Labels
from motif.evaluate.tagging.precision import Ranking

__all__ = ["TOP", "Listed", "deepest", "mean_over_classes", "require_labels"]

TOP = 20  # predictions of an item that are pooled: the YouTube-8M challenge's number


def deepest(labels: Labels) -> int:
    """Return how many of each item's best classes all figures together look at."""
    return min(max(TOP, int(labels.per_item.max())), labels.n_classes)


def mean_over_classes(sums: np.ndarray, n_positive: np.ndarray, *, n_averaged: int | None = None) -> float:
    """Return the mean over classes of a sum of precisions divided by the class's number of labels.

    Parameters
    ----------
    sums, n_positive :
        (n_classes,); a class without labels has no precision of its own.
    n_averaged :
        What the total is divided by; None is the number of classes with a label.
    """
    with_labels = n_positive > 0
    n_averaged = int(with_labels.sum()) if n_averaged is None else n_averaged
    return float((sums[with_labels] / n_positive[with_labels]).sum() / n_averaged) if n_averaged else 0.0


@dataclass(frozen=True, eq=False)
class Listed:
    """Each item's best classes, judged against labels that may be dealt out anew.

    Parameters
    ----------
    classes, scores :
        (n_items, n_best), best first; for PERR at least as many as an item has labels.
    labels :
        What is right.
    top :
        How many of the best are pooled for GAP and for mAP.
    """

    classes: np.ndarray
    scores: np.ndarray
    labels: Labels
    top: int = TOP

    @classmethod
    def of(cls, scores: np.ndarray, labels: Labels, *, n_best: int, top: int = TOP) -> Listed:
        """List the n_best classes of each item."""
        classes, values = best_classes(scores, n_best)
        return cls(classes, values, labels, min(top, n_best))

    def places(self, receiver: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Return the item and place in its list, (n_labels,) each, of every label; place n_best where it is not listed.

        Parameters
        ----------
        receiver :
            (n_items,), the item that receives each item's labels; None leaves all in place.
        """
        items = self.labels.items if receiver is None else receiver[self.labels.items]
        cells, places = self._cells
        wanted = items * cells.dtype.type(self.labels.n_classes) + self.labels.classes
        found = np.minimum(np.searchsorted(cells, wanted), len(cells) - 1)
        return items, np.where(cells[found] == wanted, places[found], places.dtype.type(self.classes.shape[1]))

    def gap(self, hits: np.ndarray, n_labels: int, items: np.ndarray | None = None) -> float:
        """Return the global average precision of hits, entries of the pool, over `items` only if given."""
        ranking = self._pooled if items is None else self._pooled.among(self._entries(items))
        return float(ranking.sums(hits)[0] / n_labels)

    def map_top(
        self,
        hits: np.ndarray,
        n_positive: np.ndarray,
        items: np.ndarray | None = None,
        *,
        n_averaged: int | None = None,
    ) -> float:
        """Return the mean over classes of the precision of hits, entries of the pool."""
        ranking = self._by_class if items is None else self._by_class.among(self._entries(items))
        return mean_over_classes(ranking.sums(hits), n_positive, n_averaged=n_averaged)

    def hit_at_one(self, places: np.ndarray) -> float:
        """Return the share of the items whose first place is a label's."""
        return float(np.count_nonzero(places == 0) / self.labels.n_items)

    def perr_shares(self, items: np.ndarray, places: np.ndarray) -> np.ndarray:
        """Return what each label adds to its item's precision at equal recall."""
        wanted = self.labels.per_item[self.labels.items]  # those of the item that they came from
        inside = np.flatnonzero((places < wanted) & (places < self.classes.shape[1]))
        shares = np.zeros(len(places))
        shares[inside] = (self.scores[items[inside], places[inside]] > 0) / wanted[inside]
        return shares

    def hits(self, items: np.ndarray, places: np.ndarray) -> np.ndarray:
        """Return the entries of the pool, numbered item by item, that are right."""
        return (items * np.int64(self.top) + places)[places < self.top]

    def _entries(self, items: np.ndarray) -> np.ndarray:
        return (items[:, None] * np.int64(self.top) + np.arange(self.top)).ravel()

    @cached_property
    def _cells(self) -> tuple[np.ndarray, np.ndarray]:
        """All listed cells of the table of scores in rising order, and the place of each in its item's list."""
        n_items, n_classes = self.labels.n_items, self.labels.n_classes
        cells = np.empty(self.classes.shape, np.int32 if n_items * n_classes < 2**31 else np.int64)
        places = np.empty(self.classes.shape, np.min_scalar_type(self.classes.shape[1]))
        for rows in blocks_of_rows(*self.classes.shape):
            order = np.argsort(self.classes[rows], axis=1)
            starts = np.arange(n_items, dtype=cells.dtype)[rows, None] * cells.dtype.type(n_classes)
            places[rows], cells[rows] = order, np.take_along_axis(self.classes[rows], order, axis=1) + starts
        return cells.ravel(), places.ravel()

    @cached_property
    def _pooled(self) -> Ranking:
        return Ranking.of(self.scores[:, : self.top].ravel())

    @cached_property
    def _by_class(self) -> Ranking:
        pooled = self.scores[:, : self.top].ravel(), self.classes[:, : self.top].ravel()
        return Ranking.of(*pooled, n_segments=self.labels.n_classes)


def require_labels(labels: Labels) -> None:
    """Refuse items of which none has a label: every figure would be a share of nothing."""
    if not len(labels.items):
        raise InputError(f"labels must name a class for at least one of the {labels.n_items} items")
