"""Labels as a matrix, by number."""

import numpy as np
import pytest

from motif.collection import Collection
from motif.core.errors import InputError
from motif.videos.represent.label import label_matrix, label_names


def videos(labels, **more):
    return Collection("video", {"id": [f"v{n}" for n in range(len(labels))], "labels": labels, **more})


def test_every_label_has_its_column():
    """In the order of their numbers; an item without labels has an empty row."""
    Y, labels = label_matrix(videos([[9, 3], [], [3]]))
    assert labels.tolist() == [3, 9]
    assert Y.toarray().astype(int).tolist() == [[1, 1], [0, 0], [1, 0]]


def test_asked_labels_come_in_the_order_asked_and_others_are_left_out():
    """Also such as nobody has."""
    Y, labels = label_matrix(videos([[9, 3], [5]]), [9, 100, 3])
    assert labels.tolist() == [9, 100, 3]
    assert Y.toarray().astype(int).tolist() == [[1, 0, 1], [0, 0, 0]]


def test_no_labels_at_all_are_no_columns():
    """And nothing breaks."""
    Y, labels = label_matrix(videos([[], []]), [])
    assert (Y.shape, labels.tolist()) == ((2, 0), [])


def test_a_collection_without_labels_is_told():
    """Or with words where numbers should be."""
    with pytest.raises(InputError, match="no column 'labels'"):
        label_matrix(Collection("video", {"id": ["a"]}))
    with pytest.raises(InputError, match="lists of numbers"):
        label_matrix(videos([["Game"]]))


def test_names_are_those_of_the_vocabulary():
    """Empty names are none."""
    held = videos([[1]]).with_table("vocabulary", {"id": ["a", "b"], "label": np.array([1, 2]), "name": ["Game", None]})
    assert label_names(held) == {1: "Game"}
