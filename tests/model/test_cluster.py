"""k-means: cases by hand, scikit-learn's as independent implementation, chance, types and refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from sklearn import cluster
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import threadpool_info, threadpool_limits

from motif.core.errors import InputError, NotFitted
from motif.model.cluster import KMeans


def _groups(n_items: int = 90, *, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    gold = np.arange(n_items) % 3
    return np.array([[0.0, 0.0], [9.0, 0.0], [0.0, 9.0]])[gold] + rng.normal(size=(n_items, 2)), gold


def test_by_hand():
    """Two pairs far apart are two clusters around their middles."""
    model = KMeans(2, random_state=0).fit([[0.0], [2.0], [10.0], [12.0]])
    assert sorted(model.cluster_centers_.ravel().tolist()) == [1.0, 11.0]
    assert model.inertia_ == 4.0
    assert model.labels_[0] == model.labels_[1] != model.labels_[2] == model.labels_[3]


def test_far_groups_are_found():
    """Groups far apart are the clusters, one to one."""
    X, gold = _groups()
    labels = KMeans(3, n_init=5, random_state=0).fit_predict(X)
    assert len(set(zip(labels.tolist(), gold.tolist(), strict=True))) == 3


def test_as_many_clusters_as_items():
    """Every item alone leaves no distance."""
    X = np.arange(5.0)[:, None]
    model = KMeans(5, random_state=0).fit(X)
    assert model.inertia_ == 0
    assert sorted(model.labels_.tolist()) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_reaches_what_scikit_learn_reaches(dtype):
    """With many runs, the sum of squares is that of scikit-learn's own k-means."""
    X = _groups()[0].astype(dtype)
    ours = KMeans(4, n_init=20, random_state=1).fit(X)
    theirs = cluster.KMeans(4, n_init=20, random_state=2).fit(X)
    assert ours.inertia_ == pytest.approx(theirs.inertia_, rel=1e-5)
    assert ours.cluster_centers_.dtype == dtype


@settings(derandomize=True, max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000), n_clusters=st.integers(1, 6))
def test_a_fit_is_a_local_optimum(seed, n_clusters):
    """Each item is labelled with its nearest centre, and each centre is the mean of its items."""
    X = np.random.default_rng(seed).normal(size=(40, 3))
    model = KMeans(n_clusters, random_state=seed).fit(X)
    distances = np.linalg.norm(X[:, None] - model.cluster_centers_, axis=2)
    np.testing.assert_array_equal(model.labels_, distances.argmin(axis=1))
    np.testing.assert_allclose(model.transform(X), distances, atol=1e-7)
    means = [X[model.labels_ == k].mean(axis=0) for k in range(n_clusters)]
    np.testing.assert_allclose(model.cluster_centers_, means, atol=0.05)  # Lloyd stops when centres hardly move
    assert model.inertia_ == pytest.approx((distances.min(axis=1) ** 2).sum(), rel=1e-6)


def test_labels_are_what_predict_says():
    """The fitted items get the same labels when they are asked for again."""
    X, _ = _groups()
    model = KMeans(7, random_state=3).fit(X)
    np.testing.assert_array_equal(model.labels_, model.predict(X))


@pytest.mark.parametrize(
    "random_state", [0, np.random.RandomState(0), np.random.default_rng(0)], ids=["int", "old", "new"]
)
def test_seeds_of_all_kinds(random_state):
    """A number, a generator or a legacy state can be the source of chance."""
    assert KMeans(3, random_state=random_state).fit(_groups()[0]).n_iter_ >= 1


def test_the_number_of_threads_plays_no_part():
    """The same seed gives the same bytes whether one thread is allowed or two."""
    X = np.random.default_rng(0).normal(size=(2000, 5))
    centres = []
    for n_threads in (1, 2):
        with threadpool_limits(n_threads):
            centres.append(KMeans(20, random_state=0).fit(X).cluster_centers_.tobytes())
    assert centres[0] == centres[1]


def test_threads_are_given_back():
    """After the fit the thread pools are as they were."""
    before = [(pool["prefix"], pool["num_threads"]) for pool in threadpool_info()]
    KMeans(2, random_state=0).fit(_groups()[0])
    assert [(pool["prefix"], pool["num_threads"]) for pool in threadpool_info()] == before


def test_sparse_items_get_the_labels_of_dense_ones():
    """A sparse matrix is fitted as the same numbers would be."""
    X = np.random.default_rng(0).poisson(0.3, size=(60, 8)).astype(np.float64)
    dense, thin = KMeans(3, random_state=0).fit(X), KMeans(3, random_state=0).fit(sparse.csr_array(X))
    np.testing.assert_allclose(thin.cluster_centers_, dense.cluster_centers_, atol=1e-9)
    np.testing.assert_array_equal(thin.predict(sparse.csr_array(X)), dense.labels_)


def test_more_clusters_than_items_are_refused():
    """Both numbers are named."""
    with pytest.raises(InputError, match="n_clusters=8 asked of n_samples=3; give at most one cluster an item"):
        KMeans().fit(np.eye(3))


def test_fewer_distinct_items_than_clusters_are_told():
    """Duplicates that leave clusters empty are warned of by scikit-learn's own warning."""
    with pytest.warns(ConvergenceWarning, match="distinct clusters"):
        KMeans(2, random_state=0).fit(np.ones((4, 2)))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"n_clusters": 0}, "n_clusters must be at least 1"),
        ({"n_clusters": 2.0}, "n_clusters must be a whole number, not 2.0"),
        ({"n_init": 0}, "n_init must be at least 1"),
        ({"n_init": "many"}, "n_init must be a whole number, not 'many'"),
        ({"max_iter": 0}, "max_iter must be at least 1"),
        ({"random_state": "seed"}, "random_state must be a whole number"),
    ],
)
def test_wrong_settings_are_refused(settings, message):
    """Settings are checked at the fit, with the value given."""
    with pytest.raises(InputError, match=message):
        KMeans(**{"n_clusters": 2} | settings).fit(_groups()[0])


def test_nan_is_refused_with_its_rows():
    """Rows with NaN are named."""
    X, _ = _groups()
    X[4, 1] = np.nan
    with pytest.raises(InputError, match="X has NaN or infinite values in 1 rows: 4"):
        KMeans(2).fit(X)


def test_predicting_needs_a_fit():
    """Predicting before the fit says so."""
    with pytest.raises(NotFitted, match="this KMeans is not fitted"):
        KMeans().predict([[1.0]])
