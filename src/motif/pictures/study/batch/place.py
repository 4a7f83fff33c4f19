"""Where results go: a folder, one file, or back to the caller; never over an input."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from motif.core.check import in_choices
from motif.core.errors import InputError
from motif.pictures.source.listing import SUFFIXES, Failure, Listing
from motif.pictures.study.batch.order import FORMATS, Format, Job
from motif.pictures.study.plan import output_names, owner_of

__all__ = ["Target", "identity", "over_inputs", "places", "target_of"]

_ENDINGS: Mapping[str, Format] = {f".{name}": name for name in FORMATS} | {".jpeg": "jpg", ".tif": "tiff"}


@dataclass(frozen=True, slots=True)
class Target:
    """Where results go.

    Parameters
    ----------
    folder, file :
        One of them; neither means back to the caller.
    format :
        What results are written as.

    Examples
    --------
    >>> Target(Path("out"), None, "png").file is None
    True
    """

    folder: Path | None
    file: Path | None
    format: Format


def target_of(out: str | Path | None, format: Format | None) -> Target:
    """Return what `out` means: a path with a picture's ending is one file, unless a folder has that name.

    Raises
    ------
    InputError
        For empty text, a format or an ending that is not written, and when the two disagree.

    Examples
    --------
    >>> target_of("cut.jpeg", None).format, target_of("cut", None).folder, target_of(None, "webp").file
    ('jpg', PosixPath('cut'), None)
    """
    if format is not None:
        in_choices(format, FORMATS, what="format")
    if out == "":
        raise InputError("out is empty text; name a folder or a file, '.' for the current folder")
    path = None if out is None else Path(out)
    ending = "" if path is None else path.suffix.lower()
    if path is None or ending not in SUFFIXES or os.path.isdir(path):  # noqa: PTH112 - of any name, also a wrong one
        if path is not None and os.path.isfile(path):  # noqa: PTH113 - as above
            raise InputError(f"{path.name!r} is a file, not a folder, and does not end as pictures do")
        return Target(path, None, format or "png")
    told = _ENDINGS.get(ending)
    if told is None:
        known = ", ".join(_ENDINGS)
        raise InputError(f"{path.name!r} cannot be written: choose one of {known}, or a folder for --out")
    if format not in (None, told):
        raise InputError(f"--out ends in {ending!r} and --format says {format!r}; leave one of them out")
    return Target(None, path, told)


def places(target: Target, listing: Listing, inputs: Sequence[str | Path | bytes], *, parts: bool) -> list[Path | None]:
    """Return the place of each result.

    Parameters
    ----------
    target :
        Where they go.
    listing, inputs :
        What there is to do, and what the caller named.
    parts :
        Whether results have further pictures beside them.

    Raises
    ------
    InputError
        When one place is to take more than one result, or lies outside of the folder.

    Examples
    --------
    >>> places(Target(Path("out"), None, "png"), Listing((), (), 0), ["a.jpg"], parts=False)
    []
    """
    if target.folder is not None:
        names = output_names(listing.found, extension=target.format, parts=parts)
        outside = next((str(name) for name in names if ".." in name.parts), None)
        if outside is not None:
            raise InputError(f"{outside!r} would lie outside of the folder for --out; name its folder itself")
        return [target.folder / name for name in names]
    one = len(inputs) == 1 and (isinstance(inputs[0], bytes) or not Path(inputs[0]).is_dir())
    n_pictures = len(listing.found) + len(listing.failed)
    if not one or n_pictures > 1:
        told = "standard output" if target.file is None else repr(target.file.name)
        raise InputError(
            f"{told} takes the result of one picture, not of a folder or of several; use a folder for --out"
        )
    if parts and target.file is None:
        raise InputError("standard output takes one picture; further ones need a folder or a file for --out")
    return [target.file] * len(listing.found)


def over_inputs(jobs: Mapping[str, Job], *, parts: bool) -> dict[str, Failure]:
    """Return a refusal for each job whose result, or a further picture of it, would be written over an input.

    Examples
    --------
    >>> over_inputs({}, parts=True)
    {}
    """
    inputs = {identity(job.source) for job in jobs.values() if job.data is None} - {None}
    taken = _owners(inputs, {job.output.parent for job in jobs.values() if job.output}) if parts else set()
    return {
        id_: Failure(
            job.name,
            "would_replace_an_input",
            f"the result of {job.name!r} would be written over an input; choose another folder for --out",
        )
        for id_, job in jobs.items()
        if job.output is not None and (identity(job.output) in inputs or job.output.with_suffix("") in taken)
    }


def _owners(inputs: Iterable[tuple[int, int] | None], folders: Iterable[Path]) -> set[Path]:
    """Return the results, without their endings, whose further pictures could have the name of an input."""
    known = set(inputs)
    there = (path for folder in folders if folder.is_dir() for path in folder.iterdir())
    return {
        owner.with_suffix("") for path in there if identity(path) in known and (owner := owner_of(path)) is not None
    }


def identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from all others, whatever it is called; None when there is none.

    Examples
    --------
    >>> identity(Path("nowhere.png")) is None
    True
    """
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
