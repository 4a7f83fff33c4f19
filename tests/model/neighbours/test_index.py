"""The estimator that holds items: what it finds, for rows and for its own items."""

import pickle

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from motif.core.errors import InputError, NotFitted
from motif.model import store
from motif.model.neighbours import Neighbours
from motif.represent.nearest import nearest

LINE = np.array([[0.0], [1.0], [2.5], [4.5], [7.0]])


def _blobs(n_items=3000, n_features=8, seed=0):
    rng = np.random.default_rng(seed)
    return (rng.normal(size=(30, n_features)) * 4)[rng.integers(30, size=n_items)] + rng.normal(
        size=(n_items, n_features)
    )


def test_kneighbors_by_hand():
    """Distances and positions of rows from outside."""
    distances, positions = Neighbours(n_neighbors=2).fit(LINE).kneighbors([[2.0]])
    assert distances.tolist() == [[0.5, 1.0]]
    assert positions.tolist() == [[2, 1]]


def test_kneighbors_of_the_items_themselves():
    """None of them is its own neighbour."""
    assert Neighbours().fit(LINE).kneighbors(n_neighbors=1)[1].ravel().tolist() == [1, 0, 1, 2, 3]


def test_find_leaves_the_item_out():
    """A position means that item, a row means no item."""
    model = Neighbours(n_neighbors=2).fit(LINE)
    assert model.find(1)[1].tolist() == [0, 2]
    assert model.find(np.int64(1))[1].tolist() == [0, 2]
    assert model.find(LINE[1])[1].tolist() == [1, 0]


def test_find_without_some_items():
    """What is excluded makes room for the next."""
    distances, positions = Neighbours().fit(LINE).find(1, n=2, exclude=[0, 2])
    assert positions.tolist() == [3, 4]
    assert distances.tolist() == [3.5, 6.0]


def test_find_with_caps():
    """At most so many of a group, however far the search must go for them."""
    X = np.arange(1000.0)[:, None]
    groups = ["near"] * 990 + ["far"] * 5 + [None] * 5
    assert Neighbours().fit(X).find(0, n=6, groups=groups, per_group=2)[1].tolist() == [1, 2, 990, 991, 995, 996]
    assert len(Neighbours().fit(X).find(0, n=50, groups=groups, per_group=2)[1]) == 9


def test_find_with_variety():
    """Copies of the nearest give way to others; with caps both hold."""
    X = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 0.01], [1.0, 0.02], [0.0, 1.2], [-1.3, 0.0]])
    model = Neighbours().fit(X)
    assert model.find(0, n=3)[1].tolist() == [1, 2, 3]
    assert model.find(0, n=3, diversity=0.5)[1].tolist() == [1, 5, 4]
    groups = ["x", "a", "a", "a", "b", "a"]
    assert model.find(0, n=2, diversity=0.5, groups=groups, per_group=1)[1].tolist() == [1, 4]


def test_find_in_a_single_item():
    """It has no neighbours, with variety or without."""
    for diversity in (0.0, 0.5):
        assert Neighbours().fit([[1.0, 2.0]]).find(0, diversity=diversity)[1].tolist() == []


def test_sparse_items_are_found_and_saved(tmp_path):
    """Words in rows: the same answers as their dense form, also after saving."""
    rng = np.random.default_rng(0)
    X = rng.random((40, 30)) * (rng.random((40, 30)) < 0.2)
    dense, rare = Neighbours(metric="cosine").fit(X), Neighbours(metric="cosine").fit(sparse.csr_matrix(X))
    store.save(rare, tmp_path)
    for model in (rare, store.load(tmp_path)):
        assert np.array_equal(model.kneighbors(X[:5])[1], dense.kneighbors(X[:5])[1])
        assert np.array_equal(model.find(3, diversity=0.3)[1], dense.find(3, diversity=0.3)[1])


def test_an_exact_index_finds_all():
    """Its recall is 1 by nature."""
    model = Neighbours().fit(LINE)
    assert (model.recall_, model.n_lists_, model.n_probes_) == (1.0, 1, 1)


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
def test_an_inverted_file_tells_its_recall(metric):
    """What it says of itself is what another sample finds, within the spread of two samples of 256."""
    pytest.importorskip("faiss")
    X = _blobs()
    model = Neighbours(metric=metric, index="ivf", random_state=0).fit(X)
    assert 1 <= model.n_probes_ < model.n_lists_
    exact, found = nearest(X, X[:1500], 10, metric=metric)[1], model.kneighbors(X[:1500])[1]
    recall = np.mean([len(set(a) & set(b)) / 10 for a, b in zip(exact, found, strict=True)])
    assert recall == pytest.approx(model.recall_, abs=0.03)
    assert model.recall_ > 0.9


def test_an_inverted_file_that_must_miss_nothing():
    """Asked for a recall of 1 it looks until the sample misses nothing."""
    pytest.importorskip("faiss")
    model = Neighbours(index="ivf", recall=1.0, random_state=0).fit(_blobs(600))
    assert model.recall_ == 1.0
    assert model.kneighbors()[1].shape == (600, 10)


def test_an_inverted_file_finds_as_many_as_asked_for():
    """Where the lists looked at hold too few, the exact search answers."""
    pytest.importorskip("faiss")
    X = _blobs(900)
    model = Neighbours(index="ivf", recall=0.01, random_state=0).fit(X)
    assert np.array_equal(model.kneighbors(X[:3], 900)[1], nearest(X, X[:3], 900)[1])
    assert len(model.find(5, n=700, exclude=range(10))[1]) == 700


def test_an_inverted_file_is_saved_and_loaded(tmp_path):
    """After loading, and after pickling, the answers are the same to the last bit; so are those of the same seed."""
    pytest.importorskip("faiss")
    X = _blobs()
    model = Neighbours(index="ivf", random_state=3).fit(X)
    store.save(model, tmp_path)
    again = Neighbours(index="ivf", random_state=3).fit(X)
    for other in (store.load(tmp_path), pickle.loads(pickle.dumps(model)), again):
        assert all(
            np.array_equal(a, b) for a, b in zip(other.kneighbors(X[:50]), model.kneighbors(X[:50]), strict=True)
        )
        assert other.recall_ == model.recall_


def test_a_second_fit_forgets_the_first():
    """The lists of the items before are not searched."""
    pytest.importorskip("faiss")
    model = Neighbours(index="ivf", recall=1.0, random_state=0).fit(_blobs())
    far = _blobs(seed=1) + 100
    assert model.fit(far).kneighbors(far[:2], 1)[1].tolist() == [[0], [1]]
    assert model.set_params(index="exact").fit(LINE).kneighbors([[0.0]], 1)[1].tolist() == [[0]]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"n_neighbors": 0}, "n_neighbors must be at least 1"),
        ({"metric": "taxi"}, "metric must be one of"),
        ({"index": "tree"}, "index must be one of 'exact', 'ivf', not 'tree'"),
        ({"recall": 1.5}, "recall must be at least 0 and at most 1"),
    ],
)
def test_wrong_settings(settings, message):
    """They are refused when fitting."""
    with pytest.raises(InputError, match=message):
        Neighbours(**settings).fit(LINE)


def test_sparse_items_have_no_inverted_file():
    """It says so, with what to use."""
    with pytest.raises(InputError, match="use index='exact'"):
        Neighbours(index="ivf").fit(sparse.csr_array(np.eye(3)))


@pytest.mark.parametrize(
    ("item", "options", "message"),
    [
        (5, {}, "item must be at least 0 and at most 4, not 5"),
        (0, {"n": 0}, "n must be at least 1"),
        (0, {"diversity": 2.0}, "diversity must be"),
        (0, {"per_group": 1}, "groups and per_group go together; given groups=None, per_group=1"),
        (0, {"groups": ["a"] * 5}, "groups and per_group go together"),
        (0, {"groups": ["a"] * 4, "per_group": 1}, "groups: 4 given, 5 expected"),
        ([1.0, 2.0], {}, "X has 2 features, but Neighbours is expecting 1"),
        ([np.nan], {}, "NaN or infinite"),
    ],
)
def test_wrong_questions(item, options, message):
    """Each says what is wrong with it."""
    with pytest.raises(InputError, match=message):
        Neighbours().fit(LINE).find(item, **options)


def test_an_unfitted_one_says_so():
    """Both methods."""
    with pytest.raises(NotFitted):
        Neighbours().kneighbors(LINE)
    with pytest.raises(NotFitted):
        Neighbours().find(0)


def test_groups_of_a_data_frame_go_by_position():
    """The labels of a filtered frame's index play no part."""
    groups = pd.Series(["a", "a", "b", "b", "c"], index=[4, 3, 2, 1, 0])
    assert Neighbours().fit(LINE).find(0, n=4, groups=groups, per_group=1)[1].tolist() == [1, 2, 4]


def test_groups_may_be_pairs_or_unknown():
    """A tuple is one group, and pandas' NA none."""
    groups = [("a", 1), ("a", 1), ("a", 1), pd.NA, pd.NA]
    assert Neighbours().fit(LINE).find(0, n=4, groups=groups, per_group=1)[1].tolist() == [1, 3, 4]


@pytest.mark.parametrize("exclude", [[1.7], [999], [-1], ["1"]])
def test_what_is_excluded_must_be_a_position(exclude):
    """Nothing is rounded, and nothing is passed over."""
    for item in (0, LINE[0]):
        with pytest.raises(InputError, match="exclude must be"):
            Neighbours().fit(LINE).find(item, exclude=exclude)


def test_the_item_may_be_excluded_twice():
    """By itself and by name."""
    assert Neighbours().fit(LINE).find(1, n=2, exclude=[1, 1])[1].tolist() == [0, 2]


@pytest.mark.parametrize(
    "rows", [[[0.0], [1.0]], np.zeros((0, 1)), np.zeros((1, 1, 1)), sparse.csr_array(np.eye(2)[:, :1])]
)
def test_several_rows_are_no_item(rows):
    """One is asked about at a time."""
    with pytest.raises(InputError, match="item must be a position or one row"):
        Neighbours().fit(LINE).find(rows)
