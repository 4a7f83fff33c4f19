"""`motif videos gather`: records, text, or both; what is said where."""

import json

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from motif.cli.videos import app
from tests.source.tfrecord.wrote import example, framed

pytest.importorskip("py3langid", reason="needs the extra 'videos'")

root = typer.Typer()
root.add_typer(app, name="videos")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Records and a table in the current folder."""
    monkeypatch.chdir(tmp_path)
    records = [example(id=[b"v%d" % k], labels=[k], mean_rgb=np.float32([k, 1])) for k in range(3)]
    (tmp_path / "a.tfrecord").write_bytes(framed(*records))
    (tmp_path / "t.csv").write_text("video_id,title,tags,category_id\nv1,A day at the sea,sea,19\nv1,Again,,19\n")


def gathered(*words):
    return CliRunner().invoke(root, ["videos", "gather", *words])


def test_a_table_alone(folder):
    """Videos kept and left out, text that can be used, and one line a source."""
    result = gathered("--text", "t.csv", "--out", "t.motif")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines() == [
        "t.motif: 1 video; blocks: none",
        "gathered 2 = kept 1 + left out 1",
        "text: 1 of 1 videos (title 1, keywords 1, both 1); lost: unavailable 0, no text 0, other language 0",
        "file   gathered  kept  left out",
        "t.csv         2     1  duplicate id 1",
    ]


def test_records_with_text_as_json(folder):
    """One object, with what was lost to which cause."""
    result = gathered("a.tfrecord", "--text", "t.csv", "--out", "v.motif", "--json")
    value = json.loads(result.stdout)
    assert (value["n_items"], value["text"]["unavailable"], value["blocks"]) == (3, 2, {"visual": [3, 2]})
    assert json.loads(gathered("a.tfrecord", "--out", "w.motif", "--json").stdout)["text"] is None


def test_nothing_given(folder):
    """One line, exit code 1."""
    result = gathered("--out", "x.motif")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "name TFRecord files, or a table of text" in result.stderr
