"""The shared verbs that look at a collection or copy from it: info, where, export, verify."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from motif.cli import door
from motif.cli.shared.option import CollectionArgument, OverwriteOption

if TYPE_CHECKING:
    import pyarrow as pa

    from motif.collection import Collection

__all__ = ["add_to"]

_CELL = 48  # characters of a cell on a terminal


def add_to(app: typer.Typer) -> None:
    """Register these verbs at the root."""
    door.verb(app, "info", example="motif info digits.motif")(info)
    door.verb(app, "where", example='motif where digits.motif "digit >= 8" --limit 5')(where)
    door.verb(app, "export", example="motif export digits.motif digits.csv")(export)
    door.verb(app, "verify", example="motif verify digits.motif")(verify)


def info(collection: CollectionArgument, as_json: door.JsonOption = False) -> None:
    """Say what a collection holds, and what was left out and why."""
    from motif.collection import read

    held = read(collection)
    reasons = Counter(held.drops["reason"].to_pylist())
    value = {
        "n_items": held.n_items,
        "kind": held.kind,
        "blocks": {
            name: {"shape": list(block.shape), "dtype": block.dtype.name} for name, block in held.blocks.items()
        },
        "drops": {"total": sum(reasons.values()), "by_reason": dict(reasons.most_common())},
    }
    door.emit(value, as_json=as_json, text=lambda: _print_info(held, value))


def _print_info(held: Collection, value: dict[str, Any]) -> None:
    rows = [("items", f"{held.n_items:,} of kind {held.kind}"), ("columns", ", ".join(held.items.column_names))]
    for name, block in held.blocks.items():
        shape = " x ".join("…" if side is None else f"{side:,}" for side in block.shape)
        quantised = f", x {block.info.scale:g}" if block.info.scale != 1 else ""
        rows.append((f"block {name}", f"{block.info.kind}, {shape}, {block.dtype.name}{quantised}"))
    rows += [(f"table {name}", f"{held.tables[name].num_rows:,} rows") for name in held.tables]
    rows += [(f"model {name}", "fitted on these items") for name in held.models]
    reasons = ", ".join(f"{reason} {count:,}" for reason, count in value["drops"]["by_reason"].items())
    rows.append(("left out", f"{value['drops']['total']:,}" + (f": {reasons}" if reasons else "")))
    rows += [("made by", f"{record['step']} ({record['started']})") for record in held.records]
    width = max(len(name) for name, _ in rows)
    for name, text in rows:
        typer.echo(f"{name.ljust(width)}  {door.plain(text)}")


def where(
    collection: CollectionArgument,
    expression: Annotated[str, typer.Argument(help="A condition in SQL over the columns.")],
    out: Annotated[
        Path | None, typer.Option(help="Write the items there: a new collection, or a .csv or .parquet file.")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="Show at most this many; 0 shows all. --json has all ids.")] = 20,
    overwrite: OverwriteOption = False,
    as_json: door.JsonOption = False,
) -> None:
    """Show the items for which a condition holds, or write them to --out."""
    from motif.collection import read

    held = read(collection)
    found = held.where(expression)
    value: dict[str, Any] = {"n_items": found.n_items, "of": held.n_items, "ids": found.ids}
    if out is not None:
        _write(found, out, overwrite=overwrite)
        value["out"] = str(out)
    door.emit(value, as_json=as_json, text=lambda: _print_items(found.items, limit))
    if not as_json:
        written = f", written to {out}" if out is not None else ""
        door.note(f"{found.n_items:,} of {held.n_items:,} items{written}")


def _print_items(items: pa.Table, limit: int) -> None:
    shown = items.slice(0, limit or None)
    rows = [[_cell(value) for value in row.values()] for row in shown.to_pylist()]
    if rows:
        door.table(shown.column_names, rows)


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= _CELL else f"{text[: _CELL - 1]}…"


def export(
    collection: CollectionArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Ends in .csv or .parquet.")],
    overwrite: OverwriteOption = False,
    as_json: door.JsonOption = False,
) -> None:
    """Write the items as CSV or Parquet for other programs."""
    from motif.collection import read

    held = read(collection)
    _write(held, file, overwrite=overwrite, tables_only=True)
    value = {"n_items": held.n_items, "file": str(file)}
    door.emit(value, as_json=as_json, text=lambda: typer.echo(f"{held.n_items:,} items written to {file}"))


def _write(held: Collection, out: Path, *, overwrite: bool, tables_only: bool = False) -> None:
    from motif.collection.export import FORMATS
    from motif.core.errors import InputError
    from motif.core.files import is_there

    is_table = out.suffix.lower().lstrip(".") in FORMATS
    if not is_table and not tables_only:
        held.save(out, overwrite=overwrite)
        return
    if is_there(out) and not overwrite:
        raise InputError(f"{out.name!r} exists; choose another name or add --overwrite")
    held.export(out)


def verify(collection: CollectionArgument, as_json: door.JsonOption = False) -> None:
    """Compare every byte of a collection with its checksums."""
    from motif.collection import read

    held = read(collection)
    n_files = held.verify()
    value = {"whole": True, "n_items": held.n_items, "n_files": n_files}
    door.emit(value, as_json=as_json, text=lambda: typer.echo(f"whole: {n_files} files, {held.n_items:,} items"))
