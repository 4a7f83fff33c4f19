"""Relevance: words between what a group says most and what only it says."""

import math

import numpy as np
import pytest
from scipy import sparse

from motif.core.errors import InputError
from motif.model.naming.relevance import relevance

X = np.array([[3, 1, 0], [2, 1, 0], [0, 1, 3], [0, 1, 2]])
APART = np.repeat(np.eye(2), 2, axis=0)


def test_by_hand():
    """The score is 0.6 log share + 0.4 log lift: 5 of 7 words, where all have 5 of 14, is a lift of 2."""
    found = relevance(X, APART, prior=0.0)
    assert found.share[0].tolist() == pytest.approx([5 / 7, 2 / 7, 0])
    assert found.share_of_all.tolist() == pytest.approx([5 / 14, 4 / 14, 5 / 14])
    assert found.score[0, 0] == pytest.approx(0.6 * math.log(5 / 7) + 0.4 * math.log(2))
    assert found.n_items.tolist() == [[2, 2, 0], [0, 2, 2]]


def test_prior_draws_to_the_common_mixture():
    """A prior as large as a group's words halves what sets it apart."""
    plain, drawn = relevance(X, APART, prior=0.0), relevance(X, APART, prior=7.0)
    assert drawn.share[0] == pytest.approx((plain.share[0] + plain.share_of_all) / 2)


def test_words_of_one_item_are_left_out():
    """A word that one item of a group has says nothing of the group, however often it stands there."""
    counts = np.array([[9, 5, 0], [0, 5, 0], [0, 0, 9], [0, 0, 9]])
    found = relevance(counts, APART, prior=1.0)
    assert np.isneginf(found.score[0, 0])
    assert found.best(0, 3) == [1]


def test_best_are_those_it_has_more_often():
    """A word that all have nearly alike, or that others have more, does not tell a group apart."""
    found = relevance(X, APART, prior=1.0)
    assert found.best(0, 9) == [0]
    assert found.best(0, 9, least_lift=0.9) == [0, 1]


def test_order_of_items_and_sparsity_play_no_part():
    """Items in another order, or a sparse matrix, give the same scores."""
    order = np.array([2, 0, 3, 1])
    found, other = relevance(X, APART), relevance(sparse.coo_array(X[order]), APART[order])
    assert np.allclose(found.score[np.isfinite(found.score)], other.score[np.isfinite(other.score)])


@pytest.mark.parametrize(
    ("settings", "said"),
    [({"weight": 2}, "weight must be"), ({"prior": -1}, "prior must be"), ({"support": 2}, "support must be")],
)
def test_refusals(settings, said):
    """Numbers out of range are refused."""
    with pytest.raises(InputError, match=said):
        relevance(X, APART, **settings)


def test_shapes():
    """Memberships are a row for each item."""
    with pytest.raises(InputError, match="memberships: 3 given, 4 expected"):
        relevance(X, APART[:3])
    with pytest.raises(InputError, match="shape"):
        relevance(X, APART[:, 0])
