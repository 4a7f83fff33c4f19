"""`motif pictures cut`."""

from __future__ import annotations

import os
import re
from enum import StrEnum
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
    given,
    in_options,
    path_of,
    sources,
    target,
)
from motif.cli.pictures.tell import refuse_terminal, tell

__all__ = ["add_to", "cut"]

_NAMED = ("white", "blur")  # backgrounds that are no file
_COLOUR = re.compile("#([0-9a-f]{3}|[0-9a-f]{6})")
_SPELLED = ("mask_only", "class_map", "classes(?= and)", "tiles", "max_pixels")  # settings that refusals speak of


class _Model(StrEnum):
    selfie = "selfie"
    u2netp = "u2netp"
    deeplabv3_resnet101 = "deeplabv3_resnet101"
    unet = "unet"


class _Matting(StrEnum):
    guided = "guided"
    closed_form = "closed-form"
    none = "none"


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    door.verb(app, "cut", example="motif pictures cut photo.jpg --out cut.png")(cut)


_ModelOption = Annotated[
    _Model,
    typer.Option(
        "--model",
        help="Who finds what is kept: selfie people near the camera, u2netp the most striking thing (not always a "
        "person); the others need --weights.",
        case_sensitive=False,
    ),
]
_WeightsOption = Annotated[
    Path | None,
    typer.Option("--weights", parser=path_of, metavar="PATH", help="The file of the network, if at hand."),
]
_ClassesOption = Annotated[
    str | None, typer.Option("--classes", help="What deeplabv3_resnet101 keeps, as person,dog.  [default: person]")
]
_ClassMapOption = Annotated[
    bool, typer.Option("--class-map", help="Write its 21 classes in colours as well (STEM.classes.png).")
]
_MattingOption = Annotated[
    _Matting, typer.Option("--matting", help="How the border is drawn; closed-form is slow.", case_sensitive=False)
]
_TilesOption = Annotated[
    bool, typer.Option("--tiles", help="Look at parts as well: for small or many people, and long pictures.")
]
_EachOption = Annotated[bool, typer.Option("--each", help="Write each person alone as well (STEM.person-1.png).")]
_CleanOption = Annotated[
    bool | None,
    typer.Option(
        "--clean/--no-clean",
        help="Take the old background out of the border's colours.  [default: where something is put behind]",
        show_default=False,
    ),
]
_BackgroundOption = Annotated[
    str, typer.Option("--bg", metavar="none|white|#rrggbb|blur|IMAGE", help="What is put behind.")
]


def cut(
    inputs: InputsArgument,
    out: OutOption,
    model: _ModelOption = _Model.selfie,
    weights: _WeightsOption = None,
    classes: _ClassesOption = None,
    class_map: _ClassMapOption = False,
    matting: _MattingOption = _Matting.guided,
    tiles: _TilesOption = False,
    each: _EachOption = False,
    clean: _CleanOption = None,
    bg: _BackgroundOption = "none",
    sticker: Annotated[bool, typer.Option("--sticker", help="Give it a white outline, as if it were die-cut.")] = False,
    crop: Annotated[bool, typer.Option("--crop", help="Crop to what is kept.")] = False,
    mask_only: Annotated[bool, typer.Option("--mask-only", help="Write the alpha alone, as a grey picture.")] = False,
    format: FormatOption = None,
    metadata: MetadataOption = False,
    overwrite: OverwriteOption = False,
    jobs: JobsOption = 1,
    max_pixels: MaxPixelsOption = 80_000_000,
    as_json: door.JsonOption = False,
) -> None:
    """Make everything but the people transparent; colours stay untouched."""
    where = target(out, as_json=as_json)
    if where is None:
        refuse_terminal()
    from motif.pictures.study import cut_files

    how = given(
        model=None if model is _Model.selfie else model.value,
        weights=weights,
        classes=_listed(classes),
        class_map=class_map or None,
        matting=None if matting is _Matting.guided else matting.value,
        tiles=tiles or None,
        each=each or None,
        clean=clean,
        background=_background(bg),
        sticker=sticker or None,
        crop=crop or None,
    )
    with in_options(*_SPELLED):
        batch = cut_files(
            sources(inputs, max_pixels=max_pixels),
            out=where,
            format=None if format is None else format.value,
            mask_only=mask_only,
            metadata=metadata,
            overwrite=overwrite,
            jobs=jobs,
            max_pixels=max_pixels,
            **how,
        )
    tell(batch, as_json=as_json, as_bytes=where is None)


def _listed(classes: str | None) -> tuple[str, ...] | None:
    return None if classes is None else tuple(name.strip() for name in classes.split(",") if name.strip())


def _background(text: str) -> str | Path | None:
    """What is put behind: a name, a colour, else the path of a picture."""
    plain = text.strip().lower()
    if plain == "none":
        return None
    if plain in _NAMED:
        return plain
    if plain.startswith("#"):
        if not _COLOUR.fullmatch(plain):
            raise typer.BadParameter(f"--bg {text!r} is no colour; write it as #rrggbb, such as #ffcc00")
        return plain
    if not plain or not os.path.lexists(text):
        raise typer.BadParameter(f"--bg is none, white, blur, a colour as #rrggbb or a picture; no file is {text!r}")
    return Path(text)
