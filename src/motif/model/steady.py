"""Groups whose numbers stay: k-means, whose clusters keep the numbers that they had before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from motif.model.cluster import KMeans
from motif.model.match import Matched, matched
from motif.represent.estimator import require_fitted

if TYPE_CHECKING:
    from typing import Self

    from numpy.typing import ArrayLike

__all__ = ["SteadyKMeans"]


class SteadyKMeans(KMeans):
    """Gathers items as `KMeans` does; then `keep` gives the clusters the numbers that they had in an older grouping.

    Parameters
    ----------
    n_clusters, n_init, max_iter, metric, sample, max_full_rounds, random_state :
        As for `KMeans`.

    Attributes
    ----------
    numbers_ :
        (n_clusters,): the number of each centre's group.
    next_number_ :
        The first number that no group has ever had.
    labels_ :
        (n_items,): the numbers of the items' groups.

    Examples
    --------
    >>> groups = SteadyKMeans(2, random_state=0).fit([[0.0], [1.0], [10.0], [11.0]])
    >>> groups.keep([5, 5, 3, 3]).stayed, groups.predict([[0.5], [12.0]]).tolist(), groups.next_number_
    ((3, 5), [5, 3], 6)
    """

    def fit(self, X: Any, y: Any = None) -> Self:
        """Learn the centres; the groups are numbered by size, the largest 0."""
        super().fit(X, y)
        found = len(self.cluster_centers_)
        by_size = np.argsort(-np.bincount(self.labels_, minlength=found), kind="stable")
        self.numbers_ = np.empty(found, dtype=np.int64)
        self.numbers_[by_size] = np.arange(found)
        self.next_number_ = found
        self.labels_ = self.numbers_[self.labels_]
        return self

    def keep(self, before: ArrayLike, *, next_number: int = 0) -> Matched:
        """Give the groups the numbers that they had before, and return which stayed.

        Parameters
        ----------
        before :
            (n_items,), the old numbers of the items that this was fitted on; below 0 for new items.
        next_number :
            The old grouping's `next_number_`.
        """
        require_fitted(self)
        found = matched(self.labels_, before, next_number=next_number)
        empty = set(self.numbers_.tolist()) - set(found.number_of)
        following = max([next_number - 1, *found.number_of.values(), *found.gone]) + 1
        number_of = found.number_of | {number: following + at for at, number in enumerate(sorted(empty))}
        self.numbers_ = np.array([number_of[number] for number in self.numbers_.tolist()], dtype=np.int64)
        self.next_number_ = following + len(empty)
        self.labels_ = found.labels
        return found

    def predict(self, X: Any) -> np.ndarray:
        """Return the number of the nearest group of each item, (n_items,)."""
        nearest = super().predict(X)
        return self.numbers_[nearest]
