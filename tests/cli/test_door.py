"""The door of every verb: one line and an exit code."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from motif.cli import door
from motif.core.errors import InputError
from motif.evaluate.figure import Figure

FULL = Path("/dev/full")


def one_verb(function):
    app = door.group("One.")
    door.verb(app, "only", example="motif only")(function)
    door.verb(app, "other", example="motif other")(lambda: None)
    return lambda: CliRunner().invoke(app, ["only"])


def raising(error):
    def only() -> None:
        """Fail."""
        raise error

    return one_verb(only)


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (InputError("k must be 1"), 1, "motif: k must be 1\n"),
        (InputError("two\nlines \x1b[31m"), 1, "motif: two lines \\x1b[31m\n"),
        (KeyboardInterrupt("interrupted: 3 kept"), 130, "motif: interrupted: 3 kept\n"),
        (KeyboardInterrupt(), 130, "motif: interrupted; run the same command again\n"),
        (MemoryError(), 1, "motif: not enough memory for this\n"),
    ],
)
def test_an_error_is_one_line_and_an_exit_code(error, code, line):
    """What Motif foresees ends as one line on stderr."""
    result = raising(error)()
    assert (result.exit_code, result.stderr, result.stdout) == (code, line, "")


def test_a_secret_in_an_error_is_struck_out(monkeypatch):
    """A token that found its way into a message does not reach the terminal."""
    monkeypatch.setenv("SPOTIFY_CLIENT_SECRET", "hunter2hunter2")
    assert raising(InputError("sent hunter2hunter2"))().stderr == "motif: sent ***\n"


def test_an_error_nobody_foresaw_is_not_hidden():
    """A bug shows itself as what it is."""
    assert isinstance(raising(ZeroDivisionError())().exception, ZeroDivisionError)


def test_emit_prints_one_json_object(capsys):
    """JSON is one object on one line; text is not called."""
    door.emit({"n": 1, "name": "é"}, as_json=True, text=lambda: pytest.fail("text was printed"))
    assert json.loads(capsys.readouterr().out) == {"n": 1, "name": "é"}


def test_a_piped_table_is_aligned_and_plain(capsys):
    """Piped, a table is text aligned by spaces, numbers flush right."""
    door.table(["name", "n"], [["a", 1], ["long\nname", 100]], right={"n"})
    assert capsys.readouterr().out.splitlines() == ["name         n", "a            1", "long name  100"]


def test_tidied_help_does_not_repeat_environment_variables():
    """No option's help names its variable once the tree is tidied."""

    def only(jobs: int = 1) -> None:
        """Work."""

    app = door.group("One.")
    door.verb(app, "only", example="motif only")(only)
    command = door.tidied(typer.main.get_command(app))
    assert not any(parameter.show_envvar for parameter in command.params)


def test_a_file_name_that_no_system_takes_is_one_line():
    """What the operating system refuses is told without a path of the machine."""
    result = raising(OSError(36, "File name too long", "/home/somebody/" + "a" * 300))()
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "somebody" not in result.stderr
    assert "File name too long" in result.stderr


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_stdout_is_one_line():
    """A result that cannot be written is told, and not by a traceback at the program's end."""
    with FULL.open("w") as full:
        words = [sys.executable, "-m", "motif", "models", "list", "--json"]
        result = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert result.returncode == 1
    assert result.stderr == "motif: the result cannot be written: No space left on device\n"


def test_an_output_is_refused_before_the_work(tmp_path):
    """Another suffix, or there already; its folder is made."""
    with pytest.raises(InputError, match=r"must end in \.csv or \.tsv, not 'a\.txt'"):
        door.require_new(tmp_path / "a.txt", suffixes=(".csv", ".tsv"), overwrite=False)
    door.require_new(tmp_path / "new" / "a.csv", suffixes=(".csv",), overwrite=False)
    assert (tmp_path / "new").is_dir()
    (tmp_path / "new" / "a.csv").write_text("kept")
    with pytest.raises(InputError, match="exists"):
        door.require_new(tmp_path / "new" / "a.csv", suffixes=(".csv",), overwrite=False)
    door.require_new(tmp_path / "new" / "a.csv", suffixes=(".csv",), overwrite=True)


def test_sentences_break_between_words_at_the_edge_of_a_terminal(monkeypatch, capsys):
    """On a terminal each line fits and no word is cut; piped, a sentence is one line."""
    sentence = "every item alone scores 3.04 bits " * 4
    door.say(sentence)
    assert capsys.readouterr().out == f"{sentence.strip()}\n"
    monkeypatch.setenv("COLUMNS", "50")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    door.say(sentence)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 50
    assert " ".join(lines) == sentence.strip()


def test_figures_are_piped_without_colour(capsys):
    """One line each, and no escapes where there is no terminal."""
    door.strips([Figure("AMI", 0.5, None, {"one_cluster": 0.0}, None, 9, True, "")] * 2)
    out = capsys.readouterr().out
    assert out.count("AMI 0.50") == 2
    assert "\x1b" not in out
