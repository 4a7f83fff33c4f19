"""Convolutions: sides that come back exactly, positions that unpooling needs, and settings that do not fit."""

import numpy as np
import pytest
import torch
from sklearn.datasets import load_digits
from torch.nn import functional

from motif.core.errors import InputError
from motif.model.autoencode import (
    AdversarialAutoencoder,
    Autoencoder,
    VariationalAutoencoder,
    VectorQuantizedAutoencoder,
)
from motif.model.autoencode.convolve import Convolving, Deconvolving, sides_of

KINDS = [Autoencoder, VariationalAutoencoder, VectorQuantizedAutoencoder, AdversarialAutoencoder]
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
    code = encoder(x.reshape(1, 16))
    assert torch.equal(decoder.placed(code).reshape(1, 4, 4), x)
    assert torch.equal(decoder(code).reshape(4, 4)[:2, :2], torch.full((2, 2), 0.25))
    batch = decoder.train()(encoder(x.reshape(1, 16).repeat(8, 1))).reshape(8, 4, 4)
    assert torch.equal(batch[:7], decoder.eval()(code).reshape(1, 4, 4).expand(7, 4, 4))
    assert torch.equal(batch[7], x[0])


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
    """From ten numbers, strides beat PCA's error of .0204 and pooling meets it; the mean's is .0735."""
    X = load_digits().data / 16
    errors = {}
    for name in ("conv", "conv_pool"):
        model = Autoencoder(10, encoder=(name, 16, 32), random_state=0).fit(X[:1400])
        errors[name] = np.square(model.reconstruct(X[1400:]) - X[1400:]).mean()
    assert errors["conv"] < 0.0165  # measured .0126
    assert errors["conv_pool"] < 0.026  # measured .0215


@pytest.mark.parametrize("cls", KINDS)
def test_pooled_items_are_restored_from_their_codes_alone(cls):
    """`reconstruct`, and with it the scores, sees what `inverse_transform` sees."""
    X = load_digits().data[:60] / 16
    model = cls(2, encoder=("conv_pool", 4, 6), max_steps=40, min_steps=40, random_state=0).fit(X)
    restored = model.reconstruct(X)
    np.testing.assert_allclose(restored, model.inverse_transform(model.transform(X)), rtol=1e-12)
    if cls is not VariationalAutoencoder:
        np.testing.assert_allclose(model.score_samples(X), -np.square(restored - X).sum(axis=1), rtol=1e-6)


@pytest.mark.parametrize("cls", KINDS)
def test_a_constant_code_restores_no_better_than_the_mean(cls):
    """Just after the encoder saw the items: nothing of them passes by the code, also not into the held-out loss."""
    X = load_digits().data[:200] / 16
    model = cls(2, encoder=("conv_pool", 4, 6), max_steps=200, random_state=0).fit(X)
    net, x = model._net(torch.float64), torch.from_numpy(X)
    codes = model._codes(net, x)
    restored = net.restore(net.decoder(codes.mean(dim=0).expand_as(codes))).numpy()
    assert np.ptp(restored, axis=0).max() < 1e-9
    assert np.square(restored - X).mean() >= X.var(axis=0).mean()


def test_the_held_out_loss_is_of_codes_alone():
    """The last of the history is minus the score of a model of the same items, per item, in the network's scale."""
    X = load_digits().data[:100] / 16
    model = Autoencoder(1, encoder=("conv_pool", 4), early_stopping=True, max_steps=20, min_steps=20, random_state=0)
    model.fit(X)
    order = np.random.default_rng((model.seed_, 100)).permutation(100)
    held_out = X[np.sort(order[:10])]
    scale = float(model.weights_["scale"])
    expected = -model.score(held_out) / scale**2
    assert min(model.history_["held_out"]) == pytest.approx(expected, rel=1e-4)


def test_positions_are_given_apart():
    """Asked for, they restore much more than one number does; a kind that has none says so in one line."""
    X = load_digits().data[:200] / 16
    settings = {"encoder": ("conv_pool", 8, 8), "max_steps": 150, "random_state": 0}
    model = Autoencoder(1, **settings).fit(X)
    errors = [np.square(model.reconstruct(X, positions=asked) - X).mean() for asked in (True, False)]
    assert errors[0] < 0.8 * errors[1]
    for other in (VariationalAutoencoder(1, **settings), Autoencoder(1, **{**settings, "encoder": ("mlp", 8)})):
        with pytest.raises(InputError, match=r"^positions=True needs a network that learned to unpool: [^\n]*$"):
            other.fit(X).reconstruct(X, positions=True)


def test_variational_kinds_learn_from_codes_alone():
    """In training, too, the decoder gives the same whatever lay where."""
    X = load_digits().data[:20] / 16
    model = VariationalAutoencoder(2, encoder=("conv_pool", 4), **QUICK).fit(X)
    net = model._net(torch.float32, own=True).train()
    net.encoder(net.seen(torch.from_numpy(X)))
    with torch.no_grad():
        restored = net.decoder(torch.zeros(20, 2))
    assert torch.equal(restored, restored[:1].expand_as(restored))
