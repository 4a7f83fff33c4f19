"""Options that several verbs of pictures have."""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

__all__ = [
    "Format",
    "FormatOption",
    "InputsArgument",
    "JobsOption",
    "MaxPixelsOption",
    "MetadataOption",
    "OutOption",
    "OverwriteOption",
    "Style",
    "WeightsOption",
    "given",
    "in_options",
    "path_of",
    "sources",
    "target",
]

PIPE = Path("-")
_MAX_BYTES_A_PIXEL = 8  # as many as 16 bits and four channels take: more is no picture of that size
_ROOM = 64 << 20  # bytes for profiles and previews


class Format(StrEnum):
    """What a result is written as."""

    png = "png"
    jpg = "jpg"
    webp = "webp"
    tiff = "tiff"


class Style(StrEnum):
    """How a cartoon is painted."""

    soft = "soft"
    poster = "poster"
    lines = "lines"
    pencil = "pencil"
    khist = "khist"
    khist2 = "khist2"


def path_of(text: str | Path) -> Path:
    """Return the path that a word means; no word is no path, though Python takes it for the current folder."""
    if not str(text).strip():
        raise typer.BadParameter("empty text names no file; the current folder is '.'")
    return Path(text)


InputsArgument = Annotated[
    list[Path],
    typer.Argument(
        parser=path_of,
        metavar="IN...",
        help="Pictures, folders of pictures, patterns such as 'photos/**/*.jpg'; - is standard input.",
    ),
]
OutOption = Annotated[
    Path,
    typer.Option(
        "--out",
        parser=path_of,
        metavar="PATH",
        help="The folder for the results, which keeps the tree; for one picture also a file (cut.png), or - for "
        "standard output.",
    ),
]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", help="Of the results; else by the ending of --out, else png.", case_sensitive=False),
]
MetadataOption = Annotated[
    bool, typer.Option("--metadata", help="Keep EXIF and XMP, the place where it was taken (GPS) included.")
]
OverwriteOption = Annotated[
    bool, typer.Option("--overwrite", help="Replace results of other settings; never an input.")
]
JobsOption = Annotated[int, typer.Option("--jobs", min=1, help="Processes.")]
WeightsOption = Annotated[
    Path | None,
    typer.Option("--weights", parser=path_of, metavar="PATH", help="The file of the network 'selfie'."),
]
MaxPixelsOption = Annotated[int, typer.Option("--max-pixels", min=1, help="Refuse larger pictures.")]


def given(**options: Any) -> dict[str, Any]:
    """Return the options that say something: those that were left alone have the verb's own default."""
    return {name: value for name, value in options.items() if value is not None}


@contextmanager
def in_options(*names: str) -> Generator[None]:
    """Let what is refused inside call settings, given as patterns, by their options: `mask_only` is `--mask-only`."""
    from motif.core.errors import InputError

    try:
        yield
    except InputError as error:
        words = re.compile(rf"(?<![\w.'\"/-])({'|'.join(names)})(?![\w.'\"/=-])")
        raise InputError(words.sub(lambda found: f"--{found[1].replace('_', '-')}", str(error))) from error


def sources(inputs: list[Path], *, max_pixels: int) -> list[Path | bytes]:
    """Return the inputs with `-` as the bytes of standard input."""
    if PIPE not in inputs:
        return [*inputs]
    from motif.source.standard import read_standard_input

    if inputs.count(PIPE) > 1:
        raise typer.BadParameter("'-' may stand once: standard input is one picture")
    return [
        read_standard_input(max_bytes=max_pixels * _MAX_BYTES_A_PIXEL + _ROOM) if path == PIPE else path
        for path in inputs
    ]


def target(out: Path, *, as_json: bool) -> Path | None:
    """Return where results go, None for standard output."""
    if out != PIPE:
        return out
    if as_json:
        raise typer.BadParameter("--out - writes the picture to standard output, which leaves no place for --json")
    return None
