"""`motif videos score`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motif.cli import door
from motif.cli.shared.option import CollectionArgument, OverwriteOption, SeedOption

if TYPE_CHECKING:
    from motif.videos.study.score import Judged, Score

__all__ = ["add_to", "score"]


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    door.verb(app, "score", example="motif videos score videos.motif --model labels")(score)


def score(
    collection: CollectionArgument,
    predictions: Annotated[
        list[Path] | None,
        typer.Option("--predictions", help="A CSV as `motif videos predict` writes it; repeatable."),
    ] = None,
    model: Annotated[
        list[str] | None, typer.Option("--model", help="A fitted model of the collection; repeatable. All, if none.")
    ] = None,
    split: Annotated[
        str | None, typer.Option("--split", help="The side that is judged: test, development, train or all.")
    ] = None,
    permutations: Annotated[int, typer.Option("--permutations", min=20, help="Draws of the null.")] = 100,
    out: Annotated[Path | None, typer.Option("--out", help="The page to write, .html.")] = None,
    seed: SeedOption = 0,
    overwrite: OverwriteOption = False,
    as_json: door.JsonOption = False,
) -> None:
    """Say how good labels told of videos are, beside shuffled labels, popularity and prevalence."""
    from motif.collection import read
    from motif.core.extra import extra
    from motif.videos.view.compared import write

    with extra("videos"):
        from motif.videos.study.score import score as score_labels
    if out is not None:
        door.require_new(out, suffixes=(".html",), overwrite=overwrite)
    found = score_labels(
        read(collection),
        predictions=predictions or (),
        models=model or (),
        split=split,
        n_permutations=permutations,
        random_state=seed,
    )
    if out is not None:
        write(found, out)
    value = found.as_dict() | {"out": None if out is None else str(out)}
    door.emit(value, as_json=as_json, text=lambda: _print(found))
    if out is not None and not as_json:
        door.note(f"page: {out}")


def _print(found: Score) -> None:
    from motif.videos.view.compared import comparison

    heads, rows = comparison(found)
    door.table(heads, rows, right=heads[1:])
    for one in found.judged:
        typer.echo(f"\n{one.name}")
        door.strips([*one.figures.values(), *one.of_optimum.values()])
        _print_bins(one)
        if one.note:
            door.note(one.note)
    made = "synthetic videos, which nobody filmed" if found.is_synthetic else "videos"
    door.note(f"{found.n_videos:,} {made} ({found.side}), {found.n_labels:,} labels")
    if found.note:
        door.note(found.note)


def _print_bins(one: Judged) -> None:
    rows = [(f"{each.low:,} to {each.high:,}", each.n_labels, f"{each.precision:.3f}", f"{each.chance:.3f}")
            for each in one.bins]  # fmt: skip
    door.table(("videos to learn from", "labels", "mean AP", "chance"), rows, right=("labels", "mean AP", "chance"))
