"""The white border: its width, its smoothness, and what it leaves out."""

import numpy as np
import pytest
from scipy import ndimage

from motif.core.errors import InputError
from motif.pictures.model.sticker import sticker

SIDE = 200
RED = np.full((SIDE, SIDE, 3), (255, 0, 0), np.uint8)
Y, X = np.indices((SIDE, SIDE))


def disc(radius: float, *, x: float = 100, y: float = 100) -> np.ndarray:
    """A disc with an antialiased edge."""
    return np.clip(radius + 0.5 - np.hypot(X - x, Y - y), 0, 1)


def is_red(made: np.ndarray) -> np.ndarray:
    return (made[..., 0] > 200) & (made[..., 1] < 50) & (made[..., 3] > 200)


class TestOutline:
    @pytest.mark.parametrize("width", [3, 8.5, 20])
    def test_is_the_subject_s_moved_out_by_the_width(self, width: float):
        """The sticker of a disc is a disc, larger by the width: its area tells the radius to less than half a pixel."""
        made = sticker(RED, disc(50), width=width)
        assert np.sqrt((made[..., 3] / 255).sum() / np.pi) == pytest.approx(50 + width, abs=0.4)

    def test_of_a_large_picture_is_as_exact(self):
        """Found at half the size, the border of 3,200 pixels has its width and its thin edge all the same."""
        y, x = np.indices((1600, 3200))
        made = sticker(np.zeros((1600, 3200, 3), np.uint8), (np.hypot(x - 1600, y - 800) < 500) * 1.0)
        assert np.sqrt((made[..., 3] / 255).sum() / np.pi) == pytest.approx(500 + 3200 / 60, abs=1)
        assert ((made[800, :, 3] > 0) & (made[800, :, 3] < 255)).sum() <= 6

    def test_is_antialiased(self):
        """From seen to unseen it takes two or three pixels, falling all the way: neither stairs nor haze."""
        falling = sticker(RED, disc(50), width=8)[100, 150:, 3].astype(int)
        assert 1 <= ((falling > 0) & (falling < 255)).sum() <= 4
        assert (np.diff(falling) <= 0).all()

    def test_is_white_between_subject_and_edge(self):
        """Half-way out there is only paper, fully opaque; beyond there is nothing, and its colour is white too."""
        made = sticker(RED, disc(50), width=8)
        assert made[100, 155].tolist() == [255, 255, 255, 255]
        assert made[100, 170].tolist() == [255, 255, 255, 0]

    def test_closes_narrow_bays_and_keeps_wide_ones(self):
        """A slit narrower than two borders is paper all along; one four times as wide stays open."""
        for gap, seen in ((8, 255), (40, 0)):
            two = (np.abs(X - 100) > gap / 2) & (np.abs(X - 100) < 60) & (np.abs(Y - 100) < 60)
            assert sticker(RED, two.astype(float), width=5)[100, 100, 3] == seen

    def test_corners_are_round(self):
        """At a square's corner the border ends on a circle: 8 out along the side, 8 / sqrt(2) along the diagonal."""
        made = sticker(RED, ((np.abs(X - 100) <= 30) & (np.abs(Y - 100) <= 30)).astype(float), width=8)
        assert made[130 + 5, 130 + 5, 3] == 255
        assert made[130 + 8, 130 + 8, 3] == 0

    def test_its_width_grows_with_the_picture(self):
        """Without a width the border is a sixtieth of the long side."""
        made = sticker(np.zeros((60, 600, 3), np.uint8), np.pad(np.ones((10, 300)), ((25, 25), (150, 150))))
        column = made[:, 300, 3] > 127
        assert column.sum() == pytest.approx(10 + 2 * 600 / 60, abs=1)


class TestPieces:
    def test_small_holes_are_paper_and_large_ones_stay_open(self):
        """A hole in the subject shows paper where it is small and what lies behind where it is large."""
        small = sticker(RED, disc(80) - disc(4), width=4)
        large = sticker(RED, disc(80) - disc(40), width=4)
        assert small[100, 100].tolist() == [255, 255, 255, 255]
        assert large[100, 100, 3] == 0

    def test_specks_are_dropped_and_a_second_person_is_not(self):
        """A spot of 1 % of the subject is gone; one of a quarter has its own sticker."""
        made = sticker(RED, disc(40, x=60) + disc(4, x=170) + disc(20, x=150, y=40), width=4)
        assert made[100, 170, 3] == 0
        assert ndimage.label(made[..., 3] > 127)[1] == 2

    def test_threads_of_the_old_background_are_not_printed(self):
        """An alpha of a quarter around the subject leaves the paper white."""
        made = sticker(RED, np.maximum(disc(50), 0.25 * disc(53)), width=10)
        assert made[100, 152].tolist() == [255, 255, 255, 255]

    def test_nobody_is_no_sticker(self):
        """An empty alpha gives a picture with nothing in it."""
        assert not sticker(RED, np.zeros((SIDE, SIDE)))[..., 3].any()


class TestCanvas:
    def test_keeps_the_size_and_covers_the_outermost_pixels(self):
        """A subject that leaves the picture below gets its border inside: paper along the edge, subject above."""
        made = sticker(RED, (Y >= 100) * (np.abs(X - 100) < 50) * 1.0, width=8)
        assert made.shape == (SIDE, SIDE, 4)
        assert made[198, 100].tolist() == [255, 255, 255, 255]
        assert is_red(made)[:190, 100].any()
        assert not is_red(made)[193:].any()

    def test_grows_when_padded_and_covers_nothing(self):
        """With a padded canvas all of the subject is seen and the border runs around it."""
        everything = sticker(RED, np.ones((SIDE, SIDE)), width=8, padded=True)
        grown = (everything.shape[0] - SIDE) // 2
        assert grown == 9
        assert is_red(everything)[grown:-grown, grown:-grown].all()
        assert everything[grown - 4, 100].tolist() == [255, 255, 255, 255]

    @pytest.mark.parametrize("size", [(1, 1), (1, 500), (2, 3)])
    def test_slivers_have_an_answer(self, size: tuple[int, int]):
        """The smallest pictures come out at their size."""
        assert sticker(np.zeros((*size, 3), np.uint8), np.ones(size)).shape == (*size, 4)

    def test_the_border_is_whole_at_every_quarter_turn(self):
        """Turning the picture turns the sticker."""
        alpha = disc(50, x=20) + disc(10, x=150, y=150)
        turned = sticker(RED, np.rot90(alpha).copy(), width=6.4)
        assert np.abs(turned.astype(int) - np.rot90(sticker(RED, alpha, width=6.4))).max() <= 1  # float sums


@pytest.mark.parametrize("width", [0, -1, float("nan"), 51])
def test_a_width_of_nothing_or_of_a_sheet_is_refused(width: float):
    """A border has a width, at most a quarter of the long side."""
    with pytest.raises(InputError, match=r"width must be at least 0\.1 and at most 50\.0"):
        sticker(RED, disc(50), width=width)


def test_grey_pixels_are_refused():
    """Colours come as RGB bytes, and the line says what was given."""
    with pytest.raises(InputError, match=r"a sticker needs RGB pixels.*given \(4, 4\) uint8"):
        sticker(np.zeros((4, 4), np.uint8), np.zeros((4, 4)))
