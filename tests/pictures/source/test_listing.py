"""What files and folders mean: each picture once, at its place in the tree."""

import os
import sys

import pytest

from motif.core.errors import InputError
from motif.pictures.source.listing import list_pictures


@pytest.fixture
def trip(tmp_path, monkeypatch):
    """A folder with pictures, other files and hidden ones, in the current folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("b.JPG", "a.png", "day/c.webp", "notes.txt", ".hidden.png", ".git/d.png"):
        path = tmp_path / "trip" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path / "trip"


def places(listing):
    return sorted(str(one.place) for one in listing.found)


class TestListPictures:
    def test_folder(self, trip):
        """A folder gives its pictures with their ways below it; hidden files are passed over, others counted."""
        listing = list_pictures(["trip"])
        assert [(one.name, str(one.place), one.folder) for one in listing.found] == [
            ("trip/a.png", "a.png", "trip"),
            ("trip/b.JPG", "b.JPG", "trip"),
            ("trip/day/c.webp", "day/c.webp", "trip"),
        ]
        assert (listing.failed, listing.n_ignored) == ((), 1)

    def test_file(self, trip):
        """A file that is named is taken, whatever its ending; its place is its name."""
        listing = list_pictures(["trip/notes.txt", trip / "day" / "c.webp"])
        assert places(listing) == ["c.webp", "notes.txt"]
        assert listing.n_ignored == 0

    def test_missing(self, trip):
        """An input that does not exist is told, and the others are taken."""
        listing = list_pictures(["nowhere.jpg", "trip/a.png"])
        assert places(listing) == ["a.png"]
        assert [(failure.input, failure.reason) for failure in listing.failed] == [("nowhere.jpg", "missing")]

    @pytest.mark.parametrize("given", ["trip", "trip/gone.jpg"])
    def test_broken_link(self, trip, given):
        """A link that leads nowhere is told as missing, named or found."""
        (trip / "gone.jpg").symlink_to(trip / "absent.jpg")
        failed = list_pictures([given]).failed
        assert [(failure.input, failure.reason) for failure in failed] == [("trip/gone.jpg", "missing")]

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
    def test_pipe(self, trip):
        """A named pipe, which would never end, is told and not read."""
        os.mkfifo(trip / "pipe.jpg")
        listing = list_pictures(["trip"])
        assert [failure.reason for failure in listing.failed] == ["not_a_file"]
        assert len(listing.found) == 3

    @pytest.mark.skipif(sys.platform != "linux", reason="needs names that are no UTF-8")
    def test_odd_name(self, trip):
        """A name that is no UTF-8 can be shown."""
        path = trip / os.fsdecode(b"\xff.jpg")
        path.touch()
        found = [one for one in list_pictures(["trip"]).found if one.path.name == path.name]
        assert found[0].name == "trip/\\udcff.jpg"

    def test_empty_folder(self, trip):
        """A folder without pictures is told."""
        (trip / "empty").mkdir()
        assert [failure.reason for failure in list_pictures(["trip/empty"]).failed] == ["no_pictures"]

    @pytest.mark.parametrize("inputs", [["trip", "trip/day/c.webp"], ["trip/day/c.webp", "trip"], ["trip", "trip/day"]])
    def test_once(self, trip, inputs):
        """A picture that is named twice counts once, at its place in the deeper tree, whatever comes first."""
        listing = list_pictures(inputs)
        assert places(listing) == ["a.png", "b.JPG", "day/c.webp"]
        assert not listing.failed

    def test_two_spellings(self, trip):
        """Two spellings of one path are one picture."""
        assert len(list_pictures(["trip/a.png", trip / "a.png", "trip/../trip/a.png"]).found) == 1

    def test_results_inside(self, trip):
        """The folder of the results is not searched when it lies in a folder that is."""
        (trip / "out").mkdir()
        (trip / "out" / "a.png").touch()
        assert places(list_pictures(["trip"], apart_from="trip/out")) == ["a.png", "b.JPG", "day/c.webp"]

    def test_results_upon_inputs(self, trip):
        """A folder that is read is not written."""
        with pytest.raises(InputError, match="both read and written"):
            list_pictures(["trip"], apart_from=trip)

    def test_nothing(self):
        """No input at all is refused."""
        with pytest.raises(InputError, match="no input given"):
            list_pictures([])

    @pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs rights that can be taken away")
    def test_locked_folder(self, trip):
        """A folder that cannot be read is told, and the others are searched."""
        (trip / "day").chmod(0)
        try:
            listing = list_pictures(["trip"])
        finally:
            (trip / "day").chmod(0o700)
        assert places(listing) == ["a.png", "b.JPG"]
        assert [(failure.input, failure.reason) for failure in listing.failed] == [("trip/day", "unreadable")]


class TestPatterns:
    def test_tree(self, trip):
        """`**` keeps the tree behind the pattern's fixed part; other files are counted, hidden ones passed over."""
        listing = list_pictures(["trip/**/*"])
        assert places(listing) == ["a.png", "b.JPG", "day/c.webp"]
        assert (listing.failed, listing.n_ignored) == ((), 1)

    @pytest.mark.parametrize(
        ("pattern", "wanted"),
        [
            ("trip/*.png", ["a.png"]),
            ("trip/[ab].*", ["a.png", "b.JPG"]),
            ("trip/?ay", ["c.webp"]),
            ("trip/**", ["a.png", "b.JPG", "day/c.webp"]),
            ("*/day/*.webp", ["trip/day/c.webp"]),
        ],
    )
    def test_kinds(self, trip, pattern, wanted):
        """Each wildcard means what a shell takes it for; a folder that matches is searched."""
        assert places(list_pictures([pattern])) == wanted

    def test_nothing(self, trip):
        """A pattern that nothing matches is told as it was written."""
        failed = list_pictures(["trip/*.tiff"]).failed
        assert [(one.input, one.reason) for one in failed] == [("trip/*.tiff", "no_pictures")]

    def test_a_file_of_that_name(self, trip):
        """A file whose name looks like a pattern is itself."""
        (trip / "[a].png").touch()
        assert places(list_pictures(["trip/[a].png"])) == ["[a].png"]

    def test_results_are_no_inputs(self, trip):
        """The folder for the results is passed over, also below a pattern."""
        assert places(list_pictures(["trip/**/*.*"], apart_from="trip/day")) == ["a.png", "b.JPG"]

    def test_circle(self, trip):
        """Links that go in a circle end the search nowhere."""
        (trip / "day" / "up").symlink_to(trip)
        assert places(list_pictures(["trip/**/*.webp", "trip"])) == ["a.png", "b.JPG", "day/c.webp"]

    def test_broken(self, trip):
        """A link in a circle is told, and an empty folder that merely matches is no failure."""
        (trip / "circle.jpg").symlink_to(trip / "circle.jpg")
        (trip / "empty").mkdir()
        listing = list_pictures(["trip/*"], apart_from="out")
        assert places(listing) == ["a.png", "b.JPG", "c.webp"]
        assert [(one.input, one.reason) for one in listing.failed] == [("trip/circle.jpg", "missing")]

    def test_wrong(self, trip):
        """A pattern that cannot be matched is refused in one line."""
        with pytest.raises(InputError, match="no pattern"):
            list_pictures(["trip/a**/*.png"])

    def test_twice(self, trip):
        """What a pattern and a folder both mean counts once."""
        assert places(list_pictures(["trip", "trip/*.png", "trip/a.png"])) == ["a.png", "b.JPG", "day/c.webp"]


class TestBytes:
    def test_one(self, trip):
        """Bytes are a picture that is called `-`, with a place of its own."""
        found = list_pictures([b"bytes", "trip/a.png"]).found
        assert {(one.name, str(one.place), one.data) for one in found} == {
            ("-", "stdin", b"bytes"), ("trip/a.png", "a.png", None)
        }  # fmt: skip

    def test_two(self):
        """There is one standard input."""
        with pytest.raises(InputError, match="only one"):
            list_pictures([b"a", b"b"])


def test_empty_text_is_no_input(trip):
    """Python takes it for the current folder, nobody else does."""
    with pytest.raises(InputError, match="empty"):
        list_pictures(["trip", ""])
