"""Maps of items in the plane: dots, named regions, and the item itself where the pointer rests."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from motif.core.check import few, integer, matrix, same_length
from motif.core.digest import bytes_digest, content_id
from motif.core.errors import InputError
from motif.view.label import NARROWEST_PX, ROW_PX, Box, free_place, shortened
from motif.view.part import Picture
from motif.view.svg import element, percent, px, written
from motif.view.text import text_width
from motif.view.token import FONTS, TYPE_PX, paint, paint_category

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["Sheet", "scatter_map"]

_NOTE_PX = TYPE_PX["note"]
_MARGIN_X, _MARGIN_Y = 0.04, 0.08  # of the map's width and height, free of points
_FLATTEST, _TALLEST = 0.55, 1.1  # height of a map, as a share of its width
_LONGEST_NAME = 24  # characters
_CORE = 0.5  # a region is drawn around the half of its items nearest to its middle
_FEWEST_IN_REGION = 8
_MOST_TIPS = 3000  # of the items answer the pointer, evenly chosen: 200 bytes each


@dataclass(frozen=True, slots=True)
class Sheet:
    """Small pictures of all items in one image, row by row, for what the pointer rests on.

    Parameters
    ----------
    picture :
        The image; its tiles are shown at their own size.
    width, height :
        Of one tile, in px.
    n_columns, n_rows :
        Tiles in a row, and rows of tiles.

    Attributes
    ----------
    id :
        What the drawing calls the image, from its bytes.

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
    id: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for what in ("width", "height", "n_columns", "n_rows"):
            integer(getattr(self, what), what=what, low=1)
        object.__setattr__(self, "id", f"sheet-{content_id(bytes_digest(self.picture.data))}")

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
    """Return a map of items as SVG: a dot for each, a named region for each label, one scale for both axes.

    A region is the hull of the half of its items nearest to its middle. The eight largest have colours, the others are
    grey; all carry their names. Where the pointer rests, the item's picture and title are shown.

    Parameters
    ----------
    codes :
        (n_items, 2), where the items lie; finite.
    labels :
        (n_items,), whole numbers that index `names`; negative for none.
    names :
        What the regions are called; regions without items are left out.
    titles :
        (n_items,), what the items are called; None shows no titles.
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
    >>> svg = scatter_map([[0, 0], [1, 0], [9, 9]], [0, 0, 1], ["low", "high"], x_label="component 1")
    >>> svg.count("<circle"), ">low</text>" in svg
    (3, True)
    """
    codes, labels = _checked(codes, labels, names, titles=titles, sheet=sheet)
    frame = _Frame.around(codes)
    places = frame.places(codes)
    ranked = _by_size(labels)
    colours = {label: paint_category(rank) for rank, label in enumerate(ranked)}
    drawn = [_region(places[labels == label], colours[label], frame.ratio) for label in ranked]
    middles = [_middle(places[labels == label]) for label in ranked]
    return element(
        "svg",
        "" if sheet is None else _sheet_image(sheet),
        element("svg", *drawn, viewBox="0 0 1000 1000", preserveAspectRatio="none", width="100%", height="100%"),
        _dots(places[labels < 0], paint("other")),
        *(_dots(places[labels == label], colours[label]) for label in ranked),
        *_axis_names(x_label, y_label),
        *_region_names([names[label] for label in ranked], middles, list(colours.values()), frame.ratio),
        *_tips(places, titles, sheet),
        xmlns="http://www.w3.org/2000/svg",
        class_="map",
        width="100%",
        style=f"aspect-ratio: {px(1 / frame.ratio)}; height: auto",
        font_family=", ".join(FONTS),
        font_size=_NOTE_PX,
        overflow="visible",
    )


def _checked(
    codes: ArrayLike, labels: ArrayLike, names: Sequence[str], *, titles: Sequence[str] | None, sheet: Sheet | None
) -> tuple[np.ndarray, np.ndarray]:
    codes, labels = matrix(codes, what="codes").astype(np.float64), np.asarray(labels)
    if codes.shape[1] != 2:
        raise InputError(f"codes must have shape (n_items, 2); given {codes.shape}")
    if labels.ndim != 1 or labels.dtype.kind not in "iu":
        raise InputError(f"labels must be one whole number for each item; given {labels.dtype} {labels.shape}")
    same_length(len(labels), len(codes), what="labels")
    if int(labels.max()) >= len(names):
        nameless = sorted({int(label) for label in labels if label >= len(names)})
        raise InputError(f"labels must index the {len(names)} names; these have none: {few(nameless)}")
    if titles is not None:
        same_length(len(titles), len(codes), what="titles")
    if sheet is not None and sheet.n_columns * sheet.n_rows < len(codes):
        raise InputError(f"the sheet holds {sheet.n_columns * sheet.n_rows} tiles, fewer than the {len(codes)} items")
    return codes, labels


@dataclass(frozen=True, slots=True)
class _Frame:
    """What of the plane is drawn: its middle, its width and height, one scale for both."""

    x: float
    y: float
    width: float
    height: float

    @classmethod
    def around(cls, codes: np.ndarray) -> _Frame:
        low, high = codes.min(axis=0), codes.max(axis=0)
        width, height = ((high - low) / (1 - 2 * np.array([_MARGIN_X, _MARGIN_Y]))).tolist()
        width = max(width, height / _TALLEST) or 1.0
        height = max(height, width * _FLATTEST)
        x, y = ((low + high) / 2).tolist()
        return cls(x, y, width, height)

    @property
    def ratio(self) -> float:
        """Height over width."""
        return self.height / self.width

    def places(self, codes: np.ndarray) -> np.ndarray:
        """Return shares of the drawing's width, from the left, and of its height, from the top."""
        return np.column_stack([0.5 + (codes[:, 0] - self.x) / self.width, 0.5 - (codes[:, 1] - self.y) / self.height])


def _by_size(labels: np.ndarray) -> list[int]:
    """Return the labels that occur, the commonest first."""
    found, counts = np.unique(labels[labels >= 0], return_counts=True)
    return [int(label) for label in found[np.argsort(-counts, kind="stable")]]


def _middle(places: np.ndarray) -> np.ndarray:
    return np.median(places, axis=0)


def _region(places: np.ndarray, colour: str, ratio: float) -> str:
    """Return the hull of the core of a region; nothing where its items are few or in one line."""
    from scipy.spatial import ConvexHull, QhullError

    if len(places) < _FEWEST_IN_REGION:
        return ""
    distance = np.linalg.norm((places - _middle(places)) * [1, ratio], axis=1)
    core = places[np.argsort(distance, kind="stable")[: math.ceil(len(places) * _CORE)]]
    try:
        corners = core[ConvexHull(core).vertices]
    except QhullError:
        return ""
    points = " ".join(f"{px(1000 * x)},{px(1000 * y)}" for x, y in corners)
    return element(
        "polygon", points=points, fill=colour, fill_opacity=0.08, stroke=colour, stroke_opacity=0.55, stroke_width=1.25,
        stroke_linejoin="round", vector_effect="non-scaling-stroke",
    )  # fmt: skip


def _dots(places: np.ndarray, colour: str) -> str:
    dots = [element("circle", cx=percent(x), cy=percent(y), r=2) for x, y in places]
    return element("g", *dots, fill=colour, fill_opacity=0.6) if dots else ""


def _axis_names(x_label: str, y_label: str) -> list[str]:
    style = {"fill": paint("muted"), "stroke": paint("paper"), "stroke_width": 3, "paint_order": "stroke"}
    named = []
    if y_label:
        named.append(element("text", written(f"↑ {y_label}"), x=0, y=12, **style))
    if x_label:
        named.append(element("text", written(f"{x_label} →"), x="100%", y="100%", dy=-4, text_anchor="end", **style))
    return named


def _region_names(
    names: Sequence[str], middles: Sequence[np.ndarray], colours: Sequence[str], ratio: float
) -> list[str]:
    """Return the regions' names near their middles, none over another, the largest region's first."""
    room = (float(NARROWEST_PX), NARROWEST_PX * ratio)
    boxes: list[Box] = []
    lines, words = [], []
    for name, middle, colour in zip(names, middles, colours, strict=True):
        text = shortened(name, _LONGEST_NAME)
        x, y = float(middle[0]) * room[0], float(middle[1]) * room[1]
        box = free_place((x, y), 1.08 * text_width(text, _NOTE_PX), room, boxes)  # bold is wider
        boxes.append(box)
        dx, dy = (box[0] + box[2]) / 2 - x, (box[1] + box[3]) / 2 - y
        at = {"x": percent(middle[0]), "y": percent(middle[1])}
        if abs(dx) + abs(dy) > ROW_PX:
            line = element("line", x2=px(dx), y2=px(dy), stroke=colour, stroke_width=1)
            lines.append(element("svg", line, overflow="visible", **at))
        halo = {"stroke": paint("paper"), "stroke_width": 4, "stroke_linejoin": "round", "paint_order": "stroke"}
        named = {"dx": px(dx), "dy": px(dy + 4), "text_anchor": "middle", "font_weight": 600, "fill": colour}
        words.append(element("text", written(text), **at, **named, **halo))
    return lines + words


def _sheet_image(sheet: Sheet) -> str:
    size = {"width": sheet.width * sheet.n_columns, "height": sheet.height * sheet.n_rows}
    return element("defs", element("image", id=sheet.id, href=sheet.picture.uri, **size))


def _tips(places: np.ndarray, titles: Sequence[str] | None, sheet: Sheet | None) -> list[str]:
    """Return what the pointer finds: for each item a wider circle, and what is shown while it rests there."""
    if titles is None and sheet is None:
        return []
    step = math.ceil(len(places) / _MOST_TIPS)
    tips = [_tip(i, places[i], None if titles is None else titles[i], sheet) for i in range(0, len(places), step)]
    return [element("g", *tips, class_="hits", fill_opacity=0)]


def _tip(position: int, place: np.ndarray, title: str | None, sheet: Sheet | None) -> str:
    text = "" if title is None else shortened(title, _LONGEST_NAME)
    tile = (0, 0) if sheet is None else (sheet.width, sheet.height)
    width = max(tile[0], text_width(text, _NOTE_PX)) + 12
    height = tile[1] + (ROW_PX if text else 0) + 12
    left = 10 if place[0] < 0.5 else -width - 10
    top = 10 if place[1] < 0.5 else -height - 10
    inside = [element("rect", x=px(left), y=px(top), width=px(width), height=px(height), rx=4)]
    if sheet is not None:
        view = {"x": px(left + 6), "y": px(top + 6), "width": tile[0], "height": tile[1]}
        x, y = sheet.place(position)
        tile_box = f"{x} {y} {sheet.width} {sheet.height}"
        inside.append(element("svg", element("use", href=f"#{sheet.id}"), viewBox=tile_box, **view))
    if text:
        inside.append(element("text", written(text), x=px(left + 6), y=px(top + height - 10)))
    tip = element("g", *inside, class_="tip", display="none")
    hit = element("circle", r=7)
    return element("svg", hit, tip, x=percent(place[0]), y=percent(place[1]), class_="hit", overflow="visible")
