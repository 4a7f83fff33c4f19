"""Components that say the same are joined, the likest first."""

import numpy as np
import pytest
from scipy.special import xlogy

from motif.model.mixture.fuse import fuse

PRIOR = np.full(3, 0.5)


def _loss(one, other):
    """What joining costs, worked out from the definition in float64."""

    def told(counts):
        counts = counts + PRIOR
        return xlogy(counts, counts).sum() - xlogy(counts.sum(), counts.sum())

    return told(one) + told(other) - told(one + other) - told(np.zeros(3))


def test_twins_are_joined():
    """Of four components in two kinds, two groups remain, whatever the components' sizes."""
    counts = np.array([[9.0, 1, 0], [0, 1, 9], [90, 10, 0], [0, 3, 27]])
    assert fuse(counts, 2, prior=PRIOR).tolist() == [0, 1, 0, 1]


def test_nothing_is_joined_when_as_many_are_wanted():
    """As many groups as components leave each alone."""
    assert fuse(np.eye(3), 3, prior=PRIOR).tolist() == [0, 1, 2]


def test_all_end_in_one():
    """One group holds all components."""
    assert set(fuse(np.eye(3), 1, prior=PRIOR)) == {0}


@pytest.mark.parametrize("seed", range(5))
def test_the_cheapest_pair_is_joined(seed):
    """The pair that is joined first loses least likelihood of all pairs."""
    counts = np.random.default_rng(seed).gamma(0.5, 10, size=(6, 3))
    group = fuse(counts, 5, prior=PRIOR)
    joined = tuple(np.flatnonzero(group == np.bincount(group).argmax()))
    losses = {(i, j): _loss(counts[i], counts[j]) for i in range(6) for j in range(i + 1, 6)}
    assert joined == min(losses, key=losses.get)


def test_losses_follow_what_was_joined():
    """After two were joined, the next pair is judged by their sum: three of a kind end together."""
    rng = np.random.default_rng(0)
    kinds = np.array([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]])
    counts = np.array([rng.multinomial(200, kinds[n % 3]) for n in range(12)])
    group = fuse(counts, 3, prior=PRIOR)
    assert all(len(set(group[kind::3])) == 1 for kind in range(3))
