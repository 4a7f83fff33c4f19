"""`motif pictures cut`."""

from __future__ import annotations

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

__all__ = ["add_to", "cut"]


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    door.verb(app, "cut", example="motif pictures cut photo.jpg --out cut")(cut)


def cut(
    inputs: InputsArgument,
    out: OutOption,
    format: FormatOption = Format.png,
    mask_only: Annotated[bool, typer.Option("--mask-only", help="Write the alpha alone, as a grey picture.")] = False,
    overwrite: OverwriteOption = False,
    jobs: JobsOption = 1,
    max_pixels: MaxPixelsOption = 80_000_000,
    weights: WeightsOption = None,
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
    tell(batch, as_json=as_json)
