"""`motif pictures cartoon`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from motif.cli import door
from motif.cli.pictures.option import (
    Format,
    FormatOption,
    InputsArgument,
    JobsOption,
    MaxPixelsOption,
    OutOption,
    OverwriteOption,
    WeightsOption,
)
from motif.cli.pictures.tell import tell

__all__ = ["add_to", "cartoon"]


class _Style(StrEnum):
    khist = "khist"


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    door.verb(app, "cartoon", example="motif pictures cartoon photos --out cartoons --no-cut")(cartoon)


def cartoon(
    inputs: InputsArgument,
    out: OutOption,
    style: Annotated[_Style, typer.Option("--style", help="How it is painted.", case_sensitive=False)] = _Style.khist,
    no_cut: Annotated[bool, typer.Option("--no-cut", help="Paint the whole picture, not only the people.")] = False,
    format: FormatOption = Format.png,
    overwrite: OverwriteOption = False,
    jobs: JobsOption = 1,
    max_pixels: MaxPixelsOption = 80_000_000,
    weights: WeightsOption = None,
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
    tell(batch, as_json=as_json)
