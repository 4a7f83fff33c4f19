"""Sources: named once, called by their own name, media found again beside the collection."""

from pathlib import Path

import pytest

from motif.core.errors import InputError
from motif.source.place import given_paths, media_ways, source_names


def test_nothing_given():
    """The message says what to name."""
    with pytest.raises(InputError, match="no source given; name folders of pictures"):
        given_paths([], what="folders of pictures")


def test_given_twice(tmp_path):
    """Two ways to one place are one source; its own name is told, not its folders."""
    (tmp_path / "trip").mkdir()
    with pytest.raises(InputError, match=r"more than once: 'trip'$"):
        given_paths([tmp_path / "trip", tmp_path / "trip" / ".." / "trip"], what="folders")


def test_names(tmp_path):
    """Equal names are numbered in their order."""
    paths = [tmp_path / one / "trip" for one in "abc"]
    assert list(source_names(paths).values()) == ["trip", "trip (2)", "trip (3)"]


def test_beside_the_collection(tmp_path):
    """Media below the collection's own folder are found through `..`, each source by its way."""
    for name in ("here/a", "here/b/c"):
        (tmp_path / name).mkdir(parents=True)
    names = source_names([tmp_path / "here" / "a", tmp_path / "here" / "b" / "c"])
    root, ways = media_ways(names, out=tmp_path / "here" / "p.motif")
    assert (root, list(ways.values())) == ("..", ["a", "b/c"])


def test_elsewhere(tmp_path):
    """Media outside keep their source's name only, and nothing says where they start."""
    (tmp_path / "far" / "a").mkdir(parents=True)
    names = source_names([tmp_path / "far" / "a"])
    assert media_ways(names, out=tmp_path / "here" / "p.motif") == (None, {tmp_path / "far" / "a": "a"})


def test_only_media_decide(tmp_path):
    """A table far away does not keep the folder beside the collection from being found again."""
    folder, table = tmp_path / "music", Path("/somewhere/else/songs.csv")
    folder.mkdir()
    root, ways = media_ways({folder: "music", table: "songs.csv"}, out=tmp_path / "s.motif", is_media=Path.is_dir)
    assert (root, ways[folder], ways[table]) == ("..", "music", "")
