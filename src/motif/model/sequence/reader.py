"""Labels and features of texts given as words: a vocabulary, and the model that reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, Self, TypeAlias, get_args

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, ClassifierMixin, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils import Tags

from motif.core.check import in_choices, integer, same_length, unique_ids
from motif.core.errors import InputError
from motif.core.seed import integer_seed
from motif.model.experts.layered import LayeredLabels
from motif.model.sequence.histogram import WordHistogram
from motif.model.sequence.text import TextConvolution
from motif.represent.estimator import require_fitted
from motif.represent.vector.number import word_numbers

if TYPE_CHECKING:
    from motif.core.seed import RandomState
    from motif.represent.nearest import Metric

__all__ = ["ReadingWay", "TextReader"]

ReadingWay: TypeAlias = Literal["convolution", "histogram"]


class TextReader(ClassNamePrefixFeaturesOutMixin, ClassifierMixin, TransformerMixin, BaseEstimator):
    """Says how likely each label of a text is, and turns texts into features, by one of two ways to read words.

    "convolution" reads words in order (`TextConvolution`), its features are its hidden layer. "histogram" counts kinds
    of words (`WordHistogram`), which are its features, and a network of two layers (`LayeredLabels`) reads the counts.
    What is saved holds the vocabulary too, so that it can read other texts. X is a list of texts, each a list of words.

    Parameters
    ----------
    words :
        The words that are known, each once; None takes those of the texts that it is fitted to.
    vectors :
        (n_words, n_features): the vector of each; None learns them, which "histogram" cannot.
    how :
        "convolution" or "histogram".
    min_count :
        Where `words` is None: how often a word must be said to be known.
    n_centroids, metric :
        Of the histogram.
    settings :
        Of the network, such as {"n_hidden": 512, "epochs": 5}; None for its own.
    random_state :
        Where chance comes from; None is unpredictable.

    Attributes
    ----------
    words_ :
        (n_words,): the words that are known.
    classes_ :
        (n_labels,): as those of the network.
    net_, kinds_ :
        What the network and the histogram have learned, by name; the latter empty for "convolution".

    Examples
    --------
    >>> texts = [["cat", "sleeps"], ["dog", "barks"], ["the", "cat"], ["a", "dog"]] * 10
    >>> small = {"n_channels": 8, "n_hidden": 8, "learning_rate": 0.01}
    >>> reader = TextReader(settings=small, random_state=0).fit(texts, ["cat", "dog"] * 20)
    >>> reader.predict([["my", "cat"], ["that", "dog"]]).tolist(), reader.transform([["cat"]]).shape
    (['cat', 'dog'], (1, 8))
    """

    def __init__(
        self,
        words: Sequence[str] | np.ndarray | None = None,
        vectors: np.ndarray | None = None,
        *,
        how: ReadingWay = "convolution",
        min_count: int = 1,
        n_centroids: int = 1024,
        metric: Metric = "euclidean",
        settings: dict[str, Any] | None = None,
        random_state: RandomState = None,
    ) -> None:
        self.words = words
        self.vectors = vectors
        self.how = how
        self.min_count = min_count
        self.n_centroids = n_centroids
        self.metric = metric
        self.settings = settings
        self.random_state = random_state

    def fit(self, X: Any, y: Any, *, held_out: tuple[Any, Any] | None = None, **training: Any) -> Self:
        """Learn labels of texts.

        Parameters
        ----------
        X, y :
            Texts, and labels as `TextConvolution.fit` takes them.
        held_out :
            (X, y) of other texts, which tell when to stop.
        **training :
            `monitor` and `checkpoint`, as `TextConvolution.fit` takes them.

        Raises
        ------
        InputError
            For settings out of range, and what is no list of lists of words.
        """
        in_choices(self.how, get_args(ReadingWay), what="how")
        listed = _vocabulary(X, integer(self.min_count, what="min_count", low=1)) if self.words is None else self.words
        unique_ids([*map(str, listed)], what="words")
        if self.vectors is not None:
            if self.words is None:
                raise InputError("vectors are given without words: say which word each row belongs to")
            same_length(len(listed), len(self.vectors), what="words", other="vectors")
        self.words_, seed = np.array([*map(str, listed)]), integer_seed(self.random_state)
        histogram = self._histogram(seed)
        if histogram is not None:
            histogram.fit(self._numbers(X))
        self.kinds_ = {} if histogram is None else _learned(histogram)
        net = self._network(seed)
        held = None if held_out is None else (self._seen(held_out[0]), held_out[1])
        net.fit(self._seen(X), y, held_out=held, **training)
        self.net_, self.classes_ = _learned(net), net.classes_
        return self

    def predict_proba(self, X: Any) -> np.ndarray:
        """Return the probability of each label, (n_texts, n_labels), in the order of `classes_`."""
        require_fitted(self)
        return self._fitted().predict_proba(self._seen(X))

    def predict(self, X: Any) -> np.ndarray:
        """Return the labels: (n_texts, n_labels) of 0 and 1; or the likeliest each where texts have one."""
        require_fitted(self)
        return self._fitted().predict(self._seen(X))

    def transform(self, X: Any) -> np.ndarray | sparse.csr_array:
        """Return what a text is to the reader: (n_texts, n_hidden) float32, or counts (n_texts, n_kinds) CSR."""
        require_fitted(self)
        net = self._fitted()
        return net.transform(self._numbers(X)) if isinstance(net, TextConvolution) else self._seen(X)

    def n_known(self, X: Any) -> np.ndarray:
        """Return how many words of each text are known, (n_texts,)."""
        require_fitted(self)
        return np.array([len(numbers) for numbers in self._numbers(X)], int)

    @property
    def _n_features_out(self) -> int:
        net = self._fitted()
        return net.n_hidden if isinstance(net, TextConvolution) else len(self.kinds_["centroids_"])

    def _numbers(self, X: Any) -> list[np.ndarray]:
        _require_words(X)
        return word_numbers(X, {word: n for n, word in enumerate(self.words_.tolist())})

    def _seen(self, X: Any) -> Any:
        """Texts as the network takes them."""
        numbers, histogram = self._numbers(X), self._histogram(0)
        if histogram is None:
            return numbers
        histogram.__dict__.update(self.kinds_)
        return histogram.transform(numbers)

    def _histogram(self, seed: int) -> WordHistogram | None:
        if self.how == "convolution":
            return None
        return WordHistogram(self.vectors, n_centroids=self.n_centroids, metric=self.metric, random_state=seed)

    def _network(self, seed: int) -> TextConvolution | LayeredLabels:
        kind = TextConvolution if self.how == "convolution" else LayeredLabels
        given = {} if self.settings is None else dict(self.settings)
        unknown = sorted(set(given) - set(kind().get_params()) | set(given) & {"vectors", "random_state"})
        if unknown:
            raise InputError(f"{kind.__name__} has no setting {unknown[0]!r} to be given here")
        if kind is TextConvolution:
            given["vectors"] = self.vectors
        return kind(**given, random_state=seed)

    def _fitted(self) -> TextConvolution | LayeredLabels:
        net = self._network(0)
        net.__dict__.update(self.net_)
        return net

    def _require_whole(self) -> None:
        self._fitted()._require_whole()
        histogram = self._histogram(0)
        if histogram is not None:
            histogram.__dict__.update(self.kinds_)
            histogram._require_whole()

    def __sklearn_tags__(self) -> Tags:
        """Say that X is a list of texts, each with any number of labels."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        tags.input_tags.two_d_array = False
        tags.input_tags.one_d_array = tags.input_tags.string = True
        return tags


def _learned(estimator: BaseEstimator) -> dict[str, Any]:
    held: Mapping[str, Any] = vars(estimator)
    return {name: value for name, value in held.items() if name.endswith("_")}


def _require_words(X: Any) -> None:
    if isinstance(X, str) or not hasattr(X, "__len__") or len(X) == 0:
        raise InputError("there are no texts (0 items, minimum of 1 is required); give lists of words")
    for n, text in enumerate(X):
        if isinstance(text, str) or not all(isinstance(word, str) for word in text):
            raise InputError(f"text {n} is no list of words; split it first, such as by motif.represent.text")


def _vocabulary(X: Any, min_count: int) -> list[str]:
    _require_words(X)
    said = Counter(word for text in X for word in text)
    return sorted(str(word) for word, n in said.items() if n >= min_count)
