"""`motif films explain`: a persona, a character, a film."""

import json

import pytest
from typer.testing import CliRunner

from motif.cli import door
from motif.cli.films import explain as verb
from tests.films.study.personas.made import found


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with characters.motif, three personas in it."""
    made = tmp_path_factory.mktemp("explain")
    found().save(made / "characters.motif")
    return made


@pytest.fixture
def run(folder, monkeypatch):
    """Run the verb there."""
    monkeypatch.chdir(folder)
    app = door.group("films")
    app.callback()(lambda: None)
    verb.add_to(app)
    return lambda *words: CliRunner().invoke(app, ["explain", "characters.motif", *words])


def test_persona(run):
    """Name, size, stability beside chance, words by role, typical characters and films."""
    result = run("--persona", "killer")
    assert result.exit_code == 0, result.output
    lines = [line.strip() for line in result.stdout.splitlines()]
    assert lines[0].startswith("persona ")
    assert "found again" in lines[1]
    assert "by chance" in lines[1]
    assert any(line.startswith("does: ") and "kill" in line for line in lines)
    assert any(line.startswith("agent:threaten") for line in lines)
    assert any(line.startswith("typical: Max (Film ") for line in lines)


def test_character_and_film(run):
    """A row for each character, with persona, probability and what speaks for it; "–" where it has none."""
    rows = run("--film", "Film 3").stdout.splitlines()
    assert len(rows) == 5
    assert "mentor" in rows[3]
    assert rows[4].split()[:6] == ["Thin", "Film", "3", "1953", "–", "0.00"]
    assert "too few words" in rows[4]
    assert len(run("--character", "Ida", "-n", "7").stdout.splitlines()) == 8


def test_json(run):
    """One JSON object."""
    said = json.loads(run("--character", "f7:ida", "--json").stdout)
    assert said["characters"][0]["id"] == "f7:ida"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "give one of --persona, --character and --film"),
        (("--persona", "99"), 1, "there is no persona '99'; there are 3, from 0 to 2"),
        (("--character", "Idda"), 1, "no character is called 'Idda'; near it: 'Ida'"),
    ],
)
def test_refusals(run, words, code, said):
    """What is not there, or was not asked for, is one clear line."""
    result = run(*words)
    assert result.exit_code == code
    assert said in " ".join(result.stderr.replace("│", " ").split())
