"""The wing's job on its sample portrait: cut out, made a sticker, painted in every style, scored, gathered."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.core.errors import DataError, SourceError
from motif.core.files import make_folder, write_bytes
from motif.core.record import RunRecord, recording
from motif.core.seed import recorded_seed
from motif.pictures.evaluate.fidelity import Fidelity, answers_to, fidelity, row
from motif.pictures.model.sticker import sticker
from motif.pictures.source.sample import astronaut
from motif.pictures.study.cartoon import STYLES, cartoon
from motif.pictures.study.cut import cut
from motif.pictures.study.result import Result
from motif.source.image import encode_image, read_image, to_srgb

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["CREDIT", "DRAWN", "Demo", "demo"]

CREDIT = "Eileen Collins, portrait by NASA, public domain; the file that scikit-image distributes"
DRAWN = "soft" if "soft" in STYLES else STYLES[0]
"""The style that is shown large and scored with its chance."""

_log = logging.getLogger(__name__)
_QUICK = 100  # draws of each null when there is no time for all
_DRAWS = 1000


@dataclass(frozen=True, eq=False)
class Demo:
    """What the demo made of the portrait.

    Parameters
    ----------
    photograph :
        RGB, (height, width, 3) uint8.
    credit :
        Whose picture it is.
    cutout :
        The cut-out; None where the network is not at hand.
    sticker :
        (height, width, 4) uint8: the cut-out with a white border; None without a cut-out.
    styles :
        Style -> the cut-out painted; the whole picture painted where there is no cut-out.
    scored :
        What the style `DRAWN` scores.
    rows :
        Style or trivial answer -> its plain numbers, see `pictures.evaluate.row`; empty without a cut-out.
    missing :
        Why there is no cut-out and what to run, one line; empty where there is one.
    record :
        How it was made.
    """

    photograph: np.ndarray
    credit: str
    cutout: Result | None
    sticker: np.ndarray | None
    styles: Mapping[str, Result]
    scored: Fidelity
    rows: Mapping[str, Mapping[str, float]]
    missing: str
    record: RunRecord

    @property
    def cartoon(self) -> Result:
        """The painting that is shown large."""
        return self.styles[DRAWN]

    def as_dict(self) -> dict[str, Any]:
        """Return figures, rows and record as plain JSON values, without the pixels."""
        rows = {name: {key: _finite(value) for key, value in one.items()} for name, one in self.rows.items()}
        return {
            "confidence": None if self.cutout is None else self.cutout.confidence,
            "styles": list(self.styles),
            "scored": self.scored.as_dict(),
            "rows": rows,
            "missing": self.missing,
            "record": self.record.as_dict(),
        }


def demo(
    *,
    folder: str | Path | None = None,
    quick: bool = False,
    network: Any = None,
    random_state: RandomState = 0,
) -> Demo:
    """Return the sample portrait cut out, made a sticker and painted, with its likeness to the photograph.

    Parameters
    ----------
    folder :
        Where the folder `pictures` with all of these, and the collection `pictures.motif` gathered from it, are left;
        None leaves nothing.
    quick :
        Whether 100 draws of each null are enough.
    network :
        As for `cut`. Where None finds none, the cut is left out, and `missing` says so.
    random_state :
        Seed of the nulls.

    Examples
    --------
    >>> from inspect import signature
    >>> list(signature(demo).parameters)
    ['folder', 'quick', 'network', 'random_state']
    """
    photo = read_image(astronaut())
    srgb = to_srgb(photo)
    n_draws = _QUICK if quick else _DRAWS
    settings = {"styles": list(STYLES), "scored": DRAWN, "n_permutations": n_draws}
    with recording(
        "pictures.demo", parameters=settings, inputs={"portrait": photo.id}, seed=recorded_seed(random_state)
    ) as watch:
        cutout, missing = _cut(srgb, network)
        person = None if cutout is None else _share(cutout)
        source = srgb if cutout is None else cutout.pixels
        styles: dict[str, Result] = {style: cartoon(source, style=style, cut=False) for style in STYLES}
        drawn = styles[DRAWN].pixels
        alpha = drawn[..., 3] / np.float32(255) if drawn.shape[2] == 4 else None
        scored = fidelity(
            srgb, _colours(drawn), person=person, after_alpha=alpha, n_permutations=n_draws, random_state=random_state
        )
        rows = {} if person is None else _rows(srgb, styles, person)
        bordered = None if cutout is None or cutout.alpha is None else sticker(srgb, cutout.alpha)
    found = Demo(srgb, CREDIT, cutout, bordered, styles, scored, rows, missing, watch.record)
    if folder is not None:
        _leave(found, Path(folder))
    return found


def _cut(srgb: np.ndarray, network: Any) -> tuple[Result | None, str]:
    try:
        return cut(srgb, network=network), ""
    except (SourceError, DataError) as error:
        _log.warning("the cut-out is left out: %s", error)
        return None, str(error)


def _share(cutout: Result) -> np.ndarray | None:
    """Return the person's share of each pixel; None where nobody was found."""
    return None if cutout.alpha is None or not cutout.alpha.any() else cutout.alpha / np.float32(255)


def _colours(pixels: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(pixels[..., :3])


def _rows(photo: np.ndarray, styles: Mapping[str, Result], person: np.ndarray) -> dict[str, dict[str, float]]:
    """Return the numbers of each style, and of what needs no effort: nothing, a blur, a JPEG, a blank sheet."""
    results = {style: _colours(one.pixels) for style, one in styles.items()}
    answers = {**answers_to(photo), "white_paper": np.full_like(photo, 255)}
    return {name: row(photo, pixels, person=person) for name, pixels in {**results, **answers}.items()}


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _leave(found: Demo, folder: Path) -> None:
    """Write the pictures, and gather them as anybody's would be."""
    from motif.pictures.study.gather import gather  # late: `cut` needs no tables, which take 0.1 s to load

    pictures = make_folder(folder / "pictures")
    files = {"portrait": found.photograph, **{f"portrait-{name}": one.pixels for name, one in found.styles.items()}}
    if found.cutout is not None and found.sticker is not None:
        files |= {"portrait-cut": found.cutout.pixels, "portrait-sticker": found.sticker}
    for name, pixels in files.items():
        write_bytes(pictures / f"{name}.png", encode_image(pixels, format="png"))
    gather(pictures, out=folder / "pictures.motif", embedding=False, overwrite=True)
