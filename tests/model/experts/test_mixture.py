"""Mixtures of experts: what one logistic cannot say, and saving."""

import numpy as np

from motif.model.experts import LogisticLabels, MixtureOfExperts
from motif.model.store import load, save


def signs(seed=0, n=600):
    """Features whose signs agree or not: no line parts them."""
    X = np.random.default_rng(seed).normal(size=(n, 2))
    return X, np.column_stack([(X[:, 0] > 0) == (X[:, 1] > 0)] * 2)


def test_experts_say_what_no_single_logistic_can():
    """Agreeing signs: a logistic is right half the time."""
    X, Y = signs()
    other, truth = signs(1)
    mixture = MixtureOfExperts(4, random_state=0).fit(X, Y)
    logistic = LogisticLabels(random_state=0).fit(X, Y)
    assert (mixture.predict(other) == truth).mean() > 0.8
    assert (logistic.predict(other) == truth).mean() < 0.65


def test_low_rank_gates_learn_too():
    """Two numbers are enough for two features."""
    X, Y = signs()
    assert (MixtureOfExperts(4, gate_rank=2, random_state=0).fit(X, Y).predict(X) == Y).mean() > 0.8


def test_a_saved_mixture_says_the_same(tmp_path):
    """After another process would have loaded it."""
    X, Y = signs(n=100)
    model = MixtureOfExperts(random_state=0, epochs=2, min_steps=20).fit(X, Y)
    save(model, tmp_path / "m")
    assert np.array_equal(load(tmp_path / "m").predict_proba(X), model.predict_proba(X))
