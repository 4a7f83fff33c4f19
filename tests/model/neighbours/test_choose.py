"""Caps and variety: hand-computed choices first, then what holds of any."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import sparse

from motif.core.errors import InputError
from motif.model.neighbours import diverse, within_caps

FEW = settings(derandomize=True, deadline=None, max_examples=50)
CANDIDATES = hnp.arrays(float, st.tuples(st.integers(1, 15), st.just(2)), elements=st.floats(-9, 9, width=16))


def test_caps_by_hand():
    """The first two of each group stay; unknown groups are nobody's."""
    groups = ["a", "a", "b", "a", None, "b", float("nan"), None, "b"]
    assert within_caps(groups, 2).tolist() == [True, True, True, False, True, True, True, True, False]


@FEW
@given(groups=st.lists(st.integers(0, 3), max_size=30), per_group=st.integers(1, 4))
def test_caps_keep_as_many_as_they_may(groups, per_group):
    """Of each group the cap or all there are, and they are its first."""
    kept = within_caps(groups, per_group)
    for group in set(groups):
        own = kept[[place for place, other in enumerate(groups) if other == group]]
        assert own.tolist() == [True] * min(per_group, len(own)) + [False] * (len(own) - per_group)


def test_a_cap_of_nothing_is_refused():
    """At least one of each group."""
    with pytest.raises(InputError, match="per_group must be at least 1, not 0"):
        within_caps(["a"], 0)


def test_variety_by_hand():
    """A copy of the nearest gives way to a farther one on the other side; the arithmetic is in the formula."""
    line = np.array([[1.0], [1.5], [-2.0], [4.0]])
    # after 1.0: 0.5 * (0.5 - 1.5), 0.5 * (3 - 2), 0.5 * (3 - 4); after -2.0: 0.5 * (0.5 - 1.5), 0.5 * (3 - 4), a tie
    assert diverse(np.abs(line).ravel(), line, n=4, diversity=0.5).tolist() == [0, 2, 1, 3]


def test_all_variety_takes_those_furthest_apart():
    """With 1 only the distance to the nearest one chosen counts."""
    assert diverse([1.0, 1.2, 3.0, 9.0], [[1.0], [1.2], [3.0], [9.0]], n=3, diversity=1.0).tolist() == [0, 3, 2]


def test_variety_by_angle():
    """Under cosine a longer copy is a copy."""
    X = np.array([[1.0, 0.1], [3.0, 0.3], [1.0, -0.5]])
    distances = 1 - X[:, 0] / np.linalg.norm(X, axis=1)
    for of in (np.asarray, sparse.csr_array):
        assert diverse(distances, of(X), n=2, diversity=0.6, metric="cosine").tolist() == [0, 2]


@FEW
@given(X=CANDIDATES, n=st.integers(1, 20), diversity=st.floats(0, 1))
def test_each_candidate_is_chosen_at_most_once(X, n, diversity):
    """As many as asked for or all, the nearest first."""
    distances = np.linalg.norm(X, axis=1)
    chosen = diverse(distances, X, n=n, diversity=diversity)
    assert len(set(chosen.tolist())) == len(chosen) == min(n, len(X))
    assert chosen[0] == distances.argmin()


@FEW
@given(X=CANDIDATES, n=st.integers(1, 20))
def test_no_variety_is_the_order_of_distance(X, n):
    """With 0, ties by position."""
    distances = np.linalg.norm(X, axis=1)
    assert np.array_equal(diverse(distances, X, n=n, diversity=0.0), np.argsort(distances, kind="stable")[:n])


@FEW
@given(X=CANDIDATES, n=st.integers(2, 6), diversity=st.floats(0, 1))
def test_equal_to_the_paper_written_out(X, n, diversity):
    """Carbonell and Goldstein's formula, one pair at a time; equal values may fall either way by rounding."""
    distances = np.linalg.norm(X, axis=1)
    chosen: list[int] = []
    for picked in diverse(distances, X, n=n, diversity=diversity).tolist():
        worth = {
            i: diversity * min((float(np.linalg.norm(X[i] - X[j])) for j in chosen), default=0.0)
            - ((1 - diversity) if chosen else 1) * distances[i]
            for i in range(len(X))
            if i not in chosen
        }
        assert worth[picked] == pytest.approx(max(worth.values()), abs=1e-9)
        chosen.append(picked)


@pytest.mark.parametrize(
    ("distances", "options", "message"),
    [
        ([1.0], {"n": 1}, "distances: 1 given, 2 expected"),
        ([1.0, 2.0], {"n": 0}, "n must be at least 1"),
        ([1.0, 2.0], {"n": 1, "diversity": 1.5}, "diversity must be at least 0 and at most 1, not 1.5"),
        ([1.0, 2.0], {"n": 1, "metric": "taxi"}, "metric must be one of"),
    ],
)
def test_refusals(distances, options, message):
    """What does not fit is refused."""
    with pytest.raises(InputError, match=message):
        diverse(distances, [[0.0], [1.0]], **options)
