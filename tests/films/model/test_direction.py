"""Characters as directions."""

import numpy as np
import pytest
from scipy import sparse
from scipy.special import softmax

from motif.core.errors import InputError
from motif.films.model.direction import Directions, calibrated, gathered, halved, memberships


def _around(n: int, spread: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    truth = np.arange(n) % 4
    return np.eye(6)[truth] + spread * rng.normal(size=(n, 6)), truth


@pytest.mark.parametrize("clustering", ["kmeans", "agglomerative"])
def test_planted_directions_are_found(clustering):
    """Rows around four axes come back by axis, whatever their lengths; rows of zeros are in nobody's way."""
    X, truth = _around(80, 0.1)
    X = np.vstack([X * np.linspace(0.01, 50, 80)[:, None], np.zeros((5, 6))])
    found = gathered(X, 4, clustering=clustering, n_init=2, random_state=0)
    assert np.allclose(np.linalg.norm(found.centres, axis=1), 1)
    labels = memberships(X, found).argmax(axis=1)[:80]
    assert len(set(zip(truth.tolist(), labels.tolist(), strict=True))) == 4


def test_tree_of_a_sample_serves_all(monkeypatch):
    """Where there are too many rows for a tree, a seeded sample makes the centres."""
    monkeypatch.setattr("motif.films.model.direction._MOST_IN_A_TREE", 40)
    X, truth = _around(400, 0.1)
    found, again = (gathered(X, 4, clustering="agglomerative", n_init=1, random_state=3) for _ in range(2))
    labels = memberships(X, found).argmax(axis=1)
    assert len(set(zip(truth.tolist(), labels.tolist(), strict=True))) == 4
    assert np.array_equal(found.centres, again.centres)


def test_near_rows_are_more_concentrated():
    """The concentration falls as rows scatter."""
    tight, loose = (gathered(_around(80, s)[0], 4, clustering="kmeans", n_init=2, random_state=0) for s in (0.05, 0.3))
    assert tight.concentration > 5 * loose.concentration


def test_memberships_by_hand():
    """exp(concentration * cosine), a share of 1; the root of the words makes them surer."""
    found = Directions(np.eye(2), 2.0)
    assert memberships(np.array([[3.0, 4.0]]), found)[0] == pytest.approx(softmax([1.2, 1.6]))
    sure = memberships(np.array([[3.0, 4.0]]), found, np.array([9]))[0]
    assert sure == pytest.approx(softmax([3.6, 4.8]))


def test_calibration_finds_the_concentration_that_drew_the_labels():
    """Labels drawn with a concentration give it back."""
    rng = np.random.default_rng(0)
    X, amount = rng.normal(size=(4_000, 3)), rng.integers(1, 20, size=4_000)
    truth = Directions(np.eye(3), 1.5)
    shares = memberships(X, truth, amount)
    labels = (shares.cumsum(axis=1) > rng.random((4_000, 1))).argmax(axis=1)
    assert calibrated(X, Directions(np.eye(3), 1.0), amount, labels).concentration == pytest.approx(1.5, rel=0.1)


def test_calibration_needs_somebody():
    """With nothing left in the halves, or one persona, the concentration stays."""
    found = Directions(np.eye(2), 7.0)
    assert calibrated(np.zeros((3, 2)), found, np.zeros(3), np.zeros(3, int)) is found
    assert calibrated(np.eye(2), Directions(np.eye(2)[:1], 7.0), np.ones(2), np.zeros(2, int)).concentration == 7


def test_halves_keep_half():
    """Each word stays with a chance of a half; nothing grows, and the counts given are untouched."""
    X = sparse.csr_array(np.full((50, 40), 4.0))
    half = halved(X, np.random.default_rng(0))
    assert half.sum() == pytest.approx(4_000, rel=0.05)
    assert half.max() <= 4
    assert X.sum() == 8_000


def test_more_personas_than_characters_are_refused():
    """Rows of zeros are nobody."""
    with pytest.raises(InputError, match="n_components=3 asked of 2 characters of whom something is known"):
        gathered(np.array([[1.0, 0], [0, 1], [0, 0]]), 3, clustering="kmeans", n_init=1, random_state=0)


def test_unknown_clustering_is_refused():
    """The choices are named."""
    with pytest.raises(InputError, match="clustering must be one of 'kmeans', 'agglomerative'"):
        gathered(np.eye(2), 1, clustering="ward", n_init=1, random_state=0)
