"""The shared verb `map`: a collection drawn as a page to look at and search, or as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motif.cli import door
from motif.cli.shared.option import BlockOption, CollectionArgument, OverwriteOption, SeedOption

if TYPE_CHECKING:
    from motif.view.atlas import DrawnMap

__all__ = ["add_to"]


def add_to(app: typer.Typer) -> None:
    """Register the verb at the root."""
    door.verb(app, "map", example="motif map digits.motif --block codes --out map.html")(draw)


def draw(
    collection: CollectionArgument,
    out: Annotated[Path, typer.Option(help="The file to write: .html for a page, .png for a picture.")],
    block: BlockOption = None,
    colour: Annotated[
        str | None, typer.Option(help="The column that names regions; else group_name or cluster_name, if there.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="The column that items are called by; else title or name.")] = None,
    words: Annotated[
        list[str] | None, typer.Option("--words", help="A column told of an item; may be repeated. Else three.")
    ] = None,
    seed: SeedOption = 0,
    overwrite: OverwriteOption = False,
    as_json: door.JsonOption = False,
) -> None:
    """Draw the items on a map to look at and search, or as a picture."""
    from motif.collection import read
    from motif.view import atlas

    drawn = atlas.map(
        read(collection),
        out=out,
        block=block,
        colour=colour,
        title=title,
        words=words or None,
        overwrite=overwrite,
        random_state=seed,
    )
    door.emit(drawn.as_dict() | {"out": str(out)}, as_json=as_json, text=lambda: _print(drawn, out))
    if drawn.n_absent and not as_json:
        door.note(f"{drawn.n_absent:,} items lack block {drawn.block!r} and are not on the map")
    for note in drawn.notes if not as_json else ():
        door.note(note)


def _print(drawn: DrawnMap, out: Path) -> None:
    regions = f", {drawn.n_regions:,} regions by {drawn.colour}" if drawn.colour else ", no regions"
    typer.echo(f"{out}: {drawn.n_items:,} items{regions}, {drawn.n_bytes / 1e6:.1f} MB")
    typer.echo(f"places: block {drawn.block}, {drawn.projection}")
    if drawn.figures:
        door.strips(drawn.figures.values())
