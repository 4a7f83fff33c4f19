"""HDBSCAN: planted forms with noise between them, scikit-learn's own beside ours, refusals."""

import numpy as np
import pytest
from sklearn import cluster
from sklearn.metrics import adjusted_rand_score

from motif.core.errors import InputError
from motif.model.cluster import HDBSCAN
from tests.house.contract import check_contract


def _rings(n_items: int = 400) -> tuple[np.ndarray, np.ndarray]:
    """Two rings, one inside the other: no centre tells them apart."""
    rng = np.random.default_rng(0)
    gold = np.arange(n_items) % 2
    angle = rng.uniform(0, 2 * np.pi, size=n_items)
    radius = np.where(gold, 5.0, 1.0) + 0.1 * rng.normal(size=n_items)
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]), gold


def test_rings_are_found():
    """Clusters need not be round: each ring is one, and few items are left out."""
    X, gold = _rings()
    model = HDBSCAN(10).fit(X)
    assigned = model.labels_ >= 0
    assert model.n_clusters_ == 2
    assert assigned.mean() > 0.95
    assert adjusted_rand_score(gold[assigned], model.labels_[assigned]) == 1


def test_items_far_from_all_are_unassigned():
    """A lone item is -1 with no firmness; a clustered one is not."""
    X, _ = _rings()
    model = HDBSCAN(10).fit(np.vstack([X, [[40.0, 40.0]]]))
    assert (model.labels_[-1], model.probabilities_[-1]) == (-1, 0)
    assert model.probabilities_[model.labels_ >= 0].min() > 0


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ({}, {}),
        ({"min_samples": 3}, {"min_samples": 3}),
        ({"selection": "leaf"}, {"cluster_selection_method": "leaf"}),
        (
            {"epsilon": 0.5, "allow_single_cluster": True},
            {"cluster_selection_epsilon": 0.5, "allow_single_cluster": True},
        ),
    ],
)
def test_it_is_scikit_learn_s(ours, theirs):
    """Labels and firmness are those of scikit-learn's estimator."""
    X, _ = _rings()
    model, other = HDBSCAN(8, **ours).fit(X), cluster.HDBSCAN(8, copy=True, **theirs).fit(X)
    np.testing.assert_array_equal(model.labels_, other.labels_)
    np.testing.assert_allclose(model.probabilities_, other.probabilities_)


def test_cosine_sees_directions_only():
    """Items of two directions and any length are two clusters."""
    rng = np.random.default_rng(0)
    gold = np.arange(60) % 2
    angle = np.where(gold, 0.3, 1.2) + 0.02 * rng.normal(size=60)
    X = rng.uniform(1, 100, size=(60, 1)) * np.column_stack([np.cos(angle), np.sin(angle)])
    model = HDBSCAN(10, metric="cosine").fit(X)
    assigned = model.labels_ >= 0
    assert model.n_clusters_ == 2
    assert adjusted_rand_score(gold[assigned], model.labels_[assigned]) == 1


def test_nothing_dense_is_no_cluster():
    """Fewer items than the smallest cluster leave all unassigned."""
    model = HDBSCAN(5).fit([[0.0], [1.0], [2.0]])
    assert model.labels_.tolist() == [-1, -1, -1]
    assert model.n_clusters_ == 0


@pytest.mark.parametrize("settings", [{"metric": "cosine"}, {"selection": "leaf", "min_samples": 2}])
def test_other_ways_keep_the_contract(settings):
    """The other ways keep Motif's contract too."""
    check_contract(HDBSCAN(5, **settings), _rings(60)[0])


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"min_cluster_size": 1}, "min_cluster_size must be at least 2"),
        ({"min_samples": 0}, "min_samples must be at least 1"),
        ({"min_samples": 401}, "min_samples must be at least 1 and at most 400, not 401"),
        ({"metric": "l1"}, "metric must be one of 'euclidean', 'cosine', not 'l1'"),
        ({"selection": "eom"}, "selection must be one of 'stable', 'leaf', not 'eom'"),
        ({"epsilon": -1.0}, "epsilon must be at least 0, not -1.0"),
        ({"allow_single_cluster": 1}, "allow_single_cluster must be True or False, not 1"),
    ],
)
def test_wrong_settings_are_refused(settings, message):
    """Settings are checked at the fit, with the value given."""
    with pytest.raises(InputError, match=message):
        HDBSCAN(**settings).fit(_rings()[0])


def test_one_item_is_refused():
    """Density needs neighbours."""
    with pytest.raises(InputError, match="minimum of 2 is required"):
        HDBSCAN().fit([[1.0]])
