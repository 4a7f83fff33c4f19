"""Many pairs together: plain means, their intervals, and the two logarithms."""

import math
from dataclasses import replace

import pytest

from motif.evaluate.figure import Figure, Null
from motif.pictures.evaluate.fidelity import Fidelity, logged, times
from motif.pictures.evaluate.many import common_view, mean_figure, together

NULL = Null("shuffled_tiles", 0.2, 0.04, 3.0, 0.01, 0.1, 0.3, 99)
SSIM = Figure("SSIM", 0.5, NULL, {"doing_nothing": 1.0, "blur": 0.8}, None, 900, True, "Likeness.")


def pair(mse, ssim=0.5):
    error = Figure("MSE", mse, None, {"doing_nothing": 0.0}, None, 900, False, "Change.", "squared levels")
    view = {"ssim": replace(SSIM, value=ssim), "mse": error, "seed_mse": times(error, 3),
            "log_seed_mse": logged(times(error, 3))}  # fmt: skip
    return Fidelity({"photo": view}, {"edges": replace(SSIM, name="edges")}, None)


def test_mean():
    """Value, chance and trivial answers are means; the chances of different pictures add up as variances do."""
    found = mean_figure([SSIM, replace(SSIM, value=0.9, trivial={"doing_nothing": 1.0})])
    assert (found.value, found.n, found.trivial) == (0.7, 2, {"doing_nothing": 1.0})
    assert found.null.mean == 0.2
    assert found.null.sd == pytest.approx(0.04 / math.sqrt(2))
    assert found.interval is None


def test_interval_from_eight():
    """From eight pictures on there is an interval, and it holds the mean."""
    found = mean_figure([replace(SSIM, value=0.1 * n) for n in range(1, 9)])
    assert found.interval[0] < found.value < found.interval[1]
    assert "over pictures" in found.cannot_show


def test_one_is_itself():
    """One picture is its own mean, with its own null."""
    assert mean_figure([SSIM]) is SSIM


def test_logarithms():
    """The seed's average is the logarithm of the mean error; the mean of logarithms is another number."""
    found = together([pair(100.0), pair(10_000.0)])["photo"]
    assert found["log_of_mean"].value == pytest.approx(math.log(3 * 5050))
    assert found["mean_of_logs"].value == pytest.approx((math.log(300) + math.log(30_000)) / 2)


def test_unchanged_pictures():
    """An error of 0 has no logarithm: the mean of logarithms is left out, and with only such the other too."""
    assert "mean_of_logs" not in together([pair(0.0), pair(100.0)])["photo"]
    assert "log_of_mean" not in together([pair(0.0), pair(0.0)])["photo"]


def test_some_lack_it():
    """A view or measure that some pictures lack is the mean of those that have it."""
    other = Fidelity({"person": {"ssim": replace(SSIM, value=0.1)}}, {}, 0.5)
    found = together([pair(1.0, 0.3), other, pair(1.0, 0.5)])
    assert (found["photo"]["ssim"].value, found["person"]["ssim"].value) == (0.4, 0.1)
    assert found["measures"]["edges"].n == 2


def test_the_view_that_most_have():
    """More than half, not all: the person alone, else on white paper, else the photograph."""

    def pair(*views):
        return Fidelity({view: {} for view in views}, {}, None)

    assert common_view([pair("photo", "cutout", "person")] * 2 + [pair("photo")]) == "person"
    assert common_view([pair("photo", "cutout", "person"), pair("photo", "cutout")]) == "cutout"
    assert common_view([pair("photo", "person"), pair("photo")]) == "photo"
    assert common_view([]) == "photo"
