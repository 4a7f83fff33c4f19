"""`motif videos gather`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from motif.cli import door
from motif.cli.shared.option import OverwriteOption

if TYPE_CHECKING:
    from motif.collection import Collection
    from motif.collection.ledger import Ledger

__all__ = ["add_to", "gather"]


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    door.verb(app, "gather", example="motif videos gather train.tfrecord --text text.csv --out videos.motif")(gather)


def gather(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE...", help="TFRecord files, and folders of them.")
    ] = None,
    *,
    out: Annotated[Path, typer.Option("--out", help="The folder for the collection, such as videos.motif.")],
    labels: Annotated[
        Path | None, typer.Option("--labels", help="The vocabulary: a table of label numbers and names.")
    ] = None,
    text: Annotated[
        list[Path] | None,
        typer.Option(
            "--text", help="A table of titles and keywords by id, or a folder of .info.json; alone, or to join."
        ),
    ] = None,
    language: Annotated[str, typer.Option("--language", help="The language that text is wanted in, or any.")] = "en",
    dtype: Annotated[
        str | None, typer.Option("--dtype", help="What is stored of a video's means: float32, float16, uint8.")
    ] = None,
    dequantise: Annotated[
        str, typer.Option("--dequantise", help="What bytes mean: exact, or starter (the starter code's).")
    ] = "exact",
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave damaged records out and count them, instead of ending there.")
    ] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes.")] = 1,
    overwrite: OverwriteOption = False,
    as_json: door.JsonOption = False,
) -> None:
    """Gather YouTube-8M's TFRecord files, tables of titles and keywords, or both, each video once."""
    from motif.videos.collection.ledger import ledger
    from motif.videos.study.gather import gather as gather_videos

    held = gather_videos(
        files or (),
        labels=labels,
        text=text or (),
        language=None if language == "any" else language,
        dtype=dtype,
        dequantise=dequantise,
        skip_bad=skip_bad,
        out=out,
        jobs=jobs,
        overwrite=overwrite,
    )
    book = ledger(held)
    door.emit(_value(held, book, out), as_json=as_json, text=lambda: _print(held, book, out))


def _value(held: Collection, book: Ledger, out: Path) -> dict[str, Any]:
    dropped = book.dropped
    return {
        "out": str(out),
        "n_items": held.n_items,
        "gathered": book.n_gathered,
        "drops": {"total": sum(dropped.values()), "by_reason": dropped},
        "text": _text(held),
        "blocks": {name: list(block.shape) for name, block in held.blocks.items()},
        **book.as_dict(),
    }


def _print(held: Collection, book: Ledger, out: Path) -> None:
    blocks = ", ".join(f"{name} ({n:,})" for name, n in _present(held).items()) or "none"
    typer.echo(f"{out}: {held.n_items:,} {'video' if held.n_items == 1 else 'videos'}; blocks: {blocks}")
    typer.echo(f"gathered {book.n_gathered:,} = kept {held.n_items:,} + left out {sum(book.dropped.values()):,}")
    told = _text(held)
    if told is not None:
        typer.echo(_text_line(told))
    rows = [(line.name, f"{line.n_gathered:,}", f"{line.n_kept:,}", _counts(line.dropped)) for line in book.sources]
    door.table(("file", "gathered", "kept", "left out"), rows, right=("gathered", "kept"))


def _text(held: Collection) -> dict[str, Any] | None:
    """What the record tells of text: its sources, and what was lost to which cause."""
    from motif.videos.collection.ledger import STEP

    return next((one["parameters"].get("text") for one in reversed(held.records) if one["step"] == STEP), None)


def _text_line(told: dict[str, Any]) -> str:
    lost = {name: told[name] for name in ("unavailable", "no_text", "other_language")}
    used = f"title {told['with_title']:,}, keywords {told['with_keywords']:,}, both {told['with_both']:,}"
    return f"text: {told['usable']:,} of {told['n_items']:,} videos ({used}); lost: {_counts(lost)}"


def _present(held: Collection) -> dict[str, int]:
    """Block -> how many videos have it."""
    return {
        name: int(block.present.sum()) if block.may_be_absent else len(block) for name, block in held.blocks.items()
    }


def _counts(counts: Any) -> str:
    return ", ".join(f"{word.replace('_', ' ')} {count:,}" for word, count in counts.items()) or "none"
