"""How much a code changes with its item: the squared Frobenius norm of the encoder's Jacobian (Rifai et al. 2011).

Four ways to the same number: "closed" (one layer: sum of a'(u)^2 |w|^2), "gram" (dense layers: the later factors of
the Jacobian times W W^T of the first), "vjp" (any module: one batched backward pass for all codes) are exact;
"hutchinson" (any module) is an unbiased estimate from random signs v, E|v J|^2 = |J|^2, at the price of one backward
pass a probe.
"""

from __future__ import annotations

from typing import Any, Literal, get_args

import torch
from torch import nn
from torch.nn import functional

from motif.core.check import in_choices, integer
from motif.core.errors import InputError
from motif.model.autoencode.layer import ACTIVATIONS, MLP, TiedMLP

__all__ = ["METHODS", "Method", "contractive_penalty"]

Method = Literal["auto", "closed", "gram", "vjp", "hutchinson"]
METHODS: tuple[Method, ...] = get_args(Method)
_MODULES: dict[type[nn.Module], str] = {
    nn.Identity: "identity", nn.ReLU: "relu", nn.Tanh: "tanh", nn.Sigmoid: "sigmoid", nn.Softplus: "softplus",
}  # fmt: skip
_Chain = list[tuple[torch.Tensor, torch.Tensor | None, str]]


def contractive_penalty(
    encoder: nn.Module,
    X: Any,
    *,
    method: Method = "auto",
    n_probes: int = 1,
    generator: torch.Generator | None = None,
) -> torch.Tensor:
    """Return the squared Frobenius norm of the encoder's Jacobian at each item, ready to be differentiated.

    The lecture adds the sum over all items to the loss of each; here it is the item's own. Without tied weights a
    network can make it small by shrinking the codes and growing the decoder.

    Parameters
    ----------
    encoder :
        A module that maps (n_items, n_features) to (n_items, n_codes), each row by itself.
    X :
        (n_items, n_features), in the type of the encoder's weights or converted to it.
    method :
        "auto" is "closed" for one dense layer and "hutchinson" for all else; "closed", "gram" and "vjp" are exact.
    n_probes :
        Random vectors of "hutchinson"; the variance falls with their number.
    generator :
        Where these come from; None is PyTorch's own.

    Returns
    -------
    (n_items,), at least 0.

    Raises
    ------
    InputError
        When "closed" or "gram" is asked of a module that is no chain of dense layers.

    Examples
    --------
    >>> layer = MLP([2, 1], last="identity")
    >>> _ = layer.layers[0].weight.data.copy_(torch.tensor([[3.0, 4.0]]))
    >>> contractive_penalty(layer, torch.zeros(1, 2)).tolist()
    [25.0]
    """
    in_choices(method, METHODS, what="method")
    integer(n_probes, what="n_probes", low=1)
    weight = next(encoder.parameters())
    X = torch.as_tensor(X).to(weight.device, weight.dtype)
    chain = _chain(encoder)
    if method == "auto":
        method = "closed" if chain is not None and len(chain) == 1 else "hutchinson"
    if method in ("closed", "gram"):
        if chain is None or (method == "closed" and len(chain) > 1):
            what = "one dense layer" if method == "closed" else "dense layers"
            raise InputError(f"method {method!r} takes an encoder of {what} with known activations; take 'vjp'")
        return _from_chain(chain, X)
    X = X.detach().requires_grad_()
    with torch.enable_grad():
        codes = encoder(X)
        if method == "vjp":
            return _by_vjp(codes, X)
        return torch.stack([_probed(codes, X, generator) for _ in range(n_probes)]).mean(dim=0)


def _chain(encoder: nn.Module) -> _Chain | None:
    """Return the dense layers of a module, each with its activation's name; None when it is not made of these."""
    if isinstance(encoder, MLP | TiedMLP):
        return list(encoder.chain())
    if isinstance(encoder, nn.Linear):
        return [(encoder.weight, encoder.bias, "identity")]
    if not isinstance(encoder, nn.Sequential):
        return None
    found: _Chain = []
    for module in encoder:
        if isinstance(module, nn.Linear):
            found.append((module.weight, module.bias, "identity"))
        elif type(module) in _MODULES and found and found[-1][2] == "identity":
            found[-1] = (*found[-1][:2], _MODULES[type(module)])
        else:
            return None
    return found or None


def _from_chain(chain: _Chain, x: torch.Tensor) -> torch.Tensor:
    slopes = []
    for weight, bias, name in chain:
        u = functional.linear(x, weight, bias)
        x, slope = _slope(u, name)
        slopes.append(slope)
    first, last = chain[0][0], chain[-1][0]
    if len(chain) == 1:
        return slopes[0].square() @ first.square().sum(dim=1)
    product = slopes[-1].unsqueeze(2) * last  # (n_items, n_codes, width)
    for (weight, _, _), slope in zip(chain[-2:0:-1], slopes[-2:0:-1], strict=True):
        product = (product * slope.unsqueeze(1)) @ weight
    product = product * slopes[0].unsqueeze(1)
    return ((product @ (first @ first.T)) * product).sum(dim=(1, 2))


def _slope(u: torch.Tensor, name: str) -> tuple[torch.Tensor, torch.Tensor]:
    """Return what an activation makes of u, and its derivative there."""
    activation = ACTIVATIONS[name]
    if activation is None:
        return u, torch.ones_like(u)
    if name == "sigmoid":
        h = torch.sigmoid(u)
        return h, h * (1 - h)
    if name == "tanh":
        h = torch.tanh(u)
        return h, 1 - h.square()
    with torch.enable_grad():
        u = u if u.requires_grad else u.detach().requires_grad_()
        h = activation(u)
        (slope,) = torch.autograd.grad(h.sum(), u, create_graph=True)
    return h, slope


def _by_vjp(codes: torch.Tensor, X: torch.Tensor) -> torch.Tensor:
    n_items, n_codes = codes.shape
    ones = torch.eye(n_codes, dtype=codes.dtype, device=codes.device).unsqueeze(1).expand(n_codes, n_items, n_codes)
    (jacobian,) = torch.autograd.grad(codes, X, ones, is_grads_batched=True, create_graph=True)
    return jacobian.square().sum(dim=(0, 2))


def _probed(codes: torch.Tensor, X: torch.Tensor, generator: torch.Generator | None) -> torch.Tensor:
    signs = torch.randint(0, 2, codes.shape, generator=generator, device=codes.device, dtype=torch.int8)
    (along,) = torch.autograd.grad(codes, X, signs.to(codes.dtype) * 2 - 1, create_graph=True)
    return along.square().sum(dim=1)
