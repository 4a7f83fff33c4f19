"""What pages about pictures are made with: pictures of pages, named figures, bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from motif.source.image import encode_image
from motif.view.figure import bars
from motif.view.part import Chart, Picture

if TYPE_CHECKING:
    from motif.evaluate.figure import Figure

__all__ = ["NAMES", "as_picture", "named", "ssim_bars"]

NAMES = {
    "photo": "against the photograph",
    "cutout": "both cut out, on white paper",
    "person": "the person alone",
}
_QUALITY = 84
_MOST_BARS = 60


def as_picture(pixels: np.ndarray, alt: str, caption: str = "") -> Picture:
    """Return pixels as a picture of a page; what is transparent shows the page's own checker.

    Parameters
    ----------
    pixels :
        sRGB, (height, width, 3 or 4) uint8.
    alt, caption :
        What is to be seen, and what it is.

    Examples
    --------
    >>> as_picture(np.zeros((4, 6, 4), np.uint8), "Nothing").mime
    'image/webp'
    """
    return Picture(encode_image(pixels, format="webp", quality=_QUALITY), "image/webp", alt, caption)


def named(figures: Mapping[str, Mapping[str, Figure]], metric: str) -> tuple[Figure, ...]:
    """Return a figure of each view, called by what is compared.

    Examples
    --------
    >>> from motif.evaluate.figure import Figure
    >>> one = Figure("SSIM", 0.5, None, {"doing_nothing": 1.0}, None, 9, True, "")
    >>> named({"person": {"ssim": one}}, "ssim")[0].name
    'SSIM, the person alone'
    """
    return tuple(
        replace(found[metric], name=f"{found[metric].name}, {NAMES[view]}")
        for view, found in figures.items()
        if view in NAMES and metric in found
    )


def ssim_bars(names: Sequence[str], values: Sequence[float], mean: float, *, what: str, caption: str) -> Chart:
    """Return the likeness of each picture as bars, the most alike first, with the average as a line.

    Parameters
    ----------
    names, values :
        One a picture; of more than 60 the most and the least alike are drawn.
    mean :
        Over all pictures.
    what, caption :
        What is compared, in a few words, and what the chart shows.

    Examples
    --------
    >>> chart = ssim_bars(["a", "b"], [0.9, 0.5], 0.7, what="the person alone", caption="Two pictures.")
    >>> chart.title
    'SSIM, the person alone: 0.70 on average'
    """
    order = np.argsort(-np.asarray(values), kind="stable")
    if len(order) > _MOST_BARS:
        order = np.concatenate([order[: _MOST_BARS // 2], order[-_MOST_BARS // 2 :]])
        caption = f"{caption} Of {len(values):,} pictures, the {_MOST_BARS // 2} most and least alike."
    svg = bars([names[i] for i in order], [values[i] for i in order], reference=("average", mean))
    alt = f"Bars of {len(order)} pictures from {min(values):.2f} to {max(values):.2f}, {mean:.2f} on average"
    return Chart(svg, caption, alt, f"SSIM, {what}: {mean:.2f} on average")
