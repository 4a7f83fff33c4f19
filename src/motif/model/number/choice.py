"""A number of clusters: what each candidate scores, which is chosen, and how sure that is in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from motif.core.check import few

__all__ = ["Candidate", "NumberChoice", "choice_of"]

_LEVEL = 0.05
_STABLE = 0.9  # two subsamples agree but for a few items at the borders
_LEAST_GAIN = 0.03  # of silhouette over chance: with less, nobody sees the groups in a picture
_GAP = 0.5  # half as dense halfway as at the centres; two normal groups of one size have that from 3.3 sd apart


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number of clusters, what it scores, and what a cloud without groups scores.

    Parameters
    ----------
    n_clusters :
        The number.
    stability :
        Agreement of two subsamples, mean adjusted Rand index, at most 1; higher is better.
    stability_chance, stability_chance_sd :
        Mean and sd of the same on the kind of reference that scores more.
    silhouette :
        Mean silhouette, in [-1, 1]; higher is better.
    silhouette_chance, silhouette_chance_sd :
        As for the stability.
    p :
        Of the silhouette, one-sided, family-wise over all candidates and the larger of both kinds of reference.
    valley :
        How dense the items lie halfway between neighbouring centres, for a density of 1 at the centres; at least 0.
    valley_chance :
        Mean of the same on the kind of reference that has less.

    Examples
    --------
    >>> Candidate(3, 0.98, 0.6, 0.1, 0.7, 0.38, 0.01, 0.048).stands_out
    True
    """

    n_clusters: int
    stability: float
    stability_chance: float
    stability_chance_sd: float
    silhouette: float
    silhouette_chance: float
    silhouette_chance_sd: float
    p: float
    valley: float = 0.0
    valley_chance: float = 1.0

    @property
    def stands_out(self) -> bool:
        """Whether silhouette (by 0.03), stability and valley (by half) are better than in clouds without groups."""
        seen = self.silhouette - self.silhouette_chance >= _LEAST_GAIN
        apart = self.valley <= self.valley_chance / 2
        return self.p <= _LEVEL and seen and apart and self.stability > self.stability_chance

    @property
    def is_firm(self) -> bool:
        """Whether subsamples agree (0.9 and more) and the items thin out to half or less between the centres."""
        return self.stability >= _STABLE and self.valley <= _GAP


@dataclass(frozen=True, slots=True)
class NumberChoice:
    """The number of clusters that was chosen, how sure that is, and the table it rests on.

    Parameters
    ----------
    n_clusters :
        The choice; where no number stands out, the one that comes nearest to it.
    confidence :
        "clear", "likely" or "none".
    words :
        The same as a sentence.
    candidates :
        What each number scores, in ascending order.
    n_items :
        How many items there are.
    n_sampled :
        How many of them were looked at.

    Examples
    --------
    >>> import numpy as np
    >>> from motif.model.number import choose_n_clusters
    >>> rng = np.random.default_rng(0)
    >>> X = np.array([[0, 0], [9, 0], [0, 9]])[np.arange(90) % 3] + rng.normal(size=(90, 2))
    >>> choose_n_clusters(X, candidates=(2, 3, 4), n_references=20, random_state=0).confidence
    'clear'
    """

    n_clusters: int
    confidence: Literal["clear", "likely", "none"]
    words: str
    candidates: tuple[Candidate, ...]
    n_items: int
    n_sampled: int

    def as_dict(self) -> dict[str, Any]:
        """Return the choice as plain JSON values."""
        return asdict(self) | {"candidates": [asdict(candidate) for candidate in self.candidates]}


def choice_of(table: tuple[Candidate, ...], *, n_items: int, n_sampled: int) -> NumberChoice:
    """Return the choice that a table of candidates leads to.

    Parameters
    ----------
    table :
        At least one candidate, in ascending order.
    n_items, n_sampled :
        How many items there are, and how many were looked at.

    Examples
    --------
    >>> choice_of((Candidate(2, 1.0, 0.5, 0.1, 0.8, 0.4, 0.01, 0.048),), n_items=9, n_sampled=9).n_clusters
    2
    """
    standing = [candidate for candidate in table if candidate.stands_out]
    confidence: Literal["clear", "likely", "none"]
    if not standing:
        best = max(table, key=lambda one: (one.silhouette - one.silhouette_chance, -one.n_clusters))
        confidence = "none"
        words = "no number stands out: the groups are a convenient cut, not a finding"
        return NumberChoice(best.n_clusters, confidence, words, table, n_items, n_sampled)
    best = max(standing, key=lambda one: (one.silhouette, -one.n_clusters))
    margin = best.silhouette - 2 * best.silhouette_chance_sd
    rivals = [one.n_clusters for one in standing if one is not best and one.silhouette >= margin]
    finer = [one.n_clusters for one in _peaks(table) if one.n_clusters > best.n_clusters]
    confidence = "clear" if best.is_firm and not rivals else "likely"
    words = _in_words(best, rivals, [number for number in finer if number not in rivals])
    return NumberChoice(best.n_clusters, confidence, words, table, n_items, n_sampled)


def _peaks(table: Sequence[Candidate]) -> list[Candidate]:
    """Return the firm candidates that stand out, and are tighter than the next ones to both sides."""
    tight = [-1.0, *(one.silhouette for one in table), -1.0]
    return [
        one
        for at, one in enumerate(table, start=1)
        if one.stands_out and one.is_firm and tight[at] > max(tight[at - 1], tight[at + 1])
    ]


def _in_words(best: Candidate, rivals: list[int], finer: list[int]) -> str:
    number = best.n_clusters
    tight = f"silhouette {best.silhouette:.2f}, {best.silhouette_chance:.2f} without groups"
    stable = f"subsamples agree to {best.stability:.2f}"
    if rivals:
        return f"about {number} clusters: {few(rivals)} would do nearly as well ({tight}; {stable})"
    if best.stability < _STABLE:
        return f"{number} clusters, not surely: {stable} only ({tight})"
    if best.valley > _GAP:
        thin = f"halfway between them items lie {best.valley:.2f} as dense as at the centres"
        return f"{number} clusters, not surely: {thin}, so they may be pieces of one shape ({tight}; {stable})"
    also = f"; a finer cut holds too: {few(finer)}" if finer else ""
    return f"{number} clusters, clearly: {stable}, and they are tighter than a cloud's pieces ({tight}){also}"
