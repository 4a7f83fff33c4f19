"""Texts as counts of kinds of words: each word counts for the centre that its vector is nearest to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils import Tags

from motif.core.check import integer
from motif.core.errors import InputError
from motif.model.cluster import KMeans
from motif.model.sequence.row import checked_vectors, texts_of
from motif.represent.estimator import require_fitted

if TYPE_CHECKING:
    from motif.core.seed import RandomState
    from motif.represent.nearest import Metric

__all__ = ["WordHistogram"]

_SAMPLE_EACH = 10  # words a kind that the seeds and first rounds see; see benchmarks/centroids.py
_SAMPLE_LEAST = 5_000  # words of which all are looked at from the first
_ROUNDS = 3  # on all words; more take longer than what they gain is worth


class WordHistogram(ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator):
    """Counts in each text the words of each kind; kinds are clusters of word vectors, found by k-means.

    Follows Wang et al. 2017, section 3.3: the vectors of all words of the training texts, 1024 clusters, each word
    matched to the nearest centre, the matches of a text added up. Their program finds centres by squared distances and
    then matches by the sum of absolute differences (`histograms.py`), so that many words miss their own cluster; here
    both are one distance. Each different word counts once in the clustering. What reads a histogram is
    `motif.model.LayeredLabels`. X is a list of texts, each the numbers of its words; a number below 0 is a word without
    a vector, and passed over. Any word with a vector is matched, also one that no training text has.

    Parameters
    ----------
    vectors :
        (n_words, n_features): the vector of each word.
    n_centroids :
        How many kinds; with fewer different words, each word is its own.
    metric :
        "euclidean", or "cosine": only directions count.
    random_state :
        Where chance comes from; None is unpredictable.

    Attributes
    ----------
    centroids_ :
        (n_kinds, n_features).
    kinds_ :
        (n_words,): which kind each word is.
    inertia_, n_words_ :
        What is left around the centres, and how many different words they were found from.
    n_features_in_ :
        How many words have a vector.

    Examples
    --------
    >>> vectors = np.array([[0.0], [0.1], [5.0], [5.1], [0.2]])
    >>> model = WordHistogram(vectors, n_centroids=2, random_state=0).fit([[0, 1], [2, 3, 2]])
    >>> sorted(model.transform([[0, 4, 3]]).toarray()[0].tolist())
    [1.0, 2.0]
    """

    def __init__(
        self,
        vectors: np.ndarray | None = None,
        *,
        n_centroids: int = 1024,
        metric: Metric = "euclidean",
        random_state: RandomState = None,
    ) -> None:
        self.vectors = vectors
        self.n_centroids = n_centroids
        self.metric = metric
        self.random_state = random_state

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Find the kinds of the words in texts; X is a list of lists of numbers.

        Raises
        ------
        InputError
            Without vectors, for settings out of range, and texts without a word that has a vector.
        """
        n_centroids = integer(self.n_centroids, what="n_centroids", low=1)
        if self.vectors is None:
            raise InputError("words are told apart by their vectors: give vectors, such as WordVectors.X")
        table = checked_vectors(self.vectors)
        met = np.unique(texts_of(X, n_words=len(table)).numbers)
        if not len(met):
            raise InputError(f"none of the {len(X):,} texts has a word with a vector")
        n_kinds = min(n_centroids, len(met))
        sample = max(_SAMPLE_EACH * n_kinds, _SAMPLE_LEAST)
        model = KMeans(
            n_kinds, metric=self.metric, sample=sample, max_full_rounds=_ROUNDS, random_state=self.random_state
        ).fit(table[met])
        self.centroids_, self.inertia_ = model.cluster_centers_, float(model.inertia_)
        self.kinds_ = np.empty(len(table), np.int32)
        self.kinds_[met] = model.labels_
        others = np.setdiff1d(np.arange(len(table)), met, assume_unique=True)
        if len(others):
            self.kinds_[others] = model.predict(table[others])
        self.n_features_in_, self.n_words_ = len(table), len(met)
        return self

    def transform(self, X: Any) -> sparse.csr_array:
        """Return how many words of each kind each text has, (n_texts, n_kinds) float32.

        Raises
        ------
        Unfitted, InputError
            When it has not been fitted, or X is no list of texts.
        """
        require_fitted(self)
        texts = texts_of(X, n_words=self.n_features_in_)
        ones = np.ones(len(texts.numbers), np.float32)
        shape = (len(texts), len(self.centroids_))
        counts = sparse.csr_array((ones, self.kinds_[texts.numbers], texts.ends.astype(np.int32)), shape=shape)
        counts.sum_duplicates()
        return counts

    @property
    def _n_features_out(self) -> int:
        return len(self.centroids_)

    def _require_whole(self) -> None:
        n_kinds = len(self.centroids_)
        if self.kinds_.ndim != 1 or len(self.kinds_) != self.n_features_in_:
            raise ValueError(f"kinds of {len(self.kinds_)} words, not of {self.n_features_in_}")
        if self.kinds_.min(initial=0) < 0 or self.kinds_.max(initial=0) >= n_kinds:
            raise ValueError(f"a word of a kind that is none of {n_kinds}")

    def __sklearn_tags__(self) -> Tags:
        """Say that X is a list of texts."""
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.input_tags.one_d_array = True
        return tags
