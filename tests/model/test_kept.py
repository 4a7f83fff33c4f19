"""Keeping a grouping: columns with empty cells where there is no group, and a model that can be loaded again."""

import numpy as np
import pytest

from motif.collection import Collection, read
from motif.core.errors import InputError
from motif.model import store
from motif.model.cluster import KMeans
from motif.model.kept import label_cells, n_starts, saved_with, with_labels

HELD = Collection("song", {"id": ["a", "b", "c"]})


def test_labels_and_titles_stand_side_by_side():
    """A label without a title has an empty one; an item of no group has neither."""
    found = with_labels(HELD, "mood", np.array([4, -1, 7]), {4: "gloomy"}).items
    assert found["mood"].to_pylist() == [4, None, 7]
    assert found["mood_name"].to_pylist() == ["gloomy", None, None]
    assert str(label_cells(np.array([1])).type) == "int32"


def test_the_model_can_be_loaded_from_the_collection(tmp_path):
    """As it was; and a collection that is there is not replaced unasked."""
    model = KMeans(2, random_state=0).fit([[0.0], [1.0], [9.0]])
    saved_with(HELD, "mood", model, tmp_path / "songs.motif")
    again = store.load(read(tmp_path / "songs.motif").models["mood"])
    assert again.predict([[8.0], [0.5]]).tolist() == model.predict([[8.0], [0.5]]).tolist()
    with pytest.raises(InputError, match=r"exists|holds"):
        saved_with(HELD, "mood", model, tmp_path / "songs.motif")


def test_k_means_begins_often_where_that_is_cheap():
    """Up to twenty thousand items."""
    assert [n_starts(n) for n in (1, 20_000, 20_001)] == [10, 10, 1]
