"""Drawn pictures as a sheet: small ones magnified, a row for each turn of the labels."""

from types import SimpleNamespace

import numpy as np

from motif.latent.view.sampled import sheet_of, write


def _drawn(n, *, size=8, labels=None):
    return SimpleNamespace(pictures=np.linspace(0, 1, n * size * size).reshape(n, size, size), ink=True, labels=labels)


def test_without_labels_it_is_nearly_a_square():
    """Five of 8 px are three in a row, 40 px each, with gaps of 2 and margins of 8."""
    assert sheet_of(_drawn(5)).shape == (2 * 42 - 2 + 16, 3 * 42 - 2 + 16, 3)


def test_labels_make_columns():
    """Two labels, three turns."""
    assert sheet_of(_drawn(6, labels=("a", "b") * 3)).shape == (3 * 42 - 2 + 16, 2 * 42 - 2 + 16, 3)
    assert sheet_of(_drawn(4, labels=("a",) * 4)).shape == (98, 98, 3)


def test_labels_are_safe_in_file_names(tmp_path):
    """Whatever they hold."""
    write(_drawn(1, labels=("../é b",)), tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["0001-_____b.png"]
