"""The verb `cut` on one picture: all but the people transparent, colours untouched."""

from __future__ import annotations

import cv2
import numpy as np

from motif.core.record import recording
from motif.pictures.represent import NOBODY, Matte, Network, person_matte
from motif.pictures.source.given import Given, as_picture
from motif.pictures.study.result import Result
from motif.represent.network import load
from motif.source.image import to_srgb
from motif.source.weights import resolve

__all__ = ["LOW_CONFIDENCE", "cut"]

LOW_CONFIDENCE = 0.5  # people near the camera score 0.76 to 0.96, a cup 0.20, two dogs 0.25 (docs/pictures.md)
_NOBODY = "nobody was found, so all of it is transparent"


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
    with recording("pictures.cut", parameters=told(network), inputs={"picture": given.id}) as watch:
        matte = matte_of(to_srgb(given), network)
        top = np.iinfo(given.pixels.dtype).max
        opacity = given.pixels[..., -1] / np.float32(top) if given.has_alpha else 1
        alpha = np.rint(matte.alpha * opacity * np.float32(top)).astype(given.pixels.dtype)
        colours = given.pixels[..., :-1] if given.has_alpha else given.pixels
        pixels = np.dstack([colours, alpha])
    return Result(pixels, alpha, given.profile, matte.confidence, warning(matte), {}, watch.record)


def told(network: Network | None) -> dict[str, str]:
    return {"network": "selfie" if network is None else "given"}


def matte_of(srgb: np.ndarray, network: Network | None) -> Matte:
    return person_matte(_on_white(srgb), network or load(resolve("selfie")))


def _on_white(srgb: np.ndarray) -> np.ndarray:
    """Return the colours that are seen on white paper: what an alpha hides must not lead the network."""
    if srgb.shape[2] == 3:
        return srgb
    opacity = cv2.cvtColor(srgb[..., 3], cv2.COLOR_GRAY2RGB)
    seen = cv2.multiply(srgb[..., :3], opacity, scale=1 / 255)
    return cv2.add(seen, cv2.bitwise_not(opacity))


def warning(matte: Matte | None) -> str:
    if matte is None or matte.confidence >= LOW_CONFIDENCE:
        return ""
    if (matte.alpha > 0.5).mean() < NOBODY:
        return _NOBODY
    return f"low confidence ({matte.confidence:.2f}): the person may be cut wrongly, or be no person"
