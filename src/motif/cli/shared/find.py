"""The shared verb `find`: the items of a collection that are most like one of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated

import typer

from motif.cli import door
from motif.cli.shared.option import BlockOption, CollectionArgument, MetricOption, WhatIsNear

if TYPE_CHECKING:
    from motif.collection import Collection
    from motif.model.neighbours import Found

__all__ = ["add_to"]

_MOST_COLUMNS = 4
_CELL = 40  # characters of a cell on a terminal
_TOLD_OTHERWISE = ("id", "media")


def add_to(app: typer.Typer) -> None:
    """Register the verb at the root."""
    door.verb(app, "find", example="motif find digits.motif 22b5bba243f99411 -n 5 --block pixels")(find)


def find(
    collection: CollectionArgument,
    item: Annotated[str, typer.Argument(metavar="ID", help="The id of the item to start from.")],
    n: Annotated[int, typer.Option("-n", min=1, help="How many to find.")] = 10,
    block: BlockOption = None,
    metric: MetricOption = WhatIsNear.EUCLIDEAN,
    diversity: Annotated[
        float, typer.Option(min=0, max=1, help="How much being unlike those already found counts; 0: not at all.")
    ] = 0.0,
    group: Annotated[str | None, typer.Option(help="The column that says whose an item is, for --per-group.")] = None,
    per_group: Annotated[int | None, typer.Option(min=1, help="At most so many of one group.")] = None,
    as_json: door.JsonOption = False,
) -> None:
    """Find the items nearest to one, by a block of numbers."""
    from motif.collection import read
    from motif.model import neighbours
    from motif.represent.block import chosen_block

    held = read(collection)
    chosen = chosen_block(held, block)
    found = neighbours.find(
        held,
        item,
        n=n,
        block=chosen,
        metric=metric.value,
        diversity=diversity,
        group=group,
        per_group=per_group,
    )
    value = [{"id": one.id, "distance": one.distance} for one in found]
    door.emit(value, as_json=as_json, text=lambda: _print(held, found, first=group))
    if not as_json:
        order = ", in the order of choice" if diversity else ""
        door.note(f"{len(found)} of {held.n_items:,} items, by the {metric.value} distance of block {chosen!r}{order}")


def _print(held: Collection, found: list[Found], *, first: str | None) -> None:
    columns = _columns(held, first)
    facts = held.select([one.id for one in found]).items.select(columns).to_pylist() if found else []
    decimals = _decimals(max((one.distance for one in found), default=0.0))
    rows = [
        [rank, one.id, f"{one.distance:,.{decimals}f}", *map(_cell, fact.values())]
        for rank, (one, fact) in enumerate(zip(found, facts, strict=True), start=1)
    ]
    if rows:
        door.table(["rank", "id", "distance", *columns], rows, right=("rank", "distance"))


def _decimals(largest: float) -> int:
    """With how many all distances are printed, so that their points line up: four digits of the largest."""
    return min(max(3 - math.floor(math.log10(largest)), 0), 6) if 0 < largest < math.inf else 4


def _columns(held: Collection, first: str | None) -> list[str]:
    """The group's column and then those that stand first, at most four with one value in a cell."""
    import pyarrow as pa

    single = [field.name for field in held.items.schema if not pa.types.is_nested(field.type)]
    told = [name for name in single if name not in _TOLD_OTHERWISE]
    return sorted(told, key=lambda name: name != first)[:_MOST_COLUMNS]


def _cell(value: object) -> str:
    text = "" if value is None else f"{value:.4g}" if isinstance(value, float) else str(value)
    return text if len(text) <= _CELL else f"{text[: _CELL - 1]}…"
