"""The product of a dense layer by oneDNN, which uses all that a processor has.

PyTorch's own products of float32 go through MKL, which leaves AVX-512 idle on AMD's processors. Measured on one (Zen 5,
one thread, 128 items, 784 x 400 weights): .78 ms with MKL, .37 with oneDNN, and .67 where it too may use AVX2 alone.
oneDNN is in PyTorch's wheels; the operator is the one that `torch.compile` takes, and it has no gradient of its own.
"""

from __future__ import annotations

import platform
from typing import Any

import torch
from torch.nn import functional

__all__ = ["affine"]

_FEWEST = 1 << 16  # weights: with fewer, calling it costs more than it wins
_THERE = (
    platform.machine().lower() in ("x86_64", "amd64")  # elsewhere nothing was measured
    and torch.backends.mkldnn.is_available()
    and hasattr(torch.ops.mkldnn, "_linear_pointwise")
)


def affine(x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None = None) -> torch.Tensor:
    """Return x times the transposed weight, plus the bias: `torch.nn.functional.linear`, up to rounding.

    Which way it goes depends on the weight alone, not on how many items there are.

    Parameters
    ----------
    x :
        (n_items, n_in).
    weight, bias :
        (n_out, n_in), also transposed; (n_out,) or None.

    Returns
    -------
    (n_items, n_out). Gradients can be taken of it, and of these again.

    Examples
    --------
    >>> affine(torch.tensor([[1.0, 2.0]]), torch.tensor([[3.0, 4.0]]), torch.tensor([5.0]))
    tensor([[16.]])
    """
    ours = _THERE and weight.numel() >= _FEWEST and x.ndim == 2 and x.device.type == "cpu"
    if ours and x.dtype == weight.dtype == torch.float32 and torch.backends.mkldnn.enabled:
        return _Affine.apply(x, weight, bias)
    return functional.linear(x, weight, bias)


class _Affine(torch.autograd.Function):
    """The operator with its gradients; gradients of these go through PyTorch's own products."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None) -> torch.Tensor:
        ctx.save_for_backward(x, weight)
        return _product(x, weight, bias)

    @staticmethod
    def backward(ctx: Any, *grads: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        (grad,), (x, weight) = grads, ctx.saved_tensors
        of_x, of_weight, of_bias = ctx.needs_input_grad
        product = functional.linear if torch.is_grad_enabled() else _product
        return (
            product(grad, weight.T, None) if of_x else None,
            product(grad.T, x.T, None) if of_weight else None,
            grad.sum(dim=0) if of_bias else None,
        )


def _product(x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None) -> torch.Tensor:
    if not (weight.is_contiguous() or weight.T.is_contiguous()):
        weight = weight.contiguous()  # such as one row that stands for many
    return torch.ops.mkldnn._linear_pointwise(x, weight, bias, "none", [], "")
