"""Dense layers."""

import pytest
import torch

from motif.core.errors import InputError
from motif.model.autoencode.layer import MLP, TiedMLP, activation_of


def test_layers_by_hand():
    """relu(x W1 + b1) W2 + b2, and the last activation on top."""
    mlp = MLP([2, 2, 1], activation="relu", last="sigmoid")
    mlp.layers[0].weight.data = torch.tensor([[1.0, 0.0], [0.0, -1.0]])
    mlp.layers[0].bias.data = torch.tensor([0.0, 1.0])
    mlp.layers[1].weight.data, mlp.layers[1].bias.data = torch.tensor([[1.0, 2.0]]), torch.tensor([-3.0])
    assert mlp(torch.tensor([[5.0, 3.0]])).item() == pytest.approx(torch.sigmoid(torch.tensor(2.0)).item())


def test_tied_layers_use_the_encoder_s_weights():
    """W^T of each layer in the reverse order; training the decoder moves the encoder, and weights are counted once."""
    encoder = MLP([5, 4, 2], activation="tanh")
    decoder = TiedMLP(encoder, activation="tanh")
    z = torch.randn(3, 2, generator=torch.Generator().manual_seed(0))
    by_hand = torch.tanh(z @ encoder.layers[1].weight) @ encoder.layers[0].weight
    torch.testing.assert_close(decoder(z), by_hand)
    decoder(z).sum().backward()
    assert encoder.layers[0].weight.grad is not None
    assert sorted(decoder.state_dict()) == ["biases.0", "biases.1"]


def test_unknown_activations_are_refused():
    """With all names."""
    with pytest.raises(InputError, match="code must be one of 'identity', 'relu'"):
        activation_of("swoosh", what="code")
