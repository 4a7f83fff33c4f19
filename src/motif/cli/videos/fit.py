"""`motif videos fit`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from motif.cli import door
from motif.cli.shared.option import CollectionArgument, OverwriteOption, SeedOption

if TYPE_CHECKING:
    from motif.videos.study.fit import Fitted

__all__ = ["add_to", "fit"]

_MIN_STEPS = 300  # that few videos get where nothing else is said


class _Head(StrEnum):
    experts = "experts"
    logistic = "logistic"


class _How(StrEnum):
    by_block = "by_block"
    whole = "whole"


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    door.verb(app, "fit", example="motif videos fit videos.motif --max-steps 100")(fit)


def fit(
    collection: CollectionArgument,
    modality: Annotated[
        list[str] | None, typer.Option("--modality", help="A block to look at; may be repeated; else all dense ones.")
    ] = None,
    head: Annotated[_Head, typer.Option(help="A mixture of experts, or a logistic, for each label.")] = _Head.experts,
    how: Annotated[
        _How, typer.Option(help="by_block makes each block count the same; whole is the starter code's way.")
    ] = _How.by_block,
    n_experts: Annotated[
        int | None, typer.Option(min=1, help="Experts of each label, beside the dummy; else 2.")
    ] = None,
    gate_rank: Annotated[
        int | None, typer.Option(min=1, help="Numbers that the gates go through; else no limit.")
    ] = None,
    epochs: Annotated[int | None, typer.Option(min=1, help="Passes over the videos; else 20.")] = None,
    max_steps: Annotated[int | None, typer.Option(min=1, help="At most so many steps.")] = None,
    learning_rate: Annotated[float | None, typer.Option(help="Of Adam, at its peak; else 0.01.")] = None,
    min_videos: Annotated[int, typer.Option(min=1, help="Labels with fewer videos to learn from are left out.")] = 2,
    name: Annotated[str, typer.Option(help="What the model is called in the collection.")] = "labels",
    out: Annotated[Path | None, typer.Option(help="Another folder for the collection; else it gets the model.")] = None,
    no_resume: Annotated[
        bool, typer.Option("--no-resume", help="Keep no state while training; a kill then loses it.")
    ] = False,
    seed: SeedOption = 0,
    overwrite: OverwriteOption = False,
    as_json: door.JsonOption = False,
) -> None:
    """Learn which labels go with videos, judged on videos that were not learned from."""
    from motif.collection import read
    from motif.core.extra import extra

    with extra("videos"):
        from motif.videos.study.fit import fit as fit_tagger
    settings = _settings(
        n_experts=n_experts, gate_rank=gate_rank, epochs=epochs, max_steps=max_steps, learning_rate=learning_rate
    )
    found = fit_tagger(
        read(collection),
        modalities=modality or None,
        head=head.value,
        how=how.value,
        name=name,
        min_videos=min_videos,
        resume=not no_resume,
        overwrite=overwrite,
        random_state=seed,
        **settings,
    )
    if out is None:
        found.save(collection)
    else:
        found.save(out, overwrite=overwrite)
    place = out or collection
    door.emit({**found.as_dict(), "out": str(place)}, as_json=as_json, text=lambda: _print(found, place))


def _settings(**given: Any) -> dict[str, Any]:
    """Return what was said of the head; few steps need no floor."""
    said = {name: value for name, value in given.items() if value is not None}
    return said | ({"min_steps": min(said["max_steps"], _MIN_STEPS)} if "max_steps" in said else {})


def _print(found: Fitted, place: Path) -> None:
    door.strips([*found.figures.values()])
    left = f"; {found.n_dropped_labels:,} with too few videos left out" if found.n_dropped_labels else ""
    door.note(
        f"{found.n_train:,} videos learned from, {found.n_development:,} held out by {found.by}, "
        f"{found.n_labels:,} labels{left}; {found.tagger.head_['n_steps_']:,} steps; model {found.name!r} in {place}"
    )
