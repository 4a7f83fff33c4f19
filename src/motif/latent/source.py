"""Digits: the handwritten numerals that come inside scikit-learn, as a Collection."""

from __future__ import annotations

import numpy as np

from motif.collection.base import Collection
from motif.collection.build import dense
from motif.core.digest import array_digest, content_id
from motif.core.record import Drop

__all__ = ["NOTICE", "digits"]

NOTICE = (
    "E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, 1998, UCI Machine Learning Repository, "
    "doi:10.24432/C50P49, CC BY 4.0; the test set, as scikit-learn carries it"
)
_INK = 16  # a pixel counts the inked cells of a 4 x 4 square of the scan: 0 to 16
_STEP = "latent.digits"


def digits() -> Collection:
    """Return 1,797 handwritten digits by 13 people: 8 x 8 pixels each, and which digit it was meant to be.

    Nothing is downloaded: the file comes with scikit-learn. Items are in the order of that file.

    Returns
    -------
    Kind "digit"; column `digit`, 0 to 9; block `pixels`, (n_items, 8, 8), ink in [0, 1], stored as the whole numbers of
    the source (scale 1/16). An item's id comes from its pixels, so equal pictures are one item and a drop for each
    later one (in these data there are none).

    Notes
    -----
    Source: see `NOTICE`, which the block's parameters carry along, with `ink`: 1 is black on paper, not light.

    Examples
    --------
    >>> found = digits()
    >>> found
    <Collection of 1797 digit items; blocks: pixels (1797, 8, 8)>
    >>> found.items["digit"][:5].to_pylist(), found.drops.num_rows
    ([0, 1, 2, 3, 4], 0)
    """
    from sklearn.datasets import load_digits

    bunch = load_digits()
    return _collected(bunch.images.astype(np.uint8), bunch.target)


def _collected(pixels: np.ndarray, meant: np.ndarray) -> Collection:
    ids = [content_id(array_digest(picture)) for picture in pixels]
    first = {name: row for row, name in reversed(list(enumerate(ids)))}
    kept = sorted(first.values())
    block = dense(pixels[kept], scale=1 / _INK, step=_STEP, parameters={"credit": NOTICE, "ink": True})
    return Collection(
        "digit",
        {"id": [ids[row] for row in kept], "digit": meant[kept].tolist()},
        blocks={"pixels": block},
        drops=[
            Drop(f"row {row}", _STEP, "duplicate", id=name, detail=f"the same pixels as row {first[name]}")
            for row, name in enumerate(ids)
            if first[name] != row
        ],
    )
