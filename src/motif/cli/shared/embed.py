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
    from motif.collection import Collection
    from motif.evaluate.figure import Figure
    from motif.represent.nearest import Metric

__all__ = ["add_to"]

_FEWEST_JUDGED = 20  # items: of fewer, ten neighbours are half of all


class _Method(StrEnum):
    NEIGHBOURS = "neighbours"
    PCA = "pca"
    UMAP = "umap"


def add_to(app: typer.Typer) -> None:
    """Register the verb at the root."""
    door.verb(app, "embed", example="motif embed digits.motif --block pixels")(embed)


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
    figures = _judged(saved, name, metric=metric.value, seed=seed)
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


def _judged(saved: Collection, name: str, *, metric: Metric, seed: int) -> dict[str, Figure]:
    """Return what of the neighbourhoods is kept, beside chance and PCA; nothing for too few items."""
    from motif.core.seed import generator
    from motif.evaluate import projection
    from motif.represent.block import block_matrix
    from motif.represent.project.start import first_axes

    made = saved.blocks[name].info
    source, codes = block_matrix(saved, made.parents[0]).X, block_matrix(saved, name).X
    if len(codes) < _FEWEST_JUDGED:
        return {}
    others: dict[str, Any] = {}
    if made.parameters["method"] != "pca":
        others["PCA"] = first_axes(source, codes.shape[1], generator(seed))
    return projection.evaluate(source, codes, metric=metric, trivial=others, random_state=seed)


def _print(value: dict[str, Any], figures: dict[str, Figure]) -> None:
    numbers = f"{value['n_components']:,} number{'s' * (value['n_components'] > 1)}"
    typer.echo(
        f"block {value['name']}: {value['n_items']:,} items of block {value['block']} by {numbers} ({value['method']})"
    )
    if figures:
        door.strips(figures.values())
