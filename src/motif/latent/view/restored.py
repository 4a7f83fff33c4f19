"""Held-out pictures beside what a network and PCA restore: as a page, or as pictures in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from motif.latent.view.part import as_picture, percent_of
from motif.latent.view.sheet import contact_sheet, printed
from motif.latent.view.written import is_file, write_folder
from motif.view.part import Chapter, Picture, Strips
from motif.view.report import write_page

if TYPE_CHECKING:
    from motif.latent.study.reconstruct import Reconstructed, Sorted

__all__ = ["chapter", "rows_of", "write"]

_PX = {True: 56, False: 96}  # the longer side of a tile: of small pictures, of larger ones
_SMALL_PX = 40
_GAP_PX, _MARGIN_PX = 4, 8
_WORDS = {
    "best": "Restored best",
    "median": "Restored neither well nor badly",
    "worst": "Restored worst",
}


def write(found: Reconstructed, out: Path) -> None:
    """Write the page, or a folder with a sheet of each sort and, for each picture, it and what became of it.

    Raises
    ------
    SourceError
        When it cannot be written.
    """
    if is_file(out, suffix=".html"):
        title = f"{found.what.capitalize()}s, restored from {found.n_components} numbers"
        write_page(out, title=title, lead=_lead(found), chapters=[chapter(found)])
        return
    pictures = {f"sheet-{one.title}": rows_of(one, ink=found.ink) for one in found.groups}
    for one in found.groups:
        for place, id_ in enumerate(one.ids):
            alone = (one.originals, one.by_network, one.by_pca)
            tiles = printed(np.stack([group[place] for group in alone]), 256, ink=found.ink)
            stem = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "_" for c in id_)
            pictures[f"{one.title}-{place + 1:02d}-{stem[:60]}"] = contact_sheet(tiles, n_columns=3, gap_px=_GAP_PX)
    write_folder(out, pictures)


def chapter(found: Reconstructed) -> Chapter:
    """Return what the page shows: the three sorts, and the figures.

    Parameters
    ----------
    found :
        What `latent.study.reconstruct` returned.

    Examples
    --------
    >>> from inspect import signature
    >>> str(signature(chapter).return_annotation)
    'Chapter'
    """
    error = found.figures["error"]
    parts = [*(_sheet(found, one) for one in found.groups), Strips(tuple(found.figures.values()), _caption(found))]
    of_pca = error.trivial["pca"]
    words = (
        f"{percent_of(1 - error.value / of_pca)} less error than PCA"
        if error.value < of_pca
        else "No less error than PCA"
    )
    return Chapter("restored", words, "", tuple(parts), made=found.record.as_dict())


def rows_of(one: Sorted, *, ink: bool = False) -> np.ndarray:
    """Return the pictures in a row, under them what the network makes of them, and under that what PCA does.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> grey = np.zeros((5, 8, 8))
    >>> rows_of(SimpleNamespace(originals=grey, by_network=grey, by_pca=grey)).shape
    (192, 312, 3)
    """
    longer = _PX[max(one.originals.shape[1:3]) <= _SMALL_PX]
    tiles = printed(np.concatenate([one.originals, one.by_network, one.by_pca]), longer, ink=ink)
    return contact_sheet(tiles, n_columns=len(one.originals), gap_px=_GAP_PX, margin_px=_MARGIN_PX)


def _lead(found: Reconstructed) -> str:
    error = found.figures["error"]
    return (
        f"{error.n:,} {found.what}s that neither saw, restored from {found.n_components} numbers each: by a network "
        f"({found.kind.replace('_', ' ')}) and by PCA. The network is nearer for {percent_of(found.better_than_pca)} "
        "of them."
    )


def _sheet(found: Reconstructed, one: Sorted) -> Picture:
    low, high = one.errors.min(), one.errors.max()
    return as_picture(
        rows_of(one, ink=found.ink),
        alt=f"{len(one.ids)} {found.what}s, by the network, by PCA; errors from {low:.4f} to {high:.4f}",
        title=_WORDS[one.title],
        caption=(
            f"Above the {found.what}s, in the middle what the network makes of its {found.n_components} numbers, below "
            f"what PCA makes of as many. The network's error is {low:.4f} to {high:.4f} here."
        ),
        ink=found.ink,
    )


def _caption(found: Reconstructed) -> str:
    return (
        "Over all held-out items. The error is the mean squared difference of a value; chance is as many random "
        f"directions through the mean. Seed {found.record.seed}."
    )
