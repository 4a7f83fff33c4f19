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
from tests.house.contract import check_contract


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
        ({"metric": "manhattan"}, "metric must be one of 'euclidean', 'cosine', not 'manhattan'"),
        ({"sample": 1}, "sample must be at least 2"),
        ({"sample": "half"}, "sample must be a whole number, not 'half'"),
        ({"max_full_rounds": 0}, "max_full_rounds must be at least 1"),
        ({"random_state": "seed"}, "random_state must be a whole number"),
    ],
)
def test_wrong_settings_are_refused(settings, message):
    """Settings are checked at the fit, with the value given."""
    with pytest.raises(InputError, match=message):
        KMeans(**{"n_clusters": 2} | settings).fit(_groups()[0])


def _many(n_items: int = 6000, *, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(12, 4))[rng.integers(12, size=n_items)] * 4 + rng.normal(size=(n_items, 4))


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("offset", [0.0, 3e4])
def test_a_sample_is_as_good_as_all(dtype, offset):
    """From a tenth of the items, also far from the origin, the error is at most 1 % above scikit-learn's on all."""
    X = (_many() + offset).astype(dtype)
    ours = KMeans(12, sample=600, random_state=0).fit(X)
    theirs = cluster.KMeans(12, n_init=10, random_state=0).fit(X.astype(np.float64))
    assert ours.n_sample_ == 600
    assert ours.inertia_ <= 1.01 * theirs.inertia_
    assert ours.cluster_centers_.dtype == dtype


def test_a_sample_s_labels_and_error_are_those_of_all_items():
    """Labels, error and number of clusters are of all items, whatever the sample was."""
    X = _many()
    model = KMeans(12, sample=600, random_state=0).fit(X)
    distances = np.linalg.norm(X[:, None] - model.cluster_centers_, axis=2)
    np.testing.assert_array_equal(model.labels_, distances.argmin(axis=1))
    assert model.inertia_ == pytest.approx((distances.min(axis=1) ** 2).sum(), rel=1e-12)
    assert model.n_clusters_ == 12
    assert 1 <= model.n_iter_ <= model.max_full_rounds


def test_a_sample_of_all_is_no_sample():
    """Up to the sample's size the fit is the one on all items, to the byte."""
    X = _many(500)
    sampled, whole = KMeans(5, sample=500, random_state=0).fit(X), KMeans(5, sample=None, random_state=0).fit(X)
    assert sampled.cluster_centers_.tobytes() == whole.cluster_centers_.tobytes()
    assert whole.n_sample_ == 500


def test_the_sample_grows_with_the_clusters():
    """Left to itself the sample is 256 items a cluster, and at least 20,000."""
    X = np.random.default_rng(0).normal(size=(30_000, 1))
    assert KMeans(2, random_state=0).fit(X).n_sample_ == 20_000
    assert KMeans(100, random_state=0).fit(X).n_sample_ == 25_600


def test_a_sample_s_fit_is_the_same_at_any_number_of_threads():
    """The same seed gives the same bytes whether one thread is allowed or two."""
    centres = []
    for n_threads in (1, 2):
        with threadpool_limits(n_threads):
            centres.append(KMeans(12, sample=600, random_state=0).fit(_many()).cluster_centers_.tobytes())
    assert centres[0] == centres[1]


def test_more_runs_on_the_sample_are_no_worse():
    """The best of several runs goes on to all items."""
    X = _many()
    one = np.mean([KMeans(12, sample=300, random_state=seed).fit(X).inertia_ for seed in range(5)])
    many = np.mean([KMeans(12, sample=300, n_init=4, random_state=seed).fit(X).inertia_ for seed in range(5)])
    assert many <= one * 1.001


def test_repeated_items_in_a_sample_are_told():
    """Fewer distinct items than clusters are warned of on a sample too, and counted."""
    X = np.repeat(np.eye(3), 100, axis=0)
    with pytest.warns(ConvergenceWarning, match="only 3 distinct clusters found, not 5"):
        model = KMeans(5, sample=50, random_state=0).fit(X)
    assert model.n_clusters_ == 3
    assert model.inertia_ == pytest.approx(0, abs=1e-9)  # a sample's centres are as fine as float32


def test_cosine_by_hand():
    """Only directions count: long and short items of one direction are one cluster, its centre at unit length."""
    X = np.array([[1.0, 0.0], [50.0, 0.0], [0.0, 0.1], [0.0, 7.0]])
    model = KMeans(2, metric="cosine", random_state=0).fit(X)
    assert sorted(model.cluster_centers_.tolist()) == [[0.0, 1.0], [1.0, 0.0]]
    assert model.labels_[0] == model.labels_[1] != model.labels_[2] == model.labels_[3]
    assert model.inertia_ == pytest.approx(0.0, abs=1e-12)
    np.testing.assert_allclose(np.sort(model.transform([[3.0, 3.0]])), 1 - np.sqrt(0.5))


@pytest.mark.parametrize("sample", [None, 600])
def test_cosine_is_a_local_optimum(sample):
    """Each item is labelled with the centre of the smallest angle, and the error is the sum of 1 - cos."""
    X = _many()
    model = KMeans(6, metric="cosine", sample=sample, max_full_rounds=50, random_state=0).fit(X)
    units = X / np.linalg.norm(X, axis=1, keepdims=True)
    cosines = units @ model.cluster_centers_.T
    np.testing.assert_array_equal(model.labels_, cosines.argmax(axis=1))
    assert model.inertia_ == pytest.approx((1 - cosines.max(axis=1)).sum(), rel=1e-9)
    sums = np.array([units[model.labels_ == k].sum(axis=0) for k in range(6)])
    means = sums / np.linalg.norm(sums, axis=1, keepdims=True)
    assert (means * model.cluster_centers_).sum(axis=1).min() > 0.999  # rounds stop when they hardly gain


def test_cosine_beats_the_plain_one_at_its_own_error():
    """Spherical k-means finds directions with less 1 - cos than k-means of the unit rows does, or as little."""
    X = _many(2000)
    units = X / np.linalg.norm(X, axis=1, keepdims=True)
    labels = cluster.KMeans(6, n_init=10, random_state=0).fit(units).labels_
    theirs = len(X) - sum(np.linalg.norm(units[labels == k].sum(axis=0)) for k in range(6))
    assert KMeans(6, metric="cosine", n_init=5, random_state=0).fit(X).inertia_ <= theirs * 1.001


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
def test_a_sample_of_sparse_items(metric):
    """A sparse matrix is fitted on a sample as well as the same numbers would be."""
    rng = np.random.default_rng(0)
    gold = rng.integers(6, size=3000)
    X = rng.poisson(0.05 + 2.0 * np.kron(np.eye(6), np.ones(8))[gold]).astype(np.float64)
    thin = KMeans(6, metric=metric, sample=300, random_state=0).fit(sparse.csr_array(X))
    dense = KMeans(6, metric=metric, sample=300, random_state=0).fit(X)
    assert thin.inertia_ == pytest.approx(dense.inertia_, rel=0.01)
    np.testing.assert_array_equal(thin.predict(X), thin.labels_)
    assert len(set(zip(gold.tolist(), thin.labels_.tolist(), strict=True))) <= 12  # few items have no word at all


@pytest.mark.parametrize("settings", [{"metric": "cosine"}, {"sample": 60}, {"metric": "cosine", "sample": 60}])
def test_other_ways_keep_the_contract(settings):
    """Spherical and on a sample, k-means keeps Motif's contract too."""
    check_contract(KMeans(3, random_state=0, **settings), _groups()[0])


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


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_distances_far_from_the_origin(dtype):
    """They are those of the same items near it."""
    near = np.array([[0.0], [1.0], [10.0], [11.0]])
    far = 1e9 if dtype == np.float64 else 1e6
    model = KMeans(2, random_state=0).fit((near + far).astype(dtype))
    distances = model.transform((near + far).astype(dtype))
    assert distances.dtype == dtype
    np.testing.assert_allclose(np.sort(distances, axis=1), [[0.5, 10.5], [0.5, 9.5], [0.5, 9.5], [0.5, 10.5]])
    np.testing.assert_array_equal(distances.argmin(axis=1), model.labels_)
