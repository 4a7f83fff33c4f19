"""`motif videos show`: what a collection of videos holds, in the terminal and on a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motif.cli import door
from motif.cli.shared.option import CollectionArgument, OverwriteOption, SeedOption

if TYPE_CHECKING:
    from motif.videos.study.show import Shown

__all__ = ["add_to"]

_MOST_ROWS = 10


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    door.verb(app, "show", example="motif videos show videos.motif --out videos.html")(show)


def show(
    collection: CollectionArgument,
    out: Annotated[Path | None, typer.Option("--out", help="The page to write, .html.")] = None,
    language: Annotated[str, typer.Option("--language", help="The language of the text, or any.")] = "en",
    no_score: Annotated[
        bool, typer.Option("--no-score", help="Do not judge the taggers that the collection holds.")
    ] = False,
    seed: SeedOption = 0,
    overwrite: OverwriteOption = False,
    as_json: door.JsonOption = False,
) -> None:
    """Show what a collection of videos holds, and write a page about it."""
    from motif.collection import read
    from motif.videos.study.show import show as show_videos

    if out is not None:
        door.require_new(out, suffixes=(".html",), overwrite=overwrite)
    shown = show_videos(
        read(collection),
        out=out,
        language=None if language == "any" else language,
        with_score=not no_score,
        overwrite=overwrite,
        random_state=seed,
    )
    value = shown.as_dict() | {"out": None if out is None else str(out)}
    door.emit(value, as_json=as_json, text=lambda: _print(shown))
    if out is not None and not as_json:
        door.note(f"page: {out}")


def _print(shown: Shown) -> None:
    facts = shown.facts
    told = ", ".join(
        f"{facts[name]:,} {name}" for name in ("labels", "frames", "creators", "segments") if name in facts
    )
    typer.echo(f"{facts['videos']:,} {'synthetic ' if shown.is_synthetic else ''}videos; {told}")
    rows = [
        (one.name, one.kind, one.dtype, f"{one.n_features:,}", f"{one.n_present:,}") for one in shown.modalities
    ]  # fmt: skip
    if rows:
        door.table(("block", "kind", "stored as", "numbers", "videos"), rows, right=("numbers", "videos"))
    if len(shown.together) > 1:
        typer.echo(f"together: {', '.join(f'{name} {count:,}' for name, count in shown.together.items())}")
    _print_labels(shown)
    if shown.splits:
        sides = [(side.name, f"{side.n_videos:,}", f"{side.n_labels:,}") for side in shown.splits]
        door.table(("side", "videos", "labels"), sides, right=("videos", "labels"))
    _print_models(shown)
    if shown.dropped:
        lost = ", ".join(f"{reason.replace('_', ' ')} {count:,}" for reason, count in shown.dropped.items())
        door.note(f"left out: {lost}")


def _print_labels(shown: Shown) -> None:
    rows = [
        (str(row.label), row.name or "", row.vertical or "", f"{row.n_videos:,}") for row in shown.labels[:_MOST_ROWS]
    ]
    if rows:
        door.table(("label", "name", "vertical", "videos"), rows, right=("label", "videos"))
    n_more = len(shown.labels) - len(rows)
    if n_more > 0:
        door.note(f"{n_more:,} labels more; --out writes a page about them all")


def _print_models(shown: Shown) -> None:
    for one in shown.models:
        typer.echo(f"{one.name}: {one.head} on {' and '.join(one.modalities)}, {one.n_labels:,} labels")
        judged = [] if shown.score is None else [each for each in shown.score.judged if each.name == one.name]
        for each in judged:
            door.strips([each.figures[key] for key in ("gap", "hit_at_one", "map_full")])
    if shown.models and shown.without:
        door.note(f"not judged here: {shown.without}")
