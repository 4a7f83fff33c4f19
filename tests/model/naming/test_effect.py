"""Effects by hand, and against what other ways of adding up give."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from motif.model.naming.effect import Difference, LogOdds

HALVES = np.array([0, 0, 1, 1])


def test_difference_by_hand():
    """Means 1 and 5, sd of all items 2.2360...: an effect of -4 / sd; z is that times sqrt(2 * 2 / 4)."""
    X = np.array([[0.0], [2.0], [4.0], [6.0]])
    found = Difference(X, HALVES, 2).measure(HALVES)
    assert found.inside.ravel().tolist() == [1, 5]
    assert found.outside.ravel().tolist() == [5, 1]
    assert found.effect[0, 0] == pytest.approx(-4 / math.sqrt(5), abs=1e-12)
    assert found.z[1, 0] == pytest.approx(4 / math.sqrt(5), abs=1e-12)


def test_log_odds_by_hand():
    """Equations 16 and 22 of Monroe et al. for one word of two: counts 7 of 9 and 2 of 9, prior 1 a word on average."""
    X = sparse.csr_array(np.array([[3.0, 1.0], [4.0, 1.0], [1.0, 3.0], [1.0, 4.0]]))
    prior = 2 * 9 / 18
    inside = (7 + prior) / (9 + 2 - 7 - prior)
    outside = (2 + prior) / (9 + 2 - 2 - prior)
    expected = math.log(inside) - math.log(outside)
    error = math.sqrt(1 / (7 + prior) + 1 / (2 + prior))
    found = LogOdds(X, HALVES, 2).measure(HALVES)
    assert found.effect[0, 0] == pytest.approx(expected, abs=1e-12)
    assert found.z[0, 0] == pytest.approx(expected / error, abs=1e-12)
    assert found.inside[0].tolist() == pytest.approx([7 / 9, 2 / 9])


def test_the_unassigned_are_among_the_others():
    """The group after the last is compared with, and gets no row of its own."""
    groups = np.array([0, 0, 1, 1])  # one cluster, then the unassigned
    found = Difference(np.array([[1.0], [1.0], [3.0], [5.0]]), groups, 1).measure(groups)
    assert found.effect.shape == (1, 1)
    assert (found.inside[0, 0], found.outside[0, 0]) == (1, 4)


def test_one_cluster_of_all_items_has_no_effects():
    """There is nobody to differ from."""
    X, groups = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([0, 0])
    assert not Difference(X, groups, 1).measure(groups).effect.any()
    assert not LogOdds(sparse.csr_array(X), groups, 1).measure(groups).effect.any()


def test_a_constant_feature_has_no_effect():
    """Neither does one that is constant but for rounding."""
    X = np.array([[0.1, 1e9], [0.1, 1e9], [0.1, 1e9], [0.1, 1e9 + 1e-6]])
    assert not Difference(X, HALVES, 2).measure(HALVES).effect.any()


@settings(derandomize=True, max_examples=25, deadline=None)
@given(seed=st.integers(0, 1000), measure=st.sampled_from([Difference, LogOdds]))
def test_sparse_and_dense_sums_agree_and_two_sides_mirror(seed, measure):
    """However the sums are made they are the same; with two clusters the one's effect is the other's, turned round."""
    rng = np.random.default_rng(seed)
    X = rng.poisson(0.7, size=(12, 4)).astype(np.float64)
    groups = np.concatenate([[0, 1], rng.integers(2, size=10)])
    thin = measure(sparse.csr_array(X), groups, 2).measure(groups)
    thick = measure(X, groups, 2).measure(groups)
    np.testing.assert_allclose(thin.effect, thick.effect, atol=1e-9)
    np.testing.assert_allclose(thin.z, thick.z, atol=1e-9)
    np.testing.assert_allclose(thin.effect[0], -thin.effect[1], atol=1e-9)


def test_z_has_unit_spread_when_labels_are_dealt_out():
    """The standard error of a difference is exactly that under permutation, but for (n - 1) / n."""
    rng = np.random.default_rng(0)
    X = rng.exponential(size=(50, 3))
    groups = np.arange(50) % 5
    effects = Difference(X, groups, 5)
    draws = np.array([effects.measure(rng.permutation(groups)).z for _ in range(2000)])
    np.testing.assert_allclose(draws.std(axis=0), 1, atol=0.06)  # 4 standard errors of an sd from 2,000 draws


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_large_numbers_keep_their_digits(dtype):
    """Years and ids far from zero differ by what they differ."""
    X = (np.array([[1990], [1991], [2010], [2011]]) + 100_000).astype(dtype)
    found = Difference(X, HALVES, 2).measure(HALVES)
    assert found.effect[1, 0] == pytest.approx(20 / math.sqrt(100.25), rel=1e-5)


def test_terms():
    """Numbers are high or low, indicators are there or not, words are there."""
    numbers = Difference(np.array([[0.5], [1.0], [2.0], [3.0]]), HALVES, 2)
    indicators = Difference(np.array([[0.0], [0.0], [1.0], [1.0]]), HALVES, 2)
    words = LogOdds(sparse.csr_array(np.eye(4)), HALVES, 2)
    assert [numbers.term("tempo", 1.0), numbers.term("tempo", -1.0)] == ["high tempo", "low tempo"]
    assert [indicators.term("live", 1.0), indicators.term("live", -1.0)] == ["live", "not live"]
    assert words.term("shark", 2.0) == "shark"
    assert [numbers.is_seen(-0.5), numbers.is_seen(0.4), words.is_seen(-1.0)] == [True, False, False]
