"""What is said of a batch, and where."""

import json

import pytest
import typer

from motif.cli.pictures.tell import refuse_terminal, tell
from motif.pictures.source.listing import Failure
from motif.pictures.study.batch import Batch, Outcome

DONE = Outcome("a.jpg", "out/a.png", note="low confidence", centroids={"H": (1.0, 2.5), "V": (3.0,)}, has_place=True)


def test_text(capsys):
    """Centroids and the summary on stdout; notes and the place on stderr."""
    tell(Batch((DONE,), (), (), 2), as_json=False)
    said = capsys.readouterr()
    assert said.out == "a.jpg: H 1 2.5, V 3\n1 done, 0 skipped, 0 failed; 2 other files in the folders\n"
    notes = said.err.splitlines()
    assert notes[0] == "motif: a.jpg: low confidence"
    assert "(GPS)" in notes[1]


def test_no_levels(capsys):
    """Where they are no finding, the terminal has the summary alone."""
    tell(Batch((DONE,), (), (), 0), as_json=False, levels=False)
    assert capsys.readouterr().out == "1 done, 0 skipped, 0 failed\n"


def test_a_note_of_many_is_said_once(capsys):
    """It names the first five and counts the rest."""
    tell(Batch(tuple(Outcome(f"{i}.jpg", f"{i}.png", note="nobody") for i in range(7)), (), (), 0), as_json=False)
    assert capsys.readouterr().err == "motif: 0.jpg, 1.jpg, 2.jpg, 3.jpg, 4.jpg and 2 more: nobody\n"


def test_json(capsys):
    """One object on stdout."""
    tell(Batch((DONE,), (), (), 0), as_json=True)
    assert json.loads(capsys.readouterr().out)["done"][0]["centroids"] == {"H": [1.0, 2.5], "V": [3.0]}


def test_failure(capsys):
    """A failure says its input once, and the exit code is 1."""
    failed = (Failure("a.jpg", "empty", "'a.jpg' is empty"), Failure("in/b.jpg", "damaged", "'b.jpg' is damaged"))
    with pytest.raises(typer.Exit) as left:
        tell(Batch((), (), failed, 0), as_json=False)
    assert left.value.exit_code == 1
    assert capsys.readouterr().err == "motif: 'a.jpg' is empty\nmotif: in/b.jpg: 'b.jpg' is damaged\n"


def test_bytes(capfdbinary):
    """The bytes of the one result, and nothing else on stdout."""
    tell(Batch((Outcome("-", "-", data=b"\x89\r\n"),), (), (), 0), as_json=False, as_bytes=True)
    assert capfdbinary.readouterr().out == b"\x89\r\n"


def test_a_terminal_takes_no_bytes(monkeypatch):
    """They would do nobody any good there."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    with pytest.raises(typer.BadParameter, match="terminal"):
        refuse_terminal()
