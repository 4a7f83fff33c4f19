"""Naive Bayes on word counts: as it should be, as a paper printed it, and as its authors programmed it."""

from __future__ import annotations

from typing import Any, Literal, Self, get_args

import numpy as np
from scipy import sparse
from scipy.special import expit, softmax
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import Tags
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import column_or_1d

from motif.core.check import in_choices, in_range, same_length
from motif.core.errors import InputError
from motif.model.classify.table import Scores, coded, multinomial, of_rest, printed
from motif.represent.estimator import door, matrix_to_fit, matrix_to_use

__all__ = ["Kind", "NaiveBayes"]

Kind = Literal["multinomial", "printed", "coded"]


class NaiveBayes(ClassifierMixin, BaseEstimator):
    r"""Predicts classes or labels from how often each word stands in an item, as if words were drawn independently.

    "multinomial" is the model as it should be. Of classes, log P(l) + sum_i log (n(k_i, l) + a) / (N(l) + a V): the
    words k_i of an item are drawn from those of class l, N(l) of them in training, V different ones. Of several labels
    an item, each label has its own log-odds: of the items with it against those without it. So scores of one label can
    be compared between items, which a posterior that sums to 1 over the labels cannot.

    "printed" is equation 3 of Wang et al. 2017 (Truly multi-modal YouTube-8M video classification) as it stands there,

    .. math:: \frac{n(l)}{n} \prod_i \frac{n(k_i \cap l) + a}{n(l) + a |L|}

    in which n counts items. Items of many words belong to a label more often than its denominator knows, and smoothing
    is by the number of labels, not of words: for a label, it is no distribution over words.
    "coded" is what their program `joint_probabilities.py` does: N(l) + a |L| below, and P(l) / P(k) with every word, so
    that an item of m words has its prior m times; words that were never seen are passed over. Both are here to be
    compared with, and give a posterior over the labels.

    Parameters
    ----------
    kind :
        "multinomial", "printed" or "coded".
    alpha :
        How often each word is added to each label's, above 0. The paper takes 0.001; 1 is Laplace's.

    Attributes
    ----------
    classes_ :
        (n_classes,): the classes, sorted; for several labels an item, the numbers of the columns of Y.
    is_multilabel_ :
        Whether it was fitted on several labels an item.
    bias_, slope_, shift_, data_, indices_, indptr_ :
        What scores are made of; see `motif.model.classify.table`.

    Raises
    ------
    InputError
        For counts below 0, NaN, labels that do not fit the items, and settings out of range.

    Notes
    -----
    For several labels an item, a label's odds in training are (n(l) + 1/2) / (n - n(l) + 1/2), so that one without
    any example has finite ones. By the other two kinds such a label is impossible: its score is minus infinity.

    Examples
    --------
    >>> X = [[2, 0, 1], [1, 0, 0], [0, 3, 1], [0, 1, 0]]
    >>> model = NaiveBayes().fit(X, ["music", "music", "sport", "sport"])
    >>> model.predict([[0, 1, 1]]).tolist()
    ['sport']
    >>> labels = NaiveBayes().fit(X, [[1, 0], [1, 0], [1, 1], [0, 1]])
    >>> labels.predict_proba([[0, 2, 0]]).round(2).tolist()
    [[0.55, 0.95]]
    """

    def __init__(self, kind: Kind = "multinomial", *, alpha: float = 1.0) -> None:
        self.kind = kind
        self.alpha = alpha

    def fit(self, X: Any, y: Any) -> Self:
        """Count; X is (n_items, n_features), dense or sparse, y (n_items,) classes or (n_items, n_labels) 0 and 1."""
        if y is None:
            raise InputError(f"{type(self).__name__} requires y to be passed, but the target y is None")
        counts = _counts(self, matrix_to_fit(self, X, accept_sparse=True))
        in_choices(self.kind, get_args(Kind), what="kind")
        in_range(self.alpha, what="alpha", low=1e-12)
        member = self._members(y, counts.shape[0])
        made = {"multinomial": multinomial, "printed": printed, "coded": coded}[self.kind](counts, member, self.alpha)
        if self.is_multilabel_ and self.kind == "multinomial":
            made = of_rest(counts, member, self.alpha)
        self.bias_, self.slope_, self.shift_ = made.bias, made.slope, made.shift
        self.data_, self.indices_, self.indptr_ = made.words.data, made.words.indices, made.words.indptr
        return self

    def _members(self, y: Any, n_items: int) -> sparse.csr_array:
        """Return which item has which label, (n_items, n_labels), and keep what the labels are called."""
        with door():
            kind = "multilabel-indicator" if sparse.issparse(y) else type_of_target(y, input_name="y")
            if kind != "multilabel-indicator":
                check_classification_targets(y)
                y = column_or_1d(y, warn=True)
        self.is_multilabel_ = kind == "multilabel-indicator"
        same_length(y.shape[0] if sparse.issparse(y) else len(y), n_items, what="y")
        if self.is_multilabel_:
            member = sparse.csr_array(y, dtype=np.float64)
            if member.nnz and set(np.unique(member.data)) - {0.0, 1.0}:
                raise InputError("labels must be 0 or 1 for each item and label")
            member.eliminate_zeros()
            if not member.nnz:
                raise InputError("no item has a label; give at least one example")
            self.classes_ = np.arange(member.shape[1])
            return member
        self.classes_, numbers = np.unique(y, return_inverse=True)
        ones = np.ones(n_items)
        return sparse.csr_array((ones, (np.arange(n_items), numbers)), shape=(n_items, len(self.classes_)))

    def log_scores(self, X: Any) -> np.ndarray:
        """Return what decides, (n_items, n_classes): log-odds or joint log-probabilities, which do not round to 1."""
        counts = _counts(self, matrix_to_use(self, X, accept_sparse=True))
        shape = (len(self.bias_), counts.shape[1])
        words = sparse.csr_array((self.data_, self.indices_, self.indptr_), shape=shape)
        return Scores(self.bias_, self.slope_, self.shift_, words).of(counts)

    def predict_proba(self, X: Any) -> np.ndarray:
        """Return how likely each class or label is, (n_items, n_classes); rows sum to 1 where it is a posterior."""
        return self._chances(self.log_scores(X))

    def _chances(self, scores: np.ndarray) -> np.ndarray:
        is_odds = self.is_multilabel_ and self.kind == "multinomial"
        return expit(scores) if is_odds else softmax(scores, axis=1)

    def predict(self, X: Any) -> np.ndarray:
        """Return the likeliest class of each item, (n_items,); of labels 0 or 1, (n_items, n_labels): over one half."""
        scores = self.log_scores(X)
        if self.is_multilabel_:
            return (self._chances(scores) > 0.5).astype(np.int64)
        return self.classes_[scores.argmax(axis=1)]

    def _require_whole(self) -> None:
        if not len(self.bias_) == len(self.slope_) == len(self.classes_) == len(self.indptr_) - 1:
            raise ValueError(f"{len(self.bias_)} scores for {len(self.classes_)} classes")

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.positive_only = True
        if tags.classifier_tags is not None:
            tags.classifier_tags.multi_label = True
            tags.classifier_tags.poor_score = True  # on what is no count
        return tags


def _counts(estimator: BaseEstimator, X: Any) -> sparse.csr_array:
    """Return counts as CSR in float64, none of them negative."""
    counts = sparse.csr_array(X, dtype=np.float64)
    if counts.nnz and counts.data.min() < 0:
        name = type(estimator).__name__
        raise InputError(f"Negative values in data passed to {name}; give counts or weights of at least 0")
    return counts
