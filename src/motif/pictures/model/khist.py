"""The cartoon style `khist`: flat colours from a histogram of each channel, and the outlines drawn in black.

Follows the K-histogram program that the seed of this wing prints (S. Chakraborty 2021; the code of T. Lu's
cartoonizer, 2014), pixel for pixel and with its faults, which `docs/pictures.md` lists. Ours is written anew: decisions
fall once for each of 256 levels, never once for each pixel; pixels are worked on in bands that stay in a processor's
cache, by as many threads as OpenCV may use.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from motif.pictures.model.band import in_bands
from motif.pictures.model.level import MIN_GROUP, SIGNIFICANCE, colour_levels, nearest
from motif.pictures.model.painted import Cartoon, check_pixels

__all__ = ["khist"]

_DIAMETER, _SIGMA = 5, 50  # of the bilateral filter, in pixels and in levels: as printed
_EDGE_LOW, _EDGE_HIGH = 100, 200  # Canny's thresholds, as printed
_N_LEVELS = {"H": 180, "S": 256, "V": 256}  # OpenCV keeps hue in steps of two degrees


def khist(
    pixels: np.ndarray,
    *,
    where: np.ndarray | None = None,
    alpha: float = SIGNIFICANCE,
    min_group: int = MIN_GROUP,
    stages: bool = False,
) -> Cartoon:
    """Return the picture as a K-histogram cartoon.

    Each channel is smoothed by a bilateral filter; edges come from Canny; hue, saturation and value are each reduced to
    the few levels that `colour_levels` finds in their histogram; the outer contours of the edges are drawn in black.

    Parameters
    ----------
    pixels :
        RGB, (height, width, 3) uint8; not changed.
    where :
        The pixels whose colours count, (height, width) bool; None counts all, as the seed does. Every pixel is painted
        either way.
    alpha, min_group :
        As for `colour_levels`; the seed's by default.
    stages :
        Whether the pictures on the way are kept.

    Raises
    ------
    InputError
        When the array has another shape or type, or `where` is false everywhere.

    Examples
    --------
    >>> grey = np.full((8, 8, 3), 119, np.uint8)
    >>> cartoon = khist(grey)
    >>> cartoon.centroids["V"], cartoon.pixels[0, 0].tolist()
    ((119.0,), [119, 119, 119])
    """
    check_pixels(pixels, where, style="khist")
    planes = _smoothed(pixels)
    edges = cv2.Canny(*_gradient(planes), _EDGE_LOW, _EDGE_HIGH)
    kept = {"smoothed": cv2.merge(planes[::-1]), "edges": edges} if stages else {}
    canvas, counts = _to_hsv(planes, where)
    del planes  # a third of the memory, free for what follows
    centroids = {
        name: colour_levels(counts[i, :n], alpha=alpha, min_group=min_group)
        for i, (name, n) in enumerate(_N_LEVELS.items())
    }
    _paint(canvas, list(centroids.values()))
    outlines, _ = cv2.findContours(edges, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if stages:
        kept |= {"quantised": canvas.copy(), "contours": cv2.drawContours(np.zeros_like(edges), outlines, -1, 255, 1)}
    cv2.drawContours(canvas, outlines, -1, (0, 0, 0), thickness=1)
    return Cartoon(canvas, {name: tuple(levels.tolist()) for name, levels in centroids.items()}, kept)


def _smoothed(pixels: np.ndarray) -> list[np.ndarray]:
    """Return the channels, each filtered by itself, as B, G, R: where they tie, the edges take the first."""
    channel = np.empty(pixels.shape[:2], np.uint8)
    planes = []
    for i in (2, 1, 0):
        cv2.extractChannel(pixels, i, channel)
        planes.append(cv2.bilateralFilter(channel, _DIAMETER, _SIGMA, _SIGMA))
    return planes


def _gradient(planes: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return the slopes along x and y, (height, width) int16, of each pixel's steepest channel.

    This is what Canny itself takes of a colour picture; given so, it needs a third of the memory.
    """
    shape = planes[0].shape
    along_x, along_y = np.empty(shape, np.int16), np.empty(shape, np.int16)

    def steepest(band: slice) -> None:
        top, bottom = max(0, band.start - 1), min(shape[0], band.stop + 1)  # the rows that the slopes look at
        inner = slice(band.start - top, band.stop - top)
        slopes = [cv2.spatialGradient(plane[top:bottom], borderType=cv2.BORDER_REPLICATE) for plane in planes]
        x, y = (part[inner] for part in slopes[0])
        steepness = np.abs(x) + np.abs(y)
        for other in slopes[1:]:
            other_x, other_y = (part[inner] for part in other)
            other_steepness = np.abs(other_x) + np.abs(other_y)
            steeper = cv2.compare(other_steepness, steepness, cv2.CMP_GT)
            cv2.copyTo(other_x, steeper, x)
            cv2.copyTo(other_y, steeper, y)
            cv2.max(other_steepness, steepness, steepness)
        along_x[band], along_y[band] = x, y

    in_bands(steepest, shape)
    return along_x, along_y


def _to_hsv(planes: Sequence[np.ndarray], where: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """Return the picture as hue, saturation and value, (height, width, 3) uint8, and their counts, (3, 256).

    B, G, R is passed on as if it were R, G, B: the seed's slip, kept.
    """
    canvas = np.empty((*planes[0].shape, 3), np.uint8)

    def convert(band: slice) -> np.ndarray:
        part = canvas[band]
        cv2.cvtColor(cv2.merge([plane[band] for plane in planes]), cv2.COLOR_RGB2HSV, part)
        mask = None if where is None else where[band].view(np.uint8)
        counts = [cv2.calcHist([part], [i], mask, [256], [0, 256]).ravel() for i in range(3)]
        return np.array(counts).astype(np.int64)

    return canvas, np.sum(in_bands(convert, canvas.shape), axis=0)


def _paint(canvas: np.ndarray, centroids: Sequence[np.ndarray]) -> None:
    """Move each pixel to its nearest levels, and the canvas from hue, saturation and value to R, G, B, in place."""
    levels = np.arange(256)
    table = np.stack([channel[nearest(levels, channel)] for channel in centroids], axis=-1).astype(np.uint8)[None]

    def paint(band: slice) -> None:
        # what the seed calls R, G, B is B, G, R: HSV2BGR turns it round on the way back
        part = canvas[band]
        cv2.cvtColor(cv2.LUT(part, table), cv2.COLOR_HSV2BGR, part)

    in_bands(paint, canvas.shape)
