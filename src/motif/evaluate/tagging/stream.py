"""Tagging judged batch by batch: what is kept of each item is its best classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import numpy as np

from motif.core.check import integer
from motif.core.errors import InputError
from motif.evaluate.figure import Figure
from motif.evaluate.tagging.best import best_classes
from motif.evaluate.tagging.figures import EmptyClasses, stream_figures
from motif.evaluate.tagging.given import Labels, joined, validate
from motif.evaluate.tagging.histogram import Histogram
from motif.evaluate.tagging.listed import TOP, Listed

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from motif.core.seed import RandomState
    from motif.evaluate.tagging.given import GivenLabels

__all__ = ["TaggingScores"]


class TaggingScores:
    """The figures of more items than fit into memory, from batches of any size in any order.

    GAP, Hit@1, PERR and mAP of the top 20 equal those of `evaluate` over all items at once, with null and interval. The
    mAP over all scores would need them all: they are counted in bins, and the figure says between which two numbers the
    exact value lies.

    Parameters
    ----------
    n_classes :
        How many classes there are.
    most_labels :
        The most labels that an item has, for PERR: as many of its best classes are kept, at least 20, 8 bytes each.
    map_full :
        Whether scores are counted for the mAP over all of them: 8 kB for each class, and about 4 s for 100,000 x 4,716.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> labels = rng.random((60, 5)) < 0.3
    >>> scores = labels + rng.random((60, 5))
    >>> judged = TaggingScores(5).update(scores[:40], labels[:40]).update(scores[40:], labels[40:])
    >>> figures = judged.result(random_state=0, n_permutations=99)
    >>> round(figures["gap"].value, 2), figures["gap"].n
    (1.0, 60)
    """

    def __init__(self, n_classes: int, *, most_labels: int = 32, map_full: bool = True) -> None:
        self.n_classes = integer(n_classes, what="n_classes", low=1)
        self.most_labels = integer(most_labels, what="most_labels", low=1)
        self._histogram = Histogram(self.n_classes) if map_full else None
        self._best: list[tuple[np.ndarray, np.ndarray]] = []
        self._labels: list[Labels] = []

    @property
    def n_items(self) -> int:
        """How many items were judged."""
        return sum(part.n_items for part in self._labels)

    def update(self, scores: ArrayLike, labels: GivenLabels) -> Self:
        """Take in more items; nothing is kept of a batch that is refused.

        Parameters
        ----------
        scores :
            (n_items, n_classes), finite.
        labels :
            Of the same items: an array or a sparse matrix of zeros and ones, or a list of class numbers for each item.

        Raises
        ------
        InputError
            When they do not fit each other, the number of classes is another, or an item has more than `most_labels`.
        """
        array, right = validate(scores, labels)
        if right.n_classes != self.n_classes:
            raise InputError(f"scores must have {self.n_classes} columns, one a class; given shape {array.shape}")
        most = int(right.per_item.max())
        if most > self.most_labels:
            raise InputError(
                f"an item has {most} labels, more than most_labels={self.most_labels}; give most_labels more"
            )
        self._best.append(best_classes(array, min(max(TOP, self.most_labels), self.n_classes)))
        self._labels.append(right)
        if self._histogram is not None:
            self._histogram.add(array, right)
        return self

    def merge(self, other: TaggingScores) -> Self:
        """Take in what another has judged, such as another process's share of the items.

        Raises
        ------
        InputError
            When the two were not made alike.
        """
        mine, theirs = self._made_as(), other._made_as()
        if mine != theirs:
            raise InputError(
                f"only what was made alike can be merged; n_classes, most_labels, map_full: {mine}, {theirs}"
            )
        self._best += other._best
        self._labels += other._labels
        if self._histogram is not None and other._histogram is not None:
            self._histogram.merge(other._histogram)
        return self

    def result(
        self,
        *,
        random_state: RandomState = None,
        n_permutations: int = 200,
        n_resamples: int = 200,
        empty_classes: EmptyClasses = "drop",
        popularity: ArrayLike | None = None,
    ) -> dict[str, Figure]:
        """Return the figures of all items so far; the arguments are those of `evaluate`.

        Raises
        ------
        InputError
            When no item has a label.
        """
        if not self._labels:
            raise InputError("no items were judged; call update with scores and labels first")
        labels = joined(self._labels)
        classes, scores = (np.concatenate(parts) for parts in zip(*self._best, strict=True))
        self._labels, self._best = [labels], [(classes, scores)]  # the same in one piece: not held twice
        return stream_figures(
            Listed(classes, scores, labels, min(TOP, self.n_classes)),
            self._histogram.mean_average_precision() if self._histogram is not None and len(labels.items) else None,
            random_state=random_state,
            n_permutations=n_permutations,
            n_resamples=n_resamples,
            empty_classes=empty_classes,
            popularity=popularity,
        )

    def _made_as(self) -> tuple[int, int, bool]:
        return self.n_classes, self.most_labels, self._histogram is not None
