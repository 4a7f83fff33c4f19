"""The inverted file: lists as plain arrays, searched by faiss, measured again in float64."""

import sys

import numpy as np
import pytest

from motif.core.errors import MissingExtra
from motif.model.neighbours import ivf
from motif.represent.nearest import nearest


@pytest.fixture(scope="module")
def X():  # noqa: N802 - the matrix
    pytest.importorskip("faiss")
    return np.random.default_rng(0).normal(size=(2000, 6)).astype(np.float32) + 1000


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
def test_every_row_is_in_the_list_of_its_nearest_centre(X, metric):
    """The lists hold all rows once, each where a search would look first."""
    lists = ivf.built(X, metric, 0)
    assert lists.members.shape == (2000,)
    by_hand = nearest(lists.centres, lists.plain(X), 1)[1].ravel()
    assert (by_hand == lists.members).mean() > 0.99  # float32 decides in faiss, where two centres are as near


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
def test_looking_at_every_list_is_exact(X, metric):
    """Distances to the last bit, positions but for what float32 cannot tell apart."""
    lists = ivf.built(X, metric, 0)
    distances, positions = ivf.search(lists, X[:40], 10, n_probes=len(lists.centres))
    exact = nearest(X, X[:40], 10, metric=metric)
    same = positions == exact[1]
    assert same.mean() > 0.98
    assert np.array_equal(distances[same], exact[0][same])


def test_fewer_lists_find_less(X):
    """Recall grows with the number of lists looked at, up to all."""
    lists = ivf.built(X, "euclidean", 0)
    true = nearest(X, X[:200], 10)[0][:, -1:]
    shares = [(ivf.search(lists, X[:200], 10, n_probes=n)[0] <= true).mean() for n in (1, 4, 16, len(lists.centres))]
    assert shares == sorted(shares)
    assert shares[0] < 0.8
    assert shares[-1] > 0.99


def test_tuning_reaches_what_was_asked_for(X):
    """More is asked, more lists are looked at."""
    lists = ivf.built(X, "euclidean", 0)
    low, high = (ivf.tuned(lists, 10, recall=recall, random_state=0) for recall in (0.5, 0.99))
    assert low[0] < high[0]
    assert low[1] < high[1]
    assert high[1] > 0.97  # measured on other queries than those that chose


def test_two_rows_are_enough(X):
    """The smallest matrix that has neighbours at all, and a single row."""
    for n_items in (1, 2):
        lists = ivf.built(X[:n_items], "euclidean", 0)
        assert ivf.tuned(lists, 10, recall=0.9, random_state=0) == (1, 1.0)
        assert ivf.search(lists, X[:1], 5, n_probes=1)[1].tolist() == [[0, 1][:n_items]]


def test_without_faiss_the_extra_is_named(monkeypatch):
    """One line that says what to install."""
    monkeypatch.setitem(sys.modules, "faiss", None)
    with pytest.raises(MissingExtra, match=r"pip install 'motif-media\[faiss\]'"):
        ivf.built(np.eye(3), "euclidean", 0)


def test_rows_of_zeros_are_at_a_right_angle_to_all():
    """Under cosine such a row is no nearer than what points elsewhere."""
    pytest.importorskip("faiss")
    X = np.array([[1.0, 0.0], [0.0, 0.0], [1.0, 0.1], [-1.0, 0.0]])
    distances, positions = ivf.search(ivf.built(X, "cosine", 0), X[:1], 4, n_probes=1)
    assert positions.tolist() == [[0, 2, 1, 3]]
    assert distances[0, 2:].tolist() == [1.0, 2.0]
