"""What a number of clusters scores: silhouettes and valleys by hand and beside an independent implementation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist
from sklearn.metrics import silhouette_score

from motif.core.errors import InputError
from motif.model.number import silhouette
from motif.model.number.score import _valley, cloud, places_of, scores_of


def test_silhouette_by_hand():
    """Two pairs: (b - a) / max(a, b) is 9.5/10.5 outside and 8.5/9.5 inside."""
    place = np.array([[0.0], [1.0], [10.0], [11.0]])
    expected = (9.5 / 10.5 + 8.5 / 9.5) / 2
    assert silhouette(cdist(place, place), np.array([3, 3, 5, 5])) == pytest.approx(expected, abs=1e-12)


def test_silhouette_of_one_cluster_or_equal_items_is_zero():
    """Where there is no other cluster, or no distance, nothing is tighter."""
    place = np.array([[0.0], [1.0], [2.0]])
    assert silhouette(cdist(place, place), np.zeros(3, dtype=int)) == 0
    assert silhouette(np.zeros((4, 4)), np.array([0, 0, 1, 1])) == 0


@settings(derandomize=True, max_examples=25, deadline=None)
@given(seed=st.integers(0, 1000), n_clusters=st.integers(2, 6))
def test_silhouette_is_scikit_learn_s(seed, n_clusters):
    """An independent implementation gives the same mean, items alone in their cluster included."""
    rng = np.random.default_rng(seed)
    X, labels = (
        rng.normal(size=(20, 3)),
        np.concatenate([np.arange(n_clusters), rng.integers(n_clusters, size=18)])[:20],
    )
    assert silhouette(cdist(X, X), labels) == pytest.approx(silhouette_score(X, labels), abs=1e-12)


@pytest.mark.parametrize(
    ("distances", "labels", "message"),
    [
        (np.zeros((2, 2)), [0, 1, 1], "labels: 3 given, 2 expected"),
        (np.zeros((2, 3)), [0, 1], "distances: 3 given, 2 expected"),
        (np.zeros((0, 0)), [], "distances must have shape"),
        (np.zeros((2, 2)), [[0], [1]], r"labels must have shape \(n_items,\); given \(2, 1\)"),
    ],
)
def test_a_silhouette_of_what_does_not_line_up_is_refused(distances, labels, message):
    """With both numbers."""
    with pytest.raises(InputError, match=message):
        silhouette(distances, np.array(labels))


def test_valley_by_hand():
    """Centres at 0 and 10: two items at them, three halfway, one in neither place."""
    places = np.array([[0.5], [9.5], [4.5], [5.0], [5.9], [2.5]])
    assert _valley(places, np.array([[0.0], [10.0]])) == pytest.approx(3 / (2 / 2))


def test_a_gap_is_no_valley_s_bottom():
    """Groups with nothing between them have 0, equal items no valley that can be seen."""
    assert _valley(np.array([[0.0], [10.0]]), np.array([[0.0], [10.0]])) == 0
    assert np.isfinite(_valley(np.zeros((4, 1)), np.zeros((2, 1))))


def test_places_keep_distances():
    """Principal directions turn and move items, no more."""
    X = np.random.default_rng(0).normal(size=(20, 4)) + 1e6
    np.testing.assert_allclose(cdist(places_of(X), places_of(X)), cdist(X, X), atol=1e-6)


@pytest.mark.parametrize("kind", ["uniform", "normal"])
def test_a_cloud_is_as_spread(kind):
    """The sd of each direction is kept."""
    places = np.random.default_rng(0).normal(size=(4000, 2)) * [3, 1]
    np.testing.assert_allclose(cloud(places, kind, np.random.default_rng(1)).std(axis=0), [3, 1], rtol=0.05)


def test_clear_groups_score_full_marks():
    """Stability 1, silhouette near 1, no item between."""
    places = np.repeat([[0.0], [50.0], [150.0]], 20, axis=0) + np.random.default_rng(0).normal(size=(60, 1))
    ((stability, tightness, valley),) = scores_of(places, (3,), 2, np.random.default_rng(0))
    assert (stability, valley) == (1, 0)
    assert tightness > 0.9
