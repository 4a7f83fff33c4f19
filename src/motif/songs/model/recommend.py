"""Recommending: which songs to play after some, near them, from their group, near but varied, or on the way to one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, Self, TypeAlias, get_args

import numpy as np
from sklearn.base import BaseEstimator

from motif.core.check import in_choices, in_range, integer, same_length
from motif.core.errors import InputError
from motif.core.seed import generator, integer_seed
from motif.model.cluster import KMeans
from motif.model.neighbours import diverse
from motif.represent.estimator import matrix_to_fit, require_fitted
from motif.represent.nearest import nearest
from motif.represent.scale import local_scales
from motif.songs.model.cap import Allowed, Cap

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["MODES", "Cap", "Mode", "Recommender"]

Mode: TypeAlias = Literal["nearest", "diverse", "group", "path"]
MODES: tuple[Mode, ...] = get_args(Mode)
_POOL_LEAST, _POOL_TIMES = 100, 10  # songs among which variety is sought, and which local scales can bring forward
_SPARE = 10  # songs more than wanted, for those that are kept apart
_GROWTH = 4
_N_NEAR, _N_SAMPLED = 10, 2048  # how far the tenth nearest song of a sample lies is how crowded a place is
_LEAST_SCALE = 0.1  # of the median song's: songs that repeat are no infinitely crowded place
_PLACES = 1_000_000  # distances held at a time, when many songs are asked about


class Recommender(BaseEstimator):
    """Holds songs and picks some for one or several others.

    Parameters
    ----------
    mode :
        "nearest": those that lie nearest, seen from all seeds (the mean of the distances). "diverse": near, and unlike
        each other (`motif.model.neighbours.diverse`). "group": at random from the seeds' groups, as the seed of this
        wing meant it. "path": a walk from one song to another in equal steps, each time the song nearest to where a
        straight line would be, in the order of the line.
    local_scaling :
        In [0, 2]. Distances are divided by (local scale of the song found) ** (local_scaling / 2), so that songs of
        sparse places are found too; 0 does nothing, 1 is Zelnik-Manor and Perona's. Not for "group".
    diversity :
        In [0, 1], for "diverse": how much being unlike those picked counts.
    n_groups :
        For "group", where `fit` is not given groups: how many k-means makes; None takes the root of half the songs.
    random_state :
        Where the chance in "group" comes from.

    Attributes
    ----------
    X_ :
        (n_songs, n_columns), the songs as fitted.
    scales_ :
        (n_songs,), what distances to each are divided by.
    groups_ :
        (n_songs,), the group of each; empty where the mode needs none.

    Raises
    ------
    InputError
        For settings out of range, and what is no finite matrix.

    Notes
    -----
    The defaults were chosen as those of `songs.represent` were. local_scaling of 1 finds still more songs of the same
    artist and fewer of the same genre by others; 1/2 is better than 0 in the one and hardly worse in the other.

    Examples
    --------
    >>> songs = Recommender(local_scaling=0).fit([[0.0], [1.0], [3.0], [7.0]])
    >>> distances, positions = songs.pick([1], n=2)
    >>> distances, positions
    (array([1., 2.]), array([0, 2]))
    >>> Recommender(mode="path").fit([[0.0], [1.0], [3.0], [7.0]]).pick([0], n=2, to=3)[1]
    array([1, 2])
    """

    def __init__(
        self,
        mode: Mode = "nearest",
        *,
        local_scaling: float = 0.5,
        diversity: float = 0.4,
        n_groups: int | None = None,
        random_state: RandomState = 0,
    ) -> None:
        self.mode = mode
        self.local_scaling = local_scaling
        self.diversity = diversity
        self.n_groups = n_groups
        self.random_state = random_state

    def fit(self, X: Any, y: Any = None) -> Self:
        """Hold the songs X (n_songs, n_columns); y (n_songs,) are their groups, where they are known (-1: in none)."""
        in_choices(self.mode, MODES, what="mode")
        in_range(self.local_scaling, what="local_scaling", low=0, high=2)
        in_range(self.diversity, what="diversity", low=0, high=1)
        self.X_ = matrix_to_fit(self, X)
        n_songs = len(self.X_)
        self.scales_ = np.ones(n_songs)
        if self.local_scaling > 0 and self.mode != "group":
            self.scales_ = _relative_scales(self.X_) ** (self.local_scaling / 2)
        self.groups_ = np.empty(0, dtype=np.int64)
        if self.mode == "group":
            self.groups_ = self._grouped(n_songs, y)
        return self

    def pick(
        self,
        seeds: Sequence[int] | np.ndarray,
        *,
        n: int = 10,
        own: Sequence[int] | None = None,
        to: int | None = None,
        exclude: Collection[int] = (),
        caps: Iterable[Cap] = (),
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return distances and positions of the songs picked, in the order in which they are meant.

        Parameters
        ----------
        seeds :
            Positions of fitted songs, or (n_seeds, n_columns) places of songs from outside; at least one.
        n :
            How many; fewer come back where no more are allowed.
        own :
            Where the seeds are places: the position of each that is a fitted song, -1 of one from outside; None where
            all are from outside.
        to :
            Where a "path" ends; the songs between are returned.
        exclude :
            Positions that are not wanted; seeds never are.
        caps :
            At most so many of each group.

        Returns
        -------
        (n,) distances, seen from the seeds with local scales taken in (in a path, from the straight line), and (n,)
        positions.

        Raises
        ------
        InputError
            For positions outside, when a path has not one start and one end, and when another mode is given an end.
        """
        require_fitted(self)
        n = integer(n, what="n", low=1)
        places, at = self._asked(seeds, own)
        inside = at[at >= 0].tolist()
        self._check_ends(len(places), to)
        ends = [] if to is None else [integer(to, what="to", low=0, high=len(self.X_) - 1)]
        allowed = Allowed(len(self.X_), {*inside, *ends, *exclude}, [*inside, *ends], tuple(caps))
        if self.mode == "path":
            return self._path(places[0], ends[0], n, allowed)
        if self.mode == "group":
            return self._from_group(places, at, n, allowed)
        if self.mode == "nearest":
            return self._near(places, n, allowed)
        distances, positions = self._near(places, max(_POOL_LEAST, _POOL_TIMES * n), allowed)
        if not len(positions):
            return distances, positions
        chosen = diverse(distances, self.X_[positions], n=n, diversity=self.diversity)
        return distances[chosen], positions[chosen]

    def lists(self, queries: np.ndarray, *, n: int = 10, apart: np.ndarray | None = None) -> np.ndarray:
        """Return what is picked for each of many fitted songs by itself, (n_queries, n) positions; -1 ends a list.

        As `pick` without caps; not for a path.

        Parameters
        ----------
        queries :
            (n_queries,) positions.
        n :
            How many for each.
        apart :
            (n_songs,) whole numbers: songs of the same one, such as its artist, are not picked; None takes all others.
        """
        require_fitted(self)
        queries, n = np.asarray(queries), integer(n, what="n", low=1)
        whose = np.arange(len(self.X_)) if apart is None else np.asarray(apart)
        same_length(len(whose), len(self.X_), what="apart", other="songs")
        if self.mode == "nearest":
            return self._nearest_lists(queries, n, whose)
        found = np.full((len(queries), n), -1, dtype=np.int64)
        for row, query in zip(found, queries.tolist(), strict=True):
            own = () if apart is None else np.flatnonzero(whose == whose[query]).tolist()
            picked = self.pick([query], n=n, exclude=own)[1]
            row[: len(picked)] = picked
        return found

    def _nearest_lists(self, queries: np.ndarray, n: int, whose: np.ndarray) -> np.ndarray:
        """The nearest of many at once; of those whose own group fills what was looked at, more is looked at."""
        found = np.full((len(queries), n), -1, dtype=np.int64)
        left = np.arange(len(queries))
        n_seen = n + _SPARE if self.local_scaling == 0 else max(_POOL_LEAST, _POOL_TIMES * n) + 1
        while len(left):
            n_seen, short = min(n_seen, len(self.X_)), []
            step = max(1, _PLACES // n_seen)
            for start in range(0, len(left), step):
                some = left[start : start + step]
                found[some], enough = self._nearest_of(queries[some], n, n_seen, whose)
                short.append(some[~enough])
            left = np.concatenate(short) if n_seen < len(self.X_) else left[:0]
            n_seen *= _GROWTH
        return found

    def _nearest_of(self, queries: np.ndarray, n: int, n_seen: int, whose: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The lists of some songs, and whether each is full, as far as the nearest `n_seen` go."""
        distances, positions = nearest(self.X_, self.X_[queries], n_seen)
        distances /= self.scales_[positions]
        distances[whose[positions] == whose[queries][:, None]] = np.inf
        order = np.argsort(distances, axis=1, kind="stable")[:, :n]
        far = np.isinf(np.take_along_axis(distances, order, axis=1))
        lists = np.full((len(queries), n), -1, dtype=np.int64)
        lists[:, : order.shape[1]] = np.where(far, -1, np.take_along_axis(positions, order, axis=1))
        return lists, lists[:, -1] >= 0

    def _grouped(self, n_songs: int, groups: Any) -> np.ndarray:
        if groups is not None:
            given = np.asarray(groups)
            same_length(len(given), n_songs, what="groups", other="songs")
            return given.astype(np.int64)
        number = round((n_songs / 2) ** 0.5) if self.n_groups is None else self.n_groups
        model = KMeans(max(1, number), random_state=integer_seed(generator(self.random_state)))
        return model.fit(self.X_).labels_.astype(np.int64)

    def _check_ends(self, n_seeds: int, to: int | None) -> None:
        if self.mode != "path" and to is not None:
            raise InputError(f"only a path has an end (to), and the mode is {self.mode!r}; leave it out or take 'path'")
        if self.mode == "path" and (to is None or n_seeds != 1):
            ends = "no end" if to is None else "an end"
            raise InputError(f"a path has one start and one end (to); given {n_seeds} seeds and {ends}")

    def _asked(self, seeds: Any, own: Sequence[int] | None) -> tuple[np.ndarray, np.ndarray]:
        """Return the places of the seeds, and the position of each, -1 for one from outside."""
        given = np.asarray(seeds)
        if given.ndim == 2 and given.shape[1] == self.X_.shape[1] and len(given):
            known = [-1] * len(given) if own is None else list(own)
            same_length(len(known), len(given), what="own", other="seeds")
            at = [integer(one, what="own", low=-1, high=len(self.X_) - 1) for one in known]
            return given.astype(np.float64), np.array(at)
        if given.ndim != 1 or not len(given) or given.dtype.kind not in "iu":
            raise InputError(
                f"seeds must be positions of songs, or places of shape (n, {self.X_.shape[1]}); {seeds!r:.60}"
            )
        if own is not None:
            raise InputError("own tells of places which songs they are; positions say it themselves")
        at = np.array([integer(seed, what="seed", low=0, high=len(self.X_) - 1) for seed in given.tolist()])
        return self.X_[at].astype(np.float64), at

    def _near(self, places: np.ndarray, n: int, allowed: Allowed) -> tuple[np.ndarray, np.ndarray]:
        """The n nearest that are allowed; more are looked at until they are enough."""
        n_seen = max(_POOL_LEAST, _POOL_TIMES * n)
        while True:
            distances, positions = self._candidates(places, n_seen)
            kept = allowed.first(positions.tolist(), n)
            if len(kept) >= n or n_seen >= len(self.X_):
                return distances[kept], positions[kept]
            n_seen *= _GROWTH

    def _candidates(self, places: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
        middle = places.mean(axis=0, keepdims=True)  # what is near to all need not be among the nearest of one
        asked = places if len(places) == 1 else np.vstack([places, middle])
        found = np.unique(nearest(self.X_, asked, min(n, len(self.X_)))[1])
        rows = self.X_[found].astype(np.float64)
        apart = np.mean([np.sqrt(np.square(rows - place).sum(axis=1)) for place in places], axis=0)
        distances = apart / self.scales_[found]
        order = np.lexsort((found, distances))
        return distances[order], found[order]

    def _from_group(
        self, places: np.ndarray, at: np.ndarray, n: int, allowed: Allowed
    ) -> tuple[np.ndarray, np.ndarray]:
        """Songs at random from the seeds' groups; a song from outside is in the group of the one nearest to it."""
        own, outside = at[at >= 0], places[at < 0]
        beside = nearest(self.X_, outside, 1)[1].ravel() if len(outside) else own[:0]
        wanted = np.unique(self.groups_[np.concatenate([own, beside])])
        members = np.flatnonzero(np.isin(self.groups_, wanted[wanted >= 0]))
        shuffled = np.random.default_rng([integer_seed(self.random_state), *own.tolist()]).permutation(members)
        chosen = shuffled[allowed.first(shuffled.tolist(), n)]
        rows = self.X_[chosen].astype(np.float64)
        return np.mean([np.sqrt(np.square(rows - place).sum(axis=1)) for place in places], axis=0), chosen

    def _path(self, start: np.ndarray, end: int, n: int, allowed: Allowed) -> tuple[np.ndarray, np.ndarray]:
        distances: list[float] = []
        positions: list[int] = []
        way = self.X_[end].astype(np.float64) - start
        for step in range(1, n + 1):
            place = start + way * step / (n + 1)
            far, found = self._near(place[None], 1, allowed)
            if not len(found):
                break
            allowed.take(int(found[0]))
            distances.append(float(far[0]))
            positions.append(int(found[0]))
        order = np.argsort(
            (self.X_[positions] - start) @ way, kind="stable"
        )  # a later step may lie nearer to the start
        return np.array(distances)[order], np.array(positions, dtype=np.int64)[order]


def _relative_scales(X: np.ndarray) -> np.ndarray:
    """Return how far each song's neighbourhood reaches beside the median song's, (n_songs,): 1 is as far as usual."""
    if len(X) < 2:
        return np.ones(len(X))
    far = local_scales(X, n_neighbors=_N_NEAR, n_sampled=_N_SAMPLED)
    usual = float(np.median(far))
    return np.maximum(far / usual, _LEAST_SCALE) if usual > 0 else np.ones(len(X))
