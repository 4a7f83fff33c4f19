"""Likeness of pictures equals scikit-image's, doing nothing scores best, and edges are judged where they are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.core.errors import InputError
from motif.evaluate.image import (
    boundary_band,
    boundary_error,
    colour_difference,
    evaluate,
    evaluate_mask,
    iou,
    mse,
    ssim,
    validate,
)
from motif.evaluate.image.colour import difference, lab

few = settings(derandomize=True, max_examples=20, deadline=None)
seeds = st.integers(0, 10_000)
LIKENESS = {"mse": mse, "ssim": ssim, "colour_difference": colour_difference}
HIGHEST = {"mse": 255.0**2, "ssim": 1.0, "colour_difference": 125.0}  # two sRGB colours are up to 119 apart


def two_pictures(seed, channels):
    """Return two random pictures, the second nearer to the first the smaller the seed's own spread."""
    rng = np.random.default_rng(seed)
    first = rng.integers(256, size=(14, 17, channels))
    second = np.clip(first + rng.integers(-rng.integers(1, 256), 256, size=first.shape), 0, 255)
    return first.astype(np.uint8), second.astype(np.uint8)


def two_masks(seed, levels):
    """Return two random masks; the second has an edge, or all its pixels alike where the seed is even."""
    rng = np.random.default_rng(seed)
    first = rng.integers(levels, size=(30, 33)) / (levels - 1)
    second = np.full(first.shape, float(rng.integers(2)))
    if seed % 2:
        second[:, rng.integers(3, 30) :] = 1 - second[0, 0]
    return first, second


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
    from motif.evaluate.image.figures import _shuffled, _tiles
    from motif.evaluate.image.likeness import FORMULAS

    before, after, weights = validate(photograph[:200, :208], noisy[:200, :208])
    order = np.random.default_rng(2).permutation(16)
    tiles = _tiles(after)
    rows = [np.hstack([tiles[order[4 * row + column]] for column in range(4)]) for row in range(4)]
    drawn = _shuffled(FORMULAS["mse"], before, after, weights, order[None])
    assert drawn[0] == pytest.approx(FORMULAS["mse"](before, np.vstack(rows), weights), rel=1e-12)


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


# Sharma, Wu and Dalal 2005, table 1: blue, grey, opposite hues, far apart, dark
SHARMA = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
    ((50, 0, 0), (50, -1, 2), 2.3669),
    ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
    ((50, -0.001, 2.49), (50, 0.0009, -2.49), 4.8045),
    ((50, -0.001, 2.49), (50, 0.0011, -2.49), 4.7461),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((50, 2.5, 0), (50, 3.1736, 0.5854), 1.0000),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.mark.parametrize(("first", "second", "expected"), SHARMA)
def test_ciede2000_by_the_paper(first, second, expected):
    """The formula gives the paper's own test pairs, in both directions."""
    assert difference(np.array(first), np.array(second)) == pytest.approx(expected, abs=5e-5)  # four printed decimals
    assert difference(np.array(second), np.array(first)) == pytest.approx(expected, abs=5e-5)


def test_ciede2000_equals_scikit_image():
    """On random colours the formula equals scikit-image's."""
    from skimage.color import deltaE_ciede2000

    rng = np.random.default_rng(0)
    first, second = (rng.uniform((0, -100, -100), (100, 100, 100), size=(5000, 3)) for _ in range(2))
    np.testing.assert_allclose(difference(first, second), deltaE_ciede2000(first, second), atol=1e-9)


def test_colour_difference_of_pictures(photograph, noisy):
    """The difference of two photographs equals scikit-image's but for its rounded white point, grey too."""
    from skimage.color import deltaE_ciede2000, rgb2lab

    reference = deltaE_ciede2000(rgb2lab(photograph), rgb2lab(noisy)).mean()
    assert colour_difference(photograph, noisy) == pytest.approx(reference, abs=0.01)  # Lab differs by up to 0.02
    assert colour_difference(photograph, photograph) == 0
    grey = photograph[..., 0]
    assert lab(grey[..., None])[..., 1:] == pytest.approx(0, abs=1e-3)
    assert colour_difference(grey, 255 - grey) == colour_difference(*(np.stack([g] * 3, 2) for g in (grey, 255 - grey)))


def test_colour_difference_under_a_mask(photograph):
    """Only pixels of the mask count, and the figure says which direction is better."""
    after, mask = photograph.copy(), np.zeros(photograph.shape[:2])
    after[:, 100:] = 255 - after[:, 100:]
    mask[:, :90] = 1
    assert colour_difference(photograph, after, mask=mask) == 0
    figure = evaluate(
        photograph[:64, :64], after[:64, :64] // 2, metrics=["colour_difference"], random_state=0, n_permutations=50
    )["colour_difference"]
    assert figure.value == colour_difference(photograph[:64, :64], after[:64, :64] // 2)
    assert (figure.trivial["doing_nothing"], figure.higher_is_better, figure.null.n) == (0.0, False, 50)


def test_unknown_metric_is_refused():
    """A metric that there is not is refused with those there are."""
    with pytest.raises(InputError, match="one of 'ssim', 'mse', 'colour_difference', not 'psnr'"):
        evaluate(GREY, GREY, metrics=["psnr"])


def test_band_by_hand():
    """A step makes a band of size // 2 pixels on each side; what is half seen belongs to it; the border is no edge."""
    step = np.tile(np.arange(60) >= 30, (40, 1))
    band = boundary_band(step)
    assert np.flatnonzero(band.all(axis=0)).tolist() == list(range(20, 40))
    assert band.sum() == 20 * 40
    soft = step * 1.0
    soft[20, 50] = 0.97
    assert boundary_band(soft)[10:31, 40:60].all()
    assert not boundary_band(np.ones((30, 30), bool)).any()


def test_boundary_error_by_hand():
    """One wrong pixel in the band costs its error over the band's size, one outside nothing."""
    step = np.tile(np.arange(60) >= 30, (40, 1)) * 1.0
    wrong = step.copy()
    wrong[3, 31], wrong[3, 55] = 0.25, 0.0
    assert boundary_error(wrong, step) == pytest.approx(0.75 / 800, abs=1e-12)
    assert boundary_error(step, step) == 0
    assert boundary_error(1 - step, step) == 1


def test_masks_in_levels_and_truth_values_agree():
    """uint8 levels, shares and truth values of one mask give one error."""
    disc = np.hypot(*np.mgrid[-40:40, -40:40]) < 20
    moved = np.roll(disc, 4, axis=1)
    expected = boundary_error(moved, disc)
    for form in (moved * 1.0, moved.astype(np.float32), moved.astype(np.uint8) * 255):
        assert boundary_error(form, disc.astype(np.uint8) * 255) == pytest.approx(expected, abs=1e-7)  # float32
    assert 0 < expected < 0.2


def test_mask_figures():
    """A good mask is better than the same mask elsewhere; one that is moved at random is not."""
    disc = np.hypot(*np.mgrid[-40:40, -40:40]) < 20
    good = evaluate_mask(np.roll(disc, 2, axis=0), disc, random_state=0)
    assert list(good) == ["iou", "boundary_error"]
    assert good["iou"].value == iou(np.roll(disc, 2, axis=0), disc)
    assert all(figure.verdict().startswith("better than chance") for figure in good.values())
    assert good["boundary_error"].n == boundary_band(disc).sum()
    assert set(good["boundary_error"].trivial) == {"whole_picture", "nothing", "half"}
    assert good["boundary_error"].trivial["half"] == 0.5
    p = [
        evaluate_mask(np.roll(disc, move, (0, 1)), disc, random_state=1)["iou"].null.p for move in ((40, 33), (30, 41))
    ]
    assert min(p) > 0.2


def test_null_of_masks_is_the_moved_mask():
    """The draws are the metrics of the mask rolled over the picture."""
    from motif.evaluate.image.mask import _moved, _moved_ious

    rng = np.random.default_rng(0)
    first, second = rng.random((2, 9, 12)) < 0.4
    moves = np.array([[2, 5], [0, 0], [8, 1]])
    rolled = [np.roll(first, move, (0, 1)) for move in moves]
    assert _moved_ious(first, second, moves) == [iou(drawn, second) for drawn in rolled]
    for drawn, whole in zip(_moved(first, second, moves), rolled, strict=True):
        assert (drawn == whole[second]).all()


def test_masks_without_an_edge_are_refused():
    """Where there is no edge there is no error at the edge; masks of two sizes are refused."""
    with pytest.raises(InputError, match="reference must have an edge"):
        boundary_error(np.ones((30, 30), bool), np.ones((30, 30), bool))
    with pytest.raises(InputError, match=r"one shape; given \(30, 30\) and \(30, 31\)"):
        boundary_error(np.ones((30, 30), bool), np.ones((30, 31), bool))


@pytest.mark.parametrize("key", LIKENESS)
@few
@given(seeds, st.sampled_from([1, 3]))
def test_likeness_has_bounds_and_no_sides(key, seed, channels):
    """Inside its bounds, the same both ways, best for the picture itself and for nothing else, however mirrored."""
    first, second = two_pictures(seed, channels)
    value, perfect = LIKENESS[key](first, second), LIKENESS[key](first, first)
    assert (-1 if key == "ssim" else 0) <= value <= HIGHEST[key]
    assert LIKENESS[key](second, first) == pytest.approx(value, rel=1e-9, abs=1e-12)
    assert perfect == pytest.approx(1 if key == "ssim" else 0, abs=1e-12)
    other = first.copy()
    other[7, 8, 0] ^= 1  # one level of one channel of one pixel
    near = LIKENESS[key](first, other)
    assert near < perfect if key == "ssim" else near > perfect
    assert LIKENESS[key](first[::-1, ::-1], second[::-1, ::-1]) == pytest.approx(value, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("key", ["mse", "colour_difference"])
@few
@given(seeds, st.sampled_from([1, 3]))
def test_where_a_pixel_stands_plays_no_part(key, seed, channels):
    """The same pairs of pixels in another order differ by as much; under a mask only those it holds."""
    pictures = two_pictures(seed, channels)
    order = np.random.default_rng(seed).permutation(14 * 17)
    moved = [picture.reshape(-1, channels)[order].reshape(picture.shape) for picture in pictures]
    assert LIKENESS[key](*moved) == pytest.approx(LIKENESS[key](*pictures), rel=1e-9)
    mask = np.zeros((14, 17))
    mask[:, :9] = 1
    parts = [LIKENESS[key](*pictures, mask=where) * where.sum() for where in (mask, 1 - mask)]
    assert sum(parts) / mask.size == pytest.approx(LIKENESS[key](*pictures), rel=1e-9)


def test_likeness_of_noise_is_known():
    """Two noises: MSE is twice a level's variance, (256² - 1) / 6; SSIM is near 0, colours are far apart."""
    rng = np.random.default_rng(0)
    first, second = rng.integers(256, size=(2, 200, 200, 3), dtype=np.uint8)
    assert mse(first, second) == pytest.approx((256**2 - 1) / 6, rel=0.02)
    assert ssim(first, second) == pytest.approx(0, abs=0.02)
    assert 30 < colour_difference(first, second) < 60


@few
@given(seeds)
def test_ciede2000_knows_no_sides_and_is_0_for_equals_only(seed):
    """The formula itself is symmetric, 0 for a colour and itself, and above 0 for any two that differ."""
    rng = np.random.default_rng(seed)
    first, second = rng.uniform((0, -100, -100), (100, 100, 100), size=(2, 200, 3))
    np.testing.assert_allclose(difference(first, second), difference(second, first), rtol=1e-9)
    assert (difference(first, second) > 0).all()
    assert (difference(first, first) == 0).all()
    assert (difference(first, first + rng.normal(scale=1e-3, size=first.shape)) > 0).all()


@few
@given(seeds, st.sampled_from([2, 3, 256]))
def test_iou_has_bounds_and_no_sides(seed, levels):
    """In [0, 1], the same both ways and in any order of the pixels; 1 for a mask itself, 0 for what it leaves out."""
    first, second = two_masks(seed, levels)
    value = iou(first, second)
    assert 0 <= value <= 1
    assert iou(second, first) == value
    order = np.random.default_rng(seed).permutation(first.size)
    assert iou(*(mask.ravel()[order].reshape(mask.shape) for mask in (first, second))) == value
    assert iou(first, first) == 1
    assert iou(first > 0.5, first <= 0.5) == 0
    assert iou(first, np.maximum(first, second)) >= value  # a reference that grows by the mask agrees better


def test_iou_of_noise_is_known():
    """Two masks of independent pixels, a half and a fifth inside: 0.1 in both over 0.6 in either."""
    rng = np.random.default_rng(0)
    assert iou(rng.random((300, 300)) < 0.5, rng.random((300, 300)) < 0.2) == pytest.approx(1 / 6, abs=0.01)


@few
@given(seeds.map(lambda seed: 2 * seed + 1), st.sampled_from([2, 3, 256]), st.sampled_from([3, 7, 21]))
def test_boundary_error_has_bounds(seed, levels, size):
    """In [0, 1]; 0 for the reference, 1 for its opposite; the rest for the opposite of a mask; mirrors change nothing.

    It has sides: the band is the reference's.
    """
    mask, reference = two_masks(seed, levels)
    value = boundary_error(mask, reference, size=size)
    assert 0 <= value <= 1
    assert boundary_error(reference, reference, size=size) == 0
    assert boundary_error(1 - reference, reference, size=size) == 1
    assert boundary_error(1 - mask, reference, size=size) == pytest.approx(1 - value, abs=1e-12)  # a hard reference
    assert boundary_error(mask[:, ::-1], reference[:, ::-1], size=size) == pytest.approx(value, abs=1e-12)
    assert boundary_error(mask[::-1], reference[::-1], size=size) == pytest.approx(value, abs=1e-12)
    band = boundary_band(reference, size=size)
    assert boundary_error(np.where(band, mask, 1 - mask), reference, size=size) == value  # elsewhere nothing counts


def test_boundary_error_of_noise_is_half():
    """Alpha that knows nothing is wrong by one half on average, whatever the hard reference."""
    noise, step = np.random.default_rng(0).random((200, 200)), np.tile(np.arange(200) >= 90, (200, 1))
    assert boundary_error(noise, step) == pytest.approx(0.5, abs=0.02)  # 4 standard errors of 4,000 pixels


@pytest.mark.shared
def test_portraits_have_bands(shared):
    """On the reference portraits a hard mask errs at the edge and nowhere else costs anything."""
    from motif.source.image import read_image

    path = shared / "data/pictures/masks/p3m_22fc0130.alpha.png"
    alpha = read_image(path).pixels
    alpha = alpha[..., 0] if alpha.ndim == 3 else alpha
    hard = alpha > 127
    assert 0 < boundary_error(hard, alpha) < 0.2
    assert iou(hard, alpha) == 1.0


def test_further_trivial_answers():
    """A picture that is named stands beside the others, judged and reduced as they are; another size is refused."""
    rng = np.random.default_rng(0)
    before, after, other = (rng.integers(0, 256, (60, 80, 3), np.uint8) for _ in range(3))
    figures = evaluate(before, after, n_permutations=9, random_state=0, trivial={"same": after, "other": other})
    assert figures["ssim"].trivial["same"] == figures["ssim"].value
    assert figures["mse"].trivial["other"] == pytest.approx(mse(before, other))
    reduced = evaluate(before, after, n_permutations=9, random_state=0, trivial={"same": after}, max_pixels=44 * 50)
    assert reduced["mse"].trivial["same"] == reduced["mse"].value
    with pytest.raises(InputError, match="one shape"):
        evaluate(before, after, trivial={"wrong": other[:40]})
