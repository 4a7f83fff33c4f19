"""`motif embed`: a block described by fewer numbers, and how much that distorts."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from motif.cli import door
from motif.cli.shared.option import (
    BlockOption,
    CollectionArgument,
    MetricOption,
    OverwriteOption,
    SeedOption,
    WhatIsNear,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from motif.evaluate.figure import Figure

__all__ = ["add_to"]


class _Method(StrEnum):
    NEIGHBOURS = "neighbours"
    PCA = "pca"
    UMAP = "umap"


def add_to(app: typer.Typer) -> None:
    """Register the verb at the root."""
    door.verb(app, "embed", example="motif embed digits.motif --block pixels --name near")(embed)


def embed(
    collection: CollectionArgument,
    block: BlockOption = None,
    method: Annotated[_Method, typer.Option(help="How; umap needs the extra of that name.")] = _Method.NEIGHBOURS,
    n_components: Annotated[int, typer.Option(min=1, help="Numbers for each item; 2 make a map.")] = 2,
    metric: MetricOption = WhatIsNear.EUCLIDEAN,
    name: Annotated[str, typer.Option(help="The new block's name.")] = "map",
    seed: SeedOption = 0,
    overwrite: OverwriteOption = False,
    as_json: door.JsonOption = False,
) -> None:
    """Describe a block by fewer numbers, such as a map, and say how much that distorts."""
    from motif.collection import read
    from motif.represent import embed as twin
    from motif.view.atlas.kept import judge_block

    found = twin.embed(
        read(collection),
        block=block,
        method=method.value,
        n_components=n_components,
        metric=metric.value,
        name=name,
        random_state=seed,
        overwrite=overwrite,
    )
    saved = found.save(Path(collection), overwrite=True)
    made = saved.blocks[name]
    n_with = int(made.present.sum())
    figures = judge_block(saved, name, seed=seed)
    value: dict[str, Any] = {
        "name": name,
        "block": made.info.parents[0],
        "method": method.value,
        "n_components": n_components,
        "n_items": n_with,
        "absent": saved.n_items - n_with,
        "figures": {key: figure.as_dict() for key, figure in figures.items()},
    }
    door.emit(value, as_json=as_json, text=lambda: _print(value, figures))
    if value["absent"] and not as_json:
        door.note(f"{value['absent']:,} items lack block {value['block']!r} and have no row")


def _print(value: dict[str, Any], figures: Mapping[str, Figure]) -> None:
    numbers = f"{value['n_components']:,} number{'s' * (value['n_components'] > 1)}"
    typer.echo(
        f"block {value['name']}: {value['n_items']:,} items of block {value['block']} by {numbers} ({value['method']})"
    )
    if figures:
        door.strips(figures.values())
