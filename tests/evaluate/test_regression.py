"""Predicted numbers: by hand, by scikit-learn, held out by group, and beside chance and the mean."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.core.errors import InputError
from motif.evaluate.regression import (
    adjusted_r2,
    evaluate,
    folds_by_group,
    held_out,
    mae,
    noise_r2,
    r2,
    stein_r2,
    validate,
)

numbers = st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=3, max_size=30).filter(
    lambda pairs: len({y for _, y in pairs}) > 1
)


def least_squares(X, y, new):
    """Return the predictions of a linear model with a constant."""
    design = np.column_stack([np.ones(len(X)), X])
    return np.column_stack([np.ones(len(new)), new]) @ np.linalg.lstsq(design, y, rcond=None)[0]


def test_by_hand():
    """Errors 0, 0 and 1 around a spread of 2; the mean of all is worth 0; the opposite is worse than nothing."""
    assert r2([1, 2, 4], [1, 2, 3]) == 0.5
    assert mae([1, 2, 4], [1, 2, 3]) == pytest.approx(1 / 3)
    assert r2([2, 2, 2], [1, 2, 3]) == 0.0
    assert r2([3, 2, 1], [1, 2, 3]) == -3.0


@settings(derandomize=True, max_examples=60, deadline=None)
@given(numbers)
def test_equal_to_scikit_learn(pairs):
    """R2 and the mean absolute error equal scikit-learn's."""
    from sklearn.metrics import mean_absolute_error, r2_score

    predicted, y = np.array(pairs, dtype=float).T
    assert r2(predicted, y) == pytest.approx(r2_score(y, predicted), abs=1e-9, rel=1e-12)
    assert mae(predicted, y) == pytest.approx(mean_absolute_error(y, predicted), abs=1e-12)


@settings(derandomize=True, max_examples=40, deadline=None)
@given(numbers, st.integers(-9, 9), st.integers(0, 1000))
def test_unit_origin_and_order_play_no_part(pairs, offset, seed):
    """Another unit, origin or order leaves R2, and scales the error; perfect is 1 and 0; bounds hold."""
    predicted, y = np.array(pairs, dtype=float).T
    order = np.random.default_rng(seed).permutation(len(y))
    assert r2((2 * predicted + offset)[order], (2 * y + offset)[order]) == pytest.approx(r2(predicted, y), abs=1e-9)
    assert mae((2 * predicted + offset)[order], (2 * y + offset)[order]) == pytest.approx(2 * mae(predicted, y))
    assert r2(predicted, y) <= 1
    assert mae(predicted, y) == mae(y, predicted) >= 0 if np.ptp(predicted) else True
    assert (r2(y, y), mae(y, y)) == (1.0, 0.0)


def test_corrections_equal_the_published_case():
    """6,280 films: R2 .108 with 49 columns and .273 with 1,174 more, which is what noise alone would give."""
    fewer, more = {"n_items": 6280, "n_features": 49}, {"n_items": 6280, "n_features": 1223}
    assert noise_r2(0.108, **fewer, n_added=1174) == pytest.approx(0.276, abs=5e-4)
    assert (adjusted_r2(0.108, **fewer), adjusted_r2(0.273, **more)) == pytest.approx((0.101, 0.097), abs=5e-4)
    assert (stein_r2(0.108, **fewer), stein_r2(0.273, **more)) == pytest.approx((0.094, -0.121), abs=6e-4)


def test_corrections_hold_on_planted_data():
    """Over 300 samples of a linear model, the corrections meet what they estimate within 4 standard errors."""
    rng = np.random.default_rng(0)
    n, p, fitted, new, estimates = 60, 8, [], [], []
    weights = np.array([0.5, 0.5, 0, 0, 0, 0, 0, 0])  # explains a third: 0.5 of 1.5
    for _ in range(300):
        X, other = rng.normal(size=(2, n, p))
        y, unseen = X @ weights + rng.normal(size=n), other @ weights + rng.normal(size=n)
        fitted.append(r2(least_squares(X, y, X), y))
        new.append(r2(least_squares(X, y, other), unseen))
        estimates.append([f(fitted[-1], n_items=n, n_features=p) for f in (adjusted_r2, stein_r2)])
    errors = np.std([*zip(*estimates, strict=True), new], axis=1) / 300**0.5
    adjusted, stein = np.mean(estimates, axis=0)
    assert adjusted == pytest.approx(1 / 3, abs=4 * errors[0])
    assert stein == pytest.approx(np.mean(new), abs=4 * (errors[1] + errors[2]))
    assert noise_r2(0.0, n_items=n, n_features=0, n_added=p) == pytest.approx(p / (n - 1))


@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=8, max_size=60), st.integers(2, 4), st.integers(0, 100))
def test_groups_stay_in_one_fold(groups, n_folds, seed):
    """No group is in two folds, no fold is empty, and none exceeds another by more than the largest group."""
    groups = [*groups, 20, 21, 22, 23]
    folds = folds_by_group(groups, n_folds=n_folds, random_state=seed)
    assert all(len({fold for fold, group in zip(folds, groups, strict=True) if group == one}) == 1 for one in groups)
    sizes = np.bincount(folds, minlength=n_folds)
    assert sizes.min() > 0
    assert sizes.max() - sizes.min() <= max(groups.count(one) for one in groups)


def test_held_out_never_sees_its_fold():
    """The model of each fold gets the items of all others, and its predictions land where they belong."""
    folds = [0, 1, 0, 2, 1]
    X, y = np.arange(5.0)[:, None], np.arange(5.0)
    seen = []

    def remember(X, y, new):
        seen.append((sorted(y), new[:, 0].tolist()))
        return 10 * new[:, 0]

    assert held_out(remember, X, y, folds=folds).tolist() == [0, 10, 20, 30, 40]
    assert seen == [([1, 3, 4], [0, 2]), ([0, 2, 3], [1, 4]), ([0, 1, 2, 4], [3])]


def test_memory_of_the_group_is_found_out():
    """A nearest neighbour that knows each franchise by heart explains much item by item and nothing group by group."""
    rng = np.random.default_rng(1)
    franchise = np.repeat(np.arange(60), 5)
    X = rng.normal(size=(60, 2))[franchise] + 0.01 * rng.normal(size=(300, 2))
    y = rng.normal(size=60)[franchise] + 0.3 * rng.normal(size=300)

    def nearest(X, y, new):
        return y[np.argmin(np.square(new[:, None] - X).sum(axis=2), axis=1)]

    by_item = held_out(nearest, X, y, folds=folds_by_group(np.arange(300), random_state=0))
    by_group = held_out(nearest, X, y, folds=folds_by_group(franchise, random_state=0))
    assert r2(by_item, y) > 0.5
    assert r2(by_group, y) < 0.1


def test_chance_has_the_known_mean():
    """Dealt-out targets have an R2 of minus the predictions' spread about the mean, over that of the targets."""
    rng = np.random.default_rng(2)
    y, predicted = rng.normal(size=200), 0.3 + 0.7 * rng.normal(size=200)
    null = evaluate(predicted, y, random_state=0)["r2"].null
    expected = -np.square(predicted - y.mean()).sum() / np.square(y - y.mean()).sum()
    assert null.kind == "permuted_targets"
    assert null.mean == pytest.approx(expected, abs=4 * null.sd / 999**0.5)


@pytest.mark.parametrize("sizes", [[8] * 12, [40, 20, 10, 6, 5, 4, 3, 2, 2, 2, 1, 1]])
def test_p_is_uniform_under_chance_also_by_group(sizes):
    """Where items of a group are alike, dealing out groups keeps p honest, equal or not; dealing out items does not."""
    rng = np.random.default_rng(3)
    groups = np.repeat(np.arange(12), sizes)
    p = {"item": [], "group": []}
    for _ in range(200):
        y, predicted = (rng.normal(size=12)[groups] + 0.3 * rng.normal(size=len(groups)) for _ in range(2))
        for kind, given_groups in (("item", None), ("group", groups)):
            figures = evaluate(predicted, y, groups=given_groups, random_state=rng, n_permutations=39, n_resamples=2)
            p[kind].append([figure.null.p for figure in figures.values()])
    assert (np.mean(np.array(p["group"]) <= 0.1, axis=0) < 0.165).all()  # 3 standard errors of 200 cases
    assert (np.mean(np.array(p["group"]) <= 0.1, axis=0) > 0.035).all()
    assert (np.mean(np.array(p["item"]) <= 0.1, axis=0) > 0.165).all()


def test_groups_of_one_are_items():
    """When each item is its own group, nothing changes; a single group cannot be dealt out."""
    rng = np.random.default_rng(7)
    y = rng.normal(size=60)
    predicted = y + rng.normal(size=60)
    assert evaluate(predicted, y, groups=np.arange(60), random_state=0) == evaluate(predicted, y, random_state=0)
    with pytest.raises(InputError, match="groups must be at least 2"):
        evaluate(predicted, y, groups=np.zeros(60), random_state=0)


def test_trivial_answers():
    """The mean has R2 0 and the median the smallest error of all constants; by fold, both come from the others."""
    y = np.array([0.0, 0.0, 1.0, 9.0])
    figures = evaluate([0.0, 0.0, 1.0, 8.0], y, random_state=0, n_permutations=9)
    assert figures["r2"].trivial == {"mean": 0.0, "median": pytest.approx(r2([0.5] * 4, y))}
    assert figures["mae"].trivial == {"mean": pytest.approx(3.25), "median": pytest.approx(2.5)}
    by_fold = evaluate([0.0, 0.0, 1.0, 8.0], y, folds=[0, 0, 1, 1], random_state=0, n_permutations=9)
    assert by_fold["mae"].trivial["mean"] == pytest.approx((5 + 5 + 1 + 9) / 4)
    assert by_fold["r2"].trivial["mean"] < 0


def test_figures_have_all_that_a_figure_needs():
    """Better than chance and the mean, with intervals around the value; the same seed gives the same figures."""
    rng = np.random.default_rng(4)
    y = rng.normal(size=120)
    predicted = y + 0.5 * rng.normal(size=120)
    one, two, other = (evaluate(predicted, y, unit="log $", random_state=seed) for seed in (0, 0, 1))
    assert one == two != other
    for key in ("r2", "mae"):
        figure = one[key]
        assert figure.null.p == 1 / 1001
        assert figure.interval[0] < figure.value < figure.interval[1]
        assert figure.verdict().startswith("better than chance")
    assert (one["r2"].unit, one["mae"].unit, one["mae"].higher_is_better, one["mae"].n) == ("", "log $", False, 120)


def test_intervals_over_groups_are_wider_where_groups_agree():
    """Errors that a whole group shares say less than as many errors of their own."""
    rng = np.random.default_rng(5)
    groups = np.repeat(np.arange(30), 10)
    y = rng.normal(size=300)
    predicted = y + rng.normal(size=30)[groups] * rng.choice([0.2, 2], size=30)[groups]
    widths = [
        np.ptp(evaluate(predicted, y, groups=given_groups, random_state=0, n_permutations=3)["mae"].interval)
        for given_groups in (None, groups)
    ]
    assert widths[1] > 1.5 * widths[0]


@pytest.mark.parametrize(
    ("predicted", "y", "message"),
    [
        ([1, 2], [1, 2, 3], r"predicted: 2 given, 3 expected \(one for each of the targets y\)"),
        ([1, np.nan], [1, 2], "predicted must be finite; 1 are not, at 1"),
        ([1, 2], [np.inf, 2], "y must be finite; 1 are not, at 0; leave these items out"),
        ([1, 2], [3, 3], "y is 3.0 for all 2 items"),
        (["a"], [1], "one row of numbers"),
        ([[1], [2]], [1, 2], r"given int64 of shape \(2, 1\)"),
    ],
)
def test_wrong_numbers_are_refused(predicted, y, message):
    """Lengths, NaN, text and targets that are all the same are refused."""
    with pytest.raises(InputError, match=message):
        validate(predicted, y)


def test_wrong_folds_and_models_are_refused():
    """Too few groups, a single fold, and a model that returns the wrong number of predictions."""
    X, y = np.zeros((4, 1)), np.arange(4.0)
    with pytest.raises(InputError, match="n_folds"):
        folds_by_group(["a", "a", "b"], n_folds=3)
    with pytest.raises(InputError, match="folds must be at least 2"):
        held_out(least_squares, X, y, folds=[0, 0, 0, 0])
    with pytest.raises(InputError, match="folds: 3 given, 4 expected"):
        held_out(least_squares, X, y, folds=[0, 0, 1])
    with pytest.raises(InputError, match="what predict returns: 4 given, 2 expected"):
        held_out(lambda X, y, new: np.zeros(4), X, y, folds=[0, 0, 1, 1])
    with pytest.raises(InputError, match="n_items must be at least 7"):
        stein_r2(0.5, n_items=6, n_features=4)
    with pytest.raises(InputError, match="r2, of the items of the fit, must be at least 0"):
        adjusted_r2(-0.1, n_items=60, n_features=4)


@pytest.mark.parametrize("scale", [1e-12, 1.0, 1e9])
def test_the_unit_of_the_targets_plays_no_part(scale):
    """Near-perfect predictions of tiny numbers are as far from chance as those of large ones."""
    rng = np.random.default_rng(5)
    y = rng.normal(size=60)
    found = evaluate((y + 0.05 * rng.normal(size=60)) * scale, y * scale, random_state=0, n_permutations=199)["mae"]
    assert found.null.p == 1 / 200
    assert found.null.z < -8
    assert found.stands_out()
    assert found.beats(found.trivial["median"])
