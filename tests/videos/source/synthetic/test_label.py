"""The prior of synthetic label sets."""

import numpy as np
import pytest
from scipy import sparse

from motif.videos.source.synthetic.fitted import fitted_labels
from motif.videos.source.synthetic.label import LabelPrior, label_prior


@pytest.fixture(scope="module")
def prior():
    pairs = np.array([[10, 30]])
    return label_prior(fitted_labels(), 80, pairs=pairs, n_blocks=6, rng=np.random.default_rng(0))


def test_the_share_of_a_label_is_what_its_mains_bring():
    """Two main labels as likely; 1 brings 0 half of the time; by itself 0 never comes."""
    given = sparse.csr_array(np.array([[1.0, 0.0], [0.5, 1.0]]))
    made = LabelPrior(np.array([0.5, 0.5]), given, np.array([0.0, 0.2]), np.zeros(2, int))
    assert made.frequencies().tolist() == [0.75, 0.6]


def test_drawn_labels_are_as_frequent_as_the_prior_says(prior):
    """Over 20,000 videos, within five standard errors."""
    rng = np.random.default_rng(1)
    drawn = prior.draw(rng.choice(80, size=20_000, p=prior.weights), rng).mean(axis=0)
    expected = prior.frequencies()
    assert (np.abs(drawn - expected) < 5 * np.sqrt(expected * (1 - expected) / 20_000)).all()


def test_labels_have_a_long_tail(prior):
    """The ten commonest of 80 are half of all, and a video has about three."""
    shares = prior.frequencies()
    assert 2.5 < shares.sum() < 4.5
    assert np.sort(shares)[::-1][:10].sum() > 0.4 * shares.sum()


def test_both_labels_of_a_pair_have_the_same_company(prior):
    """So that nothing but order tells them apart; and they never come unasked."""
    given = prior.given_main.toarray()
    one, other = given[10].copy(), given[30].copy()
    one[10] = other[30] = 0
    assert np.array_equal(one, other)
    assert prior.block[10] == prior.block[30]
    assert (given[:, [10, 30]].sum(axis=0) == 1).all()
    assert prior.background[[10, 30]].tolist() == [0, 0]
