"""What naive Bayes learns: the sparse table says what the dense one would."""

import numpy as np
from scipy import sparse

from motif.model.classify.table import multinomial, of_rest

COUNTS = sparse.csr_array(np.random.default_rng(1).poisson(0.5, (20, 7)).astype(float))
MEMBER = sparse.csr_array((np.random.default_rng(2).random((20, 3)) < 0.4).astype(float))


def dense(of, alpha):
    met = of.T @ COUNTS.toarray() + alpha
    return np.log(met / met.sum(axis=1, keepdims=True))


def test_log_probabilities_are_those_of_the_whole_table():
    """Of every word and label."""
    found = multinomial(COUNTS, MEMBER, 0.2).of(sparse.csr_array(np.eye(7))).T
    prior = np.log(MEMBER.sum(axis=0) / MEMBER.sum())
    assert np.allclose(found - prior[:, None], dense(MEMBER.toarray(), 0.2))


def test_log_odds_are_those_of_both_whole_tables():
    """Of the items with a label and of those without."""
    found = of_rest(COUNTS, MEMBER, 0.2).of(sparse.csr_array(np.eye(7))).T
    n = MEMBER.sum(axis=0)
    odds = np.log((n + 0.5) / (20.5 - n))
    assert np.allclose(found - odds[:, None], dense(MEMBER.toarray(), 0.2) - dense(1 - MEMBER.toarray(), 0.2))


def test_only_what_was_seen_is_kept():
    """As many numbers as pairs of a label and a word that met."""
    met = (MEMBER.T @ COUNTS).toarray()
    assert of_rest(COUNTS, MEMBER, 0.2).words.nnz <= np.count_nonzero(met)
