from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from skimage import data


@pytest.fixture
def write(tmp_path: Path) -> Callable[[bytes], Path]:
    """Write bytes to a file whose name says nothing about them."""

    def to_file(content: bytes) -> Path:
        (tmp_path / "weights-0123").write_bytes(content)
        return tmp_path / "weights-0123"

    return to_file


@pytest.fixture(scope="package")
def astronaut() -> np.ndarray:
    """The astronaut as RGB in [0, 1], (512, 512, 3)."""
    return data.astronaut().astype(np.float32) / 255
