"""The expected mutual information is the mean over all ways of dealing out the labels."""

from itertools import permutations

import numpy as np
import pytest

from motif.evaluate.clustering.expected import expected_information


def information(one, other):
    cells = np.array([[np.mean((one == a) & (other == b)) for b in set(other)] for a in set(one)])
    by_chance = np.outer(cells.sum(axis=1), cells.sum(axis=0))
    return (cells[cells > 0] * np.log(cells[cells > 0] / by_chance[cells > 0])).sum()


def test_equals_the_mean_over_all_permutations():
    """Seven items in clusters of 3, 2, 2 against labels of 4 and 3: all 5,040 orders."""
    labels, gold = np.array([0, 0, 0, 1, 1, 2, 2]), np.array([0, 0, 0, 0, 1, 1, 1])
    every = [information(labels[list(order)], gold) for order in permutations(range(7))]
    assert expected_information(np.array([3, 2, 2]), np.array([4, 3])) == pytest.approx(np.mean(every), abs=1e-12)


def test_one_cluster_tells_nothing():
    """With one cluster no label tells anything, by chance or not; empty clusters play no part."""
    assert expected_information(np.array([6, 0]), np.array([4, 2])) == pytest.approx(0, abs=1e-12)


def test_every_item_alone_tells_all():
    """With every item alone the information is the entropy of the gold whatever is dealt out."""
    assert expected_information(np.ones(4, int), np.array([2, 2])) == pytest.approx(np.log(2), abs=1e-12)
