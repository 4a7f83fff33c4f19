"""The verb `cartoon` on one picture: the people, or all of it, in few colours."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np

from motif.core.check import in_choices
from motif.core.record import recording
from motif.pictures.model.khist import khist
from motif.pictures.represent import Matte, Network
from motif.pictures.source.given import Given, as_picture
from motif.pictures.study.cut import matte_of, told, warning
from motif.pictures.study.result import Result
from motif.source.image import to_srgb

__all__ = ["STYLES", "Style", "cartoon"]

Style: TypeAlias = Literal["khist"]
STYLES: tuple[Style, ...] = ("khist",)


def cartoon(picture: Given, *, style: Style = "khist", cut: bool = True, network: Network | None = None) -> Result:
    """Return the people in a picture, or all of it, as a cartoon in 8-bit sRGB.

    What stays transparent has no say in the choice of colours.

    Parameters
    ----------
    picture :
        As for `cut`.
    style :
        "khist": the few colours that a K-histogram finds, and black outlines.
    cut :
        Whether the people are cut out first. False paints the whole picture.
    network :
        As for `cut`.

    Raises
    ------
    InputError
        For an unknown style.
    SourceError, DataError
        As for `cut`.

    Examples
    --------
    >>> result = cartoon(np.full((8, 8, 3), 119, np.uint8), cut=False)
    >>> result.centroids["V"], result.pixels.shape, result.alpha
    ((119.0,), (8, 8, 3), None)
    """
    in_choices(style, STYLES, what="style")
    given = as_picture(picture)
    parameters = {"style": style, "cut": cut, **(told(network) if cut else {})}
    with recording("pictures.cartoon", parameters=parameters, inputs={"picture": given.id}) as watch:
        srgb = to_srgb(given)
        matte = matte_of(srgb, network) if cut else None
        alpha = _opacity(srgb, matte)
        shown = None if alpha is None else alpha > 127
        painted = khist(srgb[..., :3], where=shown if shown is not None and shown.any() else None)
        pixels = painted.pixels if alpha is None else np.dstack([painted.pixels, alpha])
    confidence = None if matte is None else matte.confidence
    return Result(pixels, alpha, None, confidence, warning(matte), painted.centroids, watch.record)


def _opacity(srgb: np.ndarray, matte: Matte | None) -> np.ndarray | None:
    before = srgb[..., 3] if srgb.shape[2] == 4 else None
    if matte is None:
        return before
    share = matte.alpha if before is None else matte.alpha * (before / np.float32(255))
    return np.rint(share * np.float32(255)).astype(np.uint8)
