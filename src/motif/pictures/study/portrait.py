"""The wing's job on its sample portrait: cut out, painted, and told how much was changed."""

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
from motif.evaluate.figure import Figure
from motif.evaluate.image import evaluate
from motif.pictures.represent import Network
from motif.pictures.source.sample import astronaut
from motif.pictures.study.cartoon import cartoon
from motif.pictures.study.cut import cut
from motif.pictures.study.result import Result
from motif.represent.network import load
from motif.source.image import Picture, encode_image, read_image, to_srgb
from motif.source.weights import resolve

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["CREDIT", "Demo", "demo"]

CREDIT = "Eileen Collins, portrait by NASA, public domain; the file that scikit-image distributes"
_log = logging.getLogger(__name__)
_QUICK = 100  # draws of each null when there is no time for all
_DRAWS = 1000
_PERSON = 127  # an alpha above this is the person


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
    cartoon :
        The cut-out person painted; the whole picture painted where there is no cut-out.
    figures :
        Likeness of cartoon and photograph: "white" (both cut out, on white paper, all pixels: the seed's way of
        counting) and "person" (the person's pixels only); without a cut-out "whole" (all pixels).
    missing :
        Why there is no cut-out and what to run, one line; empty where there is one.
    record :
        How it was made.
    """

    photograph: np.ndarray
    credit: str
    cutout: Result | None
    cartoon: Result
    figures: Mapping[str, Figure]
    missing: str
    record: RunRecord

    def as_dict(self) -> dict[str, Any]:
        """Return figures, colours and record as plain JSON values, without the pixels."""
        return {
            "confidence": None if self.cutout is None else self.cutout.confidence,
            "centroids": {channel: list(levels) for channel, levels in self.cartoon.centroids.items()},
            "figures": {name: figure.as_dict() for name, figure in self.figures.items()},
            "missing": self.missing,
            "record": self.record.as_dict(),
        }


def demo(
    *,
    folder: str | Path | None = None,
    quick: bool = False,
    network: Network | None = None,
    random_state: RandomState = 0,
) -> Demo:
    """Return the sample portrait cut out and painted, with its likeness to the photograph.

    Parameters
    ----------
    folder :
        Where `portrait.png`, `portrait.cut.png`, `portrait.cartoon.png` and the collection `pictures.motif` are left;
        None leaves nothing.
    quick :
        Whether 100 draws of each null are enough.
    network :
        As for `cut`. Where None finds none, the cut is left out, and `missing` says so.
    random_state :
        Seed of the nulls.

    Examples
    --------
    >>> left_half = lambda batch: np.tile(np.arange(256) < 128, (1, 1, 256, 1)).astype(np.float32)
    >>> found = demo(quick=True, network=left_half)
    >>> found.figures["person"].trivial["doing_nothing"], found.missing
    (1.0, '')
    """
    photo = read_image(astronaut())
    network, missing = (network, "") if network is not None else _network()
    n_draws = _QUICK if quick else _DRAWS
    seed = recorded_seed(random_state)
    settings = {"style": "khist", "cut": not missing, "n_permutations": n_draws}
    with recording("pictures.demo", parameters=settings, inputs={"portrait": photo.id}, seed=seed) as watch:
        cutout = None if missing else cut(photo, network=network)
        painted = cartoon(photo, cut=not missing, network=network)
        pairs = _pairs(to_srgb(photo), painted)
        figures = {name: _ssim(*pair, n_draws=n_draws, random_state=random_state) for name, pair in pairs.items()}
    found = Demo(to_srgb(photo), CREDIT, cutout, painted, figures, missing, watch.record)
    if folder is not None:
        _leave(found, photo, Path(folder))
    return found


def _network() -> tuple[Network | None, str]:
    try:
        return load(resolve("selfie")), ""
    except (SourceError, DataError) as error:
        _log.warning("the cut-out is left out: %s", error)
        return None, str(error)


def _pairs(before: np.ndarray, painted: Result) -> dict[str, tuple[np.ndarray, ...]]:
    """Return what is compared: before, after and, where only some pixels count, which."""
    if painted.alpha is None:
        return {"whole": (before, painted.pixels)}
    after = painted.pixels[..., :3]
    on_white = (_on_white(before, painted.alpha), _on_white(after, painted.alpha))
    return {"white": on_white, "person": (before, after, painted.alpha > _PERSON)}


def _ssim(
    before: np.ndarray,
    after: np.ndarray,
    mask: np.ndarray | None = None,
    *,
    n_draws: int,
    random_state: RandomState,
) -> Figure:
    return evaluate(before, after, mask=mask, n_permutations=n_draws, random_state=random_state)["ssim"]


def _on_white(pixels: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    share = alpha[..., None] / np.float32(255)
    return np.rint(pixels * share + 255 * (1 - share)).astype(np.uint8)


def _leave(found: Demo, photo: Picture, folder: Path) -> None:
    """Write the pictures, and a collection of one item that holds them as blocks."""
    from motif.collection.base import Collection  # late: `cut` and `cartoon` need no tables, which take 0.1 s to load
    from motif.collection.build import dense

    make_folder(folder)
    files = {"portrait": found.photograph, "portrait.cartoon": found.cartoon.pixels}
    blocks = {"pixels": found.photograph, "cartoon": found.cartoon.pixels}
    if found.cutout is not None and found.cutout.alpha is not None:
        files["portrait.cut"] = found.cutout.pixels
        blocks["alpha"] = found.cutout.alpha
    for name, pixels in files.items():
        write_bytes(folder / f"{name}.png", encode_image(pixels, format="png"))
    items = {"id": [photo.id], "title": ["Eileen Collins"], "credit": [found.credit]}
    stored = {name: dense(pixels[None], scale=1 / 255, step=f"pictures.{name}") for name, pixels in blocks.items()}
    Collection("picture", items, blocks=stored).save(folder / "pictures.motif", overwrite=True)
