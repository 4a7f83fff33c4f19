"""What tests of films share: the demo, run once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from motif.films.study.invented import Demo


@pytest.fixture(scope="session")
def invented(english: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Demo, Path]:
    """What the demo found, quickly, and the folder in which it left its collections."""
    from motif.films.study.invented import demo

    folder = tmp_path_factory.mktemp("demo")
    return demo(folder=folder, quick=True), folder
