"""`motif pictures cut`: what its options come to, and what is said where."""

from pathlib import Path

import numpy as np
import pytest

from motif.cli.pictures import cut as verb
from motif.pictures.source.sample import astronaut
from motif.source.image import read_image


@pytest.fixture
def asked(monkeypatch):
    """What the study is called with; it does nothing."""
    from motif.pictures.study import Batch

    calls = []

    def cut_files(inputs, **options):
        calls.append((inputs, options))
        return Batch((), (), (), 0)

    monkeypatch.setattr("motif.pictures.study.cut_files", cut_files)
    return calls


class TestOptions:
    def test_defaults(self, photos, run, asked):
        """What is not said has the study's own default."""
        run("cut", "photo.jpg", "--out", "out")
        assert asked == [
            (
                [Path("photo.jpg")],
                {
                    "out": Path("out"),
                    "format": None,
                    "mask_only": False,
                    "metadata": False,
                    "overwrite": False,
                    "jobs": 1,
                    "max_pixels": 80_000_000,
                },
            )
        ]

    def test_all(self, photos, run, asked):
        """Each option reaches the study as what it means there."""
        words = "--model unet --weights w.onnx --classes person,dog --class-map --matting closed-form --tiles --each"
        words += " --no-clean --bg #FFcc00 --sticker --crop --format webp --metadata --overwrite --jobs 2"
        assert run("cut", "photo.jpg", "--out", "out", *words.split()).exit_code == 0
        wanted = {"model": "unet", "weights": Path("w.onnx"), "classes": ("person", "dog"), "class_map": True}
        wanted |= {"matting": "closed-form", "tiles": True, "each": True, "clean": False, "background": "#ffcc00"}
        wanted |= {"sticker": True, "crop": True, "format": "webp", "metadata": True, "overwrite": True, "jobs": 2}
        assert wanted.items() <= asked[0][1].items()

    @pytest.mark.parametrize(
        ("text", "wanted"),
        [("none", None), ("White", "white"), ("blur", "blur"), ("#123456", "#123456"), ("sea.jpg", Path("sea.jpg"))],
    )
    def test_background(self, photos, run, asked, text, wanted):
        """A background is a name, a colour or a picture."""
        Path("sea.jpg").touch()
        run("cut", "photo.jpg", "--out", "out", "--bg", text)
        assert asked[0][1].get("background") == wanted

    @pytest.mark.parametrize(
        ("text", "said"), [("red", "white, blur"), ("", "white, blur"), ("#12345z", "#rrggbb"), ("sea.jpg", "sea.jpg")]
    )
    def test_no_background(self, photos, run, asked, text, said):
        """What is none is refused before there is work, with the choices."""
        result = run("cut", "photo.jpg", "--out", "out", "--bg", text)
        assert (result.exit_code, asked) == (2, [])
        assert said in result.stderr.splitlines()[-1]

    @pytest.mark.parametrize("words", [("", "--out", "out"), ("a.jpg", "--out", ""), ("a.jpg", "--weights", " ")])
    def test_empty(self, photos, run, asked, words):
        """Empty text is no path, and least of all the current folder."""
        result = run("cut", "--out", "out", *words)
        assert (result.exit_code, asked) == (2, [])
        assert "empty text" in result.stderr.splitlines()[-1]

    def test_models(self):
        """The names are those of the issue, each once."""
        assert [one.value for one in verb._Model] == ["selfie", "u2netp", "deeplabv3_resnet101", "unet"]


class TestCut:
    def test_no_transparency(self, photos, run):
        """A format without transparency is refused for cut-outs in one line."""
        result = run("cut", "photo.jpg", "--out", "out", "--format", "jpg")
        assert result.exit_code == 1
        assert result.stderr == "motif: jpg has no transparency; choose 'png', 'webp' or 'tiff'\n"

    def test_contradiction(self, photos, run):
        """A mask has no background."""
        result = run("cut", "photo.jpg", "--out", "out", "--mask-only", "--bg", "white")
        assert result.exit_code == 1
        assert "no background" in result.stderr
        assert "--mask-only" in result.stderr
        assert "mask_only" not in result.stderr

    def test_mask_only(self, photos, run, selfie):
        """The mask alone is a grey picture of the input's size."""
        assert run("cut", "photo.jpg", "--out", "mask.jpg", "--mask-only").exit_code == 0
        assert read_image("mask.jpg").pixels.shape == (24, 32, 1)

    def test_pipe(self, photos, run, selfie):
        """From standard input to standard output: the picture's bytes and nothing else."""
        result = run("cut", "-", "--out", "-", piped=astronaut())
        assert (result.exit_code, result.stderr) == (0, "")
        pixels = read_image(result.stdout_bytes).pixels
        assert np.array_equal(pixels[..., :3], read_image(astronaut()).pixels)
        assert 0.4 < (pixels[..., 3] > 127).mean() < 0.7
