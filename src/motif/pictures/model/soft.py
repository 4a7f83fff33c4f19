"""The cartoon style `soft`: the lightness in soft steps, the colours a little stronger, thin lines of ink."""

from __future__ import annotations

import cv2
import numpy as np

from motif.pictures.model.band import enlarged, in_bands
from motif.pictures.model.line import ink
from motif.pictures.model.painted import Cartoon, check_pixels
from motif.pictures.model.tone import full_lightness, lightness_steps, smoothed_lab, step_table, strengthened

__all__ = ["inked", "soft"]

_SHARPNESS = 2.0  # of the steps of lightness


def soft(
    pixels: np.ndarray,
    *,
    levels: int = 8,
    line: float = 1.0,
    smooth: int = 3,
    saturation: float = 1.2,
    stages: bool = False,
) -> Cartoon:
    """Return the picture painted in soft steps of lightness, with lines of ink.

    Lightness and colours are smoothed on a small copy. The lightness is enlarged along the edges of the full picture
    (a guided filter) and only then stepped, so that its borders are as sharp as the picture is.

    Parameters
    ----------
    pixels :
        RGB, (height, width, 3) uint8; not changed.
    levels :
        Steps of lightness, >= 1.
    line, smooth, saturation :
        As for `ink`, `smoothed_lab` and `strengthened`.
    stages :
        Whether the pictures on the way are kept.

    Raises
    ------
    InputError
        When the array has another shape or type.

    Examples
    --------
    >>> cartoon = soft(np.full((8, 8, 3), 255, np.uint8))
    >>> cartoon.pixels[0, 0].tolist(), len(cartoon.centroids["L"])
    ([255, 255, 255], 8)
    """
    check_pixels(pixels, style="soft")
    small = strengthened(smoothed_lab(pixels, smooth=smooth), saturation)
    lightness = full_lightness(pixels, np.ascontiguousarray(small[..., 0]))
    colours, table = np.ascontiguousarray(small[..., 1:]), step_table(levels, sharpness=_SHARPNESS)
    lines = ink(pixels, line=line)
    canvas = np.empty_like(pixels)
    kept = {"smoothed": np.empty_like(pixels), "quantised": np.empty_like(pixels), "edges": lines} if stages else {}

    def paint(band: slice) -> None:
        light, colour = lightness(band), enlarged(colours, pixels.shape, band)
        flat = cv2.cvtColor(np.dstack([cv2.LUT(light, table), colour]), cv2.COLOR_LAB2RGB)
        canvas[band] = inked(flat, lines[band])
        if stages:
            kept["smoothed"][band] = cv2.cvtColor(np.dstack([light, colour]), cv2.COLOR_LAB2RGB)
            kept["quantised"][band] = flat

    in_bands(paint, pixels.shape)
    return Cartoon(canvas, {"L": tuple(lightness_steps(levels).tolist())}, kept)


def inked(flat: np.ndarray, lines: np.ndarray) -> np.ndarray:
    """Return colours under black ink.

    Examples
    --------
    >>> inked(np.full((1, 2, 3), 200, np.uint8), np.array([[0, 255]], np.uint8))[..., 0].tolist()
    [[200, 0]]
    """
    paper = cv2.cvtColor(cv2.bitwise_not(lines), cv2.COLOR_GRAY2RGB)
    return cv2.multiply(flat, paper, scale=1 / 255)
