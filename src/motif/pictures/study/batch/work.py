"""One input to one result: what a worker does, and what it finds there already."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from motif.core.errors import DataError, MotifError, SourceError
from motif.core.files import make_folder, write_bytes
from motif.pictures.source.listing import Failure, shown
from motif.pictures.study.batch.order import NOTE, Job, function_of
from motif.pictures.study.batch.outcome import Outcome
from motif.pictures.study.plan import part_name
from motif.pictures.study.result import Result
from motif.represent.network import load
from motif.source.image import Metadata, Picture, encode_image, read_image, read_note

__all__ = ["work"]

_QUALITY = {"webp": 100}  # which keeps every pixel
_COMMON = 92


def work(job: Job) -> Outcome | Failure:
    """Return what became of one input; whatever is wrong with one picture leaves the others alone.

    The result is written last and further pictures before it: so where the result lies, all of it lies.

    Examples
    --------
    >>> from motif.pictures.study.batch.order import Order
    >>> work(Job(Order("cut", {}, "0" * 16, "png", max_pixels=9), Path("-"), b"no picture", "-", None)).reason
    'not_an_image'
    """
    try:
        note = job.note
        if job.output is not None and not job.order.overwrite and _is_done(job.output, note):
            return Outcome(job.name, shown(job.output), is_new=False)
        picture = read_image(job.source if job.data is None else job.data, max_pixels=job.order.max_pixels)
        result = _made(job, picture)
        metadata = _metadata(job, picture, result)
        data = _encoded(job, result.pixels, result.alpha, result.profile, note, metadata)
        parts = () if job.output is None else _written_parts(job, job.output, result, note, metadata)
        if job.output is not None:
            make_folder(job.output.parent)
            write_bytes(job.output, data)
    except MotifError as error:
        return Failure(job.name, error.reason, str(error))
    return Outcome(
        job.name,
        "-" if job.output is None else shown(job.output),
        result.confidence,
        _note(job, picture, result),
        parts=parts,
        centroids=dict(result.centroids),
        has_place=metadata is not None and bool(metadata.gps),
        data=data if job.output is None else None,
    )


def _made(job: Job, picture: Picture) -> Result:
    verb, how = function_of(job.order.verb), dict(job.order.how)
    if "weights" in how and "weights" not in inspect.signature(verb).parameters:
        how["network"] = load(how.pop("weights"))
    if isinstance(behind := how.get("background"), Path):
        how["background"] = _kept_picture(behind, job.order.settings)
    return verb(picture, **how)


@functools.lru_cache(maxsize=1)
def _kept_picture(path: Path, _settings: str) -> Picture:
    """A picture that every input is put on, decoded once a process; the digest of the settings knows its content."""
    return read_image(path)


def _note(job: Job, picture: Picture, result: Result) -> str:
    """The result's own warning, and that a cut-out could not keep colours that no result holds."""
    told = [result.note] if result.note else []
    if job.order.verb == "cut" and picture.converted_from:
        told.append(f"its {picture.converted_from} colours became sRGB, as results hold no others")
    return "; ".join(told)


def _metadata(job: Job, picture: Picture, result: Result) -> Metadata | None:
    if not job.order.metadata or picture.metadata is None:
        return None
    untouched = job.order.verb == "cut" and result.profile == picture.profile and not picture.converted_from
    return picture.metadata if untouched else replace(picture.metadata, converted=True)


def _encoded(
    job: Job,
    pixels: np.ndarray,
    alpha: np.ndarray | None,
    profile: bytes | None,
    note: str,
    metadata: Metadata | None,
) -> bytes:
    """The bytes of a picture; a mask is no colour and has no profile."""
    if job.order.mask_only and alpha is not None:
        pixels, profile = alpha, None
    format = job.order.format
    quality = _QUALITY.get(format, _COMMON)
    return encode_image(pixels, format=format, profile=profile, note=note, quality=quality, metadata=metadata)


def _written_parts(job: Job, output: Path, result: Result, note: str, metadata: Metadata | None) -> tuple[str, ...]:
    """Write the further pictures, all of them encoded before the first is written; return their paths."""
    coded = dict(_coded_parts(job, output, result, note, metadata))
    for place in coded if not job.order.overwrite else ():
        _is_done(place, note)
    for place, data in coded.items():
        make_folder(place.parent)
        write_bytes(place, data)
    return tuple(shown(place) for place in coded)


def _coded_parts(
    job: Job, output: Path, result: Result, note: str, metadata: Metadata | None
) -> Iterator[tuple[Path, bytes]]:
    for name, pixels in result.parts.items():
        alpha = pixels[..., -1] if pixels.ndim == 3 and pixels.shape[2] in (2, 4) else None
        yield part_name(output, name), _encoded(job, pixels, alpha, result.profile, note, metadata)


def _is_done(output: Path, note: str) -> bool:
    """Return whether the result is there already.

    Raises
    ------
    DataError
        When another file has its place.
    """
    if not output.exists():
        return False
    there, mine = NOTE.fullmatch(_note_of(output)), NOTE.fullmatch(note)
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
