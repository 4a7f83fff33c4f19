"""`motif videos download`: nothing goes out unless it is allowed."""

import json

import typer
from typer.testing import CliRunner

from motif.cli.videos import app

root = typer.Typer()
root.add_typer(app, name="videos")


def test_off_by_default(tmp_path):
    """It says how many requests it would take; nothing is sent or written. A file of another kind is refused."""
    (tmp_path / "ids.csv").write_text("video_id,title\na,Sea\nb,Car\na,Sea\n")
    words = ["videos", "download", str(tmp_path / "ids.csv"), "--out"]
    result = CliRunner().invoke(root, [*words, str(tmp_path / "t.jsonl")])
    assert (result.exit_code, result.stderr) == (0, "")
    assert "2 videos would take 2 requests to YouTube; nothing was sent" in result.stdout
    result = CliRunner().invoke(root, [*words, str(tmp_path / "t.jsonl"), "--way", "api", "--json"])
    assert json.loads(result.stdout) == {"n_asked": 2, "n_requests": 1, "is_sent": False}
    assert not (tmp_path / "t.jsonl").exists()
    result = CliRunner().invoke(root, [*words, str(tmp_path / "t.csv")])
    assert (result.exit_code, result.stdout) == (1, "")
    assert ".jsonl" in result.stderr
