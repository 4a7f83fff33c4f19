"""What holds of every verb of the command line, whoever wrote it."""

import shlex

import pytest
from typer.testing import CliRunner

from motif.cli.main import app
from tests.house.test_docs import generate

COMMANDS = [(path, command) for command, path in generate.commands(app)]
VERBS = {path: command for path, command in COMMANDS if not hasattr(command, "commands")}


def test_there_are_verbs():
    """The walk finds those of the root and those of the groups."""
    assert {"motif demo", "motif info", "motif pictures cartoon", "motif cache clear"} <= set(VERBS)


@pytest.mark.parametrize("path", VERBS)
def test_a_verb_has_one_line_of_help_and_an_example_of_itself(path):
    """The line is a sentence; the example is a command that starts with the verb."""
    line, _, example = VERBS[path].help.partition("\n\nExample: ")
    assert line.endswith(".")
    assert "\n" not in line
    assert shlex.split(example)[: len(path.split())] == path.split()


@pytest.mark.parametrize("path", VERBS)
def test_a_verb_can_answer_in_json(path):
    """`--json` is everywhere, with the same words."""
    options = {option: parameter.help for parameter in VERBS[path].params for option in parameter.opts}
    assert options.get("--json") == "Print one JSON object on stdout."


@pytest.mark.parametrize("path", VERBS)
def test_every_option_and_argument_is_explained(path):
    """None is left to be guessed from its name."""
    assert [parameter.name for parameter in VERBS[path].params if not getattr(parameter, "help", None)] == []


@pytest.mark.parametrize("path", [path for path, _ in COMMANDS])
def test_an_unknown_option_is_wrong_usage(path):
    """Exit code 2 and a word about it on stderr; nothing on stdout."""
    result = CliRunner().invoke(app, [*path.split()[1:], "--no-such-option"], prog_name="motif")
    assert result.exit_code == 2
    assert "--no-such-option" in result.stderr
    assert result.stdout == ""
