"""Groups keep their numbers, also through a save."""

import numpy as np
import pytest

from motif.core.errors import NotFitted
from motif.model import load, save
from motif.model.steady import SteadyKMeans

X = np.array([[0.0], [0.1], [0.2], [9.0], [9.1], [20.0]])


def test_groups_are_numbered_by_size():
    """The largest is 0, whatever k-means called it."""
    found = SteadyKMeans(3, n_init=5, random_state=0).fit(X)
    assert found.labels_.tolist() == [0, 0, 0, 1, 1, 2]
    assert found.predict(X).tolist() == found.labels_.tolist()


def test_kept_numbers_are_those_of_predictions_too():
    """Labels and predictions agree after `keep`."""
    found = SteadyKMeans(3, n_init=5, random_state=0).fit(X)
    kept = found.keep([7, 7, 7, 3, 3, -1], next_number=12)
    assert found.labels_.tolist() == [7, 7, 7, 3, 3, 12]
    assert found.predict([[19.0]]).tolist() == [12]
    assert (kept.stayed, kept.new, found.next_number_) == ((3, 7), (12,), 13)


def test_a_number_is_never_given_twice_even_after_its_group_has_gone():
    """What was gone once is gone for ever."""
    first = SteadyKMeans(2, n_init=5, random_state=0).fit(X)
    first.keep([0, 0, 0, 4, 4, 4])
    second = SteadyKMeans(1, random_state=0).fit(X)
    second.keep(first.labels_, next_number=first.next_number_)
    third = SteadyKMeans(2, n_init=5, random_state=0).fit(X)
    third.keep(second.labels_, next_number=second.next_number_)
    assert second.labels_.tolist() == [0] * 6 or second.labels_.tolist() == [4] * 6
    assert third.numbers_.max() == 5


def test_saved_groups_predict_the_same(tmp_path):
    """Numbers are saved with the centres."""
    found = SteadyKMeans(3, n_init=5, random_state=0).fit(X)
    found.keep([7, 7, 7, 3, 3, -1])
    save(found, tmp_path)
    assert load(tmp_path).predict(X).tolist() == found.labels_.tolist()


def test_what_is_not_fitted_says_so():
    """As every estimator does."""
    with pytest.raises(NotFitted):
        SteadyKMeans(2).predict(X)
    with pytest.raises(NotFitted):
        SteadyKMeans(2).keep([0])
