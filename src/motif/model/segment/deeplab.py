"""DeepLabV3 (Chen et al. 2017, "Rethinking Atrous Convolution") with a ResNet, layer by layer as torchvision names it.

The last two stages of the ResNet keep their resolution and widen their kernels instead (output stride 8); on top,
"atrous spatial pyramid pooling" looks with holes of 12, 24 and 36 at once. Inference only.

Compared once with torchvision 0.29: the same names and shapes; with the same random weights the answers are 4e-6 apart,
of a spread of 5; the picture is shown as its preset shows it, to a level of 255. With random weights, a picture of 1
Mpx takes 5 s of processor time at one thread, and 770 MB.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from motif.core.errors import InputError
from motif.core.extra import extra
from motif.model.segment.backbone import BLOCKS, Backbone
from motif.model.segment.voc import CLASSES, numbers

with extra("latent"):
    import torch
    from torch import nn
    from torch.nn import functional

__all__ = ["DeepLabV3", "Segmentation"]

_RATES = (12, 24, 36)  # section 3.3 of the paper, doubled for output stride 8
_SHORT_SIDE = 520  # of torchvision's preset, pixels
_LONG_SIDE = 2080  # ours: a strip of 1 x 20000 would become 520 x 10 million
_MEAN, _SD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)  # of ImageNet


@dataclass(frozen=True, slots=True, eq=False)
class Segmentation:
    """What DeepLabV3 says of one picture: the probability of each of 21 classes.

    Parameters
    ----------
    small :
        At the size the network saw, (21, rows, columns) float32; over the classes they add up to 1.
    size :
        (height, width) of the picture. What is asked for comes at this size, enlarged class by class, so that 12 Mpx
        need 48 MB for one class and not 1 GB for all.

    Examples
    --------
    >>> two = np.zeros((21, 1, 2), np.float32)
    >>> two[0, 0, 0] = two[15, 0, 1] = 1  # nothing, and a person
    >>> found = Segmentation(two, size=(1, 2))
    >>> found.of(["person", "cat"]).tolist(), found.labels().tolist()
    ([[0.0, 1.0]], [[0, 15]])
    """

    small: np.ndarray
    size: tuple[int, int]

    def of(self, classes: Iterable[str] = ("person",)) -> np.ndarray:
        """Return the probability that a pixel shows any of these classes, (height, width) float32 in [0, 1]."""
        return np.clip(self._enlarged(self.small[list(numbers(classes))].sum(axis=0)), 0, 1)

    def labels(self) -> np.ndarray:
        """Return the number of each pixel's most probable class, (height, width) uint8."""
        best = self._enlarged(self.small[0])
        labels = np.zeros(self.size, np.uint8)
        for number in range(1, len(self.small)):
            here = self._enlarged(self.small[number])
            labels[here > best] = number
            np.maximum(best, here, out=best)
        return labels

    def full(self) -> np.ndarray:
        """Return all probabilities at the picture's size, (21, height, width) float32."""
        return np.stack([self._enlarged(one) for one in self.small])

    def _enlarged(self, one: np.ndarray) -> np.ndarray:
        return cv2.resize(one, self.size[::-1], interpolation=cv2.INTER_LINEAR)


class DeepLabV3:
    """DeepLabV3 for the 21 classes of Pascal VOC; its weights come from `load_deeplabv3`.

    Parameters
    ----------
    backbone :
        "resnet101" or "resnet50".
    digest :
        The sha256 of the file of weights, for records.

    Examples
    --------
    >>> network = DeepLabV3("resnet50")
    >>> len(network.shapes), network.shapes["classifier.4.bias"]
    (362, (21,))
    """

    def __init__(self, backbone: Backbone = "resnet101", *, digest: str = "") -> None:
        self.backbone, self.digest = backbone, digest
        with torch.device("meta"):  # names and shapes only: the values come from a file
            self._net = _Net(BLOCKS[backbone]).eval()

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The names of the weights and their shapes."""
        return {name: tuple(values.shape) for name, values in self._net.state_dict().items()}

    def take(self, state: Mapping[str, np.ndarray]) -> None:
        """Take weights of the names and shapes in `shapes`, in float32."""
        whole = self._net.state_dict()
        tensors = {name: torch.from_numpy(values.copy()).to(whole[name].dtype) for name, values in state.items()}
        self._net.load_state_dict(tensors, assign=True)
        self._net.requires_grad_(requires_grad=False)

    def segment(self, rgb: np.ndarray) -> Segmentation:
        """Return what each pixel shows.

        The picture is shown as torchvision's preset shows it: the short side 520 (the long one at most 2,080, which is
        ours), scaled by ImageNet's mean and standard deviation.

        Parameters
        ----------
        rgb :
            sRGB, (h, w, 3) uint8.

        Raises
        ------
        InputError
            When it is no such picture.
        """
        if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8 or 0 in rgb.shape:
            raise InputError(f"DeepLabV3 takes RGB pixels, (height, width, 3) uint8; given {rgb.shape} {rgb.dtype}")
        with torch.inference_mode():
            answer = self._net(_as_shown(rgb))
            small = torch.softmax(answer, dim=1)[0].numpy()
        return Segmentation(small, size=(rgb.shape[0], rgb.shape[1]))

    def probabilities(self, rgb: np.ndarray) -> np.ndarray:
        """Return the probability of each class in each pixel, (21, h, w) float32: `segment(rgb).full()`."""
        return self.segment(rgb).full()

    def __repr__(self) -> str:
        return f"DeepLabV3({self.backbone!r})"


def _as_shown(rgb: np.ndarray) -> torch.Tensor:
    height, width = rgb.shape[:2]
    scale = min(_SHORT_SIDE / min(height, width), _LONG_SIDE / max(height, width))
    size = [max(1, int(side * scale)) for side in (height, width)]
    pixels = torch.from_numpy(np.ascontiguousarray(rgb.transpose(2, 0, 1)[None])).float() / 255
    small = functional.interpolate(pixels, size=size, mode="bilinear", antialias=True)
    mean, sd = (torch.tensor(values).view(1, 3, 1, 1) for values in (_MEAN, _SD))
    return (small - mean) / sd


class _Net(nn.Module):
    def __init__(self, blocks: tuple[int, ...]) -> None:
        super().__init__()
        self.backbone = _resnet(blocks)
        self.classifier = nn.Sequential(
            _Pyramid(2048, 256),
            nn.Conv2d(256, 256, 3, padding=1, bias=False),
            nn.BatchNorm2d(256),
            nn.ReLU(),
            nn.Conv2d(256, len(CLASSES), 1),
        )

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        scores = self.classifier(self.backbone(batch))
        return functional.interpolate(scores, size=batch.shape[-2:], mode="bilinear", align_corners=False)


def _resnet(blocks: tuple[int, ...]) -> nn.Sequential:
    """Return a ResNet without its head, whose third and fourth stages widen their kernels instead of halving the size.

    The first block of such a stage still has the holes of the stage before: the size is what it would have halved.
    """
    stages: dict[str, nn.Module] = {
        "conv1": nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False),
        "bn1": nn.BatchNorm2d(64),
        "relu": nn.ReLU(),
        "maxpool": nn.MaxPool2d(3, stride=2, padding=1),
    }
    plan = zip(blocks, (64, 128, 256, 512), (1, 2, 1, 1), (1, 1, 1, 2), (1, 1, 2, 4), strict=True)
    channels = 64
    for n, (n_blocks, width, stride, first, rate) in enumerate(plan, start=1):
        blocks_here = [_Block(channels, width, stride=stride, rate=first)]
        channels = width * _Block.expansion
        blocks_here += [_Block(channels, width, rate=rate) for _ in range(n_blocks - 1)]
        stages[f"layer{n}"] = nn.Sequential(*blocks_here)
    return nn.Sequential(OrderedDict(stages))


class _Block(nn.Module):
    """The bottleneck of He et al. 2016, its stride at the middle convolution."""

    expansion = 4

    def __init__(self, channels: int, width: int, *, stride: int = 1, rate: int = 1) -> None:
        super().__init__()
        out = width * self.expansion
        self.conv1 = nn.Conv2d(channels, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride=stride, padding=rate, dilation=rate, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, out, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(out)
        self.downsample = None
        if stride != 1 or channels != out:
            projection = nn.Conv2d(channels, out, 1, stride=stride, bias=False)
            self.downsample = nn.Sequential(projection, nn.BatchNorm2d(out))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        inner = torch.relu(self.bn1(self.conv1(x)))
        inner = torch.relu(self.bn2(self.conv2(inner)))
        inner = self.bn3(self.conv3(inner))
        return torch.relu(inner + (x if self.downsample is None else self.downsample(x)))


class _Pyramid(nn.Module):
    """Atrous spatial pyramid pooling: a point, three rings of growing width, and the whole picture."""

    def __init__(self, channels: int, out: int) -> None:
        super().__init__()
        point = nn.Sequential(nn.Conv2d(channels, out, 1, bias=False), nn.BatchNorm2d(out), nn.ReLU())
        rings = [
            nn.Sequential(
                nn.Conv2d(channels, out, 3, padding=rate, dilation=rate, bias=False), nn.BatchNorm2d(out), nn.ReLU()
            )
            for rate in _RATES
        ]
        whole = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Conv2d(channels, out, 1, bias=False), nn.BatchNorm2d(out), nn.ReLU()
        )
        self.convs = nn.ModuleList([point, *rings, whole])
        n_looks = len(self.convs)
        self.project = nn.Sequential(nn.Conv2d(n_looks * out, out, 1, bias=False), nn.BatchNorm2d(out), nn.ReLU())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        *near, whole = [look(x) for look in self.convs]
        return self.project(torch.cat([*near, whole.expand(-1, -1, *x.shape[-2:])], dim=1))
