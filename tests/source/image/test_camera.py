"""What cameras write: dates, makers, orientation, and the many ways to write nothing."""

import io
from datetime import datetime

import pytest
from PIL import Image

from motif.core.errors import SourceError
from motif.source.image.camera import CameraNote, read_camera

TAKEN, CHANGED, MAKE, MODEL, ORIENTATION, MORE = 36867, 306, 271, 272, 274, 34665


def picture(format="JPEG", **tags):
    """A picture's bytes with these EXIF tags."""
    exif = Image.Exif()
    for name, value in tags.items():
        if name == "TAKEN":
            exif.get_ifd(MORE)[TAKEN] = value
        else:
            exif[globals()[name]] = value
    stream = io.BytesIO()
    Image.new("RGB", (8, 6)).save(stream, format, exif=exif)
    return stream.getvalue()


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_told(format):
    """Date of the exposure, maker and model, orientation."""
    data = picture(format, TAKEN="2021:03:24 12:30:05", MAKE="NIKON CORPORATION", MODEL="NIKON D90", ORIENTATION=6)
    assert read_camera(data) == CameraNote(datetime(2021, 3, 24, 12, 30, 5), "NIKON D90", 6)


@pytest.mark.parametrize(
    ("make", "model", "wanted"),
    [
        ("Apple", "iPhone 12", "Apple iPhone 12"),
        ("Canon", "Canon EOS R", "Canon EOS R"),
        ("", "X", "X"),
        ("A", "", "A"),
    ],
)
def test_camera(make, model, wanted):
    """The maker is not said twice."""
    assert read_camera(picture(MAKE=make, MODEL=model)).camera == wanted


@pytest.mark.parametrize("date", ["0000:00:00 00:00:00", "yesterday", "", "2021-03-24", "1000:01:01 00:00:00"])
def test_no_date(date):
    """A clock that was never set, and what is no date, say nothing."""
    assert read_camera(picture(TAKEN=date)).taken is None


def test_changed_where_taken_is_missing():
    """The date of the last change stands in for that of the exposure."""
    assert read_camera(picture(CHANGED="2020:01:02 03:04:05")).taken == datetime(2020, 1, 2, 3, 4, 5)


@pytest.mark.parametrize("data", [b"", b"text", b"\xff\xd8\xff\xe1\x00\x10Exif\0\0broken", b"\x89PNG\r\n\x1a\n"])
def test_nothing(data):
    """Bytes that are no picture, or a broken one, say nothing."""
    assert read_camera(data) == CameraNote()


def test_hostile_name():
    """Control characters do not come through."""
    assert read_camera(picture(MODEL="X\x1b[31m\x07")).camera == "X[31m"


def test_path(tmp_path):
    """A path is read as its bytes are; a missing one is said."""
    (tmp_path / "a.jpg").write_bytes(picture(MODEL="X"))
    assert read_camera(tmp_path / "a.jpg").camera == "X"
    with pytest.raises(SourceError, match=r"'b\.jpg'"):
        read_camera(tmp_path / "b.jpg")
