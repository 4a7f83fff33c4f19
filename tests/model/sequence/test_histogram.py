"""Histograms of kinds of words: by hand, words never met, few words, damaged saves."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motif.core.errors import DataError, InputError
from motif.model.sequence import WordHistogram
from motif.model.store import load, save

VECTORS = np.array([[0, 0], [0, 1], [9, 9], [9, 8], [1, 0]], float)


@pytest.fixture(scope="module")
def told():
    """Two kinds, found from four of five words."""
    return WordHistogram(VECTORS, n_centroids=2, random_state=0).fit([[0, 1], [2, 3, 3]])


def test_kinds_are_found_from_words_that_are_met(told):
    """Each once, however often it is said; the centres are their means."""
    assert sorted(told.centroids_.tolist()) == [[0.0, 0.5], [9.0, 8.5]]
    assert (told.n_words_, told.inertia_) == (4, 1.0)


def test_every_word_counts_for_the_nearest_centre(told):
    """Also one that no training text has; one without a vector does not count."""
    near, far = told.kinds_[0], told.kinds_[2]
    counts = told.transform([[0, 4, 2], [], [-1, 3, 3]]).toarray()
    assert counts[:, near].tolist() == [2, 0, 0]
    assert counts[:, far].tolist() == [1, 0, 2]


def test_nearest_is_by_squared_distance_not_by_the_sum_of_differences():
    """The authors' program takes the latter, which here matches the other centre."""
    vectors = np.array([[0, 0], [3, 3], [4, 0], [100, 100]], float)
    model = WordHistogram(vectors, n_centroids=4, random_state=0).fit([[0], [1], [3]])
    from_word = np.abs(model.centroids_ - vectors[2])
    by_square, by_sum = (from_word**2).sum(axis=1).argmin(), from_word.sum(axis=1)
    assert model.kinds_[2] == by_square == model.kinds_[1]
    assert by_sum[model.kinds_[0]] == by_sum[model.kinds_[1]] == 4


@given(st.lists(st.lists(st.integers(-1, 4), max_size=6), min_size=1, max_size=5))
@settings(derandomize=True, max_examples=20)
def test_counts_add_up_to_the_words_with_vectors(told, texts):
    """In any text."""
    wanted = [sum(word >= 0 for word in text) for text in texts]
    assert told.transform(texts).sum(axis=1).tolist() == wanted


def test_fewer_words_than_centres_are_their_own_kinds():
    """And no error."""
    assert WordHistogram(VECTORS, random_state=0).fit([[0, 2]]).transform([[0, 2]]).toarray().tolist() == [[1, 1]]


@pytest.mark.parametrize(
    ("model", "told"),
    [(WordHistogram(), "give vectors"), (WordHistogram(VECTORS, n_centroids=0), "n_centroids")],
    ids=["vectors", "centroids"],
)
def test_settings_that_do_not_do_are_told(model, told):
    """Also texts without a word that has a vector."""
    with pytest.raises(InputError, match=told):
        model.fit([[0, 1]])
    with pytest.raises(InputError, match="none of the 1 texts"):
        WordHistogram(VECTORS).fit([[-1]])


def test_a_damaged_save_is_refused(told, tmp_path):
    """Kinds that are none."""
    save(told, tmp_path / "m")
    kept = load(tmp_path / "m")
    kept.kinds_ = kept.kinds_ + 2
    save(kept, tmp_path / "m")
    with pytest.raises(DataError, match="a word of a kind that is none of 2"):
        load(tmp_path / "m")
