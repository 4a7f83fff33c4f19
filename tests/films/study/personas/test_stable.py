"""Stability: known groups are found again, random labels are not."""

import numpy as np

from motif.films.model.kind import fitted_model
from motif.films.study.personas.stable import resampled, stability

X = np.repeat(np.array([[6, 1, 0, 0], [0, 0, 5, 2]]), 30, axis=0)
FILMS = [str(n // 2) for n in range(60)]
KNOWN = np.repeat([0, 1], 30)


def _stability(labels, n_refits=3, n_components=2):
    return stability(
        X, labels, FILMS,
        lambda seed, rows: fitted_model("mixture", 2, X[rows], n_starts=1, random_state=seed),
        n_components=n_components, n_refits=n_refits, rng=np.random.default_rng(0),
    )  # fmt: skip


def test_films_are_drawn_whole():
    """Characters of one film are drawn together, as many films as there are."""
    rows = resampled(["a", "b", "a", "c"], np.random.default_rng(1))
    films = [("a", "b", "a", "c")[row] for row in rows]
    assert films.count("a") % 2 == 0
    assert set(rows.tolist()) <= {0, 1, 2, 3}


def test_known_groups_come_back():
    """What is plainly apart is found again whole, and beats chance."""
    found = _stability(KNOWN)
    assert found.jaccard.tolist() == [1, 1]
    assert found.chance.max() < 0.6
    assert found.figure.value == 1
    assert found.figure.stands_out()


def test_random_labels_do_not():
    """Labels dealt out at random agree with refits by AMI 0, within the null, and no better than chance."""
    found = _stability(np.random.default_rng(2).permutation(KNOWN))
    assert found.figure.null.low <= found.figure.value <= found.figure.null.high
    assert not found.figure.stands_out()
    assert abs(found.jaccard - found.chance).max() < 0.1


def test_nothing_measured():
    """Without refits, or with one group only, there is no figure and no index."""
    for found in (_stability(KNOWN, n_refits=0), _stability(np.zeros(60, int))):
        assert found.figure is None
        assert np.isnan(found.jaccard).all()


def test_empty_components_are_never_found():
    """A component without characters has nothing to be found again."""
    assert _stability(KNOWN, n_components=3).jaccard.tolist() == [1, 1, 0]
