"""`gather`: the pictures of folders in one collection, each once, with nothing lost unsaid."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from motif.collection.store import check_target
from motif.core.check import integer
from motif.core.errors import InputError, SourceError
from motif.core.files import is_there
from motif.core.record import Drop, is_machine_path, recording
from motif.engine import MemorySink, map_items
from motif.pictures.collection.build import Origin, Seen, built
from motif.pictures.collection.ledger import STEP, tallied
from motif.pictures.source.listing import Listing, list_pictures
from motif.pictures.source.pattern import is_pattern, matches
from motif.pictures.study.look import THUMB_PX, Embedder, Request, look, packaged_embedder
from motif.source.image import MAX_PIXELS
from motif.source.place import given_paths, media_ways, source_names

if TYPE_CHECKING:
    from motif.collection.base import Collection

__all__ = ["gather"]

_MANIFEST = "collection.json"
_OUTSIDE = {"missing": "there is no such file or folder", "no_pictures": "there are no pictures in it"}


def gather(
    folders: str | Path | Iterable[str | Path],
    *,
    out: str | Path | None = None,
    embedding: bool = True,
    embedder: Embedder | None = None,
    jobs: int = 1,
    max_pixels: int = MAX_PIXELS,
    overwrite: bool = False,
) -> Collection:
    """Return the pictures of folders, each once; the twin of `motif pictures gather`.

    Each file is decoded once and described: size, what the camera wrote, six colours, a small preview, a histogram of
    its colours (block `colour`), and what a network sees in it (block `embedding`). Pictures are told apart by their
    pixels: a copy of another name or packing is a drop, as is a file that cannot be read.

    Parameters
    ----------
    folders :
        Folders of pictures, searched to the bottom, single pictures, and patterns such as "trip/**/*.jpg"; in the
        order in which the first of equal pictures is found.
    out :
        The folder for the collection; None keeps it in memory.
    embedding :
        Whether pictures are shown to the network, which needs torch and a file of 18 MB, fetched once.
    embedder :
        Another network; None takes the packaged one. With `jobs` above 1 it travels to the workers.
    jobs :
        Processes, >= 1.
    max_pixels :
        Larger pictures are left out, width times height.
    overwrite :
        Whether a collection at `out` is replaced.

    Returns
    -------
    A collection of kind "picture", as it is on disk where `out` is given; `motif.pictures.ledger` has what was left
    out.

    Raises
    ------
    InputError
        For wrong arguments, or when `out` is there, or holds other files.
    SourceError
        When a folder is missing or holds no pictures, or the network is neither here nor can be downloaded.
    MissingExtra
        When the network is wanted and torch is not installed.
    Interrupted
        After Ctrl-C; what was looked at is kept, and the same call goes on from there.

    Examples
    --------
    >>> import tempfile
    >>> from motif.core.files import write_bytes
    >>> from motif.pictures.source.sample import astronaut
    >>> folder = Path(tempfile.mkdtemp())
    >>> write_bytes(folder / "a.png", astronaut())
    >>> write_bytes(folder / "b.png", astronaut())
    >>> found = gather(folder, embedding=False)
    >>> found.items.select(["title", "width", "format"]).to_pylist(), found.drops["reason"].to_pylist()
    ([{'title': 'a', 'width': 512, 'format': 'png'}], ['duplicate'])
    """
    integer(max_pixels, what="max_pixels", low=1)
    sources = _sources(given_paths(folders, what="folders of pictures"))
    if out is not None:
        _check_out(Path(out), overwrite=overwrite)
    names = source_names(sources)
    listings = {path: _listed(given, names[path]) for path, given in sources.items()}
    shown = (embedder or packaged_embedder()) if embedding else None
    settings: dict[str, Any] = {"embedding": shown.name if shown else None, "thumb_px": THUMB_PX}
    with recording(STEP, parameters=settings, inputs={shown.name: shown.digest} if shown else {}) as watch:
        root, ways = media_ways(names, out=out)
        files = _files(listings, names, ways)
        sink = MemorySink()
        network = shown.digest if shown else None
        requests = ((origin.origin, Request(path, network, embedder, max_pixels)) for origin, path, _ in files)
        map_items(look, requests, out=sink, jobs=jobs, shard_size=1, title="Looking", step="look", total=len(files))
    seen = [(origin, sink.results[origin.origin]) for origin, _, _ in files if origin.origin in sink.results]
    drops = [*_unreachable(listings, names), *sink.drops]
    book = tallied(
        [names[path] for path in sources], [one.n_ignored for one in listings.values()], _fates(files, listings, sink)
    )
    facts = {"network": shown.name, "file": shown.digest, "length": 1} if shown else None
    made = built(seen, ledger=book, record=watch.record, drops=drops, embedding=facts, media_root=root)
    del seen, sink  # whose previews are in the collection: saving needs the room
    return made if out is None else made.save(out, overwrite=overwrite)


_File = tuple[Origin, Path, int]


def _check_out(out: Path, *, overwrite: bool) -> None:
    if is_there(out) and not overwrite:
        raise InputError(f"{out.name!r} exists; choose another name for --out, or add --overwrite")
    check_target(out, overwrite=overwrite)


def _sources(paths: list[Path]) -> dict[Path, list[Path]]:
    """Return folder or file -> what was given of it; patterns are of the folder in front of their first wildcard."""
    sources: dict[Path, list[Path]] = {}
    for path in paths:
        sources.setdefault(matches(path)[0] if is_pattern(path) else path, []).append(path)
    return sources


def _listed(given: list[Path], name: str) -> Listing:
    if any(is_there(path / _MANIFEST) for path in given):
        raise InputError(f"{name!r} is a collection already; gather again from what it was gathered from")
    found = list_pictures(given)
    for failure in found.failed:
        if failure.reason in _OUTSIDE and (not found.found or is_pattern(Path(failure.input))):
            message = failure.message if is_pattern(Path(failure.input)) else f"{name!r}: {_OUTSIDE[failure.reason]}"
            raise SourceError(message, reason=failure.reason)
    return found


def _files(listings: dict[Path, Listing], names: dict[Path, str], ways: dict[Path, str]) -> list[_File]:
    files = []
    for number, (path, listing) in enumerate(listings.items()):
        for one in listing.found:
            place = PurePosixPath(one.path.relative_to(path).as_posix() if path.is_dir() else one.path.name)
            origin = names[path] if not path.is_dir() else f"{names[path]}/{_text(place)}"
            media = "/".join(part for part in (ways[path], _text(place)) if part)
            files.append((Origin(names[path], origin, media, _text(PurePosixPath(place.stem))), one.path, number))
    return files


def _unreachable(listings: dict[Path, Listing], names: dict[Path, str]) -> list[Drop]:
    """What a folder lists and cannot be opened: links that lead nowhere, folders that are closed."""
    return [
        Drop(f"{names[path]}/{PurePosixPath(failure.input).name}", "list", failure.reason)
        for path, listing in listings.items()
        for failure in listing.failed
    ]


def _fates(files: list[_File], listings: dict[Path, Listing], sink: MemorySink) -> list[tuple[int, str]]:
    """Return for each file its source and why it was left out, "" where it was kept."""
    reasons = {drop.origin: drop.reason for drop in sink.drops}
    known: set[str] = set()
    fates = [(number, failure.reason) for number, one in enumerate(listings.values()) for failure in one.failed]
    for origin, _, number in files:
        seen: Seen | None = sink.results.get(origin.origin)
        if seen is None:
            fates.append((number, reasons[origin.origin]))
        else:
            fates.append((number, "duplicate" if seen.id in known else ""))
            known.add(seen.id)
    return fates


def _text(path: PurePosixPath) -> str:
    """A path as text; bytes that are no UTF-8 are spelled out, and a name that looks like a path of a machine too."""
    text = path.as_posix().encode(errors="backslashreplace").decode()
    return f"./{text}" if is_machine_path(text) else text
