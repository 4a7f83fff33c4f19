"""Pushes: two items by hand, sums over all pairs as independent implementation, and what a grid may not change."""

import numpy as np
import pytest

from motif.represent.project.repel import FEW, Repulsion, repel_exactly


def _codes(n_items: int, n_components: int = 2, *, spread: float = 10.0) -> np.ndarray:
    rng = np.random.default_rng(0)
    return rng.normal(scale=spread, size=(n_items, n_components)).astype(np.float32)


def test_two_items_by_hand():
    """At distance 2 the similarity is 1/5, so each is pushed by 2/25 away from the other."""
    push, total = repel_exactly(np.array([[0.0, 0.0], [2.0, 0.0]]))
    np.testing.assert_allclose(push, [[-2 / 25, 0], [2 / 25, 0]], atol=1e-15)
    assert total == pytest.approx(2 / 5)


def test_all_pairs_are_counted_once_each_way():
    """The vectorised sums equal a loop over all pairs."""
    codes = _codes(20).astype(np.float64)
    push, total = np.zeros_like(codes), 0.0
    for i, one in enumerate(codes):
        for j, other in enumerate(codes):
            similar = 1 / (1 + ((one - other) ** 2).sum())
            push[i] += similar**2 * (one - other)
            total += similar * (i != j)
    np.testing.assert_allclose(repel_exactly(codes)[0], push, atol=1e-12)
    assert repel_exactly(codes)[1] == pytest.approx(total)


@pytest.mark.parametrize("n_components", [1, 2])
@pytest.mark.parametrize("spread", [1e-3, 1.0, 10.0, 20.0])
def test_grid_is_near_all_pairs(n_components, spread):
    """Forces within 5 % and similarities within 1 % of all pairs', from a point to maps of tens of thousands."""
    codes = _codes(1500, n_components, spread=spread)
    (push, total), (exact, exact_total) = Repulsion()(codes), repel_exactly(codes.astype(np.float64))
    assert np.linalg.norm(push - exact) < 0.05 * np.linalg.norm(exact)
    assert total == pytest.approx(exact_total, rel=0.01)


@pytest.mark.parametrize(("n_components", "error"), [(1, 0.05), (2, 0.15)])
def test_grid_of_a_very_wide_map_is_coarser_in_the_plane(n_components, error):
    """At 270 units across, forces in the plane are some 10 % off; on a line there are nodes enough."""
    codes = _codes(1500, n_components, spread=40.0)
    push, exact = Repulsion()(codes)[0], repel_exactly(codes.astype(np.float64))[0]
    assert np.linalg.norm(push - exact) < error * np.linalg.norm(exact)


def test_pushes_cancel():
    """What an item gets another gives: the grid's pushes sum to nearly nothing beside their sizes."""
    push, _ = Repulsion()(_codes(1500))
    assert np.abs(push.sum(axis=0)).max() < 1e-3 * np.abs(push).sum()


def test_kept_kernels_change_nothing():
    """A map of another size after the first gets the pushes that it would get from a fresh start."""
    repel, wide, narrow = Repulsion(), _codes(500), _codes(500, spread=2.0)
    repel(wide)
    np.testing.assert_array_equal(repel(narrow)[0], Repulsion()(narrow)[0])


def test_few_items_are_summed_exactly():
    """Up to a few hundred items there is no grid."""
    codes = _codes(FEW)
    np.testing.assert_array_equal(Repulsion()(codes)[0], repel_exactly(codes)[0])
