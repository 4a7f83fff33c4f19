"""`motif pictures cartoon`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from motif.cli import door
from motif.cli.pictures.option import (
    FormatOption,
    InputsArgument,
    JobsOption,
    MaxPixelsOption,
    MetadataOption,
    OutOption,
    OverwriteOption,
    Style,
    WeightsOption,
    given,
    in_options,
    path_of,
    sources,
    target,
)
from motif.cli.pictures.tell import refuse_terminal, tell

__all__ = ["add_to", "cartoon"]

_WITH_LEVELS = (Style.khist, Style.khist2)  # whose levels are a finding
_SPELLED = ("min_group", "person_colours", "max_pixels")  # settings that refusals speak of


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    door.verb(app, "cartoon", example="motif pictures cartoon photos --out cartoons --style poster")(cartoon)


_CutOption = Annotated[
    bool | None,
    typer.Option(
        "--cut/--no-cut",
        help="Paint only the people, or the whole picture.  [default: people where they are found with confidence]",
        show_default=False,
    ),
]
_LevelsOption = Annotated[
    int | None, typer.Option("--levels", min=1, help="soft, pencil: steps of lightness.  [default: 8, 6]")
]
_LineOption = Annotated[
    float | None, typer.Option("--line", min=0, help="Width of the lines; 0 draws none.  [default: 1]")
]
_SmoothOption = Annotated[int | None, typer.Option("--smooth", min=0, help="Rounds of smoothing before.")]
_SaturationOption = Annotated[
    float | None, typer.Option("--saturation", min=0, help="Times the colours' own; 0 is grey.")
]
_PaletteOption = Annotated[
    str | None,
    typer.Option(
        "--palette", metavar="FILE|N", help="poster: the colours of a file, or as many as are found.  [default: 14]"
    ),
]
_AlphaOption = Annotated[
    float | None, typer.Option("--alpha", help="khist, khist2: the test's level.  [default: 0.001]")
]
_GroupOption = Annotated[
    int | None,
    typer.Option("--min-group", help="khist, khist2: levels of the smallest group that is split.  [default: 80, 48]"),
]
_SeedOption = Annotated[int | None, typer.Option("--seed", min=0, help="Where chance comes from.  [default: 0]")]
_PersonOption = Annotated[
    bool, typer.Option("--person-colours", help="khist2: the person's colours alone count, though all is painted.")
]
_BareOption = Annotated[bool, typer.Option("--no-paper", help="lines: leave the paper transparent.")]
_StagesOption = Annotated[
    bool, typer.Option("--stages", help="Write the steps as well: smoothed, quantised, edges, contours.")
]


def cartoon(
    inputs: InputsArgument,
    out: OutOption,
    style: Annotated[Style, typer.Option("--style", help="How it is painted.", case_sensitive=False)] = Style.soft,
    cut: _CutOption = None,
    levels: _LevelsOption = None,
    line: _LineOption = None,
    smooth: _SmoothOption = None,
    saturation: _SaturationOption = None,
    palette: _PaletteOption = None,
    alpha: _AlphaOption = None,
    min_group: _GroupOption = None,
    seed: _SeedOption = None,
    person_colours: _PersonOption = False,
    no_paper: _BareOption = False,
    stages: _StagesOption = False,
    weights: WeightsOption = None,
    format: FormatOption = None,
    metadata: MetadataOption = False,
    overwrite: OverwriteOption = False,
    jobs: JobsOption = 1,
    max_pixels: MaxPixelsOption = 80_000_000,
    as_json: door.JsonOption = False,
) -> None:
    """Paint the people in pictures, or whole pictures, as a cartoon."""
    where = target(out, as_json=as_json)
    if where is None:
        refuse_terminal()
    from motif.pictures.study import cartoon_files

    how = given(
        cut=cut,
        levels=levels,
        line=line,
        smooth=smooth,
        saturation=saturation,
        palette=_palette(palette),
        alpha=alpha,
        min_group=min_group,
        seed=seed,
        person_colours=person_colours or None,
        paper=False if no_paper else None,
        stages=stages or None,
        weights=weights,
    )
    with in_options(*_SPELLED):
        batch = cartoon_files(
            sources(inputs, max_pixels=max_pixels),
            out=where,
            format=None if format is None else format.value,
            metadata=metadata,
            overwrite=overwrite,
            jobs=jobs,
            max_pixels=max_pixels,
            style=style.value,
            **how,
        )
    tell(batch, as_json=as_json, as_bytes=where is None, levels=style in _WITH_LEVELS)


def _palette(text: str | None) -> int | Path | None:
    if text is None:
        return None
    return int(text) if text.isdecimal() else path_of(text)
