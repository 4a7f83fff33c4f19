"""The verbs on one picture: `cut` makes all but the people transparent, `cartoon` paints in few colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import cv2
import numpy as np

from motif.core.check import in_choices
from motif.core.record import RunRecord, recording
from motif.pictures.model.khist import khist
from motif.pictures.represent import NOBODY, Matte, Network, person_matte
from motif.pictures.source.given import Given, as_picture
from motif.represent.network import load
from motif.source.image import to_srgb
from motif.source.weights import resolve

__all__ = ["LOW_CONFIDENCE", "STYLES", "Result", "Style", "cartoon", "cut"]

Style: TypeAlias = Literal["khist"]
STYLES: tuple[Style, ...] = ("khist",)
LOW_CONFIDENCE = 0.5  # people near the camera score 0.76 to 0.96, a cup 0.20, two dogs 0.25 (docs/pictures.md)
_NOBODY = "nobody was found, so all of it is transparent"


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What a verb made of a picture.

    Parameters
    ----------
    pixels :
        (height, width, channels), uint8 or uint16, with alpha as the last channel where there is any.
    alpha :
        The last channel, (height, width); None when nothing is transparent.
    profile :
        The ICC profile that the pixels still carry; None for sRGB.
    confidence :
        How sure the network is of the person, in [0, 1]; None when nothing was cut.
    note :
        One line of warning, empty when there is none.
    centroids :
        The levels that a cartoon was painted with, by channel; empty for a cut-out.
    record :
        How it was made.

    Examples
    --------
    >>> cartoon(np.zeros((8, 8, 3), np.uint8), cut=False).record.step
    'pictures.cartoon'
    """

    pixels: np.ndarray
    alpha: np.ndarray | None
    profile: bytes | None
    confidence: float | None
    note: str
    centroids: dict[str, tuple[float, ...]]
    record: RunRecord


def cut(picture: Given, *, network: Network | None = None) -> Result:
    """Return the picture with everything but the people in it transparent, colours untouched.

    Pixels and colour profile pass through as they are, at full size and depth; only the network sees a copy in
    8-bit sRGB. A picture that has an alpha keeps what was transparent transparent.

    Parameters
    ----------
    picture :
        A path, the bytes of a file, a `Picture`, a PIL image, or an array (height, width[, channels]).
    network :
        Takes (1, 3, 256, 256) float32 in [0, 1], returns the probability of a person; None finds or downloads `selfie`.

    Raises
    ------
    SourceError
        When the picture cannot be read, or the network is neither here nor can be downloaded.
    DataError
        When the picture is damaged.

    Examples
    --------
    >>> everybody = lambda batch: np.ones((1, 1, 256, 256), np.float32)
    >>> result = cut(np.zeros((4, 6, 3), np.uint8), network=everybody)
    >>> result.pixels.shape, result.alpha.min(), result.confidence
    ((4, 6, 4), np.uint8(255), 1.0)
    """
    given = as_picture(picture)
    with recording("pictures.cut", parameters=_told(network), inputs={"picture": given.id}) as watch:
        matte = _matte(to_srgb(given), network)
        top = np.iinfo(given.pixels.dtype).max
        opacity = given.pixels[..., -1] / np.float32(top) if given.has_alpha else 1
        alpha = np.rint(matte.alpha * opacity * np.float32(top)).astype(given.pixels.dtype)
        colours = given.pixels[..., :-1] if given.has_alpha else given.pixels
        pixels = np.dstack([colours, alpha])
    return Result(pixels, alpha, given.profile, matte.confidence, _warning(matte), {}, watch.record)


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
    parameters = {"style": style, "cut": cut, **(_told(network) if cut else {})}
    with recording("pictures.cartoon", parameters=parameters, inputs={"picture": given.id}) as watch:
        srgb = to_srgb(given)
        matte = _matte(srgb, network) if cut else None
        alpha = _opacity(srgb, matte)
        shown = None if alpha is None else alpha > 127
        painted = khist(srgb[..., :3], where=shown if shown is not None and shown.any() else None)
        pixels = painted.pixels if alpha is None else np.dstack([painted.pixels, alpha])
    confidence = None if matte is None else matte.confidence
    return Result(pixels, alpha, None, confidence, _warning(matte), painted.centroids, watch.record)


def _told(network: Network | None) -> dict[str, str]:
    return {"network": "selfie" if network is None else "given"}


def _matte(srgb: np.ndarray, network: Network | None) -> Matte:
    return person_matte(_on_white(srgb), network or load(resolve("selfie")))


def _on_white(srgb: np.ndarray) -> np.ndarray:
    """Return the colours that are seen on white paper: what an alpha hides must not lead the network."""
    if srgb.shape[2] == 3:
        return srgb
    opacity = cv2.cvtColor(srgb[..., 3], cv2.COLOR_GRAY2RGB)
    seen = cv2.multiply(srgb[..., :3], opacity, scale=1 / 255)
    return cv2.add(seen, cv2.bitwise_not(opacity))


def _opacity(srgb: np.ndarray, matte: Matte | None) -> np.ndarray | None:
    before = srgb[..., 3] if srgb.shape[2] == 4 else None
    if matte is None:
        return before
    share = matte.alpha if before is None else matte.alpha * (before / np.float32(255))
    return np.rint(share * np.float32(255)).astype(np.uint8)


def _warning(matte: Matte | None) -> str:
    if matte is None or matte.confidence >= LOW_CONFIDENCE:
        return ""
    if (matte.alpha > 0.5).mean() < NOBODY:
        return _NOBODY
    return f"low confidence ({matte.confidence:.2f}): the person may be cut wrongly, or be no person"
