"""`motif films find`: what is said where, JSON, and exit codes."""

import json

import pytest
import typer
from typer.testing import CliRunner

from motif.cli import door
from motif.cli.films import find as verb
from tests.films.people import films, people

app = door.group("Films.")
app.callback()(lambda: None)
verb.add_to(app)


@pytest.fixture(autouse=True)
def held(tmp_path, monkeypatch):
    """`films.motif` and `characters.motif` in the current folder."""
    monkeypatch.chdir(tmp_path)
    films().save("films.motif")
    people().save("characters.motif")


def run(*words):
    return CliRunner().invoke(app, ["find", *words])


def test_a_character_is_told_with_words_sentences_and_neighbours():
    """Data on stdout, notes on stderr."""
    result = run("characters.motif", "Odile", "--near", "2")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[:4] == [
        "Odile Garnier, Night Keys (1934), also Odile [f1:odile]",
        "does: steal 2, hide",
        "is: old",
        "“Odile steals the keys and hides.”",
    ]
    assert "Otto" in result.stdout
    assert "nearest character 0." in result.stdout
    assert "chance" in result.stdout
    assert "near: by TF-IDF" in result.stderr


def test_a_title_is_told_with_its_characters():
    """The most mentioned first; how many more fit is a note."""
    result = run("characters.motif", "night", "-n", "1")
    assert result.stdout.splitlines()[0] == "Night Keys (1934)"
    assert result.stdout.index("Odile Garnier") < result.stdout.index("Inspector Moreau")
    assert "1 of 2 that fit; -n tells more" in result.stderr


def test_a_film_is_told_with_its_cast():
    """Facts that are known stand beside the title."""
    result = run("films.motif", "Night Keys", "-n", "1")
    assert result.stdout.splitlines()[0] == "Night Keys (1934): crime, comedy; France; 4 words"
    assert "Ann A" in result.stdout


def test_a_misspelt_name_is_told_as_such():
    """A note says that nothing is called so."""
    result = run("films.motif", "Nigth Kyes")
    assert result.exit_code == 0, result.output
    assert "nothing is called 'Nigth Kyes'" in result.stderr


def test_json_holds_all():
    """One object, with chance beside the nearest."""
    value = json.loads(run("characters.motif", "Odile", "--json").stdout)
    assert value["characters"][0]["nearest"]["null"]["n"] > 0
    assert value["n_characters"] == 1


def test_what_nothing_fits_is_one_line_and_exit_1():
    """On stderr."""
    result = run("characters.motif", "Zebulon")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("motif: no character or film of the 6 characters fits 'Zebulon'")


def test_the_persona_is_told_by_name(monkeypatch):
    """Of the character and in a film's list."""
    held = people().with_column("persona", ["0", "", "", "", "", ""])
    held.with_table("personas", {"id": ["f1:odile"], "persona": ["0"], "name": ["steal; old"]}).save("with.motif")
    assert "persona “steal; old”" in run("with.motif", "Odile").stdout
    assert "steal; old" in run("with.motif", "Night Keys").stdout


def test_the_group_has_the_verb():
    """With its help in one line."""
    command = typer.main.get_command(app).commands["find"]
    assert command.help.startswith("Find films by title and characters by name")
