"""The shared verb `compare`: two tables of id and label, every metric on its null."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from motif.cli import door
from motif.cli.shared.option import OverwriteOption, SeedOption

if TYPE_CHECKING:
    from motif.evaluate.clustering import Comparison

__all__ = ["add_to"]


class _Repeated(StrEnum):
    FIRST = "first"
    ALL = "all"


def add_to(app: typer.Typer) -> None:
    """Register the verb at the root."""
    example = "motif compare digits.motif digits.motif --label group --gold-label digit"
    door.verb(app, "compare", example=example)(compare)


def compare(
    predicted: Annotated[
        Path, typer.Argument(metavar="PREDICTED", help="A table (CSV, TSV, JSON, Parquet) or a collection.")
    ],
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="A table or a collection; ids may repeat.")],
    label: Annotated[str, typer.Option(help="The column of PREDICTED that has the labels.")] = "label",
    gold_label: Annotated[str, typer.Option(help="The column of GOLD that has the labels.")] = "label",
    repeated: Annotated[
        _Repeated, typer.Option(help="Which gold labels of an id that has several go into hard partitions.")
    ] = _Repeated.FIRST,
    out: Annotated[Path | None, typer.Option(help="Write a page about it there, an .html file.")] = None,
    permutations: Annotated[int, typer.Option(min=1, help="Draws of what chance scores.")] = 1000,
    seed: SeedOption = 0,
    overwrite: OverwriteOption = False,
    as_json: door.JsonOption = False,
) -> None:
    """Say how well predicted labels agree with known ones, beside what chance and no thought would score."""
    from motif.evaluate import clustering

    if out is not None:
        door.require_new(out, suffixes=(".html",), overwrite=overwrite)
    found = clustering.compare(
        *_rows(predicted, label),
        *_rows(gold, gold_label),
        repeated=repeated.value,
        n_permutations=permutations,
        random_state=seed,
    )
    inputs = {f"predicted {predicted.name}": _digest(predicted), f"gold {gold.name}": _digest(gold)}
    found = replace(found, record=replace(found.record, inputs=inputs))
    if out is not None:
        _write(found, out)
    value = found.as_dict() | ({"out": str(out)} if out is not None else {})
    door.emit(value, as_json=as_json, text=lambda: _print(found))
    if out is not None and not as_json:
        door.note(f"page: {out}")


def _rows(path: Path, label: str) -> tuple[list[Any], list[Any]]:
    """Return ids and labels of a table or a collection; what was odd about a file goes to stderr."""
    from motif.core.check import few
    from motif.core.errors import InputError

    columns = _items(path) if path.is_dir() else _cells(path, label)
    missing = [name for name in ("id", label) if name not in columns]
    if missing:
        message = f"{path.name!r} must have columns 'id' and {label!r}; it lacks {few(missing)} and has"
        raise InputError(f"{message} {few(columns, most=20)}")
    pairs = [(name, one) for name, held in zip(columns["id"], columns[label], strict=True) for one in _each(held)]
    return [name for name, _ in pairs], [one for _, one in pairs]


def _each(held: Any) -> list[Any]:
    """Return the labels in a cell: those of a list, of which an empty one means that there is none."""
    return (held or [None]) if isinstance(held, list) else [held]


def _items(path: Path) -> dict[str, list[Any]]:
    from motif.collection import read

    return read(path).items.to_pydict()


def _cells(path: Path, label: str) -> dict[str, list[Any]]:
    from motif.source.table import read_table

    table = read_table(path)
    asked = [name for name in ("id", label) if name in table.columns]
    delimited = table.report.kind in ("csv", "tsv")
    if delimited:  # "007" and "-1" stay what they are; JSON and Parquet know their own types
        table = read_table(path, text_columns=asked)
    for line in table.report.lines():
        door.note(f"{path.name}: {line}")
    columns = {name: table.column(name).to_pylist() if name in asked else [] for name in table.columns}
    return {name: _restored(cells) for name, cells in columns.items()} if delimited else columns


def _digest(path: Path) -> str:
    """Return the sha256 of a table, or of what a collection says of all its files."""
    from motif.core.digest import file_digest

    return file_digest(path / "collection.json" if path.is_dir() else path)


def _restored(cells: list[str | None]) -> list[str | None]:
    """Return cells without the apostrophe that an export puts before what a spreadsheet takes for a formula."""
    import pyarrow as pa

    from motif.collection.export import csv_safe

    bare = [cell[1:] if cell and cell.startswith("'") else None for cell in cells]
    armed = csv_safe(pa.table({"cell": pa.array(bare, pa.string())}))["cell"].to_pylist()
    return [
        text if text is not None and text != safe else cell for cell, text, safe in zip(cells, bare, armed, strict=True)
    ]


def _write(found: Comparison, out: Path) -> None:
    from motif.view import comparison
    from motif.view.report import write_page

    write_page(
        out,
        title="Predicted labels beside known ones",
        lead="Every number stands beside what chance, one cluster and every item alone would score.",
        chapters=[comparison.chapter(found)],
    )


def _print(found: Comparison) -> None:
    from motif.view import comparison

    typer.echo(", ".join(f"{words} {number:,}" for words, number in comparison.counts(found) if number))
    typer.echo()
    door.strips(found.metrics.values())
    typer.echo()
    for line in comparison.verdicts(found):
        door.say(line)
