"""The layout: a graph by hand, and what gradient descent must do with it."""

import numpy as np

from motif.represent.project.layout import lay_out, neighbour_graph
from motif.represent.project.repel import repel_exactly


def test_graph_by_hand():
    """A mutual pair shares twice what a one-sided naming does; everything sums to one."""
    graph = neighbour_graph(np.array([[1], [0], [0]])).toarray()
    np.testing.assert_allclose(graph, [[0, 2 / 6, 1 / 6], [2 / 6, 0, 0], [1 / 6, 0, 0]])


def test_graph_is_symmetric_and_sums_to_one():
    """Whoever names whom, both are drawn; the strengths are shares."""
    rng = np.random.default_rng(0)
    positions = np.array([rng.choice([j for j in range(30) if j != i], 4, replace=False) for i in range(30)])
    graph = neighbour_graph(positions).toarray()
    np.testing.assert_allclose(graph, graph.T)
    assert graph.sum() == 1.0
    assert not graph.diagonal().any()


def _loss(graph: np.ndarray, codes: np.ndarray) -> float:
    """Kullback and Leibler's divergence that t-SNE makes small, from all pairs."""
    squares = ((codes[:, None] - codes) ** 2).sum(axis=2)
    similar = 1 / (1 + squares) / repel_exactly(codes)[1]
    there = graph > 0
    return float((graph[there] * np.log(graph[there] / similar[there])).sum())


def _ring(n_items: int = 40) -> np.ndarray:
    return (np.arange(n_items)[:, None] + [-1, 1]) % n_items


def test_loss_falls_to_where_it_moves_no_more():
    """After the layout the loss is far below the start's, and more rounds win almost nothing."""
    graph, start = neighbour_graph(_ring()), np.random.default_rng(0).normal(size=(40, 2))
    settled, longer = (
        lay_out(graph, start, exaggeration=1.0, max_iter=n, chance=np.random.default_rng(0)) for n in (800, 1600)
    )
    dense = graph.toarray()
    before, after, later = (_loss(dense, codes.astype(float)) for codes in (start * 1e-4, settled, longer))
    assert after < 0.5 * before
    assert abs(after - later) < 0.01 * before


def test_map_lies_around_zero_and_is_finite():
    """The mean place is the origin."""
    codes = lay_out(
        neighbour_graph(_ring()), np.zeros((40, 2)), exaggeration=1.0, max_iter=100, chance=np.random.default_rng(0)
    )
    assert np.isfinite(codes).all()
    np.testing.assert_allclose(codes.mean(axis=0), 0, atol=1e-4)  # float32 of a map some 10 wide


def test_items_on_a_line_can_leave_it():
    """A start without a second axis does not keep the map on a line."""
    start = np.column_stack([np.arange(40.0), np.zeros(40)])
    codes = lay_out(neighbour_graph(_ring()), start, exaggeration=1.0, max_iter=300, chance=np.random.default_rng(0))
    assert codes[:, 1].std() > 0.1 * codes[:, 0].std()


def test_exaggeration_draws_together():
    """Neighbours that attract more make a smaller map."""
    graph, start = neighbour_graph(_ring()), np.random.default_rng(0).normal(size=(40, 2))
    plain, tight = (
        lay_out(graph, start, exaggeration=e, max_iter=300, chance=np.random.default_rng(0)).std() for e in (1.0, 4.0)
    )
    assert tight < 0.8 * plain
