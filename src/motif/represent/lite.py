"""What photographs show, as 1,280 numbers each: EfficientNet-Lite0, trained on ImageNet by Google, run by torch.

The network is written here layer by layer with the names of its file, as it has no format that needs less (the file is
a checkpoint of torch). Measured at one thread: 17 ms of processor time for one picture,
0.2 s and 390 MB to load, torch included. Its labels, which are not used
here, are right on what skimage carries: a cup of coffee is 0.94 "espresso", the cat a cat by 0.89.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np

from motif.core.errors import DataError, InputError
from motif.core.extra import extra
from motif.source.weights import entry, resolve
from motif.source.weights.state import read_state

with extra("latent"):
    import torch
    from torch import nn
    from torch.nn import functional

__all__ = ["PictureEmbedder"]

Network: TypeAlias = Callable[[np.ndarray], np.ndarray]

_NAME = "efficientnet-lite0"
_SIDE = 224  # the network's own input, pixels
_MEAN, _SD = 127.0, 128.0  # of its authors' preprocessing, in levels of 255
_N_CODES = 1280
_EPSILON = 1e-3  # of its authors' norms
_STAGES = (  # repeats, side of the kernel, stride, expansion, channels: table 1 of the paper
    *((1, 3, 1, 1, 16), (2, 3, 2, 6, 24), (2, 5, 2, 6, 40), (3, 3, 2, 6, 80)),
    *((3, 5, 1, 6, 112), (4, 5, 2, 6, 192), (1, 3, 1, 6, 320)),
)


class PictureEmbedder:
    """Pictures as codes that are near for pictures of like things; compare them by angle (metric "cosine").

    Parameters
    ----------
    path :
        The model file "efficientnet-lite0" where the caller has it; None finds or downloads it.
    network :
        Takes (1, 3, 224, 224) float32 and returns (1, n_features); None runs the packaged network. For tests.

    Attributes
    ----------
    name, digest :
        The model file's name in the manifest and its sha256, for records; "given" and "" for a given network.

    Raises
    ------
    SourceError
        When the file is neither here nor can be downloaded.
    DataError
        When it is not the file of the manifest.
    MissingExtra
        When torch is not installed, on import of this module.

    Examples
    --------
    >>> mean_colour = lambda batch: batch.mean(axis=(2, 3))
    >>> PictureEmbedder(network=mean_colour).transform([np.full((30, 40, 3), 255, np.uint8)])
    array([[1., 1., 1.]], dtype=float32)
    """

    def __init__(self, path: str | Path | None = None, *, network: Network | None = None) -> None:
        self.name, self.digest = (_NAME, entry(_NAME).sha256) if network is None else ("given", "")
        self._network = network or _load(resolve(_NAME, path=path))

    def transform(self, pictures: Sequence[np.ndarray]) -> np.ndarray:
        """Return one row a picture, which does not depend on the other pictures.

        The network sees the middle square, as it was trained on, at 224 x 224.

        Parameters
        ----------
        pictures :
            sRGB, each (h, w, 3) uint8 of any size.

        Returns
        -------
        (n, 1280) float32, at least 0.

        Raises
        ------
        InputError
            When there is none, or one has another shape or type: with its position.
        """
        if len(pictures) == 0:
            raise InputError("an embedding needs at least one picture; given none")
        return np.concatenate([self._network(_batch(pixels, at)) for at, pixels in enumerate(pictures)])

    def __repr__(self) -> str:
        return f"PictureEmbedder({self.name!r})"


def _batch(pixels: np.ndarray, at: int) -> np.ndarray:
    if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8 or 0 in pixels.shape:
        message = f"pictures must be RGB, (height, width, 3) uint8; number {at} is {pixels.shape} {pixels.dtype}"
        raise InputError(message)
    side = min(pixels.shape[:2])
    top, left = ((length - side) // 2 for length in pixels.shape[:2])
    method = cv2.INTER_AREA if side > _SIDE else cv2.INTER_CUBIC
    small = cv2.resize(pixels[top : top + side, left : left + side], (_SIDE, _SIDE), interpolation=method)
    return np.ascontiguousarray(small.transpose(2, 0, 1)[None], np.float32) / np.float32(_SD) - np.float32(_MEAN / _SD)


@functools.lru_cache(maxsize=1)
def _load(path: Path) -> Network:
    net = _Lite().eval().requires_grad_(requires_grad=False)
    state = {name: torch.from_numpy(values.copy()) for name, values in read_state(path).items()}
    try:
        net.load_state_dict(state)
    except RuntimeError as error:  # the checksum was right: this is not the file's fault
        raise DataError(f"{path.name!r} does not fit EfficientNet-Lite0: {error}", reason="wrong_weights") from None

    def run(batch: np.ndarray) -> np.ndarray:
        with torch.inference_mode():
            return net(torch.from_numpy(batch)).numpy()

    return run


class _Lite(nn.Module):
    """The network up to the 1,280 numbers that its labels are made of; `_fc` makes them."""

    def __init__(self) -> None:
        super().__init__()
        self._conv_stem = nn.Conv2d(3, 32, 3, stride=2, bias=False)
        self._bn0 = _norm(32)
        self._blocks = nn.ModuleList(_blocks())
        self._conv_head = nn.Conv2d(_STAGES[-1][-1], _N_CODES, 1, bias=False)
        self._bn1 = _norm(_N_CODES)
        self._fc = nn.Linear(_N_CODES, 1000)

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        x = functional.relu6(self._bn0(_same(self._conv_stem, batch)))
        for block in self._blocks:
            x = block(x)
        return functional.relu6(self._bn1(self._conv_head(x))).mean(dim=(2, 3))


def _blocks() -> Iterator[nn.Module]:
    channels = 32
    for repeats, side, stride, expansion, out in _STAGES:
        for n in range(repeats):
            yield _Block(channels, out, side=side, stride=stride if n == 0 else 1, expansion=expansion)
            channels = out


class _Block(nn.Module):
    """The inverted bottleneck of MobileNetV2 (Sandler et al. 2018): wide inside, one kernel for each channel."""

    def __init__(self, channels: int, out: int, *, side: int, stride: int, expansion: int) -> None:
        super().__init__()
        wide = channels * expansion
        self._expands, self._skips = expansion > 1, stride == 1 and channels == out
        if self._expands:
            self._expand_conv = nn.Conv2d(channels, wide, 1, bias=False)
            self._bn0 = _norm(wide)
        self._depthwise_conv = nn.Conv2d(wide, wide, side, stride=stride, groups=wide, bias=False)
        self._bn1 = _norm(wide)
        self._project_conv = nn.Conv2d(wide, out, 1, bias=False)
        self._bn2 = _norm(out)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        inner = functional.relu6(self._bn0(self._expand_conv(x))) if self._expands else x
        inner = functional.relu6(self._bn1(_same(self._depthwise_conv, inner)))
        inner = self._bn2(self._project_conv(inner))
        return x + inner if self._skips else inner


def _norm(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=_EPSILON)


def _same(layer: nn.Conv2d, x: torch.Tensor) -> torch.Tensor:
    """Return the convolution with TensorFlow's "SAME" border: an odd zero goes to the right and below."""
    side, stride = layer.kernel_size[0], layer.stride[0]
    border: list[int] = []
    for length in (x.shape[3], x.shape[2]):
        lacking = max(0, (-(-length // stride) - 1) * stride + side - length)
        border += [lacking // 2, lacking - lacking // 2]
    return layer(functional.pad(x, border))
