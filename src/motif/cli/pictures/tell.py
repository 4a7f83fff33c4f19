"""What became of a batch of pictures, told on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from motif.cli import door

if TYPE_CHECKING:
    from motif.pictures.study import Batch

__all__ = ["tell"]


def tell(batch: Batch, *, as_json: bool) -> None:
    """Print what became of each input; exit with 1 when one failed."""
    for one in batch.done:
        if one.note:
            door.note(f"{one.input}: {one.note}")
    for failure in batch.failed:
        named = failure.input in failure.message
        door.note(failure.message if named else f"{failure.input}: {failure.message}")
    counts = {"done": len(batch.done), "skipped": len(batch.skipped), "failed": len(batch.failed)}
    text = ", ".join(f"{n} {what}" for what, n in counts.items())
    ignored = f"; {batch.n_ignored} other files in the folders" if batch.n_ignored else ""
    door.emit(batch.as_dict(), as_json=as_json, text=lambda: typer.echo(text + ignored))
    if batch.failed:
        raise typer.Exit(1)
