"""`motif pictures gather`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from motif.cli import door
from motif.cli.pictures.option import JobsOption, MaxPixelsOption
from motif.cli.shared.option import OverwriteOption

if TYPE_CHECKING:
    from motif.collection import Collection
    from motif.collection.ledger import Ledger

__all__ = ["add_to", "gather"]


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    door.verb(app, "gather", example="motif pictures gather photos --out pictures.motif --no-embedding")(gather)


def gather(
    folders: Annotated[
        list[Path], typer.Argument(metavar="FOLDER...", help="Folders of pictures, single pictures, patterns.")
    ],
    out: Annotated[Path, typer.Option("--out", help="The folder for the collection, such as pictures.motif.")],
    no_embedding: Annotated[
        bool, typer.Option("--no-embedding", help="Do without the network that says what is in a picture.")
    ] = False,
    jobs: JobsOption = 1,
    max_pixels: MaxPixelsOption = 80_000_000,
    overwrite: OverwriteOption = False,
    as_json: door.JsonOption = False,
) -> None:
    """Gather the pictures of folders in one collection, each once, for find, cluster and map."""
    from motif.pictures.collection.ledger import ledger
    from motif.pictures.study.gather import gather as gather_pictures

    held = gather_pictures(
        folders, out=out, embedding=not no_embedding, jobs=jobs, max_pixels=max_pixels, overwrite=overwrite
    )
    book = ledger(held)
    door.emit(_value(held, book, out), as_json=as_json, text=lambda: _print(held, book, out))
    for line in book.sources:
        if line.dirt and not as_json:
            door.note(f"{line.name}: {_counts(line.dirt)} that are no pictures by their names")


def _value(held: Collection, book: Ledger, out: Path) -> dict[str, Any]:
    dropped = book.dropped
    return {
        "out": str(out),
        "n_items": held.n_items,
        "gathered": book.n_gathered,
        "drops": {"total": sum(dropped.values()), "by_reason": dropped},
        "blocks": {name: list(block.shape) for name, block in held.blocks.items()},
        **book.as_dict(),
    }


def _print(held: Collection, book: Ledger, out: Path) -> None:
    blocks = ", ".join(held.blocks) or "none"
    typer.echo(f"{out}: {held.n_items:,} {'picture' if held.n_items == 1 else 'pictures'}; blocks: {blocks}")
    typer.echo(f"gathered {book.n_gathered:,} = kept {held.n_items:,} + left out {sum(book.dropped.values()):,}")
    rows = [(line.name, f"{line.n_gathered:,}", f"{line.n_kept:,}", _counts(line.dropped)) for line in book.sources]
    door.table(("source", "gathered", "kept", "left out"), rows, right=("gathered", "kept"))


def _counts(counts: Any) -> str:
    return ", ".join(f"{word.replace('_', ' ')} {count:,}" for word, count in counts.items()) or "none"
