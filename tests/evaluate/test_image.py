"""Likeness of pictures equals scikit-image's, and doing nothing scores best."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.evaluate.image import evaluate, iou, mse, ssim, validate


@pytest.fixture(scope="module")
def photograph():
    from skimage.data import astronaut

    return np.ascontiguousarray(astronaut()[60:260, 120:330])


@pytest.fixture(scope="module")
def noisy(photograph):
    noise = np.random.default_rng(0).normal(scale=25, size=photograph.shape)
    return np.clip(photograph + noise, 0, 255).astype(np.uint8)


def test_mse_by_hand():
    """Levels 10 apart in one of two halves: 50 squared levels; the mask picks the half."""
    before = np.zeros((20, 20, 3), np.uint8)
    after = before.copy()
    after[:, :10] = 10
    mask = np.zeros((20, 20), bool)
    mask[:, :10] = True
    assert (mse(before, after), mse(before, after, mask=mask), mse(after, before, mask=~mask)) == (50.0, 100.0, 0.0)


def test_ssim_of_flat_pictures_by_hand():
    """Without contrast only the luminance term is left."""
    before, after = np.full((15, 15), 100, np.uint8), np.full((15, 15), 200, np.uint8)
    c1 = (0.01 * 255) ** 2
    assert ssim(before, after) == pytest.approx((2 * 100 * 200 + c1) / (100**2 + 200**2 + c1), abs=1e-9)


@pytest.mark.parametrize("grey", [False, True])
def test_ssim_equals_scikit_image(photograph, noisy, grey):
    """SSIM equals scikit-image's with the paper's settings."""
    from skimage.metrics import structural_similarity

    before, after = (photograph[..., 0], noisy[..., 0]) if grey else (photograph, noisy)
    paper = {"gaussian_weights": True, "sigma": 1.5, "use_sample_covariance": False}
    reference = structural_similarity(before, after, channel_axis=None if grey else 2, **paper)
    assert ssim(before, after) == pytest.approx(reference, abs=1e-9)


def test_ssim_bounds(photograph, noisy):
    """A picture is fully like itself, likeness is symmetric and at most 1."""
    assert ssim(photograph, photograph) == pytest.approx(1.0, abs=1e-12)
    assert ssim(photograph, noisy) == pytest.approx(ssim(noisy, photograph), abs=1e-12)
    assert ssim(photograph, noisy) < 1


def test_ssim_under_a_mask(photograph, noisy):
    """Windows outside the mask play no part; scaled weights change nothing."""
    after = noisy.copy()
    after[:, :100] = photograph[:, :100]
    mask = np.zeros(photograph.shape[:2])
    mask[:, :90] = 1
    assert ssim(photograph, after, mask=mask) == pytest.approx(1.0, abs=1e-12)
    assert ssim(photograph, after, mask=1 - mask) < 0.9
    assert ssim(photograph, after, mask=(1 - mask) * 7) == pytest.approx(ssim(photograph, after, mask=1 - mask))


def test_iou_by_hand():
    """One shared pixel of three is a third; levels, shares and truth values mean the same; empty masks agree."""
    first, second = np.array([[True, True, False, False]]), np.array([[False, True, True, False]])
    assert iou(first, second) == pytest.approx(1 / 3)
    assert iou(first * 0.8, second.astype(np.uint8) * 200) == pytest.approx(1 / 3)
    assert iou(~first & first, ~second & second) == 1.0
    assert iou(first, ~first) == 0.0


def test_doing_nothing_scores_best(photograph, noisy):
    """Every change loses against no change, and the verdict says it; the picture's own tiles are the null."""
    figures = evaluate(photograph, noisy, random_state=0, n_permutations=199)
    assert list(figures) == ["ssim", "mse"]
    assert figures["ssim"].trivial["doing_nothing"] == pytest.approx(1.0)
    assert figures["mse"].trivial["doing_nothing"] == 0.0
    assert figures["ssim"].verdict().endswith("but less than doing nothing would score")
    for figure in figures.values():
        assert figure.null.kind == "shuffled_tiles"
        assert figure.null.p == 1 / 200
        assert figure.n == photograph.shape[0] * photograph.shape[1]
        assert "not that the change is good" in figure.cannot_show
    assert figures["ssim"].value == ssim(photograph, noisy)
    assert figures["mse"].value == mse(photograph, noisy)


def test_noise_is_chance(photograph):
    """Noise is as like the photograph in any order of its tiles: p is at most 0.2 about once in five."""
    p = []
    for seed in range(40):
        noise = np.random.default_rng(seed).integers(256, size=(70, 70, 3), dtype=np.uint8)
        figures = evaluate(photograph[:70, :70], noise, random_state=seed, n_permutations=99)
        p.append([figure.null.p for figure in figures.values()])
    share = np.mean(np.array(p) <= 0.2, axis=0)
    assert (share >= 0.02).all()  # 3 standard errors of 40 cases
    assert (share <= 0.4).all()


def test_null_equals_shuffled_pictures(photograph, noisy):
    """MSE draws from pairs of tiles equal the MSE of the shuffled picture itself."""
    from motif.evaluate.image import _mse, _shuffled, _tiles

    before, after, weights = validate(photograph[:200, :208], noisy[:200, :208])
    order = np.random.default_rng(2).permutation(16)
    tiles = _tiles(after)
    rows = [np.hstack([tiles[order[4 * row + column]] for column in range(4)]) for row in range(4)]
    drawn = _shuffled(_mse, before, after, weights, order[None])
    assert drawn[0] == pytest.approx(_mse(before, np.vstack(rows), weights), rel=1e-12)


def test_small_picture_has_no_null():
    """Tiles of less than 11 pixels hold no window, so there is no null."""
    picture = np.random.default_rng(0).integers(256, size=(40, 60), dtype=np.uint8)
    assert evaluate(picture, 255 - picture, random_state=0)["ssim"].null is None


def test_large_picture_is_reduced(photograph, noisy):
    """A picture above max_pixels is judged at that size, grey and colour alike."""
    for channels in (slice(0, 1), slice(0, 3)):
        before, after = photograph[..., channels], noisy[..., channels]
        figure = evaluate(before, after, random_state=0, n_permutations=9, max_pixels=10_000)["ssim"]
        assert 9_000 < figure.n < 11_000
        assert figure.value > ssim(before, after)  # averaging takes noise away


def test_same_seed_same_figures(photograph, noisy):
    """The seed decides the null."""
    one, two = (evaluate(photograph, noisy, random_state=3, n_permutations=50) for _ in range(2))
    assert one == two


GREY = np.zeros((20, 20), np.uint8)


@pytest.mark.parametrize(
    ("before", "after", "mask", "said"),
    [
        (GREY, GREY.astype(float), None, "after must be uint8 pixels"),
        (np.zeros((20, 20, 4), np.uint8), GREY, None, "before must be uint8 pixels"),
        (GREY, GREY[:19], None, r"one shape; given \(20, 20, 1\) and \(19, 20, 1\)"),
        (GREY[:8], GREY[:8], None, "at least 11 x 11"),
        (GREY, GREY, GREY[:3], "mask must have the picture's size"),
        (GREY, GREY, GREY, "mask must be finite, at least 0, and above 0"),
    ],
)
def test_wrong_pictures_are_refused(before, after, mask, said):
    """What cannot be compared is refused in one line."""
    with pytest.raises(InputError, match=said):
        validate(before, after, mask)


@pytest.mark.parametrize("wrong", [np.zeros(3), np.full((2, 2), 1.5), np.zeros((2, 2), int)])
def test_wrong_masks_are_refused(wrong):
    """A mask that is no mask is refused."""
    with pytest.raises(InputError, match="mask must"):
        iou(wrong, np.zeros((2, 2), bool))


def test_a_mask_lost_in_the_reduction_is_refused():
    """A mask whose weight comes to lie at the border of the reduced picture is refused, with that picture's size."""
    picture, mask = np.zeros((200, 200), np.uint8), np.zeros((200, 200))
    mask[6:9, 6:9] = 1
    with pytest.raises(InputError, match=r"above 0 somewhere further than 5 pixels from the border .*\(50, 50\)"):
        evaluate(picture, picture, mask=mask, random_state=0, n_permutations=9, max_pixels=2500)


def test_a_mask_between_the_tiles_has_no_null():
    """Where no window within a tile counts, the figures have values and no null."""
    picture = np.random.default_rng(0).integers(256, size=(64, 64), dtype=np.uint8)
    mask = np.zeros((64, 64))
    mask[14:18, 20:40] = 1
    figures = evaluate(picture, 255 - picture, mask=mask, random_state=0, n_permutations=9)
    assert [figure.null for figure in figures.values()] == [None, None]
    assert figures["ssim"].value == ssim(picture, 255 - picture, mask=mask)
