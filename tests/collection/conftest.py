"""A saved collection with everything in it, for the tests of this room."""

from pathlib import Path

import pytest

from motif.collection import Collection
from tests.collection.example import everything, model_folder


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A folder as a saved model has it."""
    return model_folder(tmp_path / "model")


@pytest.fixture
def saved(tmp_path: Path, model: Path) -> Collection:
    """Seven items with everything, on disk in `tmp_path / "c.motif"`."""
    return everything(model=model).save(tmp_path / "c.motif")
