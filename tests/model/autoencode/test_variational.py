"""The variational autoencoder on the digits."""

import numpy as np
import pytest
from sklearn.datasets import load_digits

from motif.core.errors import InputError
from motif.model.autoencode import VariationalAutoencoder

DIGITS = (load_digits().data / 16)[np.random.default_rng(0).permutation(1797)]
FITTED, HELD_OUT = DIGITS[:1400], DIGITS[1400:]


def test_defaults_beat_the_mean_and_a_gaussian():
    """Two numbers restore held-out digits better than the mean does, and make them likelier than a Gaussian does."""
    model = VariationalAutoencoder(max_steps=500, random_state=0).fit(FITTED)
    error = np.square(model.reconstruct(HELD_OUT) - HELD_OUT).mean()
    assert error < 0.6 * np.square(FITTED.mean(axis=0) - HELD_OUT).mean()
    variance = FITTED.var()
    gaussian = 0.5 * (
        np.square(HELD_OUT - FITTED.mean(axis=0)).sum(axis=1) / variance + 64 * np.log(2 * np.pi * variance)
    )
    assert model.elbo(HELD_OUT) > -gaussian.mean() + 10


def test_codes_are_near_the_prior():
    """Codes of all items together are about standard normal; a larger beta leaves fewer nats in them."""
    divergences = []
    for beta in (0.1, 1.0, 10.0):
        model = VariationalAutoencoder(5, beta=beta, encoder=("mlp", 64), epochs=30, random_state=0).fit(FITTED)
        divergences.append(model.history_["divergence"][-1])
        if beta == 1:
            codes = model.transform(FITTED)
            assert np.abs(codes.mean(axis=0)).max() < 0.3
            assert codes.std(axis=0).max() < 1.5
    assert divergences == sorted(divergences, reverse=True)


def test_the_lecture_s_network_learns_digits():
    """`lecture_vae` with cross-entropy: its loss is the sum of its parts, and falls below the mean digit's."""
    model = VariationalAutoencoder(
        20, encoder="lecture_vae", likelihood="bernoulli", learning_rate=1e-3, schedule="constant", epochs=50,
        random_state=0
    ).fit(FITTED)  # fmt: skip
    history = model.history_
    assert history["model"][-1] == pytest.approx(history["reconstruction"][-1] + history["divergence"][-1], rel=1e-5)
    p = FITTED.mean(axis=0).clip(1e-6, 1 - 1e-6)
    entropy = -(HELD_OUT * np.log(p) + (1 - HELD_OUT) * np.log(1 - p)).sum(axis=1).mean()
    assert -model.elbo(HELD_OUT) < entropy - 2
    assert model.nll(HELD_OUT, 50) < -model.elbo(HELD_OUT)
    assert model.weights_["encoder.layers.1.weight"].shape == (40, 400)


def test_samples_look_like_items():
    """Drawn digits lie in [0, 1], as the sigmoid keeps them, and vary."""
    model = VariationalAutoencoder(5, output="sigmoid", epochs=15, random_state=0).fit(FITTED)
    drawn = model.sample(50, random_state=0)
    assert drawn.min() >= 0
    assert drawn.max() <= 1
    assert drawn.std(axis=0).max() > 0.1


def test_beta_below_zero_is_refused():
    """One line."""
    with pytest.raises(InputError, match="beta must be at least 0, not -1"):
        VariationalAutoencoder(beta=-1).fit(FITTED[:20])
