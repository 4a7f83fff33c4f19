"""Patterns, where no shell has spelled them out."""

from pathlib import Path

import pytest

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
