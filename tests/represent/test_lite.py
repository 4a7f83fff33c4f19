"""The packaged picture network: its structure, what it recognises, and rows that stand alone."""

from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal
from skimage import data
from torch import nn

from motif.core.errors import DataError, InputError
from motif.represent.lite import PictureEmbedder, _Lite, _same
from motif.source.weights.state import read_state
from tests.weights import real_model

ESPRESSO, TRIPOD, CATS = 967, 872, (281, 282, 285)  # ImageNet's numbers; cats: tabby, tiger, Egyptian


@pytest.fixture(scope="module")
def lite() -> Path:
    """The model file `efficientnet-lite0`."""
    return real_model("efficientnet-lite0")


@pytest.fixture(scope="module")
def embedder(lite: Path) -> PictureEmbedder:
    return PictureEmbedder(lite)


class TestStructure:
    def test_has_the_published_number_of_parameters(self):
        """4.652 million, as its authors' table says."""
        assert round(sum(values.numel() for values in _Lite().parameters()) / 1e6, 3) == 4.652

    def test_names_and_shapes_are_the_file_s(self, lite: Path):
        """Nothing in the file is left out, and nothing of the network is left as chance made it."""
        wanted = {name: tuple(values.shape) for name, values in _Lite().state_dict().items()}
        assert {name: values.shape for name, values in read_state(lite).items()} == wanted

    @pytest.mark.parametrize(("side", "stride", "length"), [(3, 2, 8), (3, 2, 7), (5, 2, 8), (3, 1, 6), (5, 1, 5)])
    def test_the_border_is_tensorflow_s(self, side: int, stride: int, length: int):
        """An output lies at every stride-th place; of an odd number of zeros, the larger half is right and below."""
        torch.manual_seed(0)
        layer, x = nn.Conv2d(1, 1, side, stride=stride, bias=False), torch.randn(1, 1, length, length)
        lacking = max(0, (int(np.ceil(length / stride)) - 1) * stride + side - length)
        padded = np.pad(x[0, 0].numpy(), (lacking // 2, lacking - lacking // 2))
        kernel = layer.weight.detach().numpy()[0, 0]
        wanted = signal.correlate2d(padded, kernel, mode="valid")[::stride, ::stride]
        found = _same(layer, x).detach().numpy()[0, 0]
        assert found.shape == wanted.shape
        assert np.abs(found - wanted).max() < 1e-5


class TestRecognises:
    def test_what_skimage_carries(self, lite: Path, embedder: PictureEmbedder):
        """With its own last layer it names cup, cat and tripod: the weights are real and in their places."""
        camera = np.repeat(data.camera()[..., None], 3, axis=2)
        state = read_state(lite)
        scores = embedder.transform([data.coffee(), data.chelsea(), camera]) @ state["_fc.weight"].T + state["_fc.bias"]
        best = scores.argmax(axis=1)
        assert best[0] == ESPRESSO
        assert best[1] in CATS
        assert best[2] == TRIPOD

    def test_a_picture_is_nearer_to_its_own_part_than_to_another(self, embedder: PictureEmbedder):
        """Two crops of the cat are more alike than the cat and the cup."""
        cat, part, cup = embedder.transform([data.chelsea(), data.chelsea()[:, 60:].copy(), data.coffee()])

        def cosine(a: np.ndarray, b: np.ndarray) -> float:
            return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))

        assert cosine(cat, part) > cosine(cat, cup) + 0.3


class TestTransform:
    def test_gives_1280_numbers_a_picture(self, embedder: PictureEmbedder):
        """Sizes may differ; a row is bit for bit what the picture gives alone."""
        pictures = [data.chelsea(), data.coffee()[:50, :70].copy(), data.coffee()]
        found = embedder.transform(pictures)
        assert (found.shape, found.dtype) == ((3, 1280), np.float32)
        assert np.array_equal(found[1:2], embedder.transform(pictures[1:2]))

    @settings(max_examples=20, derandomize=True, deadline=None)
    @given(height=st.integers(1, 500), width=st.integers(1, 500))
    def test_shows_the_middle_square_at_224(self, height: int, width: int):
        """Whatever the size, it sees 3 x 224 x 224, scaled to about -1 to 1; the ends of the long side do not show."""
        seen: list[np.ndarray] = []
        pixels = np.zeros((height, width, 3), np.uint8)
        side, (top, left) = min(height, width), ((n - min(height, width)) // 2 for n in (height, width))
        pixels[top : top + side, left : left + side] = 255
        PictureEmbedder(network=lambda batch: seen.append(batch) or batch[:, :, 0, 0]).transform([pixels])
        assert seen[0].shape == (1, 3, 224, 224)
        assert np.unique(seen[0]).tolist() == [1.0]

    @pytest.mark.parametrize(
        ("pictures", "told"),
        [
            ([], "at least one picture"),
            ([np.zeros((4, 4, 3), np.uint8), np.zeros((4, 4), np.uint8)], r"number 1 is \(4, 4\) uint8"),
            ([np.zeros((4, 4, 3))], "number 0 is .* float64"),
            ([np.zeros((0, 4, 3), np.uint8)], r"number 0 is \(0, 4, 3\)"),
        ],
    )
    def test_what_is_no_picture_is_told_by_its_place(self, pictures: list[np.ndarray], told: str):
        """A wrong picture among many is found by its number."""
        with pytest.raises(InputError, match=told):
            PictureEmbedder(network=lambda batch: batch[:, :, 0, 0]).transform(pictures)


def test_another_file_is_refused(tmp_path: Path):
    """A file of the right name with other bytes is not the manifest's."""
    (tmp_path / "efficientnet-lite0-57934424.pth").write_bytes(b"anything")
    with pytest.raises(DataError, match="is not model file 'efficientnet-lite0'"):
        PictureEmbedder(tmp_path / "efficientnet-lite0-57934424.pth")


def test_says_what_it_is(embedder: PictureEmbedder):
    """Name and checksum are there for records."""
    assert (embedder.name, embedder.digest[:8]) == ("efficientnet-lite0", "57934424")
