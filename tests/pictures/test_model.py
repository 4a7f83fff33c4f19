"""The K-histogram cartoon: equal to the printed program, decision by decision and pixel by pixel."""

import contextlib
import importlib.util
import io
import json
import warnings
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from motif.core.errors import InputError
from motif.pictures.model import colour_levels, khist, looks_normal

CASES = ("astronaut", "coco_785", "usgov_15673749081", "usgov_16004479832", "usgov_24274813513")


@pytest.fixture(scope="module")
def printed():
    """The program as the seed prints it."""
    path = Path(__file__).resolve().parents[2] / "benchmarks" / "khist_seed.py"
    spec = importlib.util.spec_from_file_location("khist_seed", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def picture(seed, height=48, width=40):
    """A smooth random picture with some flat colour in it."""
    rng = np.random.default_rng(seed)
    small = rng.integers(0, 256, (6, 5, 3), dtype=np.uint8)
    large = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
    large[: height // 4] = rng.integers(0, 256, 3)
    return large


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
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # scipy's, of counts that are nearly all equal
            wanted = printed.cartoonize(before[..., ::-1])[..., ::-1]
        assert np.array_equal(khist(before).pixels, wanted)

    def test_bands(self, monkeypatch):
        """The pixels do not depend on how many rows are converted at a time."""
        before = picture(3)
        whole = khist(before).pixels
        monkeypatch.setattr("motif.pictures.model._BAND", 7 * before.shape[1])
        assert np.array_equal(khist(before).pixels, whole)

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


class TestColourLevels:
    def test_one_group(self):
        """Few occupied levels give one centroid, the mean cut to a whole number: (30 x 10 + 10 x 12) / 40 = 10.5."""
        counts = np.zeros(256, int)
        counts[[10, 12]] = 30, 10
        assert colour_levels(counts).tolist() == [10.0]

    def test_splits(self):
        """A broad peak over a low floor is not normal in its counts, so it is split."""
        counts = np.ones(256, int)
        counts[100:110] = 5000
        assert len(colour_levels(counts)) > 1

    def test_uniform(self):
        """A uniform spread stays one group although its values are far from normal: the seed's test is on counts."""
        counts = np.random.default_rng(0).poisson(100, 256)
        assert len(colour_levels(counts)) == 1

    @settings(max_examples=60, derandomize=True, deadline=None)
    @given(st.data())
    def test_printed_program(self, data):
        """Every histogram gets the centroids that the printed program gives it."""
        spec = importlib.util.spec_from_file_location(
            "khist_seed", Path(__file__).resolve().parents[2] / "benchmarks" / "khist_seed.py"
        )
        program = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(program)
        n = data.draw(st.sampled_from([180, 256]))
        rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
        peaks = data.draw(st.lists(st.tuples(st.integers(0, n), st.integers(1, 60), st.integers(1, 9000)), max_size=6))
        floor = rng.integers(0, data.draw(st.integers(1, 50)), n)
        values = [np.clip(rng.normal(middle, spread, size), 0, n - 1) for middle, spread, size in peaks]
        counts = floor + np.bincount(np.concatenate([[0.0], *values]).astype(int), minlength=n)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            wanted = program.k_histogram(counts)
        assert colour_levels(counts).tolist() == wanted.tolist()


class TestLooksNormal:
    @settings(max_examples=300, derandomize=True, deadline=None)
    @given(
        st.one_of(
            st.lists(st.integers(0, 2000), min_size=80, max_size=256),
            st.tuples(st.integers(80, 256), st.integers(0, 2**32 - 1), st.floats(0.5, 60)).map(
                lambda drawn: np.random.default_rng(drawn[1]).poisson(drawn[2], drawn[0]).tolist()
            ),
            st.tuples(st.integers(80, 256), st.integers(0, 2**32 - 1), st.floats(4, 40)).map(
                lambda drawn: np.random.default_rng(drawn[1]).standard_t(drawn[2], drawn[0]).tolist()
            ),
        )
    )
    def test_scipy(self, values):
        """The decision at 0.001 is scipy's, for counts far from, near to and of a normal spread."""
        array = np.array(values, np.float64)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            p = stats.normaltest(array).pvalue
        assert looks_normal(array) == (not p < 0.001)

    def test_constant(self):
        """Counts that are all equal are left alone, as scipy's NaN makes the seed do."""
        assert looks_normal(np.full(100, 3.0))

    def test_heights(self):
        """The test works backwards, as the seed's: the counts of a perfect bell over all levels are not normal."""
        bell = np.round(10000 * np.exp(-(((np.arange(256) - 128) / 30) ** 2) / 2))
        assert not looks_normal(bell)
