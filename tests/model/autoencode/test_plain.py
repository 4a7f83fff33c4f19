"""The autoencoder: against PCA, its regularised kinds, its samples and its field."""

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA

from motif.model.autoencode import Autoencoder

DIGITS = load_digits().data / 16
ORDER = np.random.default_rng(0).permutation(len(DIGITS))
FITTED, HELD_OUT = DIGITS[ORDER[:1400]], DIGITS[ORDER[1400:]]


def _error(model):
    return float(np.square(model.reconstruct(HELD_OUT) - HELD_OUT).mean())


def _pca_error(k):
    pca = PCA(k).fit(FITTED)
    return float(np.square(pca.inverse_transform(pca.transform(HELD_OUT)) - HELD_OUT).mean())


@pytest.mark.parametrize("k", [3, 10])
def test_defaults_beat_pca_on_the_digits(k):
    """On held-out digits the error is below nine tenths of PCA's with as many numbers (measured: half)."""
    assert _error(Autoencoder(k, random_state=0).fit(FITTED)) <= 0.9 * _pca_error(k)


@pytest.mark.parametrize("tied", [True, False])
def test_a_linear_one_finds_the_plane_of_pca(tied):
    """Its error is within 0.3 % of PCA's: no plane restores the fitted items better."""
    model = Autoencoder(
        5, encoder=("mlp",), tied=tied, learning_rate=0.02, epochs=150, random_state=0
    ).fit(FITTED)  # fmt: skip
    pca = PCA(5).fit(FITTED)
    best = np.square(pca.inverse_transform(pca.transform(FITTED)) - FITTED).mean()
    error = np.square(model.reconstruct(FITTED) - FITTED).mean()
    assert best - 1e-6 <= error <= 1.003 * best


def test_score_is_minus_the_squared_error():
    """Of each item, summed over its features, in the items' own units."""
    items = 100 * FITTED[:200]
    for settings in ({}, {"output": "sigmoid"}):
        scaled = items / 100 if settings else items
        model = Autoencoder(3, max_steps=50, random_state=0, **settings).fit(scaled)
        errors = np.square(model.reconstruct(scaled) - scaled).sum(axis=1)
        np.testing.assert_allclose(model.score_samples(scaled), -errors, rtol=1e-6)


def test_units_of_the_items_do_not_matter():
    """Items moved and stretched are restored moved and stretched."""
    settings = {"encoder": ("mlp", 16), "max_steps": 60, "random_state": 0}
    plain = Autoencoder(2, **settings).fit(FITTED[:200])
    moved = Autoencoder(2, **settings).fit(1000 * FITTED[:200] - 5)
    np.testing.assert_allclose(
        (moved.reconstruct(1000 * FITTED[:200] - 5) + 5) / 1000, plain.reconstruct(FITTED[:200]), atol=1e-3
    )


def _codes(**settings):
    model = Autoencoder(12, encoder=("mlp", 64), epochs=30, random_state=0, **settings).fit(FITTED)
    return model, model.transform(HELD_OUT)


def test_penalties_do_what_they_say():
    """l1 makes codes smaller, kl makes them rare, l2 weights smaller, contractive codes steadier."""
    plain, codes = _codes()
    assert np.abs(_codes(penalty=("l1", 1.0))[1]).mean() < 0.5 * np.abs(codes).mean()
    rare = _codes(penalty=("kl", 10.0), code="sigmoid")[1]
    assert rare.mean() < 0.15 < _codes(code="sigmoid")[1].mean()
    small = _codes(penalty=("l2", 0.1))[0]

    def size(model):
        return sum(float(np.square(w).sum()) for w in model.weights_.values() if w.ndim > 1)

    assert size(small) < 0.6 * size(plain)
    steady, near = _codes(penalty=("contractive", 1.0))[0], HELD_OUT + 0.01

    def slope(model):
        return float(np.square(model.transform(near) - model.transform(HELD_OUT)).mean())

    assert slope(steady) < 0.5 * slope(plain)
    assert sorted(steady.history_) == ["contractive", "model", "reconstruction"]


def test_denoising_undoes_its_noise():
    """Fitted with masked pixels, it restores masked digits better than one that never saw any."""
    masked = HELD_OUT * (np.random.default_rng(0).random(HELD_OUT.shape) > 0.4)

    def error(model):
        return np.square(model.reconstruct(masked) - HELD_OUT).mean()

    settings = {"encoder": ("mlp", 128), "output": "sigmoid", "epochs": 40, "random_state": 0}
    plain, denoising = (Autoencoder(20, noise=noise, **settings) for noise in (None, ("masking", 0.4)))
    assert error(denoising.fit(FITTED)) < 0.9 * error(plain.fit(FITTED))


def test_the_field_points_to_the_items():
    """Near a circle of items, restoring moves points towards it: most of the way back, from inside and outside."""
    angle = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    model = Autoencoder(
        2, encoder=("mlp", 64, 64), noise=("gaussian", 0.3), epochs=300, learning_rate=5e-3, random_state=0
    ).fit(circle)  # fmt: skip
    for radius in (0.8, 1.2):
        field = model.vector_field(radius * circle)
        outward = (field * circle).sum(axis=1)
        assert ((outward > 0) == (radius < 1)).mean() > 0.95
        assert np.abs(np.linalg.norm(radius * circle + field, axis=1) - 1).mean() < 0.1


def test_more_codes_than_features():
    """Overcomplete codes are allowed, and restore nearly all."""
    model = Autoencoder(100, max_steps=600, noise=("gaussian", 0.05), random_state=0).fit(FITTED)
    assert model.transform(HELD_OUT).shape == (len(HELD_OUT), 100)
    assert _error(model) < 0.5 * _pca_error(10)


def test_samples_come_from_a_gaussian_of_the_codes():
    """Codes of many samples have the mean and covariance of the codes; the same seed draws the same."""
    model = Autoencoder(2, encoder=("mlp",), epochs=60, learning_rate=0.01, random_state=0).fit(FITTED)
    codes = model.transform(FITTED)
    np.testing.assert_allclose(model.code_mean_, codes.mean(axis=0), atol=1e-5)
    np.testing.assert_allclose(model.code_covariance_, np.cov(codes.T, bias=True), atol=1e-5)
    drawn = model.sample(20_000, random_state=0)
    np.testing.assert_array_equal(drawn, model.sample(20_000, random_state=0))
    expected = model.inverse_transform(model.code_mean_[None])[0]
    np.testing.assert_allclose(drawn.mean(axis=0), expected, atol=0.01)


def test_documents_are_described_by_counts():
    """Two vocabularies: codes of a multinomial autoencoder tell the documents apart; expected counts add up."""
    rng = np.random.default_rng(0)
    topic = np.arange(200) % 2
    shares = np.where(
        topic[:, None] == 0, np.r_[np.full(20, 0.05), np.zeros(20)], np.r_[np.zeros(20), np.full(20, 0.05)]
    )
    counts = np.stack([rng.multinomial(30, share) for share in shares])
    model = Autoencoder(1, likelihood="multinomial", max_steps=200, random_state=0).fit(counts)
    codes = model.transform(counts)[:, 0]
    low, high = sorted((codes[topic == 0], codes[topic == 1]), key=np.mean)
    assert low.max() < high.min()
    np.testing.assert_allclose(model.reconstruct(counts).sum(axis=1), 30, rtol=1e-6)


def test_one_more_item_does_not_replace_the_gaussian():
    """`partial_fit` of a single item adds it to those before; a new `fit` starts again."""
    model = Autoencoder(3, encoder=("mlp", 16), max_steps=100, random_state=0).fit(FITTED)
    before = model.code_covariance_
    model.partial_fit(FITTED[:1])
    assert model.n_coded_ == len(FITTED) + 1
    assert np.linalg.eigvalsh(model.code_covariance_).min() > 0.9 * np.linalg.eigvalsh(before).min()
    assert model.fit(FITTED).n_coded_ == len(FITTED)


@pytest.mark.parametrize(("rate", "tolerance"), [(1e-9, 1e-4), (2e-3, 0.6)])
def test_parts_add_up_to_the_whole(rate, tolerance):
    """Forty parts give the Gaussian of all codes: exactly where the network stands still, roughly where it moves on."""
    model = Autoencoder(4, max_steps=200, random_state=0).fit(FITTED).set_params(learning_rate=rate)
    for part in np.array_split(FITTED, 40):
        model.partial_fit(part)
    codes = model.transform(FITTED)
    covariance = np.cov(codes.T, bias=True)
    assert model.n_coded_ == 2 * len(FITTED)
    assert np.linalg.norm(model.code_covariance_ - covariance) < tolerance * np.linalg.norm(covariance)
    assert np.linalg.norm(model.code_mean_ - codes.mean(axis=0)) < tolerance * np.sqrt(np.trace(covariance))
