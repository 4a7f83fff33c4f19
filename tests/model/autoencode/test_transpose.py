"""Our transposed convolution is PyTorch's: what comes out, and every gradient."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from motif.model.autoencode.transpose import Transposed


def _both(layer: Transposed, x: torch.Tensor) -> list[list[torch.Tensor]]:
    """Return output and gradients of ours and of PyTorch's, in float64."""
    found = []
    for forward in (layer.forward, lambda x: nn.ConvTranspose2d.forward(layer, x)):
        layer.zero_grad()
        own = x.clone().requires_grad_()
        out = forward(own)
        out.backward(torch.linspace(-1, 1, out.numel(), dtype=out.dtype).view_as(out))
        gradients = [one.grad for one in (own, *layer.parameters())]
        found.append([out.detach(), *(one.clone() for one in gradients if one is not None)])
    return found


KERNELS = [(2, 2, 1), (3, 2, 0), (5, 3, 1), (4, 2, 1), (5, 2, 2), (3, 1, 1)]  # and stride and padding


@pytest.mark.parametrize(("kernel", "stride", "padding"), KERNELS)
def test_same_as_pytorch(kernel: int, stride: int, padding: int) -> None:
    """Output, input's, weight's and bias's gradients are PyTorch's up to rounding, also where sides differ."""
    torch.manual_seed(kernel)
    layer = Transposed(3, 2, kernel, stride=stride, padding=padding).double()
    for ours, theirs in zip(*_both(layer, torch.randn(2, 3, 4, 5, dtype=torch.float64)), strict=True):
        assert ours.shape == theirs.shape
        torch.testing.assert_close(ours, theirs, rtol=1e-12, atol=1e-12)


def test_by_hand() -> None:
    """One pixel of 2 becomes twice the kernel, plus the bias."""
    layer = Transposed(1, 1, 2, stride=2)
    layer.load_state_dict({"weight": torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]]), "bias": torch.tensor([0.5])})
    assert layer(torch.full((1, 1, 1, 1), 2.0)).tolist() == [[[[2.5, 4.5], [6.5, 8.5]]]]


def test_weights_have_pytorchs_names() -> None:
    """A save of PyTorch's layer loads into ours."""
    theirs = nn.ConvTranspose2d(2, 3, 3, stride=2)
    Transposed(2, 3, 3, stride=2).load_state_dict(theirs.state_dict())


def test_without_bias_it_is_pytorchs() -> None:
    """What this does not know, PyTorch does."""
    layer = Transposed(2, 3, 3, stride=2, bias=False)
    x = torch.ones(1, 2, 2, 2)
    assert torch.equal(layer(x), nn.ConvTranspose2d.forward(layer, x))
