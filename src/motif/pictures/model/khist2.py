"""The cartoon style `khist2`: the idea of `khist` with its faults mended.

Groups are those whose values look normal; hue is a circle, in the order R, G, B, and grey pixels have no say in it;
centroids are fractions of levels; saturation always
has the level 0, so that white stays white; contours grow with the picture, and specks are no contours.
"""

from __future__ import annotations

import cv2
import numpy as np

from motif.pictures.model.band import in_bands, shrunk
from motif.pictures.model.bell import bells, bells_on_circle
from motif.pictures.model.level import SIGNIFICANCE
from motif.pictures.model.painted import Cartoon, check_pixels
from motif.pictures.model.soft import inked
from motif.pictures.model.tone import SIDE

__all__ = ["khist2"]

_DIAMETER, _SIGMA = 7, 50.0  # of the bilateral filter on three channels together: pixels, levels
_EDGE_LOW, _EDGE_HIGH = 80, 200  # Canny's thresholds
_FINEST = 800  # long side over the contours' thickness
_SHORTEST = 25  # long side over the shortest contour
_SOFTEN = 1.2  # of the Gaussian before the edges, pixels
_BITS = 4  # of the fraction of a point drawn
_HUES = 180
_TURN = 360  # degrees, as OpenCV's hue in floating point has


def khist2(
    pixels: np.ndarray,
    *,
    where: np.ndarray | None = None,
    alpha: float = SIGNIFICANCE,
    min_group: int = 48,
    line: float = 1.0,
    stages: bool = False,
) -> Cartoon:
    """Return the picture with hue, saturation and value each in the levels that its groups ask for, outlines in black.

    Parameters
    ----------
    pixels :
        RGB, (height, width, 3) uint8; not changed.
    where :
        The pixels whose colours count, (height, width) bool; None counts all. Every pixel is painted either way.
    alpha, min_group :
        As for `bells`.
    line :
        Thickness of the contours, 1 is a 800th of the long side; 0 draws none.
    stages :
        Whether the pictures on the way are kept.

    Raises
    ------
    InputError
        When the array has another shape or type, or `where` is false everywhere.

    Examples
    --------
    >>> cartoon = khist2(np.full((8, 8, 3), 119, np.uint8))
    >>> cartoon.centroids["V"], cartoon.pixels[0, 0].tolist()
    ((119.0,), [119, 119, 119])
    """
    check_pixels(pixels, where, style="khist2")
    small = cv2.bilateralFilter(shrunk(pixels, SIDE), _DIAMETER, _SIGMA, _SIGMA, borderType=cv2.BORDER_REPLICATE)
    smoothed = cv2.resize(small, pixels.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    hue, saturation, value = _counts(smoothed, where)
    centroids = {
        "H": bells_on_circle(hue, alpha=alpha, min_group=min_group),
        "S": _with_grey(bells(saturation, alpha=alpha, min_group=min_group)),
        "V": bells(value, alpha=alpha, min_group=min_group),
    }
    canvas = _painted(smoothed, centroids)
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (0, 0), _SOFTEN)
    edges = cv2.Canny(grey, _EDGE_LOW, _EDGE_HIGH)
    lines = _contours(edges, line, pixels.shape[:2])
    kept = {"smoothed": smoothed, "quantised": canvas.copy(), "contours": lines} if stages else {}
    if stages:
        kept["edges"] = cv2.resize(edges, pixels.shape[1::-1], interpolation=cv2.INTER_NEAREST)
    in_bands(lambda band: np.copyto(canvas[band], inked(canvas[band], lines[band])), canvas.shape)
    return Cartoon(canvas, {name: tuple(levels.tolist()) for name, levels in centroids.items()}, kept)


def _counts(pixels: np.ndarray, where: np.ndarray | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the histograms of hue, saturation and value; in that of hue a pixel counts as much as it has colour."""

    def count(band: slice) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        hue, saturation, value = cv2.split(cv2.cvtColor(pixels[band], cv2.COLOR_RGB2HSV))
        if where is not None:
            hue, saturation, value = (part[where[band]] for part in (hue, saturation, value))
        colour = cv2.multiply(saturation, value, scale=1 / 255).ravel()
        by_hue = np.bincount(hue.ravel(), colour / 255, minlength=_HUES)
        return by_hue, np.bincount(saturation.ravel(), minlength=256), np.bincount(value.ravel(), minlength=256)

    hues, saturations, values = zip(*in_bands(count, pixels.shape), strict=True)
    return np.sum(hues, axis=0), np.sum(saturations, axis=0), np.sum(values, axis=0)


def _painted(pixels: np.ndarray, centroids: dict[str, np.ndarray]) -> np.ndarray:
    """Return each pixel moved to its nearest levels; fractions of levels are kept until the colour is made."""
    levels = np.arange(256, dtype=np.float64)
    hues = _nearest_hue(levels % _HUES, centroids["H"])
    saturation, value = (centroids[name][np.abs(levels[:, None] - centroids[name]).argmin(axis=1)] for name in "SV")
    table = np.stack([hues * _TURN / _HUES, saturation / 255, value / 255], axis=-1).astype(np.float32)
    canvas = np.empty_like(pixels)

    def paint(band: slice) -> None:
        hsv = cv2.cvtColor(pixels[band], cv2.COLOR_RGB2HSV)
        flat = np.stack([table[hsv[..., i], i] for i in range(3)], axis=-1)
        canvas[band] = np.rint(cv2.cvtColor(flat, cv2.COLOR_HSV2RGB) * 255)

    in_bands(paint, pixels.shape)
    return canvas


def _nearest_hue(hues: np.ndarray, centroids: np.ndarray) -> np.ndarray:
    """Return each hue's nearest centroid, the shorter way round; the hues themselves where there is none."""
    if not len(centroids):
        return hues
    away = np.abs(hues[:, None] - centroids)
    return centroids[np.minimum(away, _HUES - away).argmin(axis=1)]


def _with_grey(saturations: np.ndarray) -> np.ndarray:
    """Return the levels with 0 among them: where all saturations are one group, white would else be tinted."""
    return saturations if saturations[0] < 1 else np.concatenate([[0.0], saturations])


def _contours(edges: np.ndarray, line: float, shape: tuple[int, int]) -> np.ndarray:
    """Return the long contours of a small copy's edges drawn at full size, 255 where there is ink."""
    drawn = np.zeros(shape, np.uint8)
    if line == 0:
        return drawn
    found, _ = cv2.findContours(edges, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    kept = [one for one in found if cv2.arcLength(one, closed=False) >= max(edges.shape) / _SHORTEST]
    ratio = np.array([shape[1] / edges.shape[1], shape[0] / edges.shape[0]])
    points = [np.rint(((one + 0.5) * ratio - 0.5) * (1 << _BITS)).astype(np.int32) for one in kept]
    thickness = max(1, round(max(shape) / _FINEST * line))
    cv2.polylines(drawn, points, isClosed=True, color=255, thickness=thickness, lineType=cv2.LINE_AA, shift=_BITS)
    return drawn
