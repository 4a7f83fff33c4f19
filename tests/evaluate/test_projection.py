"""How much a map distorts: by hand, by scikit-learn, and beside chance."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from motif.core.errors import InputError
from motif.evaluate.projection import (
    continuity,
    distance_correlation,
    evaluate,
    neighbours_kept,
    trustworthiness,
    validate,
)

KEYS = ["neighbours_kept", "trustworthiness", "continuity", "distance_correlation"]
LINE, SWAPPED = [[0], [1], [3], [10]], [[0], [1], [9], [3]]
maps = st.integers(0, 10_000).map(
    lambda seed: (
        np.random.default_rng(seed).normal(size=(30, 12)),
        np.random.default_rng(seed + 1).normal(size=(30, 2)),
    )
)


@pytest.fixture(scope="module")
def digits():
    from sklearn.datasets import load_digits

    return load_digits().data


@pytest.fixture(scope="module")
def pca(digits):
    centred = digits - digits.mean(axis=0)
    return centred @ np.linalg.svd(centred, full_matrices=False)[2][:2].T


def test_neighbours_kept_by_hand():
    """Of four items on a line, two keep their nearest one when the others change places."""
    assert neighbours_kept(LINE, SWAPPED, k=1) == 0.5


def test_trustworthiness_by_hand():
    """The intruders of the third and fourth item have ranks 3 and 2 where 1 is allowed: 1 - 2 (2 + 1) / (4 · 1 · 4)."""
    assert trustworthiness(LINE, SWAPPED, k=1) == 1 - 2 * 3 / 16


def test_continuity_is_trustworthiness_the_other_way():
    """What one says of X and Z, the other says of Z and X."""
    assert continuity(LINE, SWAPPED, k=1) == trustworthiness(SWAPPED, LINE, k=1)


def test_distance_correlation_by_hand():
    """Distances 1, 3, 2 that become 3, 1, 2 are turned around."""
    assert distance_correlation([[0], [1], [3]], [[0], [3], [1]]) == -1.0


def test_one_place_for_all_keeps_no_order():
    """A map that puts all items in one place has equal distances only: correlation 0, and all figures are finite."""
    X = np.random.default_rng(0).normal(size=(40, 3))
    figures = evaluate(X, np.zeros((40, 2)), k=3, random_state=0, n_permutations=19)
    assert figures["distance_correlation"].value == 0.0
    assert not any(figures[key].stands_out() for key in KEYS)
    assert all(np.isfinite(figures[key].value) for key in KEYS)


@settings(derandomize=True, max_examples=15, deadline=None)
@given(maps, st.integers(1, 14))
def test_trustworthiness_equals_scikit_learn(pair, k):
    """Without ties, it is scikit-learn's; continuity is the same with both spaces changed over."""
    from sklearn.manifold import trustworthiness as reference

    X, Z = pair
    assert trustworthiness(X, Z, k=k) == pytest.approx(reference(X, Z, n_neighbors=k), abs=1e-12)
    assert continuity(X, Z, k=k) == pytest.approx(reference(Z, X, n_neighbors=k), abs=1e-12)


@settings(derandomize=True, max_examples=15, deadline=None)
@given(maps, st.integers(1, 14))
def test_neighbours_kept_equals_scikit_learn(pair, k):
    """The share is that of scikit-learn's neighbours, which is the same from X to Z as from Z to X."""
    from sklearn.neighbors import NearestNeighbors

    X, Z = pair
    in_x, in_z = (NearestNeighbors(n_neighbors=k).fit(side).kneighbors(return_distance=False) for side in (X, Z))
    shares = [len(set(a) & set(b)) / k for a, b in zip(in_x, in_z, strict=True)]
    assert neighbours_kept(X, Z, k=k) == pytest.approx(np.mean(shares), abs=1e-12)
    assert neighbours_kept(Z, X, k=k) == pytest.approx(np.mean(shares), abs=1e-12)


@settings(derandomize=True, max_examples=15, deadline=None)
@given(maps)
def test_distance_correlation_equals_scipy(pair):
    """It is scipy's rank correlation of the condensed distances."""
    from scipy.spatial.distance import pdist
    from scipy.stats import spearmanr

    X, Z = pair
    assert distance_correlation(X, Z) == pytest.approx(spearmanr(pdist(X), pdist(Z)).statistic, abs=1e-9)


@settings(derandomize=True, max_examples=15, deadline=None)
@given(maps, st.integers(0, 1000))
def test_order_turning_and_scale_play_no_part(pair, seed):
    """Reordering the items, turning, mirroring, moving and scaling the map change nothing; all bounds hold."""
    X, Z = pair
    order, turn = np.random.default_rng(seed).permutation(len(X)), np.array([[0.6, -0.8], [-0.8, -0.6]])
    for metric in (neighbours_kept, trustworthiness, continuity, distance_correlation):
        value = metric(X, Z)
        assert metric(X[order], 7.5 * (Z @ turn)[order] + 3) == pytest.approx(value, abs=1e-9)
        assert (-1 if metric is distance_correlation else 0) <= value <= 1


@pytest.mark.parametrize("n_features", [2, 3, 40])
def test_the_items_themselves_are_the_perfect_map(n_features):
    """A map that is X, in whole numbers full of ties and far from 0, scores 1 in everything."""
    X = 1_000_000 + np.random.default_rng(1).integers(0, 3, size=(80, n_features))
    for metric in (neighbours_kept, trustworthiness, continuity, distance_correlation):
        assert metric(X, X) == 1.0


def test_equal_rows_are_equally_near():
    """Of three equal items, each has both others as its nearest one: rounding does not part them."""
    X = np.random.default_rng(2).normal(size=(30, 50)) + 100
    X[[4, 17, 29]] = X[4]
    Z = np.arange(30.0)[:, None] * 10
    Z[[4, 17, 29], 0] = 500, 501, 502
    assert neighbours_kept(X[[4, 17, 29, 0, 1]], Z[[4, 17, 29, 0, 1]], k=1) >= 3 / 5


def test_sparse_rows_are_judged_as_dense_ones():
    """The same numbers as CSR give the same figures, by both metrics."""
    X = np.random.default_rng(3).poisson(0.3, size=(60, 40)).astype(np.float32)
    Z = X[:, :2] + np.random.default_rng(4).normal(size=(60, 2))
    for metric in ("euclidean", "cosine"):
        dense, held = (evaluate(given, Z, k=5, metric=metric, random_state=0) for given in (X, sparse.csr_array(X)))
        assert [dense[key].value for key in KEYS] == pytest.approx([held[key].value for key in KEYS], abs=1e-9)


def test_cosine_looks_at_directions():
    """Rows of unit length are the perfect map of the same rows at other lengths; a row of zeros does no harm."""
    X = np.random.default_rng(5).normal(size=(50, 6))
    lengths = np.random.default_rng(6).uniform(0.1, 10, size=(50, 1))
    unit = X / np.linalg.norm(X, axis=1, keepdims=True)
    assert neighbours_kept(X * lengths, unit, metric="cosine", k=5) == 1.0
    X[0] = 0
    assert 0 < neighbours_kept(X, unit, metric="cosine", k=5) < 1


def test_chance_is_known_in_closed_form(digits):
    """Items at random places keep k / (n - 1) of the neighbours, and bring in items of any rank alike."""
    n, k = 300, 10
    places = np.random.default_rng(7).normal(size=(n, 2))
    figures = evaluate(digits[:n], places, random_state=0, n_permutations=300)
    expected = {"neighbours_kept": k / (n - 1), "distance_correlation": 0.0}
    expected["trustworthiness"] = 1 - (n - 1 - k) * (n - k) / ((n - 1) * (2 * n - 3 * k - 1))
    for key, mean in expected.items():
        null = figures[key].null
        assert null.mean == pytest.approx(mean, abs=4 * null.sd / 300**0.5 + 5e-4)  # 5e-4: digits have a few ties
        assert abs(figures[key].value - mean) < 4 * null.sd


def test_sampled_queries_find_the_figures_of_all(digits, pca):
    """The neighbours of 400 digits, looked for among all, give the figure of all digits within its interval."""
    sampled = evaluate(digits, pca, n_queries=400, random_state=3, n_permutations=19)
    whole = evaluate(digits, pca, n_queries=2000, random_state=3, n_permutations=19)
    for key in KEYS[:3]:
        low, high = sampled[key].interval
        assert low - 0.25 * (high - low) <= whole[key].value <= high + 0.25 * (high - low)
        assert (sampled[key].n, whole[key].n) == (400, 1797)
        assert sampled[key].null.mean == pytest.approx(whole[key].null.mean, abs=0.005)
    assert whole["trustworthiness"].value == trustworthiness(digits, pca)


def test_a_map_by_pca_stands_out_and_is_named(digits, pca):
    """PCA's map of the digits beats chance and two of their pixels; the names say k."""
    figures = evaluate(digits, pca, trivial={"two_pixels": digits[:, [20, 42]]}, random_state=0)
    assert list(figures) == KEYS
    assert [figures[key].name for key in KEYS[:2]] == ["neighbours kept @10", "trustworthiness @10"]
    for figure in figures.values():
        assert figure.null.p == 0.01
        assert figure.verdict().startswith("better than chance")
        assert figure.value > figure.trivial["two_pixels"]
        assert figure.interval[0] < figure.value < figure.interval[1]


def test_same_seed_same_figures():
    """The seed decides the sample, the draws and the interval."""
    X = np.random.default_rng(8).normal(size=(60, 4))
    one, two, other = (evaluate(X, X[:, :2], n_queries=30, random_state=seed) for seed in (0, 0, 1))
    assert one == two != other


def test_k_follows_small_collections():
    """Without k it is 10, or what fewer than 21 items leave; k beyond that is refused."""
    X = np.random.default_rng(9).normal(size=(9, 3))
    assert evaluate(X, X, random_state=0)["neighbours_kept"].name == "neighbours kept @4"
    with pytest.raises(InputError, match=r"k, the number of neighbours, must be at least 1 and at most 4, not 5"):
        neighbours_kept(X, X, k=5)


@pytest.mark.parametrize(
    ("X", "Z", "message"),
    [
        (np.eye(4), np.eye(3), "rows of Z: 3 given, 4 expected"),
        (np.eye(2), np.eye(2), "at least 3"),
        ([[0.0], [np.nan], [1.0]], np.eye(3), "X has NaN"),
        (sparse.csr_array(np.array([[0.0, 0], [1, np.inf], [1, 0]])), np.eye(3), r"infinite values in 1 rows: 1"),
        (sparse.csr_array((3, 0)), np.eye(3), "with items and features"),
        (np.eye(3), np.full((3, 2), np.nan), "Z has NaN"),
    ],
)
def test_wrong_arrays_are_refused(X, Z, message):
    """Rows that don't match, too few items and what is not finite are refused."""
    with pytest.raises(InputError, match=message):
        validate(X, Z)


def test_wrong_settings_are_refused():
    """A metric nobody knows is refused, with those that there are."""
    with pytest.raises(InputError, match="metric must be one of 'euclidean', 'cosine', not 'manhattan'"):
        neighbours_kept(np.eye(5), np.eye(5), metric="manhattan")
