"""`motif pictures`: cut people out of pictures, paint pictures as cartoons."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motif.cli import door

if TYPE_CHECKING:
    from motif.pictures.study import Batch

__all__ = ["app"]

app = door.group("Cut people out of pictures, and paint pictures as cartoons.")


class _Format(StrEnum):
    png = "png"
    jpg = "jpg"
    webp = "webp"
    tiff = "tiff"


class _Style(StrEnum):
    khist = "khist"


_Inputs = Annotated[list[Path], typer.Argument(metavar="IN...", help="Pictures, and folders of pictures.")]
_Out = Annotated[Path, typer.Option("--out", help="The folder for the results; the tree of a folder is kept.")]
_FormatOption = Annotated[_Format, typer.Option("--format", help="Of the results.", case_sensitive=False)]
_Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace results of other settings; never an input.")]
_Jobs = Annotated[int, typer.Option("--jobs", min=1, help="Processes.")]
_MaxPixels = Annotated[int, typer.Option("--max-pixels", min=1, help="Refuse larger pictures.")]
_Weights = Annotated[Path | None, typer.Option("--weights", help="The file of the network 'selfie', if at hand.")]


@door.verb(app, "cut", example="motif pictures cut photo.jpg --out cut")
def cut(
    inputs: _Inputs,
    out: _Out,
    format: _FormatOption = _Format.png,
    mask_only: Annotated[bool, typer.Option("--mask-only", help="Write the alpha alone, as a grey picture.")] = False,
    overwrite: _Overwrite = False,
    jobs: _Jobs = 1,
    max_pixels: _MaxPixels = 80_000_000,
    weights: _Weights = None,
    as_json: door.JsonOption = False,
) -> None:
    """Make everything but the people transparent; colours stay untouched."""
    from motif.pictures.study import cut_files

    batch = cut_files(
        inputs,
        out=out,
        format=format.value,
        mask_only=mask_only,
        overwrite=overwrite,
        jobs=jobs,
        max_pixels=max_pixels,
        weights=weights,
    )
    _tell(batch, as_json=as_json)


@door.verb(app, "cartoon", example="motif pictures cartoon photos --out cartoons --no-cut")
def cartoon(
    inputs: _Inputs,
    out: _Out,
    style: Annotated[_Style, typer.Option("--style", help="How it is painted.", case_sensitive=False)] = _Style.khist,
    no_cut: Annotated[bool, typer.Option("--no-cut", help="Paint the whole picture, not only the people.")] = False,
    format: _FormatOption = _Format.png,
    overwrite: _Overwrite = False,
    jobs: _Jobs = 1,
    max_pixels: _MaxPixels = 80_000_000,
    weights: _Weights = None,
    as_json: door.JsonOption = False,
) -> None:
    """Paint the people in pictures, or whole pictures, in few colours with black outlines."""
    from motif.pictures.study import cartoon_files

    batch = cartoon_files(
        inputs,
        out=out,
        style=style.value,
        cut=not no_cut,
        format=format.value,
        overwrite=overwrite,
        jobs=jobs,
        max_pixels=max_pixels,
        weights=weights,
    )
    _tell(batch, as_json=as_json)


def _tell(batch: Batch, *, as_json: bool) -> None:
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
