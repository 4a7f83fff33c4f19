"""What is judged, and on which videos."""

import numpy as np
import pytest

from motif.collection import Collection
from motif.core.errors import InputError
from motif.videos.study.asked import Asked, label_numbers
from tests.videos.study.test_fit import labelled, quick


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("VideoId,LabelConfidencePairs\na,7 0.5 99 0.1\nb,2 1\n")
    return path


def test_labels_are_those_of_videos_vocabulary_and_predictions(file):
    """Each once, ascending."""
    table = {"id": ["label 5"], "label": [5]}
    held = Collection("video", {"id": ["a", "b"], "labels": [[7], [3]]}, tables={"vocabulary": table})
    assert label_numbers(held, Asked.of(held, file, (), None)).tolist() == [2, 3, 5, 7, 99]


def test_the_side_that_is_asked_for_is_judged(file):
    """By default "test"; frequencies are counted on "train"; "all" is all."""
    sides = ["train", "test"]
    held = Collection("video", {"id": ["a", "b"], "labels": [[7], [2]], "split": sides})
    asked = Asked.of(held, file, (), None)
    assert (asked.side, asked.rows.tolist(), asked.train.tolist(), asked.note) == ("test", [1], [0], "")
    assert Asked.of(held, file, (), "all").rows.tolist() == [0, 1]


def test_without_training_videos_the_reader_is_told(file):
    """Popularity is then counted on what is judged."""
    held = Collection("video", {"id": ["a", "b"], "labels": [[7], [2]]})
    asked = Asked.of(held, file, (), None)
    assert asked.side == "all"
    assert np.array_equal(asked.rows, asked.train)
    assert "favours the trivial answer" in asked.note


def test_a_model_whose_blocks_are_not_there_is_refused(file):
    """With the block's name."""
    tagger = quick(labelled(), resume=False).tagger
    held = Collection("video", {"id": ["a", "b"], "labels": [[7], [2]]})
    with pytest.raises(InputError, match="has no block"):
        Asked.of(held, (), tagger, None)
