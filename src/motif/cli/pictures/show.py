"""`motif pictures show`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motif.cli import door
from motif.cli.pictures.option import MaxPixelsOption, Style, WeightsOption
from motif.cli.shared.option import OverwriteOption, SeedOption

if TYPE_CHECKING:
    from motif.pictures.study.show import Shown

__all__ = ["add_to", "show"]


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    door.verb(app, "show", example="motif pictures show photos --out photos.html --cartoons cartoons")(show)


def show(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder of photographs.")],
    out: Annotated[Path, typer.Option("--out", help="The page to write, .html.")],
    cuts: Annotated[
        Path | None, typer.Option("--cuts", help="Their cut-outs, by stem; else made at the page's size.")
    ] = None,
    cartoons: Annotated[
        Path | None, typer.Option("--cartoons", help="Their cartoons, by stem; else made at the page's size.")
    ] = None,
    style: Annotated[
        Style, typer.Option("--style", help="Of cartoons that are made for the page.", case_sensitive=False)
    ] = Style.soft,
    most: Annotated[int, typer.Option("--most", min=1, help="Pictures on the page; evenly chosen from more.")] = 60,
    weights: WeightsOption = None,
    max_pixels: MaxPixelsOption = 80_000_000,
    seed: SeedOption = 0,
    overwrite: OverwriteOption = False,
    as_json: door.JsonOption = False,
) -> None:
    """Write a page of photographs and what was made of them: sliders, scores, the best and the worst."""
    from motif.pictures.study.show import show as show_pictures

    door.require_new(out, suffixes=(".html",), overwrite=overwrite)
    found = show_pictures(
        folder,
        out=out,
        cuts=cuts,
        cartoons=cartoons,
        style=style.value,
        most=most,
        weights=weights,
        max_pixels=max_pixels,
        overwrite=overwrite,
        random_state=seed,
    )
    door.emit(found.as_dict() | {"out": str(out)}, as_json=as_json, text=lambda: _print(found, out))
    for failure in found.failed:
        door.note(f"{failure.input}: {failure.message}")
    if found.failed:
        raise typer.Exit(1)


def _print(found: Shown, out: Path) -> None:
    ranked = found.ranked
    typer.echo(f"{out}: {len(found.pictures):,} pictures, {len(found.scored):,} compared")
    if len(ranked) > 1:
        door.say(f"most like the photograph: {ranked[0].name}; least: {ranked[-1].name}")
    made = [what for what in ("cuts", "cartoons") if what not in found.given]
    if made:
        door.note(f"{' and '.join(made)} were made for the page, at 512 pixels a side")
