"""Tests of `motif.songs.study.reason`."""

import numpy as np

from motif.songs.study.reason import reasons

FEATURES = ("tempo", "energy", "mode", "key", "acousticness", "valence")


def _told(seed: list[float], pick: list[float]) -> tuple[str, ...]:
    return reasons(np.array(seed), np.array(pick), FEATURES)


def test_what_both_are_and_most_are_not():
    """The more unusual comes first, typical values say nothing, and at most three are told."""
    assert _told([1.0, -2.0, 0.0, 0.0, 1.5, -0.9], [1.1, -2.1, 0.0, 0.0, 1.4, -1.0]) == (
        "both calm",
        "both acoustic",
        "both fast",
    )
    assert _told([0.1] * 6, [0.1] * 6) == ()


def test_the_largest_difference_is_told():
    """One difference, in a word for more or less."""
    assert _told([0.0] * 6, [-1.9, 1.3, 0.0, 0.0, 0.0, 0.0]) == ("slower",)
    assert _told([0.0] * 6, [0.0, 0.0, 0.0, 0.0, 2.0, 0.0]) == ("more acoustic",)
    assert _told([0.0, 0.0, 0.9, 0, 0, 0], [0.0, 0.0, -1.1, 0, 0, 0]) == ("minor",)


def test_what_is_not_known_is_not_told():
    """Empty cells, and features without a word for much and little, give no reason."""
    nan = float("nan")
    assert _told([nan, 2.0, 0.0, 3.0, 0.0, 0.0], [2.0, nan, 0.0, 3.0, 0.0, 0.0]) == ()


def test_a_shared_direction_is_not_enough():
    """Two songs far on one side, and far from each other, have nothing in common."""
    assert _told([0.8, 0, 0, 0, 0, 0], [2.5, 0, 0, 0, 0, 0]) == ("faster",)
