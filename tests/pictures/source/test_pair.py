"""Which result belongs to which photograph."""

import numpy as np
import pytest

from motif.core.errors import InputError, SourceError
from motif.pictures.source.pair import pair_files
from motif.source.image import encode_image

PIXELS = encode_image(np.zeros((2, 2, 3), np.uint8), format="png")


@pytest.fixture
def folder(tmp_path):
    """Make a folder of pictures, which need no more than their names."""

    def make(name, *places):
        for place in places:
            path = tmp_path / name / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(PIXELS)
        return tmp_path / name

    return make


def names(pairs):
    return [(pair.name, pair.before.name, pair.after.name) for pair in pairs.pairs]


def test_by_stem(folder):
    """Endings may differ, the tree may not; what has no partner is told."""
    found = pair_files(folder("in", "a.jpg", "t/b.jpg", "c.jpg"), folder("out", "a.png", "t/b.png", "x/c.png"))
    assert names(found) == [("a", "a.jpg", "a.png"), ("t/b", "b.jpg", "b.png")]
    assert (found.alone_before, found.alone_after) == (("c.jpg",), ("x/c.png",))


def test_two_files(folder):
    """Two files belong together whatever their names."""
    before, after = folder("in", "a.jpg") / "a.jpg", folder("out", "other.png") / "other.png"
    assert names(pair_files(before, after)) == [("a.jpg", "a.jpg", "other.png")]


def test_full_names(folder):
    """`a.jpg.png` is the result of `a.jpg`, as the batch calls results of clashing stems."""
    found = pair_files(folder("in", "a.jpg", "a.png"), folder("out", "a.jpg.png", "a.png.png"))
    assert names(found) == [("a", "a.jpg", "a.jpg.png"), ("a", "a.png", "a.png.png")]


def test_ambiguous(folder):
    """Two photographs of one stem, or two results of one photograph, are refused with their names."""
    with pytest.raises(InputError, match=r"several photographs called 'a': 'a.jpg', 'a.png'"):
        pair_files(folder("in", "a.jpg", "a.png"), folder("out", "a.png"))
    with pytest.raises(InputError, match=r"several results of 'b.jpg': 'b.png', 'b.webp'"):
        pair_files(folder("in2", "b.jpg"), folder("out2", "b.png", "b.webp"))


def test_masks(folder):
    """Masks are found by stem too; a photograph may have none."""
    found = pair_files(folder("in", "a.jpg", "b.jpg"), folder("out", "a.png", "b.png"), mask=folder("masks", "a.png"))
    assert [pair.mask and pair.mask.name for pair in found.pairs] == ["a.png", None]


def test_kinds(folder):
    """A file and a folder do not fit, what is missing is said, and so is that nothing fits."""
    before = folder("in", "a.jpg")
    with pytest.raises(InputError, match="two files or two folders"):
        pair_files(before, before / "a.jpg")
    with pytest.raises(InputError, match="two files or two folders"):
        pair_files(before, before, mask=before / "a.jpg")
    with pytest.raises(SourceError, match="there is no"):
        pair_files(before, before / "none")
    with pytest.raises(SourceError, match="has the name of one of"):
        pair_files(before, folder("out", "z.png"))
