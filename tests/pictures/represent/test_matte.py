"""The cut-out: where the network looks, how the border is found, how sure it is."""

import json

import cv2
import numpy as np
import pytest

from motif.core.errors import InputError
from motif.evaluate.image import boundary_error, iou
from motif.pictures.represent.matte import person_matte, thing_matte
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


LEFT, RIGHT = 255, 200  # brightness of two people on black


def two_people():
    """Return a picture twice as wide as high, with one person at the left and one, darker, at the right."""
    pixels = np.zeros((200, 400, 3), np.uint8)
    pixels[40:, 20:100] = LEFT
    pixels[40:, 300:380] = RIGHT
    return pixels


def shortsighted(*, certain):
    """A network that knows the left person always, the right one only where they fill a quarter of what it is shown.

    Inverted colours show it the same people. Of the right one it is undecided in the lower part unless certain.
    """

    def look(batch):
        bright = 1 - batch[:, :1] if batch.mean() > 0.5 else batch[:, :1]
        left, right = bright > 0.9, (bright > 0.6) & (bright <= 0.9)
        seen = right * (1 if certain else np.where(np.arange(256)[:, None] < 110, 1, 0.6)) * (right.mean() > 0.25)
        return (left + seen).astype(np.float32)

    return look


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
        matte = person_matte(np.zeros((40, 50, 3), np.uint8), network)
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
        whole, straight, mirrored, inverted = network.seen[:4]
        assert straight.mean() > 2 * whole.mean()
        assert np.array_equal(mirrored, straight[..., ::-1])
        assert np.allclose(inverted, 1 - straight, atol=1e-6)
        assert np.array_equal(matte.alpha[50] > 0.5, pixels[50, :, 0] > 127)

    def test_mirrored(self):
        """Straight and mirrored are averaged: what only one of them sees is half sure."""
        sides = iter([1.0, 1.0, 0.6, 1.0])

        def wavering(batch):
            return np.full((1, 1, 256, 256), next(sides), np.float32)

        matte = person_matte(np.zeros((30, 30, 3), np.uint8), wavering, matting="none")
        assert np.allclose(matte.alpha, 0.8)

    def test_contradiction(self):
        """A network that sees something else in the mirror is believed straight."""
        matte = person_matte(np.zeros((30, 60, 3), np.uint8), stripe(0, 128), matting="none")
        assert matte.alpha[15, 5] == 1
        assert matte.alpha[15, 55] == 0

    def test_colours_alone(self):
        """What vanishes when the colours are inverted has no confidence."""
        pixels = np.zeros((100, 100, 3), np.uint8)
        pixels[30:70, 30:70] = 255
        assert person_matte(pixels, lambda batch: batch[:, :1]).confidence == 0

    def test_tiles(self):
        """With tiles, a person too small for one look is found."""
        pixels = np.zeros((400, 600, 3), np.uint8)
        pixels[30:70, 30:70] = 255

        def large_only(batch):
            bright = batch[:, :1] > 0.5
            return bright * np.float32(bright.mean() > 0.02)

        assert not person_matte(pixels, large_only).alpha.any()
        found = person_matte(pixels, large_only, tiles=True).alpha > 0.5
        assert 1400 < found.sum() < 1800

    @pytest.mark.parametrize("turned", [False, True])
    def test_missed(self, turned):
        """Somebody whom the first look at a long picture missed is found in the squares along it."""
        pixels = two_people()
        network = shortsighted(certain=True)
        matte = person_matte(pixels.swapaxes(0, 1).copy() if turned else pixels, network)
        found = (matte.alpha.T if turned else matte.alpha) > 0.5
        assert found[100, 60]
        assert found[100, 340]
        assert not found[100, 200]
        assert matte.confidence > 0.9

    def test_suspected(self):
        """Somebody whom the squares are not sure of stays out, and lowers the confidence."""
        matte = person_matte(two_people(), shortsighted(certain=False))
        assert matte.alpha[100, 60] > 0.5
        assert matte.alpha[100, 340] < 0.5
        assert 0.3 <= matte.confidence < 0.65

    def test_nobody_missed(self):
        """One person in a long picture is cut, and trusted, as if the squares had not been looked at."""
        alone = two_people()
        alone[:, 200:] = 0
        matte = person_matte(alone, shortsighted(certain=True))
        assert matte.alpha[100, 60] > 0.5
        assert not matte.alpha[:, 220:].any()
        assert matte.confidence > 0.9

    @pytest.mark.parametrize(
        ("shape", "n_looks"), [((100, 139), 1), ((100, 140), 3), ((100, 400), 6), ((10, 4000), 13)]
    )
    def test_squares(self, shape, n_looks):
        """The longer a picture, the more squares along it are looked at, up to twelve; in a short one none."""
        network = Recorder(stripe(0, 0))
        person_matte(np.zeros((*shape, 3), np.uint8), network)
        assert len(network.seen) == n_looks

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

    def test_matting(self):
        """An unknown matting is refused before anything is asked."""
        with pytest.raises(InputError, match="matting must be one of 'guided', 'none', 'closed-form'"):
            person_matte(np.zeros((4, 4, 3), np.uint8), stripe(0, 256), matting="magic")

    @pytest.mark.parametrize("pixels", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3)), np.zeros((0, 4, 3), np.uint8)])
    def test_refuses(self, pixels):
        """Anything but RGB in 8 bits is refused with its shape."""
        with pytest.raises(InputError, match="a cut-out needs RGB"):
            person_matte(pixels, stripe(0, 256))


class TestThingMatte:
    def test_segmenter(self):
        """The alpha is what the segmenter finds, at the picture's size, and confidence the share of decided pixels."""

        def look(pixels):
            found = np.zeros(pixels.shape[:2], np.float32)
            found[:, : found.shape[1] // 2] = 1
            found[:, : found.shape[1] // 4] = 0.6
            return found

        matte = thing_matte(np.zeros((1200, 2000, 3), np.uint8), look, matting="none")
        assert matte.alpha.shape == (1200, 2000)
        assert np.allclose(matte.alpha[600, [10, 700, 1900]], [0.6, 1, 0])
        assert matte.confidence == pytest.approx(0.5, abs=0.01)

    def test_nothing(self):
        """A segmenter that finds nothing gives an alpha of 0 and no confidence."""
        matte = thing_matte(np.zeros((30, 50, 3), np.uint8), lambda pixels: np.zeros(pixels.shape[:2], np.float32))
        assert (matte.alpha.max(), matte.confidence) == (0, 0)


CASES = ("coco_785", "p3m_22fc0130", "p3m_514ca06a", "p3m_51c916fc", "p3m_bc5cfad1", "p3m_d684dae3")


@pytest.fixture(scope="module")
def masks(shared, selfie):
    """For each reference picture: the matte, the reference alpha and the bare network's IoU."""
    folder = shared / "data" / "pictures" / "masks"
    facts = json.loads((folder / "info.json").read_text())
    found = {}
    for name in CASES:
        pixels = np.ascontiguousarray(cv2.imread(str(folder / f"{name}.jpg"))[..., ::-1])
        file = folder / (f"{name}.mask.png" if name.startswith("coco") else f"{name}.alpha.png")
        wanted = cv2.imread(str(file), cv2.IMREAD_GRAYSCALE)
        found[name] = person_matte(pixels, load(selfie)), wanted, facts[name]["selfie_network_iou"]["general"]
    return found


@pytest.mark.shared
class TestMasks:
    @pytest.mark.parametrize("name", CASES)
    def test_each(self, masks, name):
        """No portrait overlaps its reference by less than 0.94, the skier by 0.90, none 0.01 less than the network."""
        matte, wanted, bare = masks[name]
        overlap = iou(matte.alpha, wanted)
        assert overlap >= (0.90 if name.startswith("coco") else 0.94)
        assert overlap >= bare - 0.01
        assert matte.confidence >= 0.8

    def test_mean(self, masks):
        """Portraits overlap by 0.974 at least, and their border is wrong by 0.11 at most."""
        portraits = [(matte.alpha, wanted) for name, (matte, wanted, _) in masks.items() if name.startswith("p3m")]
        assert np.mean([iou(*pair) for pair in portraits]) >= 0.974
        assert np.mean([boundary_error(*pair) for pair in portraits]) <= 0.11
