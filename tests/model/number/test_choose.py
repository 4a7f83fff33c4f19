"""How many clusters: planted groups, clouds without groups, real items, and the parts by hand."""

from itertools import pairwise

import numpy as np
import pytest
from scipy import sparse
from sklearn.datasets import load_digits, load_iris
from threadpoolctl import threadpool_info

from motif.core.errors import InputError
from motif.model.number import choose_n_clusters

QUICK = {"n_pairs": 2, "n_sampled": 240}


def _blobs(n_clusters: int, *, n_features: int = 8, n_items: int = 400, seed: int = 0) -> np.ndarray:
    """Groups of one size and width whose centres lie equally far from one another."""
    rng = np.random.default_rng(seed)
    return 8 * np.eye(n_clusters, n_features)[np.arange(n_items) % n_clusters] + rng.normal(size=(n_items, n_features))


@pytest.mark.parametrize("n_clusters", [3, 8])
def test_planted_groups_are_counted_clearly(n_clusters):
    """As many as were planted, and the words say how sure that is."""
    found = choose_n_clusters(_blobs(n_clusters), candidates=(2, 3, 5, 7, 8, 9), random_state=0, **QUICK)
    assert (found.n_clusters, found.confidence) == (n_clusters, "clear")
    assert found.words.startswith(f"{n_clusters} clusters, clearly: subsamples agree to ")


@pytest.mark.parametrize("kind", ["one blob", "uniform", "a long blob"])
def test_without_groups_no_number_stands_out(kind):
    """One blob, uniform noise and a long blob are cut for convenience only, and that is said."""
    rng = np.random.default_rng(3)
    X = rng.uniform(size=(400, 2)) if kind == "uniform" else rng.normal(size=(400, 4))
    if kind == "a long blob":
        X *= [6, 1, 1, 1]
    found = choose_n_clusters(X, candidates=(2, 3, 4, 6), random_state=0, **QUICK)
    assert found.confidence == "none"
    assert found.words == "no number stands out: the groups are a convenient cut, not a finding"
    assert found.n_clusters in (2, 3, 4, 6)


@pytest.mark.slow
def test_clouds_without_groups_are_rarely_taken_for_groups():
    """Of 10 uniform and 10 normal clouds at most 3 have a number that stands out; at 0.05 one is expected."""
    rng = np.random.default_rng(0)
    clouds = [make(size=(200, 2)) for _ in range(10) for make in (rng.uniform, rng.normal)]
    found = [choose_n_clusters(X, candidates=range(2, 6), random_state=0, **QUICK) for X in clouds]
    assert sum(one.confidence != "none" for one in found) <= 3


def test_a_triangle_has_no_groups():
    """Shares of three parts, dealt evenly, have tight and stable corners, and nothing lies thin between them."""
    rng = np.random.default_rng(1)
    found = [choose_n_clusters(rng.dirichlet([1, 1, 1], 200), candidates=range(2, 6), random_state=0, **QUICK)]
    assert [one.confidence for one in found] == ["none"]


@pytest.mark.slow
def test_shares_of_even_parts_are_rarely_taken_for_groups():
    """Of 20 triangles and other simplices at most 2 have a number that stands out, and none is clear."""
    rng = np.random.default_rng(0)
    shares = [rng.dirichlet([1] * n_parts, 200) for _ in range(10) for n_parts in (3, 3, 4, 6)[: 2 + _ % 3]][:20]
    found = [choose_n_clusters(X, candidates=range(2, 7), random_state=0, **QUICK).confidence for X in shares]
    assert found.count("clear") == 0
    assert found.count("none") >= 18


def test_irises_are_two_groups():
    """The known case: two of the three species touch, so the tightest groups are two."""
    found = choose_n_clusters(load_iris().data, candidates=(2, 3, 4, 5), random_state=0, n_pairs=2)
    assert (found.n_clusters, found.confidence) == (2, "clear")


@pytest.mark.slow
def test_digits_are_about_ten_groups_and_not_surely():
    """Ten digits, written by many hands: the number is near ten, and the words don't promise it."""
    found = choose_n_clusters(load_digits().data, random_state=0)
    assert 8 <= found.n_clusters <= 12
    assert found.confidence == "likely"
    assert found.n_sampled == 500


def test_the_table_has_every_candidate_with_its_null():
    """Ascending, in range, p at least 1 / (n_references + 1)."""
    found = choose_n_clusters(_blobs(3, n_items=90), candidates=(4, 2, 3, 3), n_references=20, random_state=0, **QUICK)
    assert [one.n_clusters for one in found.candidates] == [2, 3, 4]
    for one in found.candidates:
        assert 1 / 21 - 1e-12 <= one.p <= 1
        assert -1 <= one.silhouette <= 1
        assert one.stability <= 1 + 1e-12
        assert one.silhouette_chance_sd > 0
    assert found.as_dict()["candidates"][1]["n_clusters"] == 3


def test_the_same_seed_gives_the_same_table():
    """And another seed another one."""
    X = _blobs(3, n_items=90)
    first, again, other = (
        choose_n_clusters(X, candidates=(2, 3), n_references=3, random_state=seed, **QUICK) for seed in (0, 0, 1)
    )
    assert first == again != other


def test_order_of_features_scale_and_place_play_no_part():
    """Turned, moved and enlarged items get the same table but for rounding."""
    X = _blobs(3, n_items=90)
    turned = 5 * X[:, ::-1] + 1e9
    tables = [choose_n_clusters(Y, candidates=(2, 3), n_references=3, random_state=0, **QUICK) for Y in (X, turned)]
    scores = [[(one.stability, one.silhouette) for one in table.candidates] for table in tables]
    np.testing.assert_allclose(*scores, atol=1e-6)


def test_sparse_items_are_as_dense_ones():
    """The same numbers give the same answer."""
    X = _blobs(3, n_items=90)
    X[X < 0.5] = 0
    dense, thin = (
        choose_n_clusters(Y, candidates=(2, 3), n_references=3, random_state=0, **QUICK)
        for Y in (X, sparse.csr_array(X))
    )
    assert (dense.n_clusters, dense.confidence) == (thin.n_clusters, thin.confidence)


def test_equal_items_have_no_groups():
    """Where nothing differs nothing stands out, and nobody is warned."""
    assert choose_n_clusters(np.ones((30, 2)), candidates=(2, 3), n_references=3, random_state=0).confidence == "none"


def _two_of_three(far: float) -> np.ndarray:
    """Two halves that lie `far` apart, each of three groups."""
    corners = np.array([[0.0, 0, 0], [8, 0, 0], [0, 8, 0]])
    places = np.concatenate([corners, corners + np.array([0, 0, far])])
    return places[np.arange(240) % 6] + np.random.default_rng(0).normal(size=(240, 3)) * 0.7


def test_a_near_rival_makes_it_about():
    """Where two halves and their six groups are as tight, both numbers are told."""
    found = choose_n_clusters(_two_of_three(38.0), candidates=(2, 3, 5, 6, 7), random_state=0, **QUICK)
    assert found.confidence == "likely"
    assert found.words.startswith(f"about {found.n_clusters} clusters: {8 - found.n_clusters} would do nearly as well")


def test_a_finer_cut_that_holds_is_told():
    """Where the halves are far apart it is two clearly, and six hold too."""
    found = choose_n_clusters(_two_of_three(99.0), candidates=(2, 3, 5, 6, 7), random_state=0, **QUICK)
    assert (found.n_clusters, found.confidence) == (2, "clear")
    assert found.words.endswith("; a finer cut holds too: 6")


def test_threads_are_given_back():
    """After the choice the thread pools are as they were."""
    before = [(pool["prefix"], pool["num_threads"]) for pool in threadpool_info()]
    choose_n_clusters(_blobs(2, n_items=30), candidates=(2,), n_references=2, n_pairs=1, random_state=0)
    assert [(pool["prefix"], pool["num_threads"]) for pool in threadpool_info()] == before


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"candidates": (1, 2)}, "candidates must be at least 2, not 1"),
        ({"candidates": (20,)}, "30 items are too few to choose among 20 clusters"),
        ({"candidates": ()}, "too few to choose among no clusters"),
        ({"n_references": 1}, "n_references must be at least 2"),
        ({"n_pairs": 0}, "n_pairs must be at least 1"),
        ({"n_sampled": 5}, "n_sampled must be at least 6"),
    ],
)
def test_wrong_settings_are_refused(settings, message):
    """What was given and what was expected is said."""
    with pytest.raises(InputError, match=message):
        choose_n_clusters(_blobs(2, n_items=30), **settings)


def test_infinite_items_are_refused():
    """The rows are named, dense or sparse."""
    X = _blobs(2, n_items=30)
    X[4, 1] = np.nan
    for items in (X, sparse.csr_array(X)):
        with pytest.raises(InputError, match="X has NaN or infinite values in 1 rows: 4"):
            choose_n_clusters(items, candidates=(2,))


def test_candidates_ascend():
    """Whatever the order they were asked in."""
    found = choose_n_clusters(_blobs(2, n_items=60), candidates=(5, 2, 4), n_references=2, n_pairs=1, random_state=0)
    assert all(a.n_clusters < b.n_clusters for a, b in pairwise(found.candidates))
