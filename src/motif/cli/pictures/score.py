"""`motif pictures score`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motif.cli import door
from motif.cli.pictures.option import MaxPixelsOption, WeightsOption
from motif.cli.shared.option import SeedOption

if TYPE_CHECKING:
    from motif.pictures.study.score import Score, Scored

__all__ = ["add_to", "score"]

_TOLD = ("ssim", "seed_mse", "log_of_mean", "mean_of_logs")
_HEADINGS = {"photo": "against the photograph", "cutout": "on white paper", "person": "the person alone"}
_MOST_ALONE = 5


class _Against(StrEnum):
    both = "both"
    cutout = "cutout"
    photo = "photo"


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    door.verb(app, "score", example="motif pictures score photos cartoons --against both")(score)


def score(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="A photograph, or a folder of them.")],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="What was made of it, or a folder, paired by stem.")],
    mask: Annotated[
        Path | None, typer.Option("--mask", help="White where the person is: a picture, or a folder by stem.")
    ] = None,
    against: Annotated[
        _Against, typer.Option("--against", help="The photograph, the cut-out on white paper, or both.")
    ] = _Against.both,
    weights: WeightsOption = None,
    max_pixels: MaxPixelsOption = 80_000_000,
    seed: SeedOption = 0,
    as_json: door.JsonOption = False,
) -> None:
    """Tell how much of a photograph is left in a cut-out or cartoon, beside what doing nothing scores."""
    from motif.pictures.study.score import score as score_pictures

    found = score_pictures(
        before, after, mask=mask, against=against.value, weights=weights, max_pixels=max_pixels, random_state=seed
    )
    door.emit(found.as_dict(), as_json=as_json, text=lambda: _print(found))
    for failure in found.failed:
        door.note(f"{failure.input}: {failure.message}")
    for what, names in (("photograph", found.alone_before), ("result", found.alone_after)):
        if names:
            some = ", ".join(names[:_MOST_ALONE]) + (" …" if len(names) > _MOST_ALONE else "")
            door.note(f"{len(names)} {what}{'s' * (len(names) > 1)} without a partner: {some}")
    if found.failed:
        raise typer.Exit(1)


def _print(found: Score) -> None:
    if not found.pairs:
        return
    if len(found.pairs) > 1:
        _print_rows(found)
    for view, figures in found.figures.items():
        if view != "measures":
            typer.echo(f"\n{_HEADINGS[view]}")
            door.strips([figures[name] for name in _TOLD if name in figures])
    typer.echo("\nwhat was changed")
    door.strips(found.figures["measures"].values())
    shares = [one.found.paper_share for one in found.pairs if one.found.paper_share is not None]
    if shares and "cutout" in found.figures:
        empty = found.figures["cutout"]["ssim"].trivial["white_paper"]
        paper = f"{100 * sum(shares) / len(shares):.0f} % of the pixels are paper on both sides"
        door.say(f"On white paper, {paper}, and a blank sheet scores {empty:.2f}.")
    door.say("A high SSIM says that little was changed, not that the result is good: doing nothing scores 1.")


def _print_rows(found: Score) -> None:
    views = [view for view in _HEADINGS if any(view in one.found.views for one in found.pairs)]
    rows = [(one.name, *(_ssim(one, view) for view in views), _number(one, "colours"), _number(one, "skin"))
            for one in (*found.ranked, *(one for one in found.pairs if found.view not in one.found.views))]  # fmt: skip
    columns = ("picture", *(f"SSIM, {_HEADINGS[view]}" for view in views), "colours", "skin dE")
    door.table(columns, rows, right=columns[1:])
    best, worst = found.ranked[0], found.ranked[-1]
    door.say(f"most like the photograph: {best.name}; least: {worst.name} (SSIM, {_HEADINGS[found.view]})")


def _ssim(one: Scored, view: str) -> str:
    return f"{one.found.views[view]['ssim'].value:.3f}" if view in one.found.views else ""


def _number(one: Scored, name: str) -> str:
    figure = one.found.measures.get(name)
    return "" if figure is None else f"{figure.value:,.0f}" if name == "colours" else f"{figure.value:.1f}"
