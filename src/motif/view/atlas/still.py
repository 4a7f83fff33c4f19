"""The map as a picture: what the page shows without JavaScript and on paper."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from motif.source.image import encode_image
from motif.view.atlas.scatter import scatter_svg
from motif.view.part import Picture
from motif.view.svg import element
from motif.view.token import CATEGORIES, COLOURS, MODES, Mode, rgb

__all__ = ["dot_px", "dots_image", "still_svg"]

_WIDTH_PX = 1600  # for a map of about 900 px on a fine screen
_OPACITY = 0.6
_QUALITY = 80  # of WebP; the alpha channel loses nothing


def still_svg(places: np.ndarray, labels: np.ndarray, names: Sequence[str], ranks: np.ndarray, *, ratio: float) -> str:
    """Return the map as SVG around two images of its dots, of class `of-light` and `of-dark`.

    Parameters
    ----------
    places :
        (n_items, 2), shares of the drawing's width and height.
    labels, names :
        As for `scatter_map`.
    ranks :
        (n_items,), the place of each item's region by size; negative for none.
    ratio :
        Height over width.

    Examples
    --------
    >>> svg = still_svg(np.array([[0.5, 0.5]]), np.array([0]), ["one"], np.array([0]), ratio=1.0)
    >>> svg.count("<image"), ">one</text>" in svg
    (2, True)
    """
    images = []
    for mode in MODES:
        pixels = dots_image(places, ranks, ratio=ratio, mode=mode)
        dots = Picture(encode_image(pixels, format="webp", quality=_QUALITY), "image/webp", "Dots")
        images.append(
            element(
                "image", href=dots.uri, width="100%", height="100%", preserveAspectRatio="none", class_=f"of-{mode}"
            )
        )
    return scatter_svg(places, labels, names, ratio=ratio, dots="".join(images))


def dots_image(
    places: np.ndarray, ranks: np.ndarray, *, ratio: float, mode: Mode = "light", width_px: int = _WIDTH_PX
) -> np.ndarray:
    """Return the dots of a map on nothing: where several lie, their colours in proportion, whatever their order.

    Parameters
    ----------
    places, ranks, ratio :
        As for `still_svg`.
    mode :
        Whose colours are used.
    width_px :
        Of the image.

    Returns
    -------
    (height, width_px, 4) uint8.

    Examples
    --------
    >>> pixels = dots_image(np.array([[0.5, 0.5]]), np.array([0]), ratio=0.5, width_px=40)
    >>> pixels.shape, pixels[10, 20].tolist()
    ((20, 40, 4), [46, 98, 224, 153])
    """
    size = (max(1, round(ratio * width_px)), width_px)
    colours = np.array([rgb(code) for code in (*CATEGORIES[mode], COLOURS[mode]["other"])], dtype=np.float32)
    kinds = np.where((ranks < 0) | (ranks >= len(CATEGORIES[mode])), len(colours) - 1, ranks)
    stamp = _disc(dot_px(len(places), width_px))
    total, mixed = np.zeros(size, np.float32), np.zeros((*size, 3), np.float32)
    for kind in np.unique(kinds).tolist():
        cover = _covered(places[kinds == kind], size, stamp)
        total += cover
        mixed += cover[:, :, None] * colours[kind]
    pixels = np.zeros((*size, 4), np.uint8)
    inked = total > 0
    pixels[inked, :3] = np.rint(mixed[inked] / total[inked, None])
    pixels[inked, 3] = np.rint(255 * (1 - (1 - _OPACITY) ** total[inked]))
    return pixels


def dot_px(n_items: int, width_px: int) -> int:
    """Return the width of a dot in px, odd: 2 px of a map 900 px wide for many items, 5 for few.

    Examples
    --------
    >>> dot_px(100, 1600), dot_px(100_000, 1600)
    (9, 3)
    """
    wanted = 5 if n_items <= 3000 else 3.2 if n_items <= 20_000 else 2
    return max(1, 2 * int(wanted * width_px / 900 / 2) + 1)


def _covered(places: np.ndarray, size: tuple[int, int], stamp: np.ndarray) -> np.ndarray:
    """Return how many dots cover each pixel, edges in part, (height, width) float32."""
    import cv2

    height, width = size
    columns = np.clip((places[:, 0] * width).astype(int), 0, width - 1)
    rows = np.clip((places[:, 1] * height).astype(int), 0, height - 1)
    counts = np.bincount(rows * width + columns, minlength=height * width).reshape(size).astype(np.float32)
    return np.maximum(cv2.filter2D(counts, -1, stamp, borderType=cv2.BORDER_CONSTANT), 0)


def _disc(width_px: int) -> np.ndarray:
    """Return a disc with soft edges, (width_px, width_px), in [0, 1]."""
    steps = (np.arange(8 * width_px) + 0.5) / 8 - width_px / 2
    inside = steps[:, None] ** 2 + steps**2 <= (width_px / 2) ** 2
    covered = inside.reshape(width_px, 8, width_px, 8).mean(axis=(1, 3)).astype(np.float32)
    return covered / covered.max()
