"""Overlap of texts and labels."""

import numpy as np
import pytest
from scipy import sparse

from motif.core.errors import InputError
from motif.videos.evaluate.overlap import overlap


def test_a_label_is_present_where_all_its_words_are():
    """By hand: 2 of 4 words and 1 of 2 labels; nothing of half a name; a nameless label is never there."""
    texts = [["video", "game", "is", "fun"], ["video", "sea"], ["sea"]]
    member = sparse.csr_array([[1, 1, 0], [1, 0, 0], [0, 1, 0]])
    found = overlap(texts, member, [frozenset({"video", "game"}), frozenset(), frozenset({"sea"})], random_state=0)
    assert (found["words"].value, found["labels"].value) == (0.5 / 3, 0.5 / 3)


def test_repeated_words_count_as_often_as_they_stand():
    """Of labels that share a word it counts once."""
    member = sparse.csr_array([[1, 1]])
    names = [frozenset({"game"}), frozenset({"video", "game"})]
    assert overlap([["game", "game", "video", "x"]], member, names, random_state=0)["words"].value == 0.75


def test_what_is_written_stands_out_and_what_is_not_does_not():
    """Labels' own words in their own texts, and in texts dealt out at random."""
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 6, 120)
    names = [frozenset({f"word{n}"}) for n in range(6)]
    texts = [[f"word{label}", "more"] for label in labels]
    member = sparse.csr_array(np.eye(6)[labels])
    own = overlap(texts, member, names, random_state=0)["labels"]
    other = overlap([texts[row] for row in rng.permutation(120)], member, names, random_state=0)["labels"]
    assert own.value == 1
    assert own.null.p < 0.01 < other.null.p
    assert abs(own.null.mean - 1 / 6) < 0.03


def test_nothing_to_compare_is_refused():
    """No item has both words and labels."""
    with pytest.raises(InputError, match="both words and labels"):
        overlap([[], ["a"]], sparse.csr_array([[1], [0]]), [frozenset({"a"})])
