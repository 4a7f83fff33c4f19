"""The verbs on many files: results beside each other in one folder, work that is done left alone, failures told.

A result carries in its EXIF tag Software which settings and which input made it: so a second run knows what is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np

from motif.core.check import in_choices, integer
from motif.core.digest import content_id, file_digest, settings_digest
from motif.core.errors import DataError, InputError, MotifError, SourceError
from motif.core.files import make_folder, write_bytes
from motif.engine import MemorySink, map_items
from motif.pictures.source.listing import Failure, Listing, list_pictures, shown
from motif.pictures.study.cartoon import STYLES, Style, cartoon
from motif.pictures.study.cut import cut
from motif.pictures.study.plan import output_names
from motif.pictures.study.result import Result
from motif.represent.network import load
from motif.source.image import MAX_PIXELS, encode_image, read_image, read_note
from motif.source.weights import resolve

__all__ = ["FORMATS", "Batch", "Format", "Outcome", "cartoon_files", "cut_files"]

Format: TypeAlias = Literal["png", "jpg", "webp", "tiff"]
FORMATS: tuple[Format, ...] = ("png", "jpg", "webp", "tiff")
_VERSION = 1  # raised when a verb makes other pixels of the same input
_NOTE = re.compile(r"Motif [a-z]+, settings (?P<settings>[0-9a-f]{16}), input (?P<content>[0-9a-f]{16})")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One result that is there now.

    Parameters
    ----------
    input, output :
        Paths, as the user would write them.
    confidence :
        How sure the network was, in [0, 1]; None when nothing was cut, or when the result was there before.
    note :
        One line of warning, empty when there is none.
    is_new :
        Whether this run made it.
    """

    input: str
    output: str
    confidence: float | None = None
    note: str = ""
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of each input.

    Parameters
    ----------
    done :
        Results made now.
    skipped :
        Results that were there, of the same input and settings.
    failed :
        Inputs without a result, each with its reason.
    n_ignored :
        Files in the folders that are no pictures by their names.

    Examples
    --------
    >>> Batch(done=(Outcome("a.jpg", "out/a.png"),), skipped=(), failed=(), n_ignored=0).as_dict()["done"][0]["output"]
    'out/a.png'
    """

    done: tuple[Outcome, ...]
    skipped: tuple[Outcome, ...]
    failed: tuple[Failure, ...]
    n_ignored: int

    def as_dict(self) -> dict[str, Any]:
        """Return the batch as plain JSON values."""
        return {
            "done": [
                {"input": one.input, "output": one.output, "confidence": one.confidence, "note": one.note}
                for one in self.done
            ],
            "skipped": [{"input": one.input, "output": one.output} for one in self.skipped],
            "failed": [asdict(one) for one in self.failed],
            "ignored": self.n_ignored,
        }


def cut_files(
    inputs: Iterable[str | Path],
    *,
    out: str | Path,
    format: Format = "png",
    mask_only: bool = False,
    overwrite: bool = False,
    jobs: int = 1,
    max_pixels: int = MAX_PIXELS,
    weights: str | Path | None = None,
) -> Batch:
    """Cut the people out of pictures, one result each below `out`; the twin of `motif pictures cut`.

    Parameters
    ----------
    inputs :
        Files and folders; the tree of a folder is kept.
    out :
        The folder for the results, made where it is missing.
    format :
        Of the results: "png", "webp" or "tiff", and with `mask_only` also "jpg".
    mask_only :
        Whether the result is the alpha alone, as a grey picture.
    overwrite :
        Whether results of other settings or inputs are replaced. An input never is.
    jobs :
        Processes, >= 1.
    max_pixels :
        Larger pictures are refused before they are decoded.
    weights :
        The file of the `selfie` network, where it is at hand; None finds or downloads it.

    Raises
    ------
    InputError
        For wrong arguments.
    SourceError
        When the network is neither here nor can be downloaded.

    Examples
    --------
    >>> cut_files(["portrait.png"], out="cut", format="jpg")
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: jpg has no transparency; choose 'png', 'webp' or 'tiff'
    """
    settings = {"format": format, "mask_only": mask_only}
    _check_format(format, transparent=not mask_only)
    order = _Order("cut", settings, overwrite, max_pixels)
    return _run(order, inputs, Path(out), jobs=jobs, weights=weights, needs_network=True)


def cartoon_files(
    inputs: Iterable[str | Path],
    *,
    out: str | Path,
    style: Style = "khist",
    cut: bool = True,
    format: Format = "png",
    overwrite: bool = False,
    jobs: int = 1,
    max_pixels: int = MAX_PIXELS,
    weights: str | Path | None = None,
) -> Batch:
    """Paint pictures as cartoons, one result each below `out`; the twin of `motif pictures cartoon`.

    Parameters
    ----------
    style, cut :
        As for `cartoon`.
    inputs, out, format, overwrite, jobs, max_pixels, weights :
        As for `cut_files`; "jpg" needs `cut=False`.

    Raises
    ------
    InputError, SourceError
        As for `cut_files`.

    Examples
    --------
    >>> cartoon_files(["portrait.png"], out="cartoons", style="oil")
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: style must be one of 'khist', not 'oil'
    """
    in_choices(style, STYLES, what="style")
    _check_format(format, transparent=cut)
    settings = {"format": format, "style": style, "cut": cut}
    order = _Order("cartoon", settings, overwrite, max_pixels)
    return _run(order, inputs, Path(out), jobs=jobs, weights=weights, needs_network=cut)


@dataclass(frozen=True, slots=True)
class _Order:
    """What is wanted of every input."""

    verb: Literal["cut", "cartoon"]
    settings: Mapping[str, Any] = field(hash=False)
    overwrite: bool
    max_pixels: int
    network: Path | None = None


@dataclass(frozen=True, slots=True)
class _Job:
    """One input on its way to a worker."""

    order: _Order
    source: Path
    name: str
    output: Path


def _check_format(format: Format, *, transparent: bool) -> None:
    in_choices(format, FORMATS, what="format")
    if format == "jpg" and transparent:
        raise InputError("jpg has no transparency; choose 'png', 'webp' or 'tiff'")


def _run(
    order: _Order,
    inputs: Iterable[str | Path],
    out: Path,
    *,
    jobs: int,
    weights: str | Path | None,
    needs_network: bool,
) -> Batch:
    integer(order.max_pixels, what="max_pixels", low=1)
    listing = list_pictures(inputs, apart_from=out)
    if needs_network and listing.found:
        order = replace(order, network=resolve("selfie", path=weights))
    places = output_names(listing.found, extension=order.settings["format"])
    todo = {
        str(i): _Job(order, one.path, one.name, out / place)
        for i, (place, one) in enumerate(zip(places, listing.found, strict=True))
    }
    refused = _over_inputs(todo)
    items = [(id_, job) for id_, job in todo.items() if id_ not in refused]
    sink = MemorySink()
    title = {"cut": "Cutting", "cartoon": "Painting"}[order.verb]
    map_items(_work, items, out=sink, jobs=jobs, shard_size=1, title=title, total=len(items))
    died = (Failure(todo[drop.origin].name, drop.reason, drop.detail) for drop in sink.drops)
    return _summary(listing, [*refused.values(), *sink.results.values(), *died])


def _summary(listing: Listing, outcomes: Iterable[Outcome | Failure]) -> Batch:
    done, skipped, failed = [], [], list(listing.failed)
    for one in outcomes:
        if isinstance(one, Failure):
            failed.append(one)
        else:
            (done if one.is_new else skipped).append(one)
    return Batch(tuple(done), tuple(skipped), tuple(failed), listing.n_ignored)


def _over_inputs(todo: Mapping[str, _Job]) -> dict[str, Failure]:
    """Return a refusal for each job whose result would be written over an input."""
    inputs = {_identity(job.source) for job in todo.values()} - {None}
    return {
        id_: Failure(
            job.name,
            "would_replace_an_input",
            f"the result of {job.name!r} would be written over an input; choose another folder for --out",
        )
        for id_, job in todo.items()
        if _identity(job.output) in inputs
    }


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from all others, whatever it is called; None when there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _work(job: _Job) -> Outcome | Failure:
    """Make one result, unless it is there; whatever is wrong with one picture leaves the others alone."""
    settings = job.order.settings
    try:
        note = _note(job)
        if not job.order.overwrite and _is_done(job.output, note):
            return Outcome(job.name, shown(job.output), is_new=False)
        result = _made(job)
        pixels, profile = _kept(result, mask_only=settings.get("mask_only", False))
        quality = 100 if settings["format"] == "webp" else 92  # 100 of WebP keeps every pixel
        data = encode_image(pixels, format=settings["format"], profile=profile, note=note, quality=quality)
        make_folder(job.output.parent)
        write_bytes(job.output, data)
    except MotifError as error:
        return Failure(job.name, error.reason, str(error))
    return Outcome(job.name, shown(job.output), result.confidence, result.note)


def _made(job: _Job) -> Result:
    order = job.order
    picture = read_image(job.source, max_pixels=order.max_pixels)
    network = None if order.network is None else load(order.network)
    if order.verb == "cut":
        return cut(picture, network=network)
    return cartoon(picture, style=order.settings["style"], cut=order.settings["cut"], network=network)


def _kept(result: Result, *, mask_only: bool) -> tuple[np.ndarray, bytes | None]:
    """Return the pixels that are written, and their profile; a mask is no colour and has none."""
    if mask_only and result.alpha is not None:
        return result.alpha, None
    return result.pixels, result.profile


def _note(job: _Job) -> str:
    settings = settings_digest({"verb": job.order.verb, "version": _VERSION, **job.order.settings})
    return f"Motif {job.order.verb}, settings {settings}, input {content_id(file_digest(job.source))}"


def _is_done(output: Path, note: str) -> bool:
    """Return whether the result is there already.

    Raises
    ------
    DataError
        When another file has its place.
    """
    if not output.exists():
        return False
    there, mine = _NOTE.fullmatch(_note_of(output)), _NOTE.fullmatch(note)
    if there is None or mine is None:
        raise _in_the_way(output, "is there and was not made by Motif", reason="in_the_way")
    if there["settings"] != mine["settings"]:
        raise _in_the_way(output, "was made with other settings", reason="other_settings")
    if there["content"] != mine["content"]:
        raise _in_the_way(output, "was made from another picture", reason="other_input")
    return True


def _note_of(path: Path) -> str:
    try:
        return read_note(path) or ""
    except SourceError:
        return ""  # a folder, or a file that may not be read: not ours to replace


def _in_the_way(output: Path, cause: str, *, reason: str) -> DataError:
    return DataError(f"{output.name!r} {cause}; add --overwrite or choose another --out", reason=reason)
