"""The format of saves, apart from the register: classes are looked up only when they are needed."""

import pytest

from motif.core.errors import DataError
from motif.model import saved
from motif.represent.project import PCA


def _never():
    raise AssertionError("looked up")


def test_only_the_class_that_is_there_is_looked_up(tmp_path):
    """Others may cost an import."""
    saved.write(PCA(1).fit([[0.0], [2.0]]), tmp_path)
    loaded = saved.read(tmp_path, {"PCA": lambda: PCA, "Network": _never})
    assert loaded.mean_.tolist() == [1.0]


def test_unknown_classes_are_refused(tmp_path):
    """With those that are known."""
    saved.write(PCA(1).fit([[0.0], [2.0]]), tmp_path)
    with pytest.raises(DataError, match="holds a 'PCA', which is none of 'Network'"):
        saved.read(tmp_path, {"Network": _never})
