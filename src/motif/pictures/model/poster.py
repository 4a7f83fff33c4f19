"""The cartoon style `poster`: flat areas in the few colours of a palette, skin kept whole, lines of ink."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from motif.core.seed import generator
from motif.pictures.model.band import enlarged, in_bands, shrunk
from motif.pictures.model.line import ink
from motif.pictures.model.painted import Cartoon, check_pixels
from motif.pictures.model.palette import found_palette, nearest_colour, to_lab, to_rgb
from motif.pictures.model.skin import skin
from motif.pictures.model.soft import inked
from motif.pictures.model.tone import SIDE, smoothed_lab, strengthened

if TYPE_CHECKING:
    from motif.core.seed import RandomState

__all__ = ["poster"]

_ROUND = 400  # long side over the sigma that areas are rounded by
_FACE = 70  # long side over the sigma that the lightness of skin is smoothed by: shades become large and few
_HARD = 0.4  # of the sigma in full pixels that softens the areas' borders


def poster(
    pixels: np.ndarray,
    *,
    palette: int | np.ndarray = 14,
    line: float = 1.0,
    smooth: int = 4,
    saturation: float = 1.25,
    weight: np.ndarray | None = None,
    seed: RandomState = 0,
    stages: bool = False,
) -> Cartoon:
    """Return the picture in flat areas of few colours, with lines of ink.

    The palette is found by a weighted k-means in Lab; pure white and black are always in it, and with six or more
    colours three are tones of skin, where there is any: skin is painted in these alone. Areas are rounded on a small
    copy and drawn at full resolution.

    Parameters
    ----------
    pixels :
        RGB, (height, width, 3) uint8; not changed.
    palette :
        The number of colours, 2 to 64, or the colours themselves as RGB, (n, 3) uint8.
    line, smooth, saturation, stages :
        As for `soft`. A palette that is given keeps its colours whatever the saturation.
    weight :
        What each pixel counts in the choice of colours, (height, width) in [0, 1]; None counts all alike.
    seed :
        Where the search for colours begins.

    Raises
    ------
    InputError
        When the array has another shape or type.

    Examples
    --------
    >>> cartoon = poster(np.full((8, 8, 3), 255, np.uint8), palette=4)
    >>> cartoon.pixels[0, 0].tolist(), cartoon.centroids["R"]
    ([255, 255, 255], (255.0, 0.0))
    """
    check_pixels(pixels, style="poster")
    plain = smoothed_lab(pixels, smooth=smooth)
    small = strengthened(plain, saturation)
    counts = np.ones(small.shape[:2]) if weight is None else shrunk(weight.astype(np.float32), SIDE)
    where = skin(plain) & (counts > counts.max() / 2)
    if isinstance(palette, np.ndarray):
        colours, n_skin = to_lab(palette), 0
    else:
        random = generator(seed)
        colours, n_skin = found_palette(small, palette, weight=counts, skin=where, random_state=random)
    rgb = to_rgb(colours) if not isinstance(palette, np.ndarray) else palette
    label = _labelled(small, colours, where, n_skin)
    flat = rgb[_rounded(label, len(rgb), pixels.shape)]
    lines = ink(pixels, line=line)
    canvas = cv2.GaussianBlur(flat, (3, 3), _HARD, borderType=cv2.BORDER_REPLICATE)
    in_bands(lambda band: np.copyto(canvas[band], inked(canvas[band], lines[band])), canvas.shape)
    kept = {}
    if stages:
        seen = cv2.cvtColor(small, cv2.COLOR_LAB2RGB)
        full = cv2.resize(seen, pixels.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        kept = {"smoothed": full, "quantised": flat, "edges": lines}
    return Cartoon(canvas, {name: tuple(map(float, rgb[:, i])) for i, name in enumerate("RGB")}, kept)


def _labelled(lab: np.ndarray, colours: np.ndarray, where: np.ndarray, n_skin: int) -> np.ndarray:
    """Return each pixel's colour: tones of skin for skin, the other colours elsewhere."""
    if not n_skin:
        return nearest_colour(lab, colours)
    other = np.r_[0, 1, 2 + n_skin : len(colours)]
    label = other[nearest_colour(lab, colours[other])].astype(np.uint8)
    label[where] = 2 + nearest_colour(_even(lab, where), colours[2 : 2 + n_skin])[where]
    return label


def _even(lab: np.ndarray, where: np.ndarray) -> np.ndarray:
    """Return the picture with the skin smoothed far, by skin alone."""
    sigma = max(1.0, max(where.shape) / _FACE)
    mask = where.astype(np.float32)
    share = np.maximum(cv2.GaussianBlur(mask, (0, 0), sigma), np.float32(1e-3))[..., None]
    mean = cv2.GaussianBlur(lab * mask[..., None], (0, 0), sigma) / share
    return np.where(where[..., None], mean, lab)


def _rounded(label: np.ndarray, n_labels: int, shape: tuple[int, ...]) -> np.ndarray:
    """Return the labels at full size, their areas rounded: each pixel has the label that most is of around it."""
    sigma = max(0.6, max(label.shape) / _ROUND)
    shares = [cv2.GaussianBlur(255 * (label == i).astype(np.uint8), (0, 0), sigma) for i in range(n_labels)]
    result = np.zeros(shape[:2], np.uint8)

    def decide(band: slice) -> None:
        most = enlarged(shares[0], shape, band)
        for i in range(1, n_labels):
            share = enlarged(shares[i], shape, band)
            result[band][share > most] = i
            most = cv2.max(share, most)

    in_bands(decide, shape)
    return result
