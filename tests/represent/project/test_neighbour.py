"""Neighbour maps: what they keep, beside PCA and chance; landmarks, duplicates, sparse rows and refusals."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.datasets import load_digits
from sklearn.manifold import trustworthiness

from motif.core.errors import InputError
from motif.represent.project import PCA, NeighbourMap


def _kept(X: np.ndarray, Z: np.ndarray, k: int = 10) -> float:
    """The share of the k nearest in X that are among the k nearest in Z, from all distances."""
    nearest = []
    for values in (X, Z):
        squares = ((values[:, None].astype(np.float64) - values) ** 2).sum(axis=2)
        np.fill_diagonal(squares, np.inf)
        nearest.append(np.argsort(squares, axis=1)[:, :k])
    return float(np.mean([len(set(one) & set(other)) for one, other in zip(*nearest, strict=True)])) / k


def _groups(n_items: int = 90, n_features: int = 6) -> tuple[np.ndarray, np.ndarray]:
    labels = np.arange(n_items) % 3
    rng = np.random.default_rng(0)
    return rng.normal(scale=8, size=(3, n_features))[labels] + rng.normal(size=(n_items, n_features)), labels


@pytest.fixture(scope="module")
def digits() -> np.ndarray:
    return load_digits().data.astype(np.float32)[:600]


def test_digits_keep_far_more_neighbours_than_with_pca(digits):
    """Of the ten nearest, seven stay near where PCA keeps two or three; chance would keep 10 of 599."""
    Z = NeighbourMap(random_state=0).fit_transform(digits)
    assert _kept(digits, Z) > 0.65
    assert _kept(digits, Z) > 2.5 * _kept(digits, PCA(2).fit_transform(digits))
    assert trustworthiness(digits, Z, n_neighbors=10) > 0.97


def test_groups_stay_apart():
    """The nearest on the map is of the same group, for every item of three far groups."""
    X, labels = _groups()
    Z = NeighbourMap(random_state=0).fit_transform(X)
    squares = ((Z[:, None] - Z) ** 2).sum(axis=2)
    np.fill_diagonal(squares, np.inf)
    assert (labels[squares.argmin(axis=1)] == labels).all()


def test_line_is_laid_out_in_order():
    """Items on a line come out in its order on a map of one number."""
    Z = NeighbourMap(n_components=1, n_neighbors=4, random_state=0).fit_transform(np.arange(60.0)[:, None])
    steps = np.diff(Z.ravel())
    assert (steps > 0).all() or (steps < 0).all()


def test_held_out_items_come_near_their_neighbours(digits):
    """An item that the map never saw lies beside fitted items that are near it, far above chance (10 of 400)."""
    known, new = digits[:400], digits[400:]
    model = NeighbourMap(random_state=0).fit(known)
    apart = [
        ((a[:, None].astype(np.float64) - b) ** 2).sum(axis=2)
        for a, b in ((new, known), (model.transform(new), model.codes_))
    ]
    near, on_map = (np.argsort(squares, axis=1)[:, :10] for squares in apart)
    assert np.mean([len(set(a) & set(b)) for a, b in zip(near, on_map, strict=True)]) / 10 > 0.4


def test_fitted_items_are_at_their_own_places():
    """`codes_` are what `transform` says of the same items, to the last bit."""
    X, _ = _groups()
    model = NeighbourMap(random_state=0).fit(X)
    np.testing.assert_array_equal(model.transform(X), model.codes_)


def test_equal_items_lie_on_one_point():
    """Copies change nothing: neither places nor what is learned."""
    X, _ = _groups(30)
    once, twice = NeighbourMap(random_state=0).fit(X), NeighbourMap(random_state=0).fit(np.vstack([X, X]))
    np.testing.assert_array_equal(twice.landmarks_, X)
    np.testing.assert_array_equal(once.codes_, twice.codes_)


@pytest.mark.parametrize("n_items", [2, 3, 5])
def test_few_items_and_all_equal_ones_have_a_map(n_items):
    """Two items, or copies of one, are laid out without a warning."""
    X = np.arange(2.0 * n_items).reshape(n_items, 2)
    assert np.isfinite(NeighbourMap(random_state=0).fit_transform(X)).all()
    assert not NeighbourMap(random_state=0).fit_transform(np.ones((n_items, 2))).any()


def test_many_items_are_placed_between_landmarks():
    """Of more items than landmarks, some make the map and the others come near them, group by group."""
    X, labels = _groups(300)
    model = NeighbourMap(n_landmarks=60, random_state=0).fit(X)
    assert model.landmarks_.shape == (60, 6)
    Z = model.transform(X)
    centres = np.array([Z[labels == label].mean(axis=0) for label in range(3)])
    assert (((Z[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1) == labels).all()


def test_seed_decides():
    """The same seed gives the same bytes, another seed another map."""
    X, _ = _groups()
    first, again, other = (NeighbourMap(random_state=seed).fit_transform(X) for seed in (0, 0, 1))
    assert first.tobytes() == again.tobytes()
    assert first.tobytes() != other.tobytes()


def test_cosine_sees_only_directions():
    """Rows made longer or shorter go to the same places."""
    X, _ = _groups()
    lengths = np.random.default_rng(1).uniform(0.5, 2, size=(len(X), 1))
    model = NeighbourMap(metric="cosine", random_state=0).fit(X)
    np.testing.assert_allclose(model.transform(X * lengths), model.codes_, atol=1e-6)


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
def test_sparse_items_get_the_map_of_dense_ones(metric):
    """A bag of words is laid out as it is; rounding apart, as its dense copy is."""
    words = np.random.default_rng(0).poisson(np.repeat(np.eye(3), 10, axis=1)[np.arange(60) % 3] * 2 + 0.05) + 0.0
    dense, thin = (NeighbourMap(metric=metric, random_state=0) for _ in range(2))
    dense.fit(words)
    thin.fit(sparse.csr_array(words))
    assert thin.transform(sparse.csr_array(words)).shape == (60, 2)
    groups = np.arange(60) % 3
    for model, items in ((dense, words), (thin, sparse.csr_array(words))):
        Z = model.transform(items)
        centres = np.array([Z[groups == group].mean(axis=0) for group in range(3)])
        assert (((Z[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1) == groups).mean() > 0.9


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"n_components": 3}, "n_components must be at least 1 and at most 2, not 3"),
        ({"n_neighbors": 0}, "n_neighbors must be at least 1, not 0"),
        ({"metric": "manhattan"}, "metric must be one of 'euclidean', 'cosine', not 'manhattan'"),
        ({"exaggeration": 0.5}, "exaggeration must be at least 1, not 0.5"),
        ({"n_landmarks": 1}, "n_landmarks must be at least 2, not 1"),
        ({"max_iter": 0}, "max_iter must be at least 1, not 0"),
    ],
)
def test_wrong_settings_are_refused(settings, message):
    """The message says what was given and what may be."""
    with pytest.raises(InputError, match=message):
        NeighbourMap(**settings).fit(_groups()[0])


def test_columns_have_names():
    """They are named after the estimator."""
    model = NeighbourMap(random_state=0, max_iter=10).fit(_groups()[0])
    assert model.get_feature_names_out().tolist() == ["neighbourmap0", "neighbourmap1"]


@pytest.mark.parametrize("n_items", range(4, 21))
def test_few_items_do_not_fall_on_one_point(n_items):
    """Two groups far apart stay so, however few they are."""
    gold = np.arange(n_items) % 2
    X = 50.0 * gold[:, None] + np.random.default_rng(0).normal(size=(n_items, 5))
    Z = NeighbourMap(random_state=0).fit_transform(X)
    centres = np.array([Z[gold == group].mean(axis=0) for group in (0, 1)])
    within = np.linalg.norm(Z - centres[gold], axis=1).mean()
    assert len(np.unique(Z, axis=0)) == n_items
    assert np.linalg.norm(centres[0] - centres[1]) > 3 * within


@pytest.mark.parametrize("n_items", [2, 6, 12, 14])
def test_few_items_lie_where_pca_has_them(n_items):
    """Neighbours cannot sort so few: they would draw some on one line. New items find their place between them."""
    X = np.random.default_rng(0).normal(size=(n_items, 13))
    model = NeighbourMap(random_state=0).fit(X)
    spread = np.ptp(model.codes_, axis=0)
    assert n_items == 2 or spread.min() > spread.max() / 4
    np.testing.assert_allclose(np.abs(model.codes_), np.abs(PCA(2).fit_transform(X)), atol=1e-6)
    assert model.n_iter_ == 0
    np.testing.assert_allclose(model.transform(X[:1]), model.codes_[:1], atol=1e-6)
