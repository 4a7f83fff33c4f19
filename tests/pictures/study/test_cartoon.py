"""The verb cartoon on one picture: what is painted, what is refused, what is said."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from motif.core.errors import DataError, InputError
from motif.pictures.model.khist import khist
from motif.pictures.model.soft import soft
from motif.pictures.study.cartoon import STYLES, cartoon

SETTINGS = {
    "levels": 4,
    "line": 2,
    "smooth": 1,
    "saturation": 1,
    "palette": 8,
    "seed": 3,
    "alpha": 0.01,
    "min_group": 60,
    "person_colours": False,
    "paper": True,
}
HAS = {
    "soft": {"levels", "line", "smooth", "saturation"},
    "poster": {"palette", "line", "smooth", "saturation", "seed"},
    "lines": {"line", "smooth", "paper"},
    "pencil": {"levels", "line", "smooth", "seed"},
    "khist": {"alpha", "min_group"},
    "khist2": {"alpha", "min_group", "line", "person_colours"},
}
STAGES = {
    "soft": {"smoothed", "quantised", "edges"},
    "poster": {"smoothed", "quantised", "edges"},
    "lines": {"edges"},
    "pencil": {"smoothed", "quantised", "edges"},
    "khist": {"smoothed", "quantised", "edges", "contours"},
    "khist2": {"smoothed", "quantised", "edges", "contours"},
}


def person(batch):
    """A network that sees an upright oval and is sure of it, in whatever colours."""
    y, x = np.mgrid[:256, :256] / 128 - 1
    return (x**2 / 0.4 + y**2 / 0.8 < 1).astype(np.float32)[None, None]


def right_half(batch):
    """A network that sees a person in the right half."""
    return np.tile((np.arange(256) >= 128).astype(np.float32), (1, 1, 256, 1))


def nobody(batch):
    return np.zeros((1, 1, 256, 256), np.float32)


def unsure(batch):
    """A network that sees a person everywhere, and hardly."""
    return np.full((1, 1, 256, 256), 0.6, np.float32)


def noise(shape, dtype=np.uint8, seed=0):
    return np.random.default_rng(seed).integers(0, np.iinfo(dtype).max, shape, dtype=dtype, endpoint=True)


def smooth_noise(height, width, seed=0):
    return cv2.resize(noise((6, 5, 3), seed=seed), (width, height), interpolation=cv2.INTER_CUBIC)


class TestStyles:
    @pytest.mark.parametrize("style", STYLES)
    @pytest.mark.parametrize("shape", [(1, 1, 3), (1, 20000, 3), (3000, 1, 3), (2, 2), (5, 7, 2), (31, 17, 4)])
    @pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
    def test_any_picture(self, style, shape, dtype):
        """A pixel, a thread, grey, alpha and 16 bits come out at their size in 8-bit RGB, alpha kept."""
        before = noise(shape, dtype)
        result = cartoon(before, style=style, cut=False)
        has_alpha = len(shape) == 3 and shape[2] in (2, 4)
        assert result.pixels.shape == (*shape[:2], 4 if has_alpha else 3)
        assert result.pixels.dtype == np.uint8
        if has_alpha:
            scale = 1 if dtype == np.uint8 else 257
            assert np.abs(result.alpha * float(scale) - before[..., -1]).max() <= scale

    @pytest.mark.parametrize("style", STYLES)
    def test_transparent(self, style):
        """A picture that is all transparent stays so."""
        before = noise((20, 30, 4))
        before[..., 3] = 0
        assert not cartoon(before, style=style, cut=False).alpha.any()

    @pytest.mark.parametrize("style", STYLES)
    @pytest.mark.parametrize("grey", [0, 119, 255])
    def test_constant(self, style, grey):
        """One colour gives one colour, but for the pencil's strokes."""
        drawn = cartoon(np.full((40, 50, 3), grey, np.uint8), style=style, cut=False).pixels
        assert (drawn == drawn[..., :1]).all()
        assert style == "pencil" or len(np.unique(drawn)) == 1

    @pytest.mark.parametrize("style", STYLES)
    def test_repeats(self, style):
        """The same picture gives the same pixels."""
        before = smooth_noise(60, 80)
        assert np.array_equal(*(cartoon(before, style=style, cut=False).pixels for _ in range(2)))

    @pytest.mark.parametrize("style", STYLES)
    def test_stages(self, style):
        """Stages are parts at the picture's size where they are asked for."""
        result = cartoon(smooth_noise(60, 1300), style=style, cut=False, stages=True)
        assert set(result.parts) == STAGES[style]
        assert {part.pixels.shape[:2] for part in result.parts.values()} == {(60, 1300)}
        assert {part.pixels.dtype.name for part in result.parts.values()} == {"uint8"}
        assert not cartoon(smooth_noise(60, 80), style=style, cut=False).parts

    @pytest.mark.parametrize("style", STYLES)
    @pytest.mark.parametrize("name", SETTINGS)
    def test_settings(self, style, name):
        """A setting that a style has is taken; one that it has not is refused, with those it has."""
        before = smooth_noise(20, 20)
        if name in HAS[style]:
            assert cartoon(before, style=style, cut=False, **{name: SETTINGS[name]}).record.parameters[name] is not None
        else:
            with pytest.raises(InputError, match=f"'{style}' has no {name}; it has "):
                cartoon(before, style=style, cut=False, **{name: SETTINGS[name]})

    @pytest.mark.parametrize(
        ("style", "setting"),
        [
            ("soft", {"levels": 0}),
            ("soft", {"levels": 33}),
            ("soft", {"levels": 2.5}),
            ("pencil", {"levels": 10}),
            ("soft", {"line": -1}),
            ("soft", {"line": float("nan")}),
            ("soft", {"saturation": 11}),
            ("soft", {"smooth": -1}),
            ("poster", {"palette": 1}),
            ("poster", {"palette": 65}),
            ("poster", {"palette": ["red"]}),
            ("poster", {"seed": -1}),
            ("khist", {"alpha": 2}),
            ("khist", {"min_group": 7}),
            ("soft", {"cut": "perhaps"}),
            ("lines", {"paper": "white"}),
        ],
    )
    def test_ranges(self, style, setting):
        """A setting out of its range is refused by its name."""
        with pytest.raises(InputError, match=next(iter(setting))):
            cartoon(noise((4, 4, 3)), style=style, **{"cut": False, **setting})


class TestCartoon:
    def test_soft(self):
        """The style is soft unless another is asked for."""
        before = smooth_noise(30, 30)
        result = cartoon(before, cut=False)
        assert np.array_equal(result.pixels, soft(before).pixels)
        assert (result.alpha, result.confidence, result.note) == (None, None, "")

    def test_khist(self):
        """Of khist the pixels are those of the seed's program."""
        before = noise((30, 30, 3))
        assert np.array_equal(cartoon(before, style="khist", cut=False).pixels, khist(before).pixels)

    def test_grey_and_deep(self):
        """Grey and 16-bit pictures are painted as their 8-bit RGB copies are."""
        grey = noise((30, 30), np.uint8)
        wanted = khist(np.dstack([grey] * 3)).pixels
        assert np.array_equal(cartoon(grey, style="khist", cut=False).pixels, wanted)
        assert np.array_equal(cartoon(grey.astype(np.uint16) * 257, style="khist", cut=False).pixels, wanted)

    def test_kinds(self):
        """An array, a PIL image and the bytes of a file give the same."""
        before = smooth_noise(30, 30)
        image = Image.fromarray(before)
        stream = io.BytesIO()
        image.save(stream, "png")
        kinds = (before, image, stream.getvalue())
        first, *others = (cartoon(kind, cut=False).pixels for kind in kinds)
        assert all(np.array_equal(first, other) for other in others)

    def test_alpha_stays(self):
        """A picture with alpha keeps it, and what is transparent has no say in the colours."""
        before = np.full((30, 30, 4), 255, np.uint8)
        before[:, :15, :3], before[:, :15, 3] = 0, 0
        result = cartoon(before, style="khist", cut=False)
        assert np.array_equal(result.alpha, before[..., 3])
        assert result.centroids["V"] == pytest.approx((255,), abs=1)  # the filter lets a trace of black through

    def test_palette_file(self, tmp_path):
        """The colours of a file are the only ones; a file that is none is told."""
        path = tmp_path / "two.txt"
        path.write_text("#ffffff\n#204080\n")
        result = cartoon(smooth_noise(40, 40), style="poster", palette=path, cut=False, stages=True)
        shown = {tuple(one) for one in result.parts["quantised"].pixels.reshape(-1, 3).tolist()}
        assert shown <= {(255, 255, 255), (32, 64, 128)}
        path.write_text("blue\n")
        with pytest.raises(DataError, match="no colour: 'blue'"):
            cartoon(smooth_noise(40, 40), style="poster", palette=str(path), cut=False)

    def test_bare_lines(self):
        """Lines without paper on a picture with alpha: no ink where nothing is seen."""
        before = np.dstack([smooth_noise(200, 200), np.full((200, 200), 255, np.uint8)])
        before[:100, ..., 3] = 0
        result = cartoon(before, style="lines", paper=False, cut=False)
        assert not result.alpha[:100].any()
        assert np.array_equal(result.alpha, result.pixels[..., 3])

    def test_unknown_style(self):
        """An unknown style is refused with those there are."""
        with pytest.raises(InputError, match=r"style must be one of 'soft', .* not 'oil'"):
            cartoon(noise((20, 20, 3)), style="oil", cut=False)


class TestCut:
    def test_cut(self):
        """The cut person is painted in colours of their own, on nothing."""
        before = np.zeros((60, 60, 3), np.uint8)
        before[:, 30:] = 200
        result = cartoon(before, style="khist", cut=True, network=right_half)
        assert result.pixels.shape == (60, 60, 4)
        assert result.centroids["V"] == pytest.approx((200,), abs=1)  # the filter lets a trace of black through
        assert (result.alpha[:, :20] == 0).all()

    def test_auto_sure(self):
        """By itself a person is cut where the network is sure."""
        result = cartoon(noise((60, 60, 3)), network=person)
        assert result.pixels.shape == (60, 60, 4)
        assert result.note == ""
        assert result.confidence > 0.9

    @pytest.mark.parametrize("network", [nobody, unsure])
    def test_auto_unsure(self, network):
        """Where nobody is found with confidence the whole is painted, and a note says so."""
        before = smooth_noise(60, 60)
        result = cartoon(before, network=network)
        assert np.array_equal(result.pixels, soft(before).pixels)
        assert result.note.startswith("no person was found with confidence, so the whole picture is painted")

    def test_nobody(self):
        """Where a cut is insisted on, a picture of nobody is all transparent."""
        result = cartoon(noise((20, 20, 3)), cut=True, network=nobody)
        assert not result.alpha.any()
        assert result.note.startswith("nobody was found")

    def test_poster_person(self):
        """The poster's colours are the person's."""
        before = np.full((80, 80, 3), (20, 160, 40), np.uint8)
        before[:, 40:] = 40, 60, 190
        result = cartoon(before, style="poster", cut=True, network=right_half)
        greens = [green for green, blue in zip(result.centroids["G"], result.centroids["B"], strict=True) if blue < 100]
        assert greens == [0.0]  # black alone: no green is in the palette

    def test_person_colours(self):
        """With the person's colours khist2 paints the whole, and the background has no say."""
        before = np.zeros((60, 60, 3), np.uint8)
        before[:, 30:] = 200
        result = cartoon(before, style="khist2", cut=False, person_colours=True, line=0, network=right_half)
        assert result.alpha is None
        assert result.centroids["V"] == pytest.approx((200,), abs=8)  # the border of the cut is soft
        assert result.confidence is not None
