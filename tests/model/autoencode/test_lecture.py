"""The lecture's networks by name: their sizes, and the modules that the slides print."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from torch import nn

from motif.core.errors import InputError
from motif.model.autoencode import Autoencoder, VariationalAutoencoder
from motif.model.autoencode.lecture import lecture_decoder, lecture_encoder
from motif.model.autoencode.network import Size

SIZE = Size(784, 32, 32, "relu", "identity", (1, 28, 28))
X = np.random.default_rng(0).random((6, 784)).astype(np.float32)
QUICK = {"min_steps": 2, "max_steps": 2, "random_state": 0}


def _n_weights(model):
    own = ("encoder.", "decoder.")
    return sum(value.size for name, value in model.weights_.items() if name.startswith(own))


def test_shapes_are_the_slides():
    """28 px become 10, 5, 3 and 2, and back 5, 15 and 28; 32 codes, 5,729 weights."""
    sides = []
    for module in (*lecture_encoder(SIZE), *lecture_decoder(SIZE)):
        if isinstance(module, nn.Conv2d | nn.MaxPool2d | nn.ConvTranspose2d):
            module.register_forward_hook(lambda _, __, out: sides.append(out.shape[2]))
    encoder, decoder = lecture_encoder(SIZE), lecture_decoder(SIZE)
    for module in (*encoder, *decoder):
        if isinstance(module, nn.Conv2d | nn.MaxPool2d | nn.ConvTranspose2d):
            module.register_forward_hook(lambda _, __, out: sides.append(out.shape[2]))
    assert decoder(encoder(torch.zeros(1, 784))).shape == (1, 784)
    assert sides == [10, 5, 3, 2, 5, 15, 28]
    assert sum(p.numel() for module in (encoder, decoder) for p in module.parameters()) == 5729


@pytest.mark.parametrize(
    ("kind", "name", "n_components", "widths"),
    [
        (Autoencoder, "lecture_dense", 3, (784, 128, 64, 12, 3)),
        (Autoencoder, "lecture_standard", 20, (784, 400, 20)),
    ],
)
def test_dense_networks_have_the_slides_widths(kind, name, n_components, widths):
    """There and back."""
    model = kind(n_components, encoder=name, **QUICK).fit(X)
    there = sum(a * b + b for a, b in pairwise(widths))
    back = sum(a * b + b for a, b in pairwise(widths[::-1]))
    assert _n_weights(model) == there + back
    assert model.network_["activation"] == "relu"


def test_the_variational_network_has_two_heads():
    """400 to 20 means and 20 log variances, as one layer of 40."""
    model = VariationalAutoencoder(20, encoder="lecture_vae", likelihood="bernoulli", **QUICK).fit(X)
    assert model.weights_["encoder.layers.1.weight"].shape == (40, 400)
    assert _n_weights(model) == 784 * 400 + 400 + 400 * 40 + 40 + 20 * 400 + 400 + 400 * 784 + 784


def test_the_convolutional_network_is_an_estimator():
    """Its 32 numbers are the code, and pixels stay in [0, 1] where that is asked for."""
    model = Autoencoder(32, encoder="lecture_conv", output="sigmoid", **QUICK).fit(X)
    assert model.transform(X).shape == (6, 32)
    restored = model.reconstruct(X)
    assert 0 <= restored.min() <= restored.max() <= 1


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (Autoencoder(20, encoder="lecture_conv", **QUICK), "n_components=32; given 20 numbers"),
        (VariationalAutoencoder(32, encoder="lecture_conv", **QUICK), "given 64 numbers"),
        (Autoencoder(32, encoder="lecture_conv", image_shape=(14, 56), **QUICK), "28 x 28 px, not for"),
        (Autoencoder(32, encoder=("lecture_conv", 8), **QUICK), "takes no numbers"),
    ],
)
def test_what_the_lecture_did_not_build_is_refused(model, message):
    """In one line, with what to take instead."""
    with pytest.raises(InputError, match=message):
        model.fit(X)
