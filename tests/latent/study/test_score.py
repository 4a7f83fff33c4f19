"""`score`: error, neighbours, and what a line reads, each beside PCA and chance."""

import numpy as np
import pytest

from motif.core.errors import InputError
from motif.latent.study.score import read_by_line, score


def test_every_figure_stands_beside_something(fitted):
    """PCA with as many numbers, chance, the mean."""
    found = score(fitted, "codes")
    assert list(found.figures) == ["error", "neighbours_kept", "distance_correlation", "read"]
    assert all("pca" in figure.trivial for figure in found.figures.values())
    assert found.label == "sort"
    assert found.figures["read"].stands_out()
    assert "bound" in score(fitted, "told").figures


def test_a_column_that_is_not_there_is_refused(fitted):
    """With those that are."""
    with pytest.raises(InputError, match="no column 'genre'"):
        score(fitted, "codes", label="genre")


def test_the_reader_reads_what_lies_along_a_line():
    """Items on either side of a plane; features of any size, and one that never changes."""
    X = np.random.default_rng(0).normal(size=(400, 3)) * [1, 1e4, 0]
    y = np.where(X[:, 0] > 0, "right", "left")
    said = read_by_line(X[:300], y[:300], X[300:])
    assert (said == y[300:]).mean() > 0.95
