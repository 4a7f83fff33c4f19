"""Arguments and options that mean the same in every shared verb."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["BlockOption", "CollectionArgument", "MetricOption", "OverwriteOption", "SeedOption", "WhatIsNear"]


class WhatIsNear(StrEnum):
    """How the distance of two items is taken."""

    EUCLIDEAN = "euclidean"
    COSINE = "cosine"


CollectionArgument = Annotated[Path, typer.Argument(metavar="COLLECTION", help="A collection's folder.")]
OverwriteOption = Annotated[bool, typer.Option("--overwrite", help="Replace what is there.")]
BlockOption = Annotated[str | None, typer.Option("--block", help="The block to use; not needed if there is but one.")]
SeedOption = Annotated[int, typer.Option("--seed", min=0, help="Where chance comes from.")]
MetricOption = Annotated[WhatIsNear, typer.Option("--metric", help="What near means; cosine for words and directions.")]
