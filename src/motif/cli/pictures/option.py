"""Options that several verbs of pictures have."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "Format",
    "FormatOption",
    "InputsArgument",
    "JobsOption",
    "MaxPixelsOption",
    "OutOption",
    "OverwriteOption",
    "WeightsOption",
]


class Format(StrEnum):
    """What a result is written as."""

    png = "png"
    jpg = "jpg"
    webp = "webp"
    tiff = "tiff"


InputsArgument = Annotated[list[Path], typer.Argument(metavar="IN...", help="Pictures, and folders of pictures.")]
OutOption = Annotated[Path, typer.Option("--out", help="The folder for the results; the tree of a folder is kept.")]
FormatOption = Annotated[Format, typer.Option("--format", help="Of the results.", case_sensitive=False)]
OverwriteOption = Annotated[
    bool, typer.Option("--overwrite", help="Replace results of other settings; never an input.")
]
JobsOption = Annotated[int, typer.Option("--jobs", min=1, help="Processes.")]
MaxPixelsOption = Annotated[int, typer.Option("--max-pixels", min=1, help="Refuse larger pictures.")]
WeightsOption = Annotated[Path | None, typer.Option("--weights", help="The file of the network 'selfie', if at hand.")]
