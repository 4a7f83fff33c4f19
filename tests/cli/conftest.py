"""What tests of the command line share: a small collection on disk, and a runner in its folder."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from motif.cli.main import app
from motif.collection import Collection, dense, ragged
from motif.core.record import Drop


@pytest.fixture
def songs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`songs.motif`, three songs, in a scratch folder that is the current one."""
    monkeypatch.chdir(tmp_path)
    Collection(
        "song",
        {"id": ["a", "b", "c"], "title": ["Alpha", "=B+1", "C\x1b[31m"], "year": [1970, 1980, None]},
        blocks={
            "sound": dense(np.arange(6, dtype=np.uint8).reshape(3, 2), scale=0.5),
            "beats": ragged([[1.0], [], [2.0]]),
        },
        drops=[Drop("x.mp3", "read", "truncated"), Drop("y.mp3", "read", "truncated"), Drop("z", "read", "empty")],
    ).save("songs.motif")
    return Path("songs.motif")


@pytest.fixture
def motif() -> Callable[..., Result]:
    """Run a command line; JSON output is parsed into `.value`."""

    def run(*words: str | Path, code: int = 0) -> Result:
        result = CliRunner().invoke(app, [str(word) for word in words])
        assert result.exit_code == code, f"exit {result.exit_code}: {result.output}"
        result.value = json.loads(result.stdout) if "--json" in words and code == 0 else None
        return result

    return run
