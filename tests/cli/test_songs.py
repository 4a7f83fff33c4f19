"""`motif songs gather`: what is said where, JSON, and exit codes."""

import json

import pytest
import typer
from typer.testing import CliRunner

from motif.cli.songs import app
from motif.core.files import write_text

ID = "0WiKz86jAqiP6ZnuAZv8nz"

root = typer.Typer()
root.add_typer(app, name="songs")


@pytest.fixture
def table(tmp_path, monkeypatch):
    """`songs.csv` of four rows, in the current folder."""
    monkeypatch.chdir(tmp_path)
    lines = [f"Stay,X,{ID},120", "STAY,X,1qlsnDtzryr3yLuocJ00PY,120", "Go,Y,spotify:local:x,", "Run,Z,,90"]
    write_text("songs.csv", "song,artist,uri,tempo\n" + "\n".join(lines) + "\n")


def run(*words):
    return CliRunner().invoke(root, ["songs", *words])


class TestGather:
    def test_text(self, table):
        """What was kept and left out for each source on stdout."""
        result = run("gather", "songs.csv", "--out", "songs.motif")
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.splitlines() == [
            "songs.motif: 2 songs, 0 with all features",
            "gathered 4 = kept 2 + left out 2",
            "source     gathered  kept  left out",
            "songs.csv         4     2  duplicate_recording 1, local_file 1",
        ]

    def test_json(self, table):
        """One JSON object with totals that reconcile."""
        told = json.loads(run("gather", "songs.csv", "--out", "songs.motif", "--dedupe", "id", "--json").stdout)
        assert (told["out"], told["n_items"], told["gathered"]) == ("songs.motif", 3, 4)
        assert told["drops"] == {"total": 1, "by_reason": {"local_file": 1}}
        assert told["sources"][0]["n_kept"] == 3
        assert told["steps"][0] == {"step": "gathered", "rows": 4}
        assert told["merges"] == {}
        assert told["blocks"] == {"spotify": [3, 13]}

    def test_complete_and_same(self, table):
        """The options reach the study."""
        write_text("same.csv", f"id_a,id_b,same\n{ID},1qlsnDtzryr3yLuocJ00PY,false\n")
        told = json.loads(run("gather", "songs.csv", "--out", "a.motif", "--same", "same.csv", "--json").stdout)
        assert told["n_items"] == 3
        told = json.loads(run("gather", "songs.csv", "--out", "b.motif", "--complete", "--json").stdout)
        assert told["drops"]["by_reason"] == {"missing_features": 2, "local_file": 1, "missing_id": 1}

    def test_dirt(self, table):
        """Dirt of a source is a note on stderr."""
        write_text("songs.csv", "song,tempo\nA,fast\n")
        result = run("gather", "songs.csv", "--out", "songs.motif")
        assert result.stderr == "motif: songs.csv: not_a_number 1\n"

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (("nowhere.csv",), "motif: cannot read 'nowhere.csv': there is no such file\n"),
            (("songs.csv", "songs.csv"), "motif: a source is to be named once; given more than once: 'songs.csv'\n"),
        ],
    )
    def test_failure(self, table, words, says):
        """A failure is one line on stderr and exit 1."""
        result = run("gather", *words, "--out", "songs.motif")
        assert (result.exit_code, result.stdout, result.stderr) == (1, "", says)
