"""A saved collection with everything in it, for the tests of this room."""

import shutil
from pathlib import Path

import pytest

from motif.collection import Collection, read
from tests.collection.example import everything, model_folder


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A folder as a saved model has it."""
    return model_folder(tmp_path / "model")


@pytest.fixture(scope="session")
def _saved_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("saved")
    everything(model=model_folder(folder / "model")).save(folder / "c.motif")
    return folder / "c.motif"


@pytest.fixture
def saved(tmp_path: Path, _saved_once: Path) -> Collection:
    """Seven items with everything, on disk in `tmp_path / "c.motif"`."""
    return read(shutil.copytree(_saved_once, tmp_path / "c.motif"))
