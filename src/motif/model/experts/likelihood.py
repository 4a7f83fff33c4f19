r"""What a mixture of experts says of labels, and how wrong it is, in logarithms.

For each label, gates :math:`g = \operatorname{softmax}(b_0 \dots b_K)` share the say among :math:`K` experts, each a
logistic :math:`\sigma(a_k)`, and a dummy that always says no:

.. math:: p = \sum_{k<K} g_k\,\sigma(a_k), \qquad 1 - p = g_K + \sum_{k<K} g_k\,\sigma(-a_k).

Both are sums of exponentials, so that neither logarithm needs a small constant in it, however sure the experts are.
"""

from __future__ import annotations

from typing import Any

import torch
from torch.nn import functional

__all__ = ["mixture_loss", "mixture_probabilities", "square_sum"]

_CHUNK = 1 << 18  # values of a plane at a time: what is computed from them stays in the cache


def mixture_probabilities(gates: torch.Tensor, experts: torch.Tensor) -> torch.Tensor:
    """Return the probability of each label.

    Parameters
    ----------
    gates :
        (n_items, n_experts + 1, n_labels): before the softmax; the last is the dummy's.
    experts :
        (n_items, n_experts, n_labels): before the logistic function.

    Returns
    -------
    (n_items, n_labels), in [0, 1].

    Examples
    --------
    >>> mixture_probabilities(torch.zeros(1, 3, 1), torch.zeros(1, 2, 1)).item()  # two of three, each a half
    0.333333...
    """
    shares = functional.log_softmax(gates, dim=1)[:, :-1]
    return torch.logsumexp(shares + functional.logsigmoid(experts), dim=1).exp()


def mixture_loss(gates: torch.Tensor, experts: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Return the cross-entropy of each item, summed over its labels.

    Parameters
    ----------
    gates, experts :
        As `mixture_probabilities` takes them.
    labels :
        (n_items, n_labels): 1 where an item has the label, else 0.

    Returns
    -------
    (n_items,), nats; its gradient reaches gates and experts.

    Examples
    --------
    >>> gates, experts = torch.zeros(1, 3, 2), torch.zeros(1, 2, 2)
    >>> mixture_loss(gates, experts, torch.tensor([[1.0, 0.0]])).item()  # log 3 and log 3/2
    1.504077...
    """
    return _Loss.apply(gates, experts, labels)


def square_sum(weight: torch.Tensor) -> torch.Tensor:
    """Return the sum of the squares of an array, with a gradient that costs one pass over it.

    Examples
    --------
    >>> square_sum(torch.tensor([[3.0, 4.0]])).item()
    25.0
    """
    return _SquareSum.apply(weight)


class _SquareSum(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, weight: torch.Tensor) -> torch.Tensor:
        ctx.save_for_backward(weight)
        flat = weight.reshape(-1)
        return torch.dot(flat, flat)

    @staticmethod
    def backward(ctx: Any, *grad_outputs: torch.Tensor) -> torch.Tensor:
        return ctx.saved_tensors[0] * (2 * grad_outputs[0])


class _Loss(torch.autograd.Function):
    """The loss with its gradient worked out in the same pass: autograd's own would keep twenty arrays of this size."""

    @staticmethod
    def forward(ctx: Any, gates: torch.Tensor, experts: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        to_gates, to_experts = torch.empty_like(gates), torch.empty_like(experts)
        losses = gates.new_empty(len(gates))
        size = max(1, _CHUNK // max(1, labels.shape[1]))
        for start in range(0, len(gates), size):
            rows = slice(start, start + size)
            losses[rows] = _one(gates[rows], experts[rows], labels[rows], to_gates[rows], to_experts[rows])
        ctx.save_for_backward(to_gates, to_experts)
        return losses

    @staticmethod
    def backward(ctx: Any, *grad_outputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, None]:
        to_gates, to_experts = ctx.saved_tensors
        weight = grad_outputs[0][:, None, None]
        return to_gates.mul_(weight), to_experts.mul_(weight), None  # they are nobody else's


def _one(
    gates: torch.Tensor, experts: torch.Tensor, labels: torch.Tensor, to_gates: torch.Tensor, to_experts: torch.Tensor
) -> torch.Tensor:
    """The losses of some items; writes their gradients.

    With the sign t of a label, the terms of its likelihood are `log g_k + log sigmoid(t a_k)`, and the dummy's where
    it is absent; what each contributes, rho, gives `d/db = g - rho` and `d/da_k = -rho_k t sigmoid(-t a_k)`.
    """
    sign = (2 * labels - 1).unsqueeze(1)
    shares = functional.log_softmax(gates, dim=1)
    right = functional.logsigmoid(experts * sign)
    terms = shares.clone()
    terms[:, :-1] += right
    terms[:, -1].masked_fill_(labels > 0, -torch.inf)
    total = torch.logsumexp(terms, dim=1)
    part = terms.sub_(total.unsqueeze(1)).exp_()
    torch.sub(shares.exp_(), part, out=to_gates)
    torch.mul(right.exp_().sub_(1), sign, out=to_experts).mul_(part[:, :-1])
    return -total.sum(dim=1)
