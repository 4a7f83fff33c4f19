"""A network of two layers: what no logistic can say, saving, settings out of range."""

import numpy as np
import pytest
from scipy import sparse

from motif.core.errors import InputError
from motif.model.experts import LayeredLabels, LogisticLabels
from motif.model.store import load, save


@pytest.fixture(scope="module")
def told():
    """Labels that depend on two features together, and a network that has learned them."""
    X = np.random.default_rng(0).normal(size=(600, 3)).astype(np.float32)
    Y = np.column_stack([(X[:, 0] > 0) == (X[:, 1] > 0), X[:, 2] > 0])
    return X, Y, LayeredLabels(32, epochs=10, random_state=0).fit(X[:400], Y[:400])


def test_it_says_what_no_logistic_can(told):
    """Whether two signs agree: right for most, where a logistic is right for half."""
    X, Y, model = told
    flat = LogisticLabels(random_state=0).fit(X[:400], Y[:400])
    assert (model.predict(X[400:]) == Y[400:]).mean(axis=0).min() > 0.85
    assert (flat.predict(X[400:]) == Y[400:])[:, 0].mean() < 0.65


def test_the_hidden_layer_can_be_seen(told):
    """One row an item, at least 0."""
    X, _, model = told
    seen = model.features(X[:5])
    assert seen.shape == (5, 32)
    assert seen.min() >= 0


def test_sparse_counts_say_what_dense_ones_do(told, tmp_path):
    """And so does what was saved."""
    X, _, model = told
    save(model, tmp_path / "m")
    assert np.array_equal(load(tmp_path / "m").predict_proba(sparse.csr_array(X[:9])), model.predict_proba(X[:9]))


@pytest.mark.parametrize("dropout", [-0.1, 1.0, float("nan")])
def test_dropout_out_of_range_is_told(dropout):
    """Something must be left."""
    with pytest.raises(InputError, match="dropout"):
        LayeredLabels(dropout=dropout).fit(np.eye(4), [0, 1, 0, 1])
