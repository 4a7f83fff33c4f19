"""Networks by kind, their units, and PCA beside them."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from motif.collection import Collection, dense
from motif.core.errors import InputError
from motif.latent.model import KINDS, Plain, in_units, new_model, rows_to_fit
from motif.latent.represent import items_of


@pytest.fixture(scope="module")
def items():
    """Sixty pictures of 4 x 4 bytes along one curve."""
    t = np.linspace(0, 6, 60)[:, None]
    waves = 0.5 + 0.5 * np.sin(t + np.linspace(0, 3, 16))
    pictures = np.rint(255 * waves).astype(np.uint8).reshape(60, 4, 4)
    ids = {"id": [f"p{i}" for i in range(60)]}
    return items_of(Collection("picture", ids, blocks={"pixels": dense(pictures, scale=1 / 255)}))


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_estimator(items, kind):
    """Settings go by the estimator's own names; the pictures' shape is told."""
    model = new_model(kind, items, {"n_components": 8}, seed=3)
    assert (model.n_components, model.random_state, model.image_shape) == (8, 3, (1, 4, 4))


def test_an_unknown_kind_or_setting_is_refused(items):
    """The message names what there is."""
    with pytest.raises(InputError, match="'variational'"):
        new_model("vae", items, {}, seed=0)
    with pytest.raises(InputError, match=r"no setting 'beta'.*'n_components'"):
        new_model("autoencoder", items, {"beta": 2.0}, seed=0)


def test_a_model_of_bytes_speaks_in_the_numbers_that_they_mean(items):
    """Fitted to bytes and brought to units, it gives what one gives that was fitted to the numbers."""
    settings = {"n_components": 2, "max_steps": 60, "min_steps": 1, "device": "cpu"}
    on_bytes, on_numbers = (new_model("autoencoder", items, settings, seed=0) for _ in range(2))
    X, scale, offset = rows_to_fit(items, on_bytes)
    assert X.dtype == np.uint8
    on_bytes.fit(X)
    in_units(on_bytes, scale, offset)
    values = items.values(slice(None))
    on_numbers.fit(values)
    # the same network but for the rounding of the shift and the scale
    np.testing.assert_allclose(on_bytes.reconstruct(values), on_numbers.reconstruct(values), atol=0.02)
    assert np.abs(on_bytes.reconstruct(values) - values).mean() < 0.1


def test_values_that_a_likelihood_wants_in_the_unit_interval_are_numbers():
    """Sixteenths as whole numbers become numbers for a sigmoid, and stay as they are for squared error."""
    pictures = np.arange(32, dtype=np.uint8).reshape(8, 2, 2) % 17
    ids = {"id": [f"p{i}" for i in range(8)]}
    items = items_of(Collection("picture", ids, blocks={"pixels": dense(pictures, scale=1 / 16)}))
    bounded = rows_to_fit(items, new_model("autoencoder", items, {"likelihood": "bernoulli"}, seed=0))
    free = rows_to_fit(items, new_model("autoencoder", items, {}, seed=0))
    assert (bounded[0].max(), bounded[1:]) == (1.0, (1.0, 0.0))
    assert (free[0].max(), free[1:]) == (16, (1 / 16, 0.0))


def test_surprise_is_that_of_the_gaussian_that_pca_stands_for():
    """The density of probabilistic PCA is a normal one with a known covariance; so is that about the mean."""
    X = np.random.default_rng(0).normal(size=(200, 5)) * [3, 2, 1, 0.5, 0.5]
    plain = Plain.fitted(X, 2)
    covariance = np.cov(X, rowvar=False)
    values, vectors = np.linalg.eigh(covariance)
    noise = values[:3].mean()
    model = vectors @ np.diag([noise] * 3 + values[3:].tolist()) @ vectors.T
    expected = -multivariate_normal(X.mean(axis=0), model).logpdf(X)
    np.testing.assert_allclose(plain.surprise(X), expected, rtol=1e-6)
    round_one = -multivariate_normal(X.mean(axis=0), np.eye(5) * np.trace(covariance) / 5).logpdf(X)
    np.testing.assert_allclose(plain.surprise_of_mean(X), round_one, rtol=1e-6)


def test_cross_entropy_with_the_mean():
    """By hand: a pixel that is on in half of the items costs ln 2, whatever it is."""
    plain = Plain.fitted(np.array([[0.0, 1.0], [1.0, 1.0], [0.0, 1.0], [1.0, 1.0]]), 1)
    told = plain.entropy_of_mean(np.array([[1.0, 1.0]]))
    np.testing.assert_allclose(told, np.log(2) - np.log(0.999))


def test_more_numbers_than_features_are_all_of_them():
    """Nothing is lost then."""
    X = np.random.default_rng(0).normal(size=(10, 3))
    np.testing.assert_allclose(Plain.fitted(X, 50).restored(X), X, atol=1e-9)
