"""Charts for pages, as SVG that keeps its type and dots at every width and follows the page into the dark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from motif.core.check import few, integer, matrix, same_length
from motif.core.digest import bytes_digest
from motif.core.errors import InputError
from motif.evaluate.figure import plain_number
from motif.view.part import Picture
from motif.view.svg import element, percent, px, written
from motif.view.text import shown, text_width
from motif.view.token import FONTS, TYPE_PX, paint, paint_category

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["Sheet", "bars", "scatter_map"]

_NOTE_PX = TYPE_PX["note"]
_NARROWEST_PX = 320
_MARGIN = 0.04  # of the map's width and height, free of points
_LONGEST_NAME = 28
_LABEL_PX = 20  # a row of labels
_CORE = 0.5  # a region is drawn around the half of its items nearest to its middle
_FLATTEST, _TALLEST = 0.5, 1.1  # height of a map, as a share of its width
_ROW_PX, _BAR_PX = 40, 8


@dataclass(frozen=True, slots=True)
class Sheet:
    """Small pictures of all items in one image, row by row, for what the pointer rests on.

    Parameters
    ----------
    picture :
        The image; its tiles are shown at their own size.
    width, height :
        Of one tile, in px.
    n_columns :
        Tiles in a row.
    n_rows :
        Rows of tiles.

    Examples
    --------
    >>> Sheet(Picture(b"...", "image/png", "All digits"), width=32, height=32, n_columns=40, n_rows=45).place(41)
    (32, 32)
    """

    picture: Picture = field(repr=False)
    width: int
    height: int
    n_columns: int
    n_rows: int

    def place(self, position: int) -> tuple[int, int]:
        """Return left and top of an item's tile, in px."""
        return position % self.n_columns * self.width, position // self.n_columns * self.height


def scatter_map(
    codes: ArrayLike,
    labels: ArrayLike,
    names: Sequence[str],
    *,
    titles: Sequence[str] | None = None,
    sheet: Sheet | None = None,
    x_label: str = "",
    y_label: str = "",
) -> str:
    """Return a map of items as SVG: a dot for each, a named region for each label; both axes have one scale.

    A region is the hull of the half of its items nearest to its middle. The eight largest regions have colours, the
    others are grey; all carry their names. Where the pointer rests, the item itself is shown.

    Parameters
    ----------
    codes :
        (n_items, 2), where the items lie.
    labels :
        (n_items,), whole numbers that index `names`; negative for none.
    names :
        What the regions are called.
    titles :
        (n_items,), what an item is called; None shows no titles.
    sheet :
        Tiles of the items in the same order; None shows no pictures.
    x_label, y_label :
        What the axes are, with their unit.

    Raises
    ------
    InputError
        When the shapes do not fit together or a label has no name.

    Examples
    --------
    >>> svg = scatter_map([[0, 0], [1, 0], [9, 9]], [0, 0, 1], ["low", "high"], titles=["a", "b", "c"])
    >>> svg.count("<circle"), ">low</text>" in svg
    (6, True)
    """
    codes, labels = _checked(codes, labels, names, titles=titles, sheet=sheet)
    frame = _Frame.around(codes)
    ranks = {int(label): rank for rank, label in enumerate(_by_size(labels))}
    regions = [_region(codes[labels == label], frame, rank) for label, rank in ranks.items()]
    dots = [_dots(codes[labels == label], frame, ranks.get(label, -1)) for label in [-1, *ranks][:: -1]]
    tips = "" if titles is None and sheet is None else _tips(codes, frame, titles, sheet)
    defs = "" if sheet is None else _sheet_image(sheet)
    return element(
        "svg",
        defs,
        element("svg", *regions, viewBox="0 0 1000 1000", preserveAspectRatio="none", width="100%", height="100%"),
        *dots,
        *_labels(codes, labels, names, ranks, frame),
        *_axis_names(x_label, y_label),
        tips,
        xmlns="http://www.w3.org/2000/svg",
        class_="map",
        width="100%",
        style=f"aspect-ratio: {px(1 / frame.ratio)}; height: auto; overflow: visible",
        font_family=", ".join(FONTS),
        font_size=_NOTE_PX,
    )
