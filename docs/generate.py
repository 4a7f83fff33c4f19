"""Writes `docs/cli.md` from the commands themselves; with `--check` it only says whether the page is stale.

python docs/generate.py [--check]
"""

import argparse
import copy
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
import typer.main

PAGE = Path(__file__).resolve().parent / "cli.md"
WIDTH = 120  # characters; fixed, so that the page does not depend on a terminal
HEAD = """\
# The command line

<!-- Written by docs/generate.py from the code; do not edit. -->

`motif VERB` for what every collection has in common, `motif WING VERB` for what is special to a subject. Data goes to
stdout, progress and notes to stderr. With `--json` a verb prints one JSON object and nothing else. Exit codes: 0 done,
1 something failed (one line says what), 2 wrong usage, 130 interrupted.
"""


def page(app: typer.Typer, *, name: str = "motif") -> str:
    """Return the page for a command line: each command's help as it is shown, its example ready to be copied."""
    return "\n".join([HEAD, *(_section(command, path) for command, path in commands(app, name=name))])


def commands(app: typer.Typer, *, name: str = "motif") -> Iterator[tuple[Any, str]]:
    """Yield each command and group with its full name, groups before their verbs."""
    yield from _below(typer.main.get_command(app), name)


def _below(command: Any, path: str) -> Iterator[tuple[Any, str]]:
    yield command, path
    for name, inner in getattr(command, "commands", {}).items():
        yield from _below(inner, f"{path} {name}")


def _section(command: Any, path: str) -> str:
    shown, example = copy.copy(command), ""
    shown.help, _, example = (command.help or "").partition("\n\nExample: ")
    context = shown.context_class(shown, info_name=path, terminal_width=WIDTH, color=False)
    lines = [line.rstrip() for line in shown.get_help(context).splitlines()]
    section = [f"{'#' * min(path.count(' ') + 2, 3)} `{path}`", "", "```text", *lines, "```", ""]
    return "\n".join([*section, *(["```console", f"$ {example.strip()}", "```", ""] if example else [])])


def main(arguments: list[str] | None = None) -> int:
    """Write the page, or compare it; return the exit code."""
    parser = argparse.ArgumentParser(description="Write docs/cli.md from the commands themselves.")
    parser.add_argument("--check", action="store_true", help="only say whether it is stale")
    check = parser.parse_args(arguments).check

    from motif.cli.main import app

    text = page(app)
    fresh = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text
    if check and not fresh:
        sys.stderr.write("docs/cli.md is stale; run: python docs/generate.py\n")
        return 1
    if not fresh:
        PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
