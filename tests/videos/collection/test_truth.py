"""What is true, kept as tables."""

import numpy as np
import pytest

from motif.collection import Collection, read
from motif.core.errors import InputError
from motif.videos.collection.truth import is_synthetic, world_of
from motif.videos.study.synthetic import optimum, synthetic


def test_a_saved_collection_knows_the_same_best_answer(tmp_path):
    """Everything that the answer rests on is on disk."""
    made = synthetic(100, n_labels=12, n_visual=24, n_audio=6, random_state=3)
    made.save(tmp_path / "v.motif")
    there = read(tmp_path / "v.motif")
    assert is_synthetic(there)
    assert np.array_equal(optimum(there), optimum(made))


def test_some_of_the_videos_do_not_have_the_truth():
    """It is told, rather than guessed."""
    made = synthetic(100, n_labels=12, n_visual=24, n_audio=6, random_state=3)
    some = made.select(np.arange(10))
    assert not some.tables["truth"].num_rows
    with pytest.raises(InputError, match="only some"):
        world_of(some)


def test_other_videos_are_not_synthetic():
    """Whatever their tables are called."""
    held = Collection("video", {"id": ["a"]}, tables={"truth": {"id": ["a"]}})
    assert not is_synthetic(held)
