"""The contractive penalty: reference cases, four estimators that agree, refusals."""

import json

import numpy as np
import pytest
import torch
from torch import nn

from motif.core.errors import InputError
from motif.model.autoencode import contractive_penalty
from motif.model.autoencode.layer import MLP, TiedMLP

MODULES = {"sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "relu": nn.ReLU, "softplus": nn.Softplus, "identity": nn.Identity}


def _encoder(case):
    layers = []
    for i, (weight, bias) in enumerate(zip(case["weights"], case["biases"], strict=True)):
        layer = nn.Linear(len(weight[0]), len(weight))
        layer.weight.data, layer.bias.data = torch.tensor(weight), torch.tensor(bias)
        layers.append(layer)
        if case["activation_after_every_layer"] or i + 1 < len(case["weights"]):
            layers.append(MODULES[case["activation"]]())
    return nn.Sequential(*layers)


@pytest.mark.shared
@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float64, 1e-8), (torch.float32, 1e-4)], ids=str)
def test_exact_ways_equal_the_reference(shared, dtype, tolerance):
    """Closed form, Gram matrices and batched products give the reference's norms for all five encoders."""
    torch.set_default_dtype(torch.float64)
    try:
        cases = json.loads((shared / "data" / "latent" / "contractive.json").read_text())["cases"]
        encoders = [_encoder(case).to(dtype) for case in cases]
    finally:
        torch.set_default_dtype(torch.float32)
    assert len(cases) == 5
    for case, encoder in zip(cases, encoders, strict=True):
        X = torch.tensor(case["inputs"], dtype=dtype)
        np.testing.assert_allclose(encoder(X).detach(), case["codes"], rtol=tolerance, atol=tolerance)
        for method in ("gram", "vjp") + ("closed",) * (len(case["weights"]) == 1):
            found = contractive_penalty(encoder, X, method=method).detach()
            np.testing.assert_allclose(found, case["squared_frobenius_norm"], rtol=tolerance, err_msg=method)


def test_probes_agree_within_their_error():
    """The mean of 4,000 random probes lies within four of its standard errors of the exact norm, for each item."""
    torch.manual_seed(0)
    encoder, X = MLP([12, 9, 5], activation="tanh").double(), torch.randn(3, 12, dtype=torch.float64)
    exact = contractive_penalty(encoder, X, method="vjp").detach()
    chance = torch.Generator().manual_seed(1)
    many = X.repeat_interleave(4000, dim=0)
    drawn = contractive_penalty(encoder, many, method="hutchinson", generator=chance).detach().reshape(3, 4000)
    error = drawn.std(dim=1) / 4000**0.5
    assert ((drawn.mean(dim=1) - exact).abs() < 4 * error).all()
    several = contractive_penalty(encoder, many, method="hutchinson", n_probes=16, generator=chance).detach()
    assert 0.15 < several.reshape(3, 4000).std() / drawn.std() < 0.45  # a quarter, but for the spread between items


@pytest.mark.parametrize("activation", ["gelu", "elu", "softplus", "sigmoid", "tanh", "relu"])
def test_gradients_agree(activation):
    """Differentiating the closed form or the Gram form gives the weights the gradients of the batched products."""
    torch.manual_seed(0)
    X = torch.randn(4, 6, dtype=torch.float64)
    for sizes, last, method in ([6, 5, 4, 3], "identity", "gram"), ([6, 3], activation, "closed"):
        encoder = MLP(sizes, activation=activation, last=last).double()
        grads = []
        for which in (method, "vjp"):
            contractive_penalty(encoder, X, method=which).sum().backward()
            found = [p.grad.clone() if p.grad is not None else torch.zeros_like(p) for p in encoder.parameters()]
            grads.append(found)
            encoder.zero_grad()
        for one, other in zip(*grads, strict=True):
            torch.testing.assert_close(one, other)


def test_auto_is_exact_for_one_layer():
    """One dense layer takes the closed form, more take probes."""
    torch.manual_seed(0)
    X = torch.randn(5, 6)
    one, two = MLP([6, 3], last="sigmoid"), MLP([6, 4, 3])
    assert torch.equal(contractive_penalty(one, X), contractive_penalty(one, X, method="closed"))
    same = [contractive_penalty(two, X, method=way, generator=torch.Generator()) for way in ("auto", "hutchinson")]
    assert torch.equal(*same)


def test_a_mirrored_decoder_is_a_chain_too():
    """Tied weights count like any others."""
    torch.manual_seed(0)
    tied, Z = TiedMLP(MLP([6, 4, 3])), torch.randn(2, 3)
    torch.testing.assert_close(contractive_penalty(tied, Z, method="gram"), contractive_penalty(tied, Z, method="vjp"))


def test_convolutions_take_batched_products():
    """What is no chain of dense layers is refused by the forms that need one, and measured by the others."""
    encoder = nn.Sequential(nn.Unflatten(1, (1, 4, 4)), nn.Conv2d(1, 2, 3), nn.Flatten())
    X = torch.randn(2, 16, generator=torch.Generator().manual_seed(0))
    for method in ("closed", "gram"):
        with pytest.raises(InputError, match="take 'vjp'"):
            contractive_penalty(encoder, X, method=method)
    expected = encoder[1].weight.square().sum().item() * 4  # linear: each of 2 x 2 places has the whole kernel
    assert contractive_penalty(encoder, X, method="vjp").tolist() == pytest.approx([expected] * 2, rel=1e-5)
    with pytest.raises(InputError, match="method must be one of"):
        contractive_penalty(encoder, X, method="exact")
