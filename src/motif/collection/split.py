"""Split: who goes where, decided by the id alone, for ever, or stratified and then written down once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core import check
from motif.core.errors import InputError
from motif.core.seed import generator

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["hashed", "stratified"]

_SUM = 1e-9  # how far shares may be from 1: rounding of decimal fractions


def hashed(keys: Sequence[Any], shares: Mapping[str, float], *, salt: str = "") -> np.ndarray:
    """Return the name of each key's side; the same key goes to the same side whatever else is there.

    Parameters
    ----------
    keys :
        (n,) ids, or the group of each item so that groups stay together.
    shares :
        Side -> share, positive, summing to 1; their order matters.
    salt :
        Another text gives another, equally lasting split.

    Returns
    -------
    (n,) text. The shares hold on average: 10,000 items at .2 give 2,000 +- 40.

    Raises
    ------
    InputError
        When the shares do not sum to 1, or a key is missing.

    Examples
    --------
    >>> hashed(["a", "b", "d", "f"], {"train": 0.5, "test": 0.5}).tolist()
    ['train', 'train', 'test', 'test']
    """
    names, edges = _edges(shares)
    empty = [place for place, key in enumerate(keys) if key is None]
    if empty:
        raise InputError(f"every item needs a group to split by; rows without one: {check.few(empty)}")
    places = np.array([_place(f"{salt}\0{key}") for key in keys], dtype=np.float64)
    return np.array(names, dtype=object)[np.searchsorted(edges, places, side="right")]


def _place(text: str) -> float:
    """A number in [0, 1) that the text alone decides."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big") / 2**48


def stratified(strata: Sequence[Any], shares: Mapping[str, float], *, random_state: RandomState = None) -> np.ndarray:
    """Return the name of each item's side, every stratum divided by the shares as evenly as whole items allow.

    Parameters
    ----------
    strata :
        (n,) the value to keep in proportion; None is a stratum of its own.
    shares :
        As for `hashed`.
    random_state :
        Decides who goes where inside a stratum.

    Examples
    --------
    >>> sorted(stratified(list("aabb"), {"train": 0.5, "test": 0.5}, random_state=0).tolist())
    ['test', 'test', 'train', 'train']
    """
    names, edges = _edges(shares)
    random = generator(random_state)
    sides = np.empty(len(strata), dtype=object)
    text = np.array([repr(value) for value in strata], dtype=object)
    stratum = np.unique(text, return_inverse=True)[1]
    order = np.argsort(stratum, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(stratum[order])) + 1):
        rows = random.permutation(members)
        # (k + random) / n spreads n items evenly over [0, 1): each side gets its share rounded up or down
        places = (np.arange(len(rows)) + random.random()) / len(rows)
        sides[rows] = np.array(names, dtype=object)[np.searchsorted(edges, places, side="right")]
    return sides


def _edges(shares: Mapping[str, float]) -> tuple[list[str], np.ndarray]:
    given = list(shares.values())
    if not given or not all(isinstance(share, Real) and share > 0 for share in given) or abs(sum(given) - 1) > _SUM:
        raise InputError(f"shares must be positive and sum to 1, not {dict(shares)!r}")
    return [check.name(name, what="the side of a split") for name in shares], np.cumsum(given)[:-1]
