"""Logarithm and logit: values by hand, SciPy's as independent implementation, ends and refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import special

from motif.core.errors import InputError
from motif.represent.scale import Log, Logit

AMOUNTS = np.array([[0.0, 1.0], [9.0, 99.0]])


def test_log_of_counts_is_log1p():
    """0 stays 0."""
    np.testing.assert_allclose(Log().fit_transform(AMOUNTS), np.log1p(AMOUNTS))


def test_log_mirrors_negative_values():
    """A loss of 9 lies as far below 0 as a gain of 9 above."""
    np.testing.assert_allclose(Log().fit_transform(-AMOUNTS), -np.log1p(AMOUNTS))


def test_log_with_an_offset():
    """ln(x + offset)."""
    np.testing.assert_allclose(Log(offset=0.5).fit_transform(AMOUNTS), np.log(AMOUNTS + 0.5))


def test_log_of_what_has_none_is_refused():
    """By fit and by transform, with the rows."""
    with pytest.raises(InputError, match="X has values at or below 0 in 1 rows: 0; give a larger offset, or None"):
        Log(offset=0).fit(AMOUNTS)
    with pytest.raises(InputError, match="at or below -2 in 1 rows: 1"):
        Log(offset=2).fit(AMOUNTS).transform([[0.0, 0.0], [0.0, -2.0]])
    with pytest.raises(InputError, match="offset must be a number, not 'one'"):
        Log(offset="one").fit(AMOUNTS)


@pytest.mark.parametrize("offset", [None, 1001.0])
@settings(derandomize=True, max_examples=40, deadline=None)
@given(values=arrays(np.float64, (4, 2), elements=st.floats(-1e3, 1e3)))
def test_log_can_be_undone(offset, values):
    """Within rounding."""
    scaler = Log(offset=offset).fit(values)
    np.testing.assert_allclose(scaler.inverse_transform(scaler.transform(values)), values, rtol=1e-9, atol=1e-9)


def test_logit_of_shares():
    """Inside the margins it is SciPy's logit; 0 and 1 stay finite."""
    shares = np.array([[0.25], [0.5], [0.999], [0.0], [1.0]])
    found = Logit(low=0, high=1, margin=0.01).fit_transform(shares).ravel()
    edge = special.logit(0.99)
    np.testing.assert_allclose(found, [special.logit(0.25), 0, edge, -edge, edge])


def test_logit_of_a_scale_with_other_ends():
    """Stars from 1 to 5: the middle is 0, for every column."""
    found = Logit(low=1, high=5).fit_transform([[3.0, 2.0], [3.0, 4.0]])
    np.testing.assert_allclose(found, [[0, special.logit(0.25)], [0, special.logit(0.75)]])


def test_logit_learns_the_ends_that_are_not_given():
    """The fit's smallest and largest; later values beyond are clipped, and a constant column is 0."""
    scaler = Logit().fit([[0.0, 7.0], [10.0, 7.0]])
    assert (scaler.low_.tolist(), scaler.high_.tolist()) == ([0, 7], [10, 7])
    found = scaler.transform([[-5.0, 7.0], [5.0, 9.0]])
    np.testing.assert_allclose(found, [[special.logit(0.001), 0], [0, 0]], atol=1e-12)


def test_logit_refuses_what_lies_beyond_given_ends():
    """A share of 1.2 is a mistake further up."""
    with pytest.raises(InputError, match="X has values beyond low=0 and high=1 in 1 rows: 1"):
        Logit(low=0, high=1).fit([[0.5], [1.2]])
    with pytest.raises(InputError, match="high must be at least 1, not 0"):
        Logit(low=1, high=0).fit([[0.5]])
    with pytest.raises(InputError, match="margin must be at least 1e-12 and at most"):
        Logit(margin=0).fit([[0.5]])


@settings(derandomize=True, max_examples=40, deadline=None)
@given(arrays(np.float64, (4, 2), elements=st.floats(0.01, 0.99)))
def test_logit_can_be_undone_inside_the_margins(shares):
    """Within rounding."""
    scaler = Logit(low=0, high=1).fit(shares)
    np.testing.assert_allclose(scaler.inverse_transform(scaler.transform(shares)), shares, rtol=1e-9)


@pytest.mark.parametrize("scaler", [Log(), Logit()])
def test_float32_stays_float32(scaler):
    """In and out."""
    X = AMOUNTS.astype(np.float32)
    assert scaler.fit_transform(X).dtype == np.float32
    assert scaler.inverse_transform(scaler.transform(X)).dtype == np.float32
