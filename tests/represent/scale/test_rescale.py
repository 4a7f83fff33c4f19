"""Scaling: hand-computed values, scikit-learn's scalers as independent implementations, and what constants do."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn import preprocessing

from motif.core.errors import InputError
from motif.represent.scale import Rescaler

X = np.array([[0.0, 10.0, 3.0], [2.0, 30.0, 4.0], [4.0, 20.0, 0.0]])
PEERS = {
    "standard": preprocessing.StandardScaler(),
    "range": preprocessing.MinMaxScaler(),
    "unit": preprocessing.Normalizer(),
    "none": preprocessing.FunctionTransformer(),
}


def test_standard_by_hand():
    """Each column gets mean 0 and standard deviation 1."""
    scaler = Rescaler().fit([[0.0], [2.0]])
    assert scaler.offset_.tolist() == [1.0]
    assert scaler.scale_.tolist() == [1.0]
    np.testing.assert_array_equal(scaler.transform([[0.0], [2.0], [5.0]]), [[-1], [1], [4]])


def test_range_by_hand():
    """The smallest value of each column becomes 0, the largest 1, and others go beyond."""
    scaler = Rescaler("range").fit([[10.0, -1.0], [30.0, 1.0]])
    np.testing.assert_array_equal(scaler.transform([[20.0, -1.0], [50.0, 1.0]]), [[0.5, 0], [2, 1]])


def test_unit_by_hand():
    """Each row gets length 1; a row of zeros stays."""
    np.testing.assert_allclose(Rescaler("unit").fit_transform([[3.0, 4.0], [0.0, 0.0]]), [[0.6, 0.8], [0, 0]])


def test_none_gives_back_the_same():
    """The scaler that is off changes no bit."""
    np.testing.assert_array_equal(Rescaler("none").fit_transform(X), X)


@pytest.mark.parametrize("kind", PEERS)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_equals_scikit_learn(kind, dtype):
    """Each kind agrees with the scaler of scikit-learn that does the same."""
    given = np.random.default_rng(0).normal(3, 5, size=(50, 4)).astype(dtype)
    tolerance = 1e-12 if dtype == "float64" else 2e-6  # a few units in the last place
    np.testing.assert_allclose(
        Rescaler(kind).fit_transform(given), PEERS[kind].fit_transform(given), rtol=tolerance, atol=tolerance
    )


@pytest.mark.parametrize("kind", ["standard", "range"])
def test_constant_columns_are_shifted_and_counted(kind):
    """A constant column becomes zero, also where its mean is not exact in floating point, and is counted."""
    given = np.column_stack([np.full(10, 0.1), np.arange(10.0), np.full(10, 1e300)])
    scaler = Rescaler(kind).fit(given)
    assert scaler.n_constant_ == 2
    scaled = scaler.transform(given)
    np.testing.assert_array_equal(scaled[:, [0, 2]], 0)
    assert np.isfinite(scaled).all()


@pytest.mark.parametrize("kind", ["none", "unit"])
def test_kinds_that_do_not_look_count_no_constants(kind):
    """Kinds that learn nothing about columns report none as constant."""
    assert Rescaler(kind).fit(np.ones((3, 2))).n_constant_ == 0


@pytest.mark.parametrize("kind", ["none", "standard", "range"])
@settings(derandomize=True, max_examples=30, deadline=None)
@given(
    values=arrays(np.float64, (6, 3), elements=st.floats(-1e3, 1e3, allow_subnormal=False).map(lambda v: round(v, 3)))
)
def test_inverse_gives_the_matrix_back(kind, values):
    """Scaling can be undone, whatever the columns hold."""
    scaler = Rescaler(kind).fit(values)
    np.testing.assert_allclose(scaler.inverse_transform(scaler.transform(values)), values, rtol=1e-9, atol=1e-9)


def test_unit_cannot_be_undone():
    """The lengths of rows are gone, and the message says so."""
    with pytest.raises(InputError, match="forgets each row's length"):
        Rescaler("unit").fit(X).inverse_transform(X)


def test_float32_sums_are_taken_in_float64():
    """The mean of a long float32 column far from zero keeps its digits."""
    given = (np.random.default_rng(0).normal(size=(20_000, 1)) + 4096).astype(np.float32)
    scaler = Rescaler().fit(given)
    np.testing.assert_allclose(scaler.offset_, given.astype(np.float64).mean(axis=0), rtol=1e-13)
    assert scaler.transform(given).dtype == np.float32


def test_unknown_kind_is_refused():
    """The message lists the kinds."""
    with pytest.raises(InputError, match="kind must be one of 'none', 'standard', 'range', 'unit', not 'robust'"):
        Rescaler("robust").fit(X)
