"""Gaussian mixtures: planted clouds, scikit-learn's own beside ours, soft membership, refusals."""

import numpy as np
import pytest
from sklearn import mixture
from sklearn.exceptions import ConvergenceWarning

from motif.core.errors import InputError, NotFitted
from motif.core.seed import integer_seed
from motif.model.cluster import GaussianMixture
from tests.house.contract import check_contract


def _clouds(n_items: int = 300) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    gold = rng.choice(2, size=n_items, p=[0.25, 0.75])
    spread = np.array([[1.0, 1.0], [4.0, 0.5]])
    return np.array([[0.0, 0.0], [0.0, 6.0]])[gold] + spread[gold] * rng.normal(size=(n_items, 2)), gold


def test_planted_clouds_are_found():
    """Shares, middles and spreads of two planted clouds come back."""
    X, gold = _clouds(3000)
    model = GaussianMixture(2, random_state=0).fit(X)
    small = int(model.weights_.argmin())
    assert model.weights_[small] == pytest.approx((gold == 0).mean(), abs=0.01)
    np.testing.assert_allclose(model.means_[small], X[gold == 0].mean(axis=0), atol=0.1)
    np.testing.assert_allclose(np.sqrt(model.covariances_[1 - small].diagonal()), [4.0, 0.5], rtol=0.05)
    assert (model.labels_ == np.where(gold == 0, small, 1 - small)).mean() > 0.99
    assert model.converged_


@pytest.mark.parametrize("covariance_type", ["full", "tied", "diag", "spherical"])
def test_it_is_scikit_learn_s(covariance_type):
    """Parameters, probabilities and densities are those of scikit-learn's estimator with the same seed."""
    X, _ = _clouds()
    ours = GaussianMixture(3, covariance_type=covariance_type, random_state=5).fit(X)
    theirs = mixture.GaussianMixture(3, covariance_type=covariance_type, random_state=integer_seed(5)).fit(X)
    np.testing.assert_allclose(ours.means_, theirs.means_)
    np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X))
    np.testing.assert_allclose(ours.score_samples(X), theirs.score_samples(X))
    assert ours.bic(X) == pytest.approx(theirs.bic(X))


@pytest.mark.parametrize("covariance_type", ["full", "tied", "diag", "spherical"])
def test_every_form_keeps_the_contract(covariance_type):
    """Each form of cloud keeps Motif's contract, saving included."""
    check_contract(GaussianMixture(3, covariance_type=covariance_type, random_state=0), _clouds(60)[0])


def test_membership_is_a_probability():
    """Memberships lie in [0, 1] and sum to 1, and the label is the likeliest."""
    X, _ = _clouds()
    model = GaussianMixture(4, random_state=0).fit(X)
    shares = model.predict_proba(X)
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    np.testing.assert_array_equal(shares.argmax(axis=1), model.labels_)
    assert model.n_clusters_ == len(np.unique(model.labels_))


def test_halfway_between_equal_clouds_is_half():
    """An item in the middle of two mirrored clouds belongs to each by half."""
    side = np.array([[-3.0], [-2.0], [-1.0]])
    model = GaussianMixture(2, random_state=0).fit(np.vstack([side, -side]))
    np.testing.assert_allclose(model.predict_proba([[0.0]]), [[0.5, 0.5]], atol=1e-6)


def test_too_few_rounds_are_told():
    """A fit that did not come to rest says so, by scikit-learn's own warning and an attribute."""
    with pytest.warns(ConvergenceWarning, match="did not converge"):
        model = GaussianMixture(5, max_iter=1, random_state=0).fit(_clouds()[0])
    assert not model.converged_


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"n_clusters": 0}, "n_clusters must be at least 1"),
        ({"n_clusters": 301}, "n_clusters=301 asked of n_samples=300; give at most one cluster an item"),
        ({"covariance_type": "round"}, "covariance_type must be one of 'full', 'tied', 'diag', 'spherical'"),
        ({"n_init": 0}, "n_init must be at least 1"),
        ({"max_iter": 0}, "max_iter must be at least 1"),
        ({"regularisation": -1.0}, "regularisation must be at least 0, not -1.0"),
        ({"random_state": "seed"}, "random_state must be a whole number"),
    ],
)
def test_wrong_settings_are_refused(settings, message):
    """Settings are checked at the fit, with the value given."""
    with pytest.raises(InputError, match=message):
        GaussianMixture(**settings).fit(_clouds()[0])


def test_a_cloud_that_collapses_is_refused():
    """Without regularisation, a cloud on repeated items has no density; the message says what helps."""
    X = np.repeat([[0.0, 0.0], [1.0, 1.0]], 5, axis=0)
    with pytest.raises(InputError, match=r"a cloud has no width at regularisation=0\.0; give more, or fewer clusters"):
        GaussianMixture(2, regularisation=0.0, random_state=0).fit(X)


def test_predicting_needs_a_fit():
    """Every method before the fit says so."""
    for name in ("predict", "predict_proba", "score_samples", "bic"):
        with pytest.raises(NotFitted, match="this GaussianMixture is not fitted"):
            getattr(GaussianMixture(), name)([[1.0]])


@pytest.mark.filterwarnings("ignore")  # numpy and scikit-learn have much to say on the way
def test_only_a_collapse_is_called_one():
    """Numbers whose squares leave the range are told by what scikit-learn says of them."""
    X = np.random.default_rng(0).normal(size=(50, 2)) * 1e200
    with pytest.raises(InputError, match="must not contain infs"):
        GaussianMixture(2, random_state=0).fit(X)
