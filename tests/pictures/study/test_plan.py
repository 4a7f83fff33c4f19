"""Names of results: no two share one, whatever the case and the order of the inputs."""

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.pictures.source.listing import Found
from motif.pictures.study.plan import output_names, owner_of, part_name


def found(*places, folder="trip"):
    """Pictures at places below one folder."""
    return [Found(Path(folder) / place, f"{folder}/{place}", PurePosixPath(place), folder) for place in places]


def names(pictures, extension="png"):
    return [str(name) for name in output_names(pictures, extension=extension)]


class TestOutputNames:
    @pytest.mark.parametrize(
        ("places", "wanted"),
        [
            (["a.jpg", "b.jpg"], ["a.png", "b.png"]),
            (["deep/er/a.jpg", "a.jpg"], ["deep/er/a.png", "a.png"]),
            (["a.jpg", "a.png"], ["a.jpg.png", "a.png.png"]),
            (["a.jpg", "A.png", "b.gif"], ["a.jpg.png", "A.png.png", "b.png"]),
            (["Trip/a.jpg", "trip/A.png"], ["Trip/a.jpg.png", "trip/A.png.png"]),
            (["a.jpg", "a.png", "a.jpg.bmp"], ["a.jpg.png", "a.png.png", "a.jpg.bmp.png"]),
            (["a.tar.jpg", "noextension"], ["a.tar.png", "noextension.png"]),
            (["x.jpg", "x.png/a.jpg"], ["x.jpg.png", "x.png/a.png"]),
            (["é.jpg", "e\u0301.png"], ["é.jpg.png", "e\u0301.png.png"]),
        ],
        ids=["plain", "tree", "clash", "case", "folders", "full-name", "dots", "folder", "accent"],
    )
    def test_known(self, places, wanted):
        """The names are those that people would expect."""
        assert names(found(*places)) == wanted

    def test_two_folders(self):
        """Pictures of one name from two folders keep the names of their folders."""
        both = [*found("a.jpg", folder="x"), *found("a.jpg", folder="y")]
        assert names(both) == ["x/a.jpg.png", "y/a.jpg.png"]

    def test_numbers(self):
        """Names that differ in nothing but case, in folders of one name, are numbered in the order of their places."""
        same = found("a.jpg", "A.jpg")
        assert names(same) == ["trip/a.jpg.2.png", "trip/A.jpg.png"]
        assert names(same[::-1]) == ["trip/A.jpg.png", "trip/a.jpg.2.png"]

    @settings(max_examples=300, derandomize=True, deadline=None)
    @given(st.data())
    def test_unique_in_any_order(self, data):
        """All names differ, also without case; none is a folder of another; the order of the inputs changes none."""
        part = st.sampled_from(["a", "A", "b", "a.png", "A.PNG.png", "x", "a.jpg", "a.jpg.png", "ß", "SS", "trip"])
        ending = st.sampled_from(["", ".jpg", ".JPG", ".png", ".2.png"])
        place = st.tuples(st.lists(part, max_size=2), part, ending).map(
            lambda drawn: "/".join([*drawn[0], drawn[1] + drawn[2]])
        )
        drawn = data.draw(st.lists(st.tuples(st.sampled_from(["trip", "Trip", "x", ""]), place), max_size=8))
        paths = {f"{root}/{place}": (root, place) for root, place in drawn}
        pictures = [Found(Path(path), path, PurePosixPath(place), root) for path, (root, place) in paths.items()]
        shuffled = data.draw(st.permutations(pictures))
        result = dict(zip((p.name for p in pictures), names(pictures), strict=True))
        assert dict(zip((p.name for p in shuffled), names(shuffled), strict=True)) == result
        keys = [name.casefold() for name in result.values()]
        assert len(set(keys)) == len(keys)
        folders = {str(parent).casefold() for name in result.values() for parent in PurePosixPath(name).parents}
        assert not folders.intersection(keys)
        assert all(name.endswith(".png") for name in result.values())


class TestParts:
    @pytest.mark.parametrize(
        ("places", "wanted"),
        [
            (["a.jpg", "a.edges.jpg"], ["a.jpg.png", "a.edges.jpg.png"]),
            (["a.jpg", "A.Edges.jpg"], ["a.jpg.png", "A.Edges.jpg.png"]),
            (["a.jpg", "b.edges.jpg"], ["a.png", "b.edges.png"]),
            (["a.jpg", "day/a.edges.jpg"], ["a.png", "day/a.edges.png"]),
            (["a.jpg", "a.2020.jpg"], ["a.png", "a.2020.png"]),
        ],
        ids=["clash", "case", "other", "folder", "number"],
    )
    def test_room(self, places, wanted):
        """A name that a further picture of another could have is given up by both, and only then."""
        assert [str(name) for name in output_names(found(*places), extension="png", parts=True)] == wanted

    def test_without(self):
        """Where there are no further pictures, nothing gets out of their way."""
        assert names(found("a.jpg", "a.edges.jpg")) == ["a.png", "a.edges.png"]

    @given(st.lists(st.sampled_from(["a", "b"]), min_size=1, max_size=3), st.data())
    @settings(max_examples=60, deadline=None, derandomize=True)
    def test_never(self, stems, data):
        """No result has the name of a further picture of another, whatever the names."""
        endings = st.sampled_from([".jpg", ".png", ".edges.jpg", ".jpg.png", ".edges.png.jpg", ".edges"])
        given_names = {stem + data.draw(endings) for stem in stems}
        results = output_names(found(*sorted(given_names)), extension="png", parts=True)
        assert len(set(results)) == len(results)
        assert not {owner_of(name) for name in results} & set(results)

    def test_names(self):
        """A further picture's name leads back to its result."""
        assert owner_of(part_name(PurePosixPath("t/a.png"), "person-1")) == PurePosixPath("t/a.png")
