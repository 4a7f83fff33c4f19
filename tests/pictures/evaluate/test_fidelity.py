"""What a pair scores: by hand, and what must hold of any pair."""

import math

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.evaluate.figure import Figure
from motif.evaluate.image import mse, ssim
from motif.pictures.evaluate.fidelity import answers_to, fidelity, logged, row, skin_of, times

SIZE = (64, 80)


def noise(seed=0):
    return np.random.default_rng(seed).integers(0, 256, (*SIZE, 3), np.uint8)


def somebody():
    person = np.zeros(SIZE, np.float32)
    person[12:52, 20:60] = 1
    return person


def scored(before, after, **options):
    return fidelity(before, after, n_permutations=9, **options)


class TestViews:
    def test_nothing_done(self):
        """The photograph itself scores 1 and no error in every view."""
        found = scored(noise(), noise(), person=somebody())
        assert list(found.views) == ["photo", "cutout", "person"]
        for view in found.views.values():
            assert (view["ssim"].value, view["mse"].value) == (1.0, 0.0)
            assert view["log_seed_mse"].value == -math.inf
        assert found.measures["edges"].value == found.measures["edges"].trivial["doing_nothing"]

    def test_by_hand(self):
        """Each view is the shared metric on what it says: all, both on white, the person's pixels."""
        before, after, person = noise(), noise(1), somebody()
        found = scored(before, after, person=person).views
        outside = person == 0
        white = [np.where(outside[..., None], np.uint8(255), pixels) for pixels in (before, after)]
        assert found["photo"]["ssim"].value == ssim(before, after)
        assert found["cutout"]["mse"].value == mse(*white)
        assert found["person"]["ssim"].value == ssim(before, after, mask=person)
        assert found["person"]["mse"].value == pytest.approx(
            np.square(before.astype(float) - after)[person > 0].mean(), rel=1e-12
        )

    def test_seed_counts_threefold(self):
        """The seed's error is three times the mean, and so are its chance and its trivial answers."""
        found = scored(noise(), noise(1)).views["photo"]
        assert found["seed_mse"].value == 3 * found["mse"].value
        assert found["seed_mse"].null.mean == 3 * found["mse"].null.mean
        assert found["log_seed_mse"].value == math.log(found["seed_mse"].value)

    def test_white_flatters(self):
        """The more paper there is, the better the same person scores on white, and so does a blank sheet."""
        small = np.zeros(SIZE, np.float32)
        small[24:40, 32:48] = 1
        wide, narrow = (scored(noise(), noise(1), person=person) for person in (somebody(), small))
        assert narrow.paper_share > wide.paper_share == pytest.approx(1 - 1600 / 5120)
        assert narrow.views["cutout"]["ssim"].value > wide.views["cutout"]["ssim"].value
        blank = [one.views["cutout"]["ssim"].trivial["white_paper"] for one in (narrow, wide)]
        assert blank[0] > blank[1] > 0

    def test_transparent_result_is_seen_on_white(self):
        """A cut-out is compared with the photograph as it is seen on white paper."""
        before, person = noise(), somebody()
        seen = np.where((person == 0)[..., None], np.uint8(255), before)
        found = scored(before, before, person=person, after_alpha=person).views
        assert found["photo"]["mse"].value == mse(before, seen)
        assert (found["cutout"]["mse"].value, found["person"]["mse"].value) == (0, 0)

    @pytest.mark.parametrize(("against", "views"), [("photo", ["photo", "person"]), ("cutout", ["cutout", "person"])])
    def test_against(self, against, views):
        """Only what is asked for is compared, and the person in any case."""
        assert list(scored(noise(), noise(1), person=somebody(), against=against).views) == views

    def test_nobody(self):
        """Without a person there is the photograph to compare with, and no cut-out."""
        found = scored(noise(), noise(1))
        assert (list(found.views), found.paper_share) == (["photo"], None)
        assert list(scored(noise(), noise(1), person=np.zeros(SIZE)).views) == ["photo", "cutout"]
        with pytest.raises(InputError, match="nobody is known"):
            scored(noise(), noise(1), against="cutout")

    def test_trivial_answers(self):
        """Doing nothing, a blur, one colour and JPEG stand beside each likeness; doing nothing is the best of them."""
        for view in scored(noise(), noise(1), person=somebody()).views.values():
            assert {"doing_nothing", "gaussian_blur", "flat_colour", "jpeg_q50"} <= set(view["ssim"].trivial)
            assert view["ssim"].best_trivial() == ("doing_nothing", 1.0)
            assert view["ssim"].null is not None


class TestMeasures:
    def test_colours(self):
        """Levels that differ below 8 are one colour; only the person counts."""
        after = np.zeros((*SIZE, 3), np.uint8)
        after[:30] = 7
        after[30:, :40] = 8
        after[0, 0] = 200
        assert scored(noise(), after).measures["colours"].value == 3
        assert scored(noise(), after, person=somebody()).measures["colours"].value == 2

    @pytest.mark.parametrize("side", [400, 513, 900])
    def test_colours_of_any_resolution(self, side):
        """Six flat colours are six at any size: reduced, their borders would be mixed into hundreds."""
        y, x = np.mgrid[:side, :side] / side
        flat = (3 * np.sin(9 * x + 4 * y) + 3 * np.cos(7 * y - 5 * x * y)).astype(int) % 6
        pixels = np.random.default_rng(0).integers(0, 256, (6, 3), np.uint8)[flat]
        found = fidelity(pixels, pixels, n_permutations=2)
        assert found.measures["colours"].value == 6
        assert row(pixels, pixels, person=np.ones((side, side)))["colours"] == 6

    def test_why_there_is_no_null(self):
        """A measure without chance beside it says why."""
        before = np.full((*SIZE, 3), (224, 172, 140), np.uint8)
        for figure in scored(before, noise()).measures.values():
            assert figure.null is None
            assert "no null" in figure.cannot_show

    def test_edges(self):
        """A flat picture has none; one line has some."""
        flat = np.full((*SIZE, 3), 128, np.uint8)
        line = flat.copy()
        line[:, 40] = 0
        assert scored(noise(), flat).measures["edges"].value == 0
        assert 0 < scored(noise(), line).measures["edges"].value < 0.1

    def test_skin(self):
        """The difference is that of the skin's pixels; without skin there is none."""
        before = np.full((*SIZE, 3), (60, 120, 220), np.uint8)
        before[20:40, 20:40] = (224, 172, 140)
        after = np.full((*SIZE, 3), (60, 120, 220), np.uint8)
        after[20:40, 20:40] = (224, 172, 160)
        found = scored(before, after).measures["skin"]
        assert found.n == 400
        assert 5 < found.value < 12
        assert found.trivial["doing_nothing"] == 0
        assert "skin" not in scored(after * 0, after).measures

    @pytest.mark.parametrize("rgb", [(255, 224, 196), (224, 172, 140), (141, 85, 36), (90, 56, 40)])
    def test_complexions(self, rgb):
        """Light and dark skin is found; sky, grass and black are not."""
        assert skin_of(np.array([[rgb]], np.uint8)).all()
        for other in ((120, 170, 230), (40, 120, 40), (10, 8, 8), (255, 255, 255)):
            assert not skin_of(np.array([[other]], np.uint8)).any()


def test_times_and_logged():
    """All numbers of a figure are scaled; the logarithm leaves out what has none."""
    figure = Figure("MSE", 2.0, None, {"doing_nothing": 0.0, "blur": 1.0}, (1.0, 3.0), 9, False, "", "squared levels")
    tripled = times(figure, 3)
    assert (tripled.value, tripled.trivial["blur"], tripled.interval) == (6.0, 3.0, (3.0, 9.0))
    assert logged(tripled).trivial == {"blur": math.log(3)}
    assert logged(figure).unit == ""


def test_row():
    """The plain numbers are those of the figures, and each trivial answer has a row of its own."""
    before, after, person = noise(), noise(1), somebody()
    found, plain = scored(before, after, person=person), row(before, after, person=person)
    assert plain["person"] == pytest.approx(found.views["person"]["ssim"].value)
    assert plain["white"] == pytest.approx(found.views["cutout"]["ssim"].value)
    assert plain["colours"] == found.measures["colours"].value
    for name, pixels in answers_to(before).items():
        trivial = row(before, pixels, person=person)
        assert trivial["person"] == pytest.approx(found.views["person"]["ssim"].trivial[name], abs=1e-9)
        assert trivial["edges"] == found.measures["edges"].trivial[name]
