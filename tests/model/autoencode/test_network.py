"""Networks by name."""

from itertools import pairwise

import pytest
import torch

from motif.core.errors import InputError
from motif.model.autoencode.likelihood import Gaussian
from motif.model.autoencode.network import Size, build, pair_of


def _size(n_features=6, n_statistics=2, n_inputs=2):
    return Size(n_features, n_statistics, n_inputs, "relu", "identity")


@pytest.mark.parametrize(
    ("encoder", "decoder", "written"),
    [
        ("mlp", None, (("mlp", 256, 128), ("mlp", 128, 256))),
        ("mlp", "mlp", (("mlp", 256, 128), ("mlp", 128, 256))),
        (("mlp",), None, (("mlp",), ("mlp",))),
        (["mlp", 5, 4], ("mlp", 9), (("mlp", 5, 4), ("mlp", 9))),
        ("lecture_dense", None, (("mlp", 128, 64, 12), ("mlp", 12, 64, 128))),
        ("lecture_dense", "lecture_dense", (("mlp", 128, 64, 12), ("mlp", 12, 64, 128))),
        ("lecture_vae", None, (("mlp", 400), ("mlp", 400))),
    ],
    ids=str,
)
def test_settings_are_written_out(encoder, decoder, written):
    """A decoder that is not given mirrors the encoder; the lecture's networks are what its slides say."""
    assert pair_of(encoder, decoder) == written


def test_the_lecture_s_dense_network_has_its_weights():
    """784-128-64-12-3 and back: 218,343 of them."""
    net = build(_size(784, 3, 3), *pair_of("lecture_dense", None), Gaussian())
    widths = [784, 128, 64, 12, 3, 12, 64, 128, 784]
    assert sum(p.numel() for p in net.parameters()) == sum((a + 1) * b for a, b in pairwise(widths))


def test_items_are_scaled_and_restored():
    """What the network sees is (x - shift) / scale, in the type of its weights; restoring undoes it."""
    net = build(_size(2), ("mlp",), ("mlp",), Gaussian())
    net.shift.copy_(torch.tensor([1e9, 5.0]))
    net.scale.fill_(2.0)
    x = torch.tensor([[1e9 + 4, 3.0]], dtype=torch.float64)
    seen = net.seen(x)
    assert seen.dtype == torch.float32
    assert seen.tolist() == [[2.0, -1.0]]
    assert net.double().restore(net.seen(x)).tolist() == x.tolist()


@pytest.mark.parametrize(
    ("encoder", "decoder", "words"),
    [
        ("cnn", None, "encoder must be one of 'mlp'"),
        ("mlp", "cnn", "decoder must be one of"),
        (("mlp", 0), None, "'mlp' takes the widths of its hidden layers; given 0"),
        (("mlp", 2.5), None, "a layer's width must be a whole number"),
        (7, None, "encoder must be one of"),
    ],
    ids=str,
)
def test_unknown_networks_are_refused(encoder, decoder, words):
    """One line, with the names that are known."""
    with pytest.raises(InputError, match=words):
        build(_size(), *pair_of(encoder, decoder), Gaussian())


@pytest.mark.parametrize(("size", "decoder"), [(_size(), ("mlp", 5)), (_size(n_statistics=4), ("mlp", 3))], ids=str)
def test_weights_are_tied_only_to_a_mirror(size, decoder):
    """Other widths, or more numbers out than in, cannot be tied."""
    with pytest.raises(InputError, match="need a decoder that mirrors a dense encoder"):
        build(size, ("mlp", 3), decoder, Gaussian(), tied=True)
