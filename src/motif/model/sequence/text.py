"""A network that reads short texts word by word, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.base import ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils import Tags

from motif.core.check import integer
from motif.core.errors import InputError
from motif.model.experts.fitting import LabelFitting
from motif.model.experts.layered import checked_dropout
from motif.model.sequence.network import Reader
from motif.model.sequence.row import TextRows, Texts, checked_vectors, texts_of
from motif.represent.estimator import require_fitted

if TYPE_CHECKING:
    from scipy import sparse

    from motif.core.seed import RandomState
    from motif.model.train.device import Device
    from motif.model.train.plan import Schedule

__all__ = ["TextConvolution"]

_AT_A_TIME = 256  # texts that are asked for at a time: their windows are laid out in memory


class TextConvolution(ClassNamePrefixFeaturesOutMixin, TransformerMixin, LabelFitting):
    """Says how likely each label of a text is, by filters over windows of 1 to `max_width` words (TextCNN).

    Follows Wang et al. 2017, section 3.4: vectors of words, filters of each width, batch normalisation, the largest
    answer of each filter, a hidden layer with dropout, a sigmoid for each label. The paper has 8 widths of 512 filters
    and 4096 hidden numbers; the defaults are for a CPU. Their program pads every text with zeros and lets the padding
    into means and maxima; here only windows around words are computed, so that the other texts do not matter.
    X is a list of texts, each the numbers of its words; a number below 0 is a word without a vector, and passed over.

    Parameters
    ----------
    vectors :
        (n_words, n_features): the vector of each word; they stay as they are. None learns vectors for the numbers in X.
    n_learned :
        How long vectors are that are learned.
    max_width :
        The widest filter, in words, >= 1.
    n_channels :
        Filters of each width.
    n_hidden, dropout :
        Numbers of the hidden layer, and the share that is left out of each text in training, in [0, 1).
    max_length :
        How many words of a text are read.
    l2 :
        What large weights cost: `l2 / 2` times the sum of their squares, a step, >= 0.
    epochs, min_steps, max_steps :
        Passes over the texts, and the floor and the ceiling of steps that this may come to.
    batch_size, learning_rate, schedule :
        Of Adam.
    patience :
        Epochs without a better loss on held-out texts until training stops; None never stops early.
    device :
        "auto" (the graphics card where there is one), "cpu" or "cuda".
    n_threads :
        Of PyTorch; with 1, the same seed gives the same bytes on one machine.
    random_state :
        Where first weights, shuffles and what is left out come from; None is unpredictable.

    Attributes
    ----------
    classes_ :
        (n_labels,): the labels: numbers of the columns, or the sorted labels where each text has one.
    label_shares_ :
        (n_labels,): the share of the texts that have each: what saying nothing else would predict.
    weights_, history_, n_steps_, best_epoch_ :
        The network's arrays, mean losses of each epoch, steps done, and the epoch whose weights are kept.
    is_single_ :
        Whether each text had one label.
    n_features_in_ :
        How many words are known.

    Examples
    --------
    >>> texts = [[0, 1, 2], [1, 0], [2, 0, 1], [2, 1, 0]] * 20  # does 0 stand right before 1?
    >>> model = TextConvolution(max_width=3, n_channels=16, n_hidden=16, learning_rate=0.01, random_state=0)
    >>> model.fit(texts, [1, 0, 1, 0] * 20).predict([[0, 1], [1, 0], [2, 2, 0, 1]]).tolist()
    [1, 0, 1]
    >>> model.transform([[0, 1]]).shape
    (1, 16)
    """

    def __init__(
        self,
        vectors: np.ndarray | None = None,
        *,
        n_learned: int = 64,
        max_width: int = 8,
        n_channels: int = 64,
        n_hidden: int = 256,
        dropout: float = 0.5,
        max_length: int = 1000,
        l2: float = 1e-7,
        epochs: int = 10,
        batch_size: int = 128,
        learning_rate: float = 1e-3,
        schedule: Schedule = "onecycle",
        min_steps: int = 100,
        max_steps: int = 100_000,
        patience: int | None = 3,
        device: Device = "auto",
        n_threads: int = 1,
        random_state: RandomState = None,
    ) -> None:
        self.vectors = vectors
        self.n_learned = n_learned
        self.max_width = max_width
        self.n_channels = n_channels
        self.n_hidden = n_hidden
        self.dropout = dropout
        self.max_length = max_length
        self.l2 = l2
        self.epochs = epochs
        self.batch_size = batch_size
        self.learning_rate = learning_rate
        self.schedule = schedule
        self.min_steps = min_steps
        self.max_steps = max_steps
        self.patience = patience
        self.device = device
        self.n_threads = n_threads
        self.random_state = random_state

    def transform(self, X: Any) -> np.ndarray:
        """Return what the hidden layer makes of each text, (n_texts, n_hidden) float32, at least 0, nothing left out.

        Raises
        ------
        Unfitted, InputError
            When it has not been fitted, or X is no list of texts.
        """
        require_fitted(self)
        return self._asked(X, lambda net, x: net.features(x), n_columns=self.n_hidden, n_items=_AT_A_TIME)

    @property
    def _n_features_out(self) -> int:
        return self.n_hidden

    def __sklearn_tags__(self) -> Tags:
        """Say that X is a list of texts."""
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = tags.input_tags.sparse = False
        tags.input_tags.one_d_array = True
        return tags

    def _to_fit(self, X: Any) -> Texts:
        n_words = None if self.vectors is None else len(checked_vectors(self.vectors))
        texts = texts_of(X, n_words=n_words, max_length=self.max_length)
        if not len(texts.numbers):
            raise InputError(f"none of the {len(texts)} texts has a word with a number of 0 or more")
        self.n_features_in_ = int(texts.numbers.max()) + 1 if n_words is None else n_words
        return texts

    def _to_use(self, X: Any) -> Texts:
        unknown = self.vectors is None
        return texts_of(X, n_words=self.n_features_in_, unknown=unknown, max_length=self.max_length)

    def _rows(self, X: Any, Y: sparse.csr_array) -> TextRows:
        return TextRows(X, Y)

    def _built(self) -> Reader:
        sizes = {name: integer(getattr(self, name), what=name, low=1) for name in ("max_width", "n_channels")}
        learned = integer(self.n_learned, what="n_learned", low=1)
        return Reader(
            self.n_features_in_, len(self.classes_), **sizes, dropout=checked_dropout(self.dropout),
            vectors=learned if self.vectors is None else checked_vectors(self.vectors),
            n_hidden=integer(self.n_hidden, what="n_hidden", low=1),
        )  # fmt: skip
