"""Encoders and decoders by name, and the module that holds a pair of them with the scale of the items.

An encoder is a function `build(size, *numbers) -> nn.Module` in `ENCODERS`, a decoder one in `DECODERS`; the estimators
name them: "mlp", ("mlp", 512, 256), or a whole network of the lecture.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import torch
from torch import nn

from motif.core.check import few, in_choices, integer
from motif.core.errors import DataError, InputError
from motif.model.autoencode.convolve import (
    Deconvolving,
    conv_decoder,
    conv_encoder,
    pool_decoder,
    pool_encoder,
)
from motif.model.autoencode.image import Image
from motif.model.autoencode.layer import MLP, TiedMLP, activation_of
from motif.model.autoencode.lecture import lecture_decoder, lecture_encoder
from motif.model.autoencode.likelihood import Likelihood

__all__ = ["DECODERS", "ENCODERS", "LECTURE", "Net", "NetworkSetting", "Size", "build", "pair_of"]

NetworkSetting: TypeAlias = str | tuple[Any, ...] | None
_WIDTHS = (256, 128)
LECTURE: dict[str, tuple[int, ...]] = {
    "lecture_dense": (128, 64, 12),  # 784-128-64-12-3: give n_components=3. Its Tanh meets data in [0, 1]: mended
    "lecture_standard": (400,),  # 784-400-20; its __init__ calls another class's: mended
    "lecture_vae": (400,),  # 784-400-20 twice
}


@dataclass(frozen=True, slots=True)
class Size:
    """What a builder is told.

    Parameters
    ----------
    n_features :
        Of an item.
    n_statistics :
        What the encoder returns: a code, or means and log variances.
    n_decoder_inputs :
        What the decoder takes: a code, and the label where it sees one.
    activation, code :
        Names of the activations between the layers, and of the code.
    image :
        (channels, height, width) where the items are pictures; None where they are not.

    Examples
    --------
    >>> ENCODERS["mlp"](Size(784, 3, 3, "relu", "identity"), 128)(torch.zeros(1, 784)).shape
    torch.Size([1, 3])
    """

    n_features: int
    n_statistics: int
    n_decoder_inputs: int
    activation: str
    code: str
    image: Image | None = None


class Net(nn.Module):
    """An encoder and a decoder, and how the items are shifted and scaled before the one and after the other.

    Parameters
    ----------
    encoder, decoder :
        Of what the likelihood lets them see.
    likelihood :
        What the decoder's numbers mean.
    n_features :
        Of an item.

    Examples
    --------
    >>> from motif.model.autoencode.likelihood import Gaussian
    >>> net = Net(MLP([4, 2]), MLP([2, 4]), Gaussian(), 4)
    >>> net.restore(net.decoder(net.encoder(net.seen(torch.zeros(3, 4))))).shape
    torch.Size([3, 4])
    """

    shift: torch.Tensor
    scale: torch.Tensor
    log_noise: torch.Tensor

    def __init__(self, encoder: nn.Module, decoder: nn.Module, likelihood: Likelihood, n_features: int) -> None:
        super().__init__()
        self.encoder, self.decoder, self.likelihood = encoder, decoder, likelihood
        self.register_buffer("shift", torch.zeros(n_features, dtype=torch.float64))
        self.register_buffer("scale", torch.ones((), dtype=torch.float64))
        self.register_buffer("log_noise", torch.zeros(()))

    def seen(self, x: torch.Tensor) -> torch.Tensor:
        """Return items as the network's losses see them, in the type of its weights."""
        return (x - self.shift.to(x.dtype)).div_(self.scale.to(x.dtype)).to(self.log_noise.dtype)

    def restore(self, logits: torch.Tensor) -> torch.Tensor:
        """Return the expected items in their own scale."""
        restored = self.likelihood.restored(logits)
        return restored * self.scale.to(restored.dtype) + self.shift.to(restored.dtype)


def _mlp_encoder(size: Size, *widths: int) -> MLP:
    sizes = [size.n_features, *_checked(widths), size.n_statistics]
    return MLP(sizes, activation=size.activation, last=size.code)


def _mlp_decoder(size: Size, *widths: int) -> MLP:
    return MLP([size.n_decoder_inputs, *_checked(widths), size.n_features], activation=size.activation)


_Builder = Callable[..., nn.Module]
ENCODERS: dict[str, _Builder] = {
    "mlp": _mlp_encoder,
    "conv": conv_encoder,
    "conv_pool": pool_encoder,
    "lecture_conv": lecture_encoder,
}
DECODERS: dict[str, _Builder] = {
    "mlp": _mlp_decoder,
    "conv": conv_decoder,
    "conv_pool": pool_decoder,
    "lecture_conv": lecture_decoder,
}


def pair_of(encoder: NetworkSetting, decoder: NetworkSetting) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Return both settings written out, (name, number, ...); a decoder of None mirrors the encoder.

    Raises
    ------
    InputError
        For an unknown name, with all names.

    Examples
    --------
    >>> pair_of(("mlp", 512, 256), None)
    (('mlp', 512, 256), ('mlp', 256, 512))
    >>> pair_of("lecture_dense", ("mlp", 64))
    (('mlp', 128, 64, 12), ('mlp', 64))
    """
    first = _written_out(encoder, ENCODERS, what="encoder")
    mirrored = (first[0], *reversed(first[1:]))
    if decoder is None and first[0] not in DECODERS:
        raise InputError(f"encoder {first[0]!r} has no decoder of that name to mirror it; give decoder=")
    return first, mirrored if decoder is None else _written_out(decoder, DECODERS, what="decoder", mirror=True)


def build(
    size: Size, encoder: tuple[Any, ...], decoder: tuple[Any, ...], likelihood: Likelihood, *, tied: bool = False
) -> Net:
    """Return the network of two written-out settings, its weights from PyTorch's own generator.

    Parameters
    ----------
    size :
        What goes in and out.
    encoder, decoder :
        As `pair_of` returns them.
    likelihood :
        What the decoder's numbers mean.
    tied :
        Whether the decoder uses the encoder's weights, transposed.

    Raises
    ------
    InputError
        When `tied` is asked of a pair that is not symmetric or not dense.

    Examples
    --------
    >>> from motif.model.autoencode.likelihood import Gaussian
    >>> net = build(Size(4, 2, 2, "relu", "identity"), ("mlp", 3), ("mlp", 3), Gaussian(), tied=True)
    >>> sorted(name for name, _ in net.named_parameters() if "decoder" in name)
    ['decoder.biases.0', 'decoder.biases.1']
    """
    activation_of(size.activation)
    activation_of(size.code, what="code")
    first = _made(ENCODERS, encoder, size, what="encoder")
    if not tied:
        second = _made(DECODERS, decoder, size, what="decoder")
        if isinstance(second, Deconvolving) and second.pool:
            second.follow(first)
        return Net(first, second, likelihood, size.n_features)
    symmetric = decoder == (encoder[0], *reversed(encoder[1:])) and size.n_statistics == size.n_decoder_inputs
    if not isinstance(first, MLP) or not symmetric:
        raise InputError(f"tied weights need a decoder that mirrors a dense encoder; given {encoder!r} and {decoder!r}")
    return Net(first, TiedMLP(first, activation=size.activation), likelihood, size.n_features)


def _made(known: dict[str, _Builder], setting: tuple[Any, ...], size: Size, *, what: str) -> nn.Module:
    """Return what a builder makes of its numbers; a save may name one that this process was not told of."""
    name, *numbers = setting
    if name not in known:
        raise DataError(
            f"this network's {what} is {name!r}, which is not known here; call register_network({name!r}, ...) first",
            reason="unknown_network",
        )
    if name.startswith("lecture_") and numbers:
        raise InputError(f"{what} {name!r} takes no numbers, and was given {few(numbers)}; take 'conv' or 'mlp'")
    return known[name](size, *numbers)


def _written_out(
    setting: NetworkSetting, known: dict[str, _Builder], *, what: str, mirror: bool = False
) -> tuple[Any, ...]:
    name, *numbers = (
        (setting,) if isinstance(setting, str) else setting if isinstance(setting, tuple | list) else (None,)
    )
    in_choices(name, [*known, *LECTURE], what=what)
    if name in LECTURE and not numbers:
        numbers, name = list(LECTURE[name]), "mlp"
    elif name == "mlp" and isinstance(setting, str):
        numbers = list(_WIDTHS)
    else:
        return (name, *numbers)
    return (name, *(reversed(numbers) if mirror else numbers))


def _checked(widths: tuple[Any, ...]) -> list[int]:
    try:
        return [integer(width, what="a layer's width", low=1) for width in widths]
    except InputError as error:
        raise InputError(f"'mlp' takes the widths of its hidden layers; given {few(widths)}: {error}") from None
