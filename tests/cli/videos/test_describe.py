"""`motif videos describe`: Table 1, common words and labels, overlap."""

import json

import typer
from typer.testing import CliRunner

from motif.cli.videos import app
from motif.collection import Collection

root = typer.Typer()
root.add_typer(app, name="videos")


def run(*words):
    return CliRunner().invoke(root, ["videos", "describe", *map(str, words)])


def test_text_and_json(tmp_path):
    """Every part that there is on stdout; the same as one JSON object."""
    columns = {
        "id": [f"v{n}" for n in range(12)],
        "labels": [[1, 2]] * 6 + [[3]] * 6,
        "title": ["A day at the sea"] * 11 + [None],
        "keywords": [["sea"]] * 6 + [[]] * 6,
        "text_from": ["t.csv"] * 12,
    }
    vocabulary = {"id": ["label 1", "label 3"], "label": [1, 3], "name": ["Sea", "Car"]}
    Collection("video", columns, tables={"vocabulary": vocabulary}).save(tmp_path / "v.motif")
    result = run(tmp_path / "v.motif")
    assert result.exit_code == 0, result.stderr
    for told in ("with title       11", "keywords: 1 different words", "Sea", "overlap of title", "chance"):
        assert told in result.stdout, told
    value = json.loads(run(tmp_path / "v.motif", "--json").stdout)
    assert (value["text"]["all"]["no_text"], value["labels"]["top"][0]) == (1, [1, 6])


def test_nothing_to_tell(tmp_path):
    """One line, exit code 1."""
    Collection("video", {"id": ["a"]}).save(tmp_path / "v.motif")
    result = run(tmp_path / "v.motif")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "neither text nor labels" in result.stderr
