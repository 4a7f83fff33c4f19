"""Cut-outs on backgrounds: values by hand, what must not bleed, and sizes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.core.errors import InputError
from motif.pictures.model.compose import blurred, crop_box, on_background, opacity, parse_background


def flat(height: int, width: int, colour: tuple[int, int, int]) -> np.ndarray:
    return np.full((height, width, 3), colour, np.uint8)


class TestParseBackground:
    @pytest.mark.parametrize(
        ("given", "meant"),
        [("white", (255, 255, 255)), (" White ", (255, 255, 255)), ("#010aFF", (1, 10, 255)), ("#1aF", (17, 170, 255))],
    )
    def test_a_colour(self, given: str, meant: tuple[int, int, int]):
        """Words and hex digits of either case, three or six, give red, green and blue."""
        assert parse_background(given) == meant

    def test_blur_and_a_picture_stay_what_they_are(self):
        """The word and the array come back."""
        picture = flat(2, 3, (1, 2, 3))
        assert parse_background("blur") == "blur"
        assert parse_background(picture) is picture

    @pytest.mark.parametrize("given", ["#12345", "#12345g", "beach.jpg", "", None, (255, 0, 0)])
    def test_anything_else_is_refused(self, given: object):
        """What is no background is told with what would be one."""
        with pytest.raises(InputError, match='background must be "white", "blur", a colour like'):
            parse_background(given)  # type: ignore[arg-type]

    @pytest.mark.parametrize("shape", [(4, 4), (4, 4, 4), (0, 4, 3)])
    def test_a_picture_of_another_shape_is_refused(self, shape: tuple[int, ...]):
        """Grey, RGBA and empty pictures are told by their shape."""
        with pytest.raises(InputError, match="a background picture must be RGB pixels"):
            parse_background(np.zeros(shape, np.uint8))


class TestOnBackground:
    def test_blends_srgb_values(self):
        """A fifth of black on red 255 leaves 204: the values are blended, not the light (which would leave 230)."""
        found = on_background(flat(1, 1, (0, 0, 0)), np.array([[51]], np.uint8), "#ff0000")
        assert found.tolist() == [[[204, 0, 0]]]

    def test_bytes_and_shares_are_one_alpha(self):
        """An alpha in 0 to 255 and one in 0 to 1 give the same picture."""
        rng = np.random.default_rng(0)
        pixels, alpha = rng.integers(0, 256, (300, 7, 3), np.uint8), rng.integers(0, 256, (300, 7), np.uint8)
        assert np.array_equal(on_background(pixels, alpha, "#123"), on_background(pixels, alpha / 255, "#123"))

    def test_a_picture_is_scaled_to_cover_and_centred(self):
        """A wide picture on a square loses its two ends; one that is smaller is enlarged first."""
        thirds = np.concatenate([flat(10, 10, c) for c in ((255, 0, 0), (0, 255, 0), (0, 0, 255))], axis=1)
        for side in (10, 40):
            found = on_background(flat(side, side, (0, 0, 0)), np.zeros((side, side)), thirds)
            assert np.abs(found.astype(int) - (0, 255, 0)).max() < 8  # cubic enlarging rings a little at the cut

    @pytest.mark.parametrize("size", [(1, 1), (1, 900), (900, 1), (3, 2)])
    @pytest.mark.parametrize("background", ["white", "blur", np.zeros((5, 400, 3), np.uint8)], ids=["w", "blur", "own"])
    def test_every_size_keeps_its_size(self, size: tuple[int, int], background: object):
        """Slivers and single pixels come out as large as they went in."""
        found = on_background(flat(*size, (9, 9, 9)), np.zeros(size), background)  # type: ignore[arg-type]
        assert (found.shape, found.dtype) == ((*size, 3), np.uint8)

    @settings(max_examples=40, derandomize=True, deadline=None)
    @given(seed=st.integers(0, 2**32 - 1))
    def test_lies_between_its_two_parts(self, seed: int):
        """No value leaves the range of the subject's and the background's."""
        rng = np.random.default_rng(seed)
        one, other = rng.integers(0, 256, (2, 6, 5, 3), np.uint8)
        found = on_background(one, rng.random((6, 5)), other)
        assert ((found >= np.minimum(one, other)) & (found <= np.maximum(one, other))).all()

    def test_gives_its_arguments_back_unchanged(self):
        """Pixels, alpha and background are not written to."""
        pixels, alpha, behind = flat(4, 4, (1, 2, 3)), np.full((4, 4), 0.5), flat(4, 4, (200, 0, 0))
        on_background(pixels, alpha, behind)
        assert all((given == was).all() for given, was in ((pixels, (1, 2, 3)), (alpha, 0.5), (behind, (200, 0, 0))))

    def test_blur_takes_the_photograph_s_background(self):
        """Where colours were cleaned, what is behind still comes from the photograph."""
        found = on_background(flat(30, 30, (255, 0, 0)), np.zeros((30, 30)), "blur", photo=flat(30, 30, (0, 90, 0)))
        assert (found == (0, 90, 0)).all()

    def test_an_alpha_of_another_size_is_refused_with_both(self):
        """An alpha that does not lie on the pixels is told with both shapes."""
        with pytest.raises(InputError, match=r"given \(2, 2\) for pixels \(2, 3, 3\)"):
            on_background(flat(2, 3, (0, 0, 0)), np.zeros((2, 2)), "white")


class TestBlurred:
    def test_the_subject_does_not_bleed(self):
        """A red subject leaves no red in the grey around it; a plain blur leaves plenty."""
        photo, alpha = flat(200, 200, (100, 100, 100)), np.zeros((200, 200))
        photo[60:140, 60:140], alpha[60:140, 60:140] = (255, 0, 0), 1
        assert np.abs(blurred(photo, alpha).astype(int) - 100).max() <= 1

    def test_blurs(self):
        """A chessboard of fine squares comes out flat, as bright as the mean of its light: 0.5 ** (1 / 2.2)."""
        photo = np.repeat(((np.indices((400, 400)).sum(axis=0) % 2) * 255).astype(np.uint8)[..., None], 3, axis=2)
        found = blurred(photo, np.zeros((400, 400)))[50:-50, 50:-50].astype(int)
        assert np.abs(found - round(255 * 0.5 ** (1 / 2.2))).max() <= 2

    def test_a_subject_that_fills_the_picture_has_an_answer(self):
        """Without any background the photograph itself is blurred."""
        assert (blurred(flat(20, 20, (50, 60, 70)), np.ones((20, 20))) == (50, 60, 70)).all()


class TestCropBox:
    def test_holds_what_is_seen_and_a_margin(self):
        """A box of 20 x 40 with a margin of a tenth grows by 4 on each side, as far as there is picture."""
        alpha = np.zeros((100, 100), np.uint8)
        alpha[2:22, 30:70] = 255
        assert crop_box(alpha, margin=0.1) == (slice(0, 26), slice(26, 74))

    def test_haze_does_not_count(self):
        """An alpha of 0.05 somewhere far does not widen the box."""
        alpha = np.zeros((50, 50))
        alpha[20:30, 20:30], alpha[0, 0] = 1, 0.05
        assert crop_box(alpha, margin=0) == (slice(20, 30), slice(20, 30))

    def test_nobody_is_the_whole_picture(self):
        """An empty alpha crops nothing."""
        assert crop_box(np.zeros((3, 4))) == (slice(0, 3), slice(0, 4))


def test_an_alpha_of_whole_numbers_is_refused():
    """Only bytes and shares are known; 0 and 1 as integers would be nearly nothing."""
    with pytest.raises(InputError, match="alpha must be uint8, or float"):
        opacity(np.ones((2, 2), int), flat(2, 2, (0, 0, 0)))
