"""Naive Bayes: classes, labels, and the two other formulas."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.naive_bayes import MultinomialNB

from motif.core.errors import InputError
from motif.model import load, save
from motif.model.classify import NaiveBayes

RNG = np.random.default_rng(0)
X = RNG.poisson(0.4, (60, 12))
CLASSES = RNG.integers(0, 4, 60)
Y = (RNG.random((60, 5)) < 0.3).astype(int)


def test_classes_are_scikit_learn_s():
    """The same posterior as `MultinomialNB` with the same smoothing, for words never seen too."""
    counts = X * (np.arange(12) != 3)
    theirs = MultinomialNB(alpha=0.3).fit(counts, CLASSES)
    ours = NaiveBayes(alpha=0.3).fit(sparse.csr_array(counts), CLASSES)
    assert np.allclose(ours.predict_proba(X), theirs.predict_proba(X), atol=1e-12)
    assert np.allclose(ours.log_scores(X), theirs.predict_joint_log_proba(X))
    assert ours.predict(X).tolist() == theirs.predict(X).tolist()


def test_a_label_is_the_model_of_two_classes_with_its_own_prior():
    """For each label: with it against without it, odds of items with one half added to both."""
    model = NaiveBayes(alpha=0.3).fit(X, Y)
    for label in range(5):
        n = Y[:, label].sum()
        two = MultinomialNB(alpha=0.3, class_prior=np.array([60 - n + 0.5, n + 0.5]) / 61).fit(X, Y[:, label])
        assert np.allclose(model.predict_proba(X)[:, label], two.predict_proba(X)[:, 1])


def test_labels_are_sparse_or_dense():
    """With the same scores, bit for bit."""
    scores = NaiveBayes().fit(X, Y).log_scores(X)
    assert np.array_equal(NaiveBayes().fit(sparse.csr_array(X), sparse.csc_array(Y)).log_scores(X), scores)


def test_equation_3_is_as_it_stands():
    """By hand, of items and words that repeat: n(l)/n * prod (n(k and l) + a) / (n(l) + a |L|), over all words."""
    counts, labels, alpha = np.array([[3, 1], [0, 1], [1, 0]]), np.array([[1, 0], [1, 1], [0, 1]]), 0.5
    expected = np.array([2 / 3 * (1.5 / 3) ** 2 * (2.5 / 3), 2 / 3 * (1.5 / 3) ** 2 * (1.5 / 3)])
    model = NaiveBayes("printed", alpha=alpha).fit(counts, labels)
    assert np.allclose(np.exp(model.log_scores([[2, 1]])), expected)
    assert np.allclose(model.predict_proba([[2, 1]]), expected / expected.sum())


def test_the_program_passes_over_what_it_never_saw():
    """And gives an item of several words its prior once for each: by hand, with 5 words and 4 labels in training."""
    counts, labels, alpha = np.array([[3, 1, 0], [0, 1, 0]]), np.array([[1, 0], [1, 1]]), 1.0
    first = np.array([4 / 7 * (2 / 3) / (3 / 5), 1 / 3 * (1 / 3) / (3 / 5)])
    second = np.array([3 / 7 * (2 / 3) / (2 / 5), 2 / 3 * (1 / 3) / (2 / 5)])
    model = NaiveBayes("coded", alpha=alpha).fit(counts, labels)
    assert np.allclose(np.exp(model.log_scores([[1, 1, 5]])), first * second)


def test_a_label_without_examples_is_unlikely_and_no_more():
    """Its odds are finite; by equation 3 it is impossible."""
    labels = np.c_[Y, np.zeros(60, int)]
    assert np.isfinite(NaiveBayes().fit(X, labels).log_scores(X)).all()
    assert (NaiveBayes("printed").fit(X, labels).predict_proba(X)[:, 5] == 0).all()


@pytest.mark.parametrize("kind", ["multinomial", "printed", "coded"])
def test_labels_come_back_from_a_folder(kind, tmp_path):
    """With equal predictions."""
    model = NaiveBayes(kind).fit(X, Y)
    save(model, tmp_path / "m")
    again = load(tmp_path / "m")
    assert np.array_equal(again.predict(X), model.predict(X))
    assert again.predict(X).shape == (60, 5)


@pytest.mark.parametrize(
    ("labels", "settings", "told"),
    [
        (Y[:9], {}, "y"),
        (Y * 2, {}, "Unknown label type|0 or 1"),
        (sparse.csr_array(Y * 2), {}, "0 or 1"),
        (Y * 0, {}, "no item has a label"),
        (Y, {"kind": "bernoulli"}, "kind"),
        (Y, {"alpha": 0.0}, "alpha"),
    ],
    ids=["fewer", "twos", "sparse twos", "none", "kind", "alpha"],
)
def test_what_makes_no_sense_is_refused(labels, settings, told):
    """In one line."""
    with pytest.raises(InputError, match=told):
        NaiveBayes(**settings).fit(X, labels)
