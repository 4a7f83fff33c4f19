"""`motif cluster`: the items of a collection in groups, with names, kept in the collection."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from motif.cli import door
from motif.cli.shared.option import BlockOption, CollectionArgument, OverwriteOption, SeedOption

if TYPE_CHECKING:
    from motif.model.group import Grouping

__all__ = ["add_to"]


class _Method(StrEnum):
    KMEANS = "kmeans"
    AGGLOMERATIVE = "agglomerative"
    MIXTURE = "mixture"
    HDBSCAN = "hdbscan"


class _Metric(StrEnum):
    EUCLIDEAN = "euclidean"
    COSINE = "cosine"


def add_to(app: typer.Typer) -> None:
    """Register the verb at the root."""
    door.verb(app, "cluster", example="motif cluster digits.motif --block codes --n-clusters 10 --out labels.csv")(
        cluster
    )


def cluster(
    collection: CollectionArgument,
    block: BlockOption = None,
    n_clusters: Annotated[str, typer.Option(metavar="K|auto", help="How many; auto says how sure it is.")] = "auto",
    method: Annotated[_Method, typer.Option(help="How; hdbscan finds the number itself.")] = _Method.KMEANS,
    metric: Annotated[_Metric, typer.Option(help="What near means; cosine for words.")] = _Metric.EUCLIDEAN,
    name: Annotated[str, typer.Option(help="The column of labels; titles go to NAME_name.")] = "cluster",
    out: Annotated[Path | None, typer.Option(help="Also write id and label of every item to this .csv.")] = None,
    seed: SeedOption = 0,
    overwrite: OverwriteOption = False,
    as_json: door.JsonOption = False,
) -> None:
    """Gather the items into named groups by a block, and keep groups and model in the collection."""
    from motif.collection import read
    from motif.model import group

    if out is not None:
        door.require_new(out, suffixes=(".csv",), overwrite=overwrite)
    found = group.cluster(
        read(collection),
        block=block,
        n_clusters=_number(n_clusters),
        method=method.value,
        metric=metric.value,
        name=name,
        random_state=seed,
        overwrite=overwrite,
    )
    value: dict[str, Any] = found.as_dict()
    if out is not None:  # first: where it fails, the collection is as it was
        from motif.collection.export import write_table

        write_table(found.labels_table(), out)
        value["out"] = str(out)
    found.save(collection, overwrite=True)
    door.emit(value, as_json=as_json, text=lambda: _print_groups(found))
    if not as_json:
        _say(found, out)


def _number(text: str) -> int | Literal["auto"]:
    if text == "auto":
        return "auto"
    try:
        return int(text)
    except ValueError:
        raise typer.BadParameter(f"must be a whole number or auto, not {text!r}", param_hint="--n-clusters") from None


def _print_groups(found: Grouping) -> None:
    rows = [
        (one.label, f"{one.n_items:,}", f"{one.n_items / len(found.labels):.1%}", one.title) for one in found.groups
    ]
    door.table(("label", "items", "share", "name"), rows, right=("label", "items", "share"))


def _say(found: Grouping, out: Path | None) -> None:
    if found.caution:
        door.note(found.caution)
    if found.choice is not None:
        door.note(found.choice.words)
    left = f"; {found.n_unassigned:,} in none" if found.n_unassigned else ""
    n_groups = f"{len(found.groups)} cluster{'s' * (len(found.groups) != 1)}"
    door.note(f"{n_groups} of {len(found.labels):,} items by block {found.block!r}{left}")
    if out is not None:
        door.note(f"labels written to {out}")
