"""Profiles: the features that set each cluster apart from the rest, and a name from the largest.

Conventions
-----------
- Every cluster is compared with all other items; unassigned ones (label -1) count among the others.
- Numbers (`measure="difference"`): the mean inside less the mean outside, in sd of all items. The usual sd within the
  two sides is zero for a perfect split; that of all items is not, and does not change when labels are dealt out anew.
- Counts and weights of words (`measure="log_odds"`): the log-odds ratio with an informative Dirichlet prior, which
  pulls rare words to their share in all items. Follows Monroe, Colaresi and Quinn 2008, equations 16 and 22; the prior
  weighs as much as one count for each word.
- Chance: the labels dealt out to the items at random; the largest effect, in its standard errors, over all clusters and
  features. So p is family-wise: among all traits of all clusters, one list in twenty has a wrong one at p = 0.05.
- What cannot be shown: a grouping that was made from the same numbers differs in them also where there are no groups.
  Whether there are any is asked of `motif.model.number`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from scipy import sparse

from motif.core.check import finite_rows, in_choices, integer, matrix, same_length
from motif.core.errors import InputError
from motif.core.seed import generator
from motif.model.naming.effect import Difference, LogOdds, Measured

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from motif.core.seed import RandomState

__all__ = ["Measure", "Profile", "Trait", "distinctive"]

Measure = Literal["auto", "difference", "log_odds"]
_LEVEL = 0.05
_NAMED = 3  # traits in a name
_FEWEST = 5  # items that have a word, before it can set anything apart
_TIE = 1e-9


@dataclass(frozen=True, slots=True)
class Trait:
    """A feature in which a cluster differs from the rest.

    Parameters
    ----------
    feature :
        Its name.
    term :
        The same as a part of a name: "high tempo", "not live", "shark".
    effect :
        In sd of all items, or the log-odds ratio; below 0 where the cluster has less.
    inside, outside :
        The mean in the cluster and in the rest; for log-odds, the share of all counts.
    p :
        Family-wise over all clusters and features, in (0, 1].

    Examples
    --------
    >>> Trait("tempo", "high tempo", 1.4, 140.0, 110.0, 0.005).term
    'high tempo'
    """

    feature: str
    term: str
    effect: float
    inside: float
    outside: float
    p: float


@dataclass(frozen=True, slots=True)
class Profile:
    """What sets one cluster apart.

    Parameters
    ----------
    label :
        The cluster.
    n_items :
        How many items it holds.
    name :
        From the largest traits, such as "high tempo, low acousticness"; None when no feature sets it apart.
    traits :
        The features that beat chance, the surest first.

    Examples
    --------
    >>> Profile(0, 12, None, ()).words
    'no feature sets it apart'
    """

    label: int
    n_items: int
    name: str | None
    traits: tuple[Trait, ...]

    @property
    def words(self) -> str:
        """The name, or that there is none."""
        return self.name or "no feature sets it apart"

    def as_dict(self) -> dict[str, Any]:
        """Return the profile as plain JSON values."""
        return asdict(self) | {"traits": [asdict(trait) for trait in self.traits]}


def distinctive(
    X: Any,
    labels: ArrayLike,
    columns: Sequence[str] | None = None,
    *,
    measure: Measure = "auto",
    only_high: bool = False,
    n_traits: int = 5,
    n_permutations: int = 200,
    random_state: RandomState = None,
) -> tuple[Profile, ...]:
    """Return what sets each cluster apart from the rest, clusters in the order of their labels.

    Parameters
    ----------
    X :
        (n_items, n_features), dense or sparse, finite.
    labels :
        (n_items,), whole numbers; those below 0 are unassigned.
    columns :
        (n_features,), names of the features; None calls them "feature 0" and so on.
    measure :
        "difference" for numbers; "log_odds" for counts, at least 0; "auto" takes sparse items without negative numbers
        for counts. Words that fewer than 5 items have are left out.
    only_high :
        Whether only what a cluster has more of is told; always so for log-odds.
    n_traits :
        The most traits of a cluster that are kept; a name takes three of them, of at least half an sd.
    n_permutations :
        Draws of the null; the smallest possible p is 1 / (n_permutations + 1).
    random_state :
        Where chance comes from.

    Raises
    ------
    InputError
        When labels or columns do not line up with X, or counts are below 0.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> X = rng.normal(size=(60, 3))
    >>> X[:30, 1] += 3
    >>> profiles = distinctive(X, np.arange(60) // 30, ["tempo", "energy", "live"], random_state=0)
    >>> [profile.name for profile in profiles]
    ['high energy', 'low energy']
    """
    X = _finite(X)
    labels = _whole(labels, X.shape[0])
    names = [f"feature {at}" for at in range(X.shape[1])] if columns is None else list(columns)
    same_length(len(names), X.shape[1], what="columns", other="features")
    n_traits = integer(n_traits, what="n_traits", low=1)
    n_permutations = integer(n_permutations, what="n_permutations", low=1)
    counted = _is_counted(X, measure)
    if counted:
        X, names = _common(sparse.csr_array(X), names)
    kinds = np.unique(labels[labels >= 0])
    groups = np.where(labels < 0, len(kinds), np.searchsorted(kinds, labels))  # the last group is the unassigned
    effects = (LogOdds if counted else Difference)(X, groups, len(kinds))
    one_sided = only_high or counted
    found = effects.measure(groups)
    strength = found.z if one_sided else np.abs(found.z)
    p = _family_wise(effects, groups, strength, one_sided, n_permutations, generator(random_state))
    profiles = []
    for row, kind in enumerate(kinds.tolist()):
        surest = np.argsort(-strength[row], kind="stable")[:n_traits]
        kept = [at for at in surest.tolist() if p[row, at] <= _LEVEL]
        traits = tuple(_trait(effects, found, names, row, at, float(p[row, at])) for at in kept)
        told = [trait.term for trait in traits if effects.is_seen(trait.effect)][:_NAMED]
        profiles.append(Profile(kind, int((groups == row).sum()), ", ".join(told) or None, traits))
    return tuple(profiles)


def _finite(X: Any) -> Any:
    if not sparse.issparse(X):
        X = matrix(X)
        return X if X.dtype.kind == "f" else X.astype(np.float64)
    X = sparse.csr_array(X, copy=True)
    X.sum_duplicates()
    X.eliminate_zeros()
    finite_rows(X)
    return X


def _whole(labels: ArrayLike, n_items: int) -> np.ndarray:
    labels = np.asarray(labels)
    if labels.ndim != 1 or labels.dtype.kind not in "iu":
        raise InputError(f"labels must be whole numbers in one row; given {labels.dtype} of shape {labels.shape}")
    same_length(len(labels), n_items, what="labels")
    return labels.astype(np.int64)


def _is_counted(X: Any, measure: Measure) -> bool:
    in_choices(measure, ("auto", "difference", "log_odds"), what="measure")
    least = float((X.data if sparse.issparse(X) else X).min(initial=0))
    if measure == "log_odds" and least < 0:
        raise InputError(f"log-odds need counts, at least 0, not {least!r}; use measure='difference'")
    return measure == "log_odds" or (measure == "auto" and sparse.issparse(X) and least >= 0)


def _common(X: Any, names: list[str]) -> tuple[Any, list[str]]:
    X.eliminate_zeros()
    kept = np.flatnonzero(np.bincount(X.indices, minlength=X.shape[1]) >= _FEWEST)
    return X[:, kept], [names[at] for at in kept.tolist()]


def _family_wise(
    effects: Difference | LogOdds,
    groups: np.ndarray,
    strength: np.ndarray,
    one_sided: bool,
    n_permutations: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return p of each effect against the largest of each permutation."""
    largest = np.empty(n_permutations)
    for draw in range(n_permutations):
        z = effects.measure(rng.permutation(groups)).z
        largest[draw] = (z if one_sided else np.abs(z)).max(initial=0)
    at_least = n_permutations - np.searchsorted(np.sort(largest), strength - _TIE)
    return (1 + at_least) / (n_permutations + 1)


def _trait(effects: Difference | LogOdds, found: Measured, names: Sequence[str], row: int, at: int, p: float) -> Trait:
    effect = float(found.effect[row, at])
    inside, outside = float(found.inside[row, at]), float(found.outside[row, at])
    return Trait(names[at], effects.term(names[at], effect), effect, inside, outside, p)
