"""What stands around a persona model: which words it knows, by name, and which number each of its personas has.

A model sees a matrix. That its third column is "agent:kill", and that its second component is persona 7, is kept here
and nowhere else, so that columns are matched by their names and numbers stay when personas are found again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator

from motif.core.check import in_range, integer, same_length
from motif.core.errors import InputError
from motif.films.collection.character import column, split_column
from motif.model.match import Matched, matched
from motif.represent.estimator import require_fitted

if TYPE_CHECKING:
    from typing import Self

__all__ = ["WHY", "Framed", "PersonaFrame", "Placed"]

WHY = ("assigned", "few_words", "unknown_words", "unsure")
"""What became of a character, in the order of `Placed.why`."""

_TINY = 1e-12


@dataclass(frozen=True, eq=False)
class Framed:
    """Counts in a model's own columns.

    Parameters
    ----------
    X :
        (n_items, n_features), CSR; dense where they are vectors.
    n_known, n_unknown :
        (n_items,): how many words of each character the model knows, and does not.

    Examples
    --------
    >>> Framed(sparse.csr_array((1, 2)), np.array([0]), np.array([3])).share_unknown
    1.0
    """

    X: Any
    n_known: np.ndarray
    n_unknown: np.ndarray

    @property
    def share_unknown(self) -> float:
        """The share of all words that the model does not know, in [0, 1]."""
        total = self.n_known.sum() + self.n_unknown.sum()
        return float(self.n_unknown.sum() / total) if total else 0.0


@dataclass(frozen=True, eq=False)
class Placed:
    """Characters with their personas.

    Parameters
    ----------
    numbers :
        (n_personas,), ascending: the columns of `memberships`.
    memberships :
        (n_items, n_personas), rows that sum to 1; zeros where there is too little evidence to ask the model.
    labels :
        (n_items,): the number of the persona; -1 for unassigned.
    probability :
        (n_items,): the largest membership; 0 where the model was not asked.
    why :
        (n_items,): a place in `WHY`.

    Examples
    --------
    >>> Placed(np.array([0]), np.ones((1, 1)), np.array([0]), np.ones(1), np.array([0])).counts
    {'assigned': 1, 'few_words': 0, 'unknown_words': 0, 'unsure': 0}
    """

    numbers: np.ndarray
    memberships: np.ndarray
    labels: np.ndarray
    probability: np.ndarray
    why: np.ndarray

    @property
    def asked(self) -> np.ndarray:
        """(n_items,) bool: whether there was evidence enough to ask the model."""
        return (self.why == 0) | (self.why == WHY.index("unsure"))

    @property
    def counts(self) -> dict[str, int]:
        """How many characters each word of `WHY` holds for."""
        return {word: int((self.why == at).sum()) for at, word in enumerate(WHY)}


class PersonaFrame(BaseEstimator):
    """Knows the columns of a persona model by name, the numbers of its personas, and when evidence is too little.

    Parameters
    ----------
    min_words :
        Role words that a character needs to be asked for its persona.
    min_probability :
        A character is assigned where its largest membership is above this.
    min_characters :
        Characters that a word is said of before it gets a column: of one it binds nobody to anybody.
    max_share :
        Words that a larger share of the characters have get no column.

    block :
        What the model sees: words by role, or a vector of each character. Words then only describe.

    Attributes
    ----------
    columns_ :
        (n_columns,) names of the words that are known.
    features_ :
        (n_features,) names of the model's columns: those words, or role:topic where words were put into topics.
    feature_of_ :
        (n_columns,): the place in `features_` of each word.
    components_ :
        (n_personas,): the places in the model of the components that characters have; others are no personas.
    numbers_, names_ :
        (n_personas,): the number and the name of the persona that each of these components is.
    n_components_ :
        How many the model has, those without characters too.
    next_number_ :
        The first number that no persona has ever had.

    Examples
    --------
    >>> X = sparse.csr_array([[2, 1, 0], [1, 0, 0], [0, 3, 1]])
    >>> frame = PersonaFrame(min_characters=2).fit(X, ["agent:kill", "attribute:tall", "attribute:old"])
    >>> frame.features_
    ['agent:kill', 'attribute:tall']
    >>> frame.transform(sparse.csr_array([[5, 4]]), ["attribute:red", "agent:kill"]).X.toarray().tolist()
    [[4.0, 0.0]]
    """

    def __init__(
        self,
        *,
        min_words: int = 3,
        min_probability: float = 0.2,
        min_characters: int = 2,
        max_share: float = 1.0,
        block: Literal["roles", "embedding"] = "roles",
    ) -> None:
        self.min_words = min_words
        self.min_probability = min_probability
        self.min_characters = min_characters
        self.max_share = max_share
        self.block = block

    def fit(self, X: Any, columns: Sequence[str], topics: Mapping[str, str] | None = None) -> Self:
        """Learn which words are known.

        Parameters
        ----------
        X :
            (n_items, n_words), the counts of the characters that have words enough.
        columns :
            (n_words,), their names.
        topics :
            Word -> name of its topic; a word without one is set aside. None takes every word for itself.

        Raises
        ------
        InputError
            When no word is left.
        """
        self._check()
        same_length(len(columns), X.shape[1], what="columns", other="columns of X")
        n_characters = np.bincount(sparse.csr_array(X).indices, minlength=X.shape[1])
        often = (n_characters >= self.min_characters) & (n_characters <= self.max_share * X.shape[0])
        feature_of = {name: _feature(name, topics) for name, kept in zip(columns, often, strict=True) if kept}
        known = {name: feature for name, feature in feature_of.items() if feature is not None}
        if not known and self.block == "roles":
            raise InputError(
                f"no word is said of {self.min_characters} of the {X.shape[0]} characters; there is nothing to compare"
            )
        self.columns_ = [*known]
        self.features_ = [*dict.fromkeys(known.values())]
        place = {feature: at for at, feature in enumerate(self.features_)}
        self.feature_of_ = np.array([place[feature] for feature in known.values()], dtype=np.int64)
        self.number(np.zeros(0, dtype=np.int64), None, 0)
        self.names_: list[str] = []
        return self

    def _check(self) -> None:
        integer(self.min_words, what="min_words", low=1)
        in_range(self.min_probability, what="min_probability", low=0, high=1)
        integer(self.min_characters, what="min_characters", low=1)
        in_range(self.max_share, what="max_share", low=0, high=1)

    def transform(self, X: Any, columns: Sequence[str]) -> Framed:
        """Return counts in the model's columns, matched by name; unknown words are counted and left out.

        Parameters
        ----------
        X :
            (n_items, n_words), counts.
        columns :
            (n_words,), their names, in any order.
        """
        require_fitted(self)
        same_length(len(columns), X.shape[1], what="columns", other="columns of X")
        place = dict(zip(self.columns_, self.feature_of_.tolist(), strict=True))
        feature_of = np.array([place.get(name, -1) for name in columns], dtype=np.int64)
        known = np.flatnonzero(feature_of >= 0)
        ones = np.ones(len(known))
        to_feature = sparse.csr_array((ones, (known, feature_of[known])), shape=(len(columns), len(self.features_)))
        counts = sparse.csr_array(X, dtype=np.float64)
        framed = sparse.csr_array(counts @ to_feature)
        framed.sort_indices()
        n_known, n_all = (np.asarray(one.sum(axis=1)).ravel() for one in (framed, counts))
        return Framed(framed, np.rint(n_known).astype(np.int64), np.rint(n_all - n_known).astype(np.int64))

    def embedded(self, vectors: np.ndarray, present: np.ndarray) -> Framed:
        """Return vectors of characters as a model that sees these wants them.

        Parameters
        ----------
        vectors :
            (n_items, n_features).
        present :
            (n_items,) bool: who has one; the others are unassigned for `unknown_words`.
        """
        return Framed(vectors, present.astype(np.int64), np.zeros(len(present), dtype=np.int64))

    def number(
        self,
        labels: np.ndarray,
        before: np.ndarray | None,
        n_components: int,
        *,
        next_number: int = 0,
    ) -> Matched | None:
        """Give the components that characters have their numbers: those of an older grouping where they are the same.

        Parameters
        ----------
        labels :
            (n_items,), components; -1 for none.
        before :
            (n_items,), old numbers of the same characters; None where there are none: the largest is then 0.
        n_components :
            How many there are, also without characters.
        next_number :
            The older frame's `next_number_`.

        Returns
        -------
        How the old numbers were kept (`Matched`), or None.
        """
        sizes = np.bincount(labels[labels >= 0], minlength=n_components)
        self.components_, self.n_components_ = np.flatnonzero(sizes), n_components
        if before is None:
            self.numbers_ = np.empty(len(self.components_), dtype=np.int64)
            self.numbers_[np.argsort(-sizes[self.components_], kind="stable")] = np.arange(len(self.components_))
            self.next_number_ = len(self.components_)
            return None
        found: Matched = matched(labels, before, next_number=next_number)
        self.numbers_ = np.array([found.number_of[one] for one in self.components_.tolist()], dtype=np.int64)
        self.next_number_ = max([next_number - 1, *found.number_of.values(), *found.gone]) + 1
        return found

    def place(self, model: Any, framed: Framed, n_words: np.ndarray) -> Placed:
        """Return each character with its persona, by a model that was fitted to these columns.

        Parameters
        ----------
        model :
            With `predict_proba`.
        framed :
            What `transform` returned.
        n_words :
            (n_items,): role words of each character, known or not.
        """
        why = np.zeros(len(n_words), dtype=np.int64)
        why[framed.n_known == 0] = WHY.index("unknown_words")
        if self.block == "roles":
            why[np.asarray(n_words) < self.min_words] = WHY.index("few_words")
        asked = np.flatnonzero(why == 0)
        order = np.argsort(self.numbers_, kind="stable")
        memberships = np.zeros((len(n_words), len(order)))
        if len(asked):
            told = np.asarray(model.predict_proba(framed.X[asked]))[:, self.components_[order]]
            told /= np.maximum(told.sum(axis=1, keepdims=True), _TINY)  # what components without characters had
            memberships[asked] = told.astype(np.float32)  # as a collection keeps them, so that all comes back the same
        numbers = self.numbers_[order]
        best = memberships.argmax(axis=1)
        probability = memberships[np.arange(len(best)), best]
        why[(why == 0) & ~(probability > self.min_probability)] = WHY.index("unsure")
        labels = np.where(why == 0, numbers[best], -1)
        return Placed(numbers, memberships, labels, probability, why)


def _feature(name: str, topics: Mapping[str, str] | None) -> str | None:
    if topics is None:
        return name
    role, word, negated = split_column(name)
    topic = topics.get(word)
    return None if topic is None else column(role, topic, negated=negated)
