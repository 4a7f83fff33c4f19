"""Vocabularies: numbers, never names."""

import pytest

from motif.core.errors import DataError
from motif.videos.source.vocabulary import read_vocabulary


def write(tmp_path, text: str):
    path = tmp_path / "vocabulary.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.shared
def test_the_published_vocabulary_is_read_whole(shared):
    """3,862 labels; 56 have no name, and keep their number."""
    found = read_vocabulary(shared / "data/videos/text/vocabulary.csv")
    assert found.table.num_rows == 3862
    assert found.n_nameless == 56
    assert found.numbers.tolist() == list(range(3862))
    assert found.names()[0] == "Game"
    assert sum(name.startswith("label ") for name in found.names().values()) == 56
    assert found.table["n_train"][0].as_py() == 788_288


def test_labels_are_sorted_by_number_and_names_may_repeat(tmp_path):
    """As in the vocabulary of 2016."""
    found = read_vocabulary(write(tmp_path, "label_id,label_name\n7,Sonic\n3,Sonic\n"))
    assert found.names() == {3: "Sonic", 7: "Sonic"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a,b\n1,2\n", "no column of label numbers"),
        ("Index,Name\n1,a\n1,b\n", "more than once: 1"),
        ("Index,Name\n-1,a\n", "below 0"),
        ("Index,Name\nx,a\n", "whole numbers"),
    ],
    ids=["none", "twice", "negative", "words"],
)
def test_a_table_that_is_no_vocabulary_is_told(tmp_path, text, told):
    """With what is wrong."""
    with pytest.raises(DataError, match=told):
        read_vocabulary(write(tmp_path, text))
