"""Local scaling: a case by hand, ends of the range, and hubs that go away."""

import numpy as np
import pytest
from scipy import sparse
from scipy.stats import skew, spearmanr

from motif.core.errors import InputError
from motif.represent.nearest import nearest
from motif.represent.scale import hubness, local_scales, local_scaling


def test_scales_by_hand():
    """The distance to the second nearest other item."""
    assert local_scales([[0.0], [1.0], [3.0], [7.0]], n_neighbors=2).tolist() == [3, 2, 3, 6]


def test_scales_among_a_sample_by_hand():
    """The first, the middle and the last of five items are looked at; an item is not its own neighbour."""
    X = [[0.0], [1.0], [2.0], [3.0], [9.0]]
    assert local_scales(X, n_neighbors=1, n_sampled=3).tolist() == [2, 1, 2, 1, 7]
    assert local_scales(sparse.csr_array(X), n_neighbors=1, n_sampled=3).tolist() == [2, 1, 2, 1, 7]
    assert local_scales(X, [[9.0]], n_neighbors=2, n_sampled=3).tolist() == [7]
    assert local_scales(X, n_neighbors=1, n_sampled=5).tolist() == local_scales(X, n_neighbors=1).tolist()


def test_scales_among_a_sample_rank_places_as_all_do():
    """A quarter of the items tells crowded places from empty ones."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(2000, 4)) * np.exp(rng.normal(size=(2000, 1)))
    assert spearmanr(local_scales(X), local_scales(X, n_sampled=500)).statistic > 0.95


def test_scales_of_new_items_count_all_known_ones():
    """A query is no item of X, so its nearest counts even at distance 0."""
    assert local_scales([[0.0], [1.0]], [[1.0], [5.0]], n_neighbors=1).tolist() == [0, 4]


def test_scaling_by_hand():
    """1 - exp(-d^2 / (s t))."""
    found = local_scaling([[2.0, 0.0]], [1.0], [4.0, 2.0])
    np.testing.assert_allclose(found, [[1 - np.exp(-1), 0]])


def test_scales_of_zero_leave_only_equal_items_near():
    """Among many duplicates, all but equal items are as far as can be; nothing overflows."""
    assert local_scaling([[0.0, 1e-300, 1e300]], [0.0], [1.0, 1.0, 1.0]).tolist() == [[0, 1, 1]]
    assert local_scaling([[1e300]], [1e-300], [1e-300]).tolist() == [[1.0]]


def test_scaled_distances_are_symmetric_and_do_not_see_the_unit():
    """Metres or feet, from either end."""
    X = np.random.default_rng(0).normal(size=(40, 3))
    d = np.sqrt(((X[:, None] - X) ** 2).sum(axis=2))
    scales = local_scales(X)
    found = local_scaling(d, scales, scales)
    np.testing.assert_allclose(found, found.T, atol=1e-12)
    np.testing.assert_allclose(local_scaling(7 * d, 7 * scales, 7 * scales), found, atol=1e-12)
    assert found.min() >= 0
    assert found.max() <= 1


def test_hubs_go_away():
    """In 50 dimensions a few items are near to very many; with local scaling far fewer are."""
    X = np.random.default_rng(0).normal(size=(600, 50))
    d = np.sqrt(((X[:, None] - X) ** 2).sum(axis=2))
    scales = local_scales(X)
    scaled = local_scaling(d, scales, scales)
    np.fill_diagonal(scaled, np.inf)
    before = hubness(nearest(X, n=10)[1], 600)
    after = hubness(np.argsort(scaled, axis=1)[:, :10], 600)
    assert before > 2
    assert after < 0.6 * before


def test_hubness_is_the_skewness_of_counts():
    """As SciPy has it; 0 where all are named alike."""
    positions = np.random.default_rng(0).integers(30, size=(50, 4)) ** 2 // 30
    counts = np.bincount(positions.ravel(), minlength=30)
    assert hubness(positions, 30) == pytest.approx(skew(counts))
    assert hubness([[1], [0]], 2) == 0.0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: local_scales([[1.0]]), "one item has no neighbourhood; give at least 2"),
        (lambda: local_scaling([[1.0, 2.0]], [1.0], [1.0]), "item_scales: 1 given, 2 expected"),
        (lambda: local_scaling([[1.0]], [1.0, 2.0], [1.0]), "query_scales: 2 given, 1 expected"),
        (lambda: local_scaling([[-1.0]], [1.0], [1.0]), "must be at least 0"),
        (lambda: hubness([[3]], 3), r"positions must be whole numbers in \[0, 2\]"),
        (lambda: hubness([[0.5]], 3), "positions must be whole numbers"),
    ],
)
def test_wrong_input_is_refused(call, message):
    """With what was expected."""
    with pytest.raises(InputError, match=message):
        call()
