"""Which item comes to stand where, when whole groups of items change places."""

from __future__ import annotations

import numpy as np

__all__ = ["exchanged", "staying"]

_NEAR = 1.5  # groups change places where the larger has at most this many times the items of the smaller


def exchanged(groups: np.ndarray, owners: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return which item stands in each place, and which has each list, when groups of near sizes changed places.

    The items of a group stay together, in random order. Where a larger group comes to the place of a smaller one, what
    is left of it goes, still together, to what is left of the places of that class. A group without any of a near size
    keeps its place, and its items change theirs. Groups with and without lists are classes apart, so that who finds and
    who is found go together.

    Parameters
    ----------
    groups :
        (n_items,), the number of each item's group.
    owners :
        (n_lists,), the items whose lists there are, ascending.
    rng :
        Where the chance comes from.

    Returns
    -------
    (n_items,) and (n_lists,): each item once, and each owner once.

    Examples
    --------
    >>> groups = np.array([0, 0, 1, 1, 2, 2])
    >>> items, _ = exchanged(groups, np.arange(6), np.random.default_rng(1))
    >>> groups[items].tolist()
    [1, 1, 2, 2, 0, 0]
    """
    groups = np.unique(groups, return_inverse=True)[1]
    sizes = np.bincount(groups)
    classes = 2 * _classes(sizes) + (np.bincount(groups[owners], minlength=len(sizes)) > 0)
    coming, leaving = (np.lexsort((rng.random(len(sizes)), classes)) for _ in range(2))
    items = _matched(groups, coming, leaving, rng)
    return items, items if len(owners) == len(items) else owners[_matched(groups[owners], coming, leaving, rng)]


def staying(groups: np.ndarray) -> int:
    """Return how many groups of several items keep their place because no other group is of a near size.

    Parameters
    ----------
    groups :
        (n_items,), the number of each item's group.

    Examples
    --------
    >>> staying(np.array([0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2]))
    1
    """
    sizes = np.bincount(np.unique(groups, return_inverse=True)[1])
    classes = _classes(sizes)
    return int(((np.bincount(classes)[classes] == 1) & (sizes > 1)).sum())


def _classes(sizes: np.ndarray) -> np.ndarray:
    """Return the class of each size: near ones have the same."""
    distinct, which = np.unique(sizes, return_inverse=True)
    classes, number, smallest = [], 0, distinct[0]
    for size in distinct.tolist():
        if size > _NEAR * smallest:
            number, smallest = number + 1, size
        classes.append(number)
    return np.array(classes)[which]


def _matched(groups: np.ndarray, coming: np.ndarray, leaving: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return which position stands in each when groups, in one order, come to where groups, in another, left."""
    sizes = np.bincount(groups, minlength=len(coming))
    whole = np.minimum(sizes[coming], sizes[leaving])
    items = np.empty(len(groups), np.int64)
    items[_in_line(groups, sizes, leaving, whole, rng)] = _in_line(groups, sizes, coming, whole, rng)
    return items


def _in_line(
    groups: np.ndarray, sizes: np.ndarray, order: np.ndarray, whole: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Return all items group by group: as many of each as the other side has, then what is left of each."""
    shuffled = rng.permutation(len(groups))
    together = shuffled[np.argsort(groups[shuffled], kind="stable")]
    rank = np.arange(len(groups)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    at = np.empty(len(sizes), np.int64)
    at[order] = np.arange(len(sizes))
    pair = at[groups[together]]
    return together[np.argsort(pair + len(sizes) * (rank >= whole[pair]), kind="stable")]
