"""What became of a batch of pictures, told on the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from motif.cli import door

if TYPE_CHECKING:
    from motif.pictures.study import Batch

__all__ = ["refuse_terminal", "tell"]

_MOST_NAMED = 5  # inputs of one note; --json names all


def refuse_terminal() -> None:
    """Refuse to write a picture's bytes to a terminal, before the work is done."""
    if sys.stdout.isatty():
        raise typer.BadParameter("--out - writes a picture's bytes, and standard output is a terminal; pipe it on")


def tell(batch: Batch, *, as_json: bool, as_bytes: bool = False, levels: bool = True) -> None:
    """Print what became of each input, with its levels or not, or the one result; exit with 1 when one failed."""
    for note, inputs in _noted(batch).items():
        further = f" and {len(inputs) - _MOST_NAMED:,} more" if len(inputs) > _MOST_NAMED else ""
        door.note(f"{', '.join(inputs[:_MOST_NAMED])}{further}: {note}")
    for failure in batch.failed:
        named = failure.input in failure.message
        door.note(failure.message if named else f"{failure.input}: {failure.message}")
    n_placed = sum(one.has_place for one in batch.done)
    if n_placed:
        door.note(f"{n_placed:,} results say where the photograph was taken (GPS); without --metadata they do not")
    if as_bytes:
        for one in batch.done:
            typer.echo(one.data, nl=False)
    else:
        door.emit(batch.as_dict(), as_json=as_json, text=lambda: _print(batch, levels=levels))
    if batch.failed:
        raise typer.Exit(1)


def _noted(batch: Batch) -> dict[str, list[str]]:
    """The inputs of each note, so that what holds for many is said once."""
    found: dict[str, list[str]] = {}
    for one in batch.done:
        if one.note:
            found.setdefault(one.note, []).append(one.input)
    return found


def _print(batch: Batch, *, levels: bool) -> None:
    for one in batch.done:
        if levels and one.centroids:
            found = (" ".join([name, *(f"{value:g}" for value in values)]) for name, values in one.centroids.items())
            typer.echo(f"{door.plain(one.input)}: {', '.join(found)}")
    counts = {"done": len(batch.done), "skipped": len(batch.skipped), "failed": len(batch.failed)}
    ignored = f"; {batch.n_ignored} other files in the folders" if batch.n_ignored else ""
    typer.echo(", ".join(f"{n} {what}" for what, n in counts.items()) + ignored)
