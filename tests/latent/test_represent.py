"""Items of a block as rows: mapped where they can be, channels first, absent ones left out."""

import numpy as np
import pytest

from motif.collection import Collection, dense, read
from motif.core.errors import InputError
from motif.latent.represent import items_of


def _held(values, **options):
    return Collection(
        "picture", {"id": [f"p{i}" for i in range(len(values))]}, blocks={"pixels": dense(values, **options)}
    )


def test_stored_rows_of_a_collection_on_disk_stay_in_their_file(tmp_path):
    """Nothing is copied into memory before a batch is taken."""
    _held(np.arange(96, dtype=np.uint8).reshape(6, 4, 4), scale=1 / 255).save(tmp_path / "a.motif")
    stored = items_of(read(tmp_path / "a.motif")).stored
    base = stored
    while base is not None and not isinstance(base, np.memmap):
        base = base.base
    assert isinstance(base, np.memmap)
    assert stored.shape == (6, 16)


def test_values_are_what_is_meant():
    """Scale and offset are applied."""
    items = items_of(_held(np.array([[[0, 8], [16, 4]]], dtype=np.uint8), scale=1 / 16))
    assert items.values(np.array([0])).tolist() == [[0.0, 0.5, 1.0, 0.25]]
    assert not items.is_bytes


def test_colours_come_first_in_a_row_and_go_back_last_in_a_picture():
    """A row is (channels, height, width), as convolutions want it; a picture has its channels last again."""
    values = np.random.default_rng(0).random((3, 2, 5, 3)).astype(np.float32)
    items = items_of(_held(values))
    assert items.image == (3, 2, 5)
    rows = items.values(slice(None))
    np.testing.assert_array_equal(rows[:, :10].reshape(3, 2, 5), values[..., 0])
    np.testing.assert_array_equal(items.pictures(rows), values)


def test_absent_items_have_no_row():
    """Rows point to the items that have the block."""
    items = items_of(_held(np.eye(4, dtype=np.float32), present=[True, False, True, True]))
    assert items.rows.tolist() == [0, 2, 3]
    assert items.stored.tolist() == np.eye(4)[[0, 2, 3]].tolist()
    assert items.image is None


def test_what_is_no_dense_block_is_refused():
    """The message says what would do; rows of numbers cannot be drawn."""
    ragged = Collection("a", {"id": ["x", "y"]}, blocks={"r": [np.ones(2), np.ones(3)]})
    with pytest.raises(InputError, match="ragged"):
        items_of(ragged, "r")
    with pytest.raises(InputError, match="no pictures"):
        items_of(_held(np.eye(2))).pictures(np.eye(2))
