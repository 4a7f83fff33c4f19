"""One input to one result: what a worker does, and what it finds there already."""

from __future__ import annotations

import functools
import inspect
from dataclasses import replace
from pathlib import Path

import numpy as np

from motif.core.errors import DataError, MotifError, SourceError
from motif.core.files import make_folder, write_bytes
from motif.pictures.source.listing import Failure, shown
from motif.pictures.study.batch.order import NOTE, Format, Job, function_of
from motif.pictures.study.batch.outcome import Outcome
from motif.pictures.study.plan import MAPS, part_name
from motif.pictures.study.result import Part, Result
from motif.represent.network import load
from motif.source.image import Metadata, Picture, encode_image, is_whole, read_image, read_note, to_srgb

__all__ = ["note_of", "work"]

_QUALITY = {"webp": 100}  # which keeps every pixel
_COMMON = 92
_OF_8_BITS = ("jpg", "webp")


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
        if job.output is not None and not job.order.overwrite and _is_done(job, job.output, note):
            return Outcome(job.name, shown(job.output), is_new=False)
        picture = read_image(job.source if job.data is None else job.data, max_pixels=job.order.max_pixels)
        result = _made(job, picture)
        metadata = _metadata(job, picture, result)
        whole = " ".join([f"{note}, with", *result.parts]) if result.parts else note
        data = _encoded(job, Part(result.pixels, result.profile), job.order.format, whole, metadata)
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
    if picture.has_broken_profile:
        told.append("its colour profile is broken: it is left out, and the colours are taken as sRGB")
    return "; ".join(told)


def _metadata(job: Job, picture: Picture, result: Result) -> Metadata | None:
    if not job.order.metadata or picture.metadata is None:
        return None
    untouched = job.order.verb == "cut" and result.profile == picture.profile and not picture.converted_from
    return picture.metadata if untouched else replace(picture.metadata, converted=True)


def _encoded(job: Job, part: Part, format: Format, note: str, metadata: Metadata | None) -> bytes:
    """The bytes of a picture; a mask is no colour and has no profile."""
    pixels, profile = part.pixels, part.profile
    if job.order.mask_only and part.alpha is not None:
        pixels, profile = part.alpha, None
    quality = _QUALITY.get(format, _COMMON)
    return encode_image(pixels, format=format, profile=profile, note=note, quality=quality, metadata=metadata)


def _written_parts(job: Job, output: Path, result: Result, note: str, metadata: Metadata | None) -> tuple[str, ...]:
    """Write the further pictures, of which one at a time is in memory; return their paths."""
    places = {name: part_name(output, name) for name in result.parts}
    notes = {name: f"{note}, part {name}" for name in places}
    for name in places if not job.order.overwrite else ():  # what is in the way of one is in the way of all
        _is_done(job, places[name], notes[name])
    for name, place in places.items():
        format: Format = "png" if name in MAPS else job.order.format
        data = _encoded(job, _fitting(result.parts[name], format), format, notes[name], metadata)
        make_folder(place.parent)
        write_bytes(place, data)
    return tuple(shown(place) for place in places.values())


def _fitting(part: Part, format: Format) -> Part:
    """A part as the format can hold it: beside a result that became 8-bit sRGB, it does too."""
    if part.pixels.dtype != np.uint16 or format not in _OF_8_BITS:
        return part
    return Part(to_srgb(Picture(part.pixels, part.profile)))


def _is_done(job: Job, output: Path, note: str) -> bool:
    """Return whether the result is there already, whole and with all further pictures that its note names.

    Raises
    ------
    DataError
        When another file has its place.
    """
    if not output.exists():
        return False
    there, mine = NOTE.fullmatch(note_of(output)), NOTE.fullmatch(note)
    if there is None or mine is None:
        raise _in_the_way(output, "is there and was not made by Motif", reason="in_the_way")
    if not job.order.can_be_done:
        raise _in_the_way(output, "was made by a network that cannot be told from others", reason="other_settings")
    if (there["settings"], there["part"]) != (mine["settings"], mine["part"]):
        raise _in_the_way(output, "was made with other settings", reason="other_settings")
    if there["content"] != mine["content"]:
        raise _in_the_way(output, "was made from another picture", reason="other_input")
    parts = (there["parts"] or "").split()
    return is_whole(output) and all(_is_done(job, part_name(output, name), f"{note}, part {name}") for name in parts)


def note_of(path: Path) -> str:
    """Return the note of a picture; empty where there is none, or nothing that may be read.

    Examples
    --------
    >>> note_of(Path("nowhere.png"))
    ''
    """
    try:
        return read_note(path) or ""
    except SourceError:
        return ""  # a folder, or a file that may not be read: not ours to replace


def _in_the_way(output: Path, cause: str, *, reason: str) -> DataError:
    return DataError(f"{output.name!r} {cause}; add --overwrite or choose another --out", reason=reason)
