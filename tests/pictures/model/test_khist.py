"""The K-histogram cartoon: the printed program's pixels, all of them."""

import contextlib
import importlib.util
import io
import json
import warnings
from pathlib import Path

import cv2
import numpy as np
import pytest

from motif.core.errors import InputError
from motif.pictures.model.khist import khist

CASES = ("astronaut", "coco_785", "usgov_15673749081", "usgov_16004479832", "usgov_24274813513")


def picture(seed, height=48, width=40):
    """A smooth random picture with some flat colour in it."""
    rng = np.random.default_rng(seed)
    small = rng.integers(0, 256, (6, 5, 3), dtype=np.uint8)
    large = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
    large[: height // 4] = rng.integers(0, 256, 3)
    return large


def painted(printed, before):
    """What the printed program makes of RGB pixels."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scipy's, of counts that are nearly all equal
        return printed.cartoonize(before[..., ::-1])[..., ::-1]


class TestKhist:
    @pytest.mark.shared
    @pytest.mark.parametrize("name", CASES)
    def test_reference(self, shared, name):
        """The printed program's pixels and centroids come out, none differing."""
        folder = shared / "data" / "pictures" / "khist"
        before = cv2.imread(str(folder / f"{name}.input.png"))[..., ::-1]
        wanted = cv2.imread(str(folder / f"{name}.khist.png"))[..., ::-1]
        cartoon = khist(before)
        assert np.array_equal(cartoon.pixels, wanted)
        centroids = json.loads((folder / "centroids.json").read_text())[name]["centroids"]
        assert {channel: list(levels) for channel, levels in cartoon.centroids.items()} == centroids

    @pytest.mark.parametrize("seed", range(8))
    def test_printed_program(self, printed, seed):
        """A random picture gets the pixels that the printed program gives it."""
        before = picture(seed)
        assert np.array_equal(khist(before).pixels, painted(printed, before))

    @pytest.mark.parametrize("seed", range(4))
    def test_ties(self, printed, seed):
        """Channels of equal slopes, where the edges take the first in B, G, R order, make no difference."""
        rng = np.random.default_rng(seed)
        steps = np.repeat(np.repeat(rng.integers(0, 2, (8, 8, 3)) * 255, 6, axis=0), 6, axis=1).astype(np.uint8)
        assert np.array_equal(khist(steps).pixels, painted(printed, steps))

    @pytest.mark.parametrize("rows", [1, 2, 7])
    @pytest.mark.parametrize("n_threads", [1, 3])
    def test_bands(self, monkeypatch, rows, n_threads):
        """The pixels depend neither on how many rows are worked on at a time nor on the number of threads."""
        before = picture(3)
        whole = khist(before).pixels
        monkeypatch.setattr("motif.pictures.model.band._BAND", rows * before.shape[1])
        monkeypatch.setattr("cv2.getNumThreads", lambda: n_threads)
        assert np.array_equal(khist(before).pixels, whole)

    @pytest.mark.parametrize("shape", [(1, 1), (1, 9), (9, 1), (2, 2), (3, 70)])
    def test_thin(self, printed, shape):
        """Pictures that are thinner than the filters are wide get the printed program's pixels too."""
        before = np.random.default_rng(0).integers(0, 256, (*shape, 3), dtype=np.uint8)
        assert np.array_equal(khist(before).pixels, painted(printed, before))

    def test_untouched(self):
        """The picture that was given stays as it was, and need not lie in one piece of memory."""
        before = picture(1)
        copy = before.copy()
        assert np.array_equal(khist(before[:, ::-1]).pixels, khist(np.ascontiguousarray(before[:, ::-1])).pixels)
        assert np.array_equal(before, copy)

    def test_where_all(self):
        """Counting every pixel is the same as naming every pixel."""
        before = picture(2)
        everywhere = np.ones(before.shape[:2], bool)
        assert np.array_equal(khist(before, where=everywhere).pixels, khist(before).pixels)

    def test_where_some(self):
        """Pixels that do not count have no say in the colours: half black, half light, only the light counts."""
        before = np.zeros((20, 20, 3), np.uint8)
        before[:, 10:] = 250
        right = np.zeros((20, 20), bool)
        right[:, 13:] = True
        assert khist(before, where=right).centroids["V"] == (250.0,)
        assert khist(before, where=~right).centroids["V"] == pytest.approx((250 * 3 / 13,), abs=2)  # cut, and smoothed

    def test_one_pixel(self):
        """The smallest picture there is keeps its one colour."""
        assert khist(np.full((1, 1, 3), 7, np.uint8)).pixels.tolist() == [[[7, 7, 7]]]

    @pytest.mark.parametrize(
        "pixels",
        [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 4), np.uint8), np.zeros((4, 4, 3)), np.zeros((0, 4, 3), np.uint8)],
        ids=["grey", "alpha", "float", "empty"],
    )
    def test_refuses(self, pixels):
        """Anything but RGB in 8 bits is refused with its shape."""
        with pytest.raises(InputError, match="khist needs RGB"):
            khist(pixels)

    def test_refuses_where(self):
        """A choice of pixels of another size, or of none, is refused."""
        with pytest.raises(InputError, match=r"\(4, 4\) bool"):
            khist(np.zeros((4, 4, 3), np.uint8), where=np.ones((2, 2), bool))
        with pytest.raises(InputError, match="true somewhere"):
            khist(np.zeros((4, 4, 3), np.uint8), where=np.zeros((4, 4), bool))

    def test_stages(self):
        """Without the outlines the quantised picture is the result; with none asked for there are no stages."""
        before = picture(4)
        cartoon = khist(before, stages=True)
        free = cartoon.stages["contours"] == 0
        assert np.array_equal(cartoon.stages["quantised"][free], cartoon.pixels[free])
        assert (cartoon.pixels[~free] == 0).all()
        assert sorted(cartoon.stages) == ["contours", "edges", "quantised", "smoothed"]
        assert not khist(before).stages

    def test_min_group(self):
        """With smaller groups allowed to split a picture of wide spread gets more levels."""
        before = picture(5, 200, 200)
        few, many = (sum(map(len, khist(before, min_group=n).centroids.values())) for n in (80, 20))
        assert many > few


@pytest.mark.slow
def test_cost():
    """Beside the printed program khist is fast and small, and paints the same, in fresh processes."""
    path = Path(__file__).resolve().parents[3] / "benchmarks" / "khist.py"
    spec = importlib.util.spec_from_file_location("khist_benchmark", path)
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    small, _ = benchmark.measure("640x480", rounds=3)
    large, _ = benchmark.measure("4000x3000", rounds=1)
    assert small["equal"]
    assert large["equal"]
    assert small["printed_one_s"] / small["motif_one_s"] >= 4  # 7 measured
    assert large["printed_one_s"] / large["motif_one_s"] >= 4  # 6 measured; both numbers swing on a shared machine
    assert large["motif_all_mib"] / large["printed_all_mib"] <= 0.35  # 0.20 measured
