"""Convolutions: sides that come back exactly, positions that unpooling needs, and settings that do not fit."""

import numpy as np
import pytest
import torch
from sklearn.datasets import load_digits
from torch.nn import functional

from motif.core.errors import InputError
from motif.model.autoencode import Autoencoder, VariationalAutoencoder
from motif.model.autoencode.convolve import Convolving, Deconvolving, sides_of

QUICK = {"min_steps": 5, "max_steps": 5, "random_state": 0}


@pytest.mark.parametrize("pool", [False, True])
@pytest.mark.parametrize("image", [(1, 28, 28), (3, 7, 9), (1, 5, 12), (2, 4, 4)])
def test_pictures_come_back_in_their_size(image, pool):
    """Odd sides and colours too."""
    n = int(np.prod(image))
    encoder = Convolving(image, (4, 6), 3, pool=pool)
    decoder = Deconvolving(image, (6, 4), 3, pool=pool)
    if pool:
        decoder.follow(encoder)
    for training in (True, False):
        decoder.train(training)
        assert decoder(encoder(torch.zeros(5, n))).shape == (5, n)
        assert decoder(torch.zeros(2, 3)).shape == (2, n)


def test_sides_are_halved_with_the_floor():
    """28 px become 14, 7 and 3, with kernels and with pooling alike."""
    assert [side for side, _ in sides_of((1, 28, 28), 3)] == [28, 14, 7, 3]
    x = torch.zeros(1, 1, 7, 7)
    assert functional.conv2d(x, torch.zeros(1, 1, 4, 4), stride=2, padding=1).shape[2] == 3
    assert functional.max_pool2d(x, 2).shape[2] == 3


def test_unpooling_puts_a_maximum_where_it_was():
    """With one stage whose convolution changes nothing, each maximum returns to its pixel, and all else is zero."""
    encoder = Convolving((1, 4, 4), (1,), 4, activation="identity", pool=True)
    decoder = Deconvolving((1, 4, 4), (1,), 4, activation="identity", pool=True).eval()
    decoder.follow(encoder)
    for module in (encoder, decoder):
        module.stages[0].weight.data.zero_()[..., 1, 1] = 1.0
        module.stages[0].bias.data.zero_()
        module.head.weight.data.copy_(torch.eye(4))
        module.head.bias.data.zero_()
    x = torch.zeros(1, 4, 4)
    x[0, 0, 1], x[0, 1, 3], x[0, 2, 0], x[0, 3, 3] = 1.0, 2.0, 3.0, 4.0
    restored = decoder(encoder(x.reshape(1, 16)))
    assert torch.equal(restored.reshape(1, 4, 4), x)
    alone = decoder(torch.tensor([[1.0, 2.0, 3.0, 4.0], [0.0] * 4])).reshape(2, 4, 4)
    assert torch.equal(alone[0, :2, :2], torch.full((2, 2), 0.25))


def test_odd_sides_need_the_output_size():
    """What the lecture leaves out: 7 px pooled to 3 come back as 6, and PyTorch refuses the position in the last."""
    x = torch.arange(49.0).reshape(1, 1, 7, 7)
    pooled, where = functional.max_pool2d(x, 2, return_indices=True)
    with pytest.raises(RuntimeError, match="invalid max index"):
        functional.max_unpool2d(pooled, where, (2, 2))
    assert functional.max_unpool2d(pooled, where, (2, 2), output_size=(7, 7)).shape == (1, 1, 7, 7)


def test_a_decoder_that_unpools_needs_its_encoder():
    """Another encoder, or other channels, have no positions for it."""
    for encoder in ("mlp", ("conv", 4), ("conv_pool", 8)):
        with pytest.raises(InputError, match=r"encoder=\('conv_pool', 4\)"):
            Autoencoder(2, encoder=encoder, decoder=("conv_pool", 4), **QUICK).fit(np.eye(16))


@pytest.mark.parametrize(
    ("encoder", "decoder"),
    [
        (("conv", 4, 8), None),
        (("conv_pool", 4, 8), None),
        (("conv_pool", 4), ("conv", 6, 3)),
        (("conv", 4), ("mlp", 9)),
        (("mlp", 9), ("conv", 4)),
    ],
)
def test_sides_mix_and_match(encoder, decoder):
    """Any encoder with any decoder, plain and variational; codes and restored items have their shapes."""
    X = load_digits().data[:20]
    for kind in (Autoencoder, VariationalAutoencoder):
        model = kind(3, encoder=encoder, decoder=decoder, **QUICK).fit(X)
        assert model.transform(X).shape == (20, 3)
        assert model.reconstruct(X).shape == model.inverse_transform(model.transform(X)).shape == X.shape
        assert model.sample(2, random_state=0).shape == (2, 64)


def test_float64_items_are_answered_in_float64():
    """The network runs in the items' type; the float32 answer is near."""
    X = load_digits().data[:20]
    model = Autoencoder(3, encoder=("conv_pool", 4), **QUICK).fit(X)
    assert model.reconstruct(X).dtype == np.float64
    np.testing.assert_allclose(model.reconstruct(X.astype(np.float32)), model.reconstruct(X), rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"encoder": ("conv", 4, 4, 4, 4)}, "4 stages are too many for pictures of 8 x 8 px"),
        ({"encoder": ("conv", "wide")}, "channels after each stage"),
        ({"encoder": ("conv", 4), "tied": True}, "tied weights"),
        ({"encoder": "convolution"}, "encoder must be one of"),
    ],
)
def test_what_does_not_fit_is_refused(settings, message):
    """In one line."""
    with pytest.raises(InputError, match=message):
        Autoencoder(2, **settings, **QUICK).fit(load_digits().data[:20])


def test_items_of_no_shape_are_refused():
    """63 features are no square, and nobody said what they are."""
    with pytest.raises(InputError, match="63 features are no square; give image_shape="):
        Autoencoder(2, encoder="conv", **QUICK).fit(np.ones((5, 63)))


@pytest.mark.slow
def test_convolutions_restore_digits():
    """Both ways beat PCA's error of .0204 at ten components; half-trained without positions, codes alone still do not
    fall back to the mean's error of .0735.
    """
    X = load_digits().data / 16
    errors = {}
    for name in ("conv", "conv_pool"):
        model = Autoencoder(10, encoder=(name, 16, 32), random_state=0).fit(X[:1400])
        errors[name] = np.square(model.reconstruct(X[1400:]) - X[1400:]).mean()
        errors[f"{name} codes"] = np.square(model.inverse_transform(model.transform(X[1400:])) - X[1400:]).mean()
    assert errors["conv"] == errors["conv codes"] < 0.0165  # measured .0126
    assert errors["conv_pool"] < 0.014  # measured .0100
    assert errors["conv_pool codes"] < 0.035  # measured .0262
