"""Starts: PCA's coordinates, whichever way they are found."""

import numpy as np
import pytest
from scipy import sparse

from motif.represent.project import start
from motif.represent.project.pca import PCA


def _items(n_items: int = 60, n_features: int = 40) -> np.ndarray:
    rng = np.random.default_rng(0)
    return rng.poisson(0.3, size=(n_items, n_features)) * np.linspace(3, 1, n_features) + 0.0


@pytest.mark.parametrize("kind", [np.asarray, sparse.csr_array])
@pytest.mark.parametrize("small", [1000, 0], ids=["all at once", "searched"])
def test_start_is_pca(monkeypatch, kind, small):
    """Dense or sparse, small or large: the coordinates are those of PCA, signs included."""
    monkeypatch.setattr(start, "_SMALL", small)
    X = _items()
    expected = PCA(2).fit(X).transform(X)
    found = start.first_axes(kind(X), 2, np.random.default_rng(0))
    np.testing.assert_allclose(found, expected, atol=1e-2 * np.abs(expected).max())  # svds is asked for 1e-4


def test_axes_that_are_not_there_are_zero():
    """One feature has one direction."""
    found = start.first_axes(np.arange(5.0)[:, None], 2, np.random.default_rng(0))
    np.testing.assert_allclose(found, np.column_stack([np.arange(5.0) - 2, np.zeros(5)]))
