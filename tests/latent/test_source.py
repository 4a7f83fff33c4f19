"""The digits as a Collection, and what happens to equal pictures."""

import numpy as np
import pytest
from sklearn.datasets import load_digits

from motif.collection import read
from motif.latent import source
from motif.latent.source import digits


@pytest.fixture(scope="module")
def found():
    return digits()


def test_all_digits_are_there_in_order(found):
    """The collection holds the 1,797 pictures of scikit-learn's file with their digits, none left out."""
    truth = load_digits()
    assert (found.kind, found.n_items, found.drops.num_rows) == ("digit", 1797, 0)
    assert found.items["digit"].to_pylist() == truth.target.tolist()
    np.testing.assert_array_equal(found.blocks["pixels"].raw, truth.images)
    np.testing.assert_array_equal(found.blocks["pixels"][:], truth.images / 16)


def test_pixels_are_stored_small(found):
    """What is stored are the whole numbers of the source, a byte each."""
    assert found.blocks["pixels"].dtype == np.uint8
    assert found.blocks["pixels"].info.scale == 1 / 16


def test_ids_come_from_the_pixels(found):
    """Ids are 16 hex digits, the same in each call, and different for each picture."""
    assert len(set(found.ids)) == 1797
    assert all(len(name) == 16 and int(name, 16) >= 0 for name in found.ids)
    assert digits().ids == found.ids


def test_credit_travels_with_the_pixels(found, tmp_path):
    """Whose pictures they are is still known after saving and choosing."""
    saved = found.select([3, 1]).save(tmp_path / "digits.motif")
    assert "CC BY 4.0" in read(tmp_path / "digits.motif").blocks["pixels"].info.parameters["credit"]
    assert saved.items["digit"].to_pylist() == [3, 1]


def test_equal_pictures_are_one_item_and_a_drop_each():
    """Of equal pictures the first stays; each later one is a drop that says which it repeats."""
    pixels = np.zeros((4, 8, 8), dtype=np.uint8)
    pixels[1] = pixels[3] = 7
    found = source._collected(pixels, np.array([0, 1, 2, 3]))
    assert found.items["digit"].to_pylist() == [0, 1]
    drops = found.drops.to_pylist()
    assert [(drop["origin"], drop["reason"], drop["detail"]) for drop in drops] == [
        ("row 2", "duplicate", "the same pixels as row 0"),
        ("row 3", "duplicate", "the same pixels as row 1"),
    ]
    assert [drop["id"] for drop in drops] == found.ids
