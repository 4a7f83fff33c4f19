"""The error of restored items: by hand, and its null on data with and without structure."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.latent.evaluate import restoring_error, squared_errors
from motif.represent.project import PCA


def test_errors_by_hand():
    """Each item's error is the mean of its squared differences."""
    np.testing.assert_allclose(squared_errors([[0, 0], [1, 1]], [[0, 2], [0.5, 1.0]]), [2, 0.125])


def test_shapes_must_agree():
    """Both shapes are named."""
    with pytest.raises(InputError, match=r"restored has shape \(1, 1\); X has \(1, 2\)"):
        squared_errors([[0.0, 1.0]], [[0.0]])


def _figure(X_fit, X, k, **settings):
    pca = PCA(k).fit(X_fit)
    restored = pca.inverse_transform(pca.transform(X))
    return restoring_error(X, restored, pca.mean_, n_components=k, n_draws=199, random_state=0, **settings)


def test_structure_beats_random_directions():
    """Items near a plane are restored far better from their plane than from a random one."""
    rng = np.random.default_rng(0)
    plane = rng.normal(size=(2, 12))
    X = rng.normal(size=(200, 2)) @ plane + 0.1 * rng.normal(size=(200, 12))
    figure = _figure(X[:100], X[100:], 2)
    assert figure.null.p == 1 / 200
    assert figure.verdict().startswith("better than chance by")
    assert figure.value < 0.1 * figure.trivial["the_mean_picture"]
    assert figure.interval[0] < figure.value < figure.interval[1]


def test_noise_does_not():
    """On noise without structure, held-out items are restored no better than from random directions."""
    rng = np.random.default_rng(0)
    figure = _figure(rng.normal(size=(100, 12)), rng.normal(size=(100, 12)), 3)
    assert figure.verdict() == "not distinguishable from chance"


def test_null_of_all_directions_has_no_error():
    """As many random directions as features restore everything."""
    X = np.random.default_rng(0).normal(size=(20, 4))
    figure = restoring_error(X, X, np.zeros(4), n_components=4, n_draws=9, random_state=0)
    assert figure.null.high == pytest.approx(0, abs=1e-12)


def test_mean_of_the_null_is_known():
    """K random directions of d miss (d - k) / d of the scatter on average."""
    X = np.random.default_rng(0).normal(size=(50, 10)) * np.arange(1, 11)
    figure = restoring_error(X, X, np.zeros(10), n_components=3, n_draws=2000, random_state=0)
    assert figure.null.mean == pytest.approx(0.7 * (X**2).mean(), rel=0.01)  # 2,000 draws: sd of the mean 0.2 %


def test_trivial_answer_is_the_mean_of_the_fit():
    """The trivial answer restores each item as the mean item of the fit, not of the judged items."""
    figure = restoring_error([[1.0, 3.0]] * 2, [[1.0, 3.0]] * 2, [0.0, 0.0], n_components=1, n_draws=9, random_state=0)
    assert figure.trivial == {"the_mean_picture": 5.0}


def test_same_seed_same_figure():
    """The seed decides null and interval."""
    X = np.random.default_rng(0).normal(size=(40, 5))
    assert _figure(X, X, 2).as_dict() == _figure(X, X, 2).as_dict()


@pytest.mark.parametrize("n_components", [0, 1.5])
def test_impossible_lengths_are_refused(n_components):
    """A code has at least one number, and a whole number of them."""
    with pytest.raises(InputError, match="n_components must be"):
        restoring_error(np.eye(5), np.eye(5), np.zeros(5), n_components=n_components)


def test_more_features_than_items():
    """The null is that of the same draws by the full scatter, and needs no square of the features."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(6, 15))
    drawn = np.random.default_rng(5)
    errors = []
    for _ in range(20):
        directions, _ = np.linalg.qr(drawn.normal(size=(15, 3)))
        errors.append(((X - X @ directions @ directions.T) ** 2).mean())
    null = restoring_error(X, X, np.zeros(15), n_components=3, n_draws=20, random_state=5).null
    assert (null.mean, null.sd) == pytest.approx((np.mean(errors), np.std(errors)), rel=1e-12)
