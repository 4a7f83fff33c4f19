"""The characters that are most like one by what is said of them, and how alike chance would find some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer

from motif.core.check import integer, same_length
from motif.core.seed import generator
from motif.evaluate.figure import Figure
from motif.evaluate.null import null_of
from motif.films.collection.character import split_column
from motif.represent.nearest import nearest

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["Near", "Resemblance"]

_CANNOT_SHOW = "Whether two people are alike: only that the same words are said of them."
_N_DRAWS = 199
_ROUNDED = 1e-12  # float64 of rows of length 1; a word of many weighs more than 1e-6


@dataclass(frozen=True, eq=False)
class Near:
    """The characters nearest to one, the nearest first.

    Parameters
    ----------
    rows :
        (n,) of all characters.
    cosines :
        (n,) in [0, 1]; 1 where the same words are said in the same shares.
    shared :
        For each the columns that both have, those that weigh most first.
    figure :
        The cosine of the nearest, beside that of as many words drawn at random from what is said of all.
    """

    rows: np.ndarray
    cosines: np.ndarray
    shared: tuple[tuple[str, ...], ...]
    figure: Figure

    def beyond_chance(self) -> np.ndarray:
        """Return (n,) bool: which are nearer than 95 % of random words have their nearest."""
        null = self.figure.null
        return np.zeros(len(self.rows), bool) if null is None else self.cosines > null.high


class Resemblance:
    """Characters as TF-IDF rows of the words said of them, to look for those that are nearest to one.

    Characters of one film are not compared where there are other films: one sentence about two of them makes them
    alike.

    Parameters
    ----------
    counts :
        (n_characters, n_columns) counts of words by role, CSR.
    columns :
        (n_columns,) such as "agent:kill".
    films :
        (n_characters,) the film of each; None where it is not known.

    Examples
    --------
    >>> counts = sparse.csr_array([[2, 1, 0], [1, 1, 0], [0, 0, 3]])
    >>> found = Resemblance(counts, ("agent:kill", "agent:rule", "agent:sing"), ("f1", "f2", "f3")).near(0, n=1)
    >>> found.rows.tolist(), found.shared
    ([1], (('agent:kill', 'agent:rule'),))
    """

    def __init__(self, counts: Any, columns: Sequence[str], films: Sequence[str | None]) -> None:
        self.counts = sparse.csr_array(counts, dtype=np.float64)
        self.columns = tuple(columns)
        same_length(len(films), self.counts.shape[0], what="films", other="characters")
        self._films = np.array([film or f"\0{row}" for row, film in enumerate(films)])
        self._weighing = TfidfTransformer(sublinear_tf=True).fit(self.counts)
        self.X = self._weighed(self.counts)
        self._of_role = _by_role(self.columns)
        self._share = np.asarray(self.counts.sum(axis=0)).ravel()

    def near(self, row: int, *, n: int = 5, n_draws: int = _N_DRAWS, random_state: RandomState = 0) -> Near | None:
        """Return the characters of other films that are nearest to one; None where there is nothing to compare.

        Parameters
        ----------
        row :
            The character.
        n :
            How many, at least 1.
        n_draws :
            How often as many words, role by role, are drawn at random from those of all characters.
        random_state :
            Where chance comes from.
        """
        n, own = integer(n, what="n", low=1), self.X[[row]]
        others = np.flatnonzero(self._films != self._films[row])
        if not len(others):
            others = np.flatnonzero(np.arange(self.X.shape[0]) != row)
        if not own.nnz or not len(others):
            return None
        there = self.X[others]
        distances, places = nearest(there, own, n, metric="cosine")
        cosines = _cosines(distances[0])
        alike = cosines > 0
        rows = others[places[0][alike]]
        drawn = self._drawn(row, integer(n_draws, what="n_draws", low=1), generator(random_state))
        chance = _cosines(nearest(there, drawn, 1, metric="cosine")[0][:, 0])
        value = float(cosines[0])
        figure = Figure(
            "nearest character", value,
            null_of(value, chance, kind="random_words", higher_is_better=True, magnitude=1.0),
            {}, None, len(others), True, _CANNOT_SHOW, "cosine",
        )  # fmt: skip
        return Near(rows, cosines[alike], tuple(self._shared(row, other) for other in rows.tolist()), figure)

    def _weighed(self, counts: Any) -> Any:
        return sparse.csr_array(self._weighing.transform(counts))

    def _shared(self, row: int, other: int) -> tuple[str, ...]:
        both = (self.X[[row]] * self.X[[other]]).tocoo()
        order = np.lexsort((both.col, -both.data))
        return tuple(self.columns[column] for column in both.col[order].tolist())

    def _drawn(self, row: int, n_draws: int, rng: np.random.Generator) -> Any:
        """Return TF-IDF rows of random words: in each role as many as the character has."""
        own = np.asarray(self.counts[[row]].sum(axis=0)).ravel()
        parts = []
        for inside in self._of_role:
            n_words, shares = int(own[inside].sum()), self._share[inside]
            if n_words:
                parts.append(rng.choice(inside, size=(n_draws, n_words), p=shares / shares.sum()))
        drawn = np.concatenate(parts, axis=1)
        which = np.repeat(np.arange(n_draws), drawn.shape[1])
        rows = sparse.csr_array((np.ones(drawn.size), (which, drawn.ravel())), shape=(n_draws, self.counts.shape[1]))
        rows.sum_duplicates()
        return self._weighed(rows)


def _cosines(distances: np.ndarray) -> np.ndarray:
    """Return cosines of cosine distances; those of rows that share nothing are 0, whatever was rounded."""
    cosines = 1 - distances
    return np.where(cosines > _ROUNDED, np.minimum(cosines, 1.0), 0.0)


def _by_role(columns: Sequence[str]) -> list[np.ndarray]:
    """Return the columns of each role."""
    roles = np.array([split_column(name).role for name in columns])
    return [np.flatnonzero(roles == role) for role in dict.fromkeys(roles.tolist())]
