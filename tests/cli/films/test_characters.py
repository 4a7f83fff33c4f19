"""`motif films characters` says what was found, left out and matched, on stdout; the rest is a note."""

import json

import pyarrow as pa
import pytest
from typer.testing import CliRunner

pytest.importorskip("py3langid", reason="needs the extra 'films'")

from motif.cli import door
from motif.cli.films import characters as verb
from motif.core.files import write_text
from motif.films.study.characters import build
from tests.films.study.plots import FakeMaker, films


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run the verb on films.motif in a folder of its own, with a reader that needs no parser."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MOTIF_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(build, "pipeline_reader", lambda pipeline, pronouns: FakeMaker(digest=f"{pipeline}{pronouns}"))
    cast = pa.table({"id": ["f0"], "character": ["Ada Lee"], "character_id": ["/m/1"], "actor": ["Ann"]})
    plots = ("Ada runs home. Bob hides there.", "", "'''Cy''' sleeps. Cy dreams.")
    films(*plots, tables={"cast": cast}).save(tmp_path / "films.motif")
    app = door.group("films")
    app.callback()(lambda: None)
    verb.add_to(app)
    return lambda *words: CliRunner().invoke(app, ["characters", *words])


def test_text(run):
    """Counts of films, characters, words by role and of who was matched; markup is a note."""
    result = run("films.motif", "--out", "c.motif")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "c.motif: 3 characters of 2 films; blocks: roles 3 x 4",
        "films 3 = read 2 + left out 1: empty plot 1",
        "words in roles: 4 (agent 4, patient 0, attribute 0, possession 0)",
        "cast: found 1 of the 1 rows of these films (100 %)",
        "matched 1 of the 2 characters of films of which some are known: by part 1",
    ]
    assert result.stderr == "motif: markup taken out of 1 plot (2 marks)\n"


def test_unclear(run, tmp_path):
    """Of two who fit one listed name neither is taken, and both are told."""
    cast = pa.table({"id": ["f0"], "character": ["Lee"], "character_id": ["/m/1"], "actor": ["Ann"]})
    films("Ada runs. Bob hides.", tables={"cast": cast}).save(tmp_path / "two.motif")
    write_text(tmp_path / "names.csv", "film,alias,name\nf0,Ada,Ada Lee\nf0,Bob,Bob Lee\n")
    said = run("two.motif", "--out", "d.motif", "--aliases", "names.csv").stdout
    assert "matched 0 of the 2 characters of films of which some are known: none; unclear 2\n" in said
    assert "cast: found 0 of the 1 rows of these films (0 %); unclear 1\n" in said


def test_json(run):
    """One JSON object on stdout, nothing on stderr."""
    result = run("films.motif", "--out", "c.motif", "--json", "--min-mentions", "2", "--language", "any")
    said = json.loads(result.stdout)
    assert (said["out"], said["n_characters"], said["few_mentions"]) == ("c.motif", 1, 2)
    assert said["dropped"] == {"empty_plot": 1}
    assert result.stderr == ""


def test_aliases(run, tmp_path):
    """A decision that changes nothing is told with its row."""
    write_text(tmp_path / "names.csv", "film,alias,name\nFilm 0,Bob,Ada\nUp,a,b\n")
    result = run("films.motif", "--out", "c.motif", "--aliases", "names.csv")
    assert "2 characters of 2 films" in result.stdout
    assert "--aliases row 2 ('Up', 'a') changes nothing: no such film" in result.stderr


def test_twice(run):
    """A collection that is there is replaced only when that is asked for."""
    assert run("films.motif", "--out", "c.motif").exit_code == 0
    again = run("films.motif", "--out", "c.motif")
    assert (again.exit_code, again.stderr) == (
        1, "motif: 'c.motif' exists; choose another name for --out, or add --overwrite\n",
    )  # fmt: skip
    assert run("films.motif", "--out", "c.motif", "--overwrite", "--no-pronouns").exit_code == 0


def test_wrong(run):
    """What is no collection, and a wrong choice, are one line."""
    assert run("gone.motif", "--out", "c.motif").exit_code == 1
    assert run("films.motif", "--out", "c.motif", "--language", "fr").exit_code == 2
    assert run("films.motif", "--out", "c.motif", "--jobs", "0").exit_code == 2
