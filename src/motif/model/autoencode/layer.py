"""Dense layers whose chain can be seen: what closed forms, tied weights and exports read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import torch
from torch import nn
from torch.nn import functional

from motif.core.check import in_choices
from motif.model.autoencode.affine import affine

__all__ = ["ACTIVATIONS", "MLP", "Activation", "TiedMLP", "activation_of"]

Activation = Callable[[torch.Tensor], torch.Tensor]
ACTIVATIONS: dict[str, Activation | None] = {
    "identity": None,
    "relu": torch.relu,
    "gelu": functional.gelu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "elu": functional.elu,
    "softplus": functional.softplus,
}


def activation_of(name: str, *, what: str = "activation") -> Activation | None:
    """Return an activation by name; None for "identity".

    Raises
    ------
    InputError
        For an unknown name, with all names.

    Examples
    --------
    >>> activation_of("relu")(torch.tensor([-1.0, 2.0]))
    tensor([0., 2.])
    """
    in_choices(name, ACTIVATIONS, what=what)
    return ACTIVATIONS[name]


class MLP(nn.Module):
    """Linear layers with an activation after each but the last, which has its own.

    Parameters
    ----------
    sizes :
        Numbers before the first layer, between the layers and after the last.
    activation, last :
        Names of the activations.

    Examples
    --------
    >>> MLP([784, 128, 3])(torch.zeros(2, 784)).shape
    torch.Size([2, 3])
    """

    def __init__(self, sizes: Sequence[int], *, activation: str = "gelu", last: str = "identity") -> None:
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(*pair) for pair in pairwise(sizes)])
        self.activations = [activation] * (len(sizes) - 2) + [last]

    def chain(self) -> list[tuple[torch.Tensor, torch.Tensor, str]]:
        """Return weight (n_out, n_in), bias and the activation's name of each layer, first to last."""
        return [(layer.weight, layer.bias, name) for layer, name in zip(self.linear(), self.activations, strict=True)]

    def linear(self) -> list[nn.Linear]:
        """Return the layers, first to last."""
        return [layer for layer in self.layers if isinstance(layer, nn.Linear)]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return what the last layer says, (n_items, sizes[-1])."""
        return _through(x, self.chain())


class TiedMLP(nn.Module):
    """The mirror of an MLP: its weights transposed in the reverse order, with biases of its own.

    Parameters
    ----------
    encoder :
        Whose weights are used; they stay its own, and are saved once.
    activation :
        After each layer but the last.

    Examples
    --------
    >>> encoder = MLP([784, 128, 3])
    >>> decoder = TiedMLP(encoder)
    >>> decoder(torch.zeros(2, 3)).shape, sum(p.numel() for p in decoder.parameters())
    (torch.Size([2, 784]), 912)
    """

    def __init__(self, encoder: MLP, *, activation: str = "gelu") -> None:
        super().__init__()
        self._encoder = (encoder,)  # in a tuple, so that its weights do not count as this module's too
        widths = [layer.in_features for layer in reversed(encoder.linear())]
        self.biases = nn.ParameterList([nn.Parameter(torch.zeros(width)) for width in widths])
        self.activations = [activation] * (len(widths) - 1) + ["identity"]

    def chain(self) -> list[tuple[torch.Tensor, torch.Tensor, str]]:
        """Return weight (n_out, n_in), bias and the activation's name of each layer, first to last."""
        weights = [layer.weight.T for layer in reversed(self._encoder[0].linear())]
        return list(zip(weights, self.biases, self.activations, strict=True))

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        """Return what the last layer says, (n_items, n_features)."""
        return _through(z, self.chain())


def _through(x: torch.Tensor, chain: list[tuple[torch.Tensor, torch.Tensor, str]]) -> torch.Tensor:
    for weight, bias, name in chain:
        x = affine(x, weight, bias)
        activation = ACTIVATIONS[name]
        x = x if activation is None else activation(x)
    return x
