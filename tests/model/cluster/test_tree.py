"""Agglomerative clusters: cases by hand, SciPy and scikit-learn as independent implementations, refusals."""

import numpy as np
import pytest
from scipy import sparse
from scipy.cluster import hierarchy
from scipy.spatial.distance import cdist, pdist
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics import adjusted_rand_score

from motif.core.errors import InputError, NotFitted
from motif.model.cluster import Agglomerative, tree
from tests.house.contract import check_contract

WAYS = [
    ("euclidean", "complete"), ("euclidean", "average"), ("euclidean", "single"), ("euclidean", "ward"),
    ("cosine", "complete"), ("cosine", "average"), ("cosine", "single"),
]  # fmt: skip


def _items(n_items: int = 150, *, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(n_items, 5))


def test_by_hand():
    """Three points on a line: complete linkage measures to the far end, single to the near one."""
    X = [[0.0], [1.0], [3.0]]
    assert Agglomerative(1).fit(X).merges_.tolist() == [[0, 1, 1, 2], [2, 3, 3, 3]]
    assert Agglomerative(1, linkage="single").fit(X).merges_[:, 2].tolist() == [1, 2]
    assert Agglomerative(1, linkage="average").fit(X).merges_[:, 2].tolist() == [1, 2.5]
    np.testing.assert_allclose(Agglomerative(1, linkage="ward").fit(X).merges_[:, 2], [1, 2.5 * np.sqrt(4 / 3)])


def test_cosine_by_hand():
    """Only directions count: the right angle is at 1, the opposite at 2."""
    model = Agglomerative(2, metric="cosine").fit([[1.0, 0.0], [0.0, 5.0], [9.0, 0.0], [-2.0, 0.0]])
    np.testing.assert_allclose(model.merges_[:, 2], [0, 1, 2], atol=1e-12)


@pytest.mark.parametrize(("metric", "linkage"), WAYS)
@pytest.mark.parametrize("n_items", [150, 2])
def test_the_tree_is_scipy_s(metric, linkage, n_items):
    """Merges and distances are those of `scipy.cluster.hierarchy.linkage`."""
    X = _items(n_items)
    theirs = hierarchy.linkage(pdist(X, metric), linkage)
    ours = Agglomerative(1, metric=metric, linkage=linkage).fit(X).merges_
    np.testing.assert_allclose(ours[:, 2], theirs[:, 2], rtol=1e-6)
    np.testing.assert_array_equal(ours[:, [0, 1, 3]], theirs[:, [0, 1, 3]])
    assert hierarchy.is_valid_linkage(ours)


@pytest.mark.parametrize(("metric", "linkage"), WAYS)
def test_the_clusters_are_scikit_learn_s(metric, linkage):
    """The same items are together as in scikit-learn's own, in float32 too."""
    X = _items(300).astype(np.float32)
    theirs = AgglomerativeClustering(9, metric=metric, linkage=linkage).fit_predict(X.astype(np.float64))
    model = Agglomerative(9, metric=metric, linkage=linkage).fit(X)
    assert adjusted_rand_score(model.labels_, theirs) == 1
    assert model.n_clusters_ == len(set(model.labels_.tolist())) == 9


def test_any_cut_is_the_fit_with_that_number():
    """One tree holds all numbers of clusters, from every item alone to one cluster."""
    X = _items(40)
    model = Agglomerative(3).fit(X)
    np.testing.assert_array_equal(model.cut(3), model.labels_)
    for n_clusters in (1, 7, 40):
        labels = model.cut(n_clusters)
        np.testing.assert_array_equal(labels, Agglomerative(n_clusters).fit_predict(X))
        assert len(set(labels.tolist())) == n_clusters


def test_clusters_are_numbered_as_items_show_them():
    """The first item is in cluster 0, and each new number is the next."""
    labels = Agglomerative(12).fit_predict(_items())
    first = np.unique(labels, return_index=True)[1]
    assert (np.diff(first) > 0).all()
    assert labels[0] == 0


def test_equal_distances_still_give_the_number_asked_for():
    """Ties, and items that repeat, never give fewer clusters."""
    X = np.repeat(np.eye(3), 4, axis=0)
    for n_clusters in range(1, 13):
        assert len(np.unique(Agglomerative(n_clusters).fit_predict(X))) == n_clusters
    assert Agglomerative(3).fit_predict(X).tolist() == [0] * 4 + [1] * 4 + [2] * 4


def test_far_from_the_origin_nothing_is_lost():
    """An offset of a million does not change the tree."""
    X = _items(60)
    near, far = Agglomerative(5).fit(X), Agglomerative(5).fit(X + 1e6)
    np.testing.assert_array_equal(far.labels_, near.labels_)
    np.testing.assert_allclose(far.merges_[:, 2], near.merges_[:, 2], rtol=1e-6)


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
def test_sparse_items(metric):
    """A sparse matrix gives the clusters of the same numbers."""
    X = np.random.default_rng(0).poisson(0.4, size=(50, 30)).astype(np.float64)
    thin = Agglomerative(6, metric=metric, linkage="average").fit(sparse.csr_array(X))
    thick = Agglomerative(6, metric=metric, linkage="average").fit(X)
    np.testing.assert_allclose(thin.merges_[:, 2], thick.merges_[:, 2], atol=1e-9)


def test_a_row_of_zeros_is_at_one_from_all():
    """What has no direction is at a right angle to everything."""
    model = Agglomerative(1, metric="cosine").fit([[0.0, 0.0], [1.0, 0.0], [1.0, 0.1]])
    assert model.merges_[-1, 2] == 1


def test_one_item_is_one_cluster():
    """A tree of one item has no merges."""
    model = Agglomerative(1).fit([[1.0, 2.0]])
    assert model.labels_.tolist() == [0]
    assert model.merges_.shape == (0, 4)


def test_complete_clusters_are_no_wider_than_their_merge():
    """Under complete linkage no two items of a cluster are farther apart than the distance it was made at."""
    X = _items()
    model = Agglomerative(10).fit(X)
    widest = max(cdist(X[model.labels_ == k], X[model.labels_ == k]).max() for k in range(10))
    assert widest == pytest.approx(model.merges_[len(X) - 11, 2])


@pytest.mark.parametrize("settings", [{"metric": "cosine", "linkage": "average"}, {"linkage": "ward"}])
def test_other_ways_keep_the_contract(settings):
    """The other linkages keep Motif's contract too."""
    check_contract(Agglomerative(3, **settings), _items(30))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"n_clusters": 0}, "n_clusters must be at least 1"),
        ({"n_clusters": 41}, "n_clusters=41 asked of n_samples=40; give at most one cluster an item"),
        ({"linkage": "median"}, "linkage must be one of 'complete', 'average', 'single', 'ward', not 'median'"),
        ({"metric": "l1"}, "metric must be one of 'euclidean', 'cosine', not 'l1'"),
        ({"metric": "cosine", "linkage": "ward"}, "linkage='ward' needs metric='euclidean', not 'cosine'"),
    ],
)
def test_wrong_settings_are_refused(settings, message):
    """Settings are checked at the fit, with the value given."""
    with pytest.raises(InputError, match=message):
        Agglomerative(**settings).fit(_items(40))


def test_a_cut_needs_a_fit_and_a_number_that_fits():
    """A cut before the fit, or into more clusters than items, is refused."""
    with pytest.raises(NotFitted, match="this Agglomerative is not fitted"):
        Agglomerative().cut(2)
    with pytest.raises(InputError, match="n_clusters=9 asked of n_samples=8"):
        Agglomerative().fit(_items(8)).cut(9)


def test_more_items_than_memory_holds_are_refused(monkeypatch):
    """With what it would take, and what takes less."""
    monkeypatch.setattr(tree, "_MOST_BYTES", 8 * 39**2)
    Agglomerative(2).fit(_items(39))
    Agglomerative(2, metric="cosine").fit(_items(40).astype(np.float32))
    with pytest.raises(InputError, match=r"all distances of 40 items need .* GB, more than .*; take KMeans"):
        Agglomerative(2).fit(_items(40))
