"""The named peer, for tests of what must equal it."""

import importlib.util
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def printed():
    """The K-histogram program as the seed prints it."""
    path = Path(__file__).resolve().parents[3] / "benchmarks" / "khist_seed.py"
    spec = importlib.util.spec_from_file_location("khist_seed", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
