"""What every test may use: the reference cases beside the checkout, and a cache of its own."""

import logging
import os
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.browser import chromium, opened
from tests.faults import full_disk, read_only_folder, run_in_child
from tests.weights import english, fake_model, selfie, u2netp

__all__ = [
    "chromium",
    "english",
    "fake_model",
    "full_disk",
    "opened",
    "read_only_folder",
    "run_in_child",
    "selfie",
    "shared",
    "u2netp",
]

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference cases; skipped with a reason where it is absent, failed where it is required."""
    folder = ROOT.parent / "shared"
    if (folder / "data").is_dir():
        return folder
    if os.environ.get("MOTIF_REQUIRE_SHARED") == "1":
        pytest.fail("the reference cases (../shared) are required here and are missing")
    pytest.skip("needs the reference cases of ../shared")


@pytest.fixture(autouse=True)
def _own_log() -> Generator[None]:
    """A command line that ran in this process leaves no handler on a stream that is closed by now."""
    logger = logging.getLogger("motif")
    before = (logger.handlers[:], logger.level, logger.propagate)
    yield
    logger.handlers[:], logger.level, logger.propagate = before


@pytest.fixture(autouse=True, scope="session")
def _own_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or fills the cache of the person who runs it, unless the gate lends one for model files."""
    os.environ.setdefault("MOTIF_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
