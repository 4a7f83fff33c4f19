"""Where results go: a folder, one file, or back to the caller."""

from pathlib import Path, PurePosixPath

import pytest

from motif.core.errors import InputError
from motif.pictures.source.listing import Found, Listing, list_pictures
from motif.pictures.study.batch.place import Target, places, target_of


class TestTargetOf:
    @pytest.mark.parametrize(
        ("out", "format", "file", "told"),
        [
            ("cut", None, None, "png"),
            ("cut", "webp", None, "webp"),
            ("x.PNG", None, "x.PNG", "png"),
            ("a/x.jpeg", None, "a/x.jpeg", "jpg"),
            ("x.tif", "tiff", "x.tif", "tiff"),
            ("day.2", None, None, "png"),
        ],
    )
    def test_known(self, out, format, file, told):
        """A picture's ending makes a file, everything else a folder."""
        target = target_of(out, format)
        assert (None if target.file is None else target.file.as_posix(), target.format) == (file, told)
        assert (target.folder is None) == (file is not None)

    def test_folder_of_that_name(self, tmp_path):
        """A folder that is called like a picture is a folder."""
        (tmp_path / "x.png").mkdir()
        assert target_of(tmp_path / "x.png", None).file is None

    def test_another_file(self, tmp_path):
        """A file that is no picture by its name is no folder for results."""
        (tmp_path / "notes.txt").touch()
        with pytest.raises(InputError, match="is a file"):
            target_of(tmp_path / "notes.txt", None)

    @pytest.mark.parametrize(("out", "format"), [("x.gif", None), ("x.heic", None), ("x.png", "jpg"), ("cut", "gif")])
    def test_refused(self, out, format):
        """What is not written, and what says two things, is refused."""
        with pytest.raises(InputError):
            target_of(out, format)


class TestPlaces:
    def test_outside(self):
        """A place that would lie outside of the folder is refused, wherever it came from."""
        found = Found(Path("y.png"), "y.png", PurePosixPath("a/../../y.png"), "in")
        with pytest.raises(InputError, match="outside"):
            places(Target(Path("out"), None, "png"), Listing((found,), (), 0), ["in"], parts=False)

    @pytest.mark.parametrize("inputs", [["trip"], ["trip/a.jpg", "trip/b.jpg"], ["trip/*.jpg"]])
    @pytest.mark.parametrize("out", ["x.png", None])
    def test_more_than_one(self, tmp_path, monkeypatch, inputs, out):
        """One place does not take several results, nor those of a folder."""
        monkeypatch.chdir(tmp_path)
        (tmp_path / "trip").mkdir()
        for name in ("a.jpg", "b.jpg"):
            (tmp_path / "trip" / name).touch()
        with pytest.raises(InputError, match="use a folder"):
            places(target_of(out, None), list_pictures(inputs), inputs, parts=False)

    def test_parts_need_files(self, tmp_path):
        """Standard output takes no further pictures."""
        with pytest.raises(InputError, match="one picture"):
            places(Target(None, None, "png"), list_pictures([b"x"]), [b"x"], parts=True)


def test_empty_text_is_no_place():
    """Results do not fall into the current folder by mistake."""
    with pytest.raises(InputError, match="empty"):
        target_of("", None)
