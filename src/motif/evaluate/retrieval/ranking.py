"""Lists of items, best first: made from distances, checked, and freed of what is no candidate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from motif.core.check import few, integer, matrix
from motif.core.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["checked_lists", "condensed", "ranked_by"]


def ranked_by(distances: ArrayLike, *, n: int | None = None) -> np.ndarray:
    """Return each query's items, nearest first; equally near ones by position.

    Parameters
    ----------
    distances :
        (n_queries, n_items), lower is nearer. Give scores with their sign turned.
    n :
        How many for each query; None lists all. With groups or unlabelled items ask for more than the k to judge.

    Returns
    -------
    (n_queries, n) positions of items.

    Examples
    --------
    >>> ranked_by([[0.0, 0.7, 0.2]])
    array([[0, 2, 1]])
    """
    given = matrix(distances, what="distances")
    n = given.shape[1] if n is None else integer(n, what="n", low=1, high=given.shape[1])
    return np.argsort(given, axis=1, kind="stable")[:, :n]


def checked_lists(ranked: ArrayLike | Sequence[Sequence[int]], n_items: int) -> np.ndarray:
    """Return lists as one array, short ones filled up with -1.

    Raises
    ------
    InputError
        When a list holds what is no position of an item, an item twice, or an item after its end.

    Examples
    --------
    >>> checked_lists([[2, 1], [0]], 3)
    array([[ 2,  1],
           [ 0, -1]])
    """
    lists = ranked if isinstance(ranked, np.ndarray) else _filled(ranked)
    if lists.ndim != 2 or 0 in lists.shape or lists.dtype.kind not in "iu":
        shape = f"{lists.dtype} of shape {lists.shape}"
        raise InputError(f"ranked must be lists of positions, (n_queries, n_places); given {shape}; see ranked_by")
    if lists.min() < -1 or lists.max() >= n_items:
        wrong = np.unique(lists[(lists < -1) | (lists >= n_items)])
        raise InputError(f"ranked must hold positions below {n_items}, or -1 for no more; given {few(wrong.tolist())}")
    lists = lists.astype(np.int64)
    _refuse_rows((lists[:, :-1] < 0) & (lists[:, 1:] >= 0), "go on after their end (-1)")
    ordered = np.sort(lists, axis=1)
    _refuse_rows((ordered[:, :-1] == ordered[:, 1:]) & (ordered[:, 1:] >= 0), "hold an item twice")
    return lists


def condensed(lists: np.ndarray, keep: np.ndarray, k: int) -> np.ndarray:
    """Return the first k of what is kept of each list, the places behind filled with -1.

    Parameters
    ----------
    lists, keep :
        (n_queries, n_places) positions, and whether each stays.

    Examples
    --------
    >>> condensed(np.array([[4, 2, 7]]), np.array([[False, True, True]]), 2)
    array([[2, 7]])
    """
    first = np.argsort(~keep, axis=1, kind="stable")[:, :k]
    held = np.where(np.take_along_axis(keep, first, axis=1), np.take_along_axis(lists, first, axis=1), -1)
    return np.pad(held, ((0, 0), (0, k - held.shape[1])), constant_values=-1)


def _filled(ranked: ArrayLike | Sequence[Sequence[int]]) -> np.ndarray:
    rows = [np.asarray(row) for row in ranked]  # type: ignore[union-attr]
    if not rows or any(row.ndim != 1 or (len(row) and row.dtype.kind not in "iu") for row in rows):
        raise InputError("ranked must be lists of positions, one for each query; see ranked_by")
    lists = np.full((len(rows), max(1, *map(len, rows)) if rows else 1), -1, np.int64)
    for filled, row in zip(lists, rows, strict=True):
        filled[: len(row)] = row
    return lists


def _refuse_rows(wrong: np.ndarray, what: str) -> None:
    rows = np.flatnonzero(wrong.any(axis=1))
    if len(rows):
        raise InputError(f"the lists of {len(rows)} queries {what}: {few(rows.tolist())}")
