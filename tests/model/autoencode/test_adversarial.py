"""The adversarial autoencoder: codes like the prior, samples, what is kept and refused."""

import numpy as np
import pytest
from scipy import stats
from sklearn.datasets import load_digits

from motif.core.errors import InputError
from motif.model import load
from motif.model.autoencode import AdversarialAutoencoder

X = load_digits().data / 16
QUICK = {"encoder": ("mlp", 16), "min_steps": 30, "max_steps": 30, "random_state": 0}


def test_both_losses_are_in_the_history():
    """The opponent's too, epoch by epoch."""
    model = AdversarialAutoencoder(2, **QUICK).fit(X[:300])
    assert {"model", "reconstruction", "prior", "discriminator"} == set(model.history_)
    assert len(model.history_["discriminator"]) == model.n_epochs_


def test_samples_come_from_the_prior():
    """They are what a standard normal's draws stand for."""
    model = AdversarialAutoencoder(3, **QUICK).fit(X[:300])
    codes = np.random.default_rng(5).normal(size=(4, 3))
    np.testing.assert_array_equal(model.sample(4, random_state=5), model.inverse_transform(codes))


def test_it_is_kept_with_its_opponent(tmp_path):
    """So that training can go on after loading."""
    model = AdversarialAutoencoder(2, discriminator=(6,), **QUICK).fit(X[:100])
    model.save(tmp_path)
    loaded = load(tmp_path)
    np.testing.assert_array_equal(loaded.transform(X[:9]), model.transform(X[:9]))
    assert loaded.partial_fit(X[:100]).n_epochs_ == model.n_epochs_ + 1


@pytest.mark.parametrize("wrong", [{"discriminator": 128}, {"discriminator": (0,)}, {"prior_weight": -1.0}])
def test_settings_out_of_range_are_refused(wrong):
    """With the setting's name."""
    with pytest.raises(InputError, match=next(iter(wrong))):
        AdversarialAutoencoder(**wrong).fit(X[:10])


def test_without_weight_the_codes_go_where_they_want():
    """The do-nothing value: the encoder does not listen to the opponent."""
    free = AdversarialAutoencoder(2, prior_weight=0, **QUICK).fit(X[:300])
    held = AdversarialAutoencoder(2, prior_weight=0, discriminator=(3,), **QUICK).fit(X[:300])
    np.testing.assert_allclose(free.weights_["encoder.layers.0.weight"], held.weights_["encoder.layers.0.weight"],
                               atol=0.2)  # fmt: skip
    assert free.history_["model"] == free.history_["reconstruction"]


@pytest.mark.slow
def test_codes_look_like_the_prior():
    """With defaults on digits: means within .2 of 0, spreads of 1, and a Kolmogorov-Smirnov distance that falls from
    .33 without an opponent (measured .07).
    """
    codes = AdversarialAutoencoder(2, random_state=0).fit(X[:1400]).transform(X[:1400])
    assert np.abs(codes.mean(axis=0)).max() < 0.2
    np.testing.assert_allclose(codes.std(axis=0), 1, atol=0.25)
    assert max(stats.kstest(code, "norm").statistic for code in codes.T) < 0.15
