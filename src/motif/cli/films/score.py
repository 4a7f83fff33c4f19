"""`motif films score`: personas against tropes or names that others gave to the same characters."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motif.cli import door
from motif.cli.shared.option import CollectionArgument, OverwriteOption, SeedOption

if TYPE_CHECKING:
    from motif.films.study.score import Score

__all__ = ["add_to"]


class _Grid(StrEnum):
    seed = "seed"


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    door.verb(app, "score", example="motif films score characters.motif --tropes tvtropes.clusters.txt")(score)


def score(
    collection: CollectionArgument,
    tropes: Annotated[
        Path | None, typer.Option("--tropes", help="Tropes: the corpus's file, or a table with id and trope.")
    ] = None,
    names: Annotated[
        Path | None, typer.Option("--names", help="Names that several films share: the file, or a table.")
    ] = None,
    grid: Annotated[
        _Grid | None, typer.Option("--grid", help="Also score topics by personas as the seed had them.")
    ] = None,
    permutations: Annotated[int, typer.Option("--permutations", min=99, help="Draws of the null.")] = 1000,
    out: Annotated[Path | None, typer.Option("--out", help="The page to write, .html.")] = None,
    seed: SeedOption = 0,
    overwrite: OverwriteOption = False,
    as_json: door.JsonOption = False,
) -> None:
    """Score personas against tropes or shared names, each figure beside what chance would score."""
    from motif.collection import read
    from motif.films.study.score import score as score_personas
    from motif.films.view.score import write

    if out is not None:
        door.require_new(out, suffixes=(".html",), overwrite=overwrite)
    found = score_personas(
        read(collection),
        tropes=tropes,
        names=names,
        grid=None if grid is None else "seed",
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
    door.strips(found.figures.values())
    door.say(found.words)
    if found.claims:
        rows = [
            (claim.who, f"{claim.value:.2f}", claim.chance.n_rows, claim.chance.n_clusters,
             f"{claim.chance.mean:.2f} ± {claim.chance.sd:.2f}", claim.told)
            for claim in found.claims
        ]  # fmt: skip
        door.table(("published", "VI", "rows", "personas", "random labels", "verdict"), rows, right=("VI", "rows"))
        door.note("VI falls with the number of personas and with fewer rows: these values cannot be compared")
    if found.grid:
        _print_grid(found)
    gold = found.gold
    n_without = found.n_unassigned + found.n_without
    door.note(
        f"{gold.n_rows:,} rows, {gold.n_here:,} of films or ids here, {gold.n_found:,} found: {len(gold.rows):,} "
        f"characters, {found.n_scored:,} with a persona, {n_without:,} without"
    )


def _print_grid(found: Score) -> None:
    rows = [
        (row.method, row.n_topics or "", row.n_personas, row.n, row.n_clusters, row.n_singletons, f"{row.vi_bits:.2f}",
         f"{row.vi_chance:.2f}", f"{row.vi_alone:.2f}", f"{row.ami:.3f}", f"{row.p:.3f}", f"{row.cpu_s:.2f}")
        for row in found.grid
    ]  # fmt: skip
    numbers = ("topics", "personas", "rows", "used", "of one", "VI", "chance", "alone", "AMI", "p", "CPU s")
    door.table(("model", *numbers), rows, right=numbers)
    for reason in found.skipped:
        door.note(f"left out: {reason}")
