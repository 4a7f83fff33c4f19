"""Palettes in text files."""

import pytest

from motif.core.errors import DataError, SourceError
from motif.pictures.source.palette import read_palette


@pytest.fixture
def written(tmp_path):
    def write(text, name="colours.txt"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


class TestReadPalette:
    def test_lines(self, written):
        """One colour a line, with or without #, upper or lower case; comments and empty lines are passed over."""
        path = written("# mine\n#FF8800\n\n00ff7f  sea\n// end\n")
        assert read_palette(path) == ("#ff8800", "#00ff7f")

    def test_gimp(self, written):
        """GIMP's palettes are read, their heads passed over."""
        path = written("GIMP Palette\nName: Warm\nColumns: 2\n#\n255 136   0\tOrange\n  0   0   0\n", "warm.gpl")
        assert read_palette(path) == ("#ff8800", "#000000")

    @pytest.mark.parametrize("text", ["#ff8800\nred\n", "GIMP Palette\n300 0 0\n", "#12345\n"])
    def test_wrong_line(self, written, text):
        """A line that is no colour is told."""
        with pytest.raises(DataError, match=r"line that is no colour: '(red|300 0 0|#12345)'"):
            read_palette(written(text))

    @pytest.mark.parametrize("data", ["", "# only words\n", b"\x89PNG\0\0", b"x" * (1 << 21)])
    def test_none(self, written, data):
        """An empty file, and one that is no text, are no palettes."""
        with pytest.raises(DataError, match="colours\\.txt"):
            read_palette(written(data))

    def test_missing(self, tmp_path):
        """A file that is not there is told by its name."""
        with pytest.raises(SourceError, match=r"'nowhere\.txt' cannot be read"):
            read_palette(tmp_path / "nowhere.txt")
