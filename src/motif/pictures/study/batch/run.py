"""The verbs `cut` and `cartoon` on many files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from motif.core.check import integer
from motif.core.errors import InputError
from motif.core.files import remove
from motif.engine import MemorySink, map_items
from motif.model.segment import load_deeplabv3
from motif.pictures.source.listing import Failure, Listing, list_pictures, shown
from motif.pictures.study.batch.order import (
    NOTE,
    Format,
    Job,
    Order,
    can_be_known,
    check_format,
    check_settings,
    settings_of,
)
from motif.pictures.study.batch.outcome import Batch, Outcome
from motif.pictures.study.batch.place import Target, identity, over_inputs, places, target_of
from motif.pictures.study.batch.work import note_of, work
from motif.pictures.study.plan import owner_of
from motif.represent.network import load
from motif.source.image import MAX_PIXELS
from motif.source.weights import resolve
from motif.source.weights.manifest import MANIFEST

__all__ = ["cartoon_files", "cut_files"]

_WITH_PARTS = ("each", "class_map", "stages")  # settings that bring further pictures
_OWN_WEIGHTS = {"unet": load, "deeplabv3_resnet101": load_deeplabv3}  # by files that no manifest tells
_TITLES = {"cut": "Cutting", "cartoon": "Painting"}


def cut_files(
    inputs: Iterable[str | Path | bytes],
    *,
    out: str | Path | None,
    format: Format | None = None,
    mask_only: bool = False,
    metadata: bool = False,
    overwrite: bool = False,
    jobs: int = 1,
    max_pixels: int = MAX_PIXELS,
    **how: Any,
) -> Batch:
    """Cut the people out of pictures, one result each; the twin of `motif pictures cut`.

    Parameters
    ----------
    inputs :
        Files, folders, patterns such as `photos/**/*.jpg`, and the bytes of one picture. The tree of a folder is kept.
    out :
        The folder for the results, made where it is missing; for one picture also a file, such as `cut.png`. None
        hands the bytes of one result back, in `Outcome.data`.
    format :
        Of the results: "png", "webp" or "tiff", and where nothing is transparent also "jpg". None goes by the ending
        of `out`, else "png".
    mask_only :
        Whether the result is the alpha alone, as a grey picture.
    metadata :
        Whether results keep what EXIF and XMP say of the photograph, the place where it was taken (GPS) included;
        without, they hold nothing but the colour profile and the note of how they were made.
    overwrite :
        Whether results of other settings or inputs are replaced. An input never is.
    jobs :
        Processes, >= 1.
    max_pixels :
        Larger pictures are refused before they are decoded.
    how :
        Further arguments of `cut`.

    Raises
    ------
    InputError
        For wrong arguments.
    SourceError
        When the network is neither here nor can be downloaded, or a file among the settings cannot be read.

    Examples
    --------
    >>> cut_files(["portrait.png"], out="cut", format="jpg")
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: jpg has no transparency; choose 'png', 'webp' or 'tiff'
    """
    behind = how.get("background")
    has_background = not (behind is None or (isinstance(behind, str) and behind == "none"))
    if mask_only and (has_background or how.get("sticker")):
        raise InputError("a mask alone has no background and no outline; leave mask_only or those out")
    target, model = target_of(out, format), how.get("model", "selfie")
    check_format(target.format, transparent=not mask_only and (not has_background or bool(how.get("each"))))
    settings = settings_of(
        "cut", _without_weights(how, model), format=target.format, mask_only=mask_only, metadata=metadata
    )
    check_settings("cut", how)
    known = can_be_known(how)
    order = Order("cut", how, settings, target.format, mask_only, metadata, overwrite, max_pixels, known)
    return _run(order, [*inputs], target, jobs=jobs, model=model)


def cartoon_files(
    inputs: Iterable[str | Path | bytes],
    *,
    out: str | Path | None,
    format: Format | None = None,
    metadata: bool = False,
    overwrite: bool = False,
    jobs: int = 1,
    max_pixels: int = MAX_PIXELS,
    **how: Any,
) -> Batch:
    """Paint pictures as cartoons, one result each; the twin of `motif pictures cartoon`.

    Parameters
    ----------
    inputs, out, format, metadata, overwrite, jobs, max_pixels :
        As for `cut_files`; "jpg" needs `cut=False`.
    how :
        Further arguments of `cartoon`, such as `style`.

    Raises
    ------
    InputError, SourceError
        As for `cut_files`.

    Examples
    --------
    >>> cartoon_files(["portrait.png"], out="cartoons", style="oil")
    Traceback (most recent call last):
        ...
    motif.core.errors.InputError: style must be one of ..., not 'oil'
    """
    target, whole = target_of(out, format), how.get("cut") is False
    check_format(target.format, transparent=not whole)
    settings = settings_of("cartoon", _without_weights(how, "selfie"), format=target.format, metadata=metadata)
    check_settings("cartoon", how)
    known = whole or can_be_known(how)
    order = Order("cartoon", how, settings, target.format, False, metadata, overwrite, max_pixels, known)
    return _run(order, [*inputs], target, jobs=jobs, model=None if whole else "selfie")


def _run(order: Order, inputs: list[str | Path | bytes], target: Target, *, jobs: int, model: str | None) -> Batch:
    integer(order.max_pixels, what="max_pixels", low=1)
    integer(jobs, what="jobs", low=1)
    parts = any(order.how.get(name) for name in _WITH_PARTS)
    listing = list_pictures(inputs, apart_from=target.folder)
    outputs = places(target, listing, inputs, parts=parts)
    if listing.found:
        order = _with_network(order, model)
    todo = {
        str(i): Job(order, one.path, one.data, one.name, output)
        for i, (output, one) in enumerate(zip(outputs, listing.found, strict=True))
    }
    refused = over_inputs(todo, parts=parts)
    items = [(id_, job) for id_, job in todo.items() if id_ not in refused]
    sink = MemorySink()
    map_items(work, items, out=sink, jobs=jobs, shard_size=1, title=_TITLES[order.verb], total=len(items))
    if order.overwrite:
        _remove_stale(todo.values(), sink.results.values())
    died = (Failure(todo[drop.origin].name, drop.reason, drop.detail) for drop in sink.drops)
    return _summary(listing, [*refused.values(), *sink.results.values(), *died])


def _without_weights(how: Mapping[str, Any], model: str) -> dict[str, Any]:
    """The settings without the file of a network that its name tells already: it is the same, wherever it lies."""
    return {name: value for name, value in how.items() if name != "weights" or model not in MANIFEST}


def _remove_stale(jobs: Iterable[Job], outcomes: Iterable[Outcome | Failure]) -> None:
    """Remove further pictures, known by their note, of results that were replaced by such as do not have them."""
    kept = {path for one in outcomes if isinstance(one, Outcome) for path in (one.output, *one.parts)}
    replaced = {job.output for job in jobs if job.output is not None and shown(job.output) in kept}
    inputs = {identity(job.source) for job in jobs if job.data is None}
    for folder in {output.parent for output in replaced}:
        for path in [*folder.iterdir()]:
            owner = owner_of(path)
            name = path.stem.rpartition(".")[2]
            if owner in replaced and shown(path) not in kept and identity(path) not in inputs:
                note = NOTE.fullmatch(note_of(path))
                if note is not None and note["part"] == name:
                    remove(path)


def _with_network(order: Order, model: str | None) -> Order:
    """Return the order with the file of its network, found or downloaded and looked at once, before there is work."""
    if model is None or order.how.get("network") is not None:
        return order
    if model in _OWN_WEIGHTS:
        _OWN_WEIGHTS[model](order.how["weights"])
    if model not in MANIFEST:
        return order
    return replace(order, how={**order.how, "weights": resolve(model, path=order.how.get("weights"))})


def _summary(listing: Listing, outcomes: Iterable[Outcome | Failure]) -> Batch:
    done, skipped, failed = [], [], list(listing.failed)
    for one in outcomes:
        if isinstance(one, Failure):
            failed.append(one)
        else:
            (done if one.is_new else skipped).append(one)
    return Batch(tuple(done), tuple(skipped), tuple(failed), listing.n_ignored)
