"""Patterns, where no shell has spelled them out."""

from pathlib import Path

import pytest

from motif.core.errors import InputError
from motif.pictures.source.pattern import is_pattern, matches


@pytest.mark.parametrize(
    ("text", "wanted"), [("a/*.jpg", True), ("a?.jpg", True), ("[ab].jpg", True), ("a.jpg", False)]
)
def test_wildcards_make_a_pattern(text, wanted):
    """A star, a question mark and brackets are wildcards."""
    assert is_pattern(Path(text)) is wanted


def test_hidden_files_are_named_by_their_dot(tmp_path):
    """A wildcard does not stand for a dot in front."""
    for name in (".a.png", "b.png"):
        (tmp_path / name).touch()
    assert [path.name for path in matches(tmp_path / "*.png")[1]] == ["b.png"]
    assert [path.name for path in matches(tmp_path / ".*.png")[1]] == [".a.png"]


def test_the_fixed_part_ends_before_the_first_wildcard(tmp_path):
    """Behind it the tree is kept."""
    top, found = matches(tmp_path / "no*thing" / "a.png")
    assert (top, found) == (tmp_path, [])


@pytest.mark.parametrize("text", ["in/*/../y.png", "in/*/../../y.png", "in/**/..", "in/?/../**/*.png"])
def test_a_pattern_does_not_climb_behind_a_wildcard(text):
    """What lies above the fixed part has no place below it."""
    with pytest.raises(InputError, match="behind a wildcard"):
        matches(Path(text))


def test_a_pattern_may_climb_in_front(tmp_path):
    """The fixed part may go up."""
    (tmp_path / "in").mkdir()
    (tmp_path / "a.png").touch()
    top, found = matches(tmp_path / "in" / ".." / "*.png")
    assert [path.relative_to(top).as_posix() for path in found] == ["a.png"]
