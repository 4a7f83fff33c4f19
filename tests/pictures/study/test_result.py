"""A result and its parts."""

import numpy as np

from motif.pictures.study.cartoon import cartoon
from motif.pictures.study.result import Part, Parts


def test_parts_are_none_at_first():
    """A result has no further pictures unless there are some."""
    assert cartoon(np.zeros((8, 8, 3), np.uint8), cut=False).parts == {}


def test_alpha():
    """The alpha of a part is its last channel, where it has two or four."""
    pixels = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
    assert np.array_equal(Part(pixels).alpha, pixels[..., 3])
    assert np.array_equal(Part(pixels[..., :2]).alpha, pixels[..., 1])
    assert Part(pixels[..., :3]).alpha is None


def test_parts_are_made_when_asked_for():
    """Listing parts makes none; each is made when it is asked for, and none is kept."""
    made = []

    def maker():
        made.append(1)
        return Part(np.zeros((1, 1, 3), np.uint8))

    parts = Parts({"a": maker, "b": maker})
    assert (list(parts), len(parts), "a" in parts, "c" in parts, made) == (["a", "b"], 2, True, False, [])
    assert parts["a"].pixels.shape == (1, 1, 3)
    assert len(dict(parts.items())) == 2
    assert len(made) == 3
