"""The product of a dense layer: what PyTorch's own says, its gradients, and gradients of these."""

import pytest
import torch
from torch.nn import functional

from motif.model.autoencode import affine as room
from motif.model.autoencode.affine import affine
from motif.model.autoencode.contractive import contractive_penalty
from motif.model.autoencode.layer import MLP

TOLERANCE = {"rtol": 1e-5, "atol": 1e-6}  # sums of some hundred products in another order
needs_it = pytest.mark.skipif(not room._THERE, reason="this PyTorch has no oneDNN")


@pytest.fixture(autouse=True)
def _even_few(monkeypatch):
    monkeypatch.setattr(room, "_FEWEST", 1)


def _operands(n_items=5, n_in=300, n_out=256, dtype=torch.float32):
    chance = torch.Generator().manual_seed(0)
    shapes = (n_items, n_in), (n_out, n_in), (n_out,)
    made = [torch.randn(shape, generator=chance, dtype=dtype) / 16 for shape in shapes]
    return [one.requires_grad_() for one in made]


def _all(function, operands):
    """The product and its gradients."""
    y = function(*operands)
    chance = torch.Generator().manual_seed(1)
    return (y, *torch.autograd.grad(y, operands, torch.randn(y.shape, generator=chance, dtype=y.dtype)))


@needs_it
@pytest.mark.parametrize("n_items", [1, 5])
def test_it_is_linear_with_its_gradients(n_items):
    """Product and gradients are PyTorch's, for one item and for several."""
    operands = _operands(n_items)
    for ours, theirs in zip(_all(affine, operands), _all(functional.linear, operands), strict=True):
        torch.testing.assert_close(ours, theirs, **TOLERANCE)


@needs_it
def test_operands_may_lie_any_way():
    """A transposed weight, one row that stands for all, a missing bias and a gradient that is one number."""
    x, weight, _ = _operands(n_in=256)
    for other in (weight.T, weight[:1].expand(7, 256), weight[:, ::2]):
        items = x[:, : other.shape[1]]
        ours, theirs = affine(items, other), functional.linear(items, other)
        torch.testing.assert_close(ours, theirs, **TOLERANCE)
        for one, two in zip(
            torch.autograd.grad(ours.sum(), (x, weight)), torch.autograd.grad(theirs.sum(), (x, weight)), strict=True
        ):
            torch.testing.assert_close(one, two, **TOLERANCE)


@needs_it
def test_gradients_have_gradients(monkeypatch):
    """What a contractive penalty learns from is the same, by probes and by all codes at once."""
    chance = torch.Generator()
    found = {}
    for fewest in (1, 10**9):
        monkeypatch.setattr(room, "_FEWEST", fewest)
        torch.manual_seed(0)
        encoder, x = MLP([60, 40, 8], activation="tanh"), torch.ones(4, 60)
        for method in ("hutchinson", "vjp"):
            penalty = contractive_penalty(encoder, x, method=method, generator=chance.manual_seed(0))
            found[fewest, method] = penalty, *torch.autograd.grad(penalty.sum(), [encoder.layers[0].weight])
    for method in ("hutchinson", "vjp"):
        for ours, theirs in zip(found[1, method], found[10**9, method], strict=True):
            torch.testing.assert_close(ours, theirs, **TOLERANCE)


@needs_it
def test_who_takes_it(monkeypatch):
    """Large float32 weights do, others and users who switch oneDNN off get PyTorch's own."""
    ways = []
    monkeypatch.setattr(room._Affine, "apply", lambda *operands: ways.append("ours") or functional.linear(*operands))
    affine(*_operands())
    affine(*_operands(dtype=torch.float64))
    monkeypatch.setattr(torch.backends.mkldnn, "enabled", False)
    affine(*_operands())
    monkeypatch.setattr(torch.backends.mkldnn, "enabled", True)
    monkeypatch.setattr(room, "_FEWEST", 10**9)
    affine(*_operands())
    assert ways == ["ours"]
