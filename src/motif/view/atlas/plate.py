"""The map as one picture file, for papers and slides."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from motif.view.atlas.frame import MOST_NAMES, Frame, by_size, checked_map, core, middle, ranks_of
from motif.view.atlas.still import dots_image
from motif.view.label import Box, free_place, shortened
from motif.view.style import styled
from motif.view.text import text_width
from motif.view.token import CATEGORIES, COLOURS, TYPE_PX, Mode

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["map_png"]

_WIDTH_PX, _PX_PER_INCH = 900, 96
_HEAD_PX, _FOOT_PX = 56, 32
_POINTS_PER_PX = 72 / _PX_PER_INCH
_LONGEST_NAME, _LONGEST_TITLE, _LONGEST_NOTE = 28, 80, 130  # characters


def map_png(
    codes: ArrayLike,
    labels: ArrayLike,
    names: Sequence[str],
    *,
    title: str,
    note: str = "",
    mode: Mode = "light",
) -> bytes:
    """Return a map as the bytes of a PNG, 1,800 px wide: dots, outlined regions, their names.

    Parameters
    ----------
    codes, labels, names :
        As for `scatter_map`.
    title, note :
        A line above and one below.
    mode :
        "light" or "dark".

    Examples
    --------
    >>> map_png([[0, 0], [1, 1]], [0, 0], ["all"], title="Two")[1:4]
    b'PNG'
    """
    codes, labels = checked_map(codes, labels, names)
    frame = Frame.around(codes)
    places, ranked = frame.places(codes), by_size(labels)
    ranks = ranks_of(labels)
    size = (_WIDTH_PX, round(_WIDTH_PX * frame.ratio))
    with styled(mode):
        from matplotlib.figure import Figure

        height = size[1] + _HEAD_PX + _FOOT_PX
        figure = Figure(figsize=(size[0] / _PX_PER_INCH, height / _PX_PER_INCH))
        figure.set_layout_engine("none")
        axes = figure.add_axes((0, _FOOT_PX / height, 1, size[1] / height))
        axes.set(xlim=(0, 1), ylim=(1, 0))
        axes.axis("off")
        dots = dots_image(places, ranks, ratio=frame.ratio, mode=mode, width_px=2 * _WIDTH_PX)
        axes.imshow(dots, extent=(0, 1, 1, 0), aspect="auto", interpolation="none")
        _draw_regions(axes, places, labels, [(label, names[label]) for label in ranked], size, mode)
        _draw_words(figure, title, note, height, mode)
        stream = io.BytesIO()
        figure.savefig(stream, format="png", facecolor=COLOURS[mode]["paper"], metadata={"Software": None})
    return stream.getvalue()


def _draw_regions(
    axes: Any, places: np.ndarray, labels: np.ndarray, regions: list[tuple[int, str]], size: tuple[int, int], mode: Mode
) -> None:
    from matplotlib.patches import Polygon
    from matplotlib.patheffects import withStroke

    room, taken = (float(size[0]), float(size[1])), list[Box]()
    colours = [*CATEGORIES[mode], *[COLOURS[mode]["other"]] * len(regions)]
    halo = [withStroke(linewidth=3, foreground=COLOURS[mode]["paper"])]
    for (label, name), colour in zip(regions, colours, strict=False):
        own = places[labels == label]
        corners = core(own, room[1] / room[0])
        if corners is not None:
            axes.add_patch(Polygon(corners, facecolor=colour, alpha=0.07, edgecolor="none"))
            axes.add_patch(Polygon(corners, facecolor="none", alpha=0.5, edgecolor=colour, linewidth=1))
        if len(taken) >= MOST_NAMES:
            continue
        text, centre = shortened(name, _LONGEST_NAME), middle(own) * room
        box = free_place((float(centre[0]), float(centre[1])), 1.08 * text_width(text, TYPE_PX["note"]), room, taken)
        if box is None:
            continue
        taken.append(box)
        at = ((box[0] + box[2]) / 2 / room[0], (box[1] + box[3]) / 2 / room[1])
        axes.text(
            *at, text.replace("$", r"\$"), color=colour, weight="bold", ha="center", va="center", path_effects=halo
        )


def _draw_words(figure: Any, title: str, note: str, height: float, mode: Mode) -> None:
    colours, left = COLOURS[mode], 0.04
    figure.text(
        left, 1 - 28 / height, shortened(title, _LONGEST_TITLE).replace("$", r"\$"), va="center", weight="bold",
        size=TYPE_PX["lead"] * _POINTS_PER_PX, color=colours["ink"],
    )  # fmt: skip
    figure.text(
        left, 18 / height, shortened(note, _LONGEST_NOTE).replace("$", r"\$"), va="center", color=colours["muted"]
    )
