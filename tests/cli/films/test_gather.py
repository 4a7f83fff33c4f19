"""`motif films gather`: what is said where, JSON, exit codes."""

import json

import pytest
import typer
from typer.testing import CliRunner

from motif.cli.films import app
from motif.core.files import make_folder, write_text

root = typer.Typer()
root.add_typer(app, name="films")


@pytest.fixture
def sources(tmp_path, monkeypatch):
    """A table and a folder of texts in the current folder."""
    monkeypatch.chdir(tmp_path)
    write_text("films.csv", "id,title,year,genres,rating\nStray,Stray,1952,Drama,5\nHome,Home,,,4\n")
    make_folder("plots")
    write_text("plots/Stray.txt", "Stray is a drama film. She runs.")
    write_text("plots/none.txt", "")


def run(*words):
    return CliRunner().invoke(root, ["films", *words])


def test_text(sources):
    """What was kept and left out for each source on stdout, notes on stderr."""
    result = run("gather", "plots", "films.csv", "--out", "films.motif", "--mask-genres")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines() == [
        "films.motif: 2 films; 1 with a plot",
        "gathered 4 rows = kept 2 + left out 2",
        "source     rows of  gathered  kept  left out",
        "plots      texts           2     1  empty plot 1",
        "films.csv  films           2     1  joined 1",
    ]
    assert result.stderr.splitlines() == [
        "motif: films.csv: columns not taken: rating",
        "motif: 1 words masked; plots that name a genre of their film: 100.0%, now 0.0%",
    ]


def test_json(sources):
    """One JSON object whose totals reconcile, and nothing else."""
    result = run("gather", "films.csv", "plots", "--out", "films.motif", "--json")
    told = json.loads(result.stdout)
    assert (told["out"], told["kind"], told["n_items"], told["n_plots"]) == ("films.motif", "film", 2, 1)
    assert told["gathered"] == told["kept"] + told["drops"]["total"] == 4
    assert told["drops"]["by_reason"] == {"empty_plot": 1, "joined": 1}
    assert [line["name"] for line in told["sources"]] == ["films.csv", "plots"]
    assert (told["unused"], told["masked"], result.stderr) == ({"films.csv": ["rating"]}, None, "")


def test_without_plots(sources):
    """It says that nobody can be found in them."""
    result = run("gather", "films.csv", "--as", "table", "--out", "films.motif")
    assert "no film has a plot" in result.stderr


def test_characters(sources):
    """Ready words make characters."""
    write_text("words.json", '[{"character": "Ash", "film": "f1", "agent": ["run"], "attr": ["old"]}]')
    result = run("gather", "words.json", "--out", "characters.motif")
    assert result.stdout.splitlines()[0] == "characters.motif: 1 characters; block roles 1 x 2"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("nowhere.csv",), 1, "motif: cannot read 'nowhere.csv': there is no such file\n"),
        (("films.csv", "films.csv"), 1, "given more than once: 'films.csv'\n"),
        (("films.csv", "--as", "words"), 1, "holds no words of characters"),
        (("films.csv", "--as", "songs"), 2, "--as"),
        ((), 2, "SOURCE"),
    ],
)
def test_failure(sources, words, code, says):
    """One line on stderr, exit 1; wrong usage exits 2."""
    result = run("gather", *words, "--out", "films.motif")
    assert (result.exit_code, result.stdout) == (code, "")
    assert says in result.stderr
