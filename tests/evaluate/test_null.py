"""Nulls and intervals of any statistic."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.evaluate.null import interval_around, null_of, permutation_null, resampling_interval


def test_null_by_hand():
    """Mean, sd, z and p are those of the draws; p counts the value itself as one draw."""
    null = null_of(5.0, [1.0, 3.0, 5.0, 7.0], kind="permuted_labels", higher_is_better=True)
    assert (null.mean, null.sd, null.n) == (4.0, pytest.approx(5**0.5), 4)
    assert null.z == pytest.approx(1 / 5**0.5)
    assert null.p == (1 + 2) / 5
    assert (null.low, null.high) == (pytest.approx(1.3), pytest.approx(6.7))


def test_p_looks_in_the_better_direction():
    """Where lower is better, low draws count against the value."""
    assert null_of(5.0, [1.0, 3.0, 5.0, 7.0], kind="k", higher_is_better=False).p == (1 + 3) / 5


def test_ties_but_for_rounding_count():
    """A draw that differs from the value by rounding only is as good as the value."""
    assert null_of(0.1 + 0.2, [0.3, 0.3], kind="k", higher_is_better=True).p == 1.0


def test_constant_draws_have_no_z():
    """Draws that don't vary give no z."""
    assert null_of(2.0, [1.0, 1.0], kind="k", higher_is_better=True).z is None


@pytest.mark.parametrize("draws", [[], [np.nan], [[1.0]]])
def test_wrong_draws_are_refused(draws):
    """No draws, NaN or a table of draws are refused."""
    with pytest.raises(InputError, match="draws"):
        null_of(1.0, draws, kind="k", higher_is_better=True)


def test_permutation_keeps_the_labels():
    """Every permutation holds the same labels, and the caller's array is untouched."""
    labels = np.array([3, 1, 1, 2])
    seen = []

    def statistic(given):
        seen.append(given.tolist())
        return float(given[0])

    permutation_null(statistic, labels, n=20, random_state=0)
    assert labels.tolist() == [3, 1, 1, 2]
    assert {tuple(sorted(given)) for given in seen} == {(1, 1, 2, 3)}
    assert len(seen) == 21


def test_permutation_is_exact_on_a_small_case():
    """With 2 of 4 labels the extreme split has chance 1 in 6."""
    height = np.array([0.0, 1.0, 2.0, 3.0])
    null = permutation_null(lambda y: height[y == 1].sum(), [0, 0, 1, 1], n=6000, random_state=1)
    assert null.p == pytest.approx(1 / 6, abs=0.02)  # 4 standard errors of 6,000 draws
    assert null.mean == pytest.approx(3.0, abs=0.06)


def test_p_is_uniform_under_chance():
    """For independent data p is at most 0.1 in about a tenth of the cases."""
    rng = np.random.default_rng(5)
    p = []
    for _ in range(200):
        values, labels = rng.normal(size=20), rng.integers(2, size=20)
        p.append(permutation_null(lambda y, v=values: float(v @ y), labels, n=99, random_state=rng).p)
    assert 0.04 < np.mean(np.array(p) <= 0.1) < 0.17  # 3 standard errors of 200 cases


def test_same_seed_same_null():
    """The seed decides the draws."""
    one, two, other = (
        permutation_null(lambda y: float(y[:2].sum()), range(9), n=30, random_state=s) for s in (0, 0, 1)
    )
    assert one == two != other


def test_interval_is_laid_around_the_value():
    """Only the spread of the replicates counts, not their mean."""
    replicates = np.linspace(10, 20, 101)
    assert interval_around(0.0, replicates, level=0.9) == pytest.approx((-4.5, 4.5))


def test_interval_of_a_mean_has_the_known_width():
    """For a mean, half-samples give the textbook interval."""
    values = np.random.default_rng(0).normal(size=400)
    low, high = resampling_interval(lambda chosen: values[chosen].mean(), 400, n=2000, random_state=0)
    assert (high - low) / 2 == pytest.approx(1.96 * values.std() / 20, rel=0.08)  # 2,000 draws: 3 % error


def test_too_few_items_have_no_interval():
    """Seven items have no interval."""
    assert resampling_interval(lambda chosen: 0.0, 7, random_state=0) is None
