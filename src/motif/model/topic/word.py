"""Words gathered into topics by their vectors."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, Self, get_args

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, ClusterMixin

from motif.core.check import in_choices, integer, same_length, unique_ids
from motif.core.errors import InputError
from motif.model.cluster import Agglomerative, KMeans
from motif.model.topic.column import TopicCounts, topic_counts
from motif.represent.estimator import matrix_to_fit, require_fitted
from motif.represent.nearest.row import unit_rows

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["TopicMethod", "WordTopics"]

TopicMethod = Literal["auto", "agglomerative", "kmeans"]
_MOST_IN_A_TREE = 10_000  # words: 400 MB of distances
_WORDS_A_TOPIC = 20  # as Bamman, O'Connor and Smith 2013 have: 1,000 words, 50 topics
_WORDS_IN_NAME = 3
_BETWEEN = "/"


class WordTopics(ClusterMixin, BaseEstimator):
    """Gathers words into topics by the angle between their vectors, and names each topic by its most central words.

    Up to 10,000 words by a tree of merges (complete linkage, so that the two least alike words of a topic are still
    alike), above that by spherical k-means. A word without a vector is set aside, not put into a topic of such words.

    Parameters
    ----------
    n_topics :
        How many, in [1, words with a vector]; "auto" is one for each 20 words.
    method :
        "agglomerative", "kmeans", or "auto" by the number of words.
    random_state :
        Where chance comes from in k-means; None is unpredictable. The tree has none.

    Attributes
    ----------
    labels_ :
        (n_words,): each word's topic, numbered in the order in which the words show them; -1 where a word was set
        aside.
    words_ :
        (n_words,): the words.
    names_ :
        (n_topics,): the topics' names, up to three words each, the most central first; each name only once.
    centers_ :
        (n_topics, n_features): the topics' mean directions, of unit length.
    n_topics_ :
        How many topics there are.
    n_set_aside_ :
        How many words have no vector: a row of zeros.

    Raises
    ------
    InputError
        When no word has a vector, for more topics than words, and for words that do not fit the vectors.

    Notes
    -----
    Given one vector in common, the words without any (names, misspellings) would make one topic under a cosine.

    Examples
    --------
    >>> words = ["kill", "murder", "love", "xyz"]
    >>> model = WordTopics(2).fit([[1.0, 0.0], [0.9, 0.1], [0.0, 1.0], [0.0, 0.0]], words=words)
    >>> model.labels_.tolist(), model.names_
    ([0, 0, 1, -1], ('kill/murder', 'love'))
    >>> model.counts([[3, 1]], ["agent:murder", "patient:love"]).columns
    ('agent:kill/murder', 'patient:love')
    """

    def __init__(
        self,
        n_topics: int | Literal["auto"] = "auto",
        *,
        method: TopicMethod = "auto",
        random_state: RandomState = None,
    ) -> None:
        self.n_topics = n_topics
        self.method = method
        self.random_state = random_state

    def fit(self, X: Any, y: Any = None, *, words: Sequence[str] | None = None) -> Self:  # noqa: ARG002
        """Find the topics.

        Parameters
        ----------
        X :
            (n_words, n_features): the words' vectors; a row of zeros is a word without one.
        y :
            Not used.
        words :
            (n_words,), each only once; None calls them by their numbers.
        """
        X = matrix_to_fit(self, X)
        words = [str(n) for n in range(len(X))] if words is None else list(words)
        same_length(len(words), len(X), what="words", other="vectors")
        unique_ids(words, what="words")
        directions = unit_rows(X)
        has_one = directions.any(axis=1)
        n_topics = self._n_topics(int(has_one.sum()), n_words=len(X))
        labels = _in_order(self._labels(directions[has_one], n_topics))
        self.labels_ = np.full(len(X), -1)
        self.labels_[has_one] = labels
        self.n_topics_ = int(labels.max()) + 1
        self.n_set_aside_ = int((~has_one).sum())
        self.words_ = tuple(words)
        self.centers_ = _centres(directions[has_one], labels, self.n_topics_)
        self.names_ = self._names(directions)
        return self

    def _n_topics(self, n_placed: int, *, n_words: int) -> int:
        if not n_placed:
            raise InputError(f"none of the {n_words} words has a vector; give vectors of these words")
        if self.n_topics == "auto":
            return -(-n_placed // _WORDS_A_TOPIC)
        n_topics = integer(self.n_topics, what="n_topics", low=1)
        if n_topics > n_placed:
            raise InputError(f"n_topics={n_topics} asked of {n_placed} words that have a vector; give fewer topics")
        return n_topics

    def _labels(self, directions: np.ndarray, n_topics: int) -> np.ndarray:
        in_choices(self.method, get_args(TopicMethod), what="method")
        method = self.method
        if method == "auto":
            method = "agglomerative" if len(directions) <= _MOST_IN_A_TREE else "kmeans"
        if method == "agglomerative":
            return Agglomerative(n_topics, metric="cosine", linkage="complete").fit(directions).labels_
        return KMeans(n_topics, metric="cosine", random_state=self.random_state).fit(directions).labels_

    def _names(self, directions: np.ndarray) -> tuple[str, ...]:
        central = np.einsum("ij,ij->i", directions, self.centers_[self.labels_])
        order = np.lexsort((-central, self.labels_))
        order = order[self.labels_[order] >= 0]
        starts = np.searchsorted(self.labels_[order], np.arange(self.n_topics_ + 1))
        first = [order[low : min(high, low + _WORDS_IN_NAME)] for low, high in pairwise(starts)]
        return tuple(_BETWEEN.join(self.words_[i] for i in rows) for rows in first)

    def topic_of(self) -> dict[str, int]:
        """Return the topic's number of each word that has one."""
        require_fitted(self)
        return {word: label for word, label in zip(self.words_, self.labels_.tolist(), strict=True) if label >= 0}

    def words_of(self, topic: int, n_words: int | None = None) -> list[str]:
        """Return a topic's words, as they were given; at most the first `n_words` of them."""
        require_fitted(self)
        topic = integer(topic, what="topic", low=0, high=self.n_topics_ - 1)
        return [self.words_[i] for i in np.flatnonzero(self.labels_ == topic)[:n_words]]

    def counts(self, C: Any, columns: Sequence[str]) -> TopicCounts:
        """Return counts of words as counts of topics; see `topic_counts`."""
        return topic_counts(C, columns, self.topic_of(), self.names_)


def _in_order(labels: np.ndarray) -> np.ndarray:
    """Number the labels in the order in which the words show them; none is left out."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[inverse]


def _centres(directions: np.ndarray, labels: np.ndarray, n_topics: int) -> np.ndarray:
    member = sparse.csr_array((np.ones(len(labels)), (labels, np.arange(len(labels)))), shape=(n_topics, len(labels)))
    return unit_rows(member @ directions.astype(np.float64))
