"""UMAP behind Motif's face; umap-learn compiles itself when first called, so the first of these takes its time."""

import sys

import numpy as np
import pytest
from scipy import sparse

from motif.core.errors import InputError, MissingExtra
from motif.represent.project import UMAP


def _groups(n_items: int = 60) -> tuple[np.ndarray, np.ndarray]:
    labels = np.arange(n_items) % 3
    rng = np.random.default_rng(0)
    return rng.normal(scale=8, size=(3, 5))[labels] + rng.normal(size=(n_items, 5)), labels


@pytest.mark.slow
def test_groups_stay_apart_and_new_items_join_theirs():
    """Fitted and held-out items of three far groups are nearest to their own group's centre."""
    X, labels = _groups(120)
    model = UMAP(random_state=0).fit(X[:60])
    centres = np.array([model.codes_[labels[:60] == label].mean(axis=0) for label in range(3)])
    Z = model.transform(X)
    assert (((Z[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1) == labels).all()


@pytest.mark.slow
def test_min_dist_holds_items_apart():
    """Items may come nearer with a smaller least distance."""
    X, _ = _groups()
    tight, loose = (UMAP(min_dist=d, random_state=0).fit_transform(X) for d in (0.0, 0.9))
    nearest = []
    for Z in (tight, loose):
        squares = ((Z[:, None] - Z) ** 2).sum(axis=2)
        np.fill_diagonal(squares, np.inf)
        nearest.append(np.median(np.sqrt(squares.min(axis=1))))
    assert nearest[0] < nearest[1]


@pytest.mark.slow
def test_three_numbers_can_be_asked_for():
    """Unlike `NeighbourMap`, which makes maps only; sparse items too."""
    X, _ = _groups()
    assert UMAP(3, random_state=0).fit_transform(sparse.csr_array(np.maximum(X, 0))).shape == (60, 3)


@pytest.mark.slow
@pytest.mark.parametrize("n_items", [2, 3])
def test_few_items_and_all_equal_ones_have_a_map(n_items):
    """What umap-learn cannot lay out is laid out by its main directions."""
    X = np.arange(2.0 * n_items).reshape(n_items, 2)
    assert np.isfinite(UMAP(random_state=0).fit_transform(X)).all()
    assert not UMAP(random_state=0).fit_transform(np.ones((n_items, 2))).any()


def test_missing_package_is_told_with_its_extra(monkeypatch):
    """One line that says what to install; construction alone needs nothing."""
    monkeypatch.setitem(sys.modules, "umap", None)
    with pytest.raises(MissingExtra, match=r"'umap' is not installed; run: pip install 'motif-media\[umap\]'"):
        UMAP(random_state=0).fit(_groups()[0])


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"n_components": 0}, "n_components must be at least 1, not 0"),
        ({"n_neighbors": 1}, "n_neighbors must be at least 2, not 1"),
        ({"min_dist": 2}, "min_dist must be at least 0 and at most 1, not 2"),
        ({"metric": "manhattan"}, "metric must be one of 'euclidean', 'cosine', not 'manhattan'"),
    ],
)
def test_wrong_settings_are_refused(settings, message):
    """The message says what was given and what may be."""
    with pytest.raises(InputError, match=message):
        UMAP(**settings).fit(_groups()[0])
