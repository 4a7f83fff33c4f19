"""RankGauss: scores by hand, scikit-learn's quantile transformer as independent implementation, ties and knots."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import norm, rankdata
from sklearn.preprocessing import QuantileTransformer

from motif.core.errors import InputError
from motif.represent.scale import RankGauss


def test_scores_by_hand():
    """Ranks 1 to 4 of 4 become the normal quantiles of 1/8, 3/8, 5/8 and 7/8, whatever the values."""
    found = RankGauss().fit_transform([[10.0], [1e6], [-3.0], [11.0]])
    np.testing.assert_allclose(found.ravel(), norm.ppf([3 / 8, 7 / 8, 1 / 8, 5 / 8]))


def test_equal_values_share_their_mean_rank():
    """So that copies of a value change nobody's side."""
    values = np.array([[1.0], [2.0], [2.0], [5.0], [5.0], [5.0]])
    expected = norm.ppf((rankdata(values.ravel()) - 0.5) / 6)
    np.testing.assert_allclose(RankGauss().fit_transform(values).ravel(), expected)


def test_values_between_and_beyond():
    """Half way between two values is half way between their scores; beyond the ends nothing grows."""
    scaler = RankGauss().fit([[0.0], [1.0], [2.0]])
    low, middle, high = scaler.scores_[0]
    np.testing.assert_allclose(scaler.transform([[0.5], [-9.0], [9.0]]).ravel(), [(low + middle) / 2, low, high])


def test_constant_column_becomes_zero():
    """There is no order to tell of."""
    assert RankGauss().fit_transform([[7.0], [7.0]]).tolist() == [[0.0], [0.0]]


@pytest.mark.parametrize("n_knots", [1000, 5000], ids=["knots", "all"])
def test_near_scikit_learn_inside(n_knots):
    """Away from the ends, whose rule differs, the scores agree with those of scikit-learn."""
    X = np.random.default_rng(0).gamma(0.7, size=(3000, 2))
    theirs = QuantileTransformer(n_quantiles=3000, output_distribution="normal").fit_transform(X)
    inside = np.abs(theirs) < 2.5
    np.testing.assert_allclose(
        RankGauss(n_knots).fit_transform(X)[inside], theirs[inside], atol=0.05
    )  # knots lie apart in the tails


def test_knots_are_as_many_as_asked_and_reach_both_ends():
    """A long column is kept short; the exact scores are not far."""
    X = np.random.default_rng(0).normal(size=(5000, 1))
    scaler, exact = RankGauss(200).fit(X), RankGauss(5000).fit(X)
    assert len(scaler.values_[0]) <= 200
    assert scaler.values_[0][[0, -1]].tolist() == [X.min(), X.max()]
    assert np.abs(scaler.transform(X) - exact.transform(X)).max() < 0.2  # in the tails, between the last two knots
    assert np.abs(scaler.transform(X) - exact.transform(X)).mean() < 0.005


@settings(derandomize=True, max_examples=40, deadline=None)
@given(arrays(np.float64, (9, 2), elements=st.floats(-1e3, 1e3).map(lambda v: round(v, 2))))
def test_order_stays_and_can_be_undone(values):
    """Scores rise with the values, sum to zero, and give the values back."""
    scaler = RankGauss().fit(values)
    scores = scaler.transform(values)
    for column, score in zip(values.T, scores.T, strict=True):
        assert (np.diff(score[np.argsort(column)]) >= 0).all()
        assert len(np.unique(score)) == len(np.unique(column))
    np.testing.assert_allclose(scaler.inverse_transform(scores), values, atol=1e-9)


def test_too_few_knots_are_refused():
    """One knot is no curve."""
    with pytest.raises(InputError, match="n_knots must be at least 2, not 1"):
        RankGauss(1).fit([[1.0]])
