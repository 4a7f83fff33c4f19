"""The root of the command line."""

import typer

from motif.cli.main import app
from motif.core.record import version


def leaves(command, path=()):
    """Every verb with its path."""
    inner = getattr(command, "commands", {})
    if not inner:
        yield path, command
    for name, verb in inner.items():
        yield from leaves(verb, (*path, name))


def test_version_is_one_line(motif):
    """`--version` prints the name and the version."""
    assert motif("--version").stdout == f"motif {version()}\n"


def test_without_words_the_help_is_shown(motif):
    """`motif` alone shows what there is, and is wrong usage."""
    assert "Commands:" in motif(code=2).output


def test_an_unknown_verb_is_wrong_usage(motif):
    """Wrong usage exits 2."""
    assert "No such command 'nope'" in motif("nope", code=2).output


def test_every_verb_has_json_an_example_and_a_line_of_help():
    """House rule 32 holds for every verb there is."""
    found = list(leaves(typer.main.get_command(app)))
    assert len(found) >= 10
    for path, verb in found:
        options = {option for parameter in verb.params for option in parameter.opts}
        assert "--json" in options, path
        help_text = verb.help or ""
        assert f"Example: motif {' '.join(path)}" in help_text, path
        assert 10 < len(help_text.partition("\n")[0]) <= 100, path


def test_help_is_plain_text(motif):
    """Help has no boxes and no colour codes, so that it can be piped."""
    text = motif("where", "--help").stdout
    assert text.isascii()


def test_debug_shows_the_traceback(motif, tmp_path):
    """With `--debug` an error is raised as it is."""
    from typer.testing import CliRunner

    result = CliRunner().invoke(app, ["--debug", "info", str(tmp_path / "no.motif")])
    CliRunner().invoke(app, ["info", str(tmp_path / "no.motif")])  # back to the usual mode
    assert type(result.exception).__name__ == "SourceError"
