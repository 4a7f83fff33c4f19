"""The door of every verb: errors become one line and an exit code, results become text or one JSON object.

Exit codes: 0 done, 1 something failed, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from motif.evaluate.figure import Figure

__all__ = [
    "JsonOption",
    "debugging",
    "emit",
    "group",
    "note",
    "plain",
    "require_new",
    "say",
    "strips",
    "table",
    "tidied",
    "verb",
]

Function = TypeVar("Function", bound=Callable[..., Any])
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")]
_INTERRUPTED = 130
_LONGEST_NAME = 60
_NARROWEST = 40  # columns that sentences are fitted to
_PIPED = 120  # columns where there is no terminal
_ROOMY = 110  # columns from which the trivial answers fit beside the strips


class _Mode:
    debug = False


def debugging(on: bool) -> None:
    """Say whether errors show their traceback."""
    _Mode.debug = on


def group(help_text: str) -> typer.Typer:
    """Return an empty group of verbs in Motif's plain style."""
    return typer.Typer(
        help=help_text,
        rich_markup_mode=None,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )


def tidied(command: Any) -> Any:
    """Return a command tree whose help does not repeat the environment variable of every option."""
    for parameter in command.params:
        parameter.show_envvar = False
        if parameter.name == "version":  # MOTIF_VERSION is somebody else's variable
            parameter.allow_from_autoenv = False
    for inner in getattr(command, "commands", {}).values():
        tidied(inner)
    return command


def verb(app: typer.Typer, name: str, *, example: str) -> Callable[[Function], Function]:
    """Register a function as a verb: guarded, with its example at the end of its help.

    The function's docstring is one line of help; `example` is a command that runs as it stands.
    """

    def register(function: Function) -> Function:
        guarded = _guard(function)
        guarded.__doc__ = f"{function.__doc__}\n\nExample: {example}"
        app.command(name)(guarded)
        return function

    return register


def _guard(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def guarded(*args: Any, **options: Any) -> Any:
        from motif.core.errors import MotifError

        try:
            result = function(*args, **options)
            if sys.stdout is not None:
                sys.stdout.flush()  # here, where a full disk can still be told in one line
            return result
        except MotifError as error:
            _fail(str(error), code=1, cause=error)
        except KeyboardInterrupt as error:
            _fail(str(error) or "interrupted; run the same command again", code=_INTERRUPTED, cause=error)
        except BrokenPipeError:
            _close_stdout()  # the reader has what it wanted
            raise typer.Exit(0) from None
        except MemoryError as error:
            _fail("not enough memory for this", code=1, cause=error)
        except OSError as error:
            if error.filename is None:
                _close_stdout()
                _fail(f"the result cannot be written: {error.strerror or error}", code=1, cause=error)
            name = os.path.basename(os.fsdecode(error.filename))  # noqa: PTH119 - of any name, also a wrong one
            _fail(f"{name[:_LONGEST_NAME]!r}: {error.strerror or error}", code=1, cause=error)

    return guarded


def _close_stdout() -> None:
    """Let what is still on its way to stdout go nowhere, so that the end of the program does not fail on it again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(message: str, *, code: int, cause: BaseException) -> NoReturn:
    from motif.core.log import redact

    if _Mode.debug:
        raise cause
    note(redact(message))
    raise typer.Exit(code)


def note(message: str) -> None:
    """Print one line for people on stderr."""
    typer.echo(_wrapped(f"motif: {plain(message)}", indent="  ", fitted=sys.stderr.isatty()), err=True)


def say(text: str) -> None:
    """Print a sentence on stdout: words kept whole at the edge of a terminal, one line when piped."""
    typer.echo(_wrapped(plain(text), fitted=sys.stdout.isatty()))


def _wrapped(text: str, *, indent: str = "", fitted: bool) -> str:
    if not fitted:
        return text
    width = max(shutil.get_terminal_size().columns, _NARROWEST)
    return textwrap.fill(text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def plain(text: str) -> str:
    """Return text as one line in which control characters of hostile input are shown, not obeyed."""
    line = " ".join(text.split())
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)


def emit(value: dict[str, Any] | list[Any], *, as_json: bool, text: Callable[[], None]) -> None:
    """Print the result: as JSON, or by calling what prints it for people."""
    if as_json:
        typer.echo(json.dumps(value, ensure_ascii=False, allow_nan=False))
    else:
        text()


def require_new(out: Path, *, suffixes: Collection[str], overwrite: bool) -> None:
    """Refuse an output before the work is done: of another suffix, or there already without --overwrite.

    Raises
    ------
    InputError
        With what would do.
    """
    from motif.core.errors import InputError
    from motif.core.files import is_there, make_folder

    if out.suffix.lower() not in suffixes:
        raise InputError(f"--out must end in {' or '.join(suffixes)}, not {out.name!r}")
    if is_there(out) and not overwrite:
        raise InputError(f"{out.name!r} exists; choose another name or add --overwrite")
    make_folder(out.parent)


def strips(figures: Collection[Figure]) -> None:
    """Print figures on their nulls: as wide as the terminal, in colour where there is one that wants it."""
    from motif.view.strip import strips_text

    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else _PIPED
    colour = terminal and not os.environ.get("NO_COLOR")
    typer.echo(strips_text([*figures], width=width, colour=colour, with_answers=width >= _ROOMY))


def table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, right: Collection[str] = ()) -> None:
    """Print rows under their column names: fitted to a terminal, whole and aligned by spaces when piped.

    Columns named in `right` are set flush right, as numbers want.
    """
    cells = [[plain(str(value)) for value in row] for row in rows]
    if sys.stdout.isatty():
        _print_fitted(columns, cells, right)
        return
    widths = [max(map(len, column)) for column in zip(columns, *cells, strict=True)]
    for line in ([*columns], *cells):
        fields = zip(columns, line, widths, strict=True)
        padded = (text.rjust(width) if name in right else text.ljust(width) for name, text, width in fields)
        typer.echo("  ".join(padded).rstrip())


def _print_fitted(columns: Sequence[str], cells: Sequence[Sequence[str]], right: Collection[str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    fitted = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        fitted.add_column(name, justify="right" if name in right else "left", overflow="fold")
    for line in cells:
        fitted.add_row(*map(Text, line))  # as Text, so that a name with brackets is no markup
    Console().print(fitted)
