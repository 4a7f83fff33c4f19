"""Encoders and decoders of pictures: convolutions that halve the sides, and what doubles them again.

Two ways down and up. "conv": kernels of 4 px with stride 2 and, back, transposed ones; 4 is a multiple of the stride,
so that no checkerboard is laid over the picture. "conv_pool": kernels of 3 px and max-pooling; a decoder that is handed
the positions of the maxima unpools to them. Positions tell much more of a picture than its code does, so that only who
asks for them gets them: all else is decoded from codes alone. Both halve with the floor; the decoder knows each side
and meets it exactly (`output_padding`, `output_size`), so 7 px come back as 7 and not as 6 or 8.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import torch
from torch import nn
from torch.nn import functional

from motif.core.check import few, integer
from motif.core.errors import InputError
from motif.model.autoencode.layer import activation_of
from motif.model.autoencode.size import conv_size, transposed_conv_size

if TYPE_CHECKING:
    from motif.model.autoencode.image import Image
    from motif.model.autoencode.network import Size

__all__ = [
    "Convolving",
    "Deconvolving",
    "conv_decoder",
    "conv_encoder",
    "placed",
    "pool_decoder",
    "pool_encoder",
    "sides_of",
]

_WIDTHS = (16, 32)
_KERNEL, _STRIDE = 4, 2
_POOLED = 3  # the kernel before a pooling
_NO_POSITIONS = (
    "positions=True needs a network that learned to unpool: encoder 'conv_pool' with a 'conv_pool' decoder, of a kind "
    "that is not variational; leave it out to restore from codes"
)
_PLACED = 8  # of so many items one learns with positions: with more, codes say less (of digits, half gave a fifth more)
_WINDOW = (2, 2)  # of a pooling, with stride 2: with stride 1 windows overlap, and cannot be undone


class Convolving(nn.Module):
    """Convolutions that halve a picture at each stage, then one dense layer to the code.

    Parameters
    ----------
    image :
        (channels, height, width).
    widths :
        Channels after each stage.
    n_out :
        Numbers for each picture.
    activation, last :
        Names of the activations after each stage, and of the code.
    pool :
        Whether to max-pool, and keep in `where` which pixel won, instead of striding.

    Examples
    --------
    >>> Convolving((1, 28, 28), (16, 32), 3)(torch.zeros(2, 784)).shape
    torch.Size([2, 3])
    """

    def __init__(
        self,
        image: Image,
        widths: tuple[int, ...],
        n_out: int,
        *,
        activation: str = "gelu",
        last: str = "identity",
        pool: bool = False,
    ) -> None:
        super().__init__()
        self.image, self.widths, self.pool = image, widths, pool
        self.activation, self.last = activation_of(activation), activation_of(last, what="code")
        kernel, stride = (_POOLED, 1) if pool else (_KERNEL, _STRIDE)
        pairs = pairwise((image[0], *widths))
        self.stages = nn.ModuleList([nn.Conv2d(*pair, kernel, stride=stride, padding=1) for pair in pairs])
        height, width = sides_of(image, len(widths))[-1]
        self.head = nn.Linear(widths[-1] * height * width, n_out)
        self.where: list[torch.Tensor] = []

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the code of each row of pixels, (n_items, n_out)."""
        x = x.reshape(-1, *self.image)
        self.where = []
        for stage in self.stages:
            x = _bent(stage(x), self.activation)
            if self.pool:
                x, where = functional.max_pool2d(x, _WINDOW, return_indices=True)
                self.where.append(where)
        return _bent(self.head(x.flatten(1)), self.last)


class Deconvolving(nn.Module):
    """One dense layer from the code, then what doubles a picture's sides at each stage.

    Parameters
    ----------
    image :
        (channels, height, width) of what comes out.
    widths :
        Channels before each stage.
    n_in :
        Numbers for each picture.
    activation :
        After each stage but the last.
    pool :
        Whether to unpool and convolve, instead of transposed convolutions. Codes have no positions: each value goes to
        all four of its window, by a quarter. In training, an eighth of each batch is unpooled to the positions of
        the encoder that the decoder follows, so that `placed` works too; a decoder that follows none learns from codes.

    Examples
    --------
    >>> Deconvolving((1, 7, 7), (32, 16), 3)(torch.zeros(2, 3)).shape
    torch.Size([2, 49])
    """

    def __init__(
        self, image: Image, widths: tuple[int, ...], n_in: int, *, activation: str = "gelu", pool: bool = False
    ) -> None:
        super().__init__()
        self.widths, self.pool, self.activation = widths, pool, activation_of(activation)
        self.sides = sides_of(image, len(widths))[::-1]
        self._encoder: tuple[Convolving, ...] = ()  # in a tuple, so that its weights do not count as this module's too
        self.head = nn.Linear(n_in, widths[0] * self.sides[0][0] * self.sides[0][1])
        pairs = list(pairwise((*widths, image[0])))
        self.stages = nn.ModuleList([
            nn.Conv2d(*pair, _POOLED, padding=1) if pool else _doubling(pair, *sides)
            for pair, sides in zip(pairs, pairwise(self.sides), strict=True)
        ])  # fmt: skip

    def follow(self, encoder: nn.Module) -> None:
        """Learn to unpool to the positions that an encoder found in the items just encoded.

        Raises
        ------
        InputError
            When it is no encoder that max-pools through the same stages.
        """
        if not isinstance(encoder, Convolving) or not encoder.pool or encoder.widths != self.widths[::-1]:
            pair = f"('conv_pool', {', '.join(map(str, self.widths[::-1]))})"
            raise InputError(f"a decoder that unpools needs the encoder whose positions it unpools to: encoder={pair}")
        self._encoder = (encoder,)

    def alone(self) -> None:
        """Follow no encoder: learn from codes only."""
        self._encoder = ()

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        """Return the pixels of each code, (n_items, n_features); outside of training, from nothing but the code."""
        where = self._encoder[0].where[::-1] if self.training and self._encoder else []
        if where and len(where[0]) != len(z):
            where = []
        return self._decoded(z, where, first=len(z) - len(z) // _PLACED)  # batches are shuffled: the last are any

    def placed(self, z: torch.Tensor) -> torch.Tensor:
        """Return the pixels of the items just encoded from their codes and from where their maxima lay.

        Raises
        ------
        InputError
            When the decoder follows no encoder.
        """
        if not self._encoder:
            raise InputError(_NO_POSITIONS)
        return self._decoded(z, self._encoder[0].where[::-1], first=0)

    def _decoded(self, z: torch.Tensor, where: list[torch.Tensor], *, first: int) -> torch.Tensor:
        """Decode; items from `first` on are unpooled to their positions, where there are any."""
        x = _bent(self.head(z), self.activation).reshape(-1, self.widths[0], *self.sides[0])
        for i, stage in enumerate(self.stages):
            if self.pool:
                x = _unpooled(x, where[i] if where else None, self.sides[i + 1], first)
            x = stage(x)
            x = x if i + 1 == len(self.stages) else _bent(x, self.activation)
        return x.flatten(1)


def placed(decoder: nn.Module, codes: torch.Tensor) -> torch.Tensor:
    """Return the pixels of the items just encoded, unpooled to the positions that their encoder found.

    Raises
    ------
    InputError
        For a decoder that did not learn to.

    Examples
    --------
    >>> encoder, decoder = Convolving((1, 4, 4), (2,), 1, pool=True), Deconvolving((1, 4, 4), (2,), 1, pool=True)
    >>> decoder.follow(encoder)
    >>> placed(decoder, encoder(torch.zeros(3, 16))).shape
    torch.Size([3, 16])
    """
    if not isinstance(decoder, Deconvolving):
        raise InputError(_NO_POSITIONS)
    return decoder.placed(codes)


def sides_of(image: Image, n_stages: int) -> list[tuple[int, int]]:
    """Return height and width before the first stage and after each.

    Raises
    ------
    InputError
        When nothing is left to halve.

    Examples
    --------
    >>> sides_of((1, 28, 20), 3)
    [(28, 20), (14, 10), (7, 5), (3, 2)]
    """
    sides = [image[1:]]
    for _ in range(n_stages):
        if min(sides[-1]) < _STRIDE:
            raise InputError(
                f"{n_stages} stages are too many for pictures of {image[1]} x {image[2]} px: each halves both sides; "
                "name fewer channels"
            )
        sides.append((_halved(sides[-1][0]), _halved(sides[-1][1])))
    return sides


def conv_encoder(size: Size, *widths: int) -> Convolving:
    """Return the encoder "conv" of channels `widths`; (16, 32) where none are given.

    Examples
    --------
    >>> from motif.model.autoencode.network import Size
    >>> conv_encoder(Size(64, 3, 3, "relu", "identity", (1, 8, 8)), 4)(torch.zeros(1, 64)).shape
    torch.Size([1, 3])
    """
    return _encoder(size, widths, pool=False)


def pool_encoder(size: Size, *widths: int) -> Convolving:
    """Return the encoder "conv_pool".

    Examples
    --------
    >>> from motif.model.autoencode.network import Size
    >>> encoder = pool_encoder(Size(49, 3, 3, "relu", "identity", (1, 7, 7)), 4)
    >>> encoder(torch.zeros(1, 49)).shape, encoder.where[0].shape
    (torch.Size([1, 3]), torch.Size([1, 4, 3, 3]))
    """
    return _encoder(size, widths, pool=True)


def conv_decoder(size: Size, *widths: int) -> Deconvolving:
    """Return the decoder "conv" of channels `widths`; (32, 16) where none are given.

    Examples
    --------
    >>> from motif.model.autoencode.network import Size
    >>> conv_decoder(Size(64, 3, 3, "relu", "identity", (1, 8, 8)), 4)(torch.zeros(1, 3)).shape
    torch.Size([1, 64])
    """
    return _decoder(size, widths, pool=False)


def pool_decoder(size: Size, *widths: int) -> Deconvolving:
    """Return the decoder "conv_pool", which unpools.

    Examples
    --------
    >>> from motif.model.autoencode.network import Size
    >>> pool_decoder(Size(49, 3, 3, "relu", "identity", (1, 7, 7)), 4)(torch.zeros(1, 3)).shape
    torch.Size([1, 49])
    """
    return _decoder(size, widths, pool=True)


def _encoder(size: Size, widths: tuple[Any, ...], *, pool: bool) -> Convolving:
    widths = _checked(widths or _WIDTHS)
    return Convolving(
        _image(size), widths, size.n_statistics, activation=size.activation, last=size.code, pool=pool
    )  # fmt: skip


def _decoder(size: Size, widths: tuple[Any, ...], *, pool: bool) -> Deconvolving:
    widths = _checked(widths or _WIDTHS[::-1])
    return Deconvolving(_image(size), widths, size.n_decoder_inputs, activation=size.activation, pool=pool)


def _image(size: Size) -> Image:
    if size.image is None:
        raise InputError(
            f"convolutions need to know the shape of the pictures: {size.n_features} features are no square; give "
            "image_shape=(channels, height, width), or X as (n_items, height, width)"
        )
    return size.image


def _checked(widths: tuple[Any, ...]) -> tuple[int, ...]:
    try:
        return tuple(integer(width, what="a stage's channels", low=1) for width in widths)
    except InputError as error:
        raise InputError(f"'conv' takes the channels after each stage; given {few(widths)}: {error}") from None


def _halved(side: int) -> int:
    return conv_size(side, _KERNEL, stride=_STRIDE, padding=1)


def _doubling(pair: tuple[int, int], small: tuple[int, int], large: tuple[int, int]) -> nn.ConvTranspose2d:
    """Return the transposed convolution that makes the larger sides from the smaller."""
    height, width = (
        to - transposed_conv_size(side, _KERNEL, stride=_STRIDE, padding=1)
        for side, to in zip(small, large, strict=True)
    )
    return nn.ConvTranspose2d(*pair, _KERNEL, stride=_STRIDE, padding=1, output_padding=(height, width))


def _unpooled(x: torch.Tensor, where: torch.Tensor | None, sides: tuple[int, int], first: int) -> torch.Tensor:
    if where is None:
        return _spread(x, sides)
    unpooled = functional.max_unpool2d(x[first:], where[first:], _WINDOW, output_size=sides)
    return unpooled if first == 0 else torch.cat([_spread(x[:first], sides), unpooled])


def _spread(x: torch.Tensor, sides: tuple[int, int]) -> torch.Tensor:
    spread = functional.interpolate(x / 4, scale_factor=2)
    return functional.pad(spread, (0, sides[1] - spread.shape[3], 0, sides[0] - spread.shape[2]))


def _bent(x: torch.Tensor, activation: Any) -> torch.Tensor:
    return x if activation is None else activation(x)
