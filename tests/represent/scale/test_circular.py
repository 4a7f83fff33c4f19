"""Circles: places by hand, turns that change nothing, names and refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from motif.core.errors import InputError
from motif.represent.scale import Circular


def test_quarters_by_hand():
    """A quarter of the period is a quarter of the circle."""
    found = Circular(period=12).fit_transform([[0.0], [3.0], [6.0], [9.0]])
    np.testing.assert_allclose(found, [[1, 0], [0, 1], [-1, 0], [0, -1]], atol=1e-12)


def test_last_and_first_are_neighbours():
    """Key 11 lies as near to key 0 as key 1 does."""
    points = Circular(period=12).fit_transform(np.arange(12.0)[:, None])
    apart = np.linalg.norm(points - points[0], axis=1)
    assert apart[11] == pytest.approx(apart[1])
    assert apart.argmax() == 6


@pytest.mark.parametrize("periods", [[12.0, 24.0], (12, 24), np.array([12.0, 24.0])])
def test_each_column_may_have_its_period(periods):
    """Keys beside hours; each column becomes two, in turn."""
    found = Circular(period=periods).fit_transform([[3.0, 12.0]])
    np.testing.assert_allclose(found, [[0, 1, -1, 0]], atol=1e-12)


@settings(derandomize=True, max_examples=40, deadline=None)
@given(arrays(np.float64, (4, 2), elements=st.floats(0, 11.99)), st.integers(-3, 3))
def test_whole_turns_change_nothing_and_values_come_back(values, turns):
    """A value and the same some periods later lie on one point, and come back into [0, period)."""
    circle = Circular(period=12).fit(values)
    points = circle.transform(values + 12 * turns)
    np.testing.assert_allclose(points, circle.transform(values), atol=1e-9)
    restored = circle.inverse_transform(points)
    assert ((restored >= 0) & (restored < 12)).all()
    off = np.abs(restored - values)
    assert np.minimum(off, 12 - off).max() < 1e-9


def test_a_hair_below_zero_comes_back_as_zero():
    """And not as the period, which is out of range; in float32 too."""
    circle = Circular(period=360.0).fit([[0.0]])
    for dtype in (np.float64, np.float32):
        assert circle.inverse_transform(np.array([[1.0, -1e-30]], dtype)).tolist() == [[0.0]]


def test_columns_are_named_after_their_parents():
    """With what each holds."""
    circle = Circular(period=12).fit([[1.0, 2.0]])
    assert circle.get_feature_names_out(["key", "hour"]).tolist() == ["key_cos", "key_sin", "hour_cos", "hour_sin"]


@pytest.mark.parametrize(
    ("period", "message"),
    [
        (0, "period must be at least"),
        (-12.0, "period must be at least"),
        (float("inf"), "and at most"),
        ("day", "not 'day'"),
        ([12, 24, 7], "period: 3 given, 2 expected"),
        ([[12, 24]], "given shape"),
    ],
)
def test_wrong_periods_are_refused(period, message):
    """A period is a number above 0, one for all columns or one for each."""
    with pytest.raises(InputError, match=message):
        Circular(period=period).fit([[1.0, 2.0]])


def test_wrong_number_of_columns_cannot_be_undone():
    """The message has both shapes."""
    with pytest.raises(InputError, match=r"X has shape \(1, 3\); expected \(n_items, 4\)"):
        Circular().fit([[1.0, 2.0]]).inverse_transform([[1.0, 0.0, 1.0]])
