"""What is wanted: equal settings have one digest, others another."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from motif.core.errors import DataError, InputError, SourceError
from motif.pictures.study.batch.order import Job, Order, can_be_known, check_format, check_settings, settings_of
from motif.source.image import Picture


class TestSettingsOf:
    def test_further(self):
        """What else tells results apart is in the digest, and so is the verb."""
        digests = {settings_of("cartoon", {}, format=form) for form in ("png", "webp")}
        assert len(digests | {settings_of("cut", {}, format="png")}) == 3

    def test_file(self, tmp_path):
        """Files count by their content, pictures by their pixels, and a missing file is told."""
        for name, text in (("a", "x"), ("b", "x"), ("c", "y")):
            (tmp_path / name).write_text(text)
        same, again, other = (settings_of("cartoon", {"cut": tmp_path / name}) for name in "abc")
        assert same == again != other
        with pytest.raises(SourceError):
            settings_of("cartoon", {"cut": tmp_path / "absent"})

    def test_picture(self, monkeypatch, tmp_path):
        """A picture counts by its pixels, whatever holds it; text that is no file counts as text."""

        def cut(picture, *, background=None):
            """Only its signature is looked at."""

        monkeypatch.setattr("motif.pictures.study.batch.order.cut", cut)
        pixels = np.full((2, 3, 3), 7, np.uint8)
        same = [pixels, Picture(pixels), Image.fromarray(pixels)]
        assert len({settings_of("cut", {"background": one}) for one in same}) == 1
        others = [None, "white", "blur", pixels + 1]
        assert len({settings_of("cut", {"background": one}) for one in [pixels, *others]}) == 5
        (tmp_path / "a.png").write_bytes(b"x")
        path = tmp_path / "a.png"
        assert settings_of("cut", {"background": path}) == settings_of("cut", {"background": str(path)})

    def test_network(self):
        """A network of one's own counts as given."""
        assert settings_of("cut", {"network": abs}) == settings_of("cut", {"network": max}) != settings_of("cut", {})
        assert can_be_known({"network": None})
        assert not can_be_known({"network": abs})

    @pytest.mark.parametrize(("verb", "digest"), [("cut", "e7845be048f4c71f"), ("cartoon", "703d3910cd4785b1")])
    def test_golden(self, verb, digest):
        """The digest of all defaults: who changes a default or what a verb makes raises the version, knowingly."""
        assert settings_of(verb, {}) == digest

    def test_words_for_a_background(self):
        """A colour counts as what it is, however it is written."""
        digests = {settings_of("cut", {"background": one}) for one in ("#ABC", "#aabbcc", " #AaBbCc")}
        assert len(digests) == 1
        white = {settings_of("cut", {"background": one}) for one in ("white", "WHITE", "#fff")}
        assert len(white) == 1
        assert len(digests | white | {settings_of("cut", {"background": "blur"})}) == 3

    def test_profile(self):
        """A picture behind counts with its profile: the same pixels look another."""
        pixels = np.full((2, 3, 3), 7, np.uint8)
        digests = {settings_of("cut", {"background": Picture(pixels, profile)}) for profile in (None, b"a", b"b")}
        assert len(digests) == 3

    def test_unknown(self):
        """A setting that there is not is refused with those that there are."""
        with pytest.raises(InputError, match="network"):
            settings_of("cut", {"colour": 1})


class TestCheckSettings:
    @pytest.mark.parametrize(
        ("verb", "how", "says"),
        [
            ("cut", {"model": "yolo"}, "model"),
            ("cut", {"model": "unet"}, "weights"),
            ("cut", {"matting": "hair"}, "matting"),
            ("cut", {"background": "#12"}, "#12"),
            ("cartoon", {"style": "oil"}, "style"),
        ],
    )
    def test_refused(self, verb, how, says):
        """What the verb refuses is refused before there is work, whatever the network."""
        with pytest.raises(InputError, match=says):
            check_settings(verb, how)

    @pytest.mark.parametrize("how", [{}, {"background": "blur", "sticker": True, "crop": True, "each": True}])
    def test_fine(self, how):
        """Settings that are fine ask for no network."""
        check_settings("cut", how)

    def test_background(self, tmp_path):
        """A background that is no picture is told once, not for each picture."""
        (tmp_path / "sea.jpg").write_text("no picture")
        with pytest.raises(DataError, match="sea"):
            check_settings("cut", {"background": tmp_path / "sea.jpg"})


def test_the_note_names_the_content(tmp_path):
    """The same bytes from a file and from memory give the same note."""
    (tmp_path / "a.jpg").write_bytes(b"abc")
    order = Order("cut", {}, "0" * 16, "png")
    from_file = Job(order, tmp_path / "a.jpg", None, "a.jpg", None)
    assert from_file.note == Job(order, Path("-"), b"abc", "-", None).note


@pytest.mark.parametrize(
    ("format", "transparent", "fits"), [("jpg", False, True), ("jpg", True, False), ("gif", False, False)]
)
def test_formats(format, transparent, fits):
    """JPEG holds nothing transparent, and there is no fifth format."""
    if fits:
        check_format(format, transparent=transparent)
    else:
        with pytest.raises(InputError):
            check_format(format, transparent=transparent)
