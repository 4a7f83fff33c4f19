"""`motif films score`: figures in the terminal, JSON, the page, and exit codes."""

import json

import pytest
from typer.testing import CliRunner

from motif.cli import door
from motif.cli.films import score as verb
from tests.films.troped import gold_rows, troped

app = door.group("Films.")
app.callback()(lambda: None)
verb.add_to(app)


@pytest.fixture(autouse=True)
def held(tmp_path, monkeypatch):
    """`characters.motif` and `gold.csv` in the current folder."""
    monkeypatch.chdir(tmp_path)
    troped(carried=False).save("characters.motif")
    lines = "".join(f"{id_},{trope}\n" for id_, trope in gold_rows())
    (tmp_path / "gold.csv").write_text(f"id,trope\n{lines}", encoding="utf-8")


def run(*words):
    return CliRunner().invoke(app, ["score", "characters.motif", "--permutations", "99", *words])


def test_figures_stand_on_their_nulls():
    """Strips and the verdict on stdout, counts on stderr."""
    result = run("--tropes", "gold.csv")
    assert result.exit_code == 0, result.output
    assert "AMI" in result.stdout
    assert "chance" in result.stdout
    assert "The personas follow the tropes" in result.stdout
    assert "39 rows, 39 of films or ids here, 39 found: 36 characters, 35 with a persona, 1 without" in result.stderr


def test_the_grid_is_a_table():
    """The seed's grid tells what it left out."""
    result = run("--tropes", "gold.csv", "--grid", "seed")
    assert result.exit_code == 0, result.output
    assert "embedding, k-means" in result.stdout
    assert "left out: mixture: 50 personas of 36 characters" in result.stderr


def test_json_and_page(tmp_path):
    """One object with the page's name."""
    value = json.loads(run("--tropes", "gold.csv", "--out", "score.html", "--json").stdout)
    assert (value["out"], value["n_scored"]) == ("score.html", 35)
    assert (tmp_path / "score.html").stat().st_size > 1000
    assert run("--tropes", "gold.csv", "--out", "score.html").exit_code == 1


def test_without_gold():
    """Where nothing is given and nothing carried, one line says what to give."""
    result = run()
    assert (result.exit_code, result.stdout) == (1, "")
    assert "give --tropes FILE" in result.stderr
