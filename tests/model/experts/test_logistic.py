"""Logistics: what scikit-learn's own find, label by label."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from motif.model.experts.logistic import LogisticLabels


def test_it_finds_what_scikit_learn_finds():
    """The same loss with the same penalty: coefficients within 1 % of the largest."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(400, 3))
    Y = rng.random((400, 2)) < 1 / (1 + np.exp(-X @ [[1, -1], [0.5, 2], [0, 0]] + 0.5))
    l2 = 0.01
    model = LogisticLabels(l2=l2, epochs=400, learning_rate=0.05, max_steps=2000, random_state=0).fit(X, Y)
    for label in range(2):
        theirs = LogisticRegression(C=1 / (400 * l2)).fit(X, Y[:, label])
        assert np.allclose(model.weights_["labels.weight"][label], theirs.coef_[0], atol=0.02)
        assert np.allclose(model.predict_proba(X)[:, label], theirs.predict_proba(X)[:, 1], atol=0.01)


def test_without_features_that_tell_it_says_the_shares():
    """What a label's frequency predicts."""
    X = np.random.default_rng(0).normal(size=(2000, 2))
    Y = np.zeros((2000, 2))
    Y[:200, 0], Y[:1400, 1] = 1, 1
    rng = np.random.default_rng(1)
    model = LogisticLabels(l2=1.0, random_state=0).fit(X, Y[rng.permutation(2000)])
    assert model.label_shares_ == pytest.approx([0.1, 0.7])
    assert np.allclose(model.predict_proba(X).mean(axis=0), [0.1, 0.7], atol=0.02)


def test_a_label_that_nobody_has_is_never_likely():
    """And makes no number infinite."""
    X = np.random.default_rng(0).normal(size=(100, 2))
    Y = np.column_stack([X[:, 0] > 0, np.zeros(100)])
    found = LogisticLabels(random_state=0).fit(X, Y).predict_proba(X)
    assert np.isfinite(found).all()
    assert found[:, 1].max() < 0.05


def test_rows_add_up_to_one_where_items_have_one_label():
    """As scikit-learn's classifiers say it."""
    X = np.random.default_rng(0).normal(size=(90, 2)) + np.repeat([[0, 0], [4, 0], [0, 4]], 30, axis=0)
    model = LogisticLabels(random_state=0).fit(X, np.repeat(["a", "b", "c"], 30))
    assert model.predict_proba(X).sum(axis=1) == pytest.approx(1)
    assert model.score(X, np.repeat(["a", "b", "c"], 30)) > 0.9
