"""Latent Dirichlet allocation by tomotopy, where it is installed."""

import sys

import numpy as np
import pytest

from motif.core.errors import MissingExtra
from motif.model.topic.dirichlet import LatentDirichlet
from motif.model.topic.gibbs import sampled_counts


def test_missing_package_is_named(monkeypatch):
    """Without tomotopy one line says what to install."""
    monkeypatch.setitem(sys.modules, "tomotopy", None)
    with pytest.raises(MissingExtra, match="tomotopy"):
        sampled_counts(np.eye(2), 2, 0.5, 0.5, n_rounds=1, seed=0)


class _Model:
    """As much of tomotopy's model as is used: every token of the first column in topic 0, the rest in topic 1."""

    def __init__(self, k, alpha, eta, seed):
        self.prior, self.words = eta, []

    def add_doc(self, words):
        self.words += words

    def train(self, n_rounds, workers):
        assert workers == 1

    @property
    def used_vocabs(self):
        return sorted(set(self.words), reverse=True)

    def _counts(self, topic):
        return np.array([self.words.count(word) * ((word == "0") == (topic == 0)) for word in self.used_vocabs])

    def get_count_by_topics(self):
        return np.array([self._counts(topic).sum() for topic in range(2)])

    def get_topic_word_dist(self, topic):
        counts = self._counts(topic) + self.prior
        return counts / counts.sum()


def test_counts_come_back_by_column(monkeypatch):
    """The package's own order of words does not matter; a column that never occurs keeps its prior."""
    monkeypatch.setitem(sys.modules, "tomotopy", type("tomotopy", (), {"LDAModel": _Model}))
    counts = sampled_counts([[2, 0, 1], [0, 0, 3]], 2, 0.5, 0.25, n_rounds=1, seed=0)
    assert np.allclose(counts, [[2.25, 0.25, 0.25], [0.25, 0.25, 4.25]])


def test_real_package_finds_planted_topics():
    """With tomotopy itself, two kinds of items are told apart, and the same seed gives the same topics."""
    pytest.importorskip("tomotopy")
    X = np.kron(np.eye(2, dtype=int), np.full((20, 5), 3))
    models = [LatentDirichlet(2, engine="tomotopy", max_iter=50, random_state=0).fit(X) for _ in range(2)]
    assert len(set(models[0].labels_[:20])) == len(set(models[0].labels_[20:])) == 1
    assert models[0].labels_[0] != models[0].labels_[20]
    assert np.array_equal(models[0].components_, models[1].components_)
