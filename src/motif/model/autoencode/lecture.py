"""The lecture's convolutional network, and what was mended in all four.

`lecture_dense` 784-128-64-12-3 and back, `lecture_standard` 784-400-20 and back, and `lecture_vae`, the same with two
heads of 20, are dense and so are hidden layers of "mlp"; here is `lecture_conv`. Mended against the slides:

* `lecture_dense`, `lecture_conv`: Tanh reaches from -1 to 1, the pixels from 0 to 1. The decoders return logits;
  what bends them is the likelihood, "bernoulli", or "gaussian" with output="sigmoid".
* `lecture_conv`: a parenthesis is missing after both `Sequential`; its shapes (10, 5, 3, 2, and 5, 15, 28 back) are
  right. Its second pooling overlaps (2 px, stride 1), so no unpooling could undo it; kernels of 3 px with stride 2 and
  of 5 px with stride 3 lay a checkerboard over the picture. "conv" and "conv_pool" have neither fault.
* `lecture_standard`: its `__init__` calls `super(VAE, self)`, a TypeError. `lecture_vae`: the middle slide's forward
  uses a `z` that nothing defines; `torch.cuda.FloatTensor` fails without a graphics card; the divergence in the formula
  has the wrong sign and sigma for sigma squared (see `kl_divergence`); cross-entropy is summed over the pixels where
  the squared error is averaged, which changes beta by 784: here both are summed, and averaged over the items.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn

from motif.core.errors import InputError
from motif.model.autoencode.transpose import Transposed

if TYPE_CHECKING:
    from motif.model.autoencode.network import Size

__all__ = ["lecture_decoder", "lecture_encoder"]

_IMAGE = (1, 28, 28)
_CODE = (8, 2, 2)


def lecture_encoder(size: Size) -> nn.Module:
    """Return the encoder of `lecture_conv`: 28 x 28 px to 8 maps of 2 x 2, the 32 numbers of its code.

    Raises
    ------
    InputError
        For other pictures, or another number of components.

    Examples
    --------
    >>> from motif.model.autoencode.network import Size
    >>> lecture_encoder(Size(784, 32, 32, "relu", "identity", (1, 28, 28)))(torch.zeros(1, 784)).shape
    torch.Size([1, 32])
    """
    _check(size, size.n_statistics)
    return _laid_out(nn.Sequential(
        nn.Unflatten(1, _IMAGE),
        nn.Conv2d(1, 16, 3, stride=3, padding=1), nn.ReLU(), _Reordered(2, stride=2),
        nn.Conv2d(16, 8, 3, stride=2, padding=1), nn.ReLU(), nn.MaxPool2d(2, stride=1),
        nn.Flatten(),
    ))  # fmt: skip


def lecture_decoder(size: Size) -> nn.Module:
    """Return the decoder of `lecture_conv`.

    Raises
    ------
    InputError
        As for the encoder.

    Examples
    --------
    >>> from motif.model.autoencode.network import Size
    >>> lecture_decoder(Size(784, 32, 32, "relu", "identity", (1, 28, 28)))(torch.zeros(1, 32)).shape
    torch.Size([1, 784])
    """
    _check(size, size.n_decoder_inputs)
    return _laid_out(nn.Sequential(
        nn.Unflatten(1, _CODE),
        Transposed(8, 16, 3, stride=2), nn.ReLU(),
        Transposed(16, 8, 5, stride=3, padding=1), nn.ReLU(),
        Transposed(8, 1, 2, stride=2, padding=1),
        nn.Flatten(),
    ))  # fmt: skip


class _Reordered(nn.MaxPool2d):
    """Max-pooling with the channels last: convolving one channel puts them first, in which pooling takes ten times."""

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        return super().forward(input.contiguous(memory_format=torch.channels_last))


def _laid_out(module: nn.Sequential) -> nn.Sequential:
    """Keep weights with their channels last, as `Transposed` and the pooling want them."""
    for weight in module.parameters():
        if weight.ndim == 4:
            weight.data = weight.data.contiguous(memory_format=torch.channels_last)
    return module


def _check(size: Size, n_codes: int) -> None:
    if size.image != _IMAGE:
        given = f"{size.n_features} features" if size.image is None else f"{size.image}"
        raise InputError(f"'lecture_conv' is made for grey pictures of 28 x 28 px, not for {given}; take 'conv'")
    if n_codes != 32 or size.code != "identity":
        raise InputError(
            f"the code of 'lecture_conv' is 8 maps of 2 x 2: a plain autoencoder with n_components=32; "
            f"given {n_codes} numbers with code={size.code!r}; take 'conv'"
        )
