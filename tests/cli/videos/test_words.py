"""`motif videos words`: figures on their nulls, differences with their intervals."""

import json

import numpy as np
import typer
from typer.testing import CliRunner

from motif.cli.videos import app
from motif.collection import Collection

root = typer.Typer()
root.add_typer(app, name="videos")


def run(*words):
    return CliRunner().invoke(root, ["videos", "words", *map(str, words)])


def test_text_and_json(tmp_path):
    """Each method and each difference on stdout; the same as one JSON object; one line where it cannot be."""
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, 60)
    columns = {
        "id": [f"v{n}" for n in range(60)],
        "labels": [[int(label)] for label in labels],
        "keywords": [[f"own{'abc'[label]}", f"any{'abcdef'[rng.integers(6)]}"] for label in labels],
        "creator": [f"c{n % 20}" for n in range(60)],
    }
    Collection("video", columns).save(tmp_path / "v.motif")
    result = run(tmp_path / "v.motif", "--text", "keywords", "--splits", 2)
    assert result.exit_code == 0, result.stderr
    assert "60 videos of 20 creators, 3 labels" in result.stdout
    assert "multinomial - as_printed" in result.stdout
    value = json.loads(run(tmp_path / "v.motif", "--text", "keywords", "--splits", 2, "--json").stdout)
    assert value["models"]["multinomial"]["hit_at_one"]["value"] > 0.9
    result = run(tmp_path / "v.motif")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no title" in result.stderr
