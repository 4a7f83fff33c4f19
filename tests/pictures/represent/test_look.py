"""One look of each network: what it is shown, and how its answer is read."""

import numpy as np
import pytest

from motif.pictures.represent.look import person, saliency, tiled, unet
from motif.represent.network import load


class Recorder:
    """A network that keeps what it was shown."""

    def __init__(self, network, input_shape=(3, None, None)):
        self.network, self.seen, self.input_shape = network, [], input_shape

    def __call__(self, batch):
        self.seen.append(batch)
        return self.network(batch)


def red(batch):
    return batch[:, :1]


def test_person():
    """`selfie` is shown (1, 3, 256, 256) in [0, 1], and answers at the picture's size."""
    network = Recorder(red)
    answer = person(np.full((20, 30, 3), (255, 51, 0), np.uint8), network)
    assert network.seen[0].shape == (1, 3, 256, 256)
    assert np.allclose(network.seen[0][0, :, 0, 0], [1, 0.2, 0], atol=1e-6)
    assert answer.shape == (20, 30)
    assert np.allclose(answer, 1)


class TestSaliency:
    def test_scaled(self):
        """`u2netp` is shown colours over the brightest value, scaled as ImageNet's."""
        network = Recorder(lambda batch: np.zeros((1, 1, 320, 320), np.float32))
        saliency(network)(np.full((20, 30, 3), (100, 50, 0), np.uint8))
        assert network.seen[0].shape == (1, 3, 320, 320)
        assert np.allclose(
            network.seen[0][0, :, 0, 0], [(1 - 0.485) / 0.229, (0.5 - 0.456) / 0.224, -0.406 / 0.225], atol=1e-5
        )

    def test_black(self):
        """A black picture is no division by nothing."""
        network = Recorder(lambda batch: np.zeros((1, 1, 320, 320), np.float32))
        saliency(network)(np.zeros((4, 4, 3), np.uint8))
        assert np.isfinite(network.seen[0]).all()

    def test_real(self, u2netp):
        """The real network finds a white disc on black."""
        y, x = np.ogrid[:200, :200]
        disc = (x - 100) ** 2 + (y - 100) ** 2 < 60**2
        found = saliency(load(u2netp))(np.repeat(disc[..., None], 3, axis=2).astype(np.uint8) * 255)
        assert ((found > 0.5) & disc).sum() / ((found > 0.5) | disc).sum() > 0.95


class TestUnet:
    @pytest.mark.parametrize(
        ("shape", "declared", "shown"),
        [
            ((100, 300), (3, None, None), (96, 288)),
            ((1000, 2000), (3, None, None), (256, 512)),
            ((1, 900), (3, None, None), (32, 512)),
            ((100, 300), (3, 64, 128), (64, 128)),
        ],
    )
    def test_size(self, shape, declared, shown):
        """A network whose size is open is shown multiples of 32, at most 512; another one its own size."""
        network = Recorder(red, declared)
        answer = unet(network)(np.zeros((*shape, 3), np.uint8))
        assert network.seen[0].shape == (1, 3, *shown)
        assert answer.shape == shape

    def test_probabilities(self):
        """An answer in [0, 1] is taken as it is."""
        assert np.allclose(unet(lambda batch: 0 * batch[:, :1] + 0.3)(np.zeros((32, 32, 3), np.uint8)), 0.3)

    def test_logits(self):
        """An answer that leaves [0, 1] is taken for logits: 2 means 0.881."""
        assert np.allclose(unet(lambda batch: 0 * batch[:, :1] + 2)(np.zeros((32, 32, 3), np.uint8)), 0.8808, atol=1e-4)


class TestTiled:
    @pytest.mark.parametrize("shape", [(60, 90), (90, 60), (1, 1), (1, 50), (7, 3)])
    def test_covers(self, shape):
        """Each pixel is seen in the whole and in some part, whatever the shape."""
        seen = []

        def look(part):
            seen.append(part.shape[:2])
            return part[..., 0] / np.float32(255)

        pixels = np.random.default_rng(0).integers(0, 256, (*shape, 3), dtype=np.uint8)
        assert np.allclose(tiled(pixels, look), pixels[..., 0] / 255)
        assert len(seen) == 7

    def test_greatest(self):
        """What only the parts see is seen."""
        found = tiled(np.zeros((60, 90, 3), np.uint8), lambda part: np.full(part.shape[:2], part.shape[0] < 60, float))
        assert (found == 1).all()
