"""The verbs on one picture: what passes through, what is painted, what is said."""

import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from motif.core.errors import InputError, SourceError
from motif.pictures.study.cartoon import cartoon
from motif.pictures.study.cut import LOW_CONFIDENCE, cut
from motif.source.image import Picture, encode_image, read_image


def right_half(batch):
    """A network that sees a person in the right half."""
    return np.tile((np.arange(256) >= 128).astype(np.float32), (1, 1, 256, 1))


def everybody(batch):
    return np.ones((1, 1, 256, 256), np.float32)


def nobody(batch):
    return np.zeros((1, 1, 256, 256), np.float32)


def noise(shape, dtype=np.uint8, seed=0):
    return np.random.default_rng(seed).integers(0, np.iinfo(dtype).max, shape, dtype=dtype, endpoint=True)


def _profile():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


class TestCut:
    @pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
    @pytest.mark.parametrize("channels", [1, 3])
    def test_colours(self, dtype, channels):
        """Colours pass through untouched in grey and RGB, in 8 and 16 bits; alpha has the same depth."""
        before = noise((20, 30, channels), dtype)
        result = cut(before, network=everybody)
        assert result.pixels.shape == (20, 30, channels + 1)
        assert result.pixels.dtype == dtype
        assert np.array_equal(result.pixels[..., :-1], before)
        assert (result.alpha == np.iinfo(dtype).max).all()

    def test_hidden_colours(self):
        """Colours stay also where they become transparent, so that a mask can be changed later."""
        before = noise((40, 40, 3))
        result = cut(before, network=right_half)
        assert np.array_equal(result.pixels[..., :3], before)
        assert (result.alpha[:, :10] == 0).all()
        assert (result.alpha[:, 30:] == 255).all()

    def test_alpha_stays(self):
        """What was transparent stays transparent, and half stays half."""
        before = noise((40, 40, 4))
        before[:20, :, 3], before[20:, :, 3] = 0, 128
        result = cut(before, network=right_half)
        assert (result.alpha[:20] == 0).all()
        assert (result.alpha[20:, 30:] == 128).all()

    def test_hidden_colours_do_not_lead(self):
        """The network sees white where the picture is transparent."""
        seen = []

        def keep(batch):
            seen.append(batch)
            return everybody(batch)

        before = np.zeros((20, 20, 4), np.uint8)
        cut(before, network=keep)
        assert (seen[0] == 1).all()

    def test_profile(self, tmp_path):
        """The colour profile passes through."""
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        path = tmp_path / "a.png"
        Image.fromarray(noise((20, 20, 3))).save(path, icc_profile=profile)
        assert cut(path, network=everybody).profile == profile

    def test_orientation(self, tmp_path):
        """A photograph that was taken sideways is turned once: alpha and pixels agree."""
        path, exif = tmp_path / "a.jpg", Image.Exif()
        exif[0x0112] = 6
        Image.fromarray(noise((20, 60, 3))).save(path, exif=exif)
        result = cut(path, network=right_half)
        assert result.pixels.shape == (60, 20, 4)
        assert result.alpha[:, -1].all()
        assert result.alpha[:, 0].max() < 30  # the border follows noise for a few levels

    def test_nobody(self):
        """A picture of nobody is a result: all of it transparent, with a note and no confidence."""
        result = cut(noise((20, 20, 3)), network=nobody)
        assert not result.alpha.any()
        assert result.confidence == 0
        assert result.note.startswith("nobody was found")

    @pytest.mark.parametrize(
        ("shape", "tiles", "named"),
        [
            ((20, 60, 3), False, True),
            ((60, 20, 3), False, True),
            ((20, 40, 3), False, False),
            ((20, 60, 3), True, False),
        ],
    )
    def test_nobody_in_a_long_picture(self, shape, tiles, named):
        """Where the network saw a long picture squeezed, the note names what looks closer."""
        assert ("--tiles" in cut(noise(shape), network=nobody, tiles=tiles).note) is named

    def test_low_confidence(self):
        """A network that wavers gives a result with a note."""
        wavering = np.full((1, 1, 256, 256), 0.6, np.float32)
        wavering[..., 80:176] = 0.95
        result = cut(noise((20, 20, 3)), network=lambda batch: wavering)
        assert 0 < result.confidence < LOW_CONFIDENCE
        assert result.note.startswith("low confidence (0.")

    def test_record(self):
        """The record names the picture by its content and carries no path."""
        result = cut(noise((20, 20, 3)), network=everybody)
        again = cut(noise((20, 20, 3)), network=everybody)
        assert result.record.step == "pictures.cut"
        assert result.record.inputs == again.record.inputs
        assert len(result.record.inputs["picture"]) == 16

    def test_untouched(self):
        """The array that was given stays as it was."""
        before = noise((20, 20, 4))
        copy = before.copy()
        cut(before, network=right_half)
        cartoon(before, network=right_half)
        assert np.array_equal(before, copy)

    def test_real_network(self, selfie):
        """On the sample portrait the real network is sure, and finds the person in half of the picture."""
        from motif.pictures.source.sample import astronaut
        from motif.represent.network import load

        result = cut(astronaut(), network=load(selfie))
        assert result.confidence > 0.85
        assert 0.5 < (result.alpha > 127).mean() < 0.6
        assert result.alpha[100, 225] == 255  # the face
        assert result.alpha[50, 400] == 0  # the shuttle
        assert result.note == ""


class TestComposed:
    @pytest.mark.parametrize("background", ["white", "#ff8800", "blur", np.full((5, 9, 3), 40, np.uint8)])
    def test_background(self, background):
        """On a background the result is opaque 8-bit sRGB of the input's size."""
        result = cut(noise((40, 60, 3), np.uint16), network=right_half, background=background)
        assert result.pixels.shape == (40, 60, 3)
        assert result.pixels.dtype == np.uint8
        assert result.alpha is None
        assert "8-bit sRGB" in result.note

    def test_colour(self):
        """The colour stands where nobody is, the person's own colours where the alpha is full."""
        before = noise((40, 60, 3))
        result = cut(before, network=right_half, background="#ff8800")
        assert (result.pixels[:, :10] == (255, 136, 0)).all()
        assert np.array_equal(result.pixels[:, 50:], before[:, 50:])

    def test_picture(self, tmp_path):
        """A background may be a path."""
        path = tmp_path / "behind.png"
        path.write_bytes(encode_image(np.full((7, 7, 3), 9, np.uint8), format="png"))
        assert (cut(noise((40, 60, 3)), network=right_half, background=path).pixels[:, :10] == 9).all()

    def test_nobody(self):
        """Where nobody is found the background alone comes back, and the note says so."""
        result = cut(noise((20, 20, 3)), network=nobody, background="white")
        assert (result.pixels == 255).all()
        assert result.note == "nobody was found, so only the background is there"

    @pytest.mark.parametrize("behind", [None, "#00ff00", "blur"])
    def test_sticker(self, behind):
        """A sticker has an alpha of its own; on a background it has none."""
        result = cut(noise((60, 60, 3)), network=right_half, sticker=True, background=behind)
        assert result.pixels.shape == (60, 60, 4 if behind is None else 3)
        assert (result.alpha is None) == (behind is not None)

    def test_unknown(self):
        """A background that is no word, colour or file is refused."""
        with pytest.raises(SourceError, match="beach"):
            cut(noise((20, 20, 3)), network=everybody, background="beach")


class TestGivenAlpha:
    @pytest.mark.parametrize("clean", [None, False, True])
    @pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
    def test_half(self, clean, dtype):
        """What is half transparent is half seen on a background, in its own colour: red on black is dark red."""
        top = np.iinfo(dtype).max
        before = np.zeros((40, 40, 4), dtype)
        before[..., 0], before[..., 3] = top, top // 2 + 1
        made = cut(before, network=everybody, background="#000", clean=clean).pixels
        assert np.unique(made.reshape(-1, 3), axis=0).tolist() == [[128, 0, 0]]

    def test_cleaned_by_the_network(self):
        """A given alpha holds no background to be taken out: where the network sees all, colours stay."""
        before = noise((60, 60, 4))
        made = cut(before, network=everybody, clean=True).pixels
        assert np.array_equal(made, before)

    def test_blur(self):
        """What is out of focus behind is what was seen, not the colours that an alpha hides."""
        before = np.full((40, 40, 4), 255, np.uint8)
        before[..., 1:], before[:, :20, 3] = 0, 0
        made = cut(before, network=nobody, background="blur").pixels
        assert made[:, :5].min() > 240


class TestCrop:
    @pytest.mark.parametrize("behind", [None, "#00ff00"])
    def test_sticker(self, behind):
        """A sticker is cropped by its own white outline, of which nothing is cut off."""
        photo = np.zeros((300, 450, 3), np.uint8)
        photo[135:165, 200:230] = 255
        how = {"network": lambda batch: batch[:, :1], "sticker": True}
        whole, cropped = cut(photo, **how), cut(photo, crop=True, background=behind, **how)
        height, width = (np.ptp(np.flatnonzero((whole.alpha > 26).any(axis=axis))) + 1 for axis in (1, 0))
        assert cropped.pixels.shape[0] >= height > 30
        assert cropped.pixels.shape[1] >= width > 30
        assert cropped.pixels.shape[0] < 100
        if behind is None:
            edges = [cropped.alpha[0], cropped.alpha[-1], cropped.alpha[:, 0], cropped.alpha[:, -1]]
            assert max(edge.max() for edge in edges) < 26
            assert cropped.alpha.astype(int).sum() == whole.alpha.astype(int).sum()

    def test_crop(self):
        """Cropping keeps depth, profile and colours, and takes the box of the person."""
        before = np.zeros((100, 200, 3), np.uint16)
        before[:, 100:] = 65535
        result = cut(Picture(before, profile=b"mine"), network=lambda batch: batch[:, :1], crop=True)
        width = result.pixels.shape[1]
        assert 100 <= width < 120
        assert result.profile == b"mine"
        assert np.array_equal(result.pixels[..., :3], before[:, -width:])

    def test_nobody(self):
        """Where nobody is found nothing is cropped."""
        assert cut(noise((20, 30, 3)), network=nobody, crop=True).pixels.shape == (20, 30, 4)


class TestEach:
    def test_each(self):
        """Each person comes as a part with the picture's own colours; their alphas add up to the whole."""

        def two(batch):
            columns = np.arange(256)
            seen = ((columns > 20) & (columns < 100)) | ((columns > 150) & (columns < 230))
            return np.tile(seen.astype(np.float32), (1, 1, 256, 1))

        before = noise((80, 200, 3))
        result = cut(before, network=two, each=True, matting="none")
        assert sorted(result.parts) == ["person-1", "person-2"]
        one, other = (result.parts[name].pixels for name in ("person-1", "person-2"))
        assert np.array_equal(one[..., :3], before)
        assert not one[:, 130:, 3].any()
        assert not other[:, :60, 3].any()
        assert np.array_equal(one[..., 3] + other[..., 3], result.alpha)

    def test_nobody(self):
        """Nobody has no parts."""
        assert dict(cut(noise((20, 20, 3)), network=nobody, each=True).parts) == {}

    @pytest.mark.parametrize("how", [{}, {"background": "white"}, {"sticker": True}])
    def test_own_colours(self, how):
        """Whatever the whole is put on, a person alone has the photograph's depth, profile and very colours."""
        before = noise((40, 60, 3), np.uint16)
        profile = _profile()  # which holds the time it was made
        part = cut(Picture(before, profile=profile), network=right_half, each=True, **how).parts["person-1"]
        assert part.profile == profile
        assert part.pixels.dtype == np.uint16
        assert np.array_equal(part.pixels[..., :3], before)
        assert part.alpha[:, -1].min() == 65535

    def test_clean(self):
        """A person's colours are cleaned where that is asked for in words."""
        before = noise((60, 60, 3))
        how = {"network": right_half, "each": True, "background": "white"}
        part = cut(before, clean=True, **how).parts["person-1"].pixels[..., :3]
        assert np.array_equal(part, cut(before, network=right_half, clean=True).pixels[..., :3])
        assert not np.array_equal(part, before)

    def test_crop(self):
        """A person alone lies where it lies in the whole, cropped or not."""
        before = np.zeros((100, 200, 3), np.uint8)
        before[:, 100:] = 255
        result = cut(before, network=lambda batch: batch[:, :1], each=True, crop=True)
        assert np.array_equal(result.parts["person-1"].pixels, result.pixels)


class TestWords:
    @pytest.mark.parametrize(
        ("how", "size", "says"),
        [
            ({}, 256, "nobody was found"),
            ({"model": "u2netp"}, 320, "nothing striking was found"),
            ({"model": "unet"}, 320, "nothing was found"),
        ],
    )
    def test_nothing(self, how, size, says):
        """Each model says what it did not find."""
        note = cut(noise((40, 40, 3)), network=lambda batch: np.zeros((1, 1, size, size), np.float32), **how).note
        assert note == f"{says}, so all of it is transparent"

    @pytest.mark.parametrize(("classes", "says"), [(("cat",), "no cat"), (("cat", "dog"), "no cat or dog")])
    def test_classes(self, classes, says):
        """Of classes, those are named that were looked for."""

        class Nothing:
            def segment(self, rgb):
                return self

            def of(self, classes):
                return np.zeros((40, 40), np.float32)

        how = {"model": "deeplabv3_resnet101", "network": Nothing(), "background": "white"}
        note = cut(noise((40, 40, 3)), classes=classes, **how).note
        assert note == f"{says} was found, so only the background is there"

    def test_doubt(self):
        """A model that looks for no person does not doubt one, and has a threshold of its own."""

        def half_sure(batch):
            answer = np.full((1, 1, 320, 320), 0.6, np.float32)
            answer[..., :160] = 0.95
            return answer

        assert cut(noise((40, 40, 3)), model="u2netp", network=half_sure).note == ""
        note = cut(noise((40, 40, 3)), model="u2netp", network=lambda batch: 0 * batch[:, :1] + np.float32(0.6)).note
        assert note == "low confidence (0.00): what stands out may be cut wrongly"


class TestModels:
    def test_clean(self):
        """Without a background colours stay; cleaned on request, only half-transparent pixels change."""
        before = noise((60, 60, 3))
        plain = cut(before, network=right_half)
        changed = cut(before, network=right_half, clean=True)
        solid = (plain.alpha == 0) | (plain.alpha == 255)
        assert np.array_equal(plain.alpha, changed.alpha)
        assert np.array_equal(changed.pixels[solid], plain.pixels[solid])
        assert not np.array_equal(changed.pixels, plain.pixels)

    def test_u2netp(self):
        """Another model is shown its own input."""
        seen = []

        def keep(batch):
            seen.append(batch.shape)
            return np.ones((1, 1, 320, 320), np.float32)

        assert (cut(noise((20, 30, 3)), model="u2netp", network=keep).alpha == 255).all()
        assert seen == [(1, 3, 320, 320)]

    @pytest.mark.parametrize(
        ("how", "message"),
        [
            ({"model": "yolo"}, "model must be one of"),
            ({"matting": "magic"}, "matting must be one of"),
            ({"model": "unet"}, "give the file of its weights"),
            ({"model": "deeplabv3_resnet101"}, "give the file of its weights"),
            ({"classes": ("cat",)}, "classes and class_map need model"),
            ({"class_map": True}, "classes and class_map need model"),
        ],
    )
    def test_refused(self, how, message):
        """Settings that are unknown or do not go together are refused before the picture is read."""
        with pytest.raises(InputError, match=message):
            cut("nowhere.jpg", **how)

    def test_classes(self):
        """deeplabv3_resnet101 keeps the classes asked for, and paints its map in the printed program's colours."""

        class Half:
            def segment(self, rgb):
                small = np.zeros((21, 2, 2), np.float32)
                small[8, :, 0] = small[15, :, 1] = 1  # a cat on the left, a person on the right
                return Segmentation(small, size=rgb.shape[:2])

        pytest.importorskip("torch")
        from motif.model.segment.deeplab import Segmentation

        before = noise((40, 80, 3))
        how = {"model": "deeplabv3_resnet101", "network": Half(), "class_map": True}
        person, cat = cut(before, **how), cut(before, classes=("cat",), **how)
        assert (person.alpha[20, 5], person.alpha[20, 75]) == (0, 255)
        assert (cat.alpha[20, 5], cat.alpha[20, 75]) == (255, 0)
        assert person.parts["classes"].pixels[20, [5, 75]].tolist() == [[64, 0, 0], [192, 128, 128]]

    @pytest.mark.parametrize("shape", [(1, 1), (1, 20000), (20000, 1)])
    def test_thin(self, shape):
        """A picture of one pixel, or one pixel wide, is a picture."""
        for how in ({}, {"background": "blur"}, {"sticker": True, "crop": True}, {"each": True, "tiles": True}):
            assert cut(noise((*shape, 3)), network=everybody, **how).pixels.size > 0


class TestGiven:
    def test_same_result(self, tmp_path):
        """A path, bytes, an array, a Picture and a PIL image of one picture give one result."""
        pixels = noise((24, 32, 3))
        data = encode_image(pixels, format="png")
        path = tmp_path / "a.png"
        path.write_bytes(data)
        pil = Image.open(io.BytesIO(data))
        given = [path, str(path), data, pixels, read_image(data), pil, Picture(pixels, profile=None, format="png")]
        results = [cartoon(one, cut=False).pixels for one in given]
        assert all(np.array_equal(result, results[0]) for result in results)

    def test_missing(self):
        """A path that does not exist is told as such."""
        with pytest.raises(SourceError, match="nowhere"):
            cut("nowhere.jpg", network=everybody)
