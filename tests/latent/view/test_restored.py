"""The page of restored pictures: findings as titles, figures beside PCA, hostile ids made harmless."""

from dataclasses import replace

import numpy as np
import pytest

from motif.core.record import RunRecord
from motif.evaluate.figure import Figure
from motif.latent.study.reconstruct import Reconstructed, Sorted
from motif.latent.view.restored import chapter, rows_of, write


@pytest.fixture
def found():
    grey = np.full((2, 4, 4), 0.5)
    groups = tuple(
        Sorted(title, ("a", "../b"), grey, grey, grey, np.array([0.01, 0.02])) for title in ("best", "median", "worst")
    )
    error = Figure("Error with 3 numbers", 0.01, None, {"pca": 0.02, "the_mean_picture": 0.1}, None, 9, False, "")
    record = RunRecord("latent.reconstruct", seed=0)
    return Reconstructed("codes", "autoencoder", "pixels", "wave", 3, groups, 0.9, {"error": error}, True, record)


def test_the_title_is_the_finding(found):
    """It follows the figures, also when PCA does as well."""
    assert chapter(found).title == "50\u00a0% less error than PCA"
    worse = {"error": replace(found.figures["error"], value=0.03)}
    assert chapter(replace(found, figures=worse)).title == "No less error than PCA"


def test_three_rows_the_picture_the_network_pca(found):
    """A column for each item."""
    assert rows_of(found.groups[0]).shape == (3 * 60 - 4 + 16, 2 * 60 - 4 + 16, 3)


def test_ids_do_not_lead_out_of_the_folder(found, tmp_path):
    """What no file name takes becomes an underscore."""
    write(found, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir())[:2] == ["best-01-a.png", "best-02-___b.png"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
