"""`motif films gather`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from motif.cli import door
from motif.cli.shared.option import OverwriteOption

if TYPE_CHECKING:
    from motif.collection import Collection
    from motif.collection.ledger import Ledger

__all__ = ["add_to", "gather"]


class _Kind(StrEnum):
    cmu = "cmu"
    table = "table"
    folder = "folder"
    words = "words"
    embeddings = "embeddings"


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    door.verb(app, "gather", example="motif films gather films.csv plots --out films.motif")(gather)


def gather(
    sources: Annotated[
        list[Path], typer.Argument(metavar="SOURCE...", help="The CMU corpus, tables, folders of texts, ready words.")
    ],
    out: Annotated[Path, typer.Option("--out", help="The folder for the collection, such as films.motif.")],
    kind: Annotated[
        _Kind | None, typer.Option("--as", help="What sources are read as; found by itself.", case_sensitive=False)
    ] = None,
    ids: Annotated[
        Path | None, typer.Option("--ids", help="For an array .npy: a text or table of whose rows they are.")
    ] = None,
    mask_genres: Annotated[
        bool, typer.Option("--mask-genres", help="Take words that name a genre out of the plots.")
    ] = False,
    overwrite: OverwriteOption = False,
    as_json: door.JsonOption = False,
) -> None:
    """Make one collection of films from plots and facts, or of characters from ready words."""
    from motif.films.collection.ledger import ledger
    from motif.films.study.gather import gather as gather_films

    held = gather_films(
        sources,
        kind=None if kind is None else kind.value,
        ids=ids,
        mask_genres=mask_genres,
        out=out,
        overwrite=overwrite,
    )
    book = ledger(held)
    door.emit(_value(held, book, out), as_json=as_json, text=lambda: _print(held, book, out))
    if not as_json:
        _tell(held, book)


def _facts(held: Collection) -> dict[str, Any]:
    facts = next(one["parameters"] for one in reversed(held.records) if one["step"] == "films.gather")
    return {name: facts.get(name) for name in ("unused", "masked")}


def _value(held: Collection, book: Ledger, out: Path) -> dict[str, Any]:
    dropped = book.dropped
    return {
        "out": str(out),
        "kind": held.kind,
        "n_items": held.n_items,
        "n_plots": _n_plots(held),
        "gathered": book.n_gathered,
        "kept": sum(line.n_kept for line in book.sources),
        "drops": {"total": sum(dropped.values()), "by_reason": dropped},
        "blocks": {name: list(block.shape) for name, block in held.blocks.items()},
        "tables": {name: table.num_rows for name, table in held.tables.items()},
        **_facts(held),
        **book.as_dict(),
    }


def _n_plots(held: Collection) -> int | None:
    return held.n_items - held.items["plot"].null_count if "plot" in held.items.column_names else None


def _print(held: Collection, book: Ledger, out: Path) -> None:
    n_plots = _n_plots(held)
    told = [] if n_plots is None else [f"{n_plots:,} with a plot"]
    told += [f"block {name} {' x '.join(f'{n:,}' for n in block.shape if n)}" for name, block in held.blocks.items()]
    told += [f"table {name} {table.num_rows:,}" for name, table in held.tables.items()]
    typer.echo(f"{out}: {held.n_items:,} {held.kind}s; {', '.join(told)}")
    n_kept, n_dropped = sum(line.n_kept for line in book.sources), sum(book.dropped.values())
    typer.echo(f"gathered {book.n_gathered:,} rows = kept {n_kept:,} + left out {n_dropped:,}")
    rows = [
        (one.name, one.kind, f"{one.n_gathered:,}", f"{one.n_kept:,}", _counts(one.dropped)) for one in book.sources
    ]
    door.table(("source", "rows of", "gathered", "kept", "left out"), rows, right=("gathered", "kept"))


def _tell(held: Collection, book: Ledger) -> None:
    facts = _facts(held)
    for line in book.sources:
        if line.dirt:
            door.note(f"{line.name}: {_counts(line.dirt)}")
    for name, columns in (facts["unused"] or {}).items():
        door.note(f"{name}: columns not taken: {', '.join(columns)}")
    masked = facts["masked"]
    if masked:
        shares = (f"{masked[f'n_naming_{when}'] / max(masked['n_plots'], 1):.1%}" for when in ("before", "after"))
        before, after = shares
        door.note(f"{masked['n_words']:,} words masked; plots that name a genre of their film: {before}, now {after}")
    if _n_plots(held) == 0:
        door.note("no film has a plot, so there are no characters to find; gather the plots too")


def _counts(counts: Any) -> str:
    return ", ".join(f"{word.replace('_', ' ')} {count:,}" for word, count in counts.items()) or "none"
