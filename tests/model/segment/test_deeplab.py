import re
from collections.abc import Iterator

import numpy as np
import pytest
import torch
from PIL import Image
from scipy import signal
from torch import nn

from motif.core.errors import InputError
from motif.model.segment.deeplab import DeepLabV3, Segmentation, _as_shown, _Block

PUBLISHED = {"resnet101": 60_996_202, "resnet50": 42_004_074}  # torchvision's num_params, auxiliary head included
BLOCKS = {"resnet101": (3, 4, 23, 3), "resnet50": (3, 4, 6, 3)}


def norm(name: str, width: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    yield from ((f"{name}.{part}", (width,)) for part in ("weight", "bias", "running_mean", "running_var"))
    yield f"{name}.num_batches_tracked", ()


def published(backbone: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Names and shapes of torchvision's file, written down from the architecture; the auxiliary head last."""
    yield "backbone.conv1.weight", (64, 3, 7, 7)
    yield from norm("backbone.bn1", 64)
    channels = 64
    for stage, n_blocks in enumerate(BLOCKS[backbone], start=1):
        width = 32 << stage
        for n in range(n_blocks):
            block = f"backbone.layer{stage}.{n}"
            kernels = ((width, channels, 1, 1), (width, width, 3, 3), (4 * width, width, 1, 1))
            for i, shape in enumerate(kernels, start=1):
                yield f"{block}.conv{i}.weight", shape
                yield from norm(f"{block}.bn{i}", shape[0])
            if n == 0:
                yield f"{block}.downsample.0.weight", (4 * width, channels, 1, 1)
                yield from norm(f"{block}.downsample.1", 4 * width)
            channels = 4 * width
    for n, side in enumerate((1, 3, 3, 3, 1)):
        at = 1 if n == 4 else 0  # the last begins with the mean, which has no weights
        yield f"classifier.0.convs.{n}.{at}.weight", (256, 2048, side, side)
        yield from norm(f"classifier.0.convs.{n}.{at + 1}", 256)
    yield "classifier.0.project.0.weight", (256, 1280, 1, 1)
    yield from norm("classifier.0.project.1", 256)
    yield "classifier.1.weight", (256, 256, 3, 3)
    yield from norm("classifier.2", 256)
    yield from (("classifier.4.weight", (21, 256, 1, 1)), ("classifier.4.bias", (21,)))
    yield "aux_classifier.0.weight", (256, 1024, 3, 3)
    yield from norm("aux_classifier.1", 256)
    yield from (("aux_classifier.4.weight", (21, 256, 1, 1)), ("aux_classifier.4.bias", (21,)))


@pytest.fixture(scope="module")
def network(state: dict[str, np.ndarray]) -> DeepLabV3:
    """The smaller network with random weights."""
    network = DeepLabV3("resnet50")
    network.take(state)
    return network


class TestStructure:
    @pytest.mark.parametrize("backbone", BLOCKS)
    def test_names_and_shapes_are_torchvision_s(self, backbone: str):
        """Every weight but the auxiliary head's has its published name and shape, and there is no other."""
        wanted = {name: shape for name, shape in published(backbone) if not name.startswith("aux_")}
        assert DeepLabV3(backbone).shapes == wanted  # type: ignore[arg-type]

    @pytest.mark.parametrize("backbone", BLOCKS)
    def test_the_number_of_parameters_is_the_published_one(self, backbone: str):
        """The list above adds up to the figure that torchvision documents, so the list is right too."""
        buffers = ("running_mean", "running_var", "num_batches_tracked")
        assert sum(np.prod(s) for n, s in published(backbone) if not n.endswith(buffers)) == PUBLISHED[backbone]

    def test_strides_and_holes(self):
        """Stages 3 and 4 do not halve; their first block has the holes of the stage before, the others twice those."""
        found = {}
        for name, part in DeepLabV3("resnet101")._net.named_modules():
            where = re.fullmatch(r"backbone\.layer(\d)\.(\d+)\.conv2", name)
            if where and isinstance(part, nn.Conv2d):
                found[int(where[1]), min(1, int(where[2]))] = part.stride[0], part.dilation[0], part.padding[0]
        expected = {(1, 0): (1, 1, 1), (1, 1): (1, 1, 1), (2, 0): (2, 1, 1), (2, 1): (1, 1, 1)}
        expected |= {(3, 0): (1, 1, 1), (3, 1): (1, 2, 2), (4, 0): (1, 2, 2), (4, 1): (1, 4, 4)}
        assert found == expected

    def test_the_pyramid_s_rates(self):
        """The three rings have holes of 12, 24 and 36 pixels, at an eighth of the picture's size."""
        parts = dict(DeepLabV3("resnet101")._net.named_modules())
        rings = [parts[f"classifier.0.convs.{n}.0"] for n in (1, 2, 3)]
        assert [(ring.dilation, ring.padding) for ring in rings] == [((r, r), (r, r)) for r in (12, 24, 36)]

    def test_an_eighth_of_the_size(self, network: DeepLabV3):
        """The features of 64 x 96 pixels are 8 x 12."""
        with torch.inference_mode():
            assert network._net.backbone(torch.zeros(1, 3, 64, 96)).shape == (1, 2048, 8, 12)


def test_a_block_with_holes_is_a_sum_over_far_neighbours():
    """The middle convolution with holes of 2 is scipy's correlation with zeros put between the kernel's numbers."""
    torch.manual_seed(0)
    block = _Block(4, 1, rate=2).eval()
    x = torch.randn(1, 4, 9, 11)
    kernel = np.zeros((5, 5))
    kernel[::2, ::2] = block.conv2.weight.detach().numpy()[0, 0]
    inner = np.maximum(0, np.einsum("c,chw->hw", block.conv1.weight.detach().numpy()[0, :, 0, 0], x[0].numpy()))
    scale = 1 / np.sqrt(1 + 1e-5)  # a new norm divides by the root of 1 + its epsilon, three times
    inner = np.maximum(0, signal.correlate2d(inner * scale, kernel, mode="same") * scale)
    grown = block.conv3.weight.detach().numpy()[:, 0, 0, 0, None, None] * inner * scale
    wanted = np.maximum(0, grown + x[0].numpy())
    with torch.inference_mode():
        assert np.abs(block(x)[0].numpy() - wanted).max() < 1e-5  # float32 sums in another order


class TestPicture:
    @pytest.mark.parametrize(
        ("size", "shown"), [((100, 200), (520, 1040)), ((30, 30), (520, 520)), ((2, 4000), (1, 2080))]
    )
    def test_is_shown_with_its_short_side_at_520(self, size: tuple[int, int], shown: tuple[int, int]):
        """As torchvision's preset does, but for strips, whose long side stays at 2,080."""
        assert _as_shown(np.zeros((*size, 3), np.uint8)).shape == (1, 3, *shown)

    def test_is_shown_as_pillow_shrinks_it(self):
        """The preset shrinks with Pillow's bilinear filter; ours differs by rounding, at most a level of 255."""
        rgb = np.random.default_rng(0).integers(0, 256, (700, 900, 3), np.uint8)
        wanted = np.asarray(Image.fromarray(rgb).resize((668, 520), Image.Resampling.BILINEAR), np.float32)
        found = _as_shown(rgb)[0].permute(1, 2, 0).numpy() * (0.229, 0.224, 0.225) + (0.485, 0.456, 0.406)
        assert np.abs(255 * found - wanted).max() <= 1

    @pytest.mark.parametrize("rgb", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3)), np.zeros((0, 4, 3), np.uint8)])
    def test_of_another_kind_is_refused(self, network: DeepLabV3, rgb: np.ndarray):
        """Grey, float and empty pictures are told by shape and type."""
        with pytest.raises(InputError, match="takes RGB pixels"):
            network.segment(rgb)


@pytest.mark.slow
class TestAnswer:
    def test_is_a_probability_for_each_class_and_pixel(self, network: DeepLabV3):
        """At the picture's size, adding up to 1, and the same the second time."""
        rgb = np.random.default_rng(1).integers(0, 256, (40, 60, 3), np.uint8)
        found = network.probabilities(rgb)
        assert (found.shape, found.dtype) == ((21, 40, 60), np.float32)
        assert np.abs(found.sum(axis=0) - 1).max() < 1e-5
        assert found.std(axis=(1, 2)).max() > 0.001  # it depends on where one looks
        assert np.array_equal(network.probabilities(rgb), found)


class TestSegmentation:
    small = np.random.default_rng(2).dirichlet(np.ones(21), (6, 8)).transpose(2, 0, 1).astype(np.float32)
    found = Segmentation(small, size=(30, 50))

    def test_labels_are_the_most_probable(self):
        """Class by class or all at once, the largest probability wins."""
        assert np.array_equal(self.found.labels(), self.found.full().argmax(axis=0))

    def test_classes_add_up(self):
        """The probability of one of two classes is the sum of theirs; that of any class at all is 1."""
        both = self.found.of(["person", "dog"])
        assert np.abs(both - self.found.of(["person"]) - self.found.of(["dog"])).max() < 1e-6
        assert both.shape == (30, 50)
