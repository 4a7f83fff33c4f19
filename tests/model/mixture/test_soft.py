"""Soft membership: what a round makes of counts, and what refinement makes of a background."""

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.special import digamma

from motif.core.errors import InputError
from motif.model.mixture.soft import Corpus, _geometric_mean, cool, refine

COUNTS = csr_array(np.array([[5.0, 0, 1], [4, 0, 1], [0, 6, 1], [0, 5, 2]]))


def _start(first: float = 0.6) -> np.ndarray:
    one = np.array([first, first, 1 - first, 1 - first], dtype=np.float32)
    return np.stack([one, 1 - one], axis=1)


def test_frequency_is_of_words_and_never_zero():
    """A column's frequency is its share of all words; one that never comes up has a little."""
    frequency = Corpus.of(csr_array(np.array([[3.0, 0, 1]]))).frequency
    assert frequency == pytest.approx(np.array([3.01, 0.01, 1.01]) / 4.03, rel=1e-6)


def test_mean_words_leave_out_empty_items():
    """Items without words do not make the others shorter."""
    assert Corpus.of(csr_array(np.array([[4.0, 2], [0, 0]]))).words_an_item == 6


def test_pull_counts_columns_in_use():
    """Of equally frequent columns each weighs the prior; a column that never comes up adds next to nothing."""
    corpus = Corpus.of(csr_array(np.array([[1000.0, 1000, 0]])))
    assert corpus.pull(0.5) == pytest.approx([0.5, 0.5, 0], abs=0.001)


def test_one_round_by_hand():
    """One round is the posterior of each item under its component's smoothed words."""
    corpus, start, prior = Corpus.of(COUNTS), _start(), 0.5
    expected = COUNTS.toarray().T @ start + corpus.pull(prior)[:, None]
    weight = (start.sum(axis=0) + 1) / (len(start) + 2)
    scores = COUNTS.toarray() @ np.log(expected / expected.sum(axis=0)) + np.log(weight)
    posterior = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    assert cool(corpus, start, prior=prior, annealing=1, n_rounds=1) == pytest.approx(posterior, rel=1e-4)


def test_annealed_rounds_end_at_full_scale():
    """Rounds that begin cold and those that do not end at the same memberships where there is but one answer."""
    corpus = Corpus.of(COUNTS)
    warm, plain = (cool(corpus, _start(), prior=0.1, annealing=scale, n_rounds=30) for scale in (0.5, 1))
    assert warm == pytest.approx(plain, abs=1e-3)


def test_geometric_mean_is_that_of_a_gamma():
    """exp(digamma) is met within a thousandth of its value from 0.01 to 1,000."""
    counts = np.geomspace(0.01, 1000, 200, dtype=np.float32)
    assert _geometric_mean(counts) == pytest.approx(np.exp(digamma(counts.astype(float))), rel=1.1e-3, abs=1e-37)


def test_background_takes_what_all_share():
    """A word that two components use alike is the background's; each keeps the word that only it uses."""
    rng = np.random.default_rng(0)
    kinds = np.array([[0.4, 0, 0.6], [0, 0.4, 0.6]])
    X = csr_array(np.array([rng.multinomial(20, kinds[n % 2]) for n in range(200)], dtype=float))
    found = refine(
        Corpus.of(X), np.eye(2, dtype=np.float32)[np.arange(200) % 2], prior=0.1, max_iter=200, background=True
    )
    assert found.background.argmax() == 2
    assert found.background_share > 0.1
    shown = found.probability.T
    assert shown == pytest.approx(kinds, abs=0.08)


def test_without_background_nothing_is_shared():
    """Without a background its share is 0 and probabilities are those of smoothed counts."""
    membership = np.eye(2, dtype=np.float32)[[0, 0, 1, 1]]
    found = refine(Corpus.of(COUNTS), membership, prior=0.5, max_iter=1, background=False)
    counts = COUNTS.toarray().T @ membership + 0.5
    assert found.background_share == 0
    assert found.probability == pytest.approx(counts / counts.sum(axis=0), rel=1e-6)


def test_refinement_without_rounds_is_refused():
    """At least one round is asked for."""
    with pytest.raises(InputError, match="max_iter must be at least 1, not 0"):
        refine(Corpus.of(COUNTS), _start(), prior=0.1, max_iter=0, background=True)
