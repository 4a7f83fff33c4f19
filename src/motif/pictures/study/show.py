"""`show`: a folder of photographs with what was made of them, for one page: before and after, grids, scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from motif.core.check import integer
from motif.core.errors import DataError, InputError, SourceError
from motif.core.files import is_there
from motif.core.progress import progress
from motif.core.record import RunRecord, recording
from motif.core.seed import recorded_seed
from motif.pictures.evaluate import Fidelity, fidelity, together
from motif.pictures.source.listing import Failure, Found, list_pictures
from motif.pictures.source.pair import pair_files
from motif.pictures.study.cartoon import cartoon
from motif.pictures.study.cut import LOW_CONFIDENCE, cut
from motif.pictures.study.look import on_white, smaller
from motif.pictures.view.page import write
from motif.source.image import read_image, to_srgb

if TYPE_CHECKING:
    from motif.core.seed import RandomState
    from motif.evaluate.figure import Figure

__all__ = ["Shown", "ShownPicture", "show"]

_STEP = "pictures.show"
_SIDE = 512  # long side on the page, pixels
_N_DRAWS = 99
_MOST = 60
_MANIFEST = "collection.json"
_LEAST_SIDE = 11  # pixels that a window of SSIM needs
_Given: TypeAlias = Mapping[str, Mapping[Path, Path] | None]


@dataclass(frozen=True, eq=False)
class ShownPicture:
    """One photograph and what was made of it, at the page's size.

    Parameters
    ----------
    name :
        Its way in the folder.
    photo :
        (height, width, 3) uint8.
    cutout, cartoon :
        (height, width, 3 or 4) uint8; None where there is none.
    found :
        What the cartoon scores; None where it cannot be compared.
    note :
        What is to be known of it, one line; empty for nothing.
    """

    name: str
    photo: np.ndarray
    cutout: np.ndarray | None
    cartoon: np.ndarray | None
    found: Fidelity | None
    note: str = ""


@dataclass(frozen=True, eq=False)
class Shown:
    """What the page shows.

    Parameters
    ----------
    name :
        The folder's name.
    pictures :
        In the order of the folder.
    figures :
        Means over the pictures, see `pictures.evaluate.together`; empty where nothing could be compared.
    n_more :
        Pictures of the folder that are not on the page.
    given :
        Which of "cuts" and "cartoons" came from a folder; the others were made at the page's size.
    failed :
        What could not be read, and why.
    record :
        How it was made.
    """

    name: str
    pictures: tuple[ShownPicture, ...]
    figures: Mapping[str, Mapping[str, Figure]]
    n_more: int
    given: tuple[str, ...]
    failed: tuple[Failure, ...]
    record: RunRecord

    @property
    def scored(self) -> tuple[ShownPicture, ...]:
        """The pictures that were compared, the most alike first: by the person, or by all where nobody is known."""
        known = [one for one in self.pictures if one.found is not None]
        return tuple(sorted(known, key=lambda one: -_ssim(one, self.view)))

    @property
    def view(self) -> str:
        """By what they are ranked: the person alone where everyone has one, else the photograph."""
        known = [one.found for one in self.pictures if one.found is not None]
        return "person" if known and all("person" in found.views for found in known) else "photo"

    def as_dict(self) -> dict[str, Any]:
        """Return all but the pixels as plain JSON values."""
        return {
            "pictures": [
                {
                    "name": one.name,
                    "cutout": one.cutout is not None,
                    "cartoon": one.cartoon is not None,
                    "ssim": None
                    if one.found is None
                    else {view: found["ssim"].value for view, found in one.found.views.items()},
                    "note": one.note,
                }
                for one in self.pictures
            ],
            "figures": {v: {name: one.as_dict() for name, one in found.items()} for v, found in self.figures.items()},
            "more": self.n_more,
            "given": list(self.given),
            "failed": [asdict(one) for one in self.failed],
            "record": self.record.as_dict(),
        }


def show(
    folder: str | Path,
    *,
    out: str | Path | None = None,
    cuts: str | Path | None = None,
    cartoons: str | Path | None = None,
    style: str | None = None,
    most: int = _MOST,
    network: Any = None,
    overwrite: bool = False,
    random_state: RandomState = 0,
) -> Shown:
    """Return a folder of photographs beside what was made of them, and write a page about it.

    Parameters
    ----------
    folder :
        Photographs, searched to the bottom.
    out :
        The page to write, .html; None writes nothing.
    cuts, cartoons :
        Folders of results, paired by stem. None makes them here, at the page's size (512 pixels), so that they may
        differ in detail from those of the full size.
    style :
        Of the cartoons that are made here, as for `cartoon`; None takes its default.
    most :
        Pictures on the page, at least 1; evenly chosen from more.
    network :
        As for `cut`.
    overwrite :
        Whether a page that is there is replaced.
    random_state :
        Where chance comes from.

    Raises
    ------
    InputError
        When the page is there or has another suffix, or the folder is a collection.
    SourceError
        When the folder holds no pictures, a folder of results none of them, or the network cannot be had.

    Examples
    --------
    >>> show("nowhere")
    Traceback (most recent call last):
        ...
    motif.core.errors.SourceError: 'nowhere' does not exist
    """
    if out is not None:
        _check_out(Path(out), overwrite=overwrite)
    most = integer(most, what="most", low=1)
    listed, failed, n_more = _listed(Path(folder), most)
    given = {"cuts": _results(folder, cuts), "cartoons": _results(folder, cartoons)}
    made_here = {} if style is None else {"style": style}
    settings = {"cuts": cuts is not None, "cartoons": cartoons is not None, "side": _SIDE, **made_here}
    drawing = {"n_permutations": _N_DRAWS, "random_state": random_state}
    pictures = []
    with recording(_STEP, parameters=settings, seed=recorded_seed(random_state)) as watch:
        with progress("Drawing", total=len(listed)) as bar:
            for one in listed:
                try:
                    photo = _photo(one)
                except (DataError, SourceError) as error:
                    failed.append(Failure(one.place.as_posix(), error.reason, str(error)))
                else:
                    pictures.append(_shown(one, photo, given, made_here, network, drawing))
                bar.advance()
        known = [one.found for one in pictures if one.found is not None]
        figures = together(known, random_state=random_state) if known else {}
    if not pictures:
        raise SourceError(
            f"no picture of {Path(folder).name!r} can be shown: {failed[0].message}", reason="no_pictures"
        )
    name = Path(folder).resolve().name
    from_folders = tuple(what for what, found in given.items() if found is not None)
    shown = Shown(name, tuple(pictures), figures, n_more, from_folders, tuple(failed), watch.record)
    if out is not None:
        write(shown, Path(out))
    return shown


def _ssim(one: ShownPicture, view: str) -> float:
    return 0.0 if one.found is None else one.found.views[view]["ssim"].value


def _check_out(path: Path, *, overwrite: bool) -> None:
    if path.suffix.lower() != ".html":
        raise InputError(f"the page must end in .html, not {path.name!r}")
    if is_there(path) and not overwrite:
        raise InputError(f"{path.name!r} exists; choose another name, or overwrite it")


def _listed(folder: Path, most: int) -> tuple[list[Found], list[Failure], int]:
    if is_there(folder / _MANIFEST):
        raise InputError(f"{folder.name!r} is a collection; see it with 'motif map', or show the folder it came from")
    listing = list_pictures([folder])
    if not listing.found:
        raise SourceError(listing.failed[0].message, reason=listing.failed[0].reason)
    step = -(-len(listing.found) // most)
    chosen = [*listing.found[::step]]
    return chosen, [*listing.failed], len(listing.found) - len(chosen)


def _results(folder: str | Path, results: str | Path | None) -> Mapping[Path, Path] | None:
    """Return the result of each photograph; None where they are made here."""
    if results is None:
        return None
    return {pair.before: pair.after for pair in pair_files(folder, results).pairs}


def _photo(one: Found) -> np.ndarray:
    return on_white(smaller(to_srgb(read_image(one.path)), _SIDE))


def _shown(
    one: Found, photo: np.ndarray, given: _Given, made_here: Mapping[str, Any], network: Any, drawing: Mapping[str, Any]
) -> ShownPicture:
    cutout, note = _cut(one.path, photo, given["cuts"], network)
    person = _person(cutout, photo)
    drawn = _cartoon(one.path, photo if person is None else cutout, given["cartoons"], made_here)
    found = None
    if drawn is not None and drawn.shape[:2] != photo.shape[:2]:
        note = note or "the cartoon has other proportions than the photograph, so that they cannot be compared"
    elif drawn is not None and min(photo.shape[:2]) >= _LEAST_SIDE:
        alpha = drawn[..., 3] / np.float32(255) if drawn.shape[2] == 4 else None
        colours = np.ascontiguousarray(drawn[..., :3])
        found = fidelity(photo, colours, person=person, after_alpha=alpha, **drawing)
    return ShownPicture(one.place.as_posix(), photo, cutout, drawn, found, note)


def _cut(
    path: Path, photo: np.ndarray, given: Mapping[Path, Path] | None, network: Any
) -> tuple[np.ndarray | None, str]:
    """Return the cut-out and what is to be known of it; None where there is none, or nobody in it."""
    if given is not None:
        return (smaller(to_srgb(read_image(given[path])), _SIDE), "") if path in given else (None, "")
    result = cut(photo, network=network)
    sure = result.confidence is None or result.confidence >= LOW_CONFIDENCE
    return (result.pixels if sure else None), result.note


def _person(cutout: np.ndarray | None, photo: np.ndarray) -> np.ndarray | None:
    """Return who is in a cut-out, as shares; None where that is not known at the photograph's size."""
    if cutout is None or cutout.shape[2] == 3 or cutout.shape[:2] != photo.shape[:2] or not cutout[..., 3].any():
        return None
    return cutout[..., 3] / np.float32(255)


def _cartoon(
    path: Path, source: np.ndarray | None, given: Mapping[Path, Path] | None, made_here: Mapping[str, Any]
) -> np.ndarray | None:
    if given is not None:
        return smaller(to_srgb(read_image(given[path])), _SIDE) if path in given else None
    return None if source is None else cartoon(source, cut=False, **made_here).pixels
