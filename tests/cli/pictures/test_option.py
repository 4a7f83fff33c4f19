"""Options that several verbs have: where pictures come from and where they go."""

import io
from pathlib import Path

import pytest
import typer
from PIL import Image

from motif.cli.pictures.option import given, in_options, path_of, sources, target
from motif.core.errors import InputError
from motif.source.image import read_image

PLAIN = ("--style", "khist", "--no-cut")


def test_only_what_is_said_is_given():
    """None stands for an option that was left alone; False and 0 say something."""
    assert given(a=None, b=False, c=0, d="x") == {"b": False, "c": 0, "d": "x"}


def test_empty_text_is_no_path():
    """The current folder has a name of its own."""
    assert path_of(".") == Path()
    with pytest.raises(typer.BadParameter, match="empty"):
        path_of("")


def test_refusals_speak_of_options():
    """A setting is called by its option, a file that is called like it stays what it is."""
    with pytest.raises(InputError) as refused, in_options("mask_only"):
        raise InputError("leave mask_only out, not 'mask_only' or mask_only.png")
    assert str(refused.value) == "leave --mask-only out, not 'mask_only' or mask_only.png"


def test_a_dash_is_standard_input_once():
    """Files are handed on as they are."""
    assert sources([Path("a.jpg")], max_pixels=1) == [Path("a.jpg")]
    with pytest.raises(typer.BadParameter):
        sources([Path("-"), Path("-")], max_pixels=1)


def test_a_dash_is_standard_output_without_json():
    """Both would write to the same place."""
    assert (target(Path("-"), as_json=False), target(Path("x"), as_json=True)) == (None, Path("x"))
    with pytest.raises(typer.BadParameter):
        target(Path("-"), as_json=True)


class TestPipes:
    @pytest.mark.parametrize(("format", "begins"), [("png", b"\x89PNG"), ("jpg", b"\xff\xd8"), ("webp", b"RIFF")])
    def test_format(self, photos, run, format, begins):
        """--format decides what comes out."""
        data = Path("photo.jpg").read_bytes()
        result = run("cartoon", "-", "--out", "-", "--format", format, *PLAIN, piped=data)
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout_bytes.startswith(begins)
        assert read_image(result.stdout_bytes).pixels.shape == (24, 32, 3)

    @pytest.mark.parametrize("data", [b"", b"no picture"])
    def test_failure(self, photos, run, data):
        """A bad picture leaves stdout empty, says one line, and exits with 1."""
        result = run("cartoon", "-", "--out", "-", *PLAIN, piped=data)
        assert (result.exit_code, result.stdout_bytes) == (1, b"")
        assert result.stderr.count("\n") == 1

    def test_to_a_file(self, photos, run):
        """Standard input may go to a file, and a file to standard output."""
        data = Path("photo.jpg").read_bytes()
        assert run("cartoon", "-", "--out", "x.png", *PLAIN, piped=data).exit_code == 0
        assert run("cartoon", "photo.jpg", "--out", "-", *PLAIN).stdout_bytes == Path("x.png").read_bytes()

    def test_several(self, photos, run):
        """A folder does not go to standard output."""
        result = run("cartoon", "photos", "--out", "-", *PLAIN)
        assert (result.exit_code, result.stdout_bytes) == (1, b"")
        assert "use a folder" in result.stderr


class TestPlaces:
    def test_pattern(self, photos, run):
        """A pattern that the shell has left alone is spelled out."""
        assert run("cartoon", "photo*/*.jpg", "--out", "out", *PLAIN).exit_code == 0
        assert [path.as_posix() for path in sorted(Path("out").rglob("*.png"))] == ["out/photos/a.png"]

    def test_file(self, photos, run):
        """One picture may be written under a name, in the format of its ending."""
        assert run("cartoon", "photo.jpg", "--out", "made/x.webp", *PLAIN).exit_code == 0
        assert read_image("made/x.webp").format == "webp"

    def test_two_formats(self, photos, run):
        """A name and --format that disagree are refused."""
        result = run("cartoon", "photo.jpg", "--out", "x.webp", "--format", "png", *PLAIN)
        assert result.exit_code == 1
        assert not Path("x.webp").exists()


def test_the_place_is_kept_only_when_asked_and_said(photos, run):
    """--metadata keeps EXIF, and one line says that the place is in it."""
    exif = Image.Exif()
    exif[315] = "Ann"
    exif.get_ifd(34853)[1] = "N"
    Image.new("RGB", (9, 8)).save("there.jpg", exif=exif)
    assert run("cartoon", "there.jpg", "--out", "plain.png", *PLAIN).stderr == ""
    result = run("cartoon", "there.jpg", "--out", "kept.webp", "--metadata", *PLAIN)
    assert result.stderr.count("\n") == 1
    assert "(GPS)" in result.stderr
    found = [Image.open(io.BytesIO(Path(name).read_bytes())).getexif() for name in ("plain.png", "kept.webp")]
    assert [one.get(315) for one in found] == [None, "Ann"]
    assert [bool(one.get_ifd(34853)) for one in found] == [False, True]
