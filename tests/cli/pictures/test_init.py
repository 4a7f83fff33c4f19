"""`motif pictures`: exit codes, JSON, and what is said where."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from motif.cli.pictures import app
from motif.source.image import encode_image, read_image


@pytest.fixture
def photos(tmp_path, monkeypatch):
    """`photo.jpg` and a folder `photos` of two, in the current folder."""
    monkeypatch.chdir(tmp_path)
    pixels = np.random.default_rng(0).integers(0, 256, (24, 32, 3), dtype=np.uint8)
    (tmp_path / "photos").mkdir()
    for seed, name in enumerate(["photo.jpg", "photos/a.jpg", "photos/b.png"]):
        (tmp_path / name).write_bytes(encode_image(np.roll(pixels, seed), format=Path(name).suffix[1:]))


def run(*words):
    return CliRunner().invoke(app, list(words))


class TestCartoon:
    def test_text(self, photos):
        """One line on stdout, nothing on stderr, exit 0."""
        result = run("cartoon", "photos", "photo.jpg", "--out", "out", "--no-cut")
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout == "3 done, 0 skipped, 0 failed\n"
        assert sorted(path.name for path in Path("out").iterdir()) == ["a.png", "b.png", "photo.png"]

    def test_json(self, photos):
        """One JSON object says what became of each input."""
        run("cartoon", "photo.jpg", "--out", "out", "--no-cut")
        result = run("cartoon", "photo.jpg", "photos", "gone.jpg", "--out", "out", "--no-cut", "--json")
        told = json.loads(result.stdout)
        assert result.exit_code == 1
        assert [one["output"] for one in told["done"]] == ["out/a.png", "out/b.png"]
        assert told["skipped"] == [{"input": "photo.jpg", "output": "out/photo.png"}]
        assert told["failed"] == [{"input": "gone.jpg", "reason": "missing", "message": "'gone.jpg' does not exist"}]
        assert told["ignored"] == 0

    def test_failure(self, photos):
        """A failure is one line on stderr and exit 1; the others are done."""
        Path("photos/text.jpg").write_text("no picture")
        result = run("cartoon", "photos", "--out", "out", "--no-cut")
        assert result.exit_code == 1
        assert result.stdout == "2 done, 0 skipped, 1 failed\n"
        assert result.stderr.startswith("motif: ")
        assert result.stderr.count("\n") == 1
        assert "photos/text.jpg" in result.stderr

    def test_other_settings(self, photos, monkeypatch):
        """Results of other settings need --overwrite."""
        assert run("cartoon", "photo.jpg", "--out", "out", "--no-cut", "--format", "tiff").exit_code == 0
        monkeypatch.setattr("motif.pictures.study.batch._VERSION", 2)
        refused = run("cartoon", "photo.jpg", "--out", "out", "--no-cut", "--format", "tiff")
        assert refused.exit_code == 1
        assert "--overwrite" in refused.stderr
        again = run("cartoon", "photo.jpg", "--out", "out", "--no-cut", "--format", "tiff", "--overwrite")
        assert again.stdout == "1 done, 0 skipped, 0 failed\n"

    @pytest.mark.parametrize(
        "words",
        [
            ["cartoon", "photo.jpg"],
            ["cartoon", "--out", "out"],
            ["cartoon", "photo.jpg", "--out", "out", "--format", "heic"],
            ["cartoon", "photo.jpg", "--out", "out", "--style", "oil"],
            ["cartoon", "photo.jpg", "--out", "out", "--jobs", "0"],
        ],
        ids=["no-out", "no-input", "format", "style", "jobs"],
    )
    def test_usage(self, photos, words):
        """Wrong usage exits with 2 and writes nothing."""
        assert run(*words).exit_code == 2
        assert not Path("out").exists()

    def test_no_transparency(self, photos):
        """A format without transparency is refused for cut-outs in one line."""
        result = run("cut", "photo.jpg", "--out", "out", "--format", "jpg")
        assert result.exit_code == 1
        assert result.stderr == "motif: jpg has no transparency; choose 'png', 'webp' or 'tiff'\n"


class TestCut:
    @pytest.fixture
    def network(self, monkeypatch):
        """A network that finds nobody stands in for `selfie`."""
        monkeypatch.setattr("motif.pictures.study.batch.resolve", lambda name, path=None: Path("selfie"))
        nobody = np.zeros((1, 1, 256, 256), np.float32)
        monkeypatch.setattr("motif.pictures.study.batch.load", lambda path: lambda batch: nobody)

    def test_nobody(self, photos, network):
        """A picture of nobody is done, with one line of warning."""
        result = run("cut", "photo.jpg", "--out", "out")
        assert result.exit_code == 0
        assert result.stderr == "motif: photo.jpg: nobody was found, so all of it is transparent\n"
        assert not read_image("out/photo.png").pixels[..., 3].any()

    def test_mask_only(self, photos, network):
        """The mask alone is a grey picture of the input's size."""
        assert run("cut", "photo.jpg", "--out", "out", "--mask-only", "--format", "jpg").exit_code == 0
        assert read_image("out/photo.jpg").pixels.shape == (24, 32, 1)


def test_light():
    """Loading the command line loads nothing heavy."""
    heavy = ("cv2", "numpy", "PIL", "motif.pictures")
    code = f"import sys, motif.cli.pictures; print([m for m in {heavy} if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"
