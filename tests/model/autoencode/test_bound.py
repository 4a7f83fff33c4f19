"""The bound and the likelihood of variational kinds, where both are known."""

import numpy as np
import pytest
from scipy import stats
from sklearn.datasets import load_digits

from motif.core.errors import InputError
from motif.model.autoencode import VariationalAutoencoder

RNG = np.random.default_rng(0)
DIRECTION = np.array([[1.0, 0.5, -0.5, 2.0]])
X = RNG.normal(size=(2000, 1)) @ DIRECTION + 0.5 * RNG.normal(size=(2000, 4)) + [10, 0, 0, -3]


@pytest.fixture(scope="module")
def linear():
    """A linear variational autoencoder: its density is a Gaussian that can be written down."""
    model = VariationalAutoencoder(1, encoder=("mlp",), epochs=60, learning_rate=0.02, random_state=0)
    return model.fit(X)


def _density(model):
    weights = model.weights_
    scale, shift = float(weights["scale"]), weights["shift"]
    loadings = weights["decoder.layers.0.weight"][:, 0].astype(float)
    noise = np.exp(2 * float(weights["log_noise"]))
    covariance = scale**2 * (np.outer(loadings, loadings) + noise * np.eye(4))
    return stats.multivariate_normal(shift + scale * weights["decoder.layers.0.bias"], covariance)


def test_likelihood_is_the_gaussian_s(linear):
    """Importance sampling gives the log density, in the items' own units, that the linear decoder has by algebra."""
    exact = -_density(linear).logpdf(X).mean()
    assert linear.nll(X, 200) == pytest.approx(exact, abs=0.01)
    assert linear.nll(X, 1) >= exact - 0.01


def test_the_bound_is_below_the_likelihood_and_tight(linear):
    """A linear encoder is the true posterior, so that little is lost; more draws change it little."""
    exact = _density(linear).logpdf(X).mean()
    bound = linear.elbo(X, n_draws=256)
    assert exact - 0.05 < bound < exact + 0.02
    assert linear.elbo(X) == pytest.approx(bound, abs=1e-4)  # quadratic in epsilon: two moments are all


def test_the_density_is_near_the_true_one(linear):
    """The fit comes within 0.03 nats of the density that made the items (four features)."""
    true = stats.multivariate_normal([10, 0, 0, -3], DIRECTION.T @ DIRECTION + 0.25 * np.eye(4))
    assert linear.nll(X, 50) - -true.logpdf(X).mean() < 0.03


def test_units_change_a_density_as_they_must(linear):
    """Items ten times as large are 4 log 10 nats less dense."""
    large = VariationalAutoencoder(**linear.get_params()).fit(10 * X)
    assert linear.elbo(X) - large.elbo(10 * X) == pytest.approx(4 * np.log(10), abs=0.02)


def test_scores_are_bounds_and_do_not_depend_on_neighbours(linear):
    """The same items alone and among others, twice."""
    scores = linear.score_samples(X)
    assert linear.elbo(X) == pytest.approx(scores.mean())
    np.testing.assert_allclose(linear.score_samples(X[7:8]), scores[7:8], rtol=1e-9)


def test_samples_have_the_model_s_moments(linear):
    """Means of drawn codes: the noise around them is left out, as with every mean restored."""
    drawn = linear.sample(20_000, random_state=0)
    loadings = float(linear.weights_["scale"]) * linear.weights_["decoder.layers.0.weight"][:, 0]
    np.testing.assert_allclose(np.cov(drawn.T), np.outer(loadings, loadings), atol=0.1)
    np.testing.assert_array_equal(linear.sample(3, random_state=1), linear.sample(3, random_state=1))


def test_wrong_numbers_are_refused(linear):
    """One line."""
    for act in (lambda: linear.nll(X, 0), lambda: linear.elbo(X, n_draws=0), lambda: linear.sample(0)):
        with pytest.raises(InputError, match="must be at least 1"):
            act()


def test_more_draws_are_nearer_to_the_mean_of_many():
    """The draws are shared: with 8 an item's bound is off by tenths of a nat, with 64 by less."""
    items = load_digits().data[:300] / 16
    model = VariationalAutoencoder(4, encoder=("mlp", 32), max_steps=300, random_state=0).fit(items)
    many = np.mean([model.score_samples(items, n_draws=n) for n in (997, 1000, 1003)], axis=0)
    few, more = (np.abs(model.score_samples(items, n_draws=n) - many).mean() for n in (8, 64))
    assert more < few < 1
    np.testing.assert_array_equal(model.score_samples(items), model.score_samples(items, n_draws=8))
    assert model.elbo(items, n_draws=64) == pytest.approx(model.score_samples(items, n_draws=64).mean())
