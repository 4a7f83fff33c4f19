"""What several parts of the chapter are made with: pictures, colours, words that end a caption."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from motif.latent.view.sheet import category
from motif.source.image import encode_image
from motif.view.part import Picture

if TYPE_CHECKING:
    from motif.latent.study import CodeMap, Region

__all__ = ["as_picture", "basis", "is_stranger", "n_numbers", "percent_of", "tints_of"]


def as_picture(pixels: np.ndarray, *, alt: str, caption: str = "", title: str = "", ink: bool = False) -> Picture:
    """Return pixels as a picture of a page; in dark pages ink on paper becomes light on dark."""
    return Picture(encode_image(pixels, format="png"), "image/png", alt, caption, title, ink)


def basis(found: CodeMap) -> str:
    """Return what a caption ends with: how many items, which seed."""
    return f"n\u00a0=\u00a0{len(found.labels):,}, seed\u00a0{found.record.seed}."


def n_numbers(found: CodeMap) -> int:
    """Return how many numbers describe each item."""
    return int(found.codes.shape[1])


def percent_of(share: float) -> str:
    """Return a share in whole per cent, as text that is not broken.

    Examples
    --------
    >>> percent_of(0.876).split()
    ['88', '%']
    """
    return f"{100 * share:.0f}\u00a0%"


def tints_of(found: CodeMap) -> dict[int, np.ndarray]:
    """Return each group's colour, the one that it has on the map."""
    return {region.label: category(rank) for rank, region in enumerate(found.regions)}


def is_stranger(found: CodeMap, region: Region) -> np.ndarray:
    """Return which of a group's items are known to be something else than most of it, (n_items,) bool."""
    known = [None if found.gold is None else found.gold[row] for row in region.rows]
    return np.array([value is not None and value != region.name for value in known], dtype=bool)
