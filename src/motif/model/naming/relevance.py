"""Relevance: which words tell a group from the others, between what it says most and what only it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from motif.core.check import in_range, same_length
from motif.core.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["Relevance", "relevance"]

_TINY = 1e-300
_LEAST_LIFT = 1.5  # of what a group has hardly more often, nobody would say that it tells it apart


@dataclass(frozen=True, eq=False)
class Relevance:
    """How much each word tells each group apart.

    Parameters
    ----------
    score :
        (n_groups, n_words): weight * log share + (1 - weight) * log lift; minus infinity where too few items of the
        group have the word.
    share :
        (n_groups, n_words): of the group's words, drawn towards `share_of_all`.
    share_of_all :
        (n_words,): of all words.
    n_items :
        (n_groups, n_words): how many items of the group have the word, by their memberships.

    Examples
    --------
    >>> found = relevance(sparse.csr_array(np.eye(2)), np.eye(2), prior=0.0, support=0.0)
    >>> found.lift.tolist()
    [[2.0, 0.0], [0.0, 2.0]]
    """

    score: np.ndarray
    share: np.ndarray
    share_of_all: np.ndarray
    n_items: np.ndarray

    @property
    def lift(self) -> np.ndarray:
        """How many times more often the group has a word than all items do, (n_groups, n_words)."""
        return self.share / np.maximum(self.share_of_all, _TINY)

    def best(self, group: int, n: int, *, least_lift: float = _LEAST_LIFT) -> list[int]:
        """Return the columns of the n words that tell a group apart best, among those it has half as often again."""
        telling = np.isfinite(self.score[group]) & (self.lift[group] >= least_lift)
        order = np.argsort(-self.score[group], kind="stable")
        return order[telling[order]][:n].tolist()


def relevance(
    X: Any,
    memberships: ArrayLike,
    *,
    weight: float = 0.6,
    prior: float = 20.0,
    support: float = 0.02,
) -> Relevance:
    """Return how much each word tells each group apart, from counts and soft memberships alone.

    Parameters
    ----------
    X :
        (n_items, n_words), counts, dense or CSR, at least 0.
    memberships :
        (n_items, n_groups), at least 0: how much each item belongs to each group.
    weight :
        In [0, 1]: 1 sorts by how often a group has a word, 0 by how much more often than all items.
    prior :
        Words of the common mixture that each group's shares are drawn to: a word that stands once proves little.
    support :
        A word counts for a group when at least this share of its items have it, and two items at least.

    Raises
    ------
    InputError
        When the shapes do not fit together or a number is out of range.

    Notes
    -----
    Follows Sievert and Shirley 2014 (LDAvis), whose readers did best with a weight of 0.6. The shares are those of the
    words of the items that belong to a group, so that any model can be asked; prior and support are ours.

    Examples
    --------
    >>> X = np.array([[3, 1, 0], [2, 1, 0], [0, 1, 3], [0, 1, 2]])
    >>> found = relevance(X, np.repeat(np.eye(2), 2, axis=0), prior=1.0)
    >>> found.best(0, 2), found.best(1, 2)
    ([0], [2])
    """
    in_range(weight, what="weight", low=0, high=1)
    in_range(prior, what="prior", low=0)
    in_range(support, what="support", low=0, high=1)
    counts = sparse.csr_array(X, dtype=np.float64)
    belongs = np.asarray(memberships, dtype=np.float64)
    if belongs.ndim != 2:
        raise InputError(f"memberships must have shape (n_items, n_groups); given {belongs.shape}")
    same_length(len(belongs), counts.shape[0], what="memberships")
    said = np.asarray((counts.T @ belongs).T)
    has = counts.copy()
    has.data = (has.data > 0).astype(np.float64)
    n_items = np.asarray((has.T @ belongs).T)
    total = np.asarray(counts.sum(axis=0)).ravel()
    share_of_all = total / max(total.sum(), _TINY)
    share = (said + prior * share_of_all) / np.maximum(said.sum(axis=1, keepdims=True) + prior, _TINY)
    lift = share / np.maximum(share_of_all, _TINY)
    score = weight * np.log(np.maximum(share, _TINY)) + (1 - weight) * np.log(np.maximum(lift, _TINY))
    least = np.maximum(support * belongs.sum(axis=0), 2.0 * (support > 0))[:, None]
    enough = n_items >= least - 0.5 * (support > 0)  # memberships of two items that both surely belong sum to nearly 2
    return Relevance(np.where(enough & (total > 0), score, -np.inf), share, share_of_all, n_items)
