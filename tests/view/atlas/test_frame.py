"""Where things lie on a drawing."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.view.atlas.frame import Frame, by_size, checked_map, core, middle


def test_a_frame_by_hand():
    """Ten wide and ten high: 0.92 of the width, 0.84 of the height, and one scale."""
    frame = Frame.around(np.array([[0.0, 0.0], [10.0, 10.0]]))
    assert frame.width == pytest.approx(10 / 0.92)
    assert frame.height == pytest.approx(10 / 0.84)
    assert frame.places(np.array([[5.0, 5.0], [0.0, 10.0]])) == pytest.approx(np.array([[0.5, 0.5], [0.04, 0.08]]))


def test_one_place_has_a_frame():
    """Equal codes lie in the middle."""
    frame = Frame.around(np.ones((3, 2)))
    assert frame.places(np.ones((3, 2))).tolist() == [[0.5, 0.5]] * 3


def test_the_core_is_the_hull_of_the_nearer_half():
    """Of four near the middle and four far, the near ones are the corners."""
    near = np.array([[1, 0], [0, 1], [-1, 0], [0, -1]]) * 0.1 + 0.5
    far = np.array([[1, 0], [0, 1], [-1, 0], [0, -1]]) * 0.4 + 0.5
    corners = core(np.concatenate([far, near]), 1.0)
    assert sorted(map(tuple, corners.round(6).tolist())) == sorted(map(tuple, near.round(6).tolist()))


@pytest.mark.parametrize("places", [np.zeros((7, 2)), np.zeros((20, 2)), np.linspace(0, 1, 20)[:, None] * [1, 0]])
def test_few_or_flat_items_have_no_core(places):
    """Fewer than eight, all in one place, or all in one line."""
    assert core(places, 1.0) is None


def test_order_and_middle():
    """The largest first, the earlier label of two equals; the median does not follow a stray."""
    assert by_size(np.array([3, 3, 1, 1, 0, -1, -1, -1])) == [1, 3, 0]
    assert middle(np.array([[0, 0], [1, 2], [99, 4]])).tolist() == [1, 2]


@pytest.mark.parametrize(
    ("codes", "labels", "said"),
    [
        ([[0, 0, 0]], [0], r"\(n_items, 2\)"),
        ([[0, 0]], [0.5], "whole number"),
        ([[0, 0]], [0, 1], "2 given, 1 expected"),
        ([[0, 0]], [1], "these have none: 1"),
        ([[0, np.nan]], [0], "NaN"),
    ],
)
def test_wrong_maps_are_refused(codes, labels, said):
    """In one line each."""
    with pytest.raises(InputError, match=said):
        checked_map(codes, labels, ["a"])
