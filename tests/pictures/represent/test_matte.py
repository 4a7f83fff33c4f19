"""The cut-out: where the network looks, how the border is found, how sure it is."""

import json

import cv2
import numpy as np
import pytest

from motif.core.errors import InputError
from motif.pictures.represent import person_matte
from motif.represent.network import load


def stripe(low, high):
    """A network that sees a person between two columns of its 256."""
    columns = np.arange(256)
    answer = ((columns >= low) & (columns < high)).astype(np.float32)
    return lambda batch: np.tile(answer, (1, 1, 256, 1))


class Recorder:
    """A network that keeps what it was shown."""

    def __init__(self, network):
        self.network, self.seen = network, []

    def __call__(self, batch):
        self.seen.append(batch)
        return self.network(batch)


class TestPersonMatte:
    def test_everybody(self):
        """A network that is sure of every pixel gives an alpha of 1 and full confidence."""
        matte = person_matte(np.zeros((30, 50, 3), np.uint8), stripe(0, 256))
        assert matte.alpha.dtype == np.float32
        assert (matte.alpha == 1).all()
        assert matte.confidence == 1

    def test_nobody(self):
        """A network that sees nobody gives an alpha of 0 and no confidence, and is asked once."""
        network = Recorder(stripe(0, 0))
        matte = person_matte(np.zeros((30, 50, 3), np.uint8), network)
        assert not matte.alpha.any()
        assert matte.confidence == 0
        assert len(network.seen) == 1

    def test_undecided(self):
        """A network that is undecided everywhere has no confidence."""
        matte = person_matte(np.zeros((30, 50, 3), np.uint8), lambda batch: np.full((1, 1, 256, 256), 0.6, np.float32))
        assert matte.confidence == 0

    @pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1), (7, 2000), (2000, 1500)])
    def test_size(self, shape):
        """The alpha has the picture's size, whatever that is."""
        assert person_matte(np.zeros((*shape, 3), np.uint8), stripe(0, 256)).alpha.shape == shape

    def test_batch(self):
        """The network is shown (1, 3, 256, 256) float32 in [0, 1], channels red, green, blue."""
        network = Recorder(stripe(0, 256))
        person_matte(np.full((20, 20, 3), (255, 51, 0), np.uint8), network)
        batch = network.seen[0]
        assert (batch.shape, batch.dtype) == ((1, 3, 256, 256), np.float32)
        assert np.allclose(batch[0, :, 0, 0], [1, 0.2, 0], atol=1e-6)

    def test_second_look(self):
        """The second look is at the square around the person: in a wide picture the person fills more of it."""
        pixels = np.zeros((100, 400, 3), np.uint8)
        pixels[:, 200:260] = 255

        def bright(batch):
            return batch[:, :1]

        network = Recorder(bright)
        matte = person_matte(pixels, network)
        assert len(network.seen) == 2
        assert network.seen[1].mean() > 2 * network.seen[0].mean()
        assert np.array_equal(matte.alpha[50] > 0.5, pixels[50, :, 0] > 127)

    def test_edge(self):
        """The border of the alpha moves to an edge of the picture that lies near the network's rough border."""
        pixels = np.zeros((512, 512, 3), np.uint8)
        pixels[:, 260:] = 255
        rough = np.tile(np.clip((np.arange(256) - 124) / 8, 0, 1).astype(np.float32), (1, 1, 256, 1))
        matte = person_matte(pixels, lambda batch: rough)
        assert abs(int((matte.alpha[256] > 0.5).argmax()) - 260) <= 1

    def test_untouched(self):
        """The picture that was given stays as it was."""
        pixels = np.random.default_rng(0).integers(0, 256, (40, 40, 3), dtype=np.uint8)
        before = pixels.copy()
        person_matte(pixels, stripe(0, 128))
        assert np.array_equal(pixels, before)

    @pytest.mark.parametrize("pixels", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3)), np.zeros((0, 4, 3), np.uint8)])
    def test_refuses(self, pixels):
        """Anything but RGB in 8 bits is refused with its shape."""
        with pytest.raises(InputError, match="a cut-out needs RGB"):
            person_matte(pixels, stripe(0, 256))


@pytest.mark.shared
class TestMasks:
    CASES = ("coco_785", "p3m_22fc0130", "p3m_514ca06a", "p3m_51c916fc", "p3m_bc5cfad1", "p3m_d684dae3")

    @pytest.mark.parametrize("name", CASES)
    def test_reference(self, shared, selfie, name):
        """The refined mask overlaps the reference at least as well as the bare network, less 0.01."""
        folder = shared / "data" / "pictures" / "masks"
        pixels = np.ascontiguousarray(cv2.imread(str(folder / f"{name}.jpg"))[..., ::-1])
        file = folder / (f"{name}.mask.png" if name.startswith("coco") else f"{name}.alpha.png")
        wanted = cv2.imread(str(file), cv2.IMREAD_GRAYSCALE) > 127
        matte = person_matte(pixels, load(selfie))
        mask = matte.alpha > 0.5
        overlap = (mask & wanted).sum() / (mask | wanted).sum()
        bare = json.loads((folder / "info.json").read_text())[name]["selfie_network_iou"]["general"]
        assert overlap >= bare - 0.01
        assert matte.confidence >= 0.7
