"""`Neighbours`: an estimator that holds items and finds those nearest to others."""

from __future__ import annotations

import weakref
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Literal, Self, get_args

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator
from sklearn.utils import Tags

from motif.core.check import in_choices, in_range, integer, same_length
from motif.core.errors import InputError
from motif.model.neighbours.choose import diverse, within_caps
from motif.model.neighbours.ivf import Lists, built, search, tuned
from motif.represent.estimator import matrix_to_fit, matrix_to_use, require_fitted
from motif.represent.nearest import METRICS, Metric, nearest
from motif.represent.nearest.row import packed, unpacked
from motif.represent.nearest.search import without_own

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["Index", "Neighbours"]

Index = Literal["exact", "ivf"]
_POOL_LEAST, _POOL_TIMES = 100, 10  # candidates among which variety is sought: at least, and times n
_GROWTH = 4
_LISTS: weakref.WeakKeyDictionary[Neighbours, Lists] = weakref.WeakKeyDictionary()


class Neighbours(BaseEstimator):
    """Holds items and finds, for any others, the ones that lie nearest.

    Parameters
    ----------
    n_neighbors :
        How many, at least 1, where a method is not told otherwise.
    metric :
        "euclidean", or "cosine": 1 - the cosine of the angle; a row of zeros is at 1 from everything.
    index :
        "exact" looks at every item. "ivf" looks at the items around the nearest of many centres only (faiss, from the
        extra of that name; dense X): faster on some 100,000 items and more, and it misses some.
    recall :
        The share of the exact neighbours that "ivf" should find, in [0, 1]. `fit` takes as many lists as reach it on a
        sample of the items.
    random_state :
        Where the chance in "ivf" comes from; None is unpredictable. "exact" has none.

    Attributes
    ----------
    items_ :
        (n_items, n_features): the items as fitted; a dense X is used, not copied.
    recall_ :
        The share of the exact `n_neighbors` that is found for a sample of the items other than the one that chose the
        number of lists; 1 for "exact". Of queries unlike the items less may be found.
    n_lists_, n_probes_ :
        How many lists there are, and how many are looked at; 1 and 1 for "exact".

    Raises
    ------
    InputError
        For settings out of range, and what is no finite matrix.
    MissingExtra
        When "ivf" is wanted and faiss is not installed.

    Notes
    -----
    Whatever the index, distances are measured in float64 and equal ones stand in the order of the items.

    Examples
    --------
    >>> model = Neighbours(n_neighbors=2).fit([[0.0], [1.0], [3.0], [7.0]])
    >>> distances, positions = model.kneighbors([[2.5]])
    >>> distances, positions
    (array([[0.5, 1.5]]), array([[2, 1]]))
    >>> model.find(0, n=2)[1]
    array([1, 2])
    """

    def __init__(
        self,
        n_neighbors: int = 10,
        *,
        metric: Metric = "euclidean",
        index: Index = "exact",
        recall: float = 0.95,
        random_state: RandomState = None,
    ) -> None:
        self.n_neighbors = n_neighbors
        self.metric = metric
        self.index = index
        self.recall = recall
        self.random_state = random_state

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Hold the items X (n_items, n_features), dense or sparse, and build the index."""
        X = matrix_to_fit(self, X, accept_sparse=True)
        n_neighbors = integer(self.n_neighbors, what="n_neighbors", low=1)
        in_choices(self.metric, METRICS, what="metric")
        in_choices(self.index, get_args(Index), what="index")
        in_range(self.recall, what="recall", low=0, high=1)
        self.rows_ = packed(X)
        self.n_lists_, self.n_probes_, self.recall_ = 1, 1, 1.0
        if self.index == "ivf":
            self._build(X, n_neighbors)
        return self

    def _build(self, X: Any, n_neighbors: int) -> None:
        if sparse.issparse(X):
            raise InputError("index 'ivf' takes dense items, and these are sparse; use index='exact'")
        lists = built(X, self.metric, self.random_state)
        self.centres_, self.members_, self.origin_ = lists.centres, lists.members, lists.origin
        self.n_lists_ = len(lists.centres)
        self.n_probes_, self.recall_ = tuned(lists, n_neighbors, recall=self.recall, random_state=self.random_state)
        _LISTS[self] = lists

    @property
    def items_(self) -> Any:
        """The items as fitted."""
        return unpacked(self.rows_)

    def kneighbors(self, X: Any = None, n_neighbors: int | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Return distances and positions of the items nearest to each row of X, the nearest first.

        Parameters
        ----------
        X :
            (n_queries, n_features); None asks for the neighbours of each item among the other items.
        n_neighbors :
            None takes the estimator's own. Where there are fewer items, all are returned.

        Returns
        -------
        (n_queries, n) float64 distances and int64 positions.
        """
        require_fitted(self)
        n = integer(self.n_neighbors if n_neighbors is None else n_neighbors, what="n_neighbors", low=1)
        queries = None if X is None else matrix_to_use(self, X, accept_sparse=True)
        if self.index == "exact":
            return nearest(self.items_, queries, n, metric=self.metric)
        lists = self._lists()
        if queries is None:
            own = np.arange(self.n_items_)
            return without_own(*search(lists, lists.X, n + 1, n_probes=self.n_probes_), own)
        rows = queries.toarray() if sparse.issparse(queries) else queries
        return search(lists, rows, n, n_probes=self.n_probes_)

    def find(
        self,
        item: Any,
        *,
        n: int | None = None,
        diversity: float = 0.0,
        exclude: Collection[int] = (),
        groups: Sequence[Any] | np.ndarray | None = None,
        per_group: int | None = None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return distances and positions of the items to show for one: near, and if wanted varied.

        First caps and exclusions, then variety: of the max(100, 10 n) nearest that are left, those that `diverse`
        chooses, in the order of choice.

        Parameters
        ----------
        item :
            The position of a fitted item, which is then left out itself; or a row (n_features,).
        n :
            How many; None takes `n_neighbors`. Fewer come back where no more are allowed.
        diversity :
            In [0, 1]; 0 gives the nearest.
        exclude :
            Positions that are left out.
        groups :
            (n_items,) the group of each item, such as its artist; None and NaN are unknown, each a group of its own.
        per_group :
            The most items of one group; goes with `groups`. The item that is asked about does not count.

        Raises
        ------
        InputError
            For a position outside the items, what is not one row, settings out of range, or caps without groups.
        """
        require_fitted(self)
        n = integer(self.n_neighbors if n is None else n, what="n", low=1)
        in_range(diversity, what="diversity", low=0, high=1)
        if (groups is None) != (per_group is None):
            raise InputError(f"groups and per_group go together; given groups={groups!r:.40}, per_group={per_group!r}")
        if groups is not None:
            groups = _by_position(groups)
            same_length(len(groups), self.n_items_, what="groups")
        query, left_out = self._asked(item, exclude)
        n_wanted = n if diversity == 0 else max(_POOL_LEAST, _POOL_TIMES * n)
        distances, positions = self._allowed(query, n_wanted, left_out, groups, per_group)
        if diversity > 0 and len(positions):
            chosen = diverse(distances, self.items_[positions], n=n, diversity=diversity, metric=self.metric)
            return distances[chosen], positions[chosen]
        return distances, positions

    @property
    def n_items_(self) -> int:
        """How many items are held."""
        return int(self.rows_["shape"][0] if isinstance(self.rows_, dict) else len(self.rows_))

    def _asked(self, item: Any, exclude: Collection[int]) -> tuple[Any, np.ndarray]:
        if not hasattr(item, "__index__") or np.ndim(item) > 0:
            return _one_row(item), self._positions(exclude)
        position = integer(item, what="item", low=0, high=self.n_items_ - 1)
        return self.items_[position : position + 1], np.union1d(self._positions(exclude), position)

    def _positions(self, exclude: Collection[int]) -> np.ndarray:
        last = self.n_items_ - 1
        return np.unique([integer(one, what="exclude", low=0, high=last) for one in exclude]).astype(np.int64)

    def _allowed(
        self, query: Any, n: int, left_out: np.ndarray, groups: np.ndarray | None, per_group: int | None
    ) -> tuple[np.ndarray, np.ndarray]:
        """The nearest n that are neither left out nor beyond their group's cap: more are looked at until enough are."""
        n_seen = n + len(left_out)
        while True:
            (distances,), (positions,) = self.kneighbors(query, n_seen)
            kept = ~np.isin(positions, left_out)
            distances, positions = distances[kept], positions[kept]
            if groups is not None and per_group is not None:
                kept = within_caps(groups[positions], per_group)
                distances, positions = distances[kept], positions[kept]
            if len(positions) >= n or n_seen >= self.n_items_:
                return distances[:n], positions[:n]
            n_seen = min(_GROWTH * n_seen, self.n_items_)

    def _lists(self) -> Lists:
        if self not in _LISTS:
            _LISTS[self] = Lists(self.items_, self.metric, self.centres_, self.members_, self.origin_)
        return _LISTS[self]

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags


def _one_row(item: Any) -> Any:
    row = item if sparse.issparse(item) else np.asarray(item)
    row = row.reshape(1, -1) if row.ndim == 1 else row
    if row.ndim != 2 or row.shape[0] != 1:
        raise InputError(f"item must be a position or one row (n_features,), not of shape {row.shape}; ask for each")
    return row


def _by_position(groups: Sequence[Any] | np.ndarray) -> np.ndarray:
    """Groups as an array, whatever index they had: a group that is itself a sequence stays one."""
    listed = list(groups)
    array = np.empty(len(listed), dtype=object)
    array[:] = listed
    return array
