"""Pictures in the current folder, and a way to call the verbs."""

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from motif.cli.pictures import app
from motif.source.image import encode_image


@pytest.fixture
def photos(tmp_path, monkeypatch):
    """`photo.jpg` and a folder `photos` of two, in the current folder."""
    monkeypatch.chdir(tmp_path)
    pixels = np.random.default_rng(0).integers(0, 256, (24, 32, 3), dtype=np.uint8)
    (tmp_path / "photos").mkdir()
    for seed, name in enumerate(["photo.jpg", "photos/a.jpg", "photos/b.png"]):
        (tmp_path / name).write_bytes(encode_image(np.roll(pixels, seed), format=Path(name).suffix[1:]))
    return tmp_path


@pytest.fixture
def run():
    """Call `motif pictures` with words, and what is piped in; the exit code, stdout and stderr come back."""

    def call(*words, piped=None):
        return CliRunner().invoke(app, list(map(str, words)), input=piped)

    return call
