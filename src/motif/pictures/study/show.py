"""`show`: a folder of photographs with what was made of them, for one page: before and after, grids, scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from motif.core.check import in_choices, integer
from motif.core.errors import DataError, InputError, SourceError
from motif.core.files import is_there
from motif.core.progress import progress
from motif.core.record import RunRecord, recording
from motif.core.seed import recorded_seed
from motif.pictures.evaluate import Fidelity, common_view, fidelity, together
from motif.pictures.source.listing import Failure, Found, list_pictures
from motif.pictures.source.pair import pair_files
from motif.pictures.study.cartoon import STYLES, cartoon
from motif.pictures.study.cut import LOW_CONFIDENCE, cut
from motif.pictures.view.page import write
from motif.represent.reduce import on_white, smaller
from motif.source.image import MAX_PIXELS, read_image, to_srgb

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
_HALF = 127  # of 255: what is more opaque is seen
_OF_A_FILE = ("missing", "folder", "not_a_file", "unreadable")  # reasons of `read_image`
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
        What is to be known of it, without a full stop; empty for nothing.
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
    def ranked(self) -> tuple[ShownPicture, ...]:
        """The pictures that were compared in `view`, the most alike first."""
        known = [one for one in self.pictures if one.found is not None and self.view in one.found.views]
        return tuple(sorted(known, key=lambda one: -_ssim(one, self.view)))

    @property
    def scored(self) -> tuple[ShownPicture, ...]:
        """The pictures that were compared: those that are ranked, then the others in their order."""
        ranked = self.ranked
        return (*ranked, *(one for one in self.pictures if one.found is not None and one not in ranked))

    @property
    def view(self) -> str:
        """By what they are ranked: the person alone where most have one, see `pictures.evaluate.common_view`."""
        return common_view([one.found for one in self.pictures if one.found is not None])

    def as_dict(self) -> dict[str, Any]:
        """Return all but the pixels as plain JSON values."""
        ranked = self.ranked
        return {
            "pictures": [
                {
                    "name": one.name,
                    "cutout": one.cutout is not None,
                    "cartoon": one.cartoon is not None,
                    "found": None if one.found is None else one.found.as_dict(),
                    "note": one.note,
                }
                for one in self.pictures
            ],
            "figures": {v: {name: one.as_dict() for name, one in found.items()} for v, found in self.figures.items()},
            "most_alike": ranked[0].name if ranked else None,
            "least_alike": ranked[-1].name if ranked else None,
            "ranked_by": self.view,
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
    weights: str | Path | None = None,
    network: Any = None,
    max_pixels: int = MAX_PIXELS,
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
    weights, network :
        As for `cut`, the model "selfie".
    max_pixels :
        Larger pictures are left out, width times height.
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
    integer(max_pixels, what="max_pixels", low=1)
    if style is not None:
        in_choices(style, STYLES, what="style")
    listed, failed, n_more = _listed(Path(folder), most)
    given = {"cuts": _results(folder, cuts), "cartoons": _results(folder, cartoons)}
    made_here = {} if style is None else {"style": style}
    settings = {"cuts": cuts is not None, "cartoons": cartoons is not None, "side": _SIDE, **made_here}
    drawing = {"n_permutations": _N_DRAWS, "random_state": random_state}
    maker = _Maker(given, made_here, {"weights": weights, "network": network}, drawing, max_pixels, failed)
    pictures = []
    with recording(_STEP, parameters=settings, seed=recorded_seed(random_state)) as watch:
        with progress("Drawing", total=len(listed)) as bar:
            for one in listed:
                try:
                    pictures.append(maker.shown(one))
                except (DataError, InputError, SourceError) as error:
                    if isinstance(error, SourceError) and error.reason not in _OF_A_FILE:
                        raise  # the network cannot be had: that is so for every picture
                    failed.append(Failure(one.place.as_posix(), error.reason, str(error)))
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
    n = len(listing.found)
    chosen = [listing.found[at] for at in np.linspace(0, n - 1, min(most, n)).round().astype(int)]
    return chosen, [*listing.failed], len(listing.found) - len(chosen)


def _results(folder: str | Path, results: str | Path | None) -> Mapping[Path, Path] | None:
    """Return the result of each photograph; None where they are made here."""
    if results is None:
        return None
    return {pair.before: pair.after for pair in pair_files(folder, results).pairs}


@dataclass(frozen=True, eq=False)
class _Maker:
    """Makes what is shown of each photograph; results that cannot be read are told in `failed`."""

    given: _Given
    made_here: Mapping[str, Any]
    cutting: Mapping[str, Any]
    drawing: Mapping[str, Any]
    max_pixels: int
    failed: list[Failure]

    def shown(self, one: Found) -> ShownPicture:
        photo = on_white(self._read(one.path))
        cutout, note = self._cut(one, photo)
        person = _person(cutout, photo)
        drawn, problem = self._cartoon(one, photo if person is None else cutout)
        reason = problem or ("" if drawn is None else _not_compared(drawn, photo))
        found = None
        if drawn is not None and not reason:
            alpha = drawn[..., 3] / np.float32(255) if drawn.shape[2] == 4 else None
            colours = np.ascontiguousarray(drawn[..., :3])
            found = fidelity(photo, colours, person=person, after_alpha=alpha, **self.drawing)
        notes = "; ".join(words for words in (note, reason) if words)
        return ShownPicture(one.place.as_posix(), photo, cutout, drawn, found, notes)

    def _read(self, path: Path) -> np.ndarray:
        return smaller(to_srgb(read_image(path, max_pixels=self.max_pixels)), _SIDE)

    def _result(self, path: Path | None, what: str) -> tuple[np.ndarray | None, str]:
        """Return a result that was given, or none and why: one that cannot be read does not take the page with it."""
        if path is None:
            return None, ""
        try:
            return self._read(path), ""
        except (DataError, SourceError) as error:
            self.failed.append(Failure(f"{path.parent.name}/{path.name}", error.reason, str(error)))
            return None, f"its {what} cannot be read"

    def _cut(self, one: Found, photo: np.ndarray) -> tuple[np.ndarray | None, str]:
        """Return the cut-out and what is to be known of it; None where there is none, or nobody in it."""
        given = self.given["cuts"]
        if given is not None:
            return self._result(given.get(one.path), "cut-out")
        result = cut(photo, **self.cutting)
        if result.confidence is not None and result.confidence < LOW_CONFIDENCE:
            return None, f"no person was found with confidence ({result.confidence:.2f}), so it has no cut-out"
        return result.pixels, result.note

    def _cartoon(self, one: Found, source: np.ndarray | None) -> tuple[np.ndarray | None, str]:
        given = self.given["cartoons"]
        if given is not None:
            return self._result(given.get(one.path), "cartoon")
        return (None if source is None else cartoon(source, cut=False, **self.made_here).pixels), ""


def _not_compared(drawn: np.ndarray, photo: np.ndarray) -> str:
    """Return why a cartoon cannot be compared, "" where it can."""
    if drawn.shape[:2] != photo.shape[:2]:
        return "the cartoon has other proportions than the photograph, so that they cannot be compared"
    if min(photo.shape[:2]) < _LEAST_SIDE:
        return f"it is too small to be compared, which takes {_LEAST_SIDE} x {_LEAST_SIDE} pixels"
    if drawn.shape[2] == 4 and drawn[..., 3].max() <= _HALF:
        return "nobody is left in the cartoon, so that there is nothing to compare"
    return ""


def _person(cutout: np.ndarray | None, photo: np.ndarray) -> np.ndarray | None:
    """Return who is in a cut-out, as shares; None where that is not known at the photograph's size."""
    if cutout is None or cutout.shape[2] == 3 or cutout.shape[:2] != photo.shape[:2] or cutout[..., 3].max() <= _HALF:
        return None
    return cutout[..., 3] / np.float32(255)
