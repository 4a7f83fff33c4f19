"""Nulls and intervals of any statistic."""

import numpy as np
import pytest
from scipy.stats import hypergeom

from motif.core.errors import InputError
from motif.evaluate.null import (
    analytic_null,
    half_samples,
    interval_around,
    null_of,
    null_of_distribution,
    permutation_null,
    resampling_interval,
)


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


@pytest.mark.parametrize("scale", [1e-100, 1e-12, 1.0, 1e12])
def test_the_unit_plays_no_part(scale):
    """In millions or in millionths: the same z and p."""
    draws = np.arange(1.0, 20.0)
    one = null_of(0.5 * scale, draws * scale, kind="k", higher_is_better=False)
    assert (one.p, one.z) == (1 / 20, pytest.approx((0.5 - 10) / draws.std()))


def test_the_unit_of_a_permuted_statistic_plays_no_part():
    """Heights of millionths of millionths are as far apart as those of metres."""
    height = np.arange(12.0) ** 2
    nulls = [
        permutation_null(lambda y, h=height * scale: float(h @ y), [0] * 6 + [1] * 6, n=199, random_state=0)
        for scale in (1.0, 1e-15)
    ]
    assert nulls[0].p == nulls[1].p < 0.05
    assert nulls[0].z == pytest.approx(nulls[1].z)


def test_noise_around_zero_is_a_tie_where_terms_are_large():
    """A difference of shares that is 0 but for rounding is no better than another; by itself nobody could tell."""
    noise = np.array([0.0, 1e-17, -2e-17, 3e-16])
    known = null_of(5e-17, noise, kind="k", higher_is_better=True, magnitude=1)
    assert (known.p, known.z) == (1.0, None)
    assert null_of(5e-17, noise, kind="k", higher_is_better=True).p == 2 / 5


def test_one_wild_draw_does_not_tie_the_others():
    """A draw of minus a million million leaves 0.5 above 0.4."""
    draws = np.r_[np.full(99, 0.4), -1e12]
    assert null_of(0.5, draws, kind="k", higher_is_better=True, magnitude=1).p == 1 / 101


@pytest.mark.parametrize("replicates", [[], [np.nan], [[1.0]]])
def test_wrong_replicates_are_refused(replicates):
    """No replicates, NaN, or a table of them."""
    with pytest.raises(InputError, match="replicates must be at least one finite number in one row"):
        interval_around(1.0, replicates)


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


def test_analytic_null_by_hand():
    """Mean and sd as given, z from them, no draws; the 5 % and 95 % points of a normal distribution."""
    null = analytic_null(0.7, mean=0.5, sd=0.1, p=0.02)
    assert (null.kind, null.mean, null.sd, null.p, null.n) == ("analytic", 0.5, 0.1, 0.02, 0)
    assert null.z == pytest.approx(2.0)
    assert (null.low, null.high) == (pytest.approx(0.5 - 0.16449, abs=1e-4), pytest.approx(0.5 + 0.16449, abs=1e-4))
    assert analytic_null(0.7, mean=0.5, sd=0.0).z is None


@pytest.mark.parametrize("wrong", [{"sd": -1.0}, {"sd": float("inf")}, {"sd": 1.0, "p": 2.0}, {"sd": float("nan")}])
def test_wrong_moments_are_refused(wrong):
    """Nothing but a finite mean, an sd of at least 0 and a p in [0, 1] makes a null."""
    with pytest.raises(InputError):
        analytic_null(0.5, **({"mean": 0.0} | wrong))


def test_null_of_a_distribution_is_exact():
    """Hits among 4 of 10 drawn, 3 of the 10 being right: the hypergeometric chances, ties counted, either way."""
    hits = hypergeom(10, 3, 4)
    up = null_of_distribution(0.5, hits, scale=1 / 4, higher_is_better=True)
    down = null_of_distribution(0.5, hits, scale=1 / 4, higher_is_better=False)
    two, three = 3 * 21 / 210, 7 / 210  # of 210 fours, so many have 2 and 3 of the right ones
    assert up.p == pytest.approx(two + three)
    assert down.p == pytest.approx(1 - three)
    assert up.mean == pytest.approx(0.3)
    assert (up.n, up.kind) == (0, "analytic")


def test_null_of_a_distribution_agrees_with_permutations():
    """The exact p of a count is the share of permutations that reach it."""
    labels, chosen = np.array([1] * 6 + [0] * 14), np.array([True] * 5 + [False] * 15)
    drawn = permutation_null(lambda y: float(y[chosen].mean()), labels, n=4000, random_state=0)
    exact = null_of_distribution(1.0, hypergeom(20, 6, 5), scale=1 / 5, higher_is_better=True)
    assert exact.p == pytest.approx(drawn.p, abs=0.001)
    assert (exact.mean, exact.sd) == (pytest.approx(drawn.mean, abs=0.012), pytest.approx(drawn.sd, rel=0.05))


def test_a_scale_of_zero_is_refused():
    """Nothing times a count is no statistic."""
    with pytest.raises(InputError, match="scale must be above 0"):
        null_of_distribution(1.0, hypergeom(20, 6, 5), scale=0.0, higher_is_better=True)


def test_whole_groups_are_drawn():
    """Each half-sample has half of the groups, all items of each, in ascending order."""
    groups, seen = np.repeat(list("abcdefghij"), 3), []

    def statistic(chosen):
        seen.append(chosen)
        return float(len(chosen))

    resampling_interval(statistic, 30, n=20, groups=groups, random_state=0)
    assert len(seen.pop()) == 30  # the value itself
    for chosen in seen:
        assert len(chosen) == 15
        assert set(np.bincount(np.searchsorted(list("abcdefghij"), groups[chosen]))) <= {0, 3}
        assert (np.diff(chosen) > 0).all()


def test_half_samples_are_of_whole_groups():
    """Half of nine groups is four, all their items in order; seven groups have none."""
    groups = np.repeat(np.arange(9), 3)
    halves = [*half_samples(groups, 5, np.random.default_rng(0))]
    assert [len(rows) for rows in halves] == [12] * 5
    for rows in halves:
        assert (np.diff(rows) > 0).all()
        assert set(np.bincount(groups[rows])) <= {0, 3}
    assert not [*half_samples(groups[:21], 5, np.random.default_rng(0))]


def test_items_alone_are_groups_too():
    """Groups of one item give the same interval as no groups."""
    values = np.random.default_rng(0).normal(size=50)
    plain, alone = (
        resampling_interval(lambda rows: values[rows].mean(), 50, groups=groups, random_state=0)
        for groups in (None, range(50))
    )
    assert plain == alone


def test_interval_over_groups_covers_where_that_over_items_does_not():
    """Where items of a group are alike, intervals over groups hold the truth as often as they say, others do not."""
    rng = np.random.default_rng(4)
    covered = np.zeros(2)
    for _ in range(100):
        values = np.repeat(rng.normal(size=40), 10) + rng.normal(size=400)
        for i, groups in enumerate((np.repeat(np.arange(40), 10), None)):
            low, high = resampling_interval(lambda rows, v=values: v[rows].mean(), 400, groups=groups, random_state=rng)
            covered[i] += low <= 0 <= high
    assert covered[0] >= 86  # 4 standard errors below 95
    assert covered[1] < 70


@pytest.mark.parametrize(
    ("groups", "said"),
    [(["a"] * 9, "9 given, 10 expected"), ([None] * 10, "10 are missing"), (np.zeros((10, 1)), "one row")],
)
def test_wrong_groups_are_refused(groups, said):
    """A group for each item, in one row."""
    with pytest.raises(InputError, match=said):
        resampling_interval(lambda rows: 0.0, 10, groups=groups)


def test_few_groups_or_an_undefined_half_have_no_interval():
    """Seven groups have no interval, however many items; nor has what cannot be computed on a half."""
    assert resampling_interval(lambda rows: 0.0, 70, groups=np.arange(70) % 7) is None
    assert resampling_interval(lambda rows: float("nan"), 70, random_state=0) is None
