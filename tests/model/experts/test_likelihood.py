"""The mixture's likelihood: by hand, against autograd's own gradient, and where probabilities vanish."""

import math

import pytest
import torch

from motif.model.experts.likelihood import mixture_loss, mixture_probabilities, square_sum


def made(seed=0, n_items=4, n_labels=5, n_experts=3, spread=3.0):
    torch.manual_seed(seed)
    gates = spread * torch.randn(n_items, n_experts + 1, n_labels, dtype=torch.float64)
    experts = spread * torch.randn(n_items, n_experts, n_labels, dtype=torch.float64)
    labels = (torch.rand(n_items, n_labels) < 0.4).double()
    return gates.requires_grad_(), experts.requires_grad_(), labels


def test_probabilities_are_shares_of_logistics():
    """Of gates softmax(0, log 2, 0), the last the dummy's, and experts that say 1/2 and 3/4."""
    gates = torch.tensor([[[0.0], [math.log(2)], [0.0]]])
    experts = torch.tensor([[[0.0], [math.log(3)]]])
    assert mixture_probabilities(gates, experts).item() == pytest.approx(0.25 * 0.5 + 0.5 * 0.75)


def test_the_loss_is_the_cross_entropy_of_the_probabilities():
    """Written the plain way."""
    gates, experts, labels = made()
    p = mixture_probabilities(gates, experts)
    expected = -(labels * p.log() + (1 - labels) * (1 - p).log()).sum(dim=1)
    assert torch.allclose(mixture_loss(gates, experts, labels), expected, atol=1e-12)


def test_the_gradient_is_autograd_s_own():
    """Through the plain way, with another weight for each item; 1e-9: the plain way itself rounds 1 - p."""
    gates, experts, labels = made(1)
    weights = torch.rand(4, dtype=torch.float64)
    p = mixture_probabilities(gates, experts)
    plain = -(labels * p.log() + (1 - labels) * (1 - p).log()).sum(dim=1)
    expected = torch.autograd.grad((weights * plain).sum(), (gates, experts))
    found = torch.autograd.grad((weights * mixture_loss(gates, experts, labels)).sum(), (gates, experts))
    for one, other in zip(found, expected, strict=True):
        assert torch.allclose(one, other, atol=1e-9)


def test_sure_and_wrong_experts_have_a_finite_loss_and_gradient():
    """Where the probability is 0 in float32: the loss is the distance of the logits."""
    gates = torch.tensor([[[200.0], [0.0]]], requires_grad=True)
    experts = torch.tensor([[[-200.0]]], requires_grad=True)
    loss = mixture_loss(gates, experts, torch.ones(1, 1))
    loss.sum().backward()
    assert loss.item() == pytest.approx(200)
    assert experts.grad.item() == pytest.approx(-1)
    assert torch.isfinite(gates.grad).all()


def test_pieces_add_up(monkeypatch):
    """However many items are computed at a time."""
    gates, experts, labels = made(2, n_items=7)
    whole = mixture_loss(gates, experts, labels)
    monkeypatch.setattr("motif.model.experts.likelihood._CHUNK", 10)
    assert torch.equal(mixture_loss(gates, experts, labels), whole)


def test_the_square_s_gradient_is_twice_the_array():
    """By hand."""
    weight = torch.tensor([[1.0, -2.0], [3.0, 0.5]], requires_grad=True)
    (3 * square_sum(weight)).backward()
    assert weight.grad.tolist() == [[6, -12], [18, 3]]
