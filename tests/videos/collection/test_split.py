"""Splitting videos by creator."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.collection import Collection
from motif.core.errors import InputError
from motif.videos.collection.split import SIDES, rows_of, with_sides


def videos(n=400, n_creators=120, **columns):
    creators = [f"c{number % n_creators}" for number in range(n)]
    return Collection("video", {"id": [f"v{number}" for number in range(n)], "creator": creators, **columns})


def test_no_creator_is_on_two_sides():
    """And every video is on one."""
    made = with_sides(videos())
    sides = {}
    for row in made.items.to_pylist():
        sides.setdefault(row["creator"], set()).add(row["split"])
    assert all(len(found) == 1 for found in sides.values())
    assert sum(len(rows_of(made, side)) for side in SIDES) == 400


@settings(max_examples=10, deadline=None, derandomize=True)
@given(st.permutations(range(300)))
def test_a_video_keeps_its_side_whatever_else_is_there(order):
    """In any order, and among any part of the videos."""
    whole = with_sides(videos(300, 300))
    known = dict(zip(whole.ids, whole.items["split"].to_pylist(), strict=True))
    some = with_sides(videos(300, 300).select(order[:200]))
    assert dict(zip(some.ids, some.items["split"].to_pylist(), strict=True)).items() <= known.items()


def test_videos_of_unknown_creators_go_by_their_id():
    """They don't stay together."""
    held = Collection("video", {"id": [f"v{n}" for n in range(300)], "creator": [None] * 300})
    assert set(with_sides(held).items["split"].to_pylist()) == set(SIDES)


def test_an_empty_side_is_refused():
    """One creator cannot be on three sides."""
    with pytest.raises(InputError, match="no video is on the side"):
        with_sides(videos(50, 1))


def test_a_split_is_made_once():
    """And sides have their names."""
    with pytest.raises(InputError, match="already"):
        with_sides(with_sides(videos()))
    with pytest.raises(InputError, match="'valid'"):
        with_sides(videos(), {"train": 0.5, "valid": 0.5})


def test_a_side_without_videos_is_told_with_those_there_are():
    """Also where nothing was split."""
    with pytest.raises(InputError, match="no column 'split'"):
        rows_of(videos(), "test")
    with pytest.raises(InputError, match=r"there are train$"):
        rows_of(videos(split=["train"] * 400), "test")
