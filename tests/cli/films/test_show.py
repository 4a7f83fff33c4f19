"""`motif films show`: what is said where, JSON, the page, and exit codes."""

import json

import pytest
from typer.testing import CliRunner

from motif.cli import door
from motif.cli.films import show as verb
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
    return CliRunner().invoke(app, ["show", *words])


def test_films_are_a_table():
    """What was left out is a note."""
    result = run("films.motif")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[0] == "3 films; 8 words in 2 plots"
    assert "Night Keys Return" in result.stdout
    assert "no item of their own: no title 1" in result.stderr


def test_characters_come_by_film_beside_chance():
    """Shares of the mentions stand on their null."""
    result = run("characters.motif")
    lines = result.stdout.splitlines()
    assert lines[0] == "6 characters of 3 films; 14 words by role"
    assert "Odile Garnier 6, Inspector Moreau 2" in lines[2]
    assert "most mentioned 0.67 of the mentions" in result.stdout


def test_the_page_is_written_once(tmp_path):
    """Another time only with --overwrite."""
    assert "page: page.html" in run("characters.motif", "--out", "page.html").stderr
    assert "Odile Garnier" in (tmp_path / "page.html").read_text(encoding="utf-8")
    again = run("characters.motif", "--out", "page.html")
    assert again.exit_code == 1
    assert "--overwrite" in again.stderr
    assert run("films.motif", "--out", "page.html", "--overwrite").exit_code == 0


def test_json_holds_all():
    """One object with the page's name."""
    value = json.loads(run("characters.motif", "--json", "--film", "well").stdout)
    assert [cast["title"] for cast in value["casts"]] == ["The Well"]
    assert value["out"] is None


def test_a_title_that_nothing_fits_is_one_line_and_exit_1():
    """On stderr."""
    result = run("films.motif", "--film", "Zebulon")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no title of the films fits 'Zebulon'" in result.stderr
